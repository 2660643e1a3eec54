"""Which roll calls repeat a text: equal titles in neighbouring sessions, told without looking at any vote."""

import polars as pl

from standpunkt.measures.votes.scaling.bridge import plain_title

LEAST_CHARACTERS = 25
MOST_SESSIONS = 3


def repetitions(roll_calls: pl.DataFrame) -> pl.DataFrame:
    """Roll calls whose title stood alike up to three sessions before, once in each of the two sessions.

    Args:
        roll_calls: roll_call_id, session (of the vote, a number), title_text.

    Returns:
        roll_call_id, earlier; sorted by roll call.
    """
    titled = roll_calls.select("roll_call_id", "session", plain_title(pl.col("title_text")).alias("words"))
    titled = titled.filter(pl.col("words").str.len_chars() >= LEAST_CHARACTERS)
    once = titled.filter(pl.len().over("words", "session") == 1).sort("words", "session")
    before = [pl.col(name).shift().over("words") for name in ("roll_call_id", "session")]
    pairs = once.with_columns(before[0].alias("earlier"), before[1].alias("session_before"))
    near = pairs.filter(pl.col("session") - pl.col("session_before") <= MOST_SESSIONS)
    return near.select("roll_call_id", "earlier").sort("roll_call_id")


def same_text(roll_calls: pl.DataFrame, roll_call_id: str) -> tuple[str, ...]:
    """Ids of the other roll calls whose title reads like that of one.

    Args:
        roll_calls: roll_call_id, title_text.
        roll_call_id: The one.

    Returns:
        Ids, sorted; none where the title is missing or too short to tell.
    """
    words = roll_calls.select("roll_call_id", plain_title(pl.col("title_text")).alias("words"))
    own = words.filter(pl.col("roll_call_id") == roll_call_id)["words"]
    if own.is_empty() or own[0] is None or len(own[0]) < LEAST_CHARACTERS // 2:
        return ()
    alike = words.filter((pl.col("words") == own[0]) & (pl.col("roll_call_id") != roll_call_id))
    return tuple(alike["roll_call_id"].sort())
