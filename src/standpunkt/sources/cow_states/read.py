"""Reads the codes that the Correlates of War project gives to states."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.trade_rows import day_of

LAST_YEAR = 2016


def read(context: Context) -> Reading:
    """Reads one spell per state; an end in the last year of the data is no end.

    Args:
        context: The snapshot.

    Returns:
        `state_code_spell`.
    """
    sheet = context.open("states")
    if sheet is None:
        return context.reading({})
    for part in ("styear", "stmonth", "stday", "endyear", "endmonth", "endday"):
        sheet.add_integer(part, f"n:{part}")
    sheet.add_integer("ccode", "code")
    sheet.add(from_date=day_of("n:styear", "n:stmonth", "n:stday"))
    sheet.add(end_date=day_of("n:endyear", "n:endmonth", "n:endday"))
    sheet.quarantine("no_date", pl.col("from_date").is_null(), "styear")
    sheet.require_unique("code", "from_date")
    codes = context.states(sheet.frame["statenme"])
    ended = pl.when(pl.col("n:endyear") < LAST_YEAR).then(pl.col("end_date").dt.offset_by("1d"))
    rows = sheet.frame.select(
        pl.lit("cow").alias("system_id"),
        pl.col("code").cast(pl.String).alias("state_code"),
        "from_date",
        pl.col("statenme").alias("name_text"),
        ended.alias("to_date"),
        pl.col("statenme").replace_strict(codes, default=None, return_dtype=pl.String).alias("iso3"),
        ROW,
    )
    return context.reading({"state_code_spell": rows})
