"""Reads times: each form becomes an EDTF text, resolved against the day of publication.

A month or day without a year is the latest one not after that day, unless a future cue stands by; without
a day of publication it stays `XXXX-05`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from standpunkt.evidence.values.date_forms import READERS, Groups, Moment, stepped
from standpunkt.languages.reading import Dates, reading

OPEN = ".."
LOOK_BACK = 40


@dataclass(frozen=True)
class TimeValue:
    """One time: EDTF, as written, where it stands; `kind` is the form, `flag` what is doubtful.

    `is_base` marks a year that only serves as yardstick ("gegenüber 2021").
    """

    edtf: str
    as_written: str
    start: int
    end: int
    kind: str
    flag: str = ""
    is_base: bool = False


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = reading(language).dates
    return tuple(
        (kind, re.compile(_filled(pattern, words), re.IGNORECASE))
        for kind, patterns in words.patterns.items()
        for pattern in patterns
    )


def _filled(pattern: str, words: Dates) -> str:
    lists: dict[str, Iterable[str]] = {
        "month": words.months,
        "season": words.seasons,
        "ordinal": words.ordinals,
        "numeral": words.numerals,
        "weekday": words.weekdays,
        "unit": words.units,
        "third": words.thirds,
        "event": words.events,
        "relative": words.relatives,
    }
    for name, values in lists.items():
        options = "|".join(re.escape(one) for one in sorted(values, key=len, reverse=True))
        pattern = pattern.replace("{" + name + "}", f"(?:{options})")
    return pattern


MODIFIERS = ("since", "until", "after", "before", "base")
FROM_SAID = frozenset({"said_month", "said_year", "later", "earlier"})
"""Forms that hang on the time named before them, in the same sentence or an earlier one."""


def dates_in(text: str, language: str, moment: Moment) -> list[TimeValue]:
    """All times of a sentence; a longer form wins over those inside it.

    Args:
        text: The sentence.
        language: Its language.
        moment: What times are resolved against.

    Returns:
        Times by place.
    """
    words = reading(language).dates
    low = text.lower()
    is_future = any(re.search(rf"\b{re.escape(cue)}", low) for cue in words.future)
    moment = replace(moment, is_future=is_future)
    taken: list[TimeValue] = []
    for kind, pattern in _patterns(language):
        if kind in MODIFIERS:
            continue
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in taken):
                continue
            value = _read(kind, match, words, _as_said(kind, match, moment, taken))
            if value:
                taken.append(value)
    found = sorted((_modified(one, text, language) for one in taken), key=lambda one: one.start)
    return [one for one in found if one.edtf]


def _as_said(kind: str, match: re.Match[str], moment: Moment, taken: list[TimeValue]) -> Moment:
    if kind not in FROM_SAID:
        return moment
    before = max((one for one in taken if one.end <= match.start()), key=lambda one: one.end, default=None)
    return replace(moment, said=start_of(before.edtf)) if before else moment


def start_of(edtf: str) -> str:
    """The first year, month or day of a time; empty where it is open or has no year."""
    found = re.match(r"\d{4}(?:-\d{2}){0,2}", edtf)
    return found.group() if found else ""


def _read(kind: str, match: re.Match[str], words: Dates, moment: Moment) -> TimeValue | None:
    groups = Groups({name: found for name, found in match.groupdict().items() if found})
    edtf = READERS[kind](groups, words, moment)
    if not edtf:
        return None
    flag = "ambiguous" if edtf.startswith("[") else ""
    return TimeValue(edtf, match.group(), match.start(), match.end(), kind, flag)


def _modified(value: TimeValue, text: str, language: str) -> TimeValue:
    before = text[max(0, value.start - LOOK_BACK) : value.start]
    if value.kind in {"after_event", "ago", "range_years"}:
        return value
    for kind, pattern in _patterns(language):
        if kind in MODIFIERS and pattern.search(before):
            if kind == "base":
                return replace(value, is_base=True)
            edtf = "" if value.kind == "at_event" else _opened(kind, value.edtf)
            return replace(value, edtf=edtf)
    return value


def _opened(kind: str, edtf: str) -> str:
    first, _, last = edtf.partition("/")
    last = last or first
    if kind == "since":
        return f"{first}/{OPEN}"
    if kind == "until":
        return f"{OPEN}/{last}"
    if kind == "after":
        return f"{stepped(last, 1)}/{OPEN}"
    return f"{OPEN}/{stepped(first, -1)}"
