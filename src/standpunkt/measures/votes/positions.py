"""Ideal points by state and session, standing the right way round, with calibrated intervals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.scaling.ballots import ABSENT, Ballots, VoteMatrix, ballots, matrix_of
from standpunkt.measures.votes.scaling.bridge import chain_of
from standpunkt.measures.votes.scaling.ideal_points import Fit, Options, axis_start, fit, released
from standpunkt.measures.votes.scaling.joint_uncertainty import joint_draws
from standpunkt.tables.voting.sessions import OPENING_MONTH
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
UNIX_YEAR, MONTHS = 1970, 12


@dataclass(frozen=True)
class Axis:
    """Whom the line is drawn between: the power's states and the members of the opponent's camp."""

    power: frozenset[str]
    camp: frozenset[str]


@dataclass(frozen=True)
class Positions:
    """A fit turned to the power, its joint draws (rows, draws), the table for users, and what to know of it.

    `fit` is as shown (`scaling.ideal_points.released`), `held` what a later fit goes on from, `taken` the
    mean and the scale between the two. frame: iso3, session, year, theta, sd, low, high, n_votes, n_absent,
    is_partial; by state and session.
    """

    fit: Fit
    draws: NDArray[np.float32]
    frame: pl.DataFrame
    warnings: tuple[Notice, ...]
    held: Fit
    taken: tuple[float, float]


def positions(
    cast: pl.DataFrame, axis: Axis, generator: np.random.Generator, options: Options | None = None
) -> Positions:
    """Fits ideal points: mean 0 and standard deviation 1 over all rows, growing towards the power.

    Too few roll calls or states are refused as not estimable.

    Args:
        cast: As `vote_set.cast_votes` gives it, any selection of roll calls.
        axis: Which way round.
        generator: Where the randomness of the intervals comes from.
        options: Priors and stopping rule.

    Returns:
        One row per state and session with at least one contested vote; low and high are 5 and 95 %.
    """
    return positions_of(matrix_of(cast), axis, generator, options)


def positions_of(
    votes: VoteMatrix,
    axis: Axis,
    generator: np.random.Generator,
    options: Options | None = None,
    *,
    links: Mapping[str, str] | None = None,
) -> Positions:
    """The same from a matrix of votes, which needs a tenth of a frame's memory.

    Args:
        votes: Votes of any selection of roll calls.
        axis: Which way round.
        generator: Where the randomness of the intervals comes from.
        options: Priors and stopping rule.
        links: Roll calls that share slope and cut points with an earlier one (`scaling.bridge`).

    Returns:
        As `positions`.

    Raises:
        FitValueError: If a value is no number; too few roll calls or states are refused as not estimable.
    """
    used = used_of(votes)
    _estimable(votes, used)
    arrays = ballots(used, chain_of(used, links) if links else None)
    direction, is_known = _direction(arrays, axis)
    found = fit(arrays, axis_start(arrays, direction), options or Options())
    if not np.isfinite(found.rows.theta).all():
        row = int(np.flatnonzero(~np.isfinite(found.rows.theta))[0])
        raise FitValueError(what=arrays.states[arrays.row_state[row]])
    _turn(found, axis)
    shown, taken = released(found)
    draws = joint_draws(shown, generator)
    frame = _frame(votes, shown, draws)
    warnings = tuple(_warnings(found, frame, is_known=is_known))
    return Positions(shown, draws, frame, warnings, found, taken)


def used_of(votes: VoteMatrix) -> VoteMatrix:
    """The roll calls that say something of positions.

    Args:
        votes: Any votes.

    Returns:
        Contested ones, without the lone one of session 19.
    """
    return votes.of(votes.contested() & (votes.sessions != LONE_SESSION))


def _estimable(votes: VoteMatrix, used: VoteMatrix) -> None:
    counts = {
        "roll_calls": len(used.roll_calls),
        "every": len(votes.roll_calls),
        "states": int((used.codes > ABSENT).any(axis=0).sum()),
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


def _frame(votes: VoteMatrix, found: Fit, draws: NDArray[np.float32]) -> pl.DataFrame:
    arrays, theta = found.ballots, found.rows.theta
    sd = draws.std(axis=1, dtype=np.float64)
    frame = pl.DataFrame(
        {
            "iso3": np.array(arrays.states)[arrays.row_state],
            "session": arrays.row_session,
            "year": arrays.row_session + FIRST_YEAR,
            "theta": theta,
            "sd": sd,
            "low": theta - QUANTILE_95 * sd,
            "high": theta + QUANTILE_95 * sd,
            "n_votes": np.diff(arrays.orders.row_start),
        }
    )
    return with_absences(frame, votes)


def with_absences(frame: pl.DataFrame, votes: VoteMatrix) -> pl.DataFrame:
    """Adds how often a state was absent, and whether the votes of the session's autumn are missing.

    Args:
        frame: iso3, session.
        votes: All votes, the unanimous ones too.

    Returns:
        The frame with n_absent and is_partial, by state and session.
    """
    sessions = frame["session"].to_numpy()
    present, at = np.unique(votes.sessions, return_inverse=True)
    absences = np.zeros((len(present), len(votes.states)), dtype=np.int64)
    np.add.at(absences, at, votes.codes == ABSENT)
    column = np.searchsorted(np.array(votes.states), frame["iso3"].to_numpy())
    return frame.with_columns(
        n_absent=absences[np.searchsorted(present, sessions), column],
        is_partial=~np.isin(sessions, _with_autumn(votes)),
    ).sort("iso3", "session")


def _with_autumn(votes: VoteMatrix) -> NDArray[np.int32]:
    """Sessions of which the votes of their first autumn are there; the others are parts."""
    months = votes.days.astype("datetime64[M]").astype(np.int64)
    opening = (votes.sessions + FIRST_YEAR - UNIX_YEAR) * MONTHS + OPENING_MONTH - 1
    has = (months >= opening) & (months < opening + MONTHS - OPENING_MONTH + 1)
    return np.unique(votes.sessions[has])


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
