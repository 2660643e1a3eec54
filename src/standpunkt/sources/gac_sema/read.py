"""Reads the list; an entry is named by its regulations, schedule and item, for it has no id of its own."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.listing_rows import listing_rows

SHAPES = ("%Y-%m-%d", "%d-%m-%Y")


def read(context: Context) -> Reading:
    """Reads one row per listed person, entity or ship.

    Args:
        context: The snapshot.

    Returns:
        `listing_sanction`.
    """
    sheet = context.open("listed")
    if sheet is None:
        return context.reading({})
    for column in ("country", "item"):
        sheet.quarantine("empty", pl.col(column).is_null(), column)
    person = pl.concat_str("given_name", "last_name", separator=" ", ignore_nulls=True)
    sheet.add(name_text=pl.coalesce("entity", pl.when(person != "").then(person)))
    sheet.quarantine("empty", pl.col("name_text").is_null(), "entity")
    sheet.add(day=pl.coalesce(*(pl.col("listed").str.to_date(shape, strict=False) for shape in SHAPES)))
    sheet.quarantine("no_date", pl.col("listed").is_not_null() & pl.col("day").is_null(), "listed")
    entry = pl.concat_str("country", "schedule", "item", separator="|", ignore_nulls=True)
    sheet.add(entity_id=entry, english=pl.col("country").str.split(" / ").list.first().str.strip_chars())
    sheet.require_unique("entity_id")
    kind = (
        pl.when(pl.col("ship").is_not_null())
        .then(pl.lit("vessel"))
        .when(pl.col("entity").is_not_null())
        .then(pl.lit("entity"))
        .otherwise(pl.lit("person"))
    )
    rows = sheet.frame.select(
        "entity_id",
        "name_text",
        kind.alias("kind_code"),
        pl.col("english").alias("country_text"),
        pl.col("schedule").alias("annex_code"),
        pl.col("day").alias("from_date"),
        pl.col("country").alias("programme_text"),
        pl.col("day").alias("known_from_date"),
        ROW,
    )
    return context.reading({"listing_sanction": listing_rows(context, rows, "gac_sema")})
