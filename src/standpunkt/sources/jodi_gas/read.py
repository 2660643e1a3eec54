"""Reads lines of gas balances by state and month."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

MILLION = 1e6


def read(context: Context) -> Reading:
    """Reads natural gas in cubic metres (the source counts millions) and terajoules.

    Args:
        context: The snapshot.

    Returns:
        `state_month_gas_balance`.
    """
    sheet = context.open("balances")
    if sheet is None:
        return context.reading({})
    sheet.add_lookup("ENERGY_PRODUCT", "product", "product")
    sheet.add_lookup("UNIT_MEASURE", "unit", "unit_code")
    sheet.add_lookup("FLOW_BREAKDOWN", "flow", "flow_code")
    sheet.ignore("value_empty", pl.col("OBS_VALUE").is_null())
    sheet.add_number("OBS_VALUE", "obs")
    sheet.add(day=pl.col("TIME_PERIOD") + "-01")
    sheet.add_date("day", "month_date")
    sheet.add_state("REF_AREA", "iso3")
    sheet.require_unique("iso3", "month_date", "flow_code", "unit_code")
    factor = pl.when(pl.col("unit_code") == "m3").then(MILLION).otherwise(1.0)
    rows = sheet.frame.select(
        "iso3",
        "month_date",
        "flow_code",
        "unit_code",
        (pl.col("obs") * factor).alias("quantity_value"),
        pl.lit("reported").alias("quality"),
        pl.col("month_date").dt.offset_by("3mo").alias("known_from_date"),
        ROW,
    )
    return context.reading({"state_month_gas_balance": rows})
