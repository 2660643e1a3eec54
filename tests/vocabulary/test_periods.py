"""Months and what users write for a period."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standpunkt.vocabulary.errors.periods import PeriodOutsideError, PeriodSyntaxError
from standpunkt.vocabulary.periods import (
    MonthRange,
    add_months,
    month_end,
    months_between,
    parse_month,
    parse_period,
)

STUDY = MonthRange(date(2014, 1, 1), date(2025, 8, 1))
MONTHS = st.dates(date(1946, 1, 1), date(2100, 1, 1)).map(lambda day: day.replace(day=1))


@given(MONTHS, st.integers(-600, 600))
def test_adding_months_is_undone_by_counting_them(month, count):
    later = add_months(month, count)
    assert later.day == 1
    assert months_between(month, later) == count


@given(MONTHS)
def test_the_day_after_a_months_end_begins_the_next(month):
    assert month_end(month).replace(day=1) == month
    assert (add_months(month, 1) - month_end(month)).days == 1


def test_a_range_holds_its_first_and_last_month():
    assert STUDY.first in STUDY
    assert STUDY.last in STUDY
    assert date(2025, 9, 1) not in STUDY
    assert len(STUDY.months()) == 11 * 12 + 8


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2023", date(2023, 12, 1)),
        ("2025", date(2025, 8, 1)),
        ("2022-04", date(2022, 4, 1)),
        ("2014", date(2014, 12, 1)),
    ],
)
def test_a_year_means_its_last_month_within_the_study(text, month):
    assert parse_period(text, STUDY) == month


@pytest.mark.parametrize("text", ["2013", "2026", "2013-12", "2025-09"])
def test_a_period_outside_the_study_is_refused_with_its_limits(text):
    with pytest.raises(PeriodOutsideError, match="2014-01 to 2025-08") as caught:
        parse_period(text, STUDY)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("text", ["", "23", "2023-13", "2023-00", "2023-1", "2023-01-01", "Mai 2023"])
def test_another_form_of_a_period_is_refused(text):
    with pytest.raises(PeriodSyntaxError):
        parse_period(text, STUDY)


def test_the_year_nought_is_refused():
    with pytest.raises(PeriodSyntaxError):
        parse_month("0000-01")
    with pytest.raises(PeriodSyntaxError):
        parse_period("0000", STUDY)
