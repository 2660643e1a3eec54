"""Reads physical flows by day and adds up operators and zones of a state towards each neighbouring system."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

KEY = ["iso3", "neighbour_text", "direction_code", "date"]
PARTS = ("operatorKey", "bzKey")
DAY_LENGTH = 10


def read(context: Context) -> Reading:
    """Reads gas in and out; a neighbour that is no single state keeps its name and has no code.

    Args:
        context: The snapshot.

    Returns:
        `state_day_gas_flow`.
    """
    sheet = context.open("flows")
    if sheet is None:
        return context.reading({})
    for column, wanted in (("indicator", "Physical Flow"), ("periodType", "day"), ("unit", "kWh/d")):
        sheet.quarantine("unknown_category", pl.col(column) != wanted, column)
    sheet.quarantine("unknown_category", ~pl.col("directionKey").is_in(["entry", "exit"]), "directionKey")
    sheet.add_lookup("flowStatus", "status", "quality")
    sheet.quarantine("empty", pl.col("adjacentSystemsLabel").is_null(), "adjacentSystemsLabel")
    sheet.ignore("value_empty", pl.col("value").is_null())
    sheet.add_number("value", "flow")
    sheet.quarantine("negative", pl.col("flow") < 0, "value")
    sheet.add(date=pl.col("periodFrom").str.slice(0, DAY_LENGTH).str.to_date("%Y-%m-%d", strict=False))
    sheet.quarantine("no_date", pl.col("date").is_null(), "periodFrom")
    sheet.add_state("countryKey", "iso3")
    sheet.require_unique("countryKey", *PARTS, "directionKey", "adjacentSystemsKey", "date")
    told = sheet.frame.rename({"adjacentSystemsLabel": "neighbour_text", "directionKey": "direction_code"})
    added = told.group_by(KEY, maintain_order=True).agg(
        pl.col("flow").sum().alias("flow_kwh"),
        pl.col("quality").sort().first(),  # one provisional part makes the sum provisional
        pl.col(ROW).min(),
    )
    codes = context.states(added["neighbour_text"]) if added.height else {}
    neighbour = pl.col("neighbour_text").replace_strict(codes, default=None, return_dtype=pl.String)
    is_other = neighbour != pl.col("iso3")
    rows = added.with_columns(
        pl.when(is_other).then(neighbour).alias("neighbour_iso3"),
        pl.col("date").alias("known_from_date"),
    )
    return context.reading({"state_day_gas_flow": rows})
