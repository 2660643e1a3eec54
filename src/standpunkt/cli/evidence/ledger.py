"""`standpunkt evidence`, documents and claims: add, documents, list, show, review, undo, unlock."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.evidence.verbs import STUDY, UNKNOWN, Document
from standpunkt.cli.evidence.words import BLANK, Global, open_desk_of, show_rows
from standpunkt.cli.output import envelope, print_json
from standpunkt.cli.usage import refuse_unless

STATUSES = ("suggested", "accepted", "rejected", "superseded")


@Parameter(name="*")
@dataclass(frozen=True)
class Described:
    """What goes with a document."""

    title: Annotated[str | None, Parameter(name="--title")] = None
    """Its title."""
    publisher: Annotated[str | None, Parameter(name="--publisher")] = None
    """Who published it."""
    profile: Annotated[str | None, Parameter(name="--profile")] = None
    """ISO3 code of the described state: stores suggested claims too."""
    study: Annotated[str, Parameter(name="--study")] = STUDY
    """Id of the study."""
    new_version: Annotated[bool, Parameter(name="--new-version")] = False
    """The file changed: keep it beside the version whose claims are on file."""


BARE = Described()


def add(file: Path, *, described: Described = BARE, document: Document = UNKNOWN, session: Global) -> int:
    """Keeps a document in the ledger; with --profile its suggested claims too.

    Args:
        file: The document.
        described: What goes with it.
        document: What is known of the document.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.ledger import Intake
    from standpunkt.pipeline.evidence.ledger import add as take_in

    given = described
    intake = Intake(given.title, given.publisher, given.profile, given.study, given.new_version)
    row = take_in(open_desk_of(session), document.request(file, session), intake)
    show_rows(session, [row], tuple(row))
    return 0


def documents(*, session: Global) -> int:
    """Lists the documents of the ledger with counts of their claims.

    Args:
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.extraction import list_documents

    columns = ("document_id", "title", "language", "published", "suggested", "accepted", "rejected")
    show_rows(session, list_documents(open_desk_of(session)), columns)
    return 0


def list_claims(*, study: str | None = None, status: str | None = None, session: Global) -> int:
    """Lists the claims of the ledger as they stand.

    Args:
        study: Only of this study.
        status: Only suggested, accepted, rejected or superseded.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.exports import claim_row
    from standpunkt.pipeline.evidence.ledger import every_claim

    wanted = refuse_unless(status, STATUSES, "--status") if status else None
    rows = [claim_row(one) for one in every_claim(open_desk_of(session), study, wanted)]
    columns = ("claim_id", "status", "relation", "actors", "recipients", "time", "quote")
    if not session.as_json:
        words = {name: session.say(text) for name, text in STATUS_WORDS.items()}
        rows = [{**row, "status": words[row["status"]]} for row in rows]
    show_rows(session, rows, columns)
    return 0


STATUS_WORDS = {
    "suggested": "suggested",
    "accepted": "accepted",
    "rejected": "rejected",
    "superseded": "superseded",
}


