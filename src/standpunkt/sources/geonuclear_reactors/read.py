"""Reads power reactors; the Soviet and Russian line is told by the model."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW


def read(context: Context) -> Reading:
    """Reads reactors with dates, capacity and model.

    Args:
        context: The snapshot.

    Returns:
        `event_reactor`.
    """
    sheet = context.open("reactors")
    if sheet is None:
        return context.reading({})
    sheet.add_state("CountryCode", "iso3")
    for column in ("ConstructionStartAt", "OperationalFrom", "OperationalTo"):
        sheet.add_date(column, f"day:{column}")
    sheet.add_number("Capacity", "capacity_mw")
    sheet.quarantine("negative", pl.col("capacity_mw") < 0, "Capacity")
    sheet.require_unique("Id")
    rows = sheet.frame.select(
        pl.col("Id").alias("reactor_id"),
        "iso3",
        pl.col("Name").alias("name_text"),
        pl.col("Status").alias("status_text"),
        pl.col("ReactorModel").alias("model_text"),
        pl.col("ReactorModel").fill_null("").str.contains("(?i)vver|wwer").alias("is_vver"),
        pl.col("day:ConstructionStartAt").alias("construction_date"),
        pl.col("day:OperationalFrom").alias("from_date"),
        pl.col("day:OperationalTo").alias("to_date"),
        "capacity_mw",
        ROW,
    )
    return context.reading({"event_reactor": rows})
