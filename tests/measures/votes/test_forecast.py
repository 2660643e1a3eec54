"""Forecasts: distributions, persistence, no look past the day."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from standpunkt.measures.votes.forecast import forecast
from standpunkt.measures.votes.forecasting.question import Question
from standpunkt.measures.votes.vote_set import cast_votes
from standpunkt.tables.store import Store


@pytest.fixture(scope="module")
def cast() -> pl.DataFrame:
    store = Store(None)
    return cast_votes(store.read("roll_call_resolution"), store.read("state_roll_call_vote"))


@pytest.fixture(scope="module")
def similar(cast: pl.DataFrame) -> tuple[str, ...]:
    return tuple(cast["roll_call_id"].unique().sort())


def test_the_four_probabilities_add_up_and_persistence_is_the_vote_on_the_named_one(cast, similar) -> None:
    found = forecast(cast, Question("A_RES_ES_11_6", similar, date(2023, 6, 1)))
    sums = found.select(pl.sum_horizontal("p_yes", "p_abstain", "p_no", "p_absent")).to_series()
    np.testing.assert_allclose(sums, 1.0, atol=1e-12)
    said = dict(found.select("iso3", "persistence").iter_rows())
    assert (said["DEU"], said["IND"], said["RUS"], said["AZE"]) == ("Y", "A", "N", "X")


def test_nothing_dated_after_the_day_is_read(cast, similar) -> None:
    day = date(2023, 6, 1)
    question = Question("A_RES_ES_11_6", similar, day)
    later = cast.filter(pl.col("known_date") > day)
    turned = later.with_columns(pl.col("code").reverse())
    changed = pl.concat([cast.filter(pl.col("known_date") <= day), turned])
    assert forecast(cast, question).equals(forecast(changed, question))
    assert forecast(cast, question).equals(forecast(cast.filter(pl.col("known_date") <= day), question))


def test_from_the_past_es_11_6_is_forecast_better_than_by_repeating_es_11_4(cast, similar) -> None:
    found = forecast(cast, Question("A_RES_ES_11_4", similar, date(2023, 2, 23) - timedelta(days=1)))
    real = cast.filter((pl.col("roll_call_id") == "A_RES_ES_11_6") & (pl.col("code") > 0))
    joined = found.join(real.select("iso3", "code"), on="iso3")
    voted = joined.select("p_yes", "p_abstain", "p_no").to_numpy()
    voted /= voted.sum(axis=1, keepdims=True)
    chosen = voted[np.arange(len(voted)), joined["code"].to_numpy() - 1]
    assert len(chosen) == 180
    assert -np.log(chosen).mean() < 0.26


def test_without_any_similar_vote_all_answers_are_as_likely_and_nothing_persists(cast) -> None:
    found = forecast(cast, Question(None, (), date(2023, 6, 1)))
    assert found["persistence"].null_count() == found.height
    assert (found["p_yes"] - found["p_no"]).abs().max() < 1e-12
