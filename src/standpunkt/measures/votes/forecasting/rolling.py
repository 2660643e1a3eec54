"""Rolling origin: each past roll call forecast from what was known the day before it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.forecasting.history import repeat_table, shares
from standpunkt.measures.votes.forecasting.pooling import PARTS, pooled
from standpunkt.measures.votes.forecasting.question import Evidence, Question, evidence
from standpunkt.measures.votes.forecasting.scoring import majority, persistence, reliability, scores
from standpunkt.measures.votes.scaling.grid import Floats

FORECAST = "forecast"
NO_SCORES: dict[str, type[pl.DataType]] = {
    "target": pl.String,
    "way": pl.String,
    "n": pl.Int64,
    "loss": pl.Float64,
    "hits": pl.Int64,
    "brier": pl.Float64,
}


@dataclass(frozen=True)
class Target:
    """A past roll call, and what a user would have named before it.

    The named roll call may be one of the same day: its votes count as known then.
    """

    roll_call_id: str
    like: str | None
    similar: tuple[str, ...]
    same_text: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """Scores of all ways on all targets (see `scoring.scores`), and the reliability of the forecast."""

    scores: pl.DataFrame
    reliability: pl.DataFrame


def rolling_origin(
    cast: pl.DataFrame,
    targets: Iterable[Target],
    repetitions: pl.DataFrame,
    report: Callable[[str], None] = lambda _target: None,
) -> Record:
    """Scores forecasts of past roll calls on the states that voted, beside persistence and majority.

    Args:
        cast: As `vote_set.cast_votes` gives it.
        targets: Past roll calls; one before which nothing similar was known is left out.
        repetitions: roll_call_id, earlier: which roll calls repeat a text.
        report: Called with each target.

    Returns:
        Scores and reliability.
    """
    days = dict(cast.group_by("roll_call_id").agg(pl.col("known_date").first()).iter_rows())
    frames: list[pl.DataFrame] = []
    chances: list[Floats] = []
    happened: list[NDArray[np.int8]] = []
    for target in targets:
        report(target.roll_call_id)
        known = _known(cast, target, days[target.roll_call_id])
        truth = cast.filter(pl.col("roll_call_id") == target.roll_call_id).sort("iso3")
        question = Question(
            target.like, target.similar, days[target.roll_call_id] - timedelta(days=1), target.same_text
        )
        found = evidence(known, question, tuple(truth["iso3"]))
        if found is None:
            continue
        codes = truth["code"].to_numpy()
        ways = ways_of(found, repeat_table(known, repetitions))
        frames.append(scores(target.roll_call_id, ways, codes))
        chances.append(ways[FORECAST])
        happened.append(codes)
    every = pl.concat([pl.DataFrame(schema=NO_SCORES), *frames], how="vertical_relaxed")
    return Record(every, reliability(chances, happened))


def ways_of(found: Evidence, table: Floats) -> dict[str, Floats]:
    """What each way says of those who vote: majority, shares, persistence, the components, the forecast.

    Args:
        found: Votes that speak to the question.
        table: How votes turn when a text is repeated.

    Returns:
        Distributions (states, 3) by name.
    """
    told, share = pooled(found, table), shares(found)
    return {
        "majority": majority(len(found.states), share),
        "shares": np.tile(share, (len(found.states), 1)),
        "persistence": persistence(found.reference, share),
        **{part: told.parts[part] for part in PARTS},
        FORECAST: told.chances,
    }


def _known(cast: pl.DataFrame, target: Target, day: date) -> pl.DataFrame:
    is_named = pl.col("roll_call_id") == (target.like or "")
    return cast.filter(
        ((pl.col("known_date") < day) | is_named) & (pl.col("roll_call_id") != target.roll_call_id)
    )
