"""Writes a starter table: key columns first, rows sorted, LF, no quotes where none are needed."""

from pathlib import Path

import polars as pl

from standpunkt.tables.registry import key_columns, provenance_columns, schema_of
from standpunkt.tables.starter import STARTER_FOLDER

CONSULTED = "2026-11-25"
"""Day on which the open data behind this edition were read; change it with the data."""


def write_table(rows: pl.DataFrame, table: str, folder: Path = STARTER_FOLDER) -> Path:
    """Writes rows as the starter's CSV of a table.

    Args:
        rows: Columns of the schema but `row_key`; absent provenance columns are left to `starter.yml`.
        table: Name of the table.
        folder: Where the starter lies.

    Returns:
        The path of the file.
    """
    own = [name for name in schema_of(table).column_names() if name not in provenance_columns()]
    key = list(key_columns(table))
    order = key + [name for name in own if name not in key]
    order += [name for name in provenance_columns() if name != "row_key"]
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in order if name not in rows.columns]
    path = folder / f"{table}.csv"
    rows.with_columns(absent).select(order).sort([*key, "known_from_date"]).write_csv(
        path, line_terminator="\n"
    )
    return path
