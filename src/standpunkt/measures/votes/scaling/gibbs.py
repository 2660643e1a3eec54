"""The exact sampler: slow, and the oracle against which the fast fit is judged.

Roll calls: random-walk Metropolis moves in (beta, g, d) with the latent answers integrated out. Positions:
latent answers from truncated normals, then forward filter and backward sampling of every state's whole path.
Slow alone is the scale of an era (positions up and slopes down leave votes as likely as before): blocks of
sessions are stretched and moved as wholes. The overall scale is set to mean 0 and variance 1 as in the fit;
it is no parameter, so moves are judged after that.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standpunkt.measures.votes.scaling import kernel
from standpunkt.measures.votes.scaling.ballots import Ballots, Floats, Indices, Orders
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
SLOPE_VARIANCE = 2.0
REFUSED = 64
ITEM_MOVES = 2
BLOCK_MOVES = 30
LONGEST_BLOCK = 24
SHIFT = 0.1
STRETCH = 0.13
"""Steps of positions and of the logarithm of the scale; the latter shrinks with the length of a block."""
LEAST_ROWS = 3
SNAPSHOTS = 20


@dataclass(frozen=True)
class Sample:
    """Draws of the posterior: positions (rows, draws), each standardised, and some whole states.

    `items[k]` are the roll calls of draw `kept[k]`: a truth for simulations needs both of one draw.
    """

    theta: NDArray[np.float32]
    items: tuple[Items, ...]
    kept: tuple[int, ...]
    accepted_blocks: float

    def agreement_of_halves(self, session: NDArray[np.integer]) -> tuple[float, float]:
        """Mean and minimum over sessions of the correlation between the means of both halves.

        Args:
            session: The session of each row.

        Returns:
            Mean, minimum; sessions of three rows or more.
        """
        half = self.theta.shape[1] // 2
        one, two = self.theta[:, :half].mean(axis=1), self.theta[:, half:].mean(axis=1)
        rs = [
            np.corrcoef(one[session == at], two[session == at])[0, 1]
            for at in np.unique(session)
            if (session == at).sum() >= LEAST_ROWS
        ]
        return float(np.mean(rs)), float(np.min(rs))


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
def draw_positions(
    votes: Orders, rows: Rows, items: Items, chance: tuple[np.random.Generator, float, float]
) -> None:
    """New positions given roll calls: latent answers, then every state's path; in place.

    Args:
        votes: Votes in both orders.
        rows: Positions, changed.
        items: Roll calls.
        chance: Where the randomness comes from, the variance of the walk, and the hold on the scale.
    """
    generator, walk_variance, hold = chance
    theta, size = rows.theta, len(rows.theta)
    weight, pull = np.full(size, hold), np.zeros(size)
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
            before = votes.entry_mean[s] if r == first else mean[r - first - 1]
            spread = (
                votes.entry_variance[s]
                if r == first
                else variance[r - first - 1] + walk_variance * votes.gap[r]
            )
            variance[r - first] = 1.0 / (1.0 / spread + weight[r])
            mean[r - first] = variance[r - first] * (before / spread + pull[r])
        for r in range(end - 1, first - 1, -1):
            m, v = mean[r - first], variance[r - first]
            if r + 1 < end:
                step = walk_variance * votes.gap[r + 1]
                m, v = (m * step + theta[r + 1] * v) / (v + step), v * step / (v + step)
            theta[r] = m + math.sqrt(v) * generator.standard_normal()


class Blocks(NamedTuple):
    """Session of each row, first and last session of each roll call, and the sessions there are, in order."""

    row: Indices
    first: Indices
    last: Indices
    sessions: Indices


class Move(NamedTuple):
    """What happens to the sessions from first to last: theta times e^log_factor plus shift."""

    first: int
    last: int
    log_factor: float
    shift: float


State = tuple[Rows, Items]


def blocks_of(ballots: Ballots) -> Blocks:
    """Where rows and roll calls stand in time.

    Args:
        ballots: Contested votes.

    Returns:
        Their sessions.
    """
    orders = ballots.orders
    session = ballots.row_session[orders.item_row]
    starts = orders.item_start[:-1]
    return Blocks(
        ballots.row_session,
        np.minimum.reduceat(session, starts),
        np.maximum.reduceat(session, starts),
        np.unique(ballots.row_session),
    )


def moved(state: State, blocks: Blocks, move: Move) -> tuple[State, float]:
    """A state after a move and a new standardisation: no vote is more or less likely than before.

    Args:
        state: Standardised positions and roll calls.
        blocks: Where they stand in time.
        move: Stretch: theta e^a and beta e^-a; shift: theta + c and g + beta c.

    Returns:
        The new state and the logarithm of the Jacobian, -inf where the block would cut a bridged roll call.
        The overall scale is no parameter of the model: stretching everything has Jacobian 1.
    """
    rows, items = state
    inside = (move.first <= blocks.row) & (blocks.row <= move.last)
    begins = (move.first <= blocks.first) & (blocks.first <= move.last)
    ends = (move.first <= blocks.last) & (blocks.last <= move.last)
    theta = np.where(inside, rows.theta * math.exp(move.log_factor) + move.shift, rows.theta)
    beta = np.where(begins, items.beta * math.exp(-move.log_factor), items.beta)
    new = (
        Rows(theta, rows.variance),
        items._replace(beta=beta, lower=items.lower + np.where(begins, beta * move.shift, 0.0)),
    )
    overall = math.log(theta.std())
    standardise(*new)
    if (begins != ends).any():
        return new, -math.inf
    jacobian = move.log_factor * (int(inside.sum()) - int(begins.sum()))
    return new, jacobian + overall * (len(beta) - len(theta))


def hold_on_scale(state: State, steps: Floats) -> float:
    """By how much every position is held to 0 because the overall scale is no parameter.

    With priors on the standardised scale, the density of positions theta and slopes beta is
    prior(theta / s, beta s) s^(m - n), s the scale, n positions, m roll calls. The derivative of its
    logarithm by theta at s = 1 is that of the prior and -theta (n - Q + B - m) / n, Q and B the sums of
    squares that the priors of positions and of slopes hold.

    Args:
        state: Positions and roll calls.
        steps: Variance of the walk into each row, 0 for a state's first row.

    Returns:
        A precision, not below 0.
    """
    rows, items = state
    change = np.diff(rows.theta, prepend=0.0)
    walk = np.where(steps > 0, change**2 / np.where(steps > 0, steps, 1.0), rows.theta**2).sum()
    slopes = (items.beta**2).sum() / SLOPE_VARIANCE
    size = len(rows.theta)
    return max(float(size - walk + slopes - len(items.beta)) / size, 0.0)


def log_prior(state: State, steps: Floats) -> float:
    """Logarithm of the prior of a whole state, without constants.

    Args:
        state: Positions and roll calls.
        steps: Variance of the walk into each row, 0 for a state's first row.

    Returns:
        The sum over rows and roll calls.
    """
    rows, items = state
    change = np.diff(rows.theta, prepend=0.0)
    walk = np.where(steps > 0, change**2 / np.where(steps > 0, steps, 1.0), rows.theta**2)
    return float(_log_prior(np.stack(items[:3], axis=1)).sum() - 0.5 * walk.sum())


def move_blocks(
    state: State, blocks: Blocks, steps: Floats, generator: np.random.Generator
) -> tuple[State, int]:
    """Stretches and shifts blocks of sessions as wholes, by Metropolis.

    Args:
        state: Standardised positions and roll calls.
        blocks: Where they stand in time.
        steps: Variance of the walk into each row.
        generator: Where the randomness comes from.

    Returns:
        The new state and how many moves were taken.
    """
    taken, now = 0, log_prior(state, steps)
    for number in range(BLOCK_MOVES):
        at = int(generator.integers(len(blocks.sessions)))
        end = min(at + int(generator.integers(LONGEST_BLOCK)), len(blocks.sessions) - 1)
        step = float(generator.standard_normal()) / math.sqrt(end - at + 1)
        is_shift = number % 2 == 1
        move = Move(
            int(blocks.sessions[at]),
            int(blocks.sessions[end]),
            0.0 if is_shift else STRETCH * step,
            SHIFT * step if is_shift else 0.0,
        )
        new, jacobian = moved(state, blocks, move)
        after = log_prior(new, steps)
        if math.log(generator.random()) < after - now + jacobian:
            state, now, taken = new, after, taken + 1
    return state, taken


def sample(fit: Fit, generator: np.random.Generator, iterations: int, burned: int) -> Sample:
    """Draws from the posterior with the priors of the fit, starting from a fit.

    Args:
        fit: The start.
        generator: Where the randomness comes from.
        iterations: All iterations.
        burned: How many of them are left out at the start.

    Returns:
        What was drawn after those.
    """
    votes, blocks = fit.ballots.orders, blocks_of(fit.ballots)
    walk = fit.options.walk_variance
    state = (
        Rows(fit.rows.theta.copy(), np.zeros(len(fit.rows.theta))),
        Items(*(part.copy() for part in fit.items)),
    )
    c = fit.items.covariance[:, [0, 1, 2, 1, 3, 4, 2, 4, 5]].reshape(-1, 3, 3)
    roots = np.asarray(PROPOSAL * np.linalg.cholesky(c), dtype=np.float64)
    theta = np.empty((len(fit.rows.theta), iterations - burned), dtype=np.float32)
    every = max((iterations - burned) // SNAPSHOTS, 1)
    snapshots: dict[int, Items] = {}
    taken = 0
    for iteration in range(iterations):
        for _ in range(ITEM_MOVES):
            _move_items(votes, *state, (generator, roots))
        draw_positions(votes, *state, (generator, walk, hold_on_scale(state, walk * votes.gap)))
        standardise(*state)
        state, count = move_blocks(state, blocks, walk * votes.gap, generator)
        taken += count
        at = iteration - burned
        if at >= 0:
            theta[:, at] = state[0].theta
            if at % every == 0:
                snapshots[at] = Items(*(part.copy() for part in state[1]))
    share = taken / (iterations * BLOCK_MOVES)
    return Sample(theta, tuple(snapshots.values()), tuple(snapshots), share)


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
