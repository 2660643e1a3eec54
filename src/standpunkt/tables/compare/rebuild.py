"""The package's facts made anew from what was fetched: what stays, changes, comes in, or nobody gives.

A fetched row lies within the scope of the package where its key has values that the package's table has too
(the same partner, years, fuels, roll calls); columns with many values, such as ids, are not limited.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from standpunkt.tables.compare.reconcile import HAND_WORDED, RELATIVE_TOLERANCE
from standpunkt.tables.placing import write_bytes
from standpunkt.tables.registry import key_columns, provenance_columns, schema_of
from standpunkt.tables.starter import (
    REGISTER,
    STARTER_FOLDER,
    as_known,
    read_starter,
    starter_register,
    starter_tables,
)
from standpunkt.tables.store import ORIGIN_COLUMNS, Store
from standpunkt.vocabulary.provenance import Source

MOST_VALUES = 40
PARTIES = ("iso3", "state_iso3", "donor_iso3", "recipient_iso3", "sender_iso3", "supplier_iso3")
PERCENT = 100
TINY = 1e-9
BOUND_DIGITS = 4
SHOWN = 20


@dataclass(frozen=True)
class Rebuilt:
    """A table of the package against what was fetched; `rows` is the table as it would be now."""

    table: str
    rows: pl.DataFrame
    same_count: int
    changed_count: int
    added_count: int
    kept_count: int
    """Rows of the package that no fetched source gives."""
    changes: tuple[str, ...]


def rebuild_starter(store: Store, folder: Path = STARTER_FOLDER) -> list[Rebuilt]:
    """Every table of the package as the fetched sources give it.

    Args:
        store: Where the releases lie.
        folder: Where the package's facts lie.

    Returns:
        One per table of which at least one fetched row lies within the package's scope.
    """
    found = [_rebuilt(store, table, folder) for table in starter_tables(folder)]
    return [one for one in found if one is not None]


def _rebuilt(store: Store, table: str, folder: Path) -> Rebuilt | None:
    own = as_known(read_starter(table, folder), table, None)
    rows = store.read(table)
    if "snapshot_id" not in rows.columns or not own.height:
        return None
    given = _as_shipped(_in_scope(rows.filter(pl.col("snapshot_id").is_not_null()), own, table), store)
    if not given.height:
        return None
    both = own.join(given, on="row_key", suffix=":new")
    differs = _differences(both, table)
    changed = both.filter(pl.any_horizontal(differs.values())) if differs else both.clear()
    added = given.join(own.select("row_key"), on="row_key", how="anti")
    party = ["row_key"]
    if "from_date" in key_columns(table):  # of spells, a source gives all of a party
        party = [name for name in key_columns(table) if name != "from_date"]
    kept = own.join(given, on=party, how="anti")
    after = pl.concat([given, kept, _earlier(given, table, folder)], how="diagonal")
    shown = tuple(_shown(row, list(differs)) for row in changed.head(SHOWN).iter_rows(named=True))
    counts = both.height - changed.height, changed.height, added.height, kept.height
    return Rebuilt(table, after.select(schema_of(table).column_names()), *counts, changes=shown)


def _earlier(given: pl.DataFrame, table: str, folder: Path) -> pl.DataFrame:
    """What the package knew of the same facts before they changed: it stays readable for those days."""
    known = given.select("row_key", pl.col("known_from_date").alias("new_date"))
    earlier = read_starter(table, folder).join(known, on="row_key")
    newest = pl.col("known_from_date") == pl.col("known_from_date").max().over("row_key")
    return earlier.filter(~newest & (pl.col("known_from_date") < pl.col("new_date"))).drop("new_date")


def _in_scope(rows: pl.DataFrame, own: pl.DataFrame, table: str) -> pl.DataFrame:
    """Rows whose key has values that the package's table has; parties only where there are few of them."""
    for name in (name for name in key_columns(table) if name != "from_date"):
        values = own[name].unique()
        if len(values) <= MOST_VALUES and (name not in PARTIES or len(values) == 1):
            rows = rows.filter(pl.col(name).is_in(values.implode()))
    known = [name for name in key_columns(table) if name in PARTIES and own[name].n_unique() > 1]
    for name in known:
        rows = rows.filter(pl.col(name).is_in(_described(own, name).implode()))
    return rows


