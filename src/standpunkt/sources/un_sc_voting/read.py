"""Reads votes of the Security Council on adopted texts, and vetoes: up to three members that stop a draft."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.roll_calls import judge_tallies
from standpunkt.sources.connector.reading.sheet import Sheet

TOTALS = {"total_yes": "yes_count", "total_no": "no_count", "total_abstentions": "abstain_count"}
MEMBERS = ("member_veto1", "member_veto2", "member_veto3")


def read(context: Context) -> Reading:
    """Reads the votes on adopted resolutions and the vetoes that stopped drafts.

    Args:
        context: The snapshot.

    Returns:
        `state_council_vote`, `event_veto`.
    """
    tables: dict[str, pl.DataFrame] = {}
    votes = context.open("votes")
    if votes is not None:
        tables["state_council_vote"] = _votes(votes)
    vetoes = context.open("vetoes")
    if vetoes is not None:
        tables["event_veto"] = _vetoes(context, vetoes)
    return context.reading(tables)


def _votes(sheet: Sheet) -> pl.DataFrame:
    """One row per member and resolution; counted votes must equal the totals that the file states."""
    sheet.add_lookup("ms_vote", "vote", "vote")
    sheet.add_lookup("permanent_member", "permanent", "permanent")
    sheet.add_state("ms_code", "iso3")
    sheet.add_date("date", "day")
    for total, into in TOTALS.items():
        sheet.add_integer(total, into)
    symbol = pl.col("resolution").str.strip_chars().str.to_uppercase()
    sheet.add(resolution_code=symbol.str.replace(r"^(S/RES/\d+)\s*\((\d{4})\)$", "${1} (${2})"))
    is_symbol = pl.col("resolution_code").str.contains(r"^S/RES/\d+ \(\d{4}\)$").fill_null(value=False)
    sheet.quarantine("unknown_category", ~is_symbol, "resolution")
    sheet.quarantine("no_date", pl.col("day").is_null(), "date")
    sheet.require_unique("resolution_code", "iso3")
    judge_tallies(sheet, "resolution_code")
    return sheet.frame.select(
        "resolution_code",
        "iso3",
        pl.col("day").alias("date"),
        "vote",
        (pl.col("permanent") == "true").alias("is_permanent"),
        pl.col("modality")
        .str.to_lowercase()
        .str.contains("without")
        .fill_null(value=False)
        .alias("is_without_vote"),
        pl.col("description").alias("topic_text"),
        pl.col("undl_link").alias("address"),
        pl.col("day").alias("known_from_date"),
        ROW,
    )


def _vetoes(context: Context, sheet: Sheet) -> pl.DataFrame:
    """One row per draft and member; a veto is known from its day."""
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
    return rows.unique(keys, keep="first", maintain_order=True)
