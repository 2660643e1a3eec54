"""What a derivation is: a canonical table that follows from published tables by a declared rule.

A derived row carries the source of its numerator, the day since when all its inputs were known, and in
`derived_from` the rows it rests on, so that a share can be followed to the file that it was computed from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from standpunkt.tables.registry import key_columns

Inputs = Mapping[str, pl.DataFrame]
DERIVED_FROM = "derived_from"
REFERENCE = "references"
"""Working column: a list of `table:row_key`, joined to `derived_from` in the end."""


@dataclass(frozen=True)
class Derivation:
    """A rule: the table that it fills, the tables that it reads, what it does in one sentence, the function.

    The function gets the inputs with `row_key`, and gives columns of the table without `row_key`,
    `consulted_date` and `verification` as the sources of its inputs have them, and `derived_from`.
    """

    code: str
    table: str
    inputs: tuple[str, ...]
    rule: str
    compute: Callable[[Inputs], pl.DataFrame]


def reference(table: str) -> pl.Expr:
    """`table:row_key`, as it stands in `derived_from`."""
    return pl.format("{}:{}", pl.lit(table), pl.col("row_key"))


def joined(references: pl.Expr) -> pl.Expr:
    """Distinct references in order, as one text."""
    return references.list.unique().list.sort().list.join("; ").alias(DERIVED_FROM)


def keyed(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """Rows with `row_key`: their key columns joined by `|`."""
    text = [pl.col(name).cast(pl.String).fill_null("") for name in key_columns(table)]
    return rows.with_columns(pl.concat_str(text, separator="|").alias("row_key"))
