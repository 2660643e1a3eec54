"""Rolling origin: past votes forecast from what was known the day before, beside persistence and majority.

Run: `python benchmarks/votes_rolling.py [most targets a table]`; prints the tables of
docs/method/votes_report.md. Settings were set on other roll calls: see `benchmarks/votes_settings.py`.
"""

import sys
import time
from collections.abc import Sequence
from itertools import starmap

import polars as pl
import votes_data

from standpunkt.measures.votes.forecasting.repetition import LEAST_CHARACTERS, repetitions
from standpunkt.measures.votes.forecasting.rolling import Record, Target, rolling_origin
from standpunkt.measures.votes.forecasting.scoring import summary
from standpunkt.measures.votes.scaling.bridge import plain_title
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
FIRST, LAST = 60, 74
OLDEST = 40


def show(title: str, found: Record) -> None:
    """Prints the scores of one set of targets, and the reliability by decile."""
    print(f"\n### {title}: {found.scores['target'].n_unique()} targets\n")
    print("| way | accuracy | log loss | Brier |\n|---|---|---|---|")
    for row in summary(found.scores).iter_rows(named=True):
        print(f"| {row['way']} | {row['accuracy']:.3f} | {row['log_loss']:.3f} | {row['brier']:.3f} |")
    print("\n| P, decile of the forecast | cases | mean P | happened | off |\n|---|---|---|---|---|")
    for low, cases, mean, share in found.reliability.iter_rows():
        print(f"| {low:.1f} to {low + 0.1:.1f} | {cases} | {mean:.3f} | {share:.3f} | {share - mean:+.3f} |")


def each(found: Record) -> None:
    """Prints the log loss of each target beside persistence."""
    wide = found.scores.with_columns((pl.col("loss") / pl.col("n")).alias("mean"))
    wide = wide.pivot("way", index=["target", "n"], values="mean")
    print("\n| target | states | forecast | persistence | majority |\n|---|---|---|---|---|")
    for row in wide.iter_rows(named=True):
        told = " | ".join(f"{row[way]:.3f}" for way in ("forecast", "persistence", "majority"))
        print(f"| {row['target']} | {row['n']} | {told} |")


def academic() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Roll calls of all sources with number of session, theme and words; votes since session 40."""
    roll_calls, votes = votes_data.every_source()
    cast = cast_votes(roll_calls, votes)
    sessions = cast.group_by("roll_call_id").agg(pl.col("session").first(), pl.col("known_date").first())
    is_contested = contested(cast).select("roll_call_id").unique()
    named = roll_calls.drop("session").join(sessions, on="roll_call_id")
    named = named.join(is_contested, on="roll_call_id", how="semi")
    words = plain_title(pl.col("title_text")).alias("words")
    named = named.with_columns(words, theme_of(pl.col("title_text")))
    return named.sort("known_date", "roll_call_id"), cast.filter(pl.col("session") > OLDEST)


def yearly_targets(roll_calls: pl.DataFrame, pairs: pl.DataFrame, most: int) -> list[Target]:
    """Roll calls of sessions 60 to 74 whose title stood alike in the session before."""
    earlier = roll_calls.select(pl.col("roll_call_id").alias("earlier"), pl.col("session").alias("before"))
    wanted = pairs.join(roll_calls, on="roll_call_id").join(earlier, on="earlier")
    wanted = wanted.filter(
        pl.col("session").is_between(FIRST, LAST) & (pl.col("session") == pl.col("before") + 1)
    )
    wanted = wanted.sort("roll_call_id").sample(min(most, wanted.height), seed=1)
    ids, alike = by(roll_calls, "theme_code"), by(roll_calls, "words")
    return [
        Target(row["roll_call_id"], row["earlier"], ids.get(row["theme_code"], ()), alike[row["words"]])
        for row in wanted.iter_rows(named=True)
    ]


def described_targets(roll_calls: pl.DataFrame, most: int) -> list[Target]:
    """Roll calls of sessions 60 to 74 of which the theme alone is named."""
    wanted = roll_calls.filter(pl.col("session").is_between(FIRST, LAST) & (pl.col("theme_code") != NONE))
    wanted = wanted.filter(pl.col("words").str.len_chars() >= LEAST_CHARACTERS // 2)
    ids = by(roll_calls, "theme_code")
    chosen = wanted.sample(min(most, wanted.height), seed=1).select("roll_call_id", "theme_code").iter_rows()
    return list(starmap(lambda target, theme: Target(target, None, ids[theme]), chosen))


def by(roll_calls: pl.DataFrame, column: str) -> dict[str, tuple[str, ...]]:
    """Ids of roll calls by a column, without what has no theme."""
    grouped = roll_calls.filter(pl.col(column).is_not_null()).group_by(column).agg("roll_call_id")
    return {name: tuple(ids) for name, ids in grouped.iter_rows() if name != NONE}


def main(most: Sequence[str]) -> None:
    """Prints all tables."""
    limit = int(most[0]) if most else 400
    started = time.process_time()
    store = Store(None)
    titled, votes = store.read("roll_call_resolution"), store.read("state_roll_call_vote")
    cast = cast_votes(titled, votes)
    sessions = cast.group_by("roll_call_id").agg(pl.col("session").first())
    titled = titled.drop("session").join(sessions, on="roll_call_id")
    every = tuple(sorted(set(cast["roll_call_id"])))
    words = dict(titled.select("roll_call_id", plain_title(pl.col("title_text"))).iter_rows())
    same = {one: tuple(other for other in every if words[other] == words[one]) for one in every}
    pairs = repetitions(titled)
    found = rolling_origin(cast, [Target(t, like, every, same[like]) for t, like in CONFLICT.items()], pairs)
    show("Conflict votes, a similar one named", found)
    each(found)
    blind = [Target(target, None, every) for target in (*CONFLICT, *WITHOUT_LIKE)]
    show("Conflict votes, none named", rolling_origin(cast, blind, pairs))
    roll_calls, academic_votes = academic()
    pairs = repetitions(roll_calls)
    targets = yearly_targets(roll_calls, pairs, limit)
    show("Yearly repetitions, sessions 60 to 74", rolling_origin(academic_votes, targets, pairs))
    targets = described_targets(roll_calls, min(limit, 200))
    show("Theme named alone, sessions 60 to 74", rolling_origin(academic_votes, targets, pairs))
    print(f"\n{time.process_time() - started:.0f} CPU seconds")


if __name__ == "__main__":
    main(sys.argv[1:])
