"""One place to read facts from: starter rows of the wheel, replaced by warehouse rows of the same key.

Rows come from releases, and from what is derived from them by declared rules; both rank by their source.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import dataframely as dy
import polars as pl

from standpunkt.tables.derived.derivation import DERIVED_FROM, Derivation, keyed
from standpunkt.tables.derived.register import derivations_of
from standpunkt.tables.registry import key_columns, schema_of
from standpunkt.tables.starter import as_known, read_starter
from standpunkt.tables.warehouse import UNTIL, Release, Warehouse

STARTER = "starter"
HAND_REVIEWED = {
    "roll_call_resolution": ("title_text", "title_de_text", "is_conflict", "variant"),
}
"""Columns in which the reviewed starter wins over a release: own wording and the study's own marks."""
NEVER_FILLED = frozenset({"note", "address", "to_date", "trade_share", "supply_share"})
"""Columns whose emptiness says something: a spell that still holds, a share known within bounds only."""
ORIGIN_COLUMNS = ("snapshot_id", "row_in_snapshot", DERIVED_FROM)
Precedence = Mapping[str, tuple[str, ...]]
"""By table, the sources in the order in which they win; `starter` means the package."""


@dataclass(frozen=True)
class Store:
    """Reads tables; `data_dir` is the data folder, or None for the starter alone.

    `precedence` is a study's own rule which source wins in a table. Sources that it does not name come after
    those it names, by the precedence of their declarations; the package comes last unless it is named.
    """

    data_dir: Path | None = None
    precedence: Precedence = field(default_factory=dict, hash=False)

    def read(self, table: str, as_known_at: date | None = None) -> pl.DataFrame:
        """The rows of a fact table as they were known at a date.

        A fetched row replaces starter rows of the same key from the day on which it is known; of two sources
        the one that comes first in the order wins. Columns that it leaves empty keep the starter's value.

        Args:
            table: Name of a fact table.
            as_known_at: Leaves out what became known later; None takes everything.

        Returns:
            Columns of the table's schema with `row_key`, one row per key, sorted by key; where anything was
            fetched, also snapshot_id, row_in_snapshot and, in derived tables, derived_from (null for rows of
            the starter).
        """
        schema_of(table)
        starter = as_known(read_starter(table), table, as_known_at)
        frames = [*self._fetched(table, as_known_at), *self._derived(table, as_known_at)]
        if not frames:
            return starter
        ranks = {name: rank for rank, name in enumerate(self.ranking(table))}
        # What is derived from values of the package comes last, like the package.
        rank = pl.col("source_id").replace_strict(ranks, default=len(ranks), return_dtype=pl.Int32)
        ranked = [frame.with_columns(rank.alias("rank")) for frame in frames]
        rows = pl.concat(ranked, how="diagonal_relaxed")
        own = ranks[STARTER]
        above, below = rows.filter(pl.col("rank") < own), rows.filter(pl.col("rank") > own)
        return lay_under(lay_over(starter, newest_of(above, table), table), newest_of(below, table), table)

    def releases(self) -> tuple[Release, ...]:
        """What was fetched, by precedence; empty without a data folder."""
        return Warehouse(self.data_dir).releases() if self.data_dir else ()

    def order_of(self, table: str) -> tuple[str, ...]:
        """The sources that give rows of a table, the winner first; `starter` stands for the package.

        Args:
            table: Name of a fact table.

        Returns:
            Ids of sources; only `starter` where nothing was fetched.
        """
        given = {STARTER, *(one.source_id for one in self._releases(table))}
        given |= {name for frame in self._derived(table, None) for name in frame["source_id"].unique()}
        return tuple(name for name in self.ranking(table) if name in given)

    def ranking(self, table: str) -> tuple[str, ...]:
        """All fetched sources and `starter` in the order in which they would win in a table."""
        named = self.precedence.get(table, ())
        others = tuple(one.source_id for one in self.releases() if one.source_id not in named)
        return (*named, *others, *((STARTER,) if STARTER not in named else ()))

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

    def derive(self, derivation: Derivation, as_known_at: date | None = None) -> tuple[pl.DataFrame, int]:
        """What a rule makes of its published tables.

        Args:
            derivation: The rule.
            as_known_at: Leaves out inputs that became known later.

        Returns:
            Rows that fit the table, without `row_key`; and how many did not fit.
        """
        inputs = {name: _with_snapshot(self.read(name, as_known_at)) for name in derivation.inputs}
        rows = keyed(derivation.compute(inputs), derivation.table)
        if as_known_at is not None:
            rows = rows.filter(pl.col("known_from_date") <= as_known_at)
        schema = schema_of(derivation.table)
        typed = rows.with_columns(pl.col(name).cast(one.dtype) for name, one in schema.columns().items())
        fitting = [_fitting(part, schema) for part in typed.partition_by("source_id")]
        kept = pl.concat([typed.clear(), *fitting]).drop("row_key")
        return kept, typed.height - kept.height

    def _derived(self, table: str, at: date | None) -> Iterator[pl.DataFrame]:
        for derivation in derivations_of(table):
            if any(self._releases(name) for name in derivation.inputs):
                yield self.derive(derivation, at)[0]

    def _releases(self, table: str) -> tuple[Release, ...]:
        return tuple(one for one in self.releases() if table in one.tables)

    def _fetched(self, table: str, at: date | None) -> Iterator[pl.DataFrame]:
        if self.data_dir is None:
            return
        warehouse = Warehouse(self.data_dir)
        for release in self._releases(table):
            rows = warehouse.rows(release, table)
            if at is None:
                yield rows
                continue
            yield rows.filter(pl.col("known_from_date") <= at)
            older = warehouse.history(release, table)
            if older is not None:
                held = (pl.col("known_from_date") <= at) & (pl.col(UNTIL) > at)
                yield older.filter(held).drop(UNTIL)


