"""Turns the text of a fact table into a typed frame, or refuses it with file and line.

Nothing is guessed: every cell arrives as text, the schema gives the types, `NA` stays Namibia and only an
empty cell is empty.
"""

import io
from dataclasses import dataclass
from typing import Any, Protocol, cast

import dataframely as dy
import polars as pl

from standpunkt.tables.registry import key_columns, schema_of
from standpunkt.vocabulary.errors.tables import (
    TableColumnsError,
    TableKeyTwiceError,
    TableSpellError,
    TableStateError,
    TableUnreadableError,
    TableValueError,
)
from standpunkt.vocabulary.states import every_state, nearest_codes

LINE = "line"


class _Failures(Protocol):
    """What dataframely says about refused rows."""

    def details(self) -> pl.DataFrame: ...


@dataclass(frozen=True)
class Refusal:
    """The first rule that a row breaks."""

    column: str
    value: str
    allowed: str


def parse_rows(content: bytes, file: str, table: str) -> pl.DataFrame:
    """Reads a CSV of a table; every cell is text, an empty one is null.

    Args:
        content: The bytes of the file.
        file: Its name, for messages.
        table: The name of the table.

    Returns:
        The columns of the schema without `row_key`, as text, and `line`.

    Raises:
        TableUnreadableError: If it is no CSV in UTF-8 with one line per row.
        TableColumnsError: If the header names other columns.
    """
    try:
        text = content.decode("utf-8")
        frame = pl.read_csv(io.StringIO(text), infer_schema=False, null_values=[""])
    except (UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        problem = str(error).splitlines()[0]
        raise TableUnreadableError(file=file, problem=problem) from error
    wanted = [name for name in schema_of(table).column_names() if name != "row_key"]
    missing, unknown = set(wanted) - set(frame.columns), set(frame.columns) - set(wanted)
    if missing or unknown:
        raise TableColumnsError(
            file=file,
            missing=", ".join(sorted(missing)) or "none",
            unknown=", ".join(sorted(unknown)) or "none",
            allowed=", ".join(wanted),
        )
    if text.count("\n") != frame.height + 1:
        problem = f"{text.count(chr(10))} lines hold {frame.height} rows and a header"
        raise TableUnreadableError(file=file, problem=problem)
    return frame.with_row_index(LINE, offset=2)


def type_rows(rows: pl.DataFrame, file: str, table: str) -> pl.DataFrame:
    """Gives text rows the types of the schema and `row_key`; the first row that breaks a rule is refused.

    Args:
        rows: Text columns and `line`, as `parse_rows` gives them.
        file: The name used in messages.
        table: The name of the table.

    Returns:
        The columns of the schema and `line`, sorted by key and date of knowledge.
    """
    schema = schema_of(table)
    typed = rows
    for name, column in schema.columns().items():
        if name != "row_key":
            typed = _cast(typed, name, column, file)
    key = [pl.col(name).cast(pl.String).fill_null("") for name in key_columns(table)]
    typed = typed.with_columns(pl.concat_str(key, separator="|").alias("row_key"))
    typed = typed.sort("row_key", "known_from_date", LINE)
    _refuse_twins(typed, file)
    _refuse_broken_rules(typed, file, schema)
    _refuse_unknown_states(typed, file)
    if "from_date" in schema.primary_key():
        _refuse_overlaps(typed, file, table)
    return typed.select([*schema.column_names(), LINE])


def _cast(frame: pl.DataFrame, name: str, column: dy.Column, file: str) -> pl.DataFrame:
    target = column.dtype
    before = frame[name].cast(pl.String)  # a column of nothing but empty cells has no type yet
    if target == pl.Boolean:
        after = before.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    elif target == pl.Date:
        after = before.str.to_date("%Y-%m-%d", strict=False)
    else:
        after = before.cast(target, strict=False)
    bad = frame.filter(after.is_null() & before.is_not_null())
    if bad.height:
        raise TableValueError(
            file=file, line=bad[LINE][0], column=name, value=bad[name][0], allowed=_type_text(target)
        )
    return frame.with_columns(after.alias(name))


def _type_text(target: pl.DataType) -> str:
    if target == pl.Date:
        return "a date such as 2022-02-24"
    if target == pl.Boolean:
        return "true or false"
    return "a whole number" if target.is_integer() else "a number with a decimal point"


def _refuse_twins(typed: pl.DataFrame, file: str) -> None:
    twice = typed.filter(pl.struct("row_key", "known_from_date").is_duplicated())
    if twice.height:
        raise TableKeyTwiceError(
            file=file, line=twice[LINE][1], value=twice["row_key"][0], first=twice[LINE][0]
        )


def _refuse_broken_rules(typed: pl.DataFrame, file: str, schema: type[dy.Schema]) -> None:
    rank = pl.int_range(pl.len()).over("row_key").alias("rank")
    for _rank, part in typed.with_columns(rank).group_by("rank", maintain_order=True):
        failures = cast("_Failures", schema.filter(part)[1]).details()
        if failures.height:
            row = failures.row(0, named=True)
            refusal = _first_refusal(row, schema)
            line = part.filter(pl.col("row_key") == row["row_key"])[LINE][0] if row["row_key"] else 0
            raise TableValueError(
                file=file, line=line, column=refusal.column, value=refusal.value, allowed=refusal.allowed
            )


def _first_refusal(row: dict[str, Any], schema: type[dy.Schema]) -> Refusal:
    columns = schema.columns()
    rule = next(name for name in row if name not in columns and row[name] == "invalid")
    column, _, check = rule.partition("|")
    if check:
        metadata = columns[column].metadata or {}
        allowed = metadata.get("rule") or f"what the rule '{check}' says"
        allowed = "a value; the cell is empty" if check == "nullability" else allowed
        return Refusal(column, "" if row[column] is None else str(row[column]), allowed)
    named = [name for name in columns if name in rule]
    shown = ", ".join(f"{name} = {row[name]}" for name in named)
    return Refusal(" and ".join(named) or rule, shown, rule.replace("_", " "))


def _refuse_unknown_states(typed: pl.DataFrame, file: str) -> None:
    known = [one.iso3 for one in every_state()]
    for name in (name for name in typed.columns if name == "iso3" or name.endswith("_iso3")):
        bad = typed.filter(~pl.col(name).is_in(known)).sort(LINE)
        if bad.height:
            value = bad[name][0]
            nearest = nearest_codes(value)[0]
            raise TableStateError(file=file, line=bad[LINE][0], column=name, value=value, nearest=nearest)


def _refuse_overlaps(typed: pl.DataFrame, file: str, table: str) -> None:
    party = [name for name in key_columns(table) if name != "from_date"]
    latest = typed.unique("row_key", keep="last", maintain_order=True).sort(*party, "from_date")
    before_end = pl.col("to_date").shift(1).over(party)
    has_before = pl.int_range(pl.len()).over(party) > 0
    bad = latest.with_columns(before_end.alias("before_end"), has_before.alias("has_before")).filter(
        pl.col("has_before") & (pl.col("before_end").is_null() | (pl.col("before_end") > pl.col("from_date")))
    )
    if bad.height:
        row = bad.row(0, named=True)
        raise TableSpellError(
            file=file,
            line=row[LINE],
            value="|".join(str(row[name]) for name in party),
            start=row["from_date"],
            end=row["before_end"] or "never",
        )
