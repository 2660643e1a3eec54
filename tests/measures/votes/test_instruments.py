"""Change points, cohesion, hedgers, bridging, themes and the exact sampler, on votes with a known truth."""

import numpy as np
import polars as pl
import pytest

from standpunkt.measures.votes.blocs import agreement_index, cohesion, hedgers
from standpunkt.measures.votes.positions import Axis, Positions, positions, positions_of
from standpunkt.measures.votes.scaling import gibbs
from standpunkt.measures.votes.scaling.ballots import matrix_of
from standpunkt.measures.votes.scaling.bridge import bridges
from standpunkt.measures.votes.scaling.change_points import change_points
from standpunkt.measures.votes.scaling.gibbs import sample, truncated
from standpunkt.measures.votes.scaling.kernel import Items, Rows
from standpunkt.measures.votes.themes import every_theme, known_theme, theme_of
from standpunkt.measures.votes.vote_set import contested, normalised_symbol
from standpunkt.vocabulary.errors.votes import UnknownThemeError

STATES = [f"{first}{second}A" for first in "ABCDEFGH" for second in "ABC"]
AXIS = Axis(frozenset({"AAA", "ABA"}), frozenset({"HCA", "HBA"}))
MOVER, SESSION = "HAA", 65


def moving() -> pl.DataFrame:
    """Votes of sessions 60 to 69 in which one state goes over from one end to the other in session 65."""
    rng = np.random.default_rng(1)
    theta = np.linspace(2, -2, len(STATES))
    rows = []
    for session in range(60, 70):
        theta[STATES.index(MOVER)] = -1.7 if session < SESSION else 1.7
        for number in range(30):
            beta, lower = rng.normal(0, 1.2), rng.normal(0, 1)
            latent = beta * theta + rng.normal(size=len(STATES))
            code = 1 + (latent > lower) + (latent > lower + 0.6)
            rows += [
                (f"R{session}_{number:02d}", session, s, int(c)) for s, c in zip(STATES, code, strict=True)
            ]
    frame = pl.DataFrame(rows, schema=["roll_call_id", "session", "iso3", "code"], orient="row")
    day = pl.date(pl.col("session") + 1945, 11, 1)
    types = {"code": pl.Int8, "session": pl.Int32}
    return frame.cast(types).with_columns(day.alias("date"), day.alias("known_date"))


@pytest.fixture(scope="module")
def found() -> Positions:
    return positions(moving(), AXIS, np.random.default_rng(2))


def test_a_state_that_goes_over_is_named_with_its_session_and_nobody_else(found: Positions) -> None:
    points = change_points(found.fit)
    named = points.filter(pl.col("jump_probability") > 0.9)
    assert named.select("iso3", "to_session").rows() == [(MOVER, SESSION)]
    assert named["change"].item() > 1


def test_the_exact_sampler_agrees_with_the_fit(found: Positions) -> None:
    drawn = sample(found.fit, np.random.default_rng(3), 400, 150)
    session, mean = found.fit.ballots.row_session, drawn.theta.mean(axis=1)
    for at in np.unique(session):
        here = session == at
        assert np.corrcoef(mean[here], found.fit.rows.theta[here])[0, 1] > 0.985
    ratio = found.draws.std(axis=1) / drawn.theta.std(axis=1)
    assert 0.75 < np.median(ratio) < 1.35
    assert drawn.agreement_of_halves(session)[0] > 0.99
    assert 0.2 < drawn.accepted_blocks < 0.9
    assert drawn.theta[:, list(drawn.kept)].shape[1] == len(drawn.items)


def test_moving_a_block_of_sessions_changes_no_vote_and_stretching_everything_changes_nothing(
    found: Positions,
) -> None:
    fit = found.fit
    orders, blocks = fit.ballots.orders, gibbs.blocks_of(fit.ballots)
    state = Rows(fit.rows.theta.copy(), np.zeros(len(fit.rows.theta))), fit.items
    state[0].theta[:] /= state[0].theta.std()

    def cuts(rows: Rows, items: Items) -> np.ndarray:
        row = np.repeat(np.arange(len(rows.theta)), np.diff(orders.row_start))
        return items.lower[orders.row_item] - items.beta[orders.row_item] * rows.theta[row]

    for move in (gibbs.Move(63, 66, 0.3, 0.0), gibbs.Move(60, 61, 0.0, -0.2), gibbs.Move(60, 69, 0.5, 0.0)):
        new, jacobian = gibbs.moved(state, blocks, move)
        np.testing.assert_allclose(cuts(*new), cuts(*state), atol=1e-9)
        assert new[0].theta.std() == pytest.approx(1)
        # A move and its reverse cancel: sessions before and after lie where they lay, Jacobians add up to 0.
        back, again = gibbs.moved(new, blocks, move._replace(log_factor=-move.log_factor, shift=0.0))
        if not move.shift:
            np.testing.assert_allclose(back[0].theta, state[0].theta - state[0].theta.mean(), atol=1e-2)
            assert jacobian + again == pytest.approx(0, abs=1e-3)
    new, jacobian = gibbs.moved(state, blocks, gibbs.Move(60, 69, 0.5, 0.0))
    steps = 0.2 * orders.gap
    assert gibbs.log_prior(new, steps) == pytest.approx(gibbs.log_prior(state, steps), rel=1e-2)
    assert jacobian == pytest.approx(0, abs=1e-6)


