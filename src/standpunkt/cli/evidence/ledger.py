"""`standpunkt evidence`, the ledger: add, list, show, review, gate, withdraw, check, export, import."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.evidence.verbs import STUDY, UNKNOWN, Document
from standpunkt.cli.output import envelope, note, print_json, print_rows
from standpunkt.cli.session import Session
from standpunkt.cli.usage import refuse_unless

if TYPE_CHECKING:
    from standpunkt.pipeline.evidence.ledger import Desk

FORMS = ("csv", "parquet", "anno", "prov", "ftm", "ledger")
Global = Annotated[Session, Parameter(parse=False)]
BLANK: dict[str, Any] = {}


def _desk(session: Session, who: str | None = None) -> "Desk":
    from standpunkt.pipeline.evidence.ledger import open_desk

    return open_desk(session.data_dir, who)


def _show(session: Session, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    if session.as_json:
        print_json(envelope(BLANK, rows))
    else:
        print_rows(
            [{name: _flat(row.get(name)) for name in columns} for row in rows], {n: n for n in columns}
        )


def _flat(value: object) -> object:
    return ",".join(map(str, value)) if isinstance(value, list) else value


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
    row = take_in(_desk(session), document.request(file, session), intake)
    _show(session, [row], tuple(row))
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

    known = ("suggested", "accepted", "rejected", "superseded")
    wanted = refuse_unless(status, known, "--status") if status else None
    rows = [claim_row(one) for one in every_claim(_desk(session), study, wanted)]
    columns = ("claim_id", "status", "relation", "actors", "recipients", "time", "quote")
    _show(session, rows, columns)
    return 0


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

    found = claim_named(_desk(session), claim)
    row = claim_row(found)
    row["spans"] = [
        {name: span[name] for name in ("start", "end", "exact", "page", "state")} for span in found.spans
    ]
    row["decisions"] = [vars(one) for one in found.decisions]
    if session.as_json:
        print_json(envelope(BLANK, row))
    else:
        lines = [{"field": name, "value": value} for name, value in row.items() if name != "decisions"]
        lines += [
            {"field": f"#{one.seq} {one.op}", "value": f"{one.who} {one.at}"} for one in found.decisions
        ]
        _show(session, lines, ("field", "value"))
    return 0


def review(
    *,
    study: str = STUDY,
    who: str | None = None,
    second: bool = False,
    session: Global,
) -> int:
    """Reviews suggested claims by single keys; `?` lists them.

    Args:
        study: Id of the study.
        who: Who signs; else STANDPUNKT_USER, else your name at this machine.
        second: Read as second reader: verdicts count for agreement, not for the status.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.cli.evidence.review import Reviewer

    reviewer = Reviewer(_desk(session, who), session, study, "second" if second else "first")
    counts = reviewer.run()
    if session.as_json:
        print_json(envelope(BLANK, counts))
    else:
        print_rows([counts], {name: name for name in counts})
    return 0


def gate(*, study: str = STUDY, session: Global) -> int:
    """Says how much of each state's weight rests on little, and whether the study may be released.

    Args:
        study: Id of the study.
        session: Global options.

    Returns:
        0 if it may, 1 if something blocks.
    """
    from standpunkt.pipeline.evidence.ledger import reading_figures, release_gate

    desk = _desk(session)
    found = release_gate(desk, study)
    if session.as_json:
        result = {"states": found.rows, "blocks": found.blocks, "reading": reading_figures(desk)}
        print_json(envelope(BLANK, result, found.warnings))
    else:
        shares = ("single_group", "interested", "disputed", "unknown_credibility", "no_second_reader")
        _show(session, found.rows, ("iso3", "pillar", "events", "weight", *shares))
        for one in found.blocks:
            note(session, f"{one['claim_id'][:12]}: {one['why']}")
    return 0 if found.is_open else 1


def withdraw(source: str, *, reason: str, study: str = STUDY, session: Global) -> int:
    """Withdraws a source: its claims stay on file but count no more; lists what that moves.

    Args:
        source: Id of the source.
        reason: Why.
        study: Whose events are compared.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.ledger import withdraw as take_out

    found = take_out(_desk(session), source, reason, study)
    if session.as_json:
        print_json(envelope(BLANK, found))
    else:
        moved = found["states"].items()
        rows = [{"state": state, "before": both[0], "after": both[1]} for state, both in moved]
        _show(session, rows, ("state", "before", "after"))
        _show(session, [{"claim": one} for one in found["claims"]], ("claim",))
    return 0


def check(*, session: Global) -> int:
    """Proves that every quote of every accepted claim stands where it says.

    Args:
        session: Global options.

    Returns:
        0 if all do, 1 if one does not.
    """
    from standpunkt.pipeline.evidence.ledger import check as prove

    proved, broken = prove(_desk(session))
    if session.as_json:
        print_json(envelope(BLANK, {"proved": proved, "broken": broken}))
    else:
        _show(session, [{"proved": proved, "broken": len(broken)}], ("proved", "broken"))
        for row in broken:
            note(session, f"{row['claim_id'][:12]}: {row['problem']}")
    return 1 if broken else 0


def export(*, to: str, out: Path, session: Global) -> int:
    """Writes accepted claims as csv, parquet, anno, prov or ftm; or the whole ledger as `ledger`.

    Args:
        to: The form.
        out: The file.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.exports import export_to

    form = refuse_unless(to, FORMS, "--to")
    row = {"file": str(out), "claims": export_to(_desk(session), form, out)}
    _show(session, [row], tuple(row))
    return 0


def import_(file: Path, *, session: Global) -> int:
    """Reads a ledger that `export --to ledger` wrote into an empty one.

    Args:
        file: The file.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.exports import import_file

    row = {"file": str(file), "rows": import_file(_desk(session), file)}
    _show(session, [row], tuple(row))
    return 0
