"""Reads the consolidated list; a person's country is the citizenship, an entity's that of its address."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.listing_rows import days_of, first_of, listing_rows


def read(context: Context) -> Reading:
    """Reads one row per listed person or entity.

    Args:
        context: The snapshot.

    Returns:
        `listing_sanction`.
    """
    sheet = context.open("listed")
    if sheet is None:
        return context.reading({})
    sheet.quarantine("empty", pl.col("names").is_null(), "id")
    sheet.add_lookup("kind", "kind", "kind_code")
    sheet.add_date("designated", "designated_day")
    for column in ("in_force", "published"):
        sheet.add(**{f"{column}_days": days_of(column)})
        is_odd = pl.col(f"{column}_days").list.eval(pl.element().is_null()).list.any()
        sheet.quarantine("no_date", is_odd, column)
    sheet.require_unique("id")
    is_person = pl.col("kind_code") == "person"
    home = pl.when(is_person).then(pl.coalesce("citizenships", "addresses"))
    rows = sheet.frame.select(
        pl.col("id").alias("entity_id"),
        pl.coalesce(first_of("strong_names"), first_of("names")).alias("name_text"),
        "kind_code",
        home.otherwise(pl.coalesce("addresses", "citizenships")).alias("country_text"),
        pl.coalesce("designated_day", pl.col("in_force_days").list.min()).alias("from_date"),
        first_of("programmes").alias("programme_text"),
        pl.min_horizontal(pl.col("published_days").list.min(), "designated_day").alias("known_from_date"),
        ROW,
    )
    return context.reading({"listing_sanction": listing_rows(context, rows, "eu_fsf")})
