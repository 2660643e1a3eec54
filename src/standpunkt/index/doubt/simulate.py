"""Positions of states in every draw of one month: anchors, vote set, cell errors, filled gaps."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.doubt.fields import Errors
from standpunkt.index.doubt.settings import Settings
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.cells import NOT_APPLICABLE, NOT_REPORTED, OBSERVED, SUPPRESSED
from standpunkt.index.score.gaps import Regression
from standpunkt.index.score.panel import Panel, limits
from standpunkt.index.score.position import slopes
from standpunkt.index.score.tree import Tree

Floats = NDArray[np.float32]
States = NDArray[np.int64]


@dataclass(frozen=True)
class Placing:
    """How one indicator is placed: zero, slopes and winsor limits, [settings] or [draws]; see `position`."""

    zero: Floats
    up: Floats
    down: Floats
    low: Floats
    high: Floats

    def at(self, place: NDArray[np.int64]) -> "Placing":
        """The same for every draw.

        Args:
            place: [D], position of the setting of every draw.

        Returns:
            [D] arrays, or [1] where nothing about the placing is drawn.
        """
        arrays = vars(self).values()
        alike = all((each == each[0]).all() for each in arrays)
        return Placing(*(each[:1] if alike else each[place] for each in arrays))

    def positions(self, values: Floats) -> Floats:
        """Places transformed values; changes them in place.

        Args:
            values: [N, settings or draws].

        Returns:
            Positions in [-1, 1].
        """
        if np.isfinite(self.low).any() or np.isfinite(self.high).any():
            np.maximum(values, self.low, out=values)
            np.minimum(values, self.high, out=values)
        values -= self.zero
        if (self.up == self.down).all():
            values *= self.up
        else:
            values = np.where(values > 0, values * self.up, values * self.down)
        np.maximum(values, -1, out=values)
        return np.minimum(values, 1, out=values)


@dataclass(frozen=True)
class Simulator:
    """All that is equal in every month: frozen part, cells, settings, errors of gaps."""

    calibration: Calibration
    tree: Tree
    panel: Panel
    settings: Settings
    gap_errors: Errors | None

    @cached_property
    def places(self) -> tuple[tuple[int, int, slice], ...]:
        """Slices of draws that place values alike: vote set, anchor set with winsor limit, draws."""
        return self.settings.places()

    @cached_property
    def variants(self) -> NDArray[np.int64]:
        """The vote set of every slice."""
        return np.array([variant for variant, _, _ in self.places])

    @cached_property
    def place_of(self) -> NDArray[np.int64]:
        """The slice of every draw."""
        sizes = [draws.stop - draws.start for _, _, draws in self.places]
        return np.repeat(np.arange(len(sizes)), sizes)

    @cached_property
    def placings(self) -> tuple[tuple[Placing, Placing], ...]:
        """By indicator how it is placed in every slice, and in every draw."""
        found = [_placing(self, code) for code in self.tree.indicators]
        return tuple((each, each.at(self.place_of)) for each in found)

    @cached_property
    def bounds(self) -> Floats:
        """Least and greatest position of every indicator [K,2]."""
        return limits(self.tree).astype(np.float32)


def _placing(simulator: Simulator, code: str) -> Placing:
    scales, keys = simulator.calibration.scales[code], simulator.settings.keys
    rows = []
    for variant, key, _ in simulator.places:
        scale = scales[keys[key]][variant]
        rows.append((scale.zero, *slopes(scale), scale.low, scale.high))
    return Placing(*np.ascontiguousarray(np.array(rows, np.float32).T))


@dataclass(frozen=True)
class Moment:
    """What all draws of one month start from.

    settled: positions without any error [K,N,slices]; they differ by slice of draws only, and gaps are filled
    where they are not varied. y, sd: transformed values and errors by indicator, [V,N] each, 0 where missing;
    is_noisy [K,N]: which values err. errors: the standard normal errors of the month.
    """

    t: int
    settled: Floats
    y: tuple[Floats, ...]
    sd: tuple[Floats, ...]
    is_noisy: NDArray[np.bool_]
    errors: Errors

    @property
    def is_settled(self) -> bool:
        """Whether no value errs."""
        return not self.is_noisy.any()


def moment_of(simulator: Simulator, t: int, errors: Errors) -> Moment:
    """Places the values of one month as they stand.

    Args:
        simulator: What is equal in every month.
        t: Position of the month.
        errors: Errors of that month.

    Returns:
        The month.
    """
    # A vote set without a value gives 0 here; where it is used the cell is a gap, and filled.
    y, sd = (
        tuple(np.ascontiguousarray(np.nan_to_num(each[:, t]).astype(np.float32).transpose(2, 0, 1)))
        for each in (simulator.panel.y, simulator.panel.sd)
    )
    is_noisy = np.zeros((len(y), y[0].shape[1]), np.bool_)
    for k, rows in enumerate(errors.rows):
        is_noisy[k, rows] = (sd[k][:, rows] > 0).any(axis=0)
    return Moment(t, _settled(simulator, t, y), y, sd, is_noisy, errors)


def _settled(simulator: Simulator, t: int, y: tuple[Floats, ...]) -> Floats:
    variants, states = simulator.variants, np.arange(y[0].shape[1])
    z = np.zeros((len(y), len(states), len(variants)), np.float32)
    seen = (simulator.panel.state[:, t] == OBSERVED)[variants].transpose(2, 1, 0)
    for k, (placing, _) in enumerate(simulator.placings):
        np.multiply(placing.positions(y[k][variants].T.copy()), seen[k], out=z[k])
    if simulator.gap_errors is None:
        state = simulator.panel.state[:, t]
        alike = (state == state[0]).all()
        for variant in (0,) if alike else np.unique(variants):
            places = slice(None) if alike else variants == variant
            own = z[:, :, places]
            _fill(simulator, (t, variant, slice(0, own.shape[2])), own, states)
            z[:, :, places] = own
    return z


def simulate(simulator: Simulator, moment: Moment, states: States) -> Floats:
    """Positions of some states in every draw of a month.

    Args:
        simulator: What is equal in every month.
        moment: The month.
        states: Positions of the states wanted, rising.

    Returns:
        z [K,states,D]; 0 where an indicator does not apply.
    """
    settled = moment.settled[:, states]
    z = np.empty((*settled.shape[:2], len(simulator.settings)), np.float32)
    for at, (_, _, draws) in enumerate(simulator.places):
        z[:, :, draws] = settled[:, :, at, None]
    for k in range(len(z)):
        noisy = np.flatnonzero(moment.is_noisy[k, states])
        if len(noisy):
            z[k, noisy] = _disturbed(simulator, moment, k, states[noisy])
    if simulator.gap_errors is not None:
        for variant, draws in _slices(simulator, moment.t, states):
            _fill(simulator, (moment.t, variant, draws), z[:, :, draws], states)
    return z


def simulate_month(simulator: Simulator, t: int, errors: Errors) -> Floats:
    """Positions of all states in one month; see `simulate`."""
    return simulate(simulator, moment_of(simulator, t, errors), np.arange(len(simulator.panel.states)))


def _disturbed(simulator: Simulator, moment: Moment, k: int, states: States) -> Floats:
    values = moment.errors.of(k, states)
    values *= _by_variant(simulator, moment.sd[k][:, states])
    values += _by_variant(simulator, moment.y[k][:, states])
    return simulator.placings[k][1].positions(values)


def _by_variant(simulator: Simulator, values: Floats) -> Floats:
    if (values == values[0]).all():
        return np.asarray(values[0][:, None])
    return np.asarray(values[simulator.variants][simulator.place_of].T)


def _slices(simulator: Simulator, t: int, states: States) -> list[tuple[int, slice]]:
    state = simulator.panel.state[:, t, states]
    if (state == state[0]).all():
        return [(0, slice(0, len(simulator.settings)))]
    variant = simulator.settings.variant
    starts = np.flatnonzero(np.diff(variant, prepend=-1))
    ends = [*starts[1:], len(variant)]
    return [(int(variant[a]), slice(int(a), int(b))) for a, b in zip(starts, ends, strict=True)]


def _fill(simulator: Simulator, where: tuple[int, int, slice], z: Floats, states: States) -> None:
    t, variant, draws = where
    state = simulator.panel.state[variant, t, states]
    seen = state == OBSERVED
    unexpected = (state == NOT_REPORTED) | (state == SUPPRESSED)
    delta = simulator.settings.delta[draws].astype(np.float32)
    for found, homes in simulator.calibration.gaps_of_draws.patterns(~seen & (state != NOT_APPLICABLE), seen):
        known = z[found.seen[:, None], homes].reshape(len(found.seen), len(homes) * z.shape[2])
        guess = (found.slope @ known).reshape(len(found.gaps), len(homes), z.shape[2])
        guess += found.start[:, None, None]
        if simulator.gap_errors is not None:
            guess += _shaken(simulator.gap_errors, found, states[homes], draws)
            shift = found.sd[:, None] * unexpected[homes[:, None], found.gaps].T
            guess += shift[:, :, None] * delta
        bounds = simulator.bounds[found.gaps]
        np.maximum(guess, bounds[:, :1, None], out=guess)
        z[found.gaps[:, None], homes] = np.minimum(guess, bounds[:, 1:, None], out=guess)


def _shaken(errors: Errors, found: Regression, states: States, draws: slice) -> Floats:
    noise = np.empty((len(found.gaps), len(states), draws.stop - draws.start), np.float32)
    for own, gap in zip(noise, found.gaps, strict=True):
        own[:] = errors.of(gap, states)[:, draws]
    shaken: Floats = found.root.astype(np.float32, copy=False) @ noise.reshape(len(noise), -1)
    return shaken.reshape(noise.shape)
