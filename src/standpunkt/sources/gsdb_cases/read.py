"""Reads sanctions cases; a target that is a group of states or an armed group is left out."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

KINDS = ("trade", "arms", "military", "financial", "travel", "other")


def read(context: Context) -> Reading:
    """Reads one row per case and sender; a sender that is no state stays as text.

    Args:
        context: The snapshot.

    Returns:
        `event_sanction_case`.
    """
    sheet = context.open("cases")
    if sheet is None:
        return context.reading({})
    sheet.add_state("sanctioned_state", "target_iso3", "en")
    for column in ("begin", "end"):
        sheet.add_integer(column, f"year:{column}")
    sheet.quarantine("empty", pl.col("year:begin").is_null() | pl.col("year:end").is_null(), "begin")
    sheet.quarantine("out_of_range", pl.col("year:begin") > pl.col("year:end"), "end")
    for kind in KINDS:
        sheet.quarantine("unknown_category", ~pl.col(kind).is_in(["0", "1"]), kind)
    sheet.require_unique("case_id", "target_iso3", "sanctioning_state")
    codes = context.states(sheet.frame["sanctioning_state"])
    named = [pl.when(pl.col(kind) == "1").then(pl.lit(kind)) for kind in KINDS]
    rows = sheet.frame.select(
        "case_id",
        "target_iso3",
        pl.col("sanctioning_state").alias("sender_text"),
        pl.col("sanctioning_state")
        .replace_strict(codes, default=None, return_dtype=pl.String)
        .alias("sender_iso3"),
        pl.col("year:begin").alias("from_year"),
        pl.col("year:end").alias("to_year"),
        pl.concat_str(named, separator=",", ignore_nulls=True).alias("kinds_text"),
        pl.date(pl.col("year:begin"), 12, 31).alias("known_from_date"),
        ROW,
    )
    return context.reading({"event_sanction_case": rows})
