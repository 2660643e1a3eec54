"""Reads the academic collection of roll calls: final votes, paragraph votes and amendments."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.roll_calls import (
    COUNTED,
    detail_rows,
    judge_membership,
    known_day,
    resolution_rows,
    roll_call_ids,
    vote_rows,
)
from standpunkt.sources.connector.reading.sheet import Sheet

OPENING_MONTH = 9
SERIES = "roll_calls"
"""Themes of this series carry the ids of roll calls."""
THEMES = {
    "me": "middle_east",
    "nu": "nuclear",
    "di": "disarmament",
    "hr": "human_rights",
    "co": "colonialism",
    "ec": "economic",
}
COPIES, LAST_YEAR_OF_COPIES = ("co", "ec"), 2018
"""From 2019 on these two codes are the same in every row: one is a copy of the other, so neither is taken."""
FIRST_YEAR = 1946


def read(context: Context) -> Reading:
    """Reads votes, roll calls and their kinds; totals are counted, as the file states none.

    Args:
        context: The snapshot.

    Returns:
        `state_roll_call_vote`, `roll_call_resolution`, `roll_call_detail`, `roll_call_theme`.
    """
    calls, votes = context.open("roll_calls"), context.open("votes")
    if calls is None or votes is None:
        return context.reading({})
    _take_calls(calls)
    votes.add_lookup("vote", "vote", "stance")
    votes.add_state("iso3", "state")
    votes.require_unique("rc", "state")
    votes.frame = votes.frame.select(ROW, "rc", pl.col("state").alias("iso3"), pl.col("stance").alias("vote"))
    ids = roll_call_ids(calls.frame, votes.frame, "rc")
    known = calls.frame.join(ids, on="rc")
    votes.frame = votes.frame.join(known.select("rc", "roll_call_id", "date"), on="rc", how="left")
    votes.quarantine("unknown_roll_call", pl.col("roll_call_id").is_null(), "rc")
    judge_membership(votes)
    counted = votes.frame.group_by("rc").agg(
        *((pl.col("vote") == vote).sum().cast(pl.Int64).alias(name) for name, vote in COUNTED.items()),
        (pl.col("vote") == "absent").sum().cast(pl.Int64).alias("absent_count"),
        pl.len().alias("member_count"),
    )
    told = known.join(counted, on="rc")
    return context.reading(
        {
            "state_roll_call_vote": vote_rows(votes.frame),
            "roll_call_resolution": resolution_rows(told),
            "roll_call_detail": detail_rows(told),
            "roll_call_theme": _theme_rows(told),
        }
    )


def _take_calls(calls: Sheet) -> None:
    calls.require_unique("rc")
    calls.add_date("date", "day")
    is_part = (pl.col("para") == "1").fill_null(value=False)
    is_change = (pl.col("amend") == "1").fill_null(value=False)
    is_final = pl.col("unres").fill_null("").str.len_chars() > 0
    kind = pl.when(is_part).then(pl.lit("paragraph")).when(is_change).then(pl.lit("amendment"))
    title = pl.coalesce(pl.col("short").replace("", None), pl.col("descr").replace("", None))
    calls.frame = calls.frame.select(
        ROW,
        "rc",
        pl.col("day").alias("date"),
        pl.col("session").fill_null(_regular_session()).cast(pl.String),
        pl.col("unres").alias("resolution"),
        kind.when(is_final).then(pl.lit("final")).otherwise(pl.lit("unknown")).alias("kind"),
        title.alias("title"),
        *(
            pl.col(name).cast(pl.String).is_in(["true", "1"]).fill_null(value=False).alias(name)
            for name in THEMES
        ),
    )


def _theme_rows(calls: pl.DataFrame) -> pl.DataFrame:
    """Issue codes as rows of `roll_call_theme`."""
    is_copy = pl.col("code").is_in(COPIES) & (pl.col("date").dt.year() > LAST_YEAR_OF_COPIES)
    long = calls.unpivot(
        list(THEMES), index=["roll_call_id", "date", ROW], variable_name="code", value_name="is_so"
    )
    return (
        long.filter(pl.col("is_so") & ~is_copy)
        .select(
            pl.lit(SERIES).alias("series_id"),
            pl.col("roll_call_id").alias("record_id"),
            pl.col("code").replace_strict(THEMES).alias("theme_code"),
            known_day().alias("known_from_date"),
            ROW,
        )
        .sort("record_id", "theme_code")
    )


def _regular_session() -> pl.Expr:
    """The session in progress on a day: the n-th begins in September of the year 1945 + n."""
    has_begun = pl.col("day").dt.month() >= OPENING_MONTH
    return (pl.col("day").dt.year() - FIRST_YEAR + has_begun.cast(pl.Int32)).cast(pl.Int64)
