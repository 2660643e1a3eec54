"""`standpunkt tables`: which tables there are; `standpunkt tables export` writes one to a file."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from standpunkt.cli.output import envelope, print_json, print_lines, print_rows
from standpunkt.cli.session import Session

HEADINGS = {"table": "Table", "row_count": "Rows", "fetched_count": "Fetched", "origin": "From", "key": "Key"}
AGREEMENT_HEADINGS = {
    "table": "Table",
    "first": "First source",
    "second": "Second source",
    "shared_count": "Facts in both",
    "agreeing_count": "Agreeing",
    "usual_factor": "Usual factor",
    "winner": "Wins",
    "differences": "First difference",
}
REBUILT_HEADINGS = {
    "table": "Table",
    "same_count": "As in the package",
    "changed_count": "Changed",
    "added_count": "Added",
    "kept_count": "Only in the package",
    "row_count": "Rows",
    "changes": "First change",
}
ISSUE_HEADINGS = {"severity": "Severity", "rule_code": "Rule", "place_text": "Place", "value_text": "Value"}
TRACE_HEADINGS = {
    "table": "Table",
    "row_key": "Key",
    "source_id": "Source",
    "verification": "Verification",
    "row": "Row of the file",
    "files": "Files",
}

tables = App(name="tables", help="Lists the tables, or writes one of them to a file.")


@tables.default
@tables.command(name="list")
def list_all(*, session: Annotated[Session, Parameter(parse=False)]) -> int:
    """Lists the tables with their rows and where the rows come from.

    Args:
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.tables import list_tables, stamp

    rows = list_tables(session.data_dir)
    if session.as_json:
        print_json(envelope(stamp(session.data_dir), rows))
        return 0
    shown = [{**row, "origin": ", ".join(row["origin"]), "key": ", ".join(row["key"])} for row in rows]
    print_rows(shown, {name: session.say(heading) for name, heading in HEADINGS.items()})
    return 0


@tables.command
def export(table: str, *, out: Path, session: Annotated[Session, Parameter(parse=False)]) -> int:
    """Writes a table to a file and says how to cite its sources.

    Args:
        table: Name of the table, such as state_roll_call_vote.
        out: File ending in .parquet or .csv.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.tables import export_table, stamp

    row = export_table(table, session.data_dir, out)
    if session.as_json:
        print_json(envelope(stamp(session.data_dir), row))
        return 0
    print_lines([row["file"], *(f"{one['source_id']}: {one['citation']}" for one in row["sources"])])
    return 0


@tables.command
def reconcile(*, study: str | None = None, session: Annotated[Session, Parameter(parse=False)]) -> int:
    """Compares fetched sources that give the same facts, and both sides of trade; says which one wins.

    Args:
        study: Study whose rule says which source wins; without it the order of the declarations.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.tables import agreements, stamp

    rows = agreements(session.data_dir, study)
    if session.as_json:
        print_json(envelope(stamp(session.data_dir), rows))
        return 0
    shown = [
        {
            **row,
            "usual_factor": "" if row["usual_factor"] is None else f"{row['usual_factor']:.2f}",
            "differences": next(iter(row["differences"]), ""),
        }
        for row in rows
    ]
    print_rows(shown, {name: session.say(heading) for name, heading in AGREEMENT_HEADINGS.items()})
    return 0


@tables.command
def starter(*, out: Path | None = None, session: Annotated[Session, Parameter(parse=False)]) -> int:
    """Rebuilds the facts of the package from what was fetched and says what would change.

    Args:
        out: Folder for the rebuilt tables; without it they are only compared.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.tables import rebuilt_starter, stamp

    rows, files = rebuilt_starter(session.data_dir, out)
    if session.as_json:
        print_json(envelope(stamp(session.data_dir), {"tables": rows, "files": files}))
        return 0
    shown = [{**row, "changes": next(iter(row["changes"]), "")} for row in rows]
    print_rows(shown, {name: session.say(heading) for name, heading in REBUILT_HEADINGS.items()})
    print_lines(files)
    return 0


@tables.command
def check(*, strict: bool = False, session: Annotated[Session, Parameter(parse=False)]) -> int:
    """Checks everything stored: broken promises, contradictions, quarantine, flags, stale memberships.

    Args:
        strict: End with 1 at a warning too, not only where a promise is broken.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.checks import check_data
    from standpunkt.pipeline.tables import stamp

    issues = check_data(session.data_dir)
    rows = [asdict(issue) for issue in issues]
    if session.as_json:
        print_json(envelope(stamp(session.data_dir), rows))
    else:
        print_rows(rows, {name: session.say(heading) for name, heading in ISSUE_HEADINGS.items()})
    refused = {"stop", "warn"} if strict else {"stop"}
    return 1 if any(issue.severity in refused for issue in issues) else 0


@tables.command
def trace(table: str, key: str, *, session: Annotated[Session, Parameter(parse=False)]) -> int:
    """Follows a row to the files and rows that it comes from.

    Args:
        table: Name of the table, such as dyad_year_trade.
        key: The values of its key columns joined by |, such as 'TUR|RUS|2021|total'.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.tables import stamp
    from standpunkt.pipeline.trace import trace as traced

    rows = traced(table, key, session.data_dir)
    if session.as_json:
        print_json(envelope(stamp(session.data_dir), rows))
        return 0
    shown = [
        {**row, "table": "  " * row["level"] + row["table"], "files": ", ".join(row["files"])} for row in rows
    ]
    print_rows(shown, {name: session.say(heading) for name, heading in TRACE_HEADINGS.items()})
    return 0
