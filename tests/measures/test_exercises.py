"""Joint exercises: decay, dates, sides."""

import math
from datetime import date

import pytest

from tests.measures.conftest import cell, closed, frame

TABLE = "event_exercise"


def exercise(state, leader, day, precision="day", name="one"):
    row = {"exercise_id": f"{name}-{day}", "iso3": state, "leader_iso3": leader, "from_date": day}
    return row | {"name_text": name, "date_precision": precision}


def test_exercise_halves_within_its_half_life(asked):
    tables = {TABLE: frame(TABLE, exercise("SRB", "RUS", date(2021, 12, 31)))}
    months = date(2021, 12, 1), date(2023, 12, 1)
    measured = asked("M4", tables, *months)
    first, later = (cell(measured, "SRB", month)["value"] for month in months)
    assert first == pytest.approx(math.log(2) / 2)
    assert later == pytest.approx(first / 2, rel=1e-3)


def test_one_exercise_a_year_is_a_rate_of_one(asked):
    rows = [exercise("SRB", "RUS", date(year, 6, 30), name=str(year)) for year in range(1990, 2024)]
    measured = asked("M4", {TABLE: frame(TABLE, *rows)}, date(2023, 12, 1))
    assert cell(measured, "SRB", date(2023, 12, 1))["value"] == pytest.approx(1, abs=0.02)


def test_exercise_of_the_other_side_counts_against(asked):
    rows = [
        exercise("SRB", "USA", date(2023, 12, 31), name="west"),
        exercise("SRB", "RUS", date(2023, 12, 31)),
    ]
    measured = asked("M4", {TABLE: frame(TABLE, *rows)}, date(2023, 12, 1))
    assert cell(measured, "SRB", date(2023, 12, 1))["value"] == pytest.approx(0)
    assert measured.parts.height == 2


@pytest.mark.parametrize(
    ("precision", "last_without", "first_with"),
    [
        ("day", date(2023, 6, 1), date(2023, 7, 1)),
        ("month", date(2023, 6, 1), date(2023, 7, 1)),
        ("year", date(2023, 11, 1), date(2023, 12, 1)),
    ],
)
def test_exercise_counts_when_it_has_surely_begun(asked, precision, last_without, first_with):
    tables = {TABLE: frame(TABLE, exercise("SRB", "RUS", date(2023, 7, 1), precision))}
    measured = asked("M4", tables, last_without, first_with)
    assert cell(measured, "SRB", last_without)["value"] is None
    assert cell(measured, "SRB", first_with)["value"] == pytest.approx(math.log(2) / 2, rel=0.05)


def test_value_of_an_open_list_is_as_old_as_its_newest_exercise(asked):
    coverage = "state_table_spell_coverage"
    rows = [row | {"to_date": date(2019, 1, 1)} for row in closed(TABLE, "SRB", "TUR")]
    old, new = exercise("TUR", "RUS", date(2016, 5, 1)), exercise("SRB", "RUS", date(2021, 5, 1))
    tables = {TABLE: frame(TABLE, old, new), coverage: frame(coverage, *rows)}
    months = date(2018, 12, 1), date(2023, 12, 1)
    measured = asked("M4", tables, *months)
    assert cell(measured, "TUR", months[0])["valid_from_date"] == date(2018, 12, 31)
    assert cell(measured, "TUR", months[1])["valid_from_date"] == date(2018, 12, 31)
    assert cell(measured, "SRB", months[1])["valid_from_date"] == date(2021, 5, 1)
