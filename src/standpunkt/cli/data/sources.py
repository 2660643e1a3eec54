"""`standpunkt sources`: every source with its publisher, terms and proof, and what is stored of it."""

from typing import Annotated

from cyclopts import Parameter

from standpunkt.cli.output import envelope, print_json, print_rows
from standpunkt.cli.session import Session

HEADINGS = {
    "source_id": "Source",
    "publisher": "Publisher",
    "licence_text": "Licence",
    "cadence": "Cadence",
    "proof": "Proof",
    "snapshot": "Snapshot",
    "kept_count": "Kept",
    "quarantined_count": "Quarantined",
}


def sources(
    source: str | None = None,
    *,
    before: str | None = None,
    after: str | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Lists sources; with a source and two of its snapshots, what differs between them.

    Args:
        source: Id of one source; none lists all.
        before: Name of a snapshot, such as 2026-11-25.9c1e04aa.
        after: Name of a later one.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.fetching import list_sources, one_source, snapshot_difference
    from standpunkt.pipeline.tables import stamp

    if source and before and after:
        rows = snapshot_difference(source, session.data_dir, before, after)
        headings = {
            "table": "Table",
            "added_count": "Added",
            "changed_count": "Changed",
            "removed_count": "Removed",
        }
    else:
        rows = one_source(source, session.data_dir) if source else list_sources(session.data_dir)
        headings = HEADINGS
    if session.as_json:
        print_json(envelope(stamp(session.data_dir), rows))
    else:
        print_rows(rows, {name: session.say(heading) for name, heading in headings.items()})
    return 0
