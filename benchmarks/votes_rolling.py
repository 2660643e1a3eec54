"""Rolling origin: forecasts of past votes from what was known the day before, beside persistence and shares.

Run: `python benchmarks/votes_rolling.py [yearly repeats to score]`; prints the tables of
docs/method/votes_report.md.
"""

import sys
from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import polars as pl
import votes_data

from standpunkt.measures.votes.forecast import Question, blend, components
from standpunkt.measures.votes.themes import NONE, theme_of
from standpunkt.measures.votes.vote_set import cast_votes, contested
from standpunkt.tables.store import Store

CONFLICT = {
    "A_RES_72_190": "A_RES_71_205",
    "A_RES_73_263": "A_RES_72_190",
    "A_RES_74_17": "A_RES_73_194",
    "A_RES_74_168": "A_RES_73_263",
    "A_RES_ES_11_1": "A_RES_68_262",
    "A_RES_ES_11_2": "A_RES_ES_11_1",
    "A_RES_ES_11_4": "A_RES_ES_11_2",
    "A_RES_ES_11_5": "A_RES_ES_11_3",
    "A_RES_ES_11_6": "A_RES_ES_11_4",
    "A_RES_ES_11_7": "A_RES_ES_11_6",
    "A_RES_ES_11_8": "A_RES_ES_11_7",
}
WITHOUT_LIKE = ("A_RES_73_194", "A_RES_ES_11_3")
PERSISTENCE = 0.94
FLOOR = 0.001
Target = tuple[str, str | None, tuple[str, ...]]


def scored(cast: pl.DataFrame, targets: Iterable[Target]) -> tuple[pl.DataFrame, np.ndarray, np.ndarray]:
    """Scores of each way per target; the blend's probabilities and what happened."""
    days = dict(cast.group_by("roll_call_id").agg(pl.col("known_date").first()).iter_rows())
    rows, chances, happened = [], [], []
    for target, like, similar in targets:
        day = days[target] - timedelta(days=1)
        named = (like,) if like else ()
        earlier = (pl.col("known_date") <= day) | pl.col("roll_call_id").is_in(named)
        known = cast.filter(earlier & pl.col("roll_call_id").is_in((*similar, *named)))
        states = tuple(sorted(set(known["iso3"])))
        found = components(known, Question(like, (*similar, *named), day), states)
        truth = dict(cast.filter(pl.col("roll_call_id") == target).select("iso3", "code").iter_rows())
        codes = np.array([truth.get(state, 0) for state in states])
        voted = codes > 0
        outcome = np.eye(3)[codes[voted] - 1]
        shares = found.parts["shares"]
        repeat = np.where((found.last > 0)[:, None], np.full((len(states), 3), (1 - PERSISTENCE) / 2), shares)
        held = np.flatnonzero(found.last > 0)
        repeat[held, found.last[held] - 1] = PERSISTENCE
        majority = np.tile(np.where(shares[0] == shares[0].max(), 0.9, 0.05), (len(states), 1))
        ways = {
            "majority": majority,
            "shares": shares,
            "persistence": repeat,
            **found.parts,
            "blend": blend(found),
        }
        for way, chance in ways.items():
            p = np.maximum(chance, FLOOR)[voted]
            p /= p.sum(axis=1, keepdims=True)
            loss = -np.log((p * outcome).sum(axis=1)).sum()
            hits = (p.argmax(axis=1) == outcome.argmax(axis=1)).sum()
            rows.append((target, way, int(voted.sum()), loss, int(hits), float(((p - outcome) ** 2).sum())))
            if way == "blend":
                chances.append(p.ravel())
                happened.append(outcome.ravel())
    names = ["target", "way", "n", "loss", "hits", "brier"]
    return pl.DataFrame(rows, schema=names, orient="row"), np.concatenate(chances), np.concatenate(happened)


def show(title: str, scores: tuple[pl.DataFrame, np.ndarray, np.ndarray]) -> None:
    """Prints one table and the reliability by decile."""
    frame, chances, happened = scores
    print(f"\n### {title}: {frame['target'].n_unique()} targets\n")
    print("| way | accuracy | log loss | Brier |\n|---|---|---|---|")
    total = frame.group_by("way", maintain_order=True).agg(pl.col("n", "loss", "hits", "brier").sum())
    for way, n, loss, hits, brier in total.iter_rows():
        print(f"| {way} | {hits / n:.3f} | {loss / n:.3f} | {brier / n:.3f} |")
    print("\n| P, decile of the blend | cases | mean P | happened |\n|---|---|---|---|")
    for low in range(10):
        inside = (chances >= low / 10) & (chances < (low + 1) / 10 + (low == 9))
        if inside.sum():
            mean, share = chances[inside].mean(), happened[inside].mean()
            print(f"| {low / 10:.1f} to {(low + 1) / 10:.1f} | {inside.sum()} | {mean:.3f} | {share:.3f} |")


def yearly_repeats(count: int) -> tuple[pl.DataFrame, list[Target]]:
    """Votes since session 50, and titles of sessions 60 to 74 that stood alike in the session before."""
    roll_calls, votes = votes_data.every_source()
    cast = cast_votes(roll_calls, votes)
    title = pl.col("title_text").str.to_lowercase().str.replace(r" ?: resolution.*", "")
    title = title.str.replace_all(r"[^a-z]+", " ").str.strip_chars()
    sessions = cast.group_by("roll_call_id").agg(pl.col("session").first())
    kept = (
        roll_calls.drop("session")
        .join(sessions, on="roll_call_id")
        .join(contested(cast).select("roll_call_id").unique(), on="roll_call_id", how="semi")
    )
    named = kept.with_columns(title.alias("words"), theme_of(pl.col("title_text")))
    named = named.filter(pl.col("words").str.len_chars() >= 25).filter(pl.len().over("words", "session") == 1)
    before = named.select(
        "words", (pl.col("session") + 1).alias("session"), pl.col("roll_call_id").alias("like")
    )
    pairs = named.join(before, on=["words", "session"]).filter(pl.col("session").is_between(60, 74))
    pairs = pairs.sort("roll_call_id").sample(min(count, pairs.height), seed=1)
    coded = kept.with_columns(theme_of(pl.col("title_text"))).filter(pl.col("theme_code") != NONE)
    ids = {
        theme: tuple(found) for theme, found in coded.group_by("theme_code").agg("roll_call_id").iter_rows()
    }
    rows = pairs.select("roll_call_id", "like", "theme_code").iter_rows()
    return cast.filter(pl.col("session") > 50), [
        (target, like, ids.get(theme, ())) for target, like, theme in rows
    ]


def main(repeats: int) -> None:
    """Prints all tables."""
    store = Store(None)
    cast = cast_votes(store.read("roll_call_resolution"), store.read("state_roll_call_vote"))
    every = tuple(sorted(set(cast["roll_call_id"])))
    scores = scored(cast, [(target, like, every) for target, like in CONFLICT.items()])
    show("Conflict votes, a similar one named", scores)
    for target in ("A_RES_ES_11_6", "A_RES_ES_11_7"):
        one = scores[0].filter((pl.col("target") == target) & (pl.col("way") == "blend")).row(0, named=True)
        print(f"\n{target}: accuracy {one['hits'] / one['n']:.3f}, log loss {one['loss'] / one['n']:.3f}")
    show("Conflict votes, none named", scored(cast, [(t, None, every) for t in (*CONFLICT, *WITHOUT_LIKE)]))
    show("Yearly repetitions, sessions 60 to 74", scored(*yearly_repeats(repeats)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 317)
