"""Fetched rows on disk: one release per source, swapped by one rename; what it replaced stays readable.

`<data>/warehouse/<table>/<source_id>.<key>.parquet` holds rows, `<data>/warehouse/releases/<source_id>.json`
says which files count. A kill between the two leaves the old release in use and some files to sweep up.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict

from standpunkt.tables.placing import drop_leftovers, write_bytes, write_frame
from standpunkt.tables.registry import key_columns, provenance_columns
from standpunkt.vocabulary.provenance import Source

PROVENANCE = (*(name for name in provenance_columns() if name != "row_key"), "snapshot_id", "row_in_snapshot")
UNTIL = "known_until_date"


class UnitAccount(BaseModel):
    """Where the rows of one file of a source went."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str
    row_count: int
    kept_count: int
    ignored: dict[str, int] = {}
    quarantined: dict[str, int] = {}


class TableRelease(BaseModel):
    """One table of a release: its files, its rows, what changed against the release before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    history_file: str | None = None
    row_count: int
    added_count: int = 0
    changed_count: int = 0
    removed_count: int = 0


class Release(BaseModel):
    """What the warehouse holds of a source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    snapshot_id: str
    reader_key: str
    precedence: int
    consulted_date: date
    proof: str
    seconds: float
    accounts: tuple[UnitAccount, ...]
    flags: dict[str, int] = {}
    """Rows by the flag that a detector set."""
    tables: dict[str, TableRelease]
    quarantine_file: str | None = None

    @property
    def source_id(self) -> str:
        """The source."""
        return self.source.source_id


@dataclass(frozen=True)
class _Change:
    """A release on its way in: the stem of its files, what it replaces, its day."""

    stem: str
    before: Release | None
    day: date


@dataclass(frozen=True)
class Warehouse:
    """The warehouse of a data folder."""

    data_dir: Path

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.data_dir / "warehouse"

    def releases(self) -> tuple[Release, ...]:
        """Every release that counts, by precedence and source."""
        paths = sorted((self.folder / "releases").glob("*.json"))
        found = [Release.model_validate_json(path.read_bytes()) for path in paths]
        return tuple(sorted(found, key=lambda one: (one.precedence, one.source_id)))

    def release(self, source_id: str) -> Release | None:
        """The release of a source that counts, or None."""
        path = self._record(source_id)
        return Release.model_validate_json(path.read_bytes()) if path.is_file() else None

    def rows(self, release: Release, table: str) -> pl.DataFrame:
        """A release's rows of a table as they stand now."""
        return pl.read_parquet(self.folder / table / release.tables[table].file)

    def history(self, release: Release, table: str) -> pl.DataFrame | None:
        """Rows that later releases changed or dropped, with `known_until_date`; None where there are none."""
        name = release.tables[table].history_file
        return pl.read_parquet(self.folder / table / name) if name else None

    def quarantine(self, source_id: str) -> pl.DataFrame | None:
        """The rows of the release that break rules; None where there is no release or no such row."""
        release = self.release(source_id)
        if release is None or release.quarantine_file is None:
            return None
        return pl.read_parquet(self.data_dir / "quarantine" / release.quarantine_file)

    def write(
        self,
        release: Release,
        tables: Mapping[str, pl.DataFrame],
        quarantine: pl.DataFrame,
        *,
        keeps_history: bool = True,
    ) -> Release:
        """Stores a release and lets it count.

        Args:
            release: Its record; `tables` is filled here.
            tables: Rows by table, columns of the schema without `row_key`, and the snapshot's columns.
            quarantine: Rows that break rules.
            keeps_history: Whether rows that the release before held otherwise stay readable; not for what
                keeps its own history, such as the evidence ledger.

        Returns:
            The record as stored.
        """
        before = self.release(release.source_id) if keeps_history else None
        key = hashlib.sha256(f"{release.snapshot_id} {release.reader_key}".encode()).hexdigest()[:8]
        stem = f"{release.source_id}.{key}"
        change = _Change(stem, before, release.consulted_date)
        stored = {table: self._write_table(table, frame, change) for table, frame in tables.items()}
        name = f"{stem}.parquet" if quarantine.height else None
        if name:
            write_frame(self.data_dir / "quarantine" / name, quarantine)
        complete = release.model_copy(update={"tables": stored, "quarantine_file": name})
        content = complete.model_dump_json(indent=2).encode()
        write_bytes(self._record(release.source_id), content)
        self._sweep(complete)
        return complete

    def drop(self, source_id: str) -> None:
        """Takes a release away with its files, as if it had never been; harmless where there is none."""
        release = self.release(source_id)
        if release is not None:
            self._record(source_id).unlink(missing_ok=True)
            self._sweep(release.model_copy(update={"tables": {}, "quarantine_file": None}))

    def _record(self, source_id: str) -> Path:
        return self.folder / "releases" / f"{source_id}.json"

    def _write_table(self, table: str, frame: pl.DataFrame, change: _Change) -> TableRelease:
        file = f"{change.stem}.parquet"
        known = change.before.tables.get(table) if change.before else None
        if change.before is None or known is None or known.file == file:
            write_frame(self.folder / table / file, frame)
            history = known.history_file if known else None
            return TableRelease(
                file=file, history_file=history, row_count=frame.height, added_count=frame.height
            )
        found = compare_rows(self.rows(change.before, table), frame, table, change.day)
        write_frame(self.folder / table / file, found.rows)
        older = self.history(change.before, table)
        replaced = [found.replaced] if older is None else [older, found.replaced]
        kept = pl.concat(replaced, how="diagonal_relaxed")
        history_file = f"{change.stem}.history.parquet" if kept.height else None
        if history_file:
            write_frame(self.folder / table / history_file, kept)
        return TableRelease(
            file=file,
            history_file=history_file,
            row_count=frame.height,
            added_count=found.added_count,
            changed_count=found.changed_count,
            removed_count=found.removed_count,
        )

    def _sweep(self, release: Release) -> None:
        """Removes files of this source that no release names any more, and what killed processes left."""
        for folder in self.folder.iterdir():
            drop_leftovers(folder)
            if folder.name == "releases":
                continue
            named = release.tables.get(folder.name)
            keep = {named.file, named.history_file} if named else set()
            for path in folder.glob(f"{release.source_id}.*"):
                if path.name not in keep:
                    path.unlink(missing_ok=True)
        drop_leftovers(self.data_dir / "quarantine")
        for path in (self.data_dir / "quarantine").glob(f"{release.source_id}.*"):
            if path.name != release.quarantine_file:
                path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Compared:
    """A release against the one before."""

    rows: pl.DataFrame
    replaced: pl.DataFrame
    added_count: int
    changed_count: int
    removed_count: int


