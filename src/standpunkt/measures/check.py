"""What every measure promises, as functions over any measure, tables and request.

Each yields what is broken as an error that is not raised; nothing yielded means kept.
"""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from standpunkt.measures.measure import Measure, Measured, Request, Tables
from standpunkt.vocabulary.errors.measures import MeasureFrameError
from standpunkt.vocabulary.periods import month_end

MISSING = ("not_reported", "not_applicable", "suppressed", "out_of_scope")
VALUE_COLUMNS = (
    "iso3",
    "month_date",
    "variant",
    "value",
    "low_value",
    "high_value",
    "input_count",
    "missing",
    "valid_from_date",
)
PART_COLUMNS = ("iso3", "month_date", "part_code", "part_value", "table_name", "row_key", "source_id")
SUM_TOLERANCE = 1e-9
SECTIONS = ("Args:", "Returns:", ">>>", "issing", "rror")
"""What the docstring of a measure's function holds: sections, an example, missing rule and error."""


def check_declaration(measure: Measure) -> Iterator[MeasureFrameError]:
    """The declaration is complete and stands where its code says.

    Args:
        measure: A measure.

    Yields:
        What is missing.
    """
    module = measure.compute.__module__.removeprefix("standpunkt.measures.")
    if module != measure.code:
        yield _broken(measure, f"its function stands in {module}", "The code is <topic>.<file name>.")
    for name in ("label", "unit", "reference", "caveat", "tables"):
        if not getattr(measure, name):
            yield _broken(measure, f"it has no {name}", "Label, unit, reference, caveat and tables are told.")
    text = inspect.getdoc(measure.compute) or ""
    lacking = [section for section in SECTIONS if section not in text]
    if lacking:
        promise = "The docstring has Args, Returns, an example, the missing rule and the error."
        yield _broken(measure, f"its docstring lacks {', '.join(lacking)}", promise)


def check_answer(measure: Measure, tables: Tables, request: Request) -> Iterator[MeasureFrameError]:
    """The answer has its form: one row per cell, a value or a reason, range, bounds, parts that add up.

    Args:
        measure: A measure.
        tables: The tables it declares.
        request: What is asked.

    Yields:
        What is broken.
    """
    answer = measure.compute(tables, request)
    values, parts = answer.values, answer.parts
    if tuple(values.columns) != VALUE_COLUMNS or tuple(parts.columns) != PART_COLUMNS:
        yield _broken(measure, "its frames have other columns", "Columns are those of Measured.")
        return
    yield from _check_cells(measure, values, request)
    yield from _check_numbers(measure, values)
    yield from _check_parts(measure, answer, tables)


def _check_cells(measure: Measure, values: pl.DataFrame, request: Request) -> Iterator[MeasureFrameError]:
    wanted = {(state, month) for state in request.universe for month in request.months}
    # Rows of poles beside the universe are welcome: anchors are read from them.
    poles = request.study.poles.states() - set(request.universe)
    described = values.filter(~pl.col("iso3").is_in(sorted(poles)))
    for variant, rows in described.group_by("variant", maintain_order=True):
        found = list(rows.select("iso3", "month_date").iter_rows())
        poles = request.study.poles.states()
        beyond = {cell for cell in found if cell[0] in poles}
        if len(found) != len(wanted | beyond) or set(found) | beyond != wanted | beyond:
            problem = f"variant '{variant[0]}' has {len(found)} rows for {len(wanted)} cells"
            yield _broken(measure, problem, "Each state and month has one row per variant.")
    both = values.filter(pl.col("value").is_null() != pl.col("missing").is_not_null())
    if both.height:
        yield _broken(
            measure, f"{both.height} cells", "A cell has a value or a reason, never both or neither."
        )
    unknown = values.filter(pl.col("missing").is_not_null() & ~pl.col("missing").is_in(list(MISSING)))
    if unknown.height:
        yield _broken(measure, f"missing is '{unknown['missing'][0]}'", f"Reasons are {', '.join(MISSING)}.")
    ends = pl.col("month_date").dt.month_end()
    late = values.filter(pl.col("valid_from_date") > ends)
    if late.height:
        yield _broken(measure, f"{late.height} cells are valid from later", "Nothing later than the month.")


def _check_numbers(measure: Measure, values: pl.DataFrame) -> Iterator[MeasureFrameError]:
    known = values.filter(pl.col("value").is_not_null())
    low, high = measure.value_range
    for name in ("value", "low_value", "high_value"):
        outside = known.filter(~pl.col(name).is_between(low, high) | pl.col(name).is_nan())
        if outside.height:
            yield _broken(measure, f"{name} is {outside[name][0]}", f"Values lie within {low} and {high}.")
    crossed = known.filter(~pl.col("value").is_between("low_value", "high_value"))
    if crossed.height:
        yield _broken(measure, f"{crossed.height} cells", "A value lies within its bounds.")


