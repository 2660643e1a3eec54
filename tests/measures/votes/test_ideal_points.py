"""The ordinal model: compiled against plain, properties of the fit, and bad input."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from standpunkt.measures.votes.positions import Axis, positions
from standpunkt.measures.votes.scaling import ideal_points, joint_uncertainty, kernel, plain
from standpunkt.measures.votes.scaling.ballots import Ballots, ballots, matrix_of
from standpunkt.measures.votes.scaling.joint_uncertainty import joint_draws
from standpunkt.study.load import load_study
from standpunkt.tables.voting.sessions import regular_session
from standpunkt.vocabulary.errors.votes import NotEstimableError

STATES = [f"{first}{second}A" for first in "ABCDEFGH" for second in "ABC"]
AXIS = Axis(frozenset({"AAA", "AAC"}), frozenset({"HCA", "HBA"}))


def synthetic(seed: int = 1, sessions: int = 6, roll_calls: int = 25) -> tuple[pl.DataFrame, np.ndarray]:
    """Votes of states on a line from AAA (power) to HCA; some absences; the true positions."""
    rng = np.random.default_rng(seed)
    theta = np.linspace(2, -2, len(STATES))
    rows = []
    for session in range(60, 60 + sessions):
        for number in range(roll_calls):
            beta, lower = rng.normal(0, 1.2), rng.normal(0, 1)
            latent = beta * theta + rng.normal(size=len(STATES))
            code = 1 + (latent > lower) + (latent > lower + 0.6)
            code[rng.random(len(STATES)) < 0.1] = 0
            rows += [
                (f"R{session}_{number:02d}", session, s, int(c)) for s, c in zip(STATES, code, strict=True)
            ]
    frame = pl.DataFrame(rows, schema=["roll_call_id", "session", "iso3", "code"], orient="row")
    day = pl.date(pl.col("session") + 1945, 11, 1)
    frame = frame.with_columns(
        pl.col("code").cast(pl.Int8), pl.col("session").cast(pl.Int32), day.alias("date")
    )
    return frame.with_columns(known_date=pl.col("date")), theta


def arrays(cast: pl.DataFrame) -> Ballots:
    return ballots(matrix_of(cast))


def fitted(cast: pl.DataFrame):
    return positions(cast, AXIS, np.random.default_rng(3))


def test_plain_and_compiled_sums_are_equal_to_1e_10() -> None:
    found = arrays(synthetic()[0])
    rng = np.random.default_rng(2)
    rows = kernel.Rows(rng.normal(size=len(found.row_state)), rng.random(len(found.row_state)) * 0.1)
    items = ideal_points.start_items(found.orders)
    items.beta[:] = rng.normal(size=len(items.beta))
    roots = np.tril(rng.normal(size=(len(items.beta), 3, 3)))
    for name, shape in (("item_sums", (len(items.beta), 9)), ("row_sums", (len(rows.theta), 2))):
        one, other = np.empty(shape), np.empty(shape)
        getattr(kernel, name)(found.orders, rows, items, one)
        getattr(plain, name)(found.orders, rows, items, other)
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-10)
    coupled = kernel.factors(found.orders, rows, items, roots)
    np.testing.assert_allclose(
        coupled, plain.factors(found.orders, rows, items, roots), rtol=1e-10, atol=1e-10
    )


def test_the_step_along_the_walk_solves_the_whole_tridiagonal_system() -> None:
    found = arrays(synthetic()[0])
    rng = np.random.default_rng(4)
    size = len(found.row_state)
    theta, sums = rng.normal(size=size), np.column_stack([rng.normal(size=size) * 0.01, rng.random(size) + 1])
    rows = kernel.Rows(theta.copy(), np.zeros(size))
    kernel.walk_step(found.orders, rows, sums, 0.25)
    precision = np.zeros((size, size))
    starts = set(found.orders.state_start.tolist())
    for r in range(size):
        if r in starts:
            precision[r, r] += 1
        else:
            link = 1 / (0.25 * found.orders.gap[r])
            precision[np.ix_([r - 1, r], [r - 1, r])] += link * np.array([[1, -1], [-1, 1]])
    full = precision + np.diag(sums[:, 1])
    step = np.linalg.solve(full, sums[:, 0] - precision @ theta)
    np.testing.assert_allclose(rows.theta, theta + np.clip(step, -1, 1), atol=1e-9)
    np.testing.assert_allclose(rows.variance, np.diag(np.linalg.inv(full)), atol=1e-9)


def test_joint_draws_have_the_variance_of_the_dense_inverse() -> None:
    cast, _ = synthetic(sessions=3)
    found = fitted(cast).fit
    votes, rows, size = found.ballots.orders, found.rows, len(found.rows.theta)
    units = np.tile(np.eye(3), (len(found.items.beta), 1, 1))
    coupling = plain.factors(votes, rows, found.items, units)
    sums = np.empty((size, 2))
    plain.row_sums(votes, rows, found.items._replace(covariance=np.zeros_like(found.items.covariance)), sums)
    c = ideal_points.inverse_3x3(ideal_points.penalised_sums(votes, rows, found.items, 0.25)[:, 3:])
    matrix = np.diag(sums[:, 1])
    starts = set(votes.state_start.tolist())
    for r in range(size):
        if r in starts:
            matrix[r, r] += 1
        else:
            matrix[np.ix_([r - 1, r], [r - 1, r])] += 4 * np.array([[1, -1], [-1, 1]])
    row = np.repeat(np.arange(size), np.diff(votes.row_start))
    for j in range(len(found.items.beta)):
        u = np.zeros((size, 3))
        u[row[votes.row_item == j]] = coupling[votes.row_item == j]
        matrix -= u @ c[j][[0, 1, 2, 1, 3, 4, 2, 4, 5]].reshape(3, 3) @ u.T
    covariance = np.linalg.inv(matrix)
    dense = np.random.default_rng(5).multivariate_normal(rows.theta, covariance, 4000).T
    dense = (dense - dense.mean(axis=0)) / dense.std(axis=0)
    drawn = joint_draws(found, np.random.default_rng(6), 4000)
    np.testing.assert_allclose(drawn.std(axis=1), dense.std(axis=1), rtol=0.12)


def test_the_fit_recovers_the_order_and_covers_it() -> None:
    cast, theta = synthetic()
    found = fitted(cast)
    mean = found.frame.group_by("iso3").agg(pl.col("theta").mean()).sort("iso3")
    assert np.corrcoef(mean["theta"], theta)[0, 1] > 0.97
    assert found.fit.has_converged
    assert found.warnings == ()
    assert abs(found.frame["theta"].mean()) < 1e-9


def test_order_of_rows_and_names_of_roll_calls_are_irrelevant() -> None:
    cast, _ = synthetic()
    shuffled = cast.sample(fraction=1, shuffle=True, seed=9)
    assert fitted(cast).frame.equals(fitted(shuffled).frame)
    renamed = cast.with_columns(pl.col("roll_call_id").str.reverse())
    np.testing.assert_allclose(fitted(cast).frame["theta"], fitted(renamed).frame["theta"], atol=1e-8)


def test_reversing_yes_and_no_changes_nothing_and_exchanging_the_ends_turns_the_scale() -> None:
    cast, _ = synthetic()
    odd = pl.col("roll_call_id").str.ends_with("3") & (pl.col("code") > 0)
    turned = cast.with_columns(
        pl.when(odd).then(4 - pl.col("code")).otherwise("code").cast(pl.Int8).alias("code")
    )
    one, other = fitted(cast).frame["theta"], fitted(turned).frame["theta"]
    np.testing.assert_allclose(one, other, atol=0.02)
    mirrored = positions(cast, Axis(AXIS.camp, AXIS.power), np.random.default_rng(3)).frame["theta"]
    np.testing.assert_allclose(one, -mirrored, atol=0.02)


def test_a_state_with_two_votes_has_a_row_with_a_wide_interval_and_a_warning() -> None:
    cast, _ = synthetic()
    few = ["R60_00", "R60_01"]
    cast = cast.filter((pl.col("iso3") != "DAA") | pl.col("roll_call_id").is_in(few))
    found = fitted(cast)
    row = found.frame.filter(pl.col("iso3") == "DAA")
    assert row.height == 1
    assert row["sd"].item() > 2 * found.frame["sd"].median()
    assert found.warnings[0][1] == {"rows": 1, "least": 5}


@pytest.mark.parametrize("what", ["unanimous", "too few", "no votes"])
def test_what_says_nothing_is_not_estimable(what: str) -> None:
    cast, _ = synthetic()
    chosen = {
        "unanimous": cast.with_columns(pl.lit(1, pl.Int8).alias("code")),
        "too few": cast.filter(pl.col("roll_call_id") == "R60_00"),
        "no votes": cast.clear(),
    }
    with pytest.raises(NotEstimableError) as refused:
        fitted(chosen[what])
    assert refused.value.exit_code == 3
    assert refused.value.values["reason"] == what


def test_perfect_separation_gaps_and_missing_answers_stay_finite() -> None:
    rows = []
    for session in (1, 2, 30):
        for number in range(4):
            for at, state in enumerate(STATES):
                rows.append((f"R{session}_{number}", session, state, 1 if at < 12 else 3))
    cast = pl.DataFrame(rows, schema=["roll_call_id", "session", "iso3", "code"], orient="row").with_columns(
        pl.col("code").cast(pl.Int8), pl.col("session").cast(pl.Int32), pl.lit(date(1970, 1, 1)).alias("date")
    )
    found = fitted(cast.with_columns(known_date=pl.col("date")))
    assert found.frame.select(pl.col("theta", "sd", "low", "high").is_finite().all()).row(0) == (True,) * 4


def test_sides_that_never_voted_leave_the_direction_open_and_say_so() -> None:
    cast, _ = synthetic()
    found = positions(cast, Axis(frozenset({"RUS"}), frozenset({"USA"})), np.random.default_rng(3))
    assert any("direction" in message for message, _ in found.warnings)


def test_years_in_which_the_ends_voted_alike_do_not_turn_the_line_round() -> None:
    cast, theta = synthetic(sessions=9)
    power = pl.col("iso3").is_in(list(AXIS.power)) & pl.col("session").is_between(63, 65)
    other = cast.filter(pl.col("iso3") == "HCA").select("roll_call_id", (4 - pl.col("code")).alias("turned"))
    joined = cast.join(other, on="roll_call_id")
    mixed = joined.with_columns(
        pl.when(power & (pl.col("code") > 0) & pl.col("turned").is_between(1, 3))
        .then(4 - pl.col("turned"))
        .otherwise("code")
        .cast(pl.Int8)
        .alias("code")
    ).drop("turned")
    frame = fitted(mixed).frame
    for session in range(60, 69):
        now = frame.filter((pl.col("session") == session) & ~pl.col("iso3").is_in(list(AXIS.power))).sort(
            "iso3"
        )
        wanted = pl.DataFrame({"iso3": STATES, "truth": theta})
        assert now.join(wanted, on="iso3").select(pl.corr("theta", "truth")).item() > 0.8


@pytest.mark.shared
def test_the_united_states_stand_below_india_in_every_session(shared) -> None:
    raw = pl.read_csv(
        shared("mirror/un_ga_voting/2025_08_31_ga_voting.csv.gz"), infer_schema_length=0, null_values=[]
    )
    raw = raw.filter(pl.col("date").str.head(4).cast(pl.Int32).is_between(1986, 1998))
    codes = {"Y": 1, "A": 2, "N": 3, "X": 0}
    cast = raw.select(
        pl.col("undl_id").alias("roll_call_id"),
        pl.col("date").str.to_date(),
        pl.col("date").str.to_date().alias("known_date"),
        pl.col("session").cast(pl.Int32, strict=False),
        pl.col("ms_code").alias("iso3"),
        pl.col("ms_vote").replace_strict(codes, return_dtype=pl.Int8).alias("code"),
    ).drop_nulls("session")
    study = load_study("russia_ukraine")
    axis = Axis(frozenset({"RUS"}), study.camp_members("opponent", study.period.to))
    frame = positions(cast, axis, np.random.default_rng(1)).frame
    wide = frame.filter(pl.col("iso3").is_in(["USA", "IND"])).pivot(
        on="iso3", index="session", values="theta"
    )
    assert (wide["USA"] < wide["IND"] - 1).all()


def test_absence_is_no_answer_it_moves_nobody_and_is_counted() -> None:
    cast, _ = synthetic()
    without = fitted(cast.filter(pl.col("code") > 0)).frame
    frame = fitted(cast).frame
    np.testing.assert_allclose(frame["theta"], without["theta"], atol=1e-9)
    assert frame["n_votes"].equals(without["n_votes"])
    absent = cast.filter(pl.col("code") == 0).group_by("iso3", "session").len()
    counted = frame.join(absent, on=["iso3", "session"], how="left")
    assert (counted["n_absent"] == counted["len"].fill_null(0)).all()
    assert without["n_absent"].sum() == 0
    abstaining = cast.with_columns(pl.col("code").replace({0: 2}))
    assert (fitted(abstaining).frame["theta"] - frame["theta"]).abs().max() > 0.05


def test_without_the_compiler_the_whole_gives_the_same_numbers(monkeypatch) -> None:
    cast, _ = synthetic(sessions=3, roll_calls=12)
    compiled = fitted(cast).frame
    for module in (ideal_points, joint_uncertainty):
        monkeypatch.setattr(module, "has_compiler", lambda: False)
    monkeypatch.setattr(kernel, "walk_step", getattr(kernel.walk_step, "py_func", kernel.walk_step))
    bare = fitted(cast).frame
    for name in ("theta", "sd", "low", "high"):
        np.testing.assert_allclose(bare[name], compiled[name], atol=1e-6)
    assert bare.drop("theta", "sd", "low", "high").equals(compiled.drop("theta", "sd", "low", "high"))


@pytest.mark.shared
@pytest.mark.slow
def test_seats_change_hands_where_membership_did(shared) -> None:
    raw = pl.read_csv(
        shared("mirror/un_ga_voting/2025_08_31_ga_voting.csv.gz"), infer_schema_length=0, null_values=[]
    )
    codes = {"Y": 1, "A": 2, "N": 3, "X": 0}
    session = regular_session(pl.col("session"), pl.col("date").str.to_date())
    seats = ["CHN", "TWN", "DEU", "RUS", "SRB", "CHE", "SSD", "USA", "GBR", "IND", "FRA", "POL"]
    cast = raw.filter(pl.col("ms_code").is_in(seats)).select(
        pl.col("undl_id").alias("roll_call_id"),
        pl.col("date").str.to_date(),
        session.alias("session"),
        pl.col("ms_code").alias("iso3"),
        pl.col("ms_vote").replace_strict(codes, return_dtype=pl.Int8).alias("code"),
    )
    frame = positions(cast, Axis(frozenset({"RUS"}), frozenset({"USA"})), np.random.default_rng(1)).frame
    found = frame.group_by("iso3").agg(
        pl.col("session").min().alias("first"), pl.col("session").max().alias("last"), pl.col("session")
    )
    spells = {state: (first, last, set(held)) for state, first, last, held in found.iter_rows()}
    assert spells["CHN"][0] == 26
    assert spells["TWN"][1] <= 26
    assert spells["DEU"][0] == 28
    assert spells["RUS"][0] == 1
    assert spells["CHE"][0] == 57
    assert spells["SSD"][0] >= 66
    assert not spells["SRB"][2] & set(range(48, 55))
    assert 19 not in spells["USA"][2]
