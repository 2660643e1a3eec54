"""Reads the list: a row per name and address of an entry, of which the first with the primary name counts."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.listing_rows import listing_rows

NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
DAY = "%d/%m/%Y"


def read(context: Context) -> Reading:
    """Reads one row per designated person, entity or ship.

    Args:
        context: The snapshot.

    Returns:
        `listing_sanction`.
    """
    sheet = context.open("listed")
    if sheet is None:
        return context.reading({})
    sheet.quarantine("empty", pl.col("Unique ID").is_null(), "Unique ID")
    sheet.add_lookup("Name type", "name", "name_code")
    sheet.add(name_text=pl.concat_str(NAMES, separator=" ", ignore_nulls=True).str.strip_chars())
    sheet.quarantine("empty", pl.col("name_text") == "", "Name 6")
    sheet.add_lookup("Designation Type", "kind", "kind_code")
    sheet.add_date("Date Designated", "from_date", DAY)
    place = (
        pl.when(pl.col("kind_code") == "person")
        .then("Nationality(/ies)")
        .when(pl.col("kind_code") == "vessel")
        .then("Current believed flag of ship")
        .otherwise("Address Country")
    )
    sheet.add(country_text=place)
    countries = (
        pl.col("country_text")
        .drop_nulls()
        .unique(maintain_order=True)
        .over("Unique ID", mapping_strategy="join")
    )
    sheet.add(country_text=countries.list.join("\n"))
    sheet.ignore("told_again", ~pl.col("Unique ID").is_first_distinct())
    rows = sheet.frame.select(
        pl.col("Unique ID").alias("entity_id"),
        "name_text",
        "kind_code",
        pl.when(pl.col("country_text") != "").then("country_text").alias("country_text"),
        "from_date",
        pl.col("Regime Name").alias("programme_text"),
        pl.col("from_date").alias("known_from_date"),
        ROW,
    )
    return context.reading({"listing_sanction": listing_rows(context, rows, "fcdo_uk")})
