"""Reads the list and its addresses; the file of addresses names the countries."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.forms.markup import SEVERAL
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.listing_rows import listing_rows


def read(context: Context) -> Reading:
    """Reads one row per listed person, entity, vessel or aircraft.

    Args:
        context: The snapshot.

    Returns:
        `listing_sanction`.
    """
    sheet, addresses = context.open("listed"), context.open("addresses")
    if sheet is None or addresses is None:
        return context.reading({})
    sheet.quarantine("empty", pl.col("ent_num").is_null() | pl.col("SDN_Name").is_null(), "SDN_Name")
    sheet.add_lookup("SDN_Type", "kind", "kind_code")
    sheet.require_unique("ent_num")
    addresses.ignore("country_empty", pl.col("Country").is_null())
    known = sheet.frame["ent_num"].implode()
    addresses.quarantine("unknown_entity", ~pl.col("Ent_num").is_in(known), "Ent_num")
    places = addresses.frame.group_by("Ent_num").agg(pl.col("Country").unique(maintain_order=True))
    told = sheet.frame.join(places, left_on="ent_num", right_on="Ent_num", how="left", maintain_order="left")
    rows = told.select(
        pl.col("ent_num").alias("entity_id"),
        pl.col("SDN_Name").alias("name_text"),
        "kind_code",
        pl.coalesce(pl.col("Country").list.join(SEVERAL), "Vess_flag").alias("country_text"),
        pl.col("Program").alias("programme_text"),
        ROW,
    )
    return context.reading({"listing_sanction": listing_rows(context, rows, "ofac_sdn")})