def show(claim: str, *, session: Global) -> int:
    """Shows a claim: its form, quote and place, and every decision on it.

    Args:
        claim: Its id, or the first letters.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.exports import claim_row
    from standpunkt.pipeline.evidence.ledger import claim_named

    found = claim_named(open_desk_of(session), claim)
    row = claim_row(found)
    row["spans"] = [
        {name: span[name] for name in ("start", "end", "exact", "page", "state")} for span in found.spans
    ]
    row["decisions"] = [vars(one) for one in found.decisions]
    if session.as_json:
        print_json(envelope(BLANK, row))
        return 0
    names = {name: session.say(heading) for name, heading in FIELDS.items()}
    words = {word: session.say(text) for word, text in WORDS.items()}
    lines = [
        {"field": names[name], "value": words.get(str(row[name]), _in_words(row[name]))}
        for name in row
        if name in names and row[name] not in (None, [])
    ]
    for span in row["spans"]:
        ends = {"start": span["start"], "end": span["end"]}
        place = session.say("characters {start} to {end}, {state}", **ends, state=words[span["state"]])
        lines.append({"field": session.say("Place"), "value": place})
    lines += [_decision_line(one) for one in row["decisions"]]
    show_rows(session, lines, ("field", "value"))
    return 0


FIELDS = {
    "claim_id": "Claim",
    "version": "Version",
    "status": "Status",
    "study": "Study",
    "profile": "State",
    "relation": "Relation",
    "actors": "Actors",
    "recipients": "Recipients",
    "polarity": "Polarity",
    "stance": "Position",
    "time": "When",
    "quantities": "Figures",
    "event_status": "Event",
    "text_commitment": "Commitment",
    "credibility": "Credibility",
    "speaker": "Speaker",
    "quote": "Quote",
    "page": "Page",
    "document_id": "Document",
    "reviewed_by": "Reviewed by",
    "disputed": "Disputed",
}
"""What `show` says of a claim, in this order."""


WORDS = {
    **STATUS_WORDS,
    "affirmed": "affirmed",
    "negated": "negated",
    "ended": "ended",
    "reduced": "reduced",
    "mixed": "mixed",
    "asserted": "asserted",
    "reported": "reported",
    "probable": "probable",
    "possible": "possible",
    "denied": "denied",
    "happened": "happened",
    "ongoing": "ongoing",
    "planned": "planned",
    "hypothetical": "hypothetical",
    "anchored": "anchored",
    "drifted": "drifted",
    "orphaned": "orphaned",
    "True": "yes",
    "False": "no",
}
"""Closed values of a claim, in words."""


def _in_words(value: object) -> str:
    """A value as text: figures as they were written, codes joined."""
    if isinstance(value, list):
        return ", ".join(
            str(one.get("as_written") or one) if isinstance(one, dict) else str(one) for one in value
        )
    return str(value)


def _decision_line(one: dict[str, Any]) -> dict[str, Any]:
    spent = [f"{one['seconds']:.1f} s"] if one["seconds"] is not None else []
    spent += [f"{one['keys']} k"] if one["keys"] is not None else []
    return {"field": f"#{one['seq']} {one['op']}", "value": " ".join([one["who"], one["at"], *spent])}


def review(
    *,
    study: str = STUDY,
    document: str | None = None,
    who: str | None = None,
    second: bool = False,
    session: Global,
) -> int:
    """Reviews suggested claims by single keys; `?` lists them.

    Args:
        study: Id of the study.
        document: Only claims of this document: its id, the first letters of it, or its title.
        who: Who signs; else STANDPUNKT_USER, else your name at this machine.
        second: Read as second reader: verdicts count for agreement, not for the status.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.cli.evidence.review import Reviewer
    from standpunkt.pipeline.evidence.extraction import document_named

    desk = open_desk_of(session, who)
    chosen = document_named(desk, document)["id"] if document else None
    counts = Reviewer(desk, session, study, "second" if second else "first", chosen).run()
    if session.as_json:
        print_json(envelope(BLANK, counts))
    else:
        show_rows(session, [counts], ("keys", "decisions", "open"))
    return 0


def undo(claim: str, *, who: str | None = None, session: Global) -> int:
    """Takes the newest decision on a claim back; the log keeps both.

    Args:
        claim: Its id, or the first letters.
        who: Who signs.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.ledger import Verdict, claim_named, decide_on

    desk = open_desk_of(session, who)
    found = claim_named(desk, claim)
    decide_on(desk, found, Verdict("undo"))
    row = {"claim_id": found.id, "status": claim_named(desk, found.id).state.status}
    show_rows(session, [row], tuple(row))
    return 0


def unlock(document: str, *, who: str | None = None, session: Global) -> int:
    """Gives a document back that you had locked by reviewing it.

    Args:
        document: Its id, the first letters of it, or its title.
        who: Whose lock.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.evidence.ledger.beside.locks import drop_lock
    from standpunkt.pipeline.evidence.extraction import document_named

    desk = open_desk_of(session, who)
    found = document_named(desk, document)
    drop_lock(desk.database, found["id"], desk.who)
    show_rows(session, [{"document_id": found["id"], "title": found["title"]}], ("document_id", "title"))
    return 0
