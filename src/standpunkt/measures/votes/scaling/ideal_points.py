"""Dynamic ordinal ideal points: states walk at random over sessions, roll calls have slope and cut points.

Bailey, Strezhnev, Voeten 2017 (the model); variational Fisher scoring in place of sampling (the algorithm).
"""

from dataclasses import dataclass, replace
from statistics import NormalDist
from types import ModuleType

import numpy as np

from standpunkt.measures.votes.scaling import kernel, plain
from standpunkt.measures.votes.scaling.ballots import Ballots, Floats, Orders
from standpunkt.measures.votes.scaling.compiled import has_compiler
from standpunkt.measures.votes.scaling.kernel import Items, Rows

OUTCOMES = 3
CENTRE_VARIANCE = 9.0
GAP_MEAN, GAP_VARIANCE = -0.5, 2.0
ROWS_OF_THREE = ([0, 1, 2], [1, 3, 4], [2, 4, 5])
"""The rows of a symmetric matrix stored as (00, 01, 02, 11, 12, 22)."""
LEAST_SHARE = 0.01
LEAST_GAP = 0.05
MEMORY = 0.8
DEPTH = 5
START_HOLD, HOLD_GAIN, FREE_STEPS = 1.0, 1.0, 2
LARGE_STEP = 0.5
GROWTH = 2.0


@dataclass(frozen=True)
class Options:
    """Settings of a fit.

    slope_variance 2 and walk_variance .2 a session were chosen by agreement with the exact sampler and by
    coverage in simulation, never by held-out votes: those prefer settings that distort the scale of eras.
    """

    slope_variance: float = 2.0
    walk_variance: float = 0.2
    tolerance: float = 5e-3
    limit: int = 300
    hold: float | None = None
    """Hold on the scale, from a whole fit for a part of it; None finds it and sets the scale to 0 and 1."""


@dataclass(frozen=True)
class Fit:
    """A fit: positions (mean 0, standard deviation 1 over all rows), roll calls, and how it ended."""

    ballots: Ballots
    rows: Rows
    items: Items
    options: Options
    sweeps: int
    last_change: float
    hold: float
    """Precision by which every position is held to 0, so that the priors leave the overall scale at 1."""

    @property
    def has_converged(self) -> bool:
        """Whether the last sweep moved no position by more than the tolerance."""
        return self.last_change < self.options.tolerance


def fit(ballots: Ballots, start: Floats, options: Options, before: Items | None = None) -> Fit:
    """Fits the model.

    Args:
        ballots: Contested votes.
        start: Start positions, one per row.
        options: Priors and stopping rule.
        before: Roll calls to start from (nan where unknown), for warm starts.

    Returns:
        Standardised positions with their variances given the roll calls (too small alone: see
        `joint_uncertainty`), and roll calls with covariances.
    """
    votes = ballots.orders
    if options.hold is None:
        start = (start - start.mean()) / max(float(start.std()), 1e-6)
    rows = Rows(start.copy(), np.full(len(start), 0.05))
    items = start_items(votes)
    if before is not None:
        known = np.isfinite(before.beta)
        for mine, theirs in zip(items, before, strict=True):
            mine[known] = theirs[known]
    for _ in range(2 if before is None else 1):
        item_step(votes, rows, items, options.slope_variance)
    hold = np.array([START_HOLD if options.hold is None else options.hold])
    parts = (rows.theta, *items[:OUTCOMES], hold)
    mixer, change, sweeps = Mixer(), np.inf, 0
    while change >= options.tolerance and sweeps < options.limit:
        if sweeps:
            mixer.extrapolate(parts, change)
        state = np.concatenate(parts)
        sweep(votes, rows, items, (options, hold))
        moved = np.concatenate(parts) - state
        change, sweeps = float(np.abs(moved[: len(start)]).max()), sweeps + 1
        mixer.keep(state, moved)
    return Fit(ballots, rows, items, options, sweeps, change, float(hold[0]))


def sweep(votes: Orders, rows: Rows, items: Items, setting: tuple[Options, Floats]) -> None:
    """One step of all roll calls, then one of all positions, in place.

    The overall scale is no parameter: positions have variance 1, and priors are meant on that scale. Setting
    it after each step alone would leave slopes too steep for the positions and positions too near for the
    slopes, most where votes are few. The multiplier of the constraint is a hold on all positions; it is moved
    until steps no longer stretch the scale.

    Args:
        votes: Votes in both orders.
        rows: Positions.
        items: Roll calls.
        setting: Priors, and the hold (changed where the options do not fix it).
    """
    options, hold = setting
    sums = np.empty((len(rows.theta), 2))
    item_step(votes, rows, items, options.slope_variance)
    add_row_sums(votes, rows, items, (sums, float(hold[0])))
    kernel.walk_step(votes, rows, sums, options.walk_variance)
    if options.hold is None:
        _, stretched = standardise(rows, items)
        hold[0] = max(hold[0] + HOLD_GAIN * float(np.median(sums[:, 1])) * np.log(stretched), 0.0)


