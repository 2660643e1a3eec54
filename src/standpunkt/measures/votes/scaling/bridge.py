"""Identical yearly resolutions as one roll call: the text decides, votes may only veto.

In trials every loosening lowered accuracy, so bridging is strict and off by default: titles equal after
case, punctuation and years are removed, at least 40 characters, unique in both sessions, sessions at most two
apart, and at least .85 agreement between those who voted both times; chains go to the earliest.
"""

import polars as pl

LEAST_CHARACTERS = 40
MOST_SESSIONS = 2
LEAST_AGREEMENT = 0.85


def plain_title(title: pl.Expr) -> pl.Expr:
    """Titles without case, punctuation, digits and the words that only say it is a resolution."""
    words = title.str.to_lowercase().str.replace(r" ?: (resolution|report|draft) ?.*$", "")
    return words.str.replace_all(r"[^a-z]+", " ").str.strip_chars()


def bridges(roll_calls: pl.DataFrame, voted: pl.DataFrame) -> pl.DataFrame:
    """Which roll calls stand for one item.

    Args:
        roll_calls: roll_call_id, title_text.
        voted: Contested votes: roll_call_id, session, iso3, code.

    Returns:
        roll_call_id, item_id (the earliest of the chain), vote_agreement; only roll calls that are linked.
    """
    sessions = voted.group_by("roll_call_id").agg(pl.col("session").first())
    titled = roll_calls.join(sessions, on="roll_call_id").select(
        "roll_call_id", "session", plain_title(pl.col("title_text")).alias("title")
    )
    titled = titled.filter(pl.col("title").str.len_chars() >= LEAST_CHARACTERS)
    unique = titled.filter(pl.len().over("title", "session") == 1).sort("title", "session")
    before = [
        pl.col(name).shift().over("title").alias(f"{name}_before") for name in ("roll_call_id", "session")
    ]
    pairs = unique.with_columns(before).filter(pl.col("session") - pl.col("session_before") <= MOST_SESSIONS)
    linked = pairs.join(_agreement(pairs, voted), on="roll_call_id").filter(
        pl.col("vote_agreement") >= LEAST_AGREEMENT
    )
    earliest: dict[str, str] = {}
    for later, earlier in linked.sort("session").select("roll_call_id", "roll_call_id_before").iter_rows():
        earliest[later] = earliest.get(earlier, earlier)
    items = pl.Series(list(earliest.values()), dtype=pl.String)
    chains = pl.DataFrame(
        {"roll_call_id": list(earliest), "item_id": items}, schema_overrides={"roll_call_id": pl.String}
    )
    return chains.join(linked.select("roll_call_id", "vote_agreement"), on="roll_call_id").sort(
        "roll_call_id"
    )


def _agreement(pairs: pl.DataFrame, voted: pl.DataFrame) -> pl.DataFrame:
    codes = voted.select("roll_call_id", "iso3", "code")
    later = pairs.select("roll_call_id", "roll_call_id_before").join(codes, on="roll_call_id")
    both = later.join(
        codes.rename({"roll_call_id": "roll_call_id_before"}),
        on=["roll_call_id_before", "iso3"],
        suffix="_before",
    )
    distance = (pl.col("code").cast(pl.Float64) - pl.col("code_before").cast(pl.Float64)).abs()
    return both.group_by("roll_call_id").agg((1 - distance.mean() / 2).alias("vote_agreement"))
