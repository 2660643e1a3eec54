"""The rows of one file with an account of each: kept, ignored by a rule, or quarantined by a rule."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from standpunkt.sources.connector.declaration import SourceDeclaration
from standpunkt.sources.connector.detect import suspected_groups
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.names import STATE, UNKNOWN, resolve_names
from standpunkt.vocabulary.errors.sources import FillError, RowBoundsError, UnaccountedError

QUARANTINE_SCHEMA = {
    "unit": pl.String,
    ROW: pl.Int64,
    "rule_code": pl.String,
    "column_name": pl.String,
    "value_text": pl.String,
    "row_json": pl.String,
}
PERCENT = 100


@dataclass(frozen=True)
class Account:
    """Where the rows of one file went."""

    unit: str
    row_count: int
    kept_count: int
    ignored: dict[str, int]
    quarantined: dict[str, int]

    def plus(self, other: "Account") -> "Account":
        """The account of two parts of one file."""
        return Account(
            self.unit,
            self.row_count + other.row_count,
            self.kept_count + other.kept_count,
            _summed(self.ignored, other.ignored),
            _summed(self.quarantined, other.quarantined),
        )


def _summed(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    return {rule: first.get(rule, 0) + second.get(rule, 0) for rule in sorted({*first, *second})}


@dataclass
class Sheet:
    """A file's rows; verdicts take rows out of `frame` and remember why."""

    source_id: str
    unit: str
    file_name: str
    frame: pl.DataFrame
    declared: SourceDeclaration
    folder: Path
    row_count: int = 0
    ignored: dict[str, int] = field(default_factory=dict)
    bad: list[pl.DataFrame] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Counts the rows and compares them with the declared bounds."""
        self.row_count = self.frame.height
        bounds = self.declared.bounds.get(self.unit)
        if bounds is None:
            return
        low, high = bounds.rows
        if not low <= self.row_count <= high:
            raise RowBoundsError(file=self.file_name, rows=self.row_count, low=low, high=high)
        for column, least in bounds.fill.items():
            filled = 1 - self.frame[column].null_count() / max(self.row_count, 1)
            if filled < least:
                raise FillError(
                    file=self.file_name,
                    column=column,
                    share=round(filled * PERCENT, 1),
                    least=round(least * PERCENT, 1),
                )
        for column, (lowest, highest) in bounds.ranges.items():
            number = pl.col(column).cast(pl.Float64, strict=False)
            self.quarantine("out_of_range", ~number.is_between(lowest, highest), column)

    def ignore(self, rule: str, where: pl.Expr) -> None:
        """Takes rows out that this source deliberately does not read.

        Args:
            rule: Why, as a code.
            where: Which rows; null means no.
        """
        mask = self.frame.select(where.fill_null(value=False).alias("hit")).to_series()
        if count := int(mask.sum()):
            self.ignored[rule] = self.ignored.get(rule, 0) + count
            self.frame = self.frame.filter(~mask)

    def ignore_told(self, rule: str, told: pl.DataFrame, *columns: str) -> None:
        """Takes rows out that a better file of the same source tells already.

        Args:
            rule: Why, as a code.
            told: What that file tells.
            *columns: The columns of both that name a fact.
        """
        known = told.select(columns).unique()
        hit = self.frame.select(ROW, *columns).join(known, on=list(columns), how="semi")[ROW]
        self.ignore(rule, pl.col(ROW).is_in(hit.implode()))

    def quarantine(self, rule: str, where: pl.Expr, column: str) -> None:
        """Takes rows out that break a rule, with the value that breaks it.

        Args:
            rule: Which, as a code.
            where: Which rows; null means no.
            column: Where the value stands.
        """
        mask = self.frame.select(where.fill_null(value=False).alias("hit")).to_series()
        if not mask.any():
            return
        hit = self.frame.filter(mask)
        own = [name for name in hit.columns if name != ROW]
        self.bad.append(
            hit.select(
                pl.lit(self.unit).alias("unit"),
                pl.col(ROW),
                pl.lit(rule).alias("rule_code"),
                pl.lit(column).alias("column_name"),
                pl.col(column).cast(pl.String).fill_null("").alias("value_text"),
                pl.struct(own).struct.json_encode().alias("row_json"),
            )
        )
        self.frame = self.frame.filter(~mask)

    def add(self, **columns: pl.Expr) -> None:
        """Adds computed columns."""
        self.frame = self.frame.with_columns(**columns)

    def add_number(
        self, column: str, into: str, *, factor: float | None = None, is_comma: bool = False
    ) -> None:
        """Reads a column as a number; what is none goes to quarantine, an empty cell stays empty.

        Args:
            column: The source's column.
            into: The new column, Float64.
            factor: Multiplied, for units.
            is_comma: The decimal sign is a comma and the point groups thousands.
        """
        value = pl.col(column)
        if is_comma:
            value = value.str.replace_all(".", "", literal=True).str.replace_all(",", ".", literal=True)
        if self.frame.schema[column] == pl.String:
            value = value.str.strip_chars()
        number = value.cast(pl.Float64, strict=False)
        self.add(**{into: number})
        unfit = pl.col(column).is_not_null() & (pl.col(into).is_null() | ~pl.col(into).is_finite())
        self.quarantine("no_number", unfit, column)
        if factor is not None:
            self.add(**{into: pl.col(into) * factor})

    def add_integer(self, column: str, into: str) -> None:
        """Reads a column as whole numbers; `1.0` is one, `1.5` goes to quarantine."""
        self.add_number(column, into)
        self.quarantine("no_whole_number", pl.col(into) != pl.col(into).round(), column)
        self.add(**{into: pl.col(into).cast(pl.Int64)})

    def add_date(self, column: str, into: str, pattern: str = "%Y-%m-%d") -> None:
        """Reads a column as dates of one declared pattern."""
        value = pl.col(column)
        if self.frame.schema[column] == pl.String:
            parsed = value.str.strip_chars().str.to_date(pattern, strict=False)
        else:
            parsed = value.cast(pl.Date)
        self.add(**{into: parsed})
        self.quarantine("no_date", pl.col(column).is_not_null() & pl.col(into).is_null(), column)

    def add_lookup(self, column: str, lookup: str, into: str) -> None:
        """Translates a closed category; unknown values go to quarantine, those mapped to nothing are ignored.

        Args:
            column: The source's column.
            lookup: Name of the table under `lookups`; its key `""` stands for an empty cell.
            into: The new column.
        """
        table = self.declared.lookups[lookup]
        text = pl.col(column).cast(pl.String).fill_null("")
        self.quarantine("unknown_category", ~text.is_in(list(table)), column)
        passed = [key for key, value in table.items() if not value]
        if passed:
            self.ignore(f"{column}_not_wanted", text.is_in(passed))
        self.add(**{into: text.replace_strict(table, default=None, return_dtype=pl.String)})

    def add_state(self, column: str, into: str, language: str | None = None) -> None:
        """Reads a column as states; aggregates and the like are ignored by kind, the unknown is quarantined.

        Args:
            column: The source's column.
            into: The new column of ISO3 codes.
            language: Of the names, where it is known.
        """
        texts = self.frame[column].cast(pl.String).drop_nulls().unique().to_list()
        named = resolve_names(texts, self.folder, language)
        for kind in sorted({found.kind for found in named.values()} - {STATE, UNKNOWN}):
            of_kind = [text for text, found in named.items() if found.kind == kind]
            self.ignore(f"{column}_is_{kind}", pl.col(column).cast(pl.String).is_in(of_kind))
        unknown = [text for text, found in named.items() if found.kind == UNKNOWN]
        groups = sorted(suspected_groups(unknown))
        self.quarantine("suspected_group", pl.col(column).cast(pl.String).is_in(groups), column)
        self.quarantine("unknown_state", pl.col(column).cast(pl.String).is_in(unknown), column)
        self.quarantine("no_state", pl.col(column).is_null(), column)
        codes: dict[str, Any] = {text: found.code for text, found in named.items() if found.kind == STATE}
        text = pl.col(column).cast(pl.String)
        self.add(**{into: text.replace_strict(codes, default=None, return_dtype=pl.String)})

    def require_unique(self, *columns: str, shown: str | None = None) -> None:
        """Rows that share a key all go to quarantine: nobody can say which is right.

        Args:
            *columns: The key.
            shown: The column whose value is quoted; None takes the first of the key.
        """
        twice = pl.struct(*columns).is_duplicated()
        self.quarantine("key_twice", twice, shown or columns[0])

    def quarantined(self) -> pl.DataFrame:
        """The rows that break rules, in the order of the file."""
        if not self.bad:
            return pl.DataFrame(schema=QUARANTINE_SCHEMA)
        return pl.concat(self.bad).sort(ROW)

    def account(self) -> Account:
        """The account of this file.

        Returns:
            Rows in, kept, ignored and quarantined by rule.

        Raises:
            UnaccountedError: If a row is missing or counted twice.
        """
        bad = self.quarantined()
        by_rule = {
            str(rule): int(count) for rule, count in bad.group_by("rule_code").len().sort("rule_code").rows()
        }
        kept = self.frame[ROW].n_unique()
        out = kept + sum(self.ignored.values()) + bad.height
        if out != self.row_count:
            raise UnaccountedError(
                source_id=self.source_id,
                unit=self.unit,
                rows=self.row_count,
                kept=kept,
                ignored=sum(self.ignored.values()),
                quarantined=bad.height,
            )
        return Account(self.unit, self.row_count, kept, dict(sorted(self.ignored.items())), by_rule)
