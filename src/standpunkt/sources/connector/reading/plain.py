"""Reads a source whose tables follow from its columns one by one, as its `source.yml` says."""

import dataframely as dy
import polars as pl

from standpunkt.sources.connector.declaration import Column, PlainTable
from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.tables.registry import key_columns, schema_of


def read_plain(context: Context) -> Reading:
    """Reads every declared table.

    Args:
        context: The snapshot.

    Returns:
        Tables and accounts.
    """
    tables: dict[str, pl.DataFrame] = {}
    for table in context.declared.tables:
        sheet = context.open(table.unit)
        if sheet is not None:
            found = plain_table(sheet, table)
            known = tables.get(table.table)
            tables[table.table] = found if known is None else pl.concat([known, found])
    return context.reading(tables)


def plain_table(sheet: Sheet, table: PlainTable) -> pl.DataFrame:
    """One declared table from an opened sheet.

    Args:
        sheet: The rows.
        table: Its declaration.

    Returns:
        The declared columns, `row_in_snapshot`, and `known_from_date` and `verification` where declared.
    """
    for place, wanted in table.where.items():
        elsewhere = ~pl.col(place).cast(pl.String).fill_null("").is_in(list(wanted))
        sheet.ignore(f"other_{place}", elsewhere)
    for name, column in table.columns.items():
        _add(sheet, name, column)
        if column.from_ is not None:
            _fit(sheet, name, column.from_, schema_of(table.table).columns()[name])
    made = {name: _made(name) for name in table.columns}
    if table.known_from:
        sheet.add_date(table.known_from, _made("known_from_date"))
        made["known_from_date"] = _made("known_from_date")
    if table.known_next_year:
        month, day = (int(part) for part in table.known_next_year.split("-"))
        sheet.add(**{_made("known_from_date"): pl.date(pl.col(_made("year")) + 1, month, day)})
        made["known_from_date"] = _made("known_from_date")
    keys = [made[name] for name in key_columns(table.table) if name in made]
    shown = [table.columns[name].from_ for name in key_columns(table.table) if name in table.columns]
    sheet.require_unique(*keys, shown=next(filter(None, shown), keys[0]))
    return sheet.frame.select(
        ROW,
        *(pl.col(source).alias(name) for name, source in made.items()),
        pl.lit(table.verification).alias("verification"),
    )


def _made(name: str) -> str:
    return f"to:{name}"


def _add(sheet: Sheet, name: str, column: Column) -> None:
    into = _made(name)
    if column.from_ is None:
        sheet.add(**{into: pl.lit(column.value)})
        _type_constant(sheet, into, column)
        return
    source = column.from_
    if column.on_empty == "quarantine" and not column.lookup:
        sheet.quarantine("empty", pl.col(source).is_null(), source)
    if column.on_empty == "ignore":
        sheet.ignore(f"{source}_empty", pl.col(source).is_null())
    if column.lookup:
        sheet.add_lookup(source, column.lookup, into)
    else:
        _typed(sheet, source, into, column)
    if column.range:
        low, high = column.range
        sheet.quarantine("out_of_range", ~pl.col(into).is_between(low, high), source)


def _fit(sheet: Sheet, name: str, source: str, wanted: dy.Column) -> None:
    """Rows whose value the table does not take: too small, too large, of another form, no word of a list."""
    value = pl.col(_made(name))
    low, high = getattr(wanted, "min", None), getattr(wanted, "max", None)
    above, below = getattr(wanted, "min_exclusive", None), getattr(wanted, "max_exclusive", None)
    limits = [
        *([value < low] if low is not None else []),
        *([value > high] if high is not None else []),
        *([value <= above] if above is not None else []),
        *([value >= below] if below is not None else []),
    ]
    if limits:
        sheet.quarantine("out_of_range", pl.any_horizontal(limits), source)
    pattern = getattr(wanted, "regex", None)
    if pattern:
        sheet.quarantine("other_form", ~value.str.contains(pattern), source)
    if callable(wanted.check):
        sheet.quarantine("unknown_category", ~wanted.check(value), source)


def _typed(sheet: Sheet, source: str, into: str, column: Column) -> None:
    match column.as_:
        case "state":
            sheet.add_state(source, into, column.format)
        case "number":
            sheet.add_number(source, into, factor=column.factor, is_comma=column.format == "comma")
        case "integer" | "year":
            sheet.add_integer(source, into)
        case "date":
            sheet.add_date(source, into, column.format or "%Y-%m-%d")
        case "month":
            sheet.add(**{f"{into}:text": pl.col(source).cast(pl.String) + "-01"})
            sheet.add_date(f"{into}:text", into, "%Y-%m-%d")
        case "text" | "symbol":
            sheet.add(**{into: pl.col(source).cast(pl.String).str.strip_chars()})


def _type_constant(sheet: Sheet, into: str, column: Column) -> None:
    match column.as_:
        case "number":
            sheet.add(**{into: pl.col(into).cast(pl.Float64)})
        case "integer" | "year":
            sheet.add(**{into: pl.col(into).cast(pl.Int64)})
        case "date" | "month":
            sheet.add(**{into: pl.col(into).str.to_date("%Y-%m-%d")})
        case "state" | "text" | "symbol":
            pass
