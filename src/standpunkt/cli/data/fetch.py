"""`standpunkt fetch`: brings sources up to date, from the origin or from a mirror."""

import os
import sys
from typing import Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.output import envelope, note, print_error, print_json, print_lines, print_rows
from standpunkt.cli.progress import shown
from standpunkt.cli.session import Session

HEADINGS = {
    "source_id": "Source",
    "status": "Status",
    "snapshot_id": "Snapshot",
    "row_count": "Rows",
    "kept_count": "Kept",
    "ignored_count": "Ignored",
    "quarantined_count": "Quarantined",
    "age_days": "Age in days",
    "seconds": "Seconds",
    "licence_text": "Licence",
}


def fetch(
    *sources: str,
    mirror: str | None = None,
    offline: bool = False,
    dry_run: bool = False,
    strict: bool = False,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Brings sources up to date; what broke off goes on where it stopped.

    Args:
        sources: Ids of sources; none means all default ones.
        mirror: Folder or http address with one folder per source (else STANDPUNKT_MIRROR).
        offline: Open no connection.
        dry_run: Only say what would be asked for.
        strict: Name every quarantined rule, flag and missing paper, and end with 1 if there is any.
        session: Global options.

    Returns:
        The exit code: 0 if all sources are up to date, else that of the first that is not.
    """
    from standpunkt.pipeline.fetching import FetchRequest, fetch_sources, known_mirror
    from standpunkt.pipeline.tables import stamp

    request = FetchRequest(sources, known_mirror(mirror, dict(os.environ)), offline, dry_run)
    with shown(session) as report:
        outcome = fetch_sources(session.data_dir, request, report)
    rows: list[dict[str, Any]] = list(outcome.rows)
    found = [f"{row['source_id']}: {one}" for row in rows for one in row.get("warnings", ())]
    names = [row["source_id"] for row in rows if row["status"] == "failed"]
    failed = list(zip(names, outcome.failures, strict=True))
    if session.as_json:
        warnings = [*(f"{name}: {problem}" for name, problem in failed), *(found if strict else [])]
        print_json(envelope(stamp(session.data_dir), rows, warnings))
    elif dry_run:
        planned = [{"source_id": row["source_id"], "request": one} for row in rows for one in row["requests"]]
        print_rows(planned, {"source_id": session.say("Source"), "request": session.say("Request")})
    else:
        print_rows(rows, {name: session.say(heading) for name, heading in HEADINGS.items()})
    for name, problem in failed:
        if not session.as_json:
            sys.stderr.write(f"{name}: ")
        print_error(problem, session.language, as_json=session.as_json)
    if not rows:
        note(session, session.say("No source was chosen: name one, or name a mirror."))
    if strict and not session.as_json:
        print_lines(found)
    if outcome.failures:
        return outcome.failures[0].exit_code
    return 1 if strict and found else 0
