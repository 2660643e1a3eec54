"""When a state moved: P(a jump before a session), by a walk that is calm or jumps, on a grid.

Roll calls are held fixed. In calm the position walks with variance CALM a session, in a jump with JUMP; a
jump comes with probability RATE a session. Forward-backward over both regimes gives its probability.
A careful instrument: it names large moves, and most small ones stay below any threshold.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import ndtr

from standpunkt.measures.votes.scaling.ballots import Floats
from standpunkt.measures.votes.scaling.ideal_points import Fit

GRID = np.linspace(-6.0, 6.0, 121)
CALM, JUMP, RATE = 0.05, 0.5, 0.02
TINY = 1e-10


@dataclass(frozen=True)
class _Regimes:
    """Transition matrices of the grid in calm and in a jump, weighted by their probabilities."""

    calm: Floats
    jump: Floats


def change_points(fit: Fit) -> pl.DataFrame:
    """The probability that a state jumped before a session, for every row but each state's first.

    Args:
        fit: A fit of ideal points.

    Returns:
        iso3, from_session, to_session, jump_probability, change (difference of the posterior means).
    """
    arrays = fit.ballots
    likelihood = _likelihood(fit)
    found: list[tuple[str, int, int, float, float]] = []
    for state, name in enumerate(arrays.states):
        first, end = arrays.orders.state_start[state], arrays.orders.state_start[state + 1]
        if end - first > 1:
            gaps = arrays.orders.gap[first + 1 : end]
            chances, means = _jumps(likelihood[first:end], gaps)
            sessions = arrays.row_session[first:end]
            found += [
                (
                    name,
                    int(sessions[at]),
                    int(sessions[at + 1]),
                    float(chance),
                    float(means[at + 1] - means[at]),
                )
                for at, chance in enumerate(chances)
            ]
    names = ["iso3", "from_session", "to_session", "jump_probability", "change"]
    types = [pl.String, pl.Int32, pl.Int32, pl.Float64, pl.Float64]
    return pl.DataFrame(found, schema=dict(zip(names, types, strict=True)), orient="row")


def _likelihood(fit: Fit) -> Floats:
    """Likelihood of each row's votes on the grid, its largest value one."""
    items, votes = fit.items, fit.ballots.orders
    below = items.lower[:, None] - items.beta[:, None] * GRID
    yes, no = ndtr(below), ndtr(-below - np.exp(items.log_gap)[:, None])
    table = np.log(np.stack([yes, np.maximum(1 - yes - no, 0), no], axis=1) + TINY)
    found = np.empty((len(fit.rows.theta), len(GRID)))
    for row in range(len(found)):
        span = slice(votes.row_start[row], votes.row_start[row + 1])
        found[row] = table[votes.row_item[span], votes.row_code[span] - 1].sum(axis=0)
    return np.asarray(np.exp(found - found.max(axis=1, keepdims=True)))


def _regimes(gap: float) -> _Regimes:
    parts = []
    for variance in (CALM * gap, JUMP + CALM * (gap - 1)):
        weight = np.exp(-0.5 * (GRID[:, None] - GRID[None, :]) ** 2 / variance)
        parts.append(weight / weight.sum(axis=1, keepdims=True))
    rate = 1 - (1 - RATE) ** gap
    return _Regimes((1 - rate) * parts[0], rate * parts[1])


def _jumps(likelihood: Floats, gaps: Floats) -> tuple[Floats, Floats]:
    """P(jump) before each row but the first, and posterior means, by forward-backward."""
    kernels = {float(gap): _regimes(float(gap)) for gap in np.unique(gaps)}
    steps = [kernels[float(gap)] for gap in gaps]
    forward = [np.exp(-0.5 * GRID**2) * likelihood[0]]
    for at, step in enumerate(steps):
        ahead = forward[-1] @ (step.calm + step.jump) * likelihood[at + 1]
        forward.append(ahead / ahead.sum())
    later = [np.ones(len(GRID))]
    for at in range(len(steps) - 1, -1, -1):
        message = (steps[at].calm + steps[at].jump) @ (later[0] * likelihood[at + 1])
        later.insert(0, message / message.max())
    chances = np.empty(len(steps))
    for at, step in enumerate(steps):
        right = likelihood[at + 1] * later[at + 1]
        calm, jump = forward[at] @ step.calm @ right, forward[at] @ step.jump @ right
        chances[at] = jump / (calm + jump)
    weights = np.array(forward) * np.array(later)
    return chances, weights @ GRID / weights.sum(axis=1)
