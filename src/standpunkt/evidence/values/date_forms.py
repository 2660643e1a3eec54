"""What each form of a time means: from the groups of a match to an EDTF text."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from standpunkt.languages.reading import Dates

THIRD_MONTHS = ((1, 4), (5, 8), (9, 12))
THIRD_DAYS = ((1, 10), (11, 20), (21, 31))
THIRD_DECADES = ((0, 3), (4, 6), (7, 9))
CENTURY = 2000
DAYS_A_WEEK = 7
FAR_AHEAD = 200
FAR_BEHIND = 270
"""In a sentence about the future a month without a year is the coming one if near, else the past one."""


@dataclass(frozen=True)
class Moment:
    """What times are resolved against: day of publication, days of study events, future cue in sight.

    `said` is the time that the text named last ("2022-06"), for "in July of that year" and "a year later".
    """

    published: date | None
    events: tuple[tuple[str, date], ...] = ()
    is_future: bool = False
    said: str = ""


class Groups(dict[str, str]):
    """Named groups of a match; an absent one is the empty text."""

    def __missing__(self, key: str) -> str:
        """The empty text."""
        return ""

    def low(self, key: str) -> str:
        """A group in small letters."""
        return self[key].lower()


def stepped(edtf: str, by: int) -> str:
    """The day, month or year beside one; a date without year stays.

    Args:
        edtf: A day, month or year.
        by: How many of its own unit later.

    Returns:
        EDTF text.
    """
    parts = edtf.rstrip("~").split("-")
    if not all(part.isdigit() for part in parts):
        return edtf
    numbers = [int(part) for part in parts]
    if len(numbers) == 1:
        return str(numbers[0] + by)
    if len(numbers) == 2:  # noqa: PLR2004 (year and month)
        months = numbers[0] * 12 + numbers[1] - 1 + by
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    return (date(*numbers) + timedelta(days=by)).isoformat()


def _year(groups: Groups, words: Dates, moment: Moment) -> int | None:
    text = groups["y"]
    if groups["relative"] and moment.published:
        return moment.published.year + words.relatives[groups.low("relative")]
    if not text:
        return None
    return int(text) + (CENTURY if len(text) == 2 else 0)  # noqa: PLR2004 (two digits)


def _resolved_year(month: int, day: int, moment: Moment) -> int | None:
    if moment.published is None:
        return None
    last = calendar.monthrange(moment.published.year, month)[1]
    ahead = (date(moment.published.year, month, min(day, last)) - moment.published).days
    if moment.is_future and (0 < ahead <= FAR_AHEAD or ahead < -FAR_BEHIND):
        return moment.published.year + (ahead < 0)
    return moment.published.year - (ahead > 0)


def _iso(year: int | None, month: int | None = None, day: int | None = None) -> str:
    parts = ["XXXX" if year is None else f"{year:04d}"]
    parts += [f"{part:02d}" for part in (month, day) if part]
    return "-".join(parts)


def _day(groups: Groups, words: Dates, moment: Moment) -> str:
    month, day = words.months[groups.low("month")], int(groups["d"])
    if not 1 <= day <= 31:  # noqa: PLR2004 (days of a month)
        return ""
    year = _year(groups, words, moment) or _resolved_year(month, day, moment)
    return _iso(year, month, day)


def _numeric_day(groups: Groups, words: Dates, moment: Moment) -> str:
    year, month, day = _year(groups, words, moment), int(groups["m"]), int(groups["d"])
    is_date = year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]  # noqa: PLR2004
    return _iso(year, month, day) if is_date else ""


def _ambiguous_day(groups: Groups, _words: Dates, _moment: Moment) -> str:
    year, a, b = int(groups["y"]), int(groups["a"]), int(groups["b"])
    options = [(m, d) for m, d in ((a, b), (b, a)) if m <= 12 and d <= 31]  # noqa: PLR2004 (calendar)
    found = sorted({_iso(year, m, d) for m, d in options})
    return found[0] if len(found) == 1 else f"[{','.join(found)}]" if found else ""


def _third_month(groups: Groups, words: Dates, moment: Moment) -> str:
    month = words.months[groups.low("month")]
    first, last = THIRD_DAYS[words.thirds[groups.low("third")]]
    year = _year(groups, words, moment) or _resolved_year(month, first, moment)
    end = min(last, calendar.monthrange(year or CENTURY, month)[1])
    return f"{_iso(year, month, first)}/{_iso(year, month, end)}"


def _third_year(groups: Groups, words: Dates, moment: Moment) -> str:
    year = _year(groups, words, moment) or (moment.published.year if moment.published else None)
    first, last = THIRD_MONTHS[words.thirds[groups.low("third")]]
    return f"{_iso(year, first)}/{_iso(year, last)}" if year else ""


def _decade(groups: Groups, words: Dates, _moment: Moment) -> str:
    start = int(groups["decade"])
    first, last = THIRD_DECADES[words.thirds[groups.low("third")]] if groups["third"] else (0, 9)
    return f"{start + first}/{start + last}"


def _part(groups: Groups, words: Dates) -> int:
    return int(groups["q"]) if groups["q"] else words.ordinals[groups.low("ordinal")]


def _quarter(groups: Groups, words: Dates, moment: Moment) -> str:
    part = _part(groups, words)
    if part > 4:  # noqa: PLR2004 (quarters)
        return ""
    year = _year(groups, words, moment) or _resolved_year(part * 3 - 2, 1, moment)
    return f"{_iso(year, part * 3 - 2)}/{_iso(year, part * 3)}" if year else ""


def _half(groups: Groups, words: Dates, moment: Moment) -> str:
    part = _part(groups, words)
    if part > 2:  # noqa: PLR2004 (halves)
        return ""
    year = _year(groups, words, moment) or _resolved_year(part * 6 - 5, 1, moment)
    return f"{_iso(year, part * 6 - 5)}/{_iso(year, part * 6)}" if year else ""


def _week(groups: Groups, words: Dates, moment: Moment) -> str:
    year = _year(groups, words, moment) or (moment.published.year if moment.published else None)
    if not year:
        return ""
    monday = date.fromisocalendar(year, _part(groups, words), 1)
    return f"{monday}/{monday + timedelta(days=6)}"


def _season(groups: Groups, words: Dates, moment: Moment) -> str:
    month = words.seasons[groups.low("season")]
    year = _year(groups, words, moment) or _resolved_year(month, 1, moment)
    if year is None:
        return ""
    end_month = month + 2
    if end_month > 12:  # noqa: PLR2004 (months)
        return f"{_iso(year, month)}/{_iso(year + 1, end_month - 12)}"
    return f"{_iso(year, month)}/{_iso(year, end_month)}"


def _month(groups: Groups, words: Dates, moment: Moment) -> str:
    month = words.months[groups.low("month")]
    return _iso(_year(groups, words, moment) or _resolved_year(month, 1, moment), month)


def _said_month(groups: Groups, words: Dates, moment: Moment) -> str:
    return _iso(int(moment.said[:4]) if moment.said else None, words.months[groups.low("month")])


def _from_said(groups: Groups, words: Dates, moment: Moment, sign: int) -> str:
    count, unit = sign * _count(groups, words), words.units[groups.low("unit")]
    if unit == "year" and moment.said:
        return str(int(moment.said[:4]) + count)
    parts = moment.said.count("-")
    if unit == "month" and parts:
        return stepped(moment.said[:7], count)
    if parts < 2 or unit == "month":  # noqa: PLR2004 (year, month, day)
        return ""
    days = count * (DAYS_A_WEEK if unit == "week" else 1)
    return (date.fromisoformat(moment.said) + timedelta(days=days)).isoformat()


def _range_years(groups: Groups, _words: Dates, _moment: Moment) -> str:
    first, last = groups["y"], groups["y2"]
    last = first[:2] + last if len(last) == 2 else last  # noqa: PLR2004 (two digits)
    return f"{first}/{last}" if 1900 <= int(first) < int(last) <= 2100 else ""  # noqa: PLR2004


def _shifted_year(by: int, moment: Moment) -> str:
    return str(moment.published.year + by) if moment.published else ""


def _last_month(_groups: Groups, _words: Dates, moment: Moment) -> str:
    return stepped(moment.published.isoformat()[:7], -1) if moment.published else ""


def _count(groups: Groups, words: Dates) -> int:
    text = groups.low("numeral")
    return int(text) if text.isdigit() else words.numerals[text]


def _ago(groups: Groups, words: Dates, moment: Moment) -> str:
    if not moment.published:
        return ""
    count, unit = _count(groups, words), words.units[groups.low("unit")]
    if unit == "year":
        return str(moment.published.year - count)
    if unit == "month":
        return stepped(moment.published.isoformat()[:7], -count)
    days = count * (DAYS_A_WEEK if unit == "week" else 1)
    return (moment.published - timedelta(days=days)).isoformat() + ("~" if unit == "week" else "")


def _last_weekday(groups: Groups, words: Dates, moment: Moment) -> str:
    if not moment.published:
        return ""
    back = (moment.published.weekday() - words.weekdays[groups.low("weekday")]) % DAYS_A_WEEK or DAYS_A_WEEK
    return (moment.published - timedelta(days=back)).isoformat()


def _event_day(groups: Groups, words: Dates, moment: Moment) -> date | None:
    return dict(moment.events).get(words.events[groups.low("event")])


def _after_event(groups: Groups, words: Dates, moment: Moment) -> str:
    day = _event_day(groups, words, moment)
    if not day:
        return ""
    count, unit = _count(groups, words), words.units[groups.low("unit")]
    if unit in {"month", "year"}:
        return stepped(day.isoformat()[:7], count * (1 if unit == "month" else 12))
    return (day + timedelta(days=count * (DAYS_A_WEEK if unit == "week" else 1))).isoformat()


def _at_event(groups: Groups, words: Dates, moment: Moment) -> str:
    day = _event_day(groups, words, moment)
    return day.isoformat()[:7] if day else ""


READERS: dict[str, Callable[[Groups, Dates, Moment], str | None]] = {
    "range_years": _range_years,
    "iso_day": _numeric_day,
    "numeric_day": _numeric_day,
    "ambiguous_day": _ambiguous_day,
    "day": _day,
    "third_month": _third_month,
    "third_year": _third_year,
    "decade": _decade,
    "quarter": _quarter,
    "half": _half,
    "week": _week,
    "season": _season,
    "month": _month,
    "said_month": _said_month,
    "said_year": lambda _groups, _words, moment: moment.said[:4],
    "later": lambda groups, words, moment: _from_said(groups, words, moment, 1),
    "earlier": lambda groups, words, moment: _from_said(groups, words, moment, -1),
    "this_year": lambda _groups, _words, moment: _shifted_year(0, moment),
    "last_year": lambda _groups, _words, moment: _shifted_year(-1, moment),
    "next_year": lambda _groups, _words, moment: _shifted_year(1, moment),
    "last_month": _last_month,
    "ago": _ago,
    "last_weekday": _last_weekday,
    "after_event": _after_event,
    "at_event": _at_event,
    "year": lambda groups, _words, _moment: groups["y"],
}
