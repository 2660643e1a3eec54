"""Reads the codes that Gleditsch and Ward give to states."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

LAST_YEAR = 2017


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
    sheet.add_integer("gwcode", "code")
    sheet.add_date("startdate", "from_date")
    sheet.add_date("enddate", "end_date")
    sheet.quarantine("empty", pl.col("from_date").is_null(), "startdate")
    sheet.require_unique("code", "from_date")
    codes = context.states(sheet.frame["statename"])
    ended = pl.when(pl.col("end_date").dt.year() < LAST_YEAR).then(pl.col("end_date").dt.offset_by("1d"))
    rows = sheet.frame.select(
        pl.lit("gw").alias("system_id"),
        pl.col("code").cast(pl.String).alias("state_code"),
        "from_date",
        pl.col("statename").alias("name_text"),
        ended.alias("to_date"),
        pl.col("statename").replace_strict(codes, default=None, return_dtype=pl.String).alias("iso3"),
        ROW,
    )
    return context.reading({"state_code_spell": rows})
