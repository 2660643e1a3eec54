"""Reads entities and vessels of the annexes of Regulation 833/2014.

Dates come in two shapes, and the country often stands at the end of the address only: whole words of its last
part are compared, so that Gatchina does not become China.
"""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

TWO_SHAPES = ("%d.%m.%Y", "%d %B %Y", "%Y-%m-%d")


def read(context: Context) -> Reading:
    """Reads one row per listed entity.

    Args:
        context: The snapshot.

    Returns:
        `listing_sanction`.
    """
    sheet = context.open("entities")
    if sheet is None:
        return context.reading({})
    sheet.quarantine("empty", pl.col("name").is_null(), "name")
    day = pl.coalesce(
        *(pl.col("startDate").str.strip_chars().str.to_date(shape, strict=False) for shape in TWO_SHAPES)
    )
    sheet.add(day=day)
    sheet.quarantine("no_date", pl.col("startDate").is_not_null() & pl.col("day").is_null(), "startDate")
    last_part = pl.col("address").str.split(",").list.last().str.strip_chars(" .")
    place = pl.coalesce(pl.col("country"), last_part)
    sheet.add(place=place)
    codes = context.states(sheet.frame["place"])
    entity = pl.concat_str(
        pl.col("annex").fill_null(""),
        pl.col("recordId").fill_null(""),
        pl.col(ROW).cast(pl.String),
        separator="-",
    )
    rows = sheet.frame.select(
        pl.lit("eu_833_2014").alias("listing_id"),
        entity.alias("entity_id"),
        pl.col("name").alias("name_text"),
        pl.col("schema").fill_null("LegalEntity").alias("kind_code"),
        pl.col("place").replace_strict(codes, default=None, return_dtype=pl.String).alias("iso3"),
        pl.col("annex").alias("annex_code"),
        pl.col("day").alias("from_date"),
        pl.col("place").alias("country_text"),
        pl.col("day").alias("known_from_date"),
        ROW,
    )
    return context.reading({"listing_sanction": rows})
