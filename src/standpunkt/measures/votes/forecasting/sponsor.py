"""Which side a text came from, told by who stood behind it: records of votes name no sponsors."""

from collections.abc import Sequence

import polars as pl

YES = 1
HALF = 0.5


def sponsored(
    known: pl.DataFrame, similar: Sequence[str], own: frozenset[str], other: frozenset[str]
) -> tuple[str, ...]:
    """Roll calls that look like texts of a side: most of it said yes, and more of it than of the other side.

    Args:
        known: Votes known by the day.
        similar: Ids of roll calls.
        own: The side that sponsors.
        other: The other side.

    Returns:
        Ids in the order given.
    """
    voted = known.filter(pl.col("roll_call_id").is_in(list(similar)) & (pl.col("code") > 0))
    yes = pl.col("code") == YES
    is_own, is_other = pl.col("iso3").is_in(sorted(own)), pl.col("iso3").is_in(sorted(other - own))
    shares = voted.group_by("roll_call_id").agg(
        yes.filter(is_own).mean().alias("own"), yes.filter(is_other).mean().alias("other")
    )
    backed = (pl.col("own") > HALF) & (pl.col("own") > pl.col("other").fill_null(0.0))
    kept = set(shares.filter(backed)["roll_call_id"])
    return tuple(one for one in similar if one in kept)
