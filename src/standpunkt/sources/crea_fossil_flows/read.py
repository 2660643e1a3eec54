"""Reads monthly imports of fuels from Russia by state, a mix of two statistics."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.energy_rows import energy_rows


def read(context: Context) -> Reading:
    """Reads eight commodities in tonnes and euros; the group EU is left out.

    Args:
        context: The snapshot.

    Returns:
        `dyad_month_energy_trade`.
    """
    sheet = context.open("imports")
    if sheet is None:
        return context.reading({})
    is_gas = pl.col("commodity").str.contains("gas|lng")  # of gas, statistics name the last border
    meaning = pl.when(is_gas).then(pl.lit("border")).otherwise(pl.lit("origin"))
    rows = energy_rows(sheet, "crea_fossil_flows", meaning)
    # Only imports from one supplier stand in the file: their sum is no total.
    return context.reading({"dyad_month_energy_trade": rows["dyad_month_energy_trade"]})