def _with_snapshot(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the column of their snapshot, which tables without a release do not have."""
    if "snapshot_id" in rows.columns:
        return rows
    return rows.with_columns(pl.lit(None, pl.String).alias("snapshot_id"))


def _fitting(rows: pl.DataFrame, schema: type[dy.Schema]) -> pl.DataFrame:
    """Rows of one source that keep every rule of their table."""
    good, _failures = schema.filter(rows)
    return rows.join(good.select("row_key"), on="row_key", how="semi")


def newest_of(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """One row per key: of the first source in rank, its newest.

    Args:
        rows: Rows of several releases with `rank`.
        table: Name of the table.

    Returns:
        Columns of the table and those of origin, sorted by key.
    """
    keys = list(key_columns(table))
    if derivations_of(table) or rows["rank"].n_unique() > 1:
        rows = rows.sort("rank", "known_from_date", descending=[True, False])
        rows = rows.unique(keys, keep="last", maintain_order=True)
    told = [*schema_of(table).column_names(), *(name for name in ORIGIN_COLUMNS if name in rows.columns)]
    return keyed(rows, table).select(told).sort(keys)


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
    nullable = [name for name, column in schema_of(table).columns().items() if column.nullable]
    filled = [name for name in dict.fromkeys([*reviewed, *nullable]) if name not in NEVER_FILLED]
    if filled and starter.height:
        own = starter.select("row_key", *(pl.col(name).alias(f"own:{name}") for name in filled))
        fetched = fetched.join(own, on="row_key", how="left", maintain_order="left").with_columns(
            pl.coalesce(*((f"own:{name}", name) if name in reviewed else (name, f"own:{name}"))).alias(name)
            for name in filled
        )
    told = [name for name in fetched.columns if not name.startswith("own:")]
    return lay_under(fetched.select(told), starter, table)


def lay_under(rows: pl.DataFrame, more: pl.DataFrame, table: str) -> pl.DataFrame:
    """Rows, and of further rows those whose key (of spells: whose party) has none yet.

    Args:
        rows: Rows that win, one per key.
        more: Rows that only add, one per key.
        table: Name of the table.

    Returns:
        All rows, sorted by key.
    """
    if not more.height:
        return rows
    party = [name for name in key_columns(table) if name != "from_date"]
    same = party if "from_date" in key_columns(table) else ["row_key"]
    rest = more.join(rows.select(same), on=same, how="anti", nulls_equal=True)
    both = pl.concat([rows, rest], how="diagonal_relaxed")
    return both.sort(key_columns(table)) if rest.height else both