def test_a_block_that_would_cut_a_bridged_roll_call_is_never_moved(found: Positions) -> None:
    blocks = gibbs.blocks_of(found.fit.ballots)
    bridged = blocks._replace(last=blocks.last + (blocks.last == 63))
    state = Rows(found.fit.rows.theta, np.zeros(len(found.fit.rows.theta))), found.fit.items
    assert gibbs.moved(state, bridged, gibbs.Move(60, 63, 0.1, 0.0))[1] == -np.inf


@pytest.mark.parametrize(
    ("low", "high", "mean"), [(2.5, 12.0, 2.823), (0.3, 0.5, 0.399), (-12.0, 0.4, -0.562)]
)
def test_truncated_normals_have_their_mean(low: float, high: float, mean: float) -> None:
    rng = np.random.default_rng(4)
    drawn = [truncated(rng, low, high) for _ in range(20000)]
    assert min(drawn) > low
    assert max(drawn) < high
    assert np.mean(drawn) == pytest.approx(mean, abs=0.015)


def test_cohesion_is_one_for_equal_votes_and_zero_for_evenly_split_ones() -> None:
    codes = np.array([[1, 1, 0], [1, 2, 0], [1, 3, 1]], dtype=np.int8)
    index = agreement_index(codes)
    assert index[:2].tolist() == [1.0, 0.0]
    assert np.isnan(index[2])


def test_neighbours_vote_more_alike_than_random_groups() -> None:
    found = cohesion(moving(), frozenset(STATES[:5]), np.random.default_rng(5))
    assert (found["cohesion"] > found["random_cohesion"]).all()
    assert (found["low"] <= found["cohesion"]).all()


def test_states_between_the_camps_are_hedgers_and_the_ends_are_not(found: Positions) -> None:
    last = hedgers(found, AXIS).filter(pl.col("session") == 69)
    chance = dict(last.select("iso3", "between_probability").iter_rows())
    assert chance["DCA"] > 0.95
    assert chance["AAA"] < 0.9


def test_equal_long_titles_are_one_item_unless_votes_veto() -> None:
    cast = contested(moving()).filter(pl.col("session").is_in([60, 61]))
    long = "Promotion of a democratic and equitable international order"
    titles = {
        "R60_00": f"{long} : resolution 1",
        "R61_00": long.upper(),
        "R60_01": "APARTHEID",
        "R61_01": "APARTHEID",
    }
    named = pl.DataFrame({"roll_call_id": list(titles), "title_text": list(titles.values())})
    copied = cast.filter(pl.col("roll_call_id") == "R60_00").with_columns(
        pl.lit("R61_00").alias("roll_call_id"), pl.lit(61, pl.Int32).alias("session")
    )
    alike = pl.concat([cast.filter(pl.col("roll_call_id") != "R61_00"), copied])
    linked = bridges(named, matrix_of(alike))
    assert linked.select("roll_call_id", "item_id").rows() == [("R61_00", "R60_00")]
    turned = alike.with_columns(
        pl.when(pl.col("roll_call_id") == "R61_00")
        .then(4 - pl.col("code"))
        .otherwise("code")
        .cast(pl.Int8)
        .alias("code")
    )
    assert bridges(named, matrix_of(turned)).height == 0
    links = dict(linked.select("roll_call_id", "item_id").iter_rows())
    bridged = positions_of(matrix_of(alike), AXIS, np.random.default_rng(2), links=links)
    assert "R61_00" not in bridged.fit.ballots.items
    alone = positions_of(matrix_of(alike), AXIS, np.random.default_rng(2))
    assert bridged.frame["n_votes"].sum() == alone.frame["n_votes"].sum()
    np.testing.assert_allclose(bridged.frame["theta"], alone.frame["theta"], atol=0.5)


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("Territorial integrity of Ukraine", "ukraine"),
        ("The risk of nuclear proliferation in the Middle East", "nuclear"),
        ("Israeli practices affecting the human rights of the Palestinian people", "middle_east"),
        ("Situation of human rights in the Democratic People's Republic of Korea", "human_rights_country"),
        ("APARTHEID", "colonialism"),
        ("LAW OF THE SEA", "economic"),
        ("EXPLOITATION", "none"),
        ("The President: I shall now put to the vote operative paragraph 3 on nuclear tests.", "none"),
        ("The President: Draft resolution B is entitled _Nuclear testing<d3>.", "nuclear"),
        (None, "none"),
    ],
)
def test_titles_tell_their_theme(title: str | None, theme: str) -> None:
    frame = pl.DataFrame({"title": [title]}, schema={"title": pl.String})
    assert frame.select(theme_of(pl.col("title"))).item() == theme


def test_an_unknown_theme_is_refused_with_the_nearest() -> None:
    assert known_theme("nuclear") == "nuclear"
    with pytest.raises(UnknownThemeError, match="nuclear"):
        known_theme("nucular")
    assert all({"de", "en"} <= set(theme.label) for theme in every_theme())


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("R/68/262", "A/RES/68/262"),
        ("a/res/es-11/6", "A/RES/ES-11/6"),
        ("A/RES/71/5", "A/RES/71/5"),
        ("R/40/158", "A/RES/40/158"),
        ("A/RES/3379(XXX)", "A/RES/3379(XXX)"),
    ],
)
def test_symbols_are_written_in_one_way(printed: str, wanted: str) -> None:
    assert normalised_symbol(printed) == wanted
