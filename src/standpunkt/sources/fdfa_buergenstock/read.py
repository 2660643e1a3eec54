"""Reads the supporters of the communiqué of June 2024: a list that changes, so each change has its day."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

SUMMIT = "2024-06-16"
WITHDREW = "withdrew"


def read(context: Context) -> Reading:
    """Reads spells of support; a withdrawal ends the signature of the summit's last day.

    A date that names the month only counts from the last day of the month.

    Args:
        context: The snapshot.

    Returns:
        `state_declaration_spell_support`.
    """
    sheet = context.open("supporters")
    if sheet is None:
        return context.reading({})
    sheet.add_state("iso3", "state")
    sheet.add_lookup("status", "status", "stance")
    month_end = (pl.col("date") + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end()
    sheet.add(from_date=pl.coalesce(pl.col("date").str.to_date("%Y-%m-%d", strict=False), month_end))
    sheet.quarantine("no_date", pl.col("from_date").is_null(), "date")
    sheet.require_unique("state")
    changed = sheet.frame.filter(pl.col("stance") == WITHDREW)
    before = changed.with_columns(
        pl.lit("signed").alias("stance"),
        pl.col("from_date").alias("to_date"),
        pl.lit(SUMMIT).str.to_date().alias("from_date"),
    )
    rows = pl.concat([sheet.frame, before], how="diagonal").select(
        pl.col("state").alias("iso3"),
        pl.lit("buergenstock_2024").alias("declaration_id"),
        pl.col("stance").alias("status"),
        "from_date",
        "to_date" if changed.height else pl.lit(None, pl.Date).alias("to_date"),
        pl.col("from_date").alias("known_from_date"),
        pl.lit("press").alias("verification"),
        ROW,
    )
    return context.reading({"state_declaration_spell_support": rows})
