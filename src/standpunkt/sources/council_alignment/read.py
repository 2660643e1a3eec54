"""Reads declarations: which decision, of which day, and which states align themselves with it.

The wording is fixed; a text that says it otherwise, or names an unknown state, is quarantined as a whole.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from standpunkt.sources.connector.mirror import date_in
from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

ADOPTED = re.compile(
    r"On (\d{1,2} \w+ \d{4}), the Council adopted (?:Council )?Decision \(CFSP\) (\d{4}/\d+)"
)
ALIGNED = re.compile(
    r"(The [Cc]andidate [Cc]ountr.{0,900}?),? aligns? (?:themselves|itself) with this (?:Council )?Decision",
    re.DOTALL,
)
TOPIC = re.compile(r"alignment of certain (?:third )?countries (.{5,300}?)(?:\n|$)")
BARE_NOTE = re.compile(r"^1 ?Published on", re.MULTILINE)
"""Where footnotes have lost their brackets, the number of the decision has swallowed the mark 1."""
GROUPS = (
    "The Candidate Countries",
    "The Candidate Country",
    "The candidate countries",
    "The candidate country",
    "the countries of the Stabilisation and Association Process and potential candidates",
    "the country of the Stabilisation and Association Process and potential candidate",
    "the potential candidate countries",
    "the potential candidate country",
    "the potential candidate",
    "the EFTA countries",
    "the EFTA country",
    "members of the European Economic Area",
    "member of the European Economic Area",
    "as well as",
    "the Republic of",
)
MARKS = re.compile(r"\[\d+\]|\d+|\*+")
UNSPLIT = {"Bosnia and Herzegovina": "Bosnia & Herzegovina"}


@dataclass(frozen=True)
class Declared:
    """What a declaration says."""

    act_code: str
    day: date
    names: tuple[str, ...]
    topic: str | None


def read(context: Context) -> Reading:
    """Reads one row per decision and aligned state.

    Args:
        context: The snapshot.

    Returns:
        `event_alignment`.
    """
    sheet = context.open("declarations")
    if sheet is None:
        return context.reading({})
    found = {row: declared_in(text) for row, text in sheet.frame.select(ROW, "text").rows()}
    unread = [row for row, one in found.items() if one is None]
    sheet.quarantine("unknown_wording", pl.col(ROW).is_in(unread), "name")
    published = {row: date_in(name) for row, name in sheet.frame.select(ROW, "name").rows()}
    sheet.quarantine(
        "no_date", pl.col(ROW).is_in([row for row, day in published.items() if day is None]), "name"
    )
    said = {row: one for row, one in found.items() if one is not None and row in set(sheet.frame[ROW])}
    names = pl.Series("name", [name for one in said.values() for name in one.names], dtype=pl.String)
    codes = context.states(names)
    strangers = [row for row, one in said.items() if not set(one.names) <= set(codes)]
    sheet.quarantine("unknown_state", pl.col(ROW).is_in(strangers), "name")
    sheet.add(
        act_code=pl.col(ROW).replace_strict(
            {row: one.act_code for row, one in said.items()}, default=None, return_dtype=pl.String
        )
    )
    sheet.require_unique("act_code")
    rows = [
        (one.act_code, codes[name], one.day, one.topic, published[row], row)
        for row, one in said.items()
        if row in set(sheet.frame[ROW])
        for name in dict.fromkeys(one.names)
    ]
    schema = {
        "act_code": pl.String,
        "iso3": pl.String,
        "date": pl.Date,
        "topic_text": pl.String,
        "known_from_date": pl.Date,
        ROW: pl.Int64,
    }
    return context.reading({"event_alignment": pl.DataFrame(rows, schema=schema, orient="row")})


def declared_in(text: str) -> Declared | None:
    """What a declaration says, or None where its wording is another.

    >>> text = "On 2 March 2099, the Council adopted Decision (CFSP) 2099/1. The Candidate Country "
    >>> declared_in(text + "Serbia aligns itself with this Council Decision.").names
    ('Serbia',)

    Args:
        text: The press release.

    Returns:
        Decision, its day, names of the states that align, the measures meant.
    """
    plain = re.sub(r"[ \t\xa0]+", " ", text)
    adopted, aligned, topic = ADOPTED.search(plain), ALIGNED.search(plain), TOPIC.search(plain)
    if adopted is None or aligned is None:
        return None
    code = adopted[2]
    if BARE_NOTE.search(plain) and code.endswith("1"):
        code = code[:-1]
    try:
        day = datetime.strptime(adopted[1], "%d %B %Y").date()  # noqa: DTZ007 (a day without a time)
    except ValueError:
        return None
    return Declared(code, day, _names(aligned[1]), topic[1].strip() if topic else None)


def _names(sentence: str) -> tuple[str, ...]:
    for name, kept in UNSPLIT.items():
        sentence = sentence.replace(name, kept)
    for group in GROUPS:
        sentence = sentence.replace(group, ",")
    pieces = re.split(r",|\band\b|\n", MARKS.sub("", sentence))
    names = [piece.strip() for piece in pieces if piece.strip()]
    back = {kept: name for name, kept in UNSPLIT.items()}
    return tuple(back.get(name, name) for name in names)
