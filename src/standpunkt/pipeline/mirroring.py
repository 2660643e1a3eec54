"""Writes stored snapshots as a mirror, so that one machine fetches for a network without a way out."""

import json
from pathlib import Path
from typing import Any

from standpunkt.sources.connector.catalogue import every_connector, find_connector
from standpunkt.sources.connector.mirror import SIDECAR
from standpunkt.sources.connector.snapshot import Shelf, Snapshot, StoredFile
from standpunkt.tables.placing import write_bytes

Row = dict[str, Any]


def export_mirror(data_dir: Path, out: Path, source_id: str | None = None) -> list[Row]:
    """Writes the active snapshot of one source, or of all that are stored, in the layout of a mirror.

    Args:
        data_dir: The data folder.
        out: The folder of the mirror.
        source_id: One source; None takes all that have a snapshot.

    Returns:
        source_id, snapshot_id, file, byte_count, sha256, licence_text and may_redistribute per file.
    """
    connectors = [find_connector(source_id)] if source_id else every_connector()
    rows: list[Row] = []
    for connector in connectors:
        shelf = Shelf(data_dir, connector.source_id)
        snapshot = shelf.active()
        if snapshot is None:
            continue
        for file in snapshot.files:
            path = out / connector.source_id / file.name
            write_bytes(path, shelf.content_of(snapshot, file))
            write_bytes(path.with_name(path.name + SIDECAR), _papers(snapshot, file))
            rows.append(
                {
                    "source_id": connector.source_id,
                    "snapshot_id": snapshot.snapshot_id,
                    "file": str(path),
                    "byte_count": file.byte_count,
                    "sha256": file.sha256,
                    "licence_text": snapshot.licence_text,
                    "may_redistribute": connector.declaration.may_redistribute,
                }
            )
    return rows


def _papers(snapshot: Snapshot, file: StoredFile) -> bytes:
    """What lies beside a file: where it is from, since when, under which terms, and its hash."""
    told = {
        "address": file.address,
        "retrieved_at": snapshot.retrieved_at.isoformat(),
        "published_date": snapshot.published_date.isoformat() if snapshot.published_date else None,
        "licence_text": snapshot.licence_text,
        "sha256": file.sha256,
    }
    kept = {name: value for name, value in told.items() if value}
    return json.dumps(kept, ensure_ascii=False, indent=1).encode()
