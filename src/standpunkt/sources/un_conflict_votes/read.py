"""Reads the table of nine votes: one row per state, one column per resolution."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW


def read(context: Context) -> Reading:
    """Reads the votes, each known from its day.

    Args:
        context: The snapshot.

    Returns:
        `state_roll_call_vote`.
    """
    sheet = context.open("votes")
    if sheet is None:
        return context.reading({})
    sheet.add_state("iso3", "state")
    sheet.require_unique("state")
    lookups = context.declared.lookups
    calls = list(lookups["date"])
    for call in calls:
        sheet.add_lookup(call, "vote", f"vote:{call}")
    long = sheet.frame.unpivot(
        [f"vote:{call}" for call in calls], index=[ROW, "state"], variable_name="call", value_name="vote"
    ).with_columns(pl.col("call").str.strip_prefix("vote:").alias("roll_call_id"))
    rows = long.select(
        "roll_call_id",
        pl.col("state").alias("iso3"),
        "vote",
        pl.col("roll_call_id").replace_strict(lookups["date"]).str.to_date().alias("known_from_date"),
        pl.col("roll_call_id").replace_strict(lookups["verification"]).alias("verification"),
        ROW,
    )
    return context.reading({"state_roll_call_vote": rows})
