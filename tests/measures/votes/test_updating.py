"""Taking in new roll calls: the same positions as fitting everything again, or a refusal to go on."""

import numpy as np
import polars as pl
import pytest

from standpunkt.measures.votes.positions import Axis, Positions, positions_of
from standpunkt.measures.votes.scaling.ballots import VoteMatrix, matrix_of
from standpunkt.measures.votes.updating.stored import StoredFit, kept, load, save
from standpunkt.measures.votes.updating.update import updated

STATES = [f"{first}{second}A" for first in "ABCDEFGH" for second in "ABC"]
AXIS = Axis(frozenset({"AAA", "AAC"}), frozenset({"HCA", "HBA"}))
SESSIONS = range(60, 84)


@pytest.fixture(scope="module")
def whole() -> VoteMatrix:
    rng, theta, rows = np.random.default_rng(1), np.linspace(2, -2, len(STATES)), []
    for session in SESSIONS:
        for number in range(25):
            latent = rng.normal(0, 1.2) * theta + rng.normal(size=len(STATES))
            lower = rng.normal()
            code = 1 + (latent > lower) + (latent > lower + 0.6)
            code[rng.random(len(STATES)) < 0.1] = 0
            name = f"R{session}_{number:02d}"
            rows += [(name, session, state, int(c)) for state, c in zip(STATES, code, strict=True)]
    cast = pl.DataFrame(rows, schema=["roll_call_id", "session", "iso3", "code"], orient="row")
    day = pl.date(pl.col("session") + 1945, 11, 1)
    return matrix_of(cast.cast({"code": pl.Int8, "session": pl.Int32}).with_columns(day.alias("date")))


def fitted(votes: VoteMatrix) -> Positions:
    return positions_of(votes, AXIS, np.random.default_rng(3))


def stored(votes: VoteMatrix) -> StoredFit:
    return kept(fitted(votes), votes, AXIS)


def go_on(before: StoredFit, votes: VoteMatrix, axis: Axis = AXIS) -> StoredFit | None:
    return updated(before, votes, axis, np.random.default_rng(3))


@pytest.mark.parametrize("missing", ["one roll call", "a session"])
def test_new_votes_taken_in_give_the_positions_of_a_whole_fit(whole: VoteMatrix, missing: str) -> None:
    last = whole.sessions == SESSIONS[-1]
    chosen = ~last if missing == "a session" else np.arange(len(last)) < len(last) - 1
    found = go_on(stored(whole.of(chosen)), whole)
    assert found is not None
    both = fitted(whole).frame.join(found.rows, on=["iso3", "session"], how="full")
    assert both.null_count().sum_horizontal().item() == 0
    assert (both["theta"] - both["theta_right"]).abs().max() < 0.05
    assert (both["sd_right"] / both["sd"]).is_between(0.8, 1.25).all()
    assert both["n_votes"].equals(both["n_votes_right"].rename("n_votes"))
    assert both["n_absent"].equals(both["n_absent_right"].rename("n_absent"))


def test_nothing_new_gives_the_stored_fit_back(whole: VoteMatrix) -> None:
    before = stored(whole)
    assert go_on(before, whole) is before


def test_other_sides_and_changes_far_back_need_a_whole_fit(whole: VoteMatrix) -> None:
    before = stored(whole)
    assert go_on(before, whole, Axis(AXIS.camp, AXIS.power)) is None
    codes = whole.codes.copy()
    codes[0, 0] = 4 - max(int(codes[0, 0]), 1)
    turned = VoteMatrix(codes, whole.roll_calls, whole.sessions, whole.days, whole.states)
    assert go_on(before, turned) is None


def test_a_vote_corrected_and_a_roll_call_withdrawn_count_as_changes(whole: VoteMatrix) -> None:
    codes = whole.codes.copy()
    codes[-1] = np.where(codes[-1] > 0, 4 - codes[-1], codes[-1])
    turned = VoteMatrix(codes, whole.roll_calls, whole.sessions, whole.days, whole.states)
    found = go_on(stored(whole), turned)
    assert found is not None
    theta = fitted(turned).frame["theta"]
    np.testing.assert_allclose(found.rows["theta"], theta, atol=0.05)
    fewer = go_on(stored(whole), whole.of(np.arange(len(whole.roll_calls)) < len(whole.roll_calls) - 1))
    assert fewer is not None
    assert len(fewer.items) == len(stored(whole).items) - 1


def test_a_stored_fit_is_read_back_as_written_and_half_a_fit_is_none(whole: VoteMatrix, tmp_path) -> None:
    before = stored(whole)
    save(before, tmp_path / "fit")
    after = load(tmp_path / "fit")
    assert after is not None
    assert after.rows.equals(before.rows)
    assert after.items.equals(before.items)
    assert (after.key, after.hold) == (before.key, before.hold)
    (tmp_path / "fit" / "fit.json").unlink()
    assert load(tmp_path / "fit") is None
    assert pl.read_parquet(tmp_path / "fit" / "rows.parquet").height == before.rows.height