def _check_parts(measure: Measure, answer: Measured, tables: Tables) -> Iterator[MeasureFrameError]:
    cell = ["iso3", "month_date"]
    parts = answer.parts
    if parts.select(*cell, "part_code").is_duplicated().any():
        yield _broken(measure, "a part comes twice", "Parts have a code of their own within a cell.")
    first = (
        answer.values.filter(pl.col("variant") == pl.col("variant").first()) if answer.values.height else None
    )
    zero = answer.anchors.get("own_zero", 0.0)
    if first is not None:
        sums = parts.group_by(cell, maintain_order=True).agg(pl.col("part_value").sum())
        joined = first.filter(pl.col("value").is_not_null()).join(sums, on=cell, how="left")
        gap = (pl.col("part_value") - (pl.col("value") - zero)).abs()
        open_sums = joined.filter(pl.col("part_value").is_null() | (gap > SUM_TOLERANCE))
        if open_sums.height:
            yield _broken(measure, f"{open_sums.height} sums stay open", "Parts add up to value minus zero.")
    for (table,), rows in parts.filter(pl.col("table_name").is_not_null()).group_by(["table_name"]):
        known = (
            tables[str(table)]["row_key"] if str(table) in measure.tables else pl.Series([], dtype=pl.String)
        )
        strange = rows.filter(~pl.col("row_key").is_in(known.to_list()))
        if strange.height:
            promise = "Each part names a row of a table that the measure declares."
            yield _broken(measure, f"{table} has no row {strange['row_key'][0]}", promise)


def check_order(measure: Measure, tables: Tables, request: Request) -> Iterator[MeasureFrameError]:
    """The order of rows is irrelevant, bit for bit.

    Args:
        measure: A measure.
        tables: The tables it declares.
        request: What is asked.

    Yields:
        What changed.
    """
    reversed_tables = {name: table.reverse() for name, table in tables.items()}
    interleaved = {name: _interleaved(table) for name, table in tables.items()}
    expected = measure.compute(tables, request)
    for other in (reversed_tables, interleaved):
        if not same(expected, measure.compute(other, request)):
            yield _broken(measure, "other order of rows, other answer", "The order of rows is irrelevant.")


def check_future(measure: Measure, tables: Tables, request: Request) -> Iterator[MeasureFrameError]:
    """What begins after a month changes nothing in that month.

    Args:
        measure: A measure.
        tables: The tables it declares.
        request: What is asked; each of its months is checked.

    Yields:
        The months that changed.
    """
    for month in request.months:
        asked = replace(request, months=(month,))
        shuffled = {
            name: future_shuffled(_dated(table, tables), month_end(month)).select(table.columns)
            for name, table in tables.items()
        }
        if not same(measure.compute(tables, asked), measure.compute(shuffled, asked)):
            yield _broken(measure, f"{month:%Y-%m} changes with later facts", "Nothing later than the month.")


def check_renaming(
    measure: Measure, tables: Tables, request: Request, names: Mapping[str, str]
) -> Iterator[MeasureFrameError]:
    """States with exchanged names exchange their values.

    Args:
        measure: A measure.
        tables: The tables it declares.
        request: What is asked.
        names: New name per old name: a permutation of states outside poles and camps.

    Yields:
        What else changed.
    """
    renamed = {name: _renamed(table, names) for name, table in tables.items()}
    expected = _renamed(measure.compute(tables, request).values, names)
    found = measure.compute(renamed, request).values
    order = ["iso3", "month_date", "variant"]
    if not expected.sort(order).equals(found.sort(order)):
        yield _broken(measure, "renamed states, other values", "A state's name is irrelevant.")


def same(one: Measured, other: Measured) -> bool:
    """Whether two answers are equal bit for bit."""
    return one.values.equals(other.values) and one.parts.equals(other.parts) and one.anchors == other.anchors


def future_shuffled(table: pl.DataFrame, day: date) -> pl.DataFrame:
    """Exchanges the states of facts that begin, happen or end a year after a day.

    Args:
        table: A fact table.
        day: The last day that counts.

    Returns:
        The table with the states of later facts in reverse order.
    """
    begins = _beginning(table)
    if begins is None:
        return table
    later = table.filter(begins > day)
    states = [name for name in table.columns if name == "iso3" or name.endswith("_iso3")]
    turned = later.with_columns(pl.col(name).reverse() for name in states)
    return pl.concat([table.filter(begins <= day), turned])


def _dated(table: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Gives votes the day of their roll call, so that later votes can be told apart."""
    roll_calls = tables.get("roll_call_resolution")
    if roll_calls is None or "roll_call_id" not in table.columns or "date" in table.columns:
        return table
    return table.join(roll_calls.select("roll_call_id", "date"), on="roll_call_id", how="left")


def _beginning(table: pl.DataFrame) -> pl.Expr | None:
    for name in ("from_date", "date"):
        if name in table.columns:
            return pl.col(name)
    for name in ("year", "to_year"):
        if name in table.columns:
            return pl.date(pl.col(name), 12, 31)
    return None


def _interleaved(table: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([table.gather_every(2, 1), table.gather_every(2)]) if table.height else table


def _renamed(table: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    states = [name for name in table.columns if name == "iso3" or name.endswith("_iso3")]
    return table.with_columns(pl.col(name).replace(dict(names)) for name in states)


def _broken(measure: Measure, problem: str, promise: str) -> MeasureFrameError:
    return MeasureFrameError(measure=measure.code, problem=problem, promise=promise)
