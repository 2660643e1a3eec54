"""From a snapshot to rows that count: read, judged as a whole, completed with provenance, stored.

A release that breaks a bound is refused as a whole, and the last good one stays in use.
"""

import hashlib
import time
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

import polars as pl

from standpunkt.sources.connector.catalogue import Connector
from standpunkt.sources.connector.declaration import SOURCE_FILE
from standpunkt.sources.connector.flags import flag_counts, flagged
from standpunkt.sources.connector.reading.context import Context, Reading, Received
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Account
from standpunkt.sources.connector.snapshot import Shelf, Snapshot
from standpunkt.tables.registry import key_columns, schema_of
from standpunkt.tables.warehouse import Release, UnitAccount, Warehouse, compare_rows
from standpunkt.vocabulary.errors.sources import CanonicalRowError, QuarantinedError, ShrunkError

READING_FOLDER = Path(__file__).resolve().parent / "reading"
PERCENT = 100
SHOWN_KEYS = 20


class _Failures(Protocol):
    """What dataframely says about refused rows."""

    def counts(self) -> dict[str, int]: ...


def load_release(
    connector: Connector, snapshot: Snapshot, shelf: Shelf, warehouse: Warehouse
) -> tuple[Release, bool]:
    """Lets a snapshot's rows count; a snapshot already read by this edition of the reader is not read again.

    Args:
        connector: The source.
        snapshot: What to read.
        shelf: Where its bytes lie.
        warehouse: Where its rows go.

    Returns:
        The release, and whether it was read now.
    """
    key = reader_key(connector)
    known = warehouse.release(connector.source_id)
    if known is not None and known.snapshot_id == snapshot.snapshot_id and known.reader_key == key:
        return known, False
    started = time.monotonic()
    reading = read_snapshot(connector, snapshot, shelf)
    refuse_broken(connector, reading)
    tables = {table: complete(frame, table, connector, snapshot) for table, frame in reading.tables.items()}
    if known is not None:
        refuse_shrunk(connector, known, tables)
    release = Release(
        source=connector.declaration.record(connector.source_id),
        snapshot_id=snapshot.snapshot_id,
        reader_key=key,
        precedence=connector.declaration.precedence,
        consulted_date=snapshot.retrieved_at.date(),
        proof=connector.declaration.proof,
        seconds=round(time.monotonic() - started, 3),
        accounts=tuple(_unit_account(found) for found in reading.accounts),
        flags=flag_counts(tables),
        tables={},
    )
    return warehouse.write(release, tables, reading.quarantine), True


