"""Reads vetoes in the Security Council: one row per draft, up to three members that stopped it."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW

MEMBERS = ("member_veto1", "member_veto2", "member_veto3")


def read(context: Context) -> Reading:
    """Reads one row per draft and member; a veto is known from its day.

    Args:
        context: The snapshot.

    Returns:
        `event_veto`.
    """
    sheet = context.open("vetoes")
    if sheet is None:
        return context.reading({})
    sheet.add_date("date", "day", "%m/%d/%Y")
    sheet.quarantine("empty", pl.col("draft").is_null() | pl.col("day").is_null(), "draft")
    sheet.quarantine("empty", pl.col("member_veto1").is_null(), "member_veto1")
    sheet.add(meeting=pl.col("meeting_record").fill_null("unknown"))
    long = sheet.frame.unpivot(
        MEMBERS, index=[ROW, "draft", "meeting", "day", "agenda_item", "crisis_topic"], value_name="member"
    ).filter(pl.col("member").is_not_null())
    codes = context.states(long["member"])
    rows = long.with_columns(pl.col("member").replace_strict(codes, default=None).alias("iso3")).select(
        pl.col("draft").alias("draft_code"),
        pl.col("meeting").alias("meeting_code"),
        pl.col("day").alias("date"),
        "iso3",
        pl.col("agenda_item").alias("agenda_text"),
        pl.col("crisis_topic").alias("topic_text"),
        pl.col("day").alias("known_from_date"),
        ROW,
    )
    keys = ["draft_code", "meeting_code", "date", "iso3"]
    return context.reading({"event_veto": rows.unique(keys, keep="first", maintain_order=True)})
