"""Sets the pool of forecasts on earlier decades and other themes, and shows what other choices would give.

Run: `python benchmarks/votes_settings.py`; prints what `forecasting/settings.yml` holds beside other choices.
Nothing of the conflict's votes enters the settings.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import numpy as np
import polars as pl
import votes_rolling
from numpy.typing import NDArray

from standpunkt.measures.votes.forecasting.history import fixed, record, transitions, yearly
from standpunkt.measures.votes.forecasting.pooling import PARTS, floored
from standpunkt.measures.votes.forecasting.positions import by_position
from standpunkt.measures.votes.forecasting.question import Evidence, Kind, Question, evidence
from standpunkt.measures.votes.forecasting.settings import RecordWeights
from standpunkt.measures.votes.themes import NONE

Floats = NDArray[np.float64]
FIRST, LAST, POOLED_FROM, OTHER_LAST = 46, 59, 50, 71
BANDS = ((0.0, 0.3), (0.3, 0.8), (0.8, 1.5), (1.5, 3.0), (3.0, 8.0))
LEAST_ALIKE = 0.25
PAIRS, DESCRIBED = 500, 250
ROUNDS = 300
SMOOTH = np.array([[5.0, 2.5, 0.5], [2.5, 5.0, 2.5], [0.5, 2.5, 5.0]])
RECORDS = {
    "repeat": ((1.0, 3.0, 0.05), (1.0, 5.0, 0.02), (2.0, 3.0, 0.05)),
    "like": ((1.0, 3.0, 0.05), (2.0, 3.0, 0.1), (2.0, 3.0, 0.3), (1.0, 5.0, 0.02)),
    "described": ((1.0, 3.0, 0.05), (2.0, 3.0, 0.3), (3.0, 3.0, 1.0), (3.0, 8.0, 1.0)),
}
SMALL_WORDS = frozenset(
    {
        "the",
        "of",
        "and",
        "in",
        "on",
        "to",
        "for",
        "a",
        "united",
        "nations",
        "general",
        "assembly",
        "resolution",
    }
)


class Case:
    """One roll call to learn from: evidence, what positions say, what happened."""

    def __init__(self, found: Evidence, codes: NDArray[np.int8], session: int) -> None:
        """Reads what positions say once."""
        self.found, self.codes, self.session = found, codes, session
        self.item, self.mixture = by_position(found)
        self.voted = codes > 0

    def parts(self, table: Floats, weights: RecordWeights, *, is_yearly: bool) -> Floats:
        """Components of those who voted, shape (states, 4, 3)."""
        moved = transitions(self.found, (yearly if is_yearly else fixed)(table))
        told = record(self.found, moved, weights)
        return np.stack(
            [floored(part)[self.voted] for part in (moved, told, self.item, self.mixture)], axis=1
        )


def cases(
    cast: pl.DataFrame,
    targets: Iterable[tuple[dict, str | None, tuple[str, ...], tuple[str, ...]]],
    kind: Kind,
) -> list[Case]:
    """Evidence of each target as it was known the day before."""
    found: list[Case] = []
    for row, like, similar, same in targets:
        day = row["known_date"] - timedelta(days=1)
        truth = cast.filter(pl.col("roll_call_id") == row["roll_call_id"]).sort("iso3")
        is_earlier = (pl.col("known_date") <= day) | (pl.col("roll_call_id") == (like or ""))
        wanted = pl.col("roll_call_id").is_in([*similar, *same, like or ""])
        known = cast.filter(wanted & is_earlier & (pl.col("roll_call_id") != row["roll_call_id"]))
        chosen = None if kind == "described" else kind
        told = evidence(known, Question(like, similar, day, same, chosen), tuple(truth["iso3"]))
        if told is not None:
            found.append(Case(told, truth["code"].to_numpy(), row["session"]))
    return found


def repeated(roll_calls: pl.DataFrame) -> Iterator[tuple[dict, str, tuple[str, ...], tuple[str, ...]]]:
    """Texts that stood alike up to three sessions before."""
    pairs = votes_rolling.repetitions(roll_calls)
    wanted = pairs.join(roll_calls, on="roll_call_id").filter(pl.col("session").is_between(FIRST, LAST))
    themes, texts = (votes_rolling.by(roll_calls, name) for name in ("theme_code", "words"))
    for row in wanted.sort("roll_call_id").iter_rows(named=True):
        yield row, row["earlier"], themes.get(row["theme_code"], ()), texts[row["words"]]


def alike(roll_calls: pl.DataFrame) -> Iterator[tuple[dict, str, tuple[str, ...], tuple[str, ...]]]:
    """Texts of one theme whose titles share words, at all distances in time; none of the conflict."""
    generator = np.random.default_rng(1)
    themes, texts = (votes_rolling.by(roll_calls, name) for name in ("theme_code", "words"))
    other = ~pl.col("theme_code").is_in([NONE, "ukraine"]) & (pl.col("words").str.len_chars() > 0)
    rows = roll_calls.filter(other).to_dicts()
    words = [frozenset(row["words"].split()) - SMALL_WORDS for row in rows]
    pool = [at for at, row in enumerate(rows) if FIRST <= row["session"] <= OTHER_LAST]
    given = 0
    for at in generator.permutation(pool):
        low, high = BANDS[int(generator.integers(len(BANDS)))]
        best = nearest(rows, words, int(at), (low, high))
        if best is not None:
            row, like = rows[at], rows[best]
            yield row, like["roll_call_id"], themes[row["theme_code"]], texts[like["words"]]
            given += 1
        if given == PAIRS:
            return


def nearest(
    rows: Sequence[dict], words: Sequence[frozenset[str]], at: int, band: tuple[float, float]
) -> int | None:
    """The roll call of the same theme, voted before, whose other title shares most words."""
    row, best, most = rows[at], None, LEAST_ALIKE
    for other, candidate in enumerate(rows):
        if candidate["theme_code"] != row["theme_code"] or candidate["words"] == row["words"]:
            continue
        years = (row["known_date"] - candidate["known_date"]).days / 365.25
        if not band[0] <= years < band[1] or (years == 0 and other >= at):
            continue
        shared = len(words[at] & words[other]) / max(len(words[at] | words[other]), 1)
        if shared >= most:
            best, most = other, shared
    return best


def described(roll_calls: pl.DataFrame) -> Iterator[tuple[dict, None, tuple[str, ...], tuple[()]]]:
    """Roll calls of which the theme alone is told."""
    themes = votes_rolling.by(roll_calls, "theme_code")
    wanted = roll_calls.filter(pl.col("session").is_between(FIRST, LAST) & (pl.col("theme_code") != NONE))
    for row in wanted.sample(min(DESCRIBED, wanted.height), seed=1).iter_rows(named=True):
        yield row, None, themes[row["theme_code"]], ()


def counted(found: Sequence[Case]) -> Floats:
    """How votes on the reference turned into votes on the target, smoothed, rows summing to one."""
    counts = SMOOTH.copy()
    for case in found:
        both = (case.found.reference > 0) & case.voted
        np.add.at(counts, (case.found.reference[both] - 1, case.codes[both] - 1), 1)
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def linear_weights(parts: Floats, outcome: NDArray[np.int8]) -> Floats:
    """Shares of a weighted mean by expectation and maximisation."""
    chance = parts[np.arange(len(outcome)), :, outcome]
    weights = np.full(parts.shape[1], 1 / parts.shape[1])
    for _ in range(ROUNDS):
        share = weights * chance
        weights = (share / share.sum(axis=1, keepdims=True)).mean(axis=0)
    return weights


def log_weights(parts: Floats, outcome: NDArray[np.int8]) -> Floats:
    """Exponents of a product of powers, by gradient steps with weights kept at zero or above."""
    logs, rows = np.log(parts), np.arange(len(outcome))
    weights, step = np.full(parts.shape[1], 0.25), 0.2
    for _ in range(4 * ROUNDS):
        chance = log_pool(weights, logs)
        slope = logs[rows, :, outcome].mean(axis=0) - np.einsum("nkc,nc->k", logs, chance) / len(outcome)
        weights = np.maximum(weights + step * slope, 0)
    return weights


def log_pool(weights: Floats, logs: Floats) -> Floats:
    """The normalised product of powers."""
    total = np.einsum("k,nkc->nc", weights, logs)
    powers = np.exp(total - total.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def main() -> None:
    """Prints tables, records and pools of all kinds."""
    roll_calls, cast = votes_rolling.academic()
    makers = {"repeat": repeated, "like": alike, "described": described}
    for kind, maker in makers.items():
        found = cases(cast, maker(roll_calls), kind)  # type: ignore[arg-type]  # a literal out of a mapping
        table = counted(found)
        print(f"\n{kind}: {len(found)} roll calls; table\n{table.round(3)}")
        kept = [case for case in found if kind != "repeat" or case.session >= POOLED_FROM]
        outcome = np.concatenate([case.codes[case.voted] - 1 for case in kept])
        for values in RECORDS[kind]:
            weights = RecordWeights(**dict(zip(("table", "half_life_years", "similar"), values, strict=True)))
            parts = [case.parts(table, weights, is_yearly=kind == "repeat") for case in kept]
            every, rows = np.concatenate(parts), np.arange(len(outcome))
            by_log, by_mean = log_weights(every, outcome), linear_weights(every, outcome)
            losses = [
                -np.log(chance[rows, outcome]).mean()
                for chance in (log_pool(by_log, np.log(every)), np.einsum("k,nkc->nc", by_mean, every))
            ]
            told = {name: round(float(w), 2) for name, w in zip(PARTS, by_log, strict=True)}
            mean = {name: round(float(w), 2) for name, w in zip(PARTS, by_mean, strict=True)}
            print(f"record {values}: log pool {told} {losses[0]:.4f}, linear {mean} {losses[1]:.4f}")


if __name__ == "__main__":
    main()
