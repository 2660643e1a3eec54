"""Ideal points by state and session, standing the right way round, with calibrated intervals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.scaling.ballots import Ballots, ballots
from standpunkt.measures.votes.scaling.ideal_points import Fit, Options, axis_start, fit
from standpunkt.measures.votes.scaling.joint_uncertainty import joint_draws
from standpunkt.measures.votes.vote_set import OPENING_MONTH, contested
from standpunkt.vocabulary.errors.votes import FitValueError, NotEstimableError

Floats = NDArray[np.float64]

LEAST_ROLL_CALLS = 3
LEAST_STATES = 5
FEW_VOTES = 5
LONE_SESSION = 19
"""Session 19 held one roll call: it can say nothing of positions and would only tear the walk."""
LIMIT_REACHED = "The fit did not settle in {sweeps} sweeps; the last change was {change}."
NO_DIRECTION = "Neither end of the axis is in these votes: the direction of the scale is arbitrary."
FEW_ROWS = "{rows} rows rest on fewer than {least} votes; read their intervals."
Notice = tuple[str, Mapping[str, object]]
"""What a user must know: a message id and its values."""
QUANTILE_95 = 1.6448536269514722
FIRST_YEAR = 1945


@dataclass(frozen=True)
class Axis:
    """Whom the line is drawn between: the power's states and the members of the opponent's camp."""

    power: frozenset[str]
    camp: frozenset[str]


@dataclass(frozen=True)
class Positions:
    """A fit turned to the power, its joint draws (rows, draws), the table for users, and what to know of it.

    frame: iso3, session, year, theta, sd, low, high, n_votes, n_absent, is_partial; by state and session.
    """

    fit: Fit
    draws: NDArray[np.float32]
    frame: pl.DataFrame
    warnings: tuple[Notice, ...]


def positions(
    cast: pl.DataFrame, axis: Axis, generator: np.random.Generator, options: Options | None = None
) -> Positions:
    """Fits ideal points: mean 0 and standard deviation 1 over all rows, growing towards the power.

    Args:
        cast: As `vote_set.cast_votes` gives it, any selection of roll calls.
        axis: Which way round.
        generator: Where the randomness of the intervals comes from.
        options: Priors and stopping rule.

    Returns:
        One row per state and session with at least one contested vote; low and high are 5 and 95 %.

    Raises:
        FitValueError: If a value is no number; too few roll calls or states are refused as not estimable.
    """
    voted = contested(cast).filter(pl.col("session") != LONE_SESSION)
    _estimable(cast, voted)
    arrays = ballots(voted.rename({"roll_call_id": "item_id"}).select("item_id", "session", "iso3", "code"))
    direction, is_known = _direction(arrays, axis)
    found = fit(arrays, axis_start(arrays, direction), options or Options())
    if not np.isfinite(found.rows.theta).all():
        row = int(np.flatnonzero(~np.isfinite(found.rows.theta))[0])
        raise FitValueError(what=arrays.states[arrays.row_state[row]])
    _turn(found, axis)
    draws = joint_draws(found, generator)
    frame = _frame(cast, found, draws)
    return Positions(found, draws, frame, tuple(_warnings(found, frame, is_known=is_known)))


def _estimable(cast: pl.DataFrame, voted: pl.DataFrame) -> None:
    counts = {
        "roll_calls": voted["roll_call_id"].n_unique(),
        "every": cast["roll_call_id"].n_unique(),
        "states": voted["iso3"].n_unique(),
    }
    if counts["roll_calls"] >= LEAST_ROLL_CALLS and counts["states"] >= LEAST_STATES:
        return
    reason = "no votes" if not counts["every"] else "unanimous" if not counts["roll_calls"] else "too few"
    raise NotEstimableError(
        **counts, reason=reason, least_roll_calls=LEAST_ROLL_CALLS, least_states=LEAST_STATES
    )


def _direction(arrays: Ballots, axis: Axis) -> tuple[Floats, bool]:
    """Per roll call whether a no leans to the power (+1) or a yes (-1); else by the main contrast."""
    orders = arrays.orders
    state = arrays.row_state[orders.item_row]
    item = np.repeat(np.arange(len(arrays.items)), np.diff(orders.item_start))
    means: list[Floats] = []
    for side in (axis.power, axis.camp - axis.power):
        held = np.isin(state, [at for at, name in enumerate(arrays.states) if name in side])
        count = np.bincount(item[held], minlength=len(arrays.items))
        total = np.bincount(item[held], orders.item_code[held], len(arrays.items))
        means.append(np.where(count > 0, total / np.maximum(count, 1), np.nan))
    difference = np.nan_to_num(means[0] - means[1])
    if (difference != 0).any():
        return np.sign(difference), True
    return _main_contrast(arrays, item), False


def _main_contrast(arrays: Ballots, item: NDArray[np.intp]) -> Floats:
    """Signs of the first principal component of the roll calls: for votes without the ends of the axis."""
    orders = arrays.orders
    counts = np.maximum(np.diff(orders.item_start), 1)
    mean = np.bincount(item, orders.item_code, len(arrays.items)) / counts
    centred = orders.item_code - mean[item]
    state = arrays.row_state[orders.item_row]
    weights = np.ones(len(arrays.items))
    for _ in range(20):
        scores = np.bincount(state, centred * weights[item], len(arrays.states))
        weights = np.bincount(item, centred * scores[state], len(arrays.items)).astype(np.float64)
        weights /= max(float(np.abs(weights).max()), 1e-12)
    return np.sign(weights)


def _turn(found: Fit, axis: Axis) -> None:
    """Turns the scale, in place, so that the power's mean lies above that of the camp."""
    arrays, theta = found.ballots, found.rows.theta
    sides: list[float] = []
    for side in (axis.power, axis.camp - axis.power):
        held = np.isin(arrays.row_state, [at for at, name in enumerate(arrays.states) if name in side])
        sides.append(float(theta[held].mean()) if held.any() else 0.0)
    if sides[0] < sides[1]:
        theta *= -1
        found.items.beta[:] *= -1
        found.items.covariance[:, 1:3] *= -1


