"""Reads the transcribed voting records of 2025: roll calls with stated totals, and votes."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.roll_calls import (
    detail_rows,
    judge_tallies,
    resolution_rows,
    roll_call_ids,
    vote_rows,
)
from standpunkt.sources.connector.reading.sheet import Sheet

COUNTS = {
    "YES COUNT": "yes_count",
    "NO COUNT": "no_count",
    "ABSTAIN COUNT": "abstain_count",
    "NO-VOTE COUNT": "absent_count",
    "TOTAL VOTES": "member_count",
}


def read(context: Context) -> Reading:
    """Reads Assembly and Council alike; counted votes must equal the stated counts.

    Args:
        context: The snapshot.

    Returns:
        `state_roll_call_vote`, `roll_call_resolution`, `roll_call_detail`.
    """
    calls, votes = context.open("roll_calls"), context.open("votes")
    if calls is None or votes is None:
        return context.reading({})
    _take_calls(calls)
    votes.add_lookup("vote", "vote", "stance")
    votes.add_state("iso3", "state")
    votes.require_unique("token", "state")
    votes.frame = votes.frame.select(
        ROW, "token", pl.col("state").alias("iso3"), pl.col("stance").alias("vote")
    )
    known = calls.frame.join(roll_call_ids(calls.frame, votes.frame, "token"), on="token")
    votes.frame = votes.frame.join(known.drop(ROW), on="token", how="left")
    votes.quarantine("unknown_roll_call", pl.col("roll_call_id").is_null(), "token")
    judge_tallies(votes, "token")
    return context.reading(
        {
            "state_roll_call_vote": vote_rows(votes.frame),
            "roll_call_resolution": resolution_rows(known),
            "roll_call_detail": detail_rows(known),
        }
    )


def _take_calls(calls: Sheet) -> None:
    calls.require_unique("token")
    calls.add_date("Date", "date")
    for column, into in COUNTS.items():
        calls.add_integer(column, into)
    is_council = pl.col("Council") == "Security Council"
    session = pl.col("Resolution").str.extract(r"^A/RES/(?:ES-)?(\d+)/")
    is_emergency = pl.col("Resolution").str.contains("ES-", literal=True)
    session = pl.when(is_emergency).then(session + pl.lit("emsp")).otherwise(session)
    calls.frame = calls.frame.select(
        ROW,
        "token",
        "date",
        pl.when(is_council)
        .then(pl.col("date").dt.year().cast(pl.String))
        .otherwise(session)
        .alias("session"),
        pl.col("Resolution").str.replace_all(r"[()]", "/").str.strip_suffix("/").alias("resolution"),
        pl.lit("final").alias("kind"),
        pl.col("Title").alias("title"),
        *COUNTS.values(),
        pl.col("Link").alias("address"),
    )
