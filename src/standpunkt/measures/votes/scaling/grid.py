"""Positions from few roll calls, by quadrature on a grid: no normal approximation, exact for given items.

A state's position theta starts as N(0, 1) on the day of the first roll call and then walks at random with
variance `WALK_VARIANCE_PER_YEAR`. A roll call j is answered 1 (yes), 2 (abstain) or 3 (no) with
P(y <= 1) = Phi(g_j - beta_j theta), P(y <= 2) = Phi(g_j + exp(d_j) - beta_j theta). An absence is missing.
Roll calls are fitted by EM: positions by forward-backward on the grid, then one Fisher step per roll call.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]
Votes = NDArray[np.int8]

GRID = np.linspace(-6.0, 6.0, 81)
WALK_VARIANCE_PER_YEAR = 0.25
SLOPE_MEAN, SLOPE_VARIANCE = 1.5, 1.0
CENTRE_VARIANCE = 9.0
GAP_MEAN, GAP_VARIANCE = -0.5, 2.0
SPECK = 1e-60
TINY = 1e-10
OUTCOMES = (1, 2, 3)


@dataclass(frozen=True)
class Items:
    """Roll calls: slope, lower cut point and log of the gap to the upper one, each of shape (roll calls,)."""

    slope: Floats
    lower: Floats
    log_gap: Floats


@dataclass(frozen=True)
class Records:
    """What distinct records say: votes (records, roll calls) with 0 for missing, how many states hold each.

    `years` (roll calls,) ascends; `orientation` is +1 where a no leans towards the power, -1 where a yes
    does, 0 where nothing is known.
    """

    votes: Votes
    weights: Floats
    years: Floats
    orientation: Floats


def _slices(years: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Distinct moments, and the moment of each roll call."""
    moments, index = np.unique(years, return_inverse=True)
    return moments, index.astype(np.intp)


@lru_cache(maxsize=256)
def kernel(years: float) -> Floats:
    """Transition matrix of the walk over a gap, rows summing to one."""
    variance = max(WALK_VARIANCE_PER_YEAR * years, TINY)
    weight = _without_specks(np.exp(-0.5 * (GRID[:, None] - GRID[None, :]) ** 2 / variance))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def prior() -> Floats:
    """Standard normal weights on the grid."""
    weight = np.exp(-0.5 * GRID**2)
    return np.asarray(weight / weight.sum())


def log_probabilities(items: Items) -> Floats:
    """Log probability of each answer at each grid point.

    Args:
        items: Roll calls.

    Returns:
        Shape (roll calls, 4, grid points); row 0 is the missing vote and holds zeros.
    """
    below = items.lower[:, None] - items.slope[:, None] * GRID
    above = below + np.exp(items.log_gap)[:, None]
    yes, no = ndtr(below), ndtr(-above)
    middle = np.maximum(1.0 - yes - no, 0.0)
    table = np.zeros((len(items.slope), 4, len(GRID)))
    table[:, 1:] = np.log(np.stack([yes, middle, no], axis=1) + TINY)
    return table


def log_emissions(votes: Votes, table: Floats, moment: NDArray[np.intp]) -> Floats:
    """Sums the log probabilities of all votes of a moment, shape (moments, records, grid points)."""
    total = np.zeros((int(moment.max()) + 1, votes.shape[0], len(GRID)))
    for item, at in enumerate(moment):
        total[at] += table[item, votes[:, item]]
    return total


def forward(emissions: Floats, kernels: list[Floats]) -> Floats:
    """Filtered weights of each moment, normalised, shape of the (already exponentiated) emissions."""
    filtered = np.empty_like(emissions)
    ahead = np.broadcast_to(prior(), emissions.shape[1:])
    for at in range(len(emissions)):
        joint = ahead * emissions[at]
        filtered[at] = _without_specks(joint / joint.sum(axis=1, keepdims=True))
        if at < len(kernels):
            ahead = filtered[at] @ kernels[at]
    return filtered


def backward(emissions: Floats, kernels: list[Floats], last: Floats) -> Floats:
    """Messages from later moments, linear in the final message `last` (records, grid points)."""
    messages = np.empty_like(emissions)
    messages[-1] = last
    for at in range(len(emissions) - 2, -1, -1):
        joint = messages[at + 1] * emissions[at + 1]
        messages[at] = _without_specks(joint) @ kernels[at].T
    return messages


def _without_specks(weights: Floats) -> Floats:
    """Zero in place of what is too small to matter: subnormal numbers make products ten times slower."""
    return np.where(np.abs(weights) < SPECK, 0.0, weights)


def _scaled(log_emissions_: Floats) -> Floats:
    """Emissions with their largest value per record and moment set to one."""
    return np.asarray(np.exp(log_emissions_ - log_emissions_.max(axis=2, keepdims=True)))


def _kernels(moments: Floats) -> list[Floats]:
    return [kernel(float(gap)) for gap in np.diff(moments)]


def smoothed(records: Records, items: Items) -> Floats:
    """Position weights of each record at each moment given all its votes, shape (moments, records, grid)."""
    moments, moment = _slices(records.years)
    kernels = _kernels(moments)
    emissions = _scaled(log_emissions(records.votes, log_probabilities(items), moment))
    weights = forward(emissions, kernels) * backward(emissions, kernels, np.ones(emissions.shape[1:]))
    return np.asarray(weights / weights.sum(axis=2, keepdims=True))


