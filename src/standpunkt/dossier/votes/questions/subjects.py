"""What roll calls are about, and how many say nothing of it."""

import polars as pl

from standpunkt.dossier.votes.questions.reading import read_votes, years
from standpunkt.dossier.votes.questions.request import VoteAnswer, VoteRequest, newest


def roll_call_themes(request: VoteRequest) -> VoteAnswer:
    """Roll calls by theme and origin of the theme.

    Args:
        request: Which votes; calendar years.

    Returns:
        theme_code, theme_origin, roll_calls; with `has_details` one row per roll call with date and symbol.
    """
    votes = read_votes(request)
    held = votes.roll_calls.filter(pl.col("roll_call_id").is_in(list(votes.matrix.roll_calls)))
    held = held.filter(pl.col("date").dt.year().is_between(*years(request)))
    if request.has_details:
        frame = held.select("roll_call_id", "date", "symbol_code", "theme_code", "theme_origin", "title_text")
    else:
        frame = held.group_by("theme_code", "theme_origin").agg(pl.len().alias("roll_calls"))
        frame = frame.sort("roll_calls", "theme_code", descending=[True, False])
    return VoteAnswer(frame, votes.warnings, newest(votes.matrix))
