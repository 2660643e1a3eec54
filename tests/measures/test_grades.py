"""Arms and military aid: the highest grade within a window."""

from datetime import date

import pytest

from tests.measures.conftest import cell, closed, frame

ARMS, AID, COVERAGE = "dyad_spell_arms_supply", "dyad_spell_aid", "state_table_spell_coverage"


def arms(grade, since, until=None, **more: object):
    row = {
        "supplier_iso3": "PRK",
        "recipient_iso3": "RUS",
        "grade": grade,
        "from_date": since,
        "to_date": until,
    }
    return row | more


def test_highest_grade_counts_and_is_the_only_part(asked):
    rows = [arms(1, date(2022, 9, 1), date(2023, 8, 1)), arms(3, date(2023, 8, 1))]
    measured = asked("M1", {ARMS: frame(ARMS, *rows)}, date(2023, 12, 1))
    assert cell(measured, "PRK", date(2023, 12, 1))["value"] == 3
    assert measured.parts["row_key"].to_list() == ["PRK|RUS|2023-08-01"]


def test_ended_delivery_counts_until_the_window_has_passed(asked):
    tables = {
        ARMS: frame(ARMS, arms(2, date(2020, 1, 1), date(2020, 7, 1))),
        COVERAGE: frame(COVERAGE, *closed(ARMS, "PRK")),
    }
    last, first_without = date(2022, 6, 1), date(2022, 7, 1)
    measured = asked("M1", tables, last, first_without)
    assert cell(measured, "PRK", last)["value"] == 2
    assert cell(measured, "PRK", first_without)["value"] == 0


def test_nothing_counts_before_it_began(asked):
    tables = {ARMS: frame(ARMS, arms(3, date(2023, 8, 1)))}
    assert cell(asked("M1", tables, date(2023, 7, 1)), "PRK", date(2023, 7, 1))["missing"] == "not_reported"


@pytest.mark.parametrize(("verification", "half"), [("official", 0.5), ("press", 0.5), ("unverified", 0.6)])
def test_weaker_verification_widens_the_interval(asked, verification, half):
    month = date(2023, 12, 1)
    rows = frame(ARMS, arms(2, date(2023, 8, 1), verification=verification))
    found = cell(asked("M1", {ARMS: rows}, month), "PRK", month)
    assert found["low_value"] == pytest.approx(2 - half)
    assert found["high_value"] == pytest.approx(2 + half)


def test_interval_stays_within_the_grades(asked):
    month = date(2023, 12, 1)
    found = cell(asked("M1", {ARMS: frame(ARMS, arms(3, date(2023, 8, 1)))}, month), "PRK", month)
    assert (found["low_value"], found["high_value"]) == (2.5, 3)


def test_aid_to_the_power_is_no_aid_to_the_opponent(asked):
    month = date(2023, 12, 1)
    rows = [
        {"donor_iso3": "DEU", "recipient_iso3": "UKR", "grade": 3, "from_date": date(2022, 2, 1)},
        {"donor_iso3": "IND", "recipient_iso3": "RUS", "grade": 3, "from_date": date(2022, 2, 1)},
    ]
    measured = asked("M2", {AID: frame(AID, *rows)}, month)
    assert cell(measured, "DEU", month)["value"] == 3
    assert cell(measured, "IND", month)["missing"] == "not_reported"


def test_recorded_nothing_is_zero_without_error(asked):
    month = date(2023, 12, 1)
    rows = [{"donor_iso3": "IND", "recipient_iso3": "UKR", "grade": 0, "from_date": date(2022, 2, 1)}]
    found = cell(asked("M2", {AID: frame(AID, *rows)}, month), "IND", month)
    assert (found["value"], found["low_value"], found["high_value"]) == (0, 0, 0)
