"""Identical yearly resolutions as one roll call: the text decides, votes may only veto.

In trials every loosening lowered accuracy, so bridging is strict and off by default: titles equal after
case, punctuation and years are removed, at least 40 characters, unique in both sessions, sessions at most two
apart, and at least .85 agreement between those who voted both times; chains go to the earliest.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from standpunkt.measures.votes.scaling.ballots import Floats, Indices, VoteMatrix

LEAST_CHARACTERS = 40
MOST_SESSIONS = 2
LEAST_AGREEMENT = 0.85


def plain_title(title: pl.Expr) -> pl.Expr:
    """Titles without case, punctuation, digits and the words that only say it is a resolution."""
    words = title.str.to_lowercase().str.replace(r" ?: (resolution|report|draft) ?.*$", "")
    return words.str.replace_all(r"[^a-z]+", " ").str.strip_chars()


def bridges(roll_calls: pl.DataFrame, votes: VoteMatrix) -> pl.DataFrame:
    """Which roll calls stand for one item.

    Args:
        roll_calls: roll_call_id, title_text.
        votes: Contested roll calls.

    Returns:
        roll_call_id, item_id (the earliest of the chain), vote_agreement; only roll calls that are linked.
    """
    places = pl.DataFrame(
        {"roll_call_id": votes.roll_calls, "session": votes.sessions},
        schema={"roll_call_id": pl.String, "session": pl.Int32},
    ).with_row_index("at")
    titled = roll_calls.join(places, on="roll_call_id").select(
        "roll_call_id", "at", "session", plain_title(pl.col("title_text")).alias("title")
    )
    titled = titled.filter(pl.col("title").str.len_chars() >= LEAST_CHARACTERS)
    unique = titled.filter(pl.len().over("title", "session") == 1).sort("title", "session")
    before = [
        pl.col(name).shift().over("title").alias(f"{name}_before")
        for name in ("roll_call_id", "at", "session")
    ]
    pairs = unique.with_columns(before).filter(pl.col("session") - pl.col("session_before") <= MOST_SESSIONS)
    agreement = _agreement(votes, pairs["at"].to_numpy(), pairs["at_before"].to_numpy())
    linked = pairs.with_columns(vote_agreement=agreement).filter(pl.col("vote_agreement") >= LEAST_AGREEMENT)
    earliest: dict[str, str] = {}
    for later, earlier in linked.sort("session").select("roll_call_id", "roll_call_id_before").iter_rows():
        earliest[later] = earliest.get(earlier, earlier)
    chains = pl.DataFrame(
        {"roll_call_id": list(earliest), "item_id": list(earliest.values())},
        schema={"roll_call_id": pl.String, "item_id": pl.String},
    )
    return chains.join(linked.select("roll_call_id", "vote_agreement"), on="roll_call_id").sort(
        "roll_call_id"
    )


def chain_of(votes: VoteMatrix, links: Mapping[str, str]) -> Indices:
    """For each roll call the one whose slope and cut points it shares, itself where it stands alone.

    Args:
        votes: Contested roll calls.
        links: Roll call to item, as `bridges` finds them.

    Returns:
        Places in the order of the roll calls.
    """
    at = {name: number for number, name in enumerate(votes.roll_calls)}
    items = (links.get(name, name) for name in votes.roll_calls)
    return np.array([at.get(item, own) for own, item in enumerate(items)], dtype=np.int32)


def _agreement(votes: VoteMatrix, later: Indices, earlier: Indices) -> Floats:
    """1 - mean distance / 2 between the votes of those who voted both times; 0 where nobody did."""
    one, other = votes.codes[later], votes.codes[earlier]
    both = (one > 0) & (other > 0)
    distance = np.where(both, np.abs(one - other), 0).sum(axis=1)
    count = both.sum(axis=1)
    return np.where(count > 0, 1 - distance / (2 * np.maximum(count, 1)), 0.0)
