"""How likely a state is not to vote: a model of its own, because absence says little of position.

logit P(absent) = m + a_state + c_state [similar roll call] + b_roll_call, with normal priors around zero for
a, c and b, newer roll calls weighing more. A new roll call is given the b of those that it is like. Whole
sessions in which a state never voted are left out: a seat that is empty is no absence.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

HALF_LIFE_YEARS = 1.0
OLDEST_YEARS = 6.0
DAYS_PER_YEAR = 365.25
STATE_VARIANCE, SIMILAR_VARIANCE, ROLL_CALL_VARIANCE = 2.0, 0.5, 0.5
SWEEPS = 12
LEAST_SHARE = 0.002


@dataclass(frozen=True)
class _Rows:
    """Votes as arrays: who, on which roll call, whether absent, its weight, whether it is a similar one."""

    state: Indices
    roll_call: Indices
    absent: Floats
    weight: Floats
    similar: Floats


def absence(known: pl.DataFrame, similar: list[str], as_of: date) -> pl.DataFrame:
    """P(absent) per state on a roll call of the kind asked for.

    Args:
        known: Votes known by the day, with code 0 for absent.
        similar: Ids of earlier roll calls of that kind.
        as_of: The day.

    Returns:
        iso3, p_absent; states with at least one vote in the sessions counted.
    """
    years = (pl.lit(as_of) - pl.col("date")).dt.total_days() / DAYS_PER_YEAR
    counted = known.with_columns(
        years.alias("years"), pl.col("roll_call_id").is_in(similar).alias("is_similar")
    )
    counted = counted.filter((pl.col("years") <= OLDEST_YEARS) | pl.col("is_similar"))
    counted = counted.filter((pl.col("code") > 0).any().over("iso3", "session"))
    states = counted["iso3"].unique().sort()
    if not counted.height:
        return pl.DataFrame(schema={"iso3": pl.String, "p_absent": pl.Float64})
    return pl.DataFrame({"iso3": states, "p_absent": _chances(_rows(counted), len(states))})


def _rows(counted: pl.DataFrame) -> _Rows:
    codes = [counted[name].to_numpy() for name in ("iso3", "roll_call_id")]
    state, roll_call = (np.unique(code, return_inverse=True)[1] for code in codes)
    weight = 0.5 ** (counted["years"].to_numpy() / HALF_LIFE_YEARS)
    absent = (counted["code"] == 0).to_numpy().astype(np.float64)
    return _Rows(state, roll_call, absent, weight, counted["is_similar"].to_numpy().astype(np.float64))


def _chances(rows: _Rows, states: int) -> Floats:
    """Newton steps for states, roll calls and states on similar roll calls in turn; then the prediction."""
    mean = _logit(float(np.average(rows.absent, weights=rows.weight)))
    of_state, on_similar = np.zeros(states), np.zeros(states)
    of_roll_call = np.zeros(int(rows.roll_call.max()) + 1)
    for _ in range(SWEEPS):
        for effect, index, variance, mask in (
            (of_state, rows.state, STATE_VARIANCE, None),
            (of_roll_call, rows.roll_call, ROLL_CALL_VARIANCE, None),
            (on_similar, rows.state, SIMILAR_VARIANCE, rows.similar),
        ):
            score = mean + of_state[rows.state] + of_roll_call[rows.roll_call]
            score += on_similar[rows.state] * rows.similar
            chance = 1 / (1 + np.exp(-score))
            weight = rows.weight if mask is None else rows.weight * mask
            slope = np.bincount(index, weight * (rows.absent - chance), len(effect)) - effect / variance
            curve = np.bincount(index, weight * chance * (1 - chance), len(effect)) + 1 / variance
            np.add(effect, np.clip(slope / curve, -1, 1), out=effect)
    alike = rows.weight * rows.similar
    level = float((of_roll_call[rows.roll_call] * alike).sum() / alike.sum()) if alike.any() else 0.0
    found = 1 / (1 + np.exp(-(mean + of_state + on_similar * bool(alike.any()) + level)))
    return np.asarray(np.clip(found, LEAST_SHARE, 1 - LEAST_SHARE))


def _logit(share: float) -> float:
    inside = min(max(share, LEAST_SHARE), 1 - LEAST_SHARE)
    return float(np.log(inside / (1 - inside)))
