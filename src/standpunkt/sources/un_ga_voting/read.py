"""Reads the General Assembly's voting data: one row per state and roll call, totals repeated in each."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.roll_calls import (
    detail_rows,
    judge_membership,
    judge_tallies,
    normalised_symbol,
    resolution_rows,
    roll_call_ids,
    vote_rows,
)
from standpunkt.sources.connector.reading.sheet import Sheet

EDITION_2024_09 = {
    "ms_codes": "ms_code",
    "resolutions": "resolution",
    "yes": "total_yes",
    "no": "total_no",
    "abstentions": "total_abstentions",
    "non-voting": "total_non_voting",
    "total-voting": "total_ms",
}
"""Names of columns in the edition of September 2024, and those of the later ones."""
TOTALS = {
    "total_yes": "yes_count",
    "total_no": "no_count",
    "total_abstentions": "abstain_count",
    "total_non_voting": "absent_count",
}


def read(context: Context) -> Reading:
    """Reads votes, roll calls and what is known of each roll call.

    Args:
        context: The snapshot.

    Returns:
        `state_roll_call_vote`, `roll_call_resolution`, `roll_call_detail`.
    """
    sheet = context.open("votes")
    if sheet is None:
        return context.reading({})
    _take_columns(sheet)
    sheet.require_unique("undl_id", "iso3")
    judge_tallies(sheet, "undl_id")
    calls = sheet.frame.unique("undl_id", keep="first", maintain_order=True)
    calls = calls.join(roll_call_ids(calls, sheet.frame, "undl_id"), on="undl_id", maintain_order="left")
    calls = calls.with_columns(pl.lit("final").alias("kind"), pl.col("undl_link").alias("address"))
    judge_membership(sheet)
    ids = calls.select("undl_id", "roll_call_id", "address")
    return context.reading(
        {
            "state_roll_call_vote": vote_rows(sheet.frame.join(ids, on="undl_id", how="left")),
            "roll_call_resolution": resolution_rows(calls),
            "roll_call_detail": detail_rows(calls),
        }
    )


def _name_as_v3(sheet: Sheet) -> None:
    """The edition of September 2024 has other names, and no session: the symbol of the resolution says it."""
    if "ms_codes" not in sheet.frame.columns:
        return
    symbol = normalised_symbol("resolution")
    session = pl.coalesce(symbol.str.extract(r"^A/RES/(\d+)/"), symbol.str.extract(r"^A/RES/(ES?-\d+)/"))
    sheet.frame = sheet.frame.rename(EDITION_2024_09).with_columns(session=session.fill_null("unknown"))


def _take_columns(sheet: Sheet) -> None:
    _name_as_v3(sheet)
    vote = "ms_vote" if "ms_vote" in sheet.frame.columns else "ms_votes"
    sheet.add_lookup(vote, "vote", "vote")
    sheet.add_state("ms_code", "iso3")
    sheet.add_date("date", "vote_date")
    for total, into in TOTALS.items():
        sheet.add_integer(total, into)
    sheet.quarantine("empty", pl.col("undl_id").is_null() | pl.col("session").is_null(), "undl_id")
    sheet.frame = sheet.frame.select(
        ROW,
        "undl_id",
        "iso3",
        "vote",
        pl.col("vote_date").alias("date"),
        "session",
        "resolution",
        "title",
        *TOTALS.values(),
        pl.col("total_ms").cast(pl.Int64, strict=False).alias("member_count"),
        "undl_link",
    )
