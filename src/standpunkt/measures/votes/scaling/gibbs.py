"""The exact sampler: slow, and the oracle against which the fast fit is judged.

Roll calls: one random-walk Metropolis move in (beta, g, d) with the latent answers integrated out. Positions:
latent answers from truncated normals, then forward filter and backward sampling of every state's whole path.
Each iteration is standardised as the fit is.
"""

import math

import numpy as np
from numpy.typing import NDArray

from standpunkt.measures.votes.scaling import kernel
from standpunkt.measures.votes.scaling.ballots import Floats, Orders
from standpunkt.measures.votes.scaling.compiled import compiled
from standpunkt.measures.votes.scaling.ideal_points import (
    CENTRE_VARIANCE,
    GAP_MEAN,
    GAP_VARIANCE,
    Fit,
    standardise,
)
from standpunkt.measures.votes.scaling.kernel import EPSILON, ROOT_HALF, Items, Rows

PROPOSAL = 2.0 / math.sqrt(3.0)
SLOPE_VARIANCE = 1.0
REFUSED = 64


@compiled
def item_loglikelihoods(votes: Orders, theta: Floats, values: Floats, out: Floats) -> None:
    """Log likelihood of every roll call at (beta, g, d), one row each, written into `out`."""
    for j in range(len(values)):
        total, gap = 0.0, math.exp(values[j, 2])
        for at in range(votes.item_start[j], votes.item_start[j + 1]):
            below = values[j, 1] - values[j, 0] * theta[votes.item_row[at]]
            yes, no = 0.5 * math.erfc(-below * ROOT_HALF), 0.5 * math.erfc((below + gap) * ROOT_HALF)
            code = votes.item_code[at]
            chance = yes if code == kernel.YES else (1.0 - yes - no if code == kernel.ABSTAIN else no)
            total += math.log(max(chance, 0.0) + EPSILON)
        out[j] = total


@compiled
def truncated(generator: np.random.Generator, low: float, high: float) -> float:
    """A standard normal between two limits, by rejection."""
    if low < 0.0 < high and high - low > 1.0:
        z = generator.standard_normal()
        while z < low or z > high:
            z = generator.standard_normal()
        return z
    if high < -low:
        return -truncated_above(generator, -high, -low)
    return truncated_above(generator, low, high)


@compiled
def truncated_above(generator: np.random.Generator, low: float, high: float) -> float:
    """The same where most lies above zero: by the uniform if the limits are close, else the exponential."""
    z, nearest, rate = low, max(low, 0.0), max(low, 0.5)
    best = min(low - rate, 0.0)
    for _ in range(REFUSED):
        if high - low < 1.0:
            z = low + generator.random() * (high - low)
            accept = math.exp(0.5 * (nearest * nearest - z * z))
        else:
            z = low - math.log(1.0 - generator.random()) / rate
            accept = math.exp(0.5 * (best * best - (z - rate) ** 2)) if z < high else 0.0
        if generator.random() < accept:
            return z
    return min(z, high)


@compiled
def draw_positions(votes: Orders, rows: Rows, items: Items, pair: tuple[np.random.Generator, float]) -> None:
    """New positions given roll calls: latent answers, then every state's path; in place."""
    generator, walk_variance = pair
    theta, size = rows.theta, len(rows.theta)
    weight, pull = np.zeros(size), np.zeros(size)
    for r in range(size):
        for at in range(votes.row_start[r], votes.row_start[r + 1]):
            j, code = votes.row_item[at], votes.row_code[at]
            beta, eta = items.beta[j], items.beta[j] * theta[r]
            lower = items.lower[j] - eta
            upper = lower + math.exp(items.log_gap[j])
            low = -12.0 if code == kernel.YES else (lower if code == kernel.ABSTAIN else upper)
            high = lower if code == kernel.YES else (upper if code == kernel.ABSTAIN else 12.0)
            weight[r] += beta * beta
            pull[r] += beta * (eta + truncated(generator, low, max(high, low + 1e-9)))
    for s in range(len(votes.state_start) - 1):
        first, end = votes.state_start[s], votes.state_start[s + 1]
        mean, variance = np.empty(end - first), np.empty(end - first)
        for r in range(first, end):
            before = 0.0 if r == first else mean[r - first - 1]
            spread = 1.0 if r == first else variance[r - first - 1] + walk_variance * votes.gap[r]
            variance[r - first] = 1.0 / (1.0 / spread + weight[r])
            mean[r - first] = variance[r - first] * (before / spread + pull[r])
        for r in range(end - 1, first - 1, -1):
            m, v = mean[r - first], variance[r - first]
            if r + 1 < end:
                step = walk_variance * votes.gap[r + 1]
                m, v = (m * step + theta[r + 1] * v) / (v + step), v * step / (v + step)
            theta[r] = m + math.sqrt(v) * generator.standard_normal()


def sample(fit: Fit, generator: np.random.Generator, iterations: int, burned: int) -> NDArray[np.float32]:
    """Draws from the posterior with prior variance 1 of the slopes, starting from a fit.

    Args:
        fit: The start.
        generator: Where the randomness comes from.
        iterations: All iterations.
        burned: How many of them are left out at the start.

    Returns:
        Shape (rows, iterations - burned), each standardised.
    """
    votes = fit.ballots.orders
    rows = Rows(fit.rows.theta.copy(), np.zeros(len(fit.rows.theta)))
    items = Items(*(part.copy() for part in fit.items))
    c = items.covariance[:, [0, 1, 2, 1, 3, 4, 2, 4, 5]].reshape(-1, 3, 3)
    roots = np.asarray(PROPOSAL * np.linalg.cholesky(c), dtype=np.float64)
    kept = np.empty((len(rows.theta), iterations - burned), dtype=np.float32)
    for iteration in range(iterations):
        _move_items(votes, rows, items, (generator, roots))
        draw_positions(votes, rows, items, (generator, fit.options.walk_variance))
        standardise(rows, items)
        if iteration >= burned:
            kept[:, iteration - burned] = rows.theta
    return kept


def _move_items(votes: Orders, rows: Rows, items: Items, pair: tuple[np.random.Generator, Floats]) -> None:
    generator, roots = pair
    now = np.stack([items.beta, items.lower, items.log_gap], axis=1)
    new = now + np.einsum("jab,jb->ja", roots, generator.standard_normal(now.shape))
    old_fit, new_fit = np.empty(len(now)), np.empty(len(now))
    item_loglikelihoods(votes, rows.theta, now, old_fit)
    item_loglikelihoods(votes, rows.theta, new, new_fit)
    ratio = new_fit + _log_prior(new) - old_fit - _log_prior(now)
    taken = np.log(generator.random(len(now))) < ratio
    for column, part in enumerate((items.beta, items.lower, items.log_gap)):
        part[taken] = new[taken, column]


def _log_prior(value: Floats) -> Floats:
    centre = value[:, 1] + np.exp(value[:, 2]) / 2
    spread = value[:, 0] ** 2 / SLOPE_VARIANCE + centre**2 / CENTRE_VARIANCE
    return np.asarray(-0.5 * (spread + (value[:, 2] - GAP_MEAN) ** 2 / GAP_VARIANCE))
