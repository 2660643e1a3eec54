"""Which roll calls are looked at: the strongest choice in any analysis of votes, so it is declared."""

import re
from collections.abc import Sequence

import polars as pl

from standpunkt.study.model import RollCalls, Variant

CODES = {"absent": 0, "yes": 1, "abstain": 2, "no": 3}
"""Votes as numbers: 0 is missing; 1 to 3 are ordered."""
OPENING_MONTH = 9
TRUSTED_DAYS_FROM = 2003
_SESSION_FIRST = re.compile(r"^(?:A/)?R(?:ES)?/(.+)$")


def normalised_symbol(text: str) -> str:
    """Writes a resolution's symbol in one way.

    >>> normalised_symbol("R/68/262"), normalised_symbol(" a/res/es-11/1 ")
    ('A/RES/68/262', 'A/RES/ES-11/1')

    Args:
        text: A symbol as printed somewhere.

    Returns:
        The symbol as the General Assembly writes it; other texts in capitals without spaces.
    """
    plain = re.sub(r"\s+", "", text).upper()
    found = _SESSION_FIRST.match(plain)
    return f"A/RES/{found[1]}" if found else plain


def conflict_roll_calls(roll_calls: pl.DataFrame, wanted: RollCalls, variant: Variant) -> pl.DataFrame:
    """The conflict's roll calls in one variant of the vote set.

    Args:
        roll_calls: roll_call_id, symbol_code, date, title_text.
        wanted: What the study declares.
        variant: One of its variants; its subjects are looked for in the titles.

    Returns:
        roll_call_id, date; sorted by date and id, one row per symbol.
    """
    dropped = {normalised_symbol(symbol) for symbol in variant.drop}
    symbols = {normalised_symbol(symbol) for symbol in wanted.conflict} - dropped
    symbol = pl.col("symbol_code").map_elements(normalised_symbol, return_dtype=pl.String)
    named = roll_calls.with_columns(symbol.alias("symbol"))
    chosen = pl.col("symbol").is_in(sorted(symbols)) | (
        _has_subject(variant.add_subjects) & ~pl.col("symbol").is_in(sorted(dropped))
    )
    found = named.filter(chosen).sort("date", "roll_call_id").unique("symbol", keep="first")
    return found.select("roll_call_id", "date").sort("date", "roll_call_id")


def _has_subject(subjects: Sequence[str]) -> pl.Expr:
    title = pl.col("title_text").str.to_lowercase()
    found = [title.str.contains(subject.lower(), literal=True) for subject in subjects]
    return pl.any_horizontal(found) if found else pl.lit(value=False)


def cast_votes(roll_calls: pl.DataFrame, votes: pl.DataFrame) -> pl.DataFrame:
    """Every recorded vote with day, session and code.

    Emergency sessions get the regular session in progress: it opens in September of the year session + 1945.
    Before 2003 the printed days cannot be trusted, so a vote counts as known on the last day of its month.

    Args:
        roll_calls: roll_call_id, symbol_code, date, session, title_text.
        votes: roll_call_id, iso3, vote (yes, no, abstain, absent).

    Returns:
        roll_call_id, date, known_date, session, iso3, code (0 absent, 1 yes, 2 abstain, 3 no); sorted by roll
        call and state.
    """
    day = pl.col("date")
    by_date = day.dt.year() - pl.when(day.dt.month() >= OPENING_MONTH).then(1945).otherwise(1946)
    printed = pl.col("session").cast(pl.String).str.extract(r"^(\d+)$").cast(pl.Int32, strict=False)
    known = pl.when(day.dt.year() < TRUSTED_DAYS_FROM).then(day.dt.month_end()).otherwise(day)
    dated = roll_calls.select(
        "roll_call_id",
        "date",
        known.alias("known_date"),
        pl.coalesce(printed, by_date).cast(pl.Int32).alias("session"),
    )
    coded = votes.select(
        "roll_call_id", "iso3", pl.col("vote").replace_strict(CODES, return_dtype=pl.Int8).alias("code")
    )
    found = coded.join(dated, on="roll_call_id")
    return found.select("roll_call_id", "date", "known_date", "session", "iso3", "code").sort(
        "roll_call_id", "iso3"
    )


def contested(cast: pl.DataFrame) -> pl.DataFrame:
    """Votes of roll calls on which at least two answers were given, without absences.

    Args:
        cast: As `cast_votes` gives it.

    Returns:
        The same columns.
    """
    given = cast.filter(pl.col("code") > 0)
    sums = given.group_by("roll_call_id").agg(
        (pl.col("code").min() != pl.col("code").max()).alias("is_contested")
    )
    return given.join(sums.filter("is_contested").select("roll_call_id"), on="roll_call_id", how="semi")
