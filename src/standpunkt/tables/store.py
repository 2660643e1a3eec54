"""One place to read facts from: starter rows of the wheel, replaced by warehouse rows of the same key."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from standpunkt.tables.registry import schema_of
from standpunkt.tables.starter import as_known, read_starter


@dataclass(frozen=True)
class Store:
    """Reads tables; `data_dir` is the data folder, or None for the starter alone."""

    data_dir: Path | None = None

    def read(self, table: str, as_known_at: date | None = None) -> pl.DataFrame:
        """The rows of a fact table as they were known at a date.

        Args:
            table: Name of a fact table.
            as_known_at: Leaves out what became known later; None takes everything.

        Returns:
            Columns of the table's schema with `row_key`, one row per key, sorted by key.
        """
        schema_of(table)
        return as_known(read_starter(table), table, as_known_at)
