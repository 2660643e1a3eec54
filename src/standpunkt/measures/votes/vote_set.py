"""Which roll calls are looked at: the strongest choice in any analysis of votes, so it is declared."""

import re
from collections.abc import Sequence

import numpy as np
import polars as pl

from standpunkt.measures.votes.scaling.ballots import VoteMatrix
from standpunkt.study.model import RollCalls, Variant
from standpunkt.tables.voting.sessions import regular_session
from standpunkt.tables.voting.sheet import CODES, NO_ROW

CAST = ("roll_call_id", "date", "known_date", "session", "iso3", "code")
COUNCIL = r"^S[_/](RES|PV|\d{4}/)"
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


def dated_roll_calls(roll_calls: pl.DataFrame) -> pl.DataFrame:
    """The General Assembly's roll calls with day and regular session; those of other bodies are left out.

    Emergency and special sessions get the regular session in progress (`tables.voting.sessions`). The
    Security Council numbers by years and fifteen states vote in it: its votes are another matter.

    Args:
        roll_calls: roll_call_id, symbol_code, date, session.

    Returns:
        roll_call_id, date, session.
    """
    session = regular_session(pl.col("session").cast(pl.String), pl.col("date"))
    is_council = pl.any_horizontal(
        pl.col(name).str.contains(COUNCIL).fill_null(value=False) for name in ("symbol_code", "roll_call_id")
    )
    return roll_calls.filter(~is_council).select("roll_call_id", "date", session.alias("session"))


def known_on(day: pl.Expr) -> pl.Expr:
    """When a vote counts as known: before 2003 printed days are wrong, so on the last of the month."""
    return pl.when(day.dt.year() < TRUSTED_DAYS_FROM).then(day.dt.month_end()).otherwise(day)


def cast_votes(roll_calls: pl.DataFrame, votes: pl.DataFrame) -> pl.DataFrame:
    """Every recorded vote of the General Assembly with day, session and code.

    Args:
        roll_calls: roll_call_id, symbol_code, date, session, title_text.
        votes: roll_call_id, iso3, vote (yes, no, abstain, absent).

    Returns:
        roll_call_id, date, known_date, session, iso3, code (0 absent, 1 yes, 2 abstain, 3 no); sorted by roll
        call and state.
    """
    dated = dated_roll_calls(roll_calls).with_columns(known_on(pl.col("date")).alias("known_date"))
    coded = votes.select(
        "roll_call_id", "iso3", pl.col("vote").replace_strict(CODES, return_dtype=pl.Int8).alias("code")
    )
    found = coded.join(dated, on="roll_call_id")
    return found.select(CAST).sort("roll_call_id", "iso3")


def cast_of(votes: VoteMatrix) -> pl.DataFrame:
    """The same from a matrix.

    Args:
        votes: Votes in a byte each.

    Returns:
        As `cast_votes`.
    """
    by_name = np.argsort(np.array(votes.roll_calls, dtype=str))
    codes = votes.codes[by_name]
    call, state = np.nonzero(codes != NO_ROW)
    calls = pl.DataFrame(
        {
            "roll_call_id": pl.Series(votes.roll_calls, dtype=pl.String).gather(by_name),
            "date": votes.days[by_name],
            "session": votes.sessions[by_name],
        }
    ).with_columns(known_on(pl.col("date")).alias("known_date"))
    states = pl.Series("iso3", votes.states, dtype=pl.String)
    given = pl.Series("code", codes[call, state])
    return calls[call].with_columns(states.gather(state), given).select(CAST)


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
