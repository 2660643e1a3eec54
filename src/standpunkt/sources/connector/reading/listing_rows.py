"""Rows of lists of persons, firms and ships: one country where a listing names one, days as the list has."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context
from standpunkt.sources.connector.reading.forms.markup import SEVERAL
from standpunkt.sources.connector.reading.layouts import ROW

OPTIONAL = ("annex_code", "from_date", "to_date", "programme_text", "known_from_date")


def listing_rows(context: Context, frame: pl.DataFrame, listing_id: str) -> pl.DataFrame:
    """Rows of `listing_sanction`.

    Args:
        context: The snapshot.
        frame: entity_id, name_text, kind_code, country_text (several countries joined by line breaks),
            row_in_snapshot; may carry annex_code, from_date, to_date, programme_text, known_from_date.
        listing_id: Name of the list.

    Returns:
        The columns of the table; a listing with several countries keeps them as text and has no state.
    """
    cells = frame["country_text"].drop_nulls().unique().to_list()
    parts = pl.Series("part", [part for cell in cells for part in cell.split(SEVERAL)], dtype=pl.String)
    codes = context.states(parts)
    states = {cell: {codes[part] for part in cell.split(SEVERAL) if part in codes} for cell in cells}
    alone = {cell: next(iter(found)) for cell, found in states.items() if len(found) == 1}
    return frame.select(
        pl.lit(listing_id).alias("listing_id"),
        "entity_id",
        "name_text",
        "kind_code",
        pl.col("country_text").replace_strict(alone, default=None, return_dtype=pl.String).alias("iso3"),
        pl.col("country_text").str.replace_all(SEVERAL, "; ", literal=True),
        *(name for name in OPTIONAL if name in frame.columns),
        ROW,
    )


def first_of(column: str) -> pl.Expr:
    """The first of several values of a cell."""
    return pl.col(column).str.split(SEVERAL).list.first()


def days_of(column: str) -> pl.Expr:
    """The days of a cell with several values, as a list; what is no day is null."""
    return pl.col(column).str.split(SEVERAL).list.eval(pl.element().str.to_date("%Y-%m-%d", strict=False))
