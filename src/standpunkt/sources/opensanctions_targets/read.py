"""Reads the simplified list of targets; several countries stay as text, one alone becomes the state."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet


def read(context: Context) -> Reading:
    """Reads whichever of the two forms the snapshot has.

    Args:
        context: The snapshot.

    Returns:
        `listing_sanction`.
    """
    sheets = [sheet for unit in ("targets", "targets_csv") if (sheet := context.open(unit)) is not None]
    rows = [_rows(context, sheet) for sheet in sheets]
    return context.reading({"listing_sanction": pl.concat(rows)} if rows else {})


def _rows(context: Context, sheet: Sheet) -> pl.DataFrame:
    sheet.quarantine("empty", pl.col("name").is_null() | pl.col("id").is_null(), "name")
    sheet.require_unique("id")
    codes = context.states(sheet.frame["countries"])
    day = pl.col("first_seen").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    return sheet.frame.select(
        pl.lit("opensanctions").alias("listing_id"),
        pl.col("id").alias("entity_id"),
        pl.col("name").alias("name_text"),
        pl.col("schema").alias("kind_code"),
        pl.col("countries").replace_strict(codes, default=None, return_dtype=pl.String).alias("iso3"),
        pl.col("countries").alias("country_text"),
        day.alias("known_from_date"),
        ROW,
    )