def expected_counts(records: Records, weights: Floats) -> Floats:
    """States expected at each grid point by answer, shape (roll calls, 3, grid points)."""
    _, moment = _slices(records.years)
    counts = np.empty((records.votes.shape[1], len(OUTCOMES), len(GRID)))
    for item, at in enumerate(moment):
        held = (records.votes[:, item][None, :] == np.array(OUTCOMES)[:, None]) * records.weights
        counts[item] = held @ weights[at]
    return counts


def start(records: Records) -> Items:
    """Start values: slopes at their prior mean, cut points from shares of the answers."""
    size = records.votes.shape[1]
    slope = SLOPE_MEAN * records.orientation
    return Items(slope, np.zeros(size), np.zeros(size))


def _scores(items: Items, counts: Floats) -> tuple[Floats, Floats]:
    """Gradient (roll calls, 3) and information (roll calls, 3, 3) of slope, lower cut, log gap."""
    gap = np.exp(items.log_gap)[:, None]
    below = items.lower[:, None] - items.slope[:, None] * GRID
    above = below + gap
    root = np.sqrt(2 * np.pi)
    f1, f2 = np.exp(-0.5 * below**2) / root, np.exp(-0.5 * above**2) / root
    yes, no = ndtr(below) + TINY, ndtr(-above) + TINY
    middle = np.maximum(1.0 - yes - no, 0.0) + TINY
    n_yes, n_middle, n_no = counts[:, 0], counts[:, 1], counts[:, 2]
    total = counts.sum(axis=1)
    u1 = n_yes * f1 / yes - n_middle * f1 / middle
    u2 = n_middle * f2 / middle - n_no * f2 / no
    i11, i22 = total * f1**2 * (1 / yes + 1 / middle), total * f2**2 * (1 / no + 1 / middle)
    i12 = -total * f1 * f2 / middle
    s, k = i11 + 2 * i12 + i22, i12 + i22
    gradient = np.stack([-(u1 + u2) @ GRID, (u1 + u2).sum(axis=1), (gap * u2).sum(axis=1)], axis=1)
    information = np.empty((len(gap), 3, 3))
    information[:, 0, 0], information[:, 1, 1] = s @ GRID**2, s.sum(axis=1)
    information[:, 2, 2] = (gap**2 * i22).sum(axis=1)
    information[:, 0, 1] = information[:, 1, 0] = -s @ GRID
    information[:, 0, 2] = information[:, 2, 0] = -(gap * k) @ GRID
    information[:, 1, 2] = information[:, 2, 1] = (gap * k).sum(axis=1)
    return gradient, information


def _with_priors(items: Items, orientation: Floats, gradient: Floats, information: Floats) -> None:
    """Adds the priors of slope, centre (lower + gap / 2) and log gap in place."""
    gap = np.exp(items.log_gap)
    pull = (items.lower + gap / 2) / CENTRE_VARIANCE
    gradient[:, 0] -= (items.slope - SLOPE_MEAN * orientation) / SLOPE_VARIANCE
    gradient[:, 1] -= pull
    gradient[:, 2] -= pull * gap / 2 + (items.log_gap - GAP_MEAN) / GAP_VARIANCE
    information[:, 0, 0] += 1 / SLOPE_VARIANCE
    information[:, 1, 1] += 1 / CENTRE_VARIANCE
    information[:, 1, 2] += gap / 2 / CENTRE_VARIANCE
    information[:, 2, 1] += gap / 2 / CENTRE_VARIANCE
    information[:, 2, 2] += gap**2 / 4 / CENTRE_VARIANCE + 1 / GAP_VARIANCE


def improve(items: Items, counts: Floats, orientation: Floats) -> tuple[Items, float]:
    """One Fisher step of every roll call, steps capped at one.

    Args:
        items: Current values.
        counts: Expected counts (roll calls, 3, grid points).
        orientation: Sign of the slope's prior mean.

    Returns:
        New values and the largest step.
    """
    gradient, information = _scores(items, counts)
    _with_priors(items, orientation, gradient, information)
    step = np.linalg.solve(information, gradient[:, :, None])[:, :, 0]
    step /= np.maximum(1.0, np.abs(step).max(axis=1, keepdims=True))
    new = Items(items.slope + step[:, 0], items.lower + step[:, 1], items.log_gap + step[:, 2])
    return new, float(np.abs(step).max())


def fit(
    records: Records, before: Items | None = None, tolerance: float = 5e-3, limit: int = 300
) -> tuple[Items, int]:
    """Fits the roll calls by EM.

    Args:
        records: Votes, weights, moments, orientation.
        before: Values to start from; may hold fewer roll calls (the first ones).
        tolerance: Largest step at which the fit ends.
        limit: Largest number of rounds.

    Returns:
        Roll calls, and rounds used (equal to the limit if the fit did not end by itself).
    """
    items = start(records)
    if before is not None:
        known = len(before.slope)
        items = Items(
            np.concatenate([before.slope, items.slope[known:]]),
            np.concatenate([before.lower, items.lower[known:]]),
            np.concatenate([before.log_gap, items.log_gap[known:]]),
        )
    for rounds in range(1, limit + 1):
        counts = expected_counts(records, smoothed(records, items))
        items, step = improve(items, counts, records.orientation)
        if step < tolerance:
            return items, rounds
    return items, limit