def _described(own: pl.DataFrame, party: str) -> pl.Series:
    """The states that the package describes: members of the United Nations and what it names beside."""
    members = read_starter("state_year_population")["iso3"]
    return pl.concat([members, own[party]]).unique()


def _as_shipped(rows: pl.DataFrame, store: Store) -> pl.DataFrame:
    """Shares of sources whose tables may not be passed on become single figures in whole percent."""
    closed = [one.source_id for one in store.releases() if one.source.may_redistribute in {"no", "derived"}]
    is_closed = pl.col("source_id").is_in(closed)
    for name, kind in rows.schema.items():
        if kind == pl.Float64 and name.endswith("_share"):
            percent = pl.col(name) * PERCENT
            whole = {"low_share": (percent + TINY).floor(), "high_share": (percent - TINY).ceil()}
            rounded = whole.get(name, percent.round()) / PERCENT
            rows = rows.with_columns(
                pl.when(is_closed).then(rounded).otherwise(pl.col(name).round(BOUND_DIGITS)).alias(name)
            )
    return rows.drop(ORIGIN_COLUMNS, strict=False)


def _differences(both: pl.DataFrame, table: str) -> dict[str, pl.Expr]:
    """By column, where the package and the fetched row disagree: numbers by half a percent, else exactly."""
    skipped = {*provenance_columns(), *key_columns(table), *HAND_WORDED}
    found: dict[str, pl.Expr] = {}
    for name in schema_of(table).column_names():
        if name in skipped:
            continue
        mine, other = pl.col(name), pl.col(f"{name}:new")
        differs = mine.ne_missing(other)
        if both.schema[name].is_float():
            size = pl.max_horizontal(mine.abs(), other.abs(), 1.0)
            near = (mine - other).abs() <= RELATIVE_TOLERANCE * size
            differs = differs & ~near.fill_null(value=False)
        found[name] = differs
    return found


def _shown(row: dict[str, object], names: list[str]) -> str:
    told = [f"{name} {row[name]} / {row[f'{name}:new']}" for name in names if row[name] != row[f"{name}:new"]]
    return f"{row['row_key']}: {', '.join(told)}"


def write_starter(rebuilt: list[Rebuilt], folder: Path, sources: tuple[Source, ...]) -> list[Path]:
    """Writes rebuilt tables in the form of the package's facts, with a register that names their sources.

    Args:
        rebuilt: The tables.
        folder: Where to; it is made.
        sources: The fetched sources.

    Returns:
        The files: one per table of the package, rebuilt or as it was, and the register.
    """
    done = {one.table: one.rows for one in rebuilt}
    files: list[Path] = []
    for path in sorted(STARTER_FOLDER.glob("*.csv")):
        content = csv_of(done[path.stem], path.stem) if path.stem in done else path.read_bytes()
        write_bytes(folder / path.name, content)
        files.append(folder / path.name)
    known = {one.source_id for one in starter_register().sources}
    used = {name for rows in done.values() for name in rows["source_id"].unique()}
    text = (STARTER_FOLDER / REGISTER).read_text(encoding="utf-8")
    more = "".join(_declared(one) for one in sources if one.source_id in used - known)
    head, _, tail = text.partition("sources:\n")
    write_bytes(folder / REGISTER, f"{head}sources:\n{more}{tail}".encode())
    return [*files, folder / REGISTER]


def csv_of(rows: pl.DataFrame, table: str) -> bytes:
    """Rows in the form of the package: key columns first, sorted, LF, no quotes where none are needed.

    Args:
        rows: Columns of the schema but `row_key`; absent provenance columns are left to the register.
        table: Name of the table.

    Returns:
        The CSV in UTF-8.
    """
    own = [name for name in schema_of(table).column_names() if name not in provenance_columns()]
    key = list(key_columns(table))
    order = key + [name for name in own if name not in key]
    order += [name for name in provenance_columns() if name != "row_key"]
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in order if name not in rows.columns]
    written = rows.with_columns(absent).select(order).sort([*key, "known_from_date"])
    return written.write_csv(line_terminator="\n").encode()


def _declared(source: Source) -> str:
    """A source as an entry of the register, each text quoted."""
    lines = [f"    {name}: {_quoted(value)}\n" for name, value in source.model_dump().items() if value]
    return "  -" + "".join(lines)[3:]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