def add_row_sums(votes: Orders, rows: Rows, items: Items, out: tuple[Floats, float]) -> None:
    """Gradient and information of every position from its votes and the hold on the scale.

    Args:
        votes: Votes in both orders.
        rows: Positions.
        items: Roll calls.
        out: Where to write, shape (rows, 2), and the hold.
    """
    sums, hold = out
    _sums().row_sums(votes, rows, items, sums)
    sums[:, 0] -= hold * rows.theta
    sums[:, 1] += hold


class Mixer:
    """Guesses the fixed point of the sweeps from the last few of them, which halves their number.

    Sweeps approach the end by nearly constant ratios along a few slow directions (the scale of an era). The
    mixture of the last states whose mixed step is smallest, moved by that step, jumps ahead on all of them at
    once (Anderson 1965). Steps of positions alone are compared; roll calls follow with the same weights.
    """

    def __init__(self) -> None:
        """Begins without a past."""
        self._states: list[Floats] = []
        self._steps: list[Floats] = []
        self._change = np.inf

    def keep(self, state: Floats, step: Floats) -> None:
        """Remembers where a sweep began and what it did."""
        self._states, self._steps = [*self._states[-DEPTH:], state], [*self._steps[-DEPTH:], step]

    def extrapolate(self, parts: tuple[Floats, ...], change: float) -> None:
        """Moves all parts, in place, to the guess; does nothing while steps are still large.

        Args:
            parts: Positions, then what follows them.
            change: How far the last sweep moved a position at most.
        """
        grew = change > GROWTH * self._change
        self._change = change
        if change > LARGE_STEP or grew:
            self._states, self._steps = [], []
        if len(self._steps) <= 1:
            return
        size = len(parts[0])
        steps, states = np.diff(np.array(self._steps), axis=0), np.diff(np.array(self._states), axis=0)
        weights = np.linalg.lstsq(steps[:, :size].T, self._steps[-1][:size], rcond=None)[0]
        shift = weights @ (steps + states)
        if np.abs(shift[:size]).max() > 1.0:
            return
        at = 0
        for part in parts:
            part[:] -= shift[at : at + len(part)]
            at += len(part)


def _sums() -> ModuleType:
    """Where the sums over votes come from."""
    return kernel if has_compiler() else plain


def item_step(votes: Orders, rows: Rows, items: Items, slope_variance: float) -> None:
    """One Fisher step of every roll call, in place; steps capped at one.

    Args:
        votes: Votes in both orders.
        rows: Positions, held fixed.
        items: Roll calls, changed.
        slope_variance: Prior variance of beta; that of the centre (g + G / 2) is 9, of the log gap 2.
    """
    sums = penalised_sums(votes, rows, items, slope_variance)
    inverse = inverse_3x3(sums[:, 3:])
    items.covariance[:] = inverse
    step = np.stack([(inverse[:, at] * sums[:, :3]).sum(axis=1) for at in ROWS_OF_THREE], axis=1)
    step /= np.maximum(1, np.abs(step).max(axis=1, keepdims=True))
    items.beta[:] += step[:, 0]
    items.lower[:] += step[:, 1]
    items.log_gap[:] += step[:, 2]


def penalised_sums(votes: Orders, rows: Rows, items: Items, slope_variance: float) -> Floats:
    """Gradient and information of every roll call, from its votes and the priors.

    Args:
        votes: Votes in both orders.
        rows: Positions.
        items: Roll calls.
        slope_variance: Prior variance of beta.

    Returns:
        Shape (roll calls, 9): b, g, d, then bb, bg, bd, gg, gd, dd.
    """
    sums = np.empty((len(items.beta), 9))
    _sums().item_sums(votes, rows, items, sums)
    gap = np.exp(items.log_gap)
    pull = (items.lower + gap / 2) / CENTRE_VARIANCE
    sums[:, 0] -= items.beta / slope_variance
    sums[:, 1] -= pull
    sums[:, 2] -= (items.log_gap - GAP_MEAN) / GAP_VARIANCE + pull * gap / 2
    sums[:, 3] += 1 / slope_variance
    sums[:, 6] += 1 / CENTRE_VARIANCE
    sums[:, 7] += gap / 2 / CENTRE_VARIANCE
    sums[:, 8] += 1 / GAP_VARIANCE + gap**2 / 4 / CENTRE_VARIANCE
    return sums


def inverse_3x3(found: Floats) -> Floats:
    """Inverts symmetric matrices of three rows, each as (00, 01, 02, 11, 12, 22)."""
    a, b, c, d, e, f = found.T
    cofactors = [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b]
    determinant = a * cofactors[0] + b * cofactors[1] + c * cofactors[2]
    return np.asarray(np.stack(cofactors, axis=1) / determinant[:, None])


