"""When a claim's event was: EDTF as days, with how exactly it is known."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "year", "interval", "open", "published"]
OPEN = ".."
MONTHS = 12
FORMS: dict[int, Precision] = {1: "year", 2: "month", 3: "day"}


@dataclass(frozen=True)
class Span:
    """Days between which it happened; without `last` it goes on, without `first` it began before."""

    first: date | None
    last: date | None
    precision: Precision

    @property
    def sure(self) -> date | None:
        """The day from which it has surely happened, or surely goes on."""
        return self.last or self.first


def span_of(edtf: str | None, by: date) -> Span:
    """The days that an EDTF text leaves open.

    Of an open interval the first day is the one from which it surely holds: the end of the unit it begins in.

    >>> span_of("2022-09", date(2023, 12, 1))
    Span(first=datetime.date(2022, 9, 1), last=datetime.date(2022, 9, 30), precision='month')
    >>> span_of(None, date(2023, 12, 1))
    Span(first=None, last=datetime.date(2023, 12, 1), precision='published')

    Args:
        edtf: Date, month, year, interval, open interval or one of several days; None and unreadable texts
            mean no time.
        by: The day by which the text was there.

    Returns:
        The span.
    """
    text = (edtf or "").strip()
    if text.startswith("["):
        both = [_unit(one) for one in text.strip("[]").split(",")]
        known = [one for one in both if one]
        return Span(known[0][0], known[-1][1], "interval") if known else Span(None, by, "published")
    start, slash, end = text.partition("/")
    if slash:
        return _interval(start, end, by)
    unit = _unit(text)
    return Span(unit[0], unit[1], unit[2]) if unit else Span(None, by, "published")


def _interval(start: str, end: str, by: date) -> Span:
    first, last = _unit(start), _unit(end)
    if first and last and first[0] <= last[1]:
        return Span(first[0], last[1], "interval")
    if first and end == OPEN:
        return Span(first[1], None, "open")
    if last and start == OPEN:
        return Span(None, last[1], "open")
    return Span(None, by, "published")


def _unit(text: str) -> tuple[date, date, Precision] | None:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}[~?%]?", text):
        return None
    parts = [int(one) for one in text.rstrip("~?%").split("-")]
    try:
        if len(parts) == len(FORMS):
            day = date(*parts)
            return day, day, "day"
        month = parts[1] if len(parts) > 1 else 1
        first = date(parts[0], month, 1)
        through = month if len(parts) > 1 else MONTHS
        following = date(parts[0] + through // MONTHS, through % MONTHS + 1, 1)
    except ValueError:
        return None
    return first, following - timedelta(days=1), FORMS[len(parts)]
