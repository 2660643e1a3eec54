"""Reads the supporters of the communiqué of June 2024 as a list that changes: joined and withdrew have days."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW


def read(context: Context) -> Reading:
    """Reads one spell per state and day; a state that withdrew ends the spell of its signature.

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
    sheet.add_date("date", "from_date")
    sheet.quarantine("empty", pl.col("from_date").is_null(), "date")
    sheet.require_unique("state", "from_date")
    rows = sheet.frame.sort("state", "from_date").select(
        pl.col("state").alias("iso3"),
        pl.lit("buergenstock_2024").alias("declaration_id"),
        pl.col("stance").alias("status"),
        "from_date",
        pl.col("from_date").shift(-1).over("state").alias("to_date"),
        pl.col("from_date").alias("known_from_date"),
        pl.lit("press").alias("verification"),
        ROW,
    )
    return context.reading({"state_declaration_spell_support": rows})
