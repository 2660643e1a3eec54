"""`standpunkt sources`: every source with its publisher, terms and proof, and what is stored of it."""

from pathlib import Path
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
EXPORT_HEADINGS = {
    "source_id": "Source",
    "file": "File",
    "byte_count": "Bytes",
    "may_redistribute": "May be passed on",
    "licence_text": "Licence",
}


def sources(
    source: str | None = None,
    *,
    before: str | None = None,
    after: str | None = None,
    export: Path | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Lists sources; with two snapshots of one, what differs; with a folder, writes them as a mirror.

    Args:
        source: Id of one source; none lists all.
        before: Name of a snapshot, such as 2026-11-25.9c1e04aa.
        after: Name of a later one.
        export: Folder in which the stored snapshots are written as a mirror for other machines.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.fetching import list_sources, one_source, snapshot_difference
    from standpunkt.pipeline.mirroring import export_mirror
    from standpunkt.pipeline.tables import stamp

    if export is not None:
        rows, headings = export_mirror(session.data_dir, export, source), EXPORT_HEADINGS
    elif source and before and after:
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
