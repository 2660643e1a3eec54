"""One place to read facts from: starter rows of the wheel, replaced by warehouse rows of the same key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from standpunkt.tables.registry import key_columns, schema_of
from standpunkt.tables.starter import as_known, read_starter
from standpunkt.tables.warehouse import UNTIL, Release, Warehouse

HAND_REVIEWED = {
    "roll_call_resolution": ("title_text", "title_de_text", "is_conflict", "variant"),
}
"""Columns in which the reviewed starter wins over a release: own wording and the study's own marks."""
STARTER_FIRST = frozenset({"dyad_year_trade", "dyad_year_energy"})
"""Tables whose starter rows chose the best of several sources, with bounds: releases only add to them."""


@dataclass(frozen=True)
class Store:
    """Reads tables; `data_dir` is the data folder, or None for the starter alone."""

    data_dir: Path | None = None

    def read(self, table: str, as_known_at: date | None = None) -> pl.DataFrame:
        """The rows of a fact table as they were known at a date.

        A release replaces starter rows of the same key from the day on which its row is known; of two
        releases the one with the lower precedence number wins. Columns that a release leaves empty keep the
        starter's value.

        Args:
            table: Name of a fact table.
            as_known_at: Leaves out what became known later; None takes everything.

        Returns:
            Columns of the table's schema with `row_key`, one row per key, sorted by key; where releases hold
            rows of the table, also snapshot_id and row_in_snapshot (null for rows of the starter).
        """
        schema_of(table)
        starter = read_starter(table)
        releases = self._releases(table)
        if not releases:
            return as_known(starter, table, as_known_at)
        frames = [
            frame for rank, one in enumerate(releases) for frame in self._rows(one, table, as_known_at, rank)
        ]
        fetched = newest_of(pl.concat(frames, how="diagonal_relaxed"), table)
        return lay_over(as_known(starter, table, as_known_at), fetched, table)

    def releases(self) -> tuple[Release, ...]:
        """What was fetched, by precedence; empty without a data folder."""
        return Warehouse(self.data_dir).releases() if self.data_dir else ()

    def sources_of(self, table: str) -> tuple[str, ...]:
        """Ids of the fetched sources that hold rows of a table; empty where only the starter does."""
        return tuple(one.source_id for one in self._releases(table))

    def quarantine(self, source_id: str) -> pl.DataFrame | None:
        """Rows of a fetched source that break a rule; None where there are none."""
        return Warehouse(self.data_dir).quarantine(source_id) if self.data_dir else None

    def coverage(self, table: str) -> pl.DataFrame:
        """How many rows of a table each source gives, and since when they are known.

        Args:
            table: Name of a fact table.

        Returns:
            source_id, row_count, first_known_date, last_known_date; sorted by source.
        """
        return (
            self.read(table)
            .group_by("source_id")
            .agg(
                pl.len().cast(pl.Int64).alias("row_count"),
                pl.col("known_from_date").min().alias("first_known_date"),
                pl.col("known_from_date").max().alias("last_known_date"),
            )
            .sort("source_id")
        )

    def _releases(self, table: str) -> tuple[Release, ...]:
        return tuple(one for one in self.releases() if table in one.tables)

    def _rows(self, release: Release, table: str, at: date | None, rank: int) -> Iterator[pl.DataFrame]:
        if self.data_dir is None:
            return
        warehouse = Warehouse(self.data_dir)
        ranked = pl.lit(rank, pl.Int32).alias("rank")
        rows = warehouse.rows(release, table)
        if at is None:
            yield rows.with_columns(ranked)
            return
        yield rows.filter(pl.col("known_from_date") <= at).with_columns(ranked)
        older = warehouse.history(release, table)
        if older is not None:
            held = (pl.col("known_from_date") <= at) & (pl.col(UNTIL) > at)
            yield older.filter(held).drop(UNTIL).with_columns(ranked)


def newest_of(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """One row per key: of the first source in rank, its newest.

    Args:
        rows: Rows of several releases with `rank`.
        table: Name of the table.

    Returns:
        Rows with `row_key`, without `rank`, sorted by key.
    """
    keys = list(key_columns(table))
    if rows["rank"].n_unique() > 1:
        rows = rows.sort("rank", "known_from_date", descending=[True, False])
        rows = rows.unique(keys, keep="last", maintain_order=True)
    text = [pl.col(name).cast(pl.String).fill_null("") for name in keys]
    return rows.drop("rank").with_columns(pl.concat_str(text, separator="|").alias("row_key")).sort(keys)


def lay_over(starter: pl.DataFrame, fetched: pl.DataFrame, table: str) -> pl.DataFrame:
    """Starter rows, replaced by fetched rows of the same key; of spells, by all that were fetched of a party.

    Args:
        starter: Rows of the wheel, one per key.
        fetched: Rows of releases, one per key.
        table: Name of the table.

    Returns:
        All rows, sorted by key.
    """
    columns = schema_of(table).column_names()
    reviewed = [name for name in HAND_REVIEWED.get(table, ()) if name in columns]
    provenance = {"note", "address"}
    nullable = [name for name, column in schema_of(table).columns().items() if column.nullable]
    filled = [name for name in dict.fromkeys([*reviewed, *nullable]) if name not in provenance]
    if filled and starter.height:
        own = starter.select("row_key", *(pl.col(name).alias(f"own:{name}") for name in filled))
        fetched = fetched.join(own, on="row_key", how="left", maintain_order="left").with_columns(
            pl.coalesce(*((f"own:{name}", name) if name in reviewed else (name, f"own:{name}"))).alias(name)
            for name in filled
        )
    if table in STARTER_FIRST:
        fetched = fetched.join(starter.select("row_key"), on="row_key", how="anti")
    party = [name for name in key_columns(table) if name != "from_date"]
    same = party if "from_date" in key_columns(table) else ["row_key"]
    rest = starter.join(fetched.select(same), on=same, how="anti")
    both = pl.concat(
        [fetched.select(*columns, "snapshot_id", "row_in_snapshot"), rest], how="diagonal_relaxed"
    )
    return both.sort(key_columns(table)) if rest.height else both