def _frame(cast: pl.DataFrame, found: Fit, draws: NDArray[np.float32]) -> pl.DataFrame:
    arrays, theta = found.ballots, found.rows.theta
    sd = draws.std(axis=1, dtype=np.float64)
    sessions = arrays.row_session
    opening = pl.col("date").dt.year() == pl.col("session") + FIRST_YEAR
    autumn = opening & (pl.col("date").dt.month() >= OPENING_MONTH)
    whole = cast.group_by("session").agg(autumn.any().alias("has_autumn"))
    absent = cast.filter(pl.col("code") == 0).group_by("iso3", "session").agg(pl.len().alias("n_absent"))
    frame = pl.DataFrame(
        {
            "iso3": np.array(arrays.states)[arrays.row_state],
            "session": sessions,
            "year": sessions + FIRST_YEAR,
            "theta": theta,
            "sd": sd,
            "low": theta - QUANTILE_95 * sd,
            "high": theta + QUANTILE_95 * sd,
            "n_votes": np.diff(arrays.orders.row_start),
        }
    )
    frame = frame.join(absent, on=["iso3", "session"], how="left").join(whole, on="session", how="left")
    return (
        frame.with_columns(pl.col("n_absent").fill_null(0), (~pl.col("has_autumn")).alias("is_partial"))
        .drop("has_autumn")
        .sort("iso3", "session")
    )


def _warnings(found: Fit, frame: pl.DataFrame, *, is_known: bool) -> list[Notice]:
    said: list[Notice] = []
    if not found.has_converged:
        said.append((LIMIT_REACHED, {"sweeps": found.sweeps, "change": round(found.last_change, 4)}))
    if not is_known:
        said.append((NO_DIRECTION, {}))
    few = frame.filter(pl.col("n_votes") < FEW_VOTES).height
    if few:
        said.append((FEW_ROWS, {"rows": few, "least": FEW_VOTES}))
    return said
