"""Reads monthly imports of gas, oil and coal by partner; the partner of gas is the last border."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.energy_rows import energy_rows


def read(context: Context) -> Reading:
    """Reads all fuels; crude oil labelled tonne holds thousand tonnes (Germany from Russia 2021: 27,741).

    Args:
        context: The snapshot.

    Returns:
        `dyad_month_energy_trade`.
    """
    sheet = context.open("imports")
    if sheet is None:
        return context.reading({})
    is_gas = pl.col("commodity").str.contains("gas|lng")
    meaning = pl.when(is_gas).then(pl.lit("border")).otherwise(pl.lit("origin"))
    is_crude = (pl.col("commodity") == "crude_oil") & (pl.col("unit_code") == "tonnes")
    unit = pl.when(is_crude).then(pl.lit("thousand_tonnes")).otherwise("unit_code")
    return context.reading({"dyad_month_energy_trade": energy_rows(sheet, "eurostat_energy", meaning, unit)})