def compare_rows(before: pl.DataFrame, after: pl.DataFrame, table: str, known_date: date) -> Compared:
    """What a new release adds, changes and drops; changed values count as known from its own day.

    Args:
        before: Rows of the release before.
        after: Rows of the new release.
        table: Name of the table.
        known_date: The day of the new release.

    Returns:
        New rows with their dates of knowledge, and the rows they replace with `known_until_date`.
    """
    keys = list(key_columns(table))
    content = [name for name in after.columns if name not in PROVENANCE and name not in keys]
    old = before.select(
        *keys, *(pl.col(name).alias(f"old:{name}") for name in content if name in before.columns)
    )
    joined = after.join(
        old.with_columns(pl.lit(value=True).alias("old:is_known")), on=keys, how="left", nulls_equal=True
    )
    differs = [pl.col(name).ne_missing(pl.col(f"old:{name}")) for name in content if name in before.columns]
    is_changed = pl.col("old:is_known").is_not_null() & (
        pl.any_horizontal(differs) if differs else pl.lit(value=False)
    )
    day = pl.max_horizontal(pl.col("known_from_date"), pl.lit(known_date))
    marked = joined.with_columns(is_changed.alias("new:is_changed"))
    rows = marked.with_columns(
        pl.when("new:is_changed").then(day).otherwise("known_from_date").alias("known_from_date")
    ).select(after.columns)
    changed = marked.filter("new:is_changed").select(keys)
    removed = before.join(after, on=keys, how="anti", nulls_equal=True).select(keys)
    gone = pl.concat([changed, removed])
    replaced = before.join(gone, on=keys, how="semi", nulls_equal=True).with_columns(
        pl.lit(known_date).alias(UNTIL)
    )
    added = marked["old:is_known"].null_count()
    return Compared(rows, replaced, added, changed.height, removed.height)
