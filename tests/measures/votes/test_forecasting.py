"""Parts of forecasts: evidence, records, pools, repetitions, scores, the rolling origin, on small votes."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from standpunkt.measures.votes.absence import absence
from standpunkt.measures.votes.forecasting.history import (
    fixed,
    record,
    repeat_table,
    shares,
    transitions,
    yearly,
)
from standpunkt.measures.votes.forecasting.pooling import mixed, pooled
from standpunkt.measures.votes.forecasting.question import Evidence, Question, evidence
from standpunkt.measures.votes.forecasting.repetition import repetitions, same_text
from standpunkt.measures.votes.forecasting.rolling import Target, rolling_origin
from standpunkt.measures.votes.forecasting.scoring import majority, persistence, reliability, scores, summary
from standpunkt.measures.votes.forecasting.settings import Pool, RecordWeights, settings

STATES = tuple(f"{letter}AA" for letter in "ABCDEFGHIJ")


def votes(rounds: int = 6) -> pl.DataFrame:
    """A text repeated each year: A to E vote yes, F to H abstain, I votes no, J changes each time."""
    rows = []
    for number in range(rounds):
        codes = [1, 1, 1, 1, 1, 2, 2, 2, 3, 1 if number % 2 else 3]
        day = date(2010 + number, 12, 1)
        rows += [
            (f"R{number}", day, day, 65 + number, state, code)
            for state, code in zip(STATES, codes, strict=True)
        ]
    names = ["roll_call_id", "date", "known_date", "session", "iso3", "code"]
    return pl.DataFrame(rows, schema=names, orient="row").cast({"code": pl.Int8, "session": pl.Int32})


EVERY = tuple(f"R{number}" for number in range(6))


def told(**changes: object) -> Evidence:
    question = Question("R5", EVERY, date(2016, 11, 30), EVERY)
    found = evidence(votes(), question, STATES)
    assert found is not None
    return Evidence(**{**found.__dict__, **changes})


def test_a_text_voted_a_year_ago_comes_again_one_just_voted_is_like_another() -> None:
    assert told().kind == "repeat"
    soon = evidence(votes(), Question("R5", EVERY, date(2015, 12, 20)), STATES)
    unnamed = evidence(votes(), Question(None, EVERY, date(2016, 11, 30)), STATES)
    assert soon is not None
    assert unnamed is not None
    assert (soon.kind, unnamed.kind) == ("like", "described")
    assert soon.years[soon.at] < 0.1


def test_nothing_similar_is_no_evidence() -> None:
    assert evidence(votes(), Question(None, ("Z",), date(2016, 1, 1)), STATES) is None


def test_the_last_vote_goes_through_the_table_and_a_missing_one_is_taken_from_the_text_before() -> None:
    table = np.array([[0.9, 0.1, 0.0], [0.2, 0.7, 0.1], [0.0, 0.3, 0.7]])
    found = told()
    gone = found.votes.copy()
    gone[8, found.at] = 0
    moved = transitions(told(votes=gone), fixed(table))
    np.testing.assert_allclose(moved[[0, 5, 8]], table)
    nobody = gone.copy()
    nobody[9] = -1
    blank = told(votes=nobody)
    np.testing.assert_allclose(transitions(blank, fixed(table))[9], shares(blank))


def test_a_table_of_years_is_its_power_and_mixes_between_years() -> None:
    table = np.array([[0.9, 0.1, 0.0], [0.2, 0.7, 0.1], [0.0, 0.3, 0.7]])
    after = yearly(table)
    np.testing.assert_allclose(after(0.2), table)
    np.testing.assert_allclose(after(2.0), table @ table)
    np.testing.assert_allclose(after(2.5), (table @ table + table @ table @ table) / 2)


def test_a_state_that_changes_has_a_record_of_both_answers() -> None:
    found = told()
    start = np.tile([1 / 3, 1 / 3, 1 / 3], (10, 1))
    own = record(found, start, RecordWeights(table=0.5, half_life_years=5, similar=0.1))
    np.testing.assert_allclose(own.sum(axis=1), 1)
    assert own[0, 0] > 0.9
    assert 0.3 < own[9, 0] < 0.7
    assert 0.3 < own[9, 2] < 0.7


def test_the_table_of_repetitions_is_counted_from_pairs_around_the_declared_one() -> None:
    pairs = pl.DataFrame({"roll_call_id": list(EVERY[1:]), "earlier": list(EVERY[:-1])})
    counted, declared = repeat_table(votes(), pairs), np.array(settings().repeat.table)
    np.testing.assert_allclose(counted.sum(axis=1), 1)
    assert counted[0, 2] > declared[0, 2]
    np.testing.assert_allclose(repeat_table(votes(), pairs.clear()), declared / declared.sum(axis=1)[:, None])


def test_pools_are_the_product_of_powers_or_the_weighted_mean() -> None:
    parts = {name: np.array([[0.6, 0.3, 0.1]]) for name in ("transitions", "record", "item", "mixture")}
    parts["mixture"] = np.array([[0.2, 0.2, 0.6]])
    half = {"transitions": 0.0, "record": 0.5, "item": 0.0, "mixture": 0.5}
    np.testing.assert_allclose(mixed(parts, Pool(form="linear", **half)), [[0.4, 0.25, 0.35]], atol=1e-9)
    product = np.sqrt(np.array([0.12, 0.06, 0.06]))
    np.testing.assert_allclose(mixed(parts, Pool(form="log", **half))[0], product / product.sum(), atol=1e-9)


def test_the_pool_of_a_like_text_lies_between_the_same_text_and_any_similar_one() -> None:
    table = np.array(settings().repeat.table)
    found = pooled(told(kind="like"), table)
    assert 0 < found.nearness < settings().nearness.at_once
    assert sum(found.weights.values()) == pytest.approx(1)
    np.testing.assert_allclose(found.chances.sum(axis=1), 1)
    assert found.chances.argmax(axis=1).tolist()[:9] == [0] * 5 + [1] * 3 + [2]


def test_equal_long_titles_of_neighbouring_sessions_repeat_a_text() -> None:
    title = "Promotion of an equitable order of all things"
    frame = pl.DataFrame(
        {
            "roll_call_id": ["A", "B", "C", "D"],
            "session": [60, 61, 70, 61],
            "title_text": [f"{title} : resolution 60/1", title.upper(), title, "Short"],
        }
    )
    assert repetitions(frame).rows() == [("B", "A")]
    assert same_text(frame, "B") == ("A", "C")
    assert same_text(frame, "D") == ()


def test_scores_are_those_worked_by_hand() -> None:
    chances = np.array([[0.8, 0.1, 0.1], [0.5, 0.25, 0.25]])
    found = scores("R", {"it": chances}, np.array([1, 3], dtype=np.int8)).row(0, named=True)
    assert found["loss"] == pytest.approx(-np.log(0.8) - np.log(0.25))
    assert found["brier"] == pytest.approx(0.04 + 0.01 + 0.01 + 0.25 + 0.0625 + 0.5625)
    assert (found["n"], found["hits"]) == (2, 1)


def test_baselines_repeat_the_vote_or_the_most_frequent_answer() -> None:
    share = np.array([0.7, 0.2, 0.1])
    repeated = persistence(np.array([1, 0], dtype=np.int8), share)
    np.testing.assert_allclose(repeated, [[0.94, 0.03, 0.03], share])
    np.testing.assert_allclose(majority(1, share), [[0.9, 0.05, 0.05]])


def test_reliability_compares_what_was_said_with_what_happened() -> None:
    found = reliability([np.array([[0.95, 0.03, 0.02]] * 4)], [np.array([1, 1, 1, 2], dtype=np.int8)])
    assert found["cases"].to_list() == [8, 4]
    assert found["happened"].to_list() == [pytest.approx(1 / 8), pytest.approx(3 / 4)]
    assert reliability([], []).is_empty()


def test_the_rolling_origin_never_looks_at_later_votes() -> None:
    cast = votes()
    targets = [Target("R3", "R2", EVERY, EVERY), Target("R4", "R3", EVERY, EVERY)]
    pairs = pl.DataFrame({"roll_call_id": list(EVERY[1:]), "earlier": list(EVERY[:-1])})
    poisoned = cast.with_columns(
        pl.when(pl.col("roll_call_id") == "R5").then(pl.lit(3, pl.Int8)).otherwise("code").alias("code")
    )
    found, other = (rolling_origin(frame, targets, pairs) for frame in (cast, poisoned))
    assert found.scores.equals(other.scores)
    ways = summary(found.scores)
    assert ways["way"].to_list()[0] == "majority"
    assert ways["targets"].unique().to_list() == [2]


def test_who_is_often_away_is_likely_to_be_absent_and_silent_sessions_do_not_count() -> None:
    cast = votes()
    away = pl.col("iso3").is_in(["AAA"]) & (pl.col("session") % 2 == 0)
    silent = pl.col("iso3") == "BAA"
    once = pl.concat(
        [cast, cast.with_columns((pl.col("roll_call_id") + "b").alias("roll_call_id"))]
    ).with_columns(
        pl.when(away & pl.col("roll_call_id").str.ends_with("b"))
        .then(0)
        .otherwise("code")
        .cast(pl.Int8)
        .alias("code")
    )
    once = once.with_columns(pl.when(silent).then(0).otherwise("code").cast(pl.Int8).alias("code"))
    found = dict(absence(once, list(EVERY), date(2016, 1, 1)).iter_rows())
    assert "BAA" not in found
    assert found["AAA"] > found["CAA"]
    assert 0 < found["CAA"] < 0.2
    assert absence(once.clear(), [], date(2016, 1, 1)).is_empty()
