"""Months, and how people write periods.

A month is a `datetime.date` on its first day, everywhere.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from standpunkt.vocabulary.errors.periods import PeriodOutsideError, PeriodSyntaxError

MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class MonthRange:
    """All months from `first` to `last`, both included."""

    first: date
    last: date

    def months(self) -> tuple[date, ...]:
        """Every month of the range, in order.

        Returns:
            First days of months.
        """
        count = months_between(self.first, self.last) + 1
        return tuple(add_months(self.first, i) for i in range(count))

    def __contains__(self, month: date) -> bool:
        """Whether the month lies in the range."""
        return self.first <= month <= self.last


def add_months(month: date, count: int) -> date:
    """The first day of the month `count` months later (earlier if negative).

    >>> add_months(date(2023, 11, 1), 3)
    datetime.date(2024, 2, 1)

    Args:
        month: Any day of the month.
        count: Months to go.

    Returns:
        The month.
    """
    index = month.year * MONTHS_PER_YEAR + month.month - 1 + count
    return date(index // MONTHS_PER_YEAR, index % MONTHS_PER_YEAR + 1, 1)


def months_between(start: date, end: date) -> int:
    """Whole months from the month of `start` to the month of `end`; negative if `end` is earlier.

    >>> months_between(date(2022, 2, 24), date(2023, 1, 1))
    11

    Args:
        start: Any day of the first month.
        end: Any day of the last.

    Returns:
        Count of months.
    """
    return (end.year - start.year) * MONTHS_PER_YEAR + end.month - start.month


def month_end(month: date) -> date:
    """The last day of the month.

    >>> month_end(date(2024, 2, 1))
    datetime.date(2024, 2, 29)

    Args:
        month: Any day of the month.

    Returns:
        Its last day.
    """
    return add_months(month, 1) - timedelta(days=1)


def parse_month(text: str) -> date:
    """Reads `2022-04` as the first day of that month.

    Args:
        text: Year and month with a hyphen.

    Returns:
        The month.

    Raises:
        PeriodSyntaxError: For anything else.
    """
    match = re.fullmatch(r"(?!0000)(\d{4})-(\d{2})", text)
    if match is None or not 1 <= int(match[2]) <= MONTHS_PER_YEAR:
        raise PeriodSyntaxError(value=text)
    return date(int(match[1]), int(match[2]), 1)


def parse_period(text: str, within: MonthRange) -> date:
    """Reads what a user writes after `--at`: a month, or a year as its last month within the range.

    Args:
        text: `2023` or `2022-04`.
        within: The months of the study.

    Returns:
        The month meant.

    Raises:
        PeriodOutsideError: For a period outside the range (`parse_month` refuses another form).
    """
    if re.fullmatch(r"(?!0000)\d{4}", text):
        year = int(text)
        month = min(date(year, MONTHS_PER_YEAR, 1), within.last) if year <= within.last.year else None
        if month is None or month < within.first:
            raise PeriodOutsideError(value=text, first=f"{within.first:%Y-%m}", last=f"{within.last:%Y-%m}")
        return month
    month = parse_month(text)
    if month not in within:
        raise PeriodOutsideError(value=text, first=f"{within.first:%Y-%m}", last=f"{within.last:%Y-%m}")
    return month