def start_items(votes: Orders) -> Items:
    """Roll calls without slope, cut points from the shares of the answers.

    Args:
        votes: Votes in both orders.

    Returns:
        Start values.
    """
    size = len(votes.item_start) - 1
    item = np.repeat(np.arange(size), np.diff(votes.item_start))
    counts = np.bincount(item * OUTCOMES + votes.item_code - 1, minlength=size * OUTCOMES)
    shares = counts.reshape(size, OUTCOMES) / np.maximum(np.diff(votes.item_start), 1)[:, None]
    quantile = np.vectorize(NormalDist().inv_cdf)
    limits = (LEAST_SHARE, 1 - LEAST_SHARE)
    lower = quantile(np.clip(shares[:, 0], *limits))
    upper = quantile(np.clip(shares[:, 0] + shares[:, 1], *limits))
    gap = np.maximum(upper - lower, LEAST_GAP)
    return Items(np.zeros(size), lower, np.log(gap), np.tile([1.0, 0, 0, 1.0, 0, 1.0], (size, 1)) * 0.01)


def standardise(rows: Rows, items: Items, given: tuple[float, float] | None = None) -> tuple[float, float]:
    """Moves and stretches the scale, in place, so that positions have mean 0 and variance 1 over all rows.

    Args:
        rows: Positions and variances.
        items: Roll calls, changed so that every probability stays as it is.
        given: Mean and scale to take out in place of those of the rows.

    Returns:
        The mean and the scale that were taken out.
    """
    mean = float(rows.theta.mean()) if given is None else given[0]
    spread = ((rows.theta - mean) ** 2).mean() + rows.variance.mean()
    scale = float(np.sqrt(spread)) if given is None else given[1]
    rows.theta[:] = (rows.theta - mean) / scale
    rows.variance[:] /= scale**2
    items.lower[:] -= items.beta * mean
    items.beta[:] *= scale
    return mean, scale


def released(held: Fit, given: tuple[float, float] | None = None) -> tuple[Fit, tuple[float, float]]:
    """The positions that votes and walk alone give, with the roll calls of a fit.

    The hold keeps slopes and positions in balance; of a single position it knows nothing, and it would draw
    those with few votes to the middle. So positions are stepped once more without it.

    Args:
        held: A fit.
        given: Mean and scale to take out, for a part of a fit.

    Returns:
        The fit as it is shown, and the mean and the scale that were taken out.
    """
    rows = Rows(held.rows.theta.copy(), held.rows.variance.copy())
    items = Items(*(part.copy() for part in held.items))
    sums = np.empty((len(rows.theta), 2))
    for _ in range(FREE_STEPS):
        add_row_sums(held.ballots.orders, rows, items, (sums, 0.0))
        kernel.walk_step(held.ballots.orders, rows, sums, held.options.walk_variance)
    taken = standardise(rows, items, given)
    return replace(held, rows=rows, items=items, hold=0.0), taken


def axis_start(ballots: Ballots, direction: Floats) -> Floats:
    """Start positions: the mean side a state took on roll calls on which the two ends of the axis differed.

    Args:
        ballots: Contested votes.
        direction: Per roll call +1 where a no leans towards the power, -1 where a yes does, 0 where neither.

    Returns:
        One position per row, 0 where nothing is known.
    """
    votes = ballots.orders
    side = direction[votes.row_item] * (votes.row_code - 2.0)
    row = np.repeat(np.arange(len(ballots.row_state)), np.diff(votes.row_start))
    size = len(ballots.row_state)
    counted = np.bincount(row, np.abs(direction[votes.row_item]), size)
    return _aligned(ballots, np.asarray(np.bincount(row, side, size) / np.maximum(counted, 1)))


def _aligned(ballots: Ballots, found: Floats) -> Floats:
    """Turns sessions that run against the sessions before: in some years the ends of the axis voted alike.

    Each session is compared with a running mean of where its states stood; without this the fit settles on a
    line that is turned round for some years and back again.

    Args:
        ballots: For sessions and states of the rows.
        found: Start positions.

    Returns:
        The same, some sessions with the other sign.
    """
    found = found.copy()
    habit, weight = np.zeros(len(ballots.states)), np.zeros(len(ballots.states))
    for session in np.unique(ballots.row_session):
        rows = np.flatnonzero(ballots.row_session == session)
        states = ballots.row_state[rows]
        known = weight[states] > 0
        centred = found[rows] - found[rows].mean()
        if known.sum() > OUTCOMES:
            before = habit[states][known] / weight[states][known]
            if (centred[known] * (before - before.mean())).sum() < 0:
                found[rows] *= -1
                centred *= -1
        habit *= MEMORY
        weight *= MEMORY
        habit[states] += centred
        weight[states] += 1
    return found
