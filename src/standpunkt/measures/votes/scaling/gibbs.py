"""The exact sampler: slow, and the oracle against which the fast fit is judged.

Roll calls: random-walk Metropolis moves in (beta, g, d) with the latent answers integrated out. Positions:
latent answers from truncated normals, then forward filter and backward sampling of every state's whole path.
Slow alone is the scale of an era (positions up and slopes down leave votes as likely as before): blocks of
sessions are stretched and moved as wholes. The scale is left to the priors while sampling; what is kept is
standardised as the fit is. (Standardised in every iteration, sessions would be pulled off the posterior.) The
variance of the walk is that of the fit, in units of the spread of positions, which is set while burning in.
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
SLOPE_VARIANCE = 1.0
REFUSED = 64
ITEM_MOVES = 2
BLOCK_MOVES = 60
LONGEST_BLOCK = 24
SHIFT = 0.06
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
    scale: float
    """Standard deviation of positions on the scale of the priors, in the last draw."""

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


def _blocks(ballots: Ballots) -> Blocks:
    orders = ballots.orders
    session = ballots.row_session[orders.item_row]
    starts = orders.item_start[:-1]
    return Blocks(
        ballots.row_session,
        np.minimum.reduceat(session, starts),
        np.maximum.reduceat(session, starts),
        np.unique(ballots.row_session),
    )


@compiled
def walk_ratio(steps: Floats, theta: Floats, blocks: Blocks, move: Move) -> float:
    """Log ratio of the walk after and before a move, with the Jacobian; `steps`: variances into each row."""
    factor, ratio, before = math.exp(move.log_factor), 0.0, 0.0
    for r in range(len(theta)):
        inside = move.first <= blocks.row[r] <= move.last
        now = theta[r] * factor + move.shift if inside else theta[r]
        ratio += move.log_factor * inside
        if steps[r] == 0.0:
            ratio += 0.5 * (theta[r] * theta[r] - now * now)
        else:
            old, new = theta[r] - theta[r - 1], now - before
            ratio += 0.5 * (old * old - new * new) / steps[r]
        before = now
    return ratio


@compiled
def item_ratio(items: Items, blocks: Blocks, move: Move) -> float:
    """How much likelier the roll calls are after a move, with their Jacobian; -inf where it would cut one."""
    shrunk, ratio = math.exp(-2.0 * move.log_factor), 0.0
    for j in range(len(items.beta)):
        begins = move.first <= blocks.first[j] <= move.last
        if begins != (move.first <= blocks.last[j] <= move.last):
            return -math.inf
        if begins:
            beta, centre = items.beta[j], items.lower[j] + math.exp(items.log_gap[j]) / 2.0
            moved = centre + beta * math.exp(-move.log_factor) * move.shift
            ratio += 0.5 * beta * beta * (1.0 - shrunk) / SLOPE_VARIANCE - move.log_factor
            ratio += 0.5 * (centre * centre - moved * moved) / CENTRE_VARIANCE
    return ratio


@compiled
def make_move(rows: Rows, items: Items, blocks: Blocks, move: Move) -> None:
    """Makes a move, in place."""
    factor = math.exp(move.log_factor)
    for r in range(len(rows.theta)):
        if move.first <= blocks.row[r] <= move.last:
            rows.theta[r] = rows.theta[r] * factor + move.shift
    for j in range(len(items.beta)):
        if move.first <= blocks.first[j] <= move.last:
            items.beta[j] /= factor
            items.lower[j] += items.beta[j] * move.shift


def move_blocks(
    votes: Orders, state: tuple[Rows, Items], blocks: Blocks, chance: tuple[np.random.Generator, float]
) -> int:
    """Stretches or shifts whole blocks of sessions, in place, with no vote becoming more or less likely.

    Stretch: theta e^a and beta e^-a, Jacobian e^(a (rows - roll calls)); shift: theta + a and g + beta a. A
    block whose border cuts a bridged roll call is left as it is.

    Args:
        votes: For the gaps between rows.
        state: Positions and roll calls, changed.
        blocks: Which row and roll call stand in which session.
        chance: Where the randomness comes from, and the variance of the walk.

    Returns:
        How many moves were taken.
    """
    rows, items = state
    generator, walk_variance = chance
    taken, steps = 0, walk_variance * votes.gap
    for number in range(BLOCK_MOVES):
        at = int(generator.integers(len(blocks.sessions)))
        end = min(at + int(generator.integers(LONGEST_BLOCK)), len(blocks.sessions) - 1)
        step = float(generator.standard_normal())
        first, last = int(blocks.sessions[at]), int(blocks.sessions[end])
        if number % 2:
            move = Move(first, last, 0.0, SHIFT * step)
        else:
            move = Move(first, last, STRETCH / math.sqrt(end - at + 1) * step, 0.0)
        ratio = walk_ratio(steps, rows.theta, blocks, move)
        ratio += item_ratio(items, blocks, move)
        if math.log(generator.random()) < ratio:
            make_move(rows, items, blocks, move)
            taken += 1
    return taken


def sample(fit: Fit, generator: np.random.Generator, iterations: int, burned: int) -> Sample:
    """Draws from the posterior with prior variance 1 of the slopes, starting from a fit.

    Args:
        fit: The start.
        generator: Where the randomness comes from.
        iterations: All iterations.
        burned: How many of them are left out at the start.

    Returns:
        What was drawn after those.
    """
    votes, blocks = fit.ballots.orders, _blocks(fit.ballots)
    rows = Rows(fit.rows.theta.copy(), np.zeros(len(fit.rows.theta)))
    items = Items(*(part.copy() for part in fit.items))
    c = items.covariance[:, [0, 1, 2, 1, 3, 4, 2, 4, 5]].reshape(-1, 3, 3)
    roots = np.asarray(PROPOSAL * np.linalg.cholesky(c), dtype=np.float64)
    theta = np.empty((len(rows.theta), iterations - burned), dtype=np.float32)
    every = max((iterations - burned) // SNAPSHOTS, 1)
    snapshots: dict[int, Items] = {}
    walk, taken = fit.options.walk_variance, 0
    for iteration in range(iterations):
        for _ in range(ITEM_MOVES):
            _move_items(votes, rows, items, (generator, roots))
        draw_positions(votes, rows, items, (generator, walk))
        taken += move_blocks(votes, (rows, items), blocks, (generator, walk))
        if iteration < burned:
            walk = fit.options.walk_variance * float(rows.theta.var())
        at = iteration - burned
        if at >= 0:
            shown, scaled = _scaled(rows, items)
            theta[:, at] = shown.theta
            if at % every == 0:
                snapshots[at] = scaled
    share = taken / (iterations * BLOCK_MOVES)
    return Sample(theta, tuple(snapshots.values()), tuple(snapshots), share, float(rows.theta.std()))


def _scaled(rows: Rows, items: Items) -> tuple[Rows, Items]:
    """Standardised copies."""
    mine, theirs = Rows(rows.theta.copy(), rows.variance), Items(*(part.copy() for part in items))
    standardise(mine, theirs)
    return mine, theirs


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
