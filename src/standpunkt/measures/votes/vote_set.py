"""Which roll calls are looked at: the strongest choice in any analysis of votes, so it is declared."""

import re
from collections.abc import Sequence

import polars as pl

from standpunkt.study.model import RollCalls, Variant

CODES = {"absent": 0, "yes": 1, "abstain": 2, "no": 3}
"""Votes as numbers: 0 is missing; 1 to 3 are ordered."""
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
