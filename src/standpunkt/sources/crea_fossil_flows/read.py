"""Reads monthly imports of fuels from Russia: the tracker's estimates, and an older mix of two statistics."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.energy_rows import energy_rows
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet

UNITS = {"value_tonne": "tonnes", "value_eur": "eur"}
DAY_LENGTH = 10


def read(context: Context) -> Reading:
    """Reads tonnes and euros by commodity; the group EU is left out.

    Args:
        context: The snapshot.

    Returns:
        `dyad_month_energy_trade`.
    """
    frames = [_counter(part) for part in context.parts("counter")]
    sheet = context.open("imports")
    if sheet is not None:
        is_gas = pl.col("commodity").str.contains("gas|lng")  # of gas, statistics name the last border
        meaning = pl.when(is_gas).then(pl.lit("border")).otherwise(pl.lit("origin"))
        # Only imports from one supplier stand in the file: their sum is no total.
        frames.append(energy_rows(sheet, "crea_fossil_flows", meaning)["dyad_month_energy_trade"])
    return context.reading({"dyad_month_energy_trade": pl.concat(frames)} if frames else {})


def _counter(sheet: Sheet) -> pl.DataFrame:
    """Estimates of the tracker, at the prices that were paid; other scenarios of prices are left out."""
    sheet.ignore("other_scenario", pl.col("pricing_scenario") != "default")
    sheet.ignore("destination_unknown", pl.col("destination_iso2").is_null())
    sheet.add_state("destination_iso2", "state_iso3")
    sheet.ignore("own_state", pl.col("state_iso3") == "RUS")
    sheet.add(month_date=pl.col("month").str.slice(0, DAY_LENGTH).str.to_date("%Y-%m-%d", strict=False))
    sheet.quarantine("no_date", pl.col("month_date").is_null(), "month")
    sheet.quarantine("empty", pl.col("commodity").is_null(), "commodity")
    for column, unit in UNITS.items():
        sheet.add_number(column, unit)
        sheet.quarantine("negative", pl.col(unit) < 0, column)
    sheet.require_unique("state_iso3", "commodity", "month_date")
    long = sheet.frame.unpivot(
        list(UNITS.values()),
        index=["state_iso3", "commodity", "month_date", ROW],
        variable_name="unit_code",
        value_name="quantity_value",
    ).filter(pl.col("quantity_value").is_not_null())
    return long.select(
        "state_iso3",
        pl.lit("RUS").alias("supplier_iso3"),
        "commodity",
        "unit_code",
        "month_date",
        pl.lit("crea_tracker").alias("series_id"),
        "quantity_value",
        pl.lit("origin").alias("partner_meaning"),
        pl.lit("estimated").alias("quality"),
        pl.lit(None, pl.String).alias("flag_codes"),
        pl.col("month_date").dt.offset_by("1mo").alias("known_from_date"),
        ROW,
    )
