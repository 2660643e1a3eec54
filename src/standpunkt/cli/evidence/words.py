"""Headings and tables of the evidence verbs, in the reader's language."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.output import envelope, print_json, print_rows
from standpunkt.cli.session import Session, is_terminal

if TYPE_CHECKING:
    from standpunkt.pipeline.evidence.ledger import Desk

Row = dict[str, Any]
Global = Annotated[Session, Parameter(parse=False)]
BLANK: Row = {}
IDS = frozenset({"claim_id", "document_id", "event_id", "claim", "from", "to"})
SHORT_ID = 12
HEADINGS = {
    "accepted": "Accepted",
    "actors": "Actors",
    "after": "After",
    "anchored": "Anchored",
    "before": "Before",
    "broken": "Broken",
    "candidate": "May be",
    "characters": "Characters",
    "claim": "Claim",
    "claim_id": "Claim",
    "claimed": "Claimed",
    "claims": "Claims",
    "credibility": "Credibility",
    "data": "Data",
    "decisions": "Decisions",
    "disputed": "Disputed",
    "document": "Document",
    "document_id": "Document",
    "drifted": "Drifted",
    "event_id": "Event",
    "events": "Events",
    "field": "Field",
    "figure": "Figure",
    "file": "File",
    "form": "Form",
    "from": "From",
    "independent": "Independent",
    "indicator": "Indicator",
    "interested": "Interested",
    "is_new": "New",
    "iso3": "State",
    "keys": "Keys",
    "kind": "Kind",
    "known": "Known",
    "language": "Language",
    "likeness": "Likeness",
    "name": "Name",
    "new": "New",
    "no_second_reader": "No second reader",
    "open": "Open",
    "orphaned": "Orphaned",
    "parent": "Depends on",
    "partner": "Partner",
    "pillar": "Pillar",
    "points": "Points",
    "proved": "Proved",
    "published": "Published",
    "quote": "Quote",
    "reason": "Reason",
    "recipients": "Recipients",
    "rejected": "Rejected",
    "relation": "Relation",
    "reliability": "Reliability",
    "score": "Score",
    "series": "Source",
    "single_group": "One source",
    "source": "Source",
    "speaker": "Speaker",
    "state": "State",
    "status": "Status",
    "suggested": "Suggested",
    "suggestions": "Suggestions",
    "text": "Sentence",
    "time": "When",
    "title": "Title",
    "to": "To",
    "unchanged": "Unchanged",
    "unknown_credibility": "Credibility unknown",
    "unreviewed": "Unreviewed",
    "value": "Value",
    "verdict": "Verdict",
    "weight": "Weight",
    "why": "Why",
    "withdrawn": "Withdrawn",
    "year": "Year",
}
"""What columns are called on a terminal; in a pipe the plain names stand."""


def open_desk_of(session: Session, who: str | None = None) -> "Desk":
    """The ledger of the session's data folder.

    Args:
        session: Global options.
        who: Who signs; else STANDPUNKT_USER, else the name at this machine.

    Returns:
        The desk.
    """
    from standpunkt.pipeline.evidence.ledger import open_desk

    return open_desk(session.data_dir, who)


def show_rows(session: Session, rows: Iterable[Row], columns: tuple[str, ...]) -> None:
    """Prints rows as JSON, or as a table with headings of the language.

    Args:
        session: Global options.
        rows: The rows.
        columns: Names of the columns shown.
    """
    found = list(rows)
    if session.as_json:
        print_json(envelope(BLANK, found))
        return
    headings = {name: session.say(heading) for name, heading in HEADINGS.items()}
    shown = [{name: _shown(name, row.get(name)) for name in columns} for row in found]
    print_rows(shown, {name: headings.get(name, name) for name in columns})


def _shown(name: str, value: object) -> object:
    """Lists joined; on a terminal ids by their first letters, which every verb takes."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value)[:SHORT_ID] if name in IDS and value and is_terminal() else value
