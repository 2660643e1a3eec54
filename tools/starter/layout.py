"""Writes a starter table: key columns first, rows sorted, LF, no quotes where none are needed."""

from pathlib import Path

import polars as pl

from standpunkt.tables.compare.rebuild import csv_of
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
    path = folder / f"{table}.csv"
    path.write_bytes(csv_of(rows, table))
    return path
