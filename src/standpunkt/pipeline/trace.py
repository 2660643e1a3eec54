"""Follows a fact to the rows of the files that it comes from."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.derived.derivation import DERIVED_FROM
from standpunkt.tables.registry import provenance_columns
from standpunkt.tables.starter import STARTER_FOLDER
from standpunkt.tables.store import ORIGIN_COLUMNS, STARTER, Store
from standpunkt.vocabulary.errors.tables import UnknownRowError

Row = dict[str, Any]


def trace(table: str, row_key: str, data_dir: Path) -> list[Row]:
    """A row of a table, and where it was derived the rows that it rests on, down to those that were read.

    Args:
        table: Name of a fact table.
        row_key: Its key columns joined by `|`.
        data_dir: The data folder.

    Returns:
        level (0: the row asked for), table, row_key, content, source_id, address, known_from_date,
        verification, files (paths of the stored files, or the file of the package), row (in the file; null
        where the row was derived).
    """
    return list(_rows(Store(data_dir), table, row_key, 0))


def _rows(store: Store, table: str, row_key: str, level: int) -> Iterator[Row]:
    found = store.read(table).filter(pl.col("row_key") == row_key)
    if not found.height:
        raise UnknownRowError(table=table, value=row_key)
    row = found.row(0, named=True)
    hidden = {*provenance_columns(), *ORIGIN_COLUMNS}
    content = {name: value for name, value in row.items() if name not in hidden and value is not None}
    yield {
        "level": level,
        "table": table,
        "row_key": row_key,
        "content": json.loads(json.dumps(content, default=str)),
        **{name: str(row[name]) for name in ("source_id", "address", "known_from_date", "verification")},
        "files": _files(store, table, row),
        "row": row.get("row_in_snapshot"),
    }
    for reference in filter(None, (row.get(DERIVED_FROM) or "").split("; ")):
        name, _, key = reference.partition(":")
        yield from _rows(store, name, key, level + 1)


def _files(store: Store, table: str, row: Row) -> list[str]:
    snapshot_id = row.get("snapshot_id")
    if snapshot_id is None or store.data_dir is None:
        path = STARTER_FOLDER / f"{table}.csv"
        return [f"{STARTER}/{path.name}"] if path.is_file() else []
    shelf = Shelf(store.data_dir, row["source_id"])
    snapshot = shelf.find(snapshot_id)
    return [str(shelf.path_of(snapshot, file)) for file in snapshot.files]
