"""Made-up releases in a data folder, as a fetch would leave them."""

from datetime import date

import polars as pl

from standpunkt.tables.registry import key_columns
from standpunkt.tables.starter import read_starter
from standpunkt.tables.warehouse import Release, UnitAccount, Warehouse
from standpunkt.vocabulary.provenance import Source

NO_QUARANTINE = pl.DataFrame(schema={"unit": pl.String})


def put_tables(folder, tables, source_id="made_up", *, precedence=50, day=date(2024, 1, 1)):
    """Stores rows by table as the release of a source."""
    count = sum(len(rows) for rows in tables.values())
    release = Release(
        source=source_of(source_id),
        snapshot_id=f"{source_id}@{day}.{count:08d}",
        reader_key=str(hash(str(tables))),
        precedence=precedence,
        consulted_date=day,
        proof="none",
        seconds=0.0,
        accounts=(UnitAccount(unit="all", row_count=count, kept_count=count),),
        tables={},
    )
    frames = {table: frame_of(table, rows, release) for table, rows in tables.items()}
    return Warehouse(folder).write(release, frames, NO_QUARANTINE)


def source_of(source_id):
    """A made-up publisher."""
    return Source(
        source_id=source_id,
        publisher="Nobody",
        title="Made up",
        address="https://example.org",
        licence_text="none",
        may_redistribute="yes",
        citation="Nobody: Made up",
    )


def frame_of(table, rows, release):
    """Rows of a table with provenance, sorted by key."""
    schema = read_starter(table).drop("row_key").schema
    known = [{**fact(release.source_id, release.consulted_date), **row} for row in rows]
    frame = pl.DataFrame(known, schema=dict(schema), orient="row")
    snapshot = pl.lit(release.snapshot_id).alias("snapshot_id")
    return frame.with_columns(snapshot, pl.lit(1, pl.Int64).alias("row_in_snapshot")).sort(key_columns(table))


def fact(source_id, day):
    """The columns of provenance."""
    return {
        "source_id": source_id,
        "address": "https://example.org",
        "consulted_date": day,
        "known_from_date": day,
        "verification": "official",
    }
