"""The latent stance on the conflict's roll calls: ties, zero, order, sums, and no look into the future."""

from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from standpunkt.measures.check import check_answer, check_declaration, check_future, check_order
from standpunkt.measures.measure import Measured, Request
from standpunkt.measures.votes.latent_stance import MEASURE, vote_matrix
from standpunkt.measures.votes.scaling import attribution, grid
from standpunkt.study.load import load_study
from standpunkt.study.model import Study
from standpunkt.tables.store import Store
from standpunkt.vocabulary.errors.measures import MeasureParameterError

MONTHS = (date(2014, 2, 1), date(2014, 6, 1), date(2021, 12, 1), date(2022, 4, 1), date(2023, 3, 1))
UNIVERSE = ("BRA", "DEU", "FRA", "IND", "IRN", "NIC", "SRB", "TUR", "VEN", "ZAF")


@pytest.fixture(scope="module")
def study() -> Study:
    whole = load_study("russia_ukraine", "starter")
    return whole.model_copy(update={"roll_calls": whole.roll_calls.model_copy(update={"before_start": ()})})


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return {name: Store(None).read(name) for name in MEASURE.tables}


@pytest.fixture(scope="module")
def request_(study: Study) -> Request:
    return Request(study, "D1", {"roll_calls": "conflict"}, MONTHS, UNIVERSE)


@pytest.fixture(scope="module")
def measured(tables: dict[str, pl.DataFrame], request_: Request) -> Measured:
    return MEASURE.compute(tables, request_)


def value(measured: Measured, iso3: str, month: date, variant: str = "core") -> float | None:
    rows = measured.values.filter(
        (pl.col("iso3") == iso3) & (pl.col("month_date") == month) & (pl.col("variant") == variant)
    )
    return rows["value"].item()


def test_it_keeps_what_every_measure_promises(tables, request_) -> None:
    broken = [
        *check_declaration(MEASURE),
        *check_answer(MEASURE, tables, request_),
        *check_order(MEASURE, tables, request_),
        *check_future(MEASURE, tables, request_),
    ]
    assert broken == []


def test_a_state_that_only_abstained_stands_at_zero(measured: Measured) -> None:
    for month in MONTHS[1:]:
        assert value(measured, "ZAF", month) == 0.0
    assert measured.anchors["all_abstain"] == 0.0


def test_equal_records_are_equal_and_the_order_is_that_of_the_votes(measured: Measured) -> None:
    at = MONTHS[-1]
    assert value(measured, "DEU", at) == value(measured, "FRA", at)
    order = ["DEU", "SRB", "BRA", "IND", "IRN", "NIC", "RUS"]
    found = [value(measured, iso3, at) for iso3 in order]
    assert all(a < b for a, b in pairwise(found))


def test_before_the_first_vote_nothing_is_reported(measured: Measured) -> None:
    assert value(measured, "DEU", MONTHS[0]) is None
    assert value(measured, "SRB", MONTHS[2]) is None
    assert value(measured, "SRB", MONTHS[2], "wide") is not None
    assert value(measured, "DEU", MONTHS[2], "core_without_2014") is None
    missing = measured.values.filter(pl.col("value").is_null())["missing"].unique().to_list()
    assert missing == ["not_reported"]


def test_roll_calls_on_the_subject_speak_before_the_conflict_started_and_only_there(
    tables, request_, measured
):
    whole = Request(load_study("russia_ukraine", "starter"), *list(vars(request_).values())[1:])
    found = MEASURE.compute(tables, whole)
    assert value(found, "SRB", MONTHS[2]) > 0.5, "Serbia voted no on the Crimea texts of 2016 to 2019"
    assert value(found, "SRB", MONTHS[3]) == value(measured, "SRB", MONTHS[3])
    early = found.parts.filter((pl.col("iso3") == "SRB") & (pl.col("month_date") == MONTHS[2]))
    assert early["row_key"].drop_nulls().len() >= 4


def test_an_absence_is_no_abstention_but_in_the_variant_that_says_so(measured: Measured) -> None:
    at = MONTHS[-1]
    assert value(measured, "VEN", at, "core_without_2014") is None
    assert value(measured, "VEN", at, "absent_as_abstain") is not None


