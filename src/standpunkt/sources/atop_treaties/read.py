"""Reads obligations of alliances by pair of states and year."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

FLAGS = {
    "atop_defense": "is_defence",
    "atop_offense": "is_offence",
    "atop_neutral": "is_neutrality",
    "atop_nonagg": "is_nonaggression",
    "atop_consul": "is_consultation",
}


def read(context: Context) -> Reading:
    """Reads both directions of each pair; codes of states that ended are left out.

    Args:
        context: The snapshot.

    Returns:
        `dyad_year_alliance`.
    """
    sheet = context.open("dyads")
    if sheet is None:
        return context.reading({})
    sheet.add_state("ccode1", "state_iso3")
    sheet.add_state("ccode2", "partner_iso3")
    sheet.add_integer("year", "year_number")
    for flag in FLAGS:
        sheet.ignore("value_empty", pl.col(flag).is_null())
        sheet.quarantine("unknown_category", ~pl.col(flag).is_in([0.0, 1.0]), flag)
    sheet.require_unique("state_iso3", "partner_iso3", "year_number")
    rows = sheet.frame.select(
        "state_iso3",
        "partner_iso3",
        pl.col("year_number").alias("year"),
        *((pl.col(flag) == 1).alias(name) for flag, name in FLAGS.items()),
        pl.date(pl.col("year_number"), 12, 31).alias("known_from_date"),
        ROW,
    )
    return context.reading({"dyad_year_alliance": rows})
