"""Positions of all states in every draw of one month: anchors, vote set, cell errors, filled gaps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.doubt.fields import Draws
from standpunkt.index.doubt.settings import Settings
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.cells import NOT_REPORTED, OBSERVED, SUPPRESSED
from standpunkt.index.score.gaps import Regression
from standpunkt.index.score.panel import Panel, fill, limits, month_regressions
from standpunkt.index.score.position import slopes
from standpunkt.index.score.tree import Tree

Floats = NDArray[np.float32]
UNEXPECTED = (NOT_REPORTED, SUPPRESSED)
"""Gaps that may mean something: delta shifts them."""


@dataclass(frozen=True)
class Placing:
    """How one indicator is placed in every draw: [D] each, or [1] where nothing about it is drawn."""

    zero: Floats
    up: Floats
    down: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Simulator:
    """All that is equal in every month."""

    calibration: Calibration
    tree: Tree
    panel: Panel
    settings: Settings
    placings: tuple[Placing, ...]
    error_rows: tuple[NDArray[np.int64], ...]
    gap_errors: Draws | None


def placings_of(calibration: Calibration, tree: Tree, settings: Settings) -> tuple[Placing, ...]:
    """Looks up the anchors of every draw.

    Args:
        calibration: The scales.
        tree: Order of indicators.
        settings: Anchor set, winsor limit and vote set of every draw.

    Returns:
        One per indicator.
    """
    return tuple(_placing(calibration, code, settings) for code in tree.indicators)


def _placing(calibration: Calibration, code: str, settings: Settings) -> Placing:
    scales = calibration.scales[code]
    table = [[scales[key][v] for v in range(len(scales[key]))] for key in settings.keys]
    rows = np.array([[(s.zero, *slopes(s), s.low, s.high) for s in row] for row in table])
    drawn = rows[settings.key, settings.variant].astype(np.float32)
    if (drawn == drawn[0]).all():
        drawn = drawn[:1]
    return Placing(*(np.ascontiguousarray(column) for column in drawn.T))


def simulate_month(simulator: Simulator, t: int, errors: list[Draws]) -> Floats:
    """Positions of one month.

    Args:
        simulator: What is equal in every month.
        t: Position of the month.
        errors: Standard normal errors by indicator [uncertain states, D].

    Returns:
        z [K,N,D]; 0 where an indicator does not apply.
    """
    panel, draws = simulator.panel, len(simulator.settings)
    z = np.zeros((len(simulator.tree.indicators), len(panel.states), draws), np.float32)
    for k in range(len(z)):
        _place_values(simulator, (t, k), z[k], errors[k])
    _fill_gaps(simulator, t, z)
    return z


def _place_values(simulator: Simulator, at: tuple[int, int], z: Floats, errors: Draws) -> None:
    t, k = at
    panel, placing = simulator.panel, simulator.placings[k]
    states = np.flatnonzero((panel.state[:, t, :, k] == OBSERVED).any(axis=0))
    y, sd = (np.nan_to_num(each[:, t, states, k].astype(np.float32)) for each in (panel.y, panel.sd))
    is_noisy = np.isin(states, simulator.error_rows[k]) & (sd > 0).any(axis=0)
    variant = simulator.settings.variant
    exact = ~is_noisy
    z[states[exact]] = _positions(placing, _by_variant(y[:, exact], variant))
    if is_noisy.any():
        rows = np.searchsorted(simulator.error_rows[k], states[is_noisy])
        values = errors[rows] * _by_variant(sd[:, is_noisy], variant)
        values += _by_variant(y[:, is_noisy], variant)
        z[states[is_noisy]] = _positions(placing, values)


def _by_variant(values: Floats, variant: NDArray[np.int64]) -> Floats:
    if (values == values[0]).all():
        return np.asarray(values[0][:, None])
    return np.ascontiguousarray(values[variant].T)


def _positions(placing: Placing, values: Floats) -> Floats:
    away = np.clip(values, placing.low, placing.high) - placing.zero
    above = np.clip(away * placing.up, -1, 1)
    if (placing.up == placing.down).all():
        return np.asarray(above)
    return np.asarray(np.where(away > 0, above, np.clip(away * placing.down, -1, 1)))


def _fill_gaps(simulator: Simulator, t: int, z: Floats) -> None:
    state = simulator.panel.state[:, t]
    for variant, draws in _slices(simulator.settings.variant, alike=bool((state == state[0]).all())):
        part = z[:, :, draws]
        for found in month_regressions(simulator.calibration, simulator.panel, t, variant):
            fill(found, simulator.calibration.mean, part)
            _shake(simulator, state[variant], (found, draws), part)


def _slices(variant: NDArray[np.int64], *, alike: bool) -> list[tuple[int, slice]]:
    if alike:
        return [(0, slice(None))]
    starts = np.flatnonzero(np.diff(variant, prepend=-1))
    ends = [*starts[1:], len(variant)]
    return [(int(variant[a]), slice(int(a), int(b))) for a, b in zip(starts, ends, strict=True)]


def _shake(simulator: Simulator, state: NDArray[np.int8], where: tuple[Regression, slice], z: Floats) -> None:
    found, draws = where
    bounds = limits(simulator.tree).astype(np.float32)
    delta = simulator.settings.delta[draws].astype(np.float32)
    noise = simulator.gap_errors
    for m, gap in enumerate(found.gaps):
        values = z[gap, found.states]
        if noise is not None:
            for j in range(m + 1):
                values += np.float32(found.root[m, j]) * noise[found.gaps[j], found.states, draws]
            unexpected = np.isin(state[found.states, gap], UNEXPECTED)[:, None]
            values += np.float32(found.sd[m]) * delta * unexpected
        z[gap, found.states] = np.clip(values, *bounds[gap])