def test_intervals_widen_between_roll_calls(measured: Measured) -> None:
    core = measured.values.filter((pl.col("variant") == "core") & (pl.col("iso3") == "DEU"))
    width = core.with_columns(width=pl.col("high_value") - pl.col("low_value")).drop_nulls("value")
    assert width["width"][1] > width["width"][0] * 1.2
    assert width["value"][1] == width["value"][0]


def test_an_abstention_contributes_nothing_and_the_rest_is_small(measured: Measured) -> None:
    at = measured.parts.filter((pl.col("iso3") == "NIC") & (pl.col("month_date") == MONTHS[-1]))
    part = dict(at.select("part_code", "part_value").iter_rows())
    assert part["A_RES_ES_11_1"] == 0.0
    assert part["A_RES_ES_11_4"] > 0.1
    assert abs(part["model"]) < 0.01


def test_another_vote_set_is_refused(tables, request_) -> None:
    asked = Request(request_.study, "D1", {"roll_calls": "general"}, MONTHS, UNIVERSE)
    with pytest.raises(MeasureParameterError, match="'general'"):
        MEASURE.compute(tables, asked)


def test_roll_calls_are_oriented_by_the_poles(tables, study: Study) -> None:
    matrix = vote_matrix(tables, study, study.roll_calls.variants[0])
    assert matrix.orientation.tolist() == [1.0] * 9
    assert len(set(map(tuple, matrix.votes[:, 1:7].tolist()))) == 46


def toy(votes: list[list[int]], years: list[float]) -> grid.Records:
    return grid.Records(
        np.array(votes, dtype=np.int8), np.ones(len(votes)), np.array(years), np.ones(len(years))
    )


def test_the_smoothed_position_equals_brute_force_over_both_moments() -> None:
    records = toy([[1, 3], [2, 0], [3, 2]], [0.0, 1.5])
    items = grid.Items(np.array([1.2, 0.8]), np.array([-0.3, 0.1]), np.array([0.2, -0.4]))
    found = grid.smoothed(records, items)
    table = np.exp(grid.log_probabilities(items))
    joint = grid.prior()[:, None] * grid.kernel(1.5)
    for row, (first, second) in enumerate(records.votes):
        weights = joint * table[0, first][:, None] * table[1, second][None, :]
        weights /= weights.sum()
        np.testing.assert_allclose(found[0, row], weights.sum(axis=1), atol=1e-12)
        np.testing.assert_allclose(found[1, row], weights.sum(axis=0), atol=1e-12)


def test_reversing_every_vote_and_orientation_changes_no_position() -> None:
    votes = [[1, 1, 2], [2, 1, 3], [3, 3, 3], [1, 2, 2], [0, 3, 1], [1, 1, 1]]
    records = toy(votes, [0.0, 0.2, 2.0])
    turned = np.where(records.votes == 0, 0, 4 - records.votes).astype(np.int8)
    mirrored = grid.Records(turned, records.weights, records.years, -records.orientation)
    one, _ = grid.fit(records, tolerance=1e-9)
    other, _ = grid.fit(mirrored, tolerance=1e-9)
    np.testing.assert_allclose(
        grid.smoothed(records, one)[-1] @ grid.GRID, grid.smoothed(mirrored, other)[-1] @ grid.GRID, atol=1e-6
    )


def test_shares_of_votes_add_up_to_the_distance_from_abstaining() -> None:
    records = toy([[1, 3, 1], [3, 3, 3], [2, 2, 1], [1, 1, 1]], [0.0, 0.5, 1.0])
    items, rounds = grid.fit(records)
    assert rounds < 300
    shares = attribution.shares(records, items)
    abstaining = toy([[2, 2, 2]], [0.0, 0.5, 1.0])
    zero = grid.smoothed(abstaining, items)[-1] @ grid.GRID
    np.testing.assert_allclose(
        shares.sum(axis=1), grid.smoothed(records, items)[-1] @ grid.GRID - zero, atol=1e-5
    )
    assert shares[2, 0] == 0.0
