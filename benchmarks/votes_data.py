"""Votes of the shared test data for benchmarks: the mirror alone, and the table from all sources."""

import os
from pathlib import Path

import polars as pl

from standpunkt.measures.votes.vote_set import cast_votes

SHARED = Path(os.environ.get("STANDPUNKT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
WORDS = {"Y": "yes", "A": "abstain", "N": "no", "X": "absent"}
NUMBERS = {1: "yes", 2: "abstain", 3: "no", 8: "absent"}
Tables = tuple[pl.DataFrame, pl.DataFrame]


def mirror() -> Tables:
    """Roll calls and votes of the UN Library's file."""
    raw = pl.read_csv(
        SHARED / "mirror/un_ga_voting/2025_08_31_ga_voting.csv.gz", infer_schema_length=0, null_values=[]
    )
    raw = raw.with_columns(roll_call_id=pl.format("U{}", "undl_id"), date=pl.col("date").str.to_date())
    roll_calls = raw.select(
        "roll_call_id", "date", "session", symbol_code="resolution", title_text="title"
    ).unique("roll_call_id")
    votes = raw.select("roll_call_id", iso3="ms_code", vote=pl.col("ms_vote").replace_strict(WORDS))
    return roll_calls, votes.unique(["roll_call_id", "iso3"])


def every_source() -> Tables:
    """The academic table, and what only the UN Library's file has (emergency session 11, after June 2024)."""
    folder = SHARED / "data/votes"
    coded = pl.read_parquet(folder / "unga_rollcalls_1946_2024.parquet")
    roll_calls = coded.select(
        pl.format("V{}", "rc").alias("roll_call_id"),
        pl.col("date").cast(pl.Date),
        pl.col("session").cast(pl.String),
        pl.col("unres").alias("symbol_code"),
        pl.coalesce("short", "descr").alias("title_text"),
    )
    long = pl.read_parquet(folder / "unga_votes_1946_2024_long.parquet")
    votes = long.select(
        pl.format("V{}", "rc").alias("roll_call_id"),
        "iso3",
        pl.col("vote").replace_strict(NUMBERS, return_dtype=pl.String),
    )
    new_roll_calls, new_votes = mirror()
    emergency = pl.col("symbol_code").fill_null("").str.contains("ES-11|ES/11")
    new_roll_calls = new_roll_calls.filter(emergency | (pl.col("date") > pl.date(2024, 6, 4)))
    new_votes = new_votes.join(new_roll_calls.select("roll_call_id"), on="roll_call_id", how="semi")
    return (
        pl.concat([roll_calls, new_roll_calls.select(roll_calls.columns)]),
        pl.concat([votes, new_votes.select(votes.columns)]),
    )


def cast_of(tables: Tables) -> pl.DataFrame:
    """Votes with day, session and code."""
    return cast_votes(*tables)