def reader_key(connector: Connector) -> str:
    """Hash of all that the same bytes are read by: declaration, names and program, the shared one included.

    Args:
        connector: The source.

    Returns:
        16 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for name in (SOURCE_FILE, "names.csv", "read.py"):
        path = connector.folder / name
        digest.update(path.read_bytes() if path.is_file() else b"")
    digest.update(_shared_program())
    return digest.hexdigest()[:16]


@cache
def _shared_program() -> bytes:
    """Hash of the program that all readers share."""
    digest = hashlib.sha256()
    for path in sorted(READING_FOLDER.glob("*.*")):
        if path.suffix in {".py", ".csv"}:
            digest.update(path.read_bytes())
    return digest.digest()


def read_snapshot(connector: Connector, snapshot: Snapshot, shelf: Shelf) -> Reading:
    """Reads a stored snapshot.

    Args:
        connector: The source.
        snapshot: The snapshot.
        shelf: Where its bytes lie.

    Returns:
        Tables and accounts.
    """
    files: dict[str, list[Received]] = {}
    for file in snapshot.files:
        received = Received(file.name, shelf.content_of(snapshot, file))
        files.setdefault(file.unit, []).append(received)
    context = Context(
        connector.source_id,
        connector.declaration,
        connector.folder,
        snapshot.published_date or snapshot.retrieved_at.date(),
        {unit: tuple(found) for unit, found in files.items()},
    )
    return connector.reader()(context)


def _unit_account(found: Account) -> UnitAccount:
    return UnitAccount(
        unit=found.unit,
        row_count=found.row_count,
        kept_count=found.kept_count,
        ignored=found.ignored,
        quarantined=found.quarantined,
    )


def refuse_broken(connector: Connector, reading: Reading) -> None:
    """Refuses a release of which too many rows break rules.

    Args:
        connector: The source.
        reading: What was read.

    Raises:
        QuarantinedError: Above the declared share.
    """
    most = connector.declaration.quarantine_share_max
    for account in reading.accounts:
        count = sum(account.quarantined.values())
        if count > most * account.row_count:
            first = reading.quarantine.filter(pl.col("unit") == account.unit).row(0, named=True)
            raise QuarantinedError(
                source_id=connector.source_id,
                count=count,
                rows=account.row_count,
                unit=account.unit,
                rule=first["rule_code"],
                row=first[ROW],
                column=first["column_name"],
                value=first["value_text"],
                most=most * PERCENT,
                place="the table quarantine",
            )


def refuse_shrunk(connector: Connector, known: Release, tables: dict[str, pl.DataFrame]) -> None:
    """Refuses a release that lost rows.

    Args:
        connector: The source.
        known: The release that counts.
        tables: The new rows.

    Raises:
        ShrunkError: If a table lost more than the declared share.
    """
    most = connector.declaration.shrink_share_max
    for table, stored in known.tables.items():
        after = tables[table].height if table in tables else 0
        if after < stored.row_count * (1 - most):
            raise ShrunkError(
                source_id=connector.source_id,
                table=table,
                before=stored.row_count,
                after=after,
                most=most * PERCENT,
            )


def complete(frame: pl.DataFrame, table: str, connector: Connector, snapshot: Snapshot) -> pl.DataFrame:
    """Gives rows the columns of provenance and the types of their table, and checks them against its schema.

    Args:
        frame: Content columns and `row_in_snapshot`; may carry address, known_from_date, verification, note.
        table: Name of the table.
        connector: The source.
        snapshot: Where the rows come from.

    Returns:
        Columns of the schema without `row_key`, snapshot_id and row_in_snapshot; sorted by key.
    """
    consulted = snapshot.retrieved_at.date()
    defaults: dict[str, pl.Expr] = {
        "source_id": pl.lit(connector.source_id),
        "address": pl.lit(connector.declaration.home_address),
        "consulted_date": pl.lit(consulted),
        "known_from_date": pl.lit(snapshot.published_date or consulted),
        "verification": pl.lit("official"),
        "note": pl.lit(None, pl.String),
        "snapshot_id": pl.lit(snapshot.snapshot_id),
    }
    schema = schema_of(table)
    types = {name: column.dtype for name, column in schema.columns().items() if name != "row_key"}
    given = frame.with_columns(
        pl.coalesce(name, value).alias(name) if name in frame.columns else value.alias(name)
        for name, value in defaults.items()
    )
    absent = [name for name in types if name not in given.columns]
    given = given.with_columns(pl.lit(None).alias(name) for name in absent)
    typed = given.select(*(pl.col(name).cast(kind) for name, kind in types.items()), "snapshot_id", ROW)
    typed = flagged(typed, table)
    _refuse_unfit(typed, table, connector)
    return typed.sort(key_columns(table), nulls_last=False)


def _refuse_unfit(typed: pl.DataFrame, table: str, connector: Connector) -> None:
    keyed = typed.with_columns(
        pl.concat_str(key_columns(table), separator="|", ignore_nulls=True).alias("row_key")
    )
    good, failures = schema_of(table).filter(keyed)
    if good.height == typed.height:
        return
    counts = sorted(cast("_Failures", failures).counts().items())
    bad = keyed.join(good, on="row_key", how="anti")
    first = (bad if bad.height else keyed).sort(ROW).row(0, named=True)
    named = counts[0][0].partition("|")[0]
    raise CanonicalRowError(
        source_id=connector.source_id,
        table=table,
        count=typed.height - good.height,
        problem=", ".join(f"{rule} ({count})" for rule, count in counts),
        row=first[ROW],
        value=first.get(named, first["row_key"]),
    )


def compare_snapshots(connector: Connector, shelf: Shelf, before: str, after: str) -> list[dict[str, Any]]:
    """What two stored snapshots differ in, table by table.

    Args:
        connector: The source.
        shelf: Its snapshots.
        before: Name of the older one.
        after: Name of the newer one.

    Returns:
        One record per table: counts of added, changed and removed rows, keys of up to twenty replaced rows.
    """
    old, new = shelf.find(before), shelf.find(after)
    old_tables = read_snapshot(connector, old, shelf).tables
    new_tables = read_snapshot(connector, new, shelf).tables
    found: list[dict[str, Any]] = []
    for table in sorted({*old_tables, *new_tables}):
        older, newer = old_tables.get(table), new_tables.get(table)
        if older is None or newer is None:
            rows = older if newer is None else newer
            side = "removed_count" if newer is None else "added_count"
            found.append({"table": table, side: rows.height if rows is not None else 0})
            continue
        frames = [complete(older, table, connector, old), complete(newer, table, connector, new)]
        diff = compare_rows(frames[0], frames[1], table, new.retrieved_at.date())
        keys = diff.replaced.select(key_columns(table)).head(SHOWN_KEYS).rows()
        found.append(
            {
                "table": table,
                "added_count": diff.added_count,
                "changed_count": diff.changed_count,
                "removed_count": diff.removed_count,
                "keys": ["|".join(str(part) for part in key) for key in keys],
            }
        )
    return found
