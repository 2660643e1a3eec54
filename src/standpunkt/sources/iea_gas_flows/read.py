"""Reads monthly flows of gas through border points; one end may be no state (liquefied gas)."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

MILLION = 1e6


def read(context: Context) -> Reading:
    """Reads volumes in cubic metres; counter-flows are negative in the source and stay so.

    Args:
        context: The snapshot.

    Returns:
        `event_gas_point_flow`.
    """
    sheet = context.open("flows")
    if sheet is None:
        return context.reading({})
    sheet.ignore("value_empty", pl.col("mcm").is_null())
    sheet.add(month_day=pl.col("month") + "-01")
    sheet.add_date("month_day", "month_date")
    sheet.require_unique("point", "exit", "entry", "month_date")
    codes = context.states(pl.concat([sheet.frame["exit"], sheet.frame["entry"]]))
    ends = {
        f"{end}_iso3": pl.col(end).replace_strict(codes, default=None, return_dtype=pl.String)
        for end in ("exit", "entry")
    }
    rows = sheet.frame.select(
        pl.col("point").alias("point_text"),
        pl.col("exit").alias("exit_text"),
        pl.col("entry").alias("entry_text"),
        "month_date",
        *(code.alias(name) for name, code in ends.items()),
        (pl.col("mcm") * MILLION).alias("volume_m3"),
        pl.col("month_date").dt.offset_by("3mo").alias("known_from_date"),
        ROW,
    )
    return context.reading({"event_gas_point_flow": rows})
