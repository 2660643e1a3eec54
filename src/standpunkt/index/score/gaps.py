"""Fills gaps from what the other indicators of a state say: normal with a frozen mean and covariance.

States with the same gaps share their regression. Gaps are filled jointly, so that two gaps of one state
err together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
RIDGE = 1e-6
STEPS = 200
TOLERANCE = 1e-6
UNKNOWN_VARIANCE = 0.25


@dataclass(frozen=True)
class Regression:
    """How the gaps of some states follow from their values.

    states: positions; gaps [M], seen [O]: indicator positions; slope [M,O]; root [M,M]: lower Cholesky
    factor of the conditional covariance; sd [M]: its standard deviations.
    """

    states: NDArray[np.int64]
    gaps: NDArray[np.int64]
    seen: NDArray[np.int64]
    slope: Array
    root: Array
    sd: Array


def regressions(covariance: Array, is_gap: Flags, is_seen: Flags) -> list[Regression]:
    """One regression per pattern of gaps and values.

    Args:
        covariance: [K,K] of the frozen model.
        is_gap: [N,K], cells to be filled.
        is_seen: [N,K], cells with a value.

    Returns:
        Regressions that together cover every gap once.
    """
    return [
        _regression(covariance, states, np.flatnonzero(row[0]), np.flatnonzero(row[1]))
        for row, states in _patterns(np.stack([is_gap, is_seen], axis=1))
        if row[0].any()
    ]


def _patterns(flags: Flags) -> list[tuple[Flags, NDArray[np.int64]]]:
    homes: dict[bytes, list[int]] = {}
    for at, row in enumerate(flags):
        homes.setdefault(row.tobytes(), []).append(at)
    return [(flags[members[0]], np.array(members)) for _, members in sorted(homes.items())]


def _regression(
    covariance: Array, states: NDArray[np.int64], gaps: NDArray[np.int64], seen: NDArray[np.int64]
) -> Regression:
    inner = covariance[np.ix_(seen, seen)] + RIDGE * np.eye(len(seen))
    across = covariance[np.ix_(gaps, seen)]
    slope = np.linalg.solve(inner, across.T).T if len(seen) else across
    rest = covariance[np.ix_(gaps, gaps)] - slope @ across.T
    rest = (rest + rest.T) / 2 + RIDGE * np.eye(len(gaps))
    root = np.asarray(np.linalg.cholesky(rest), np.float64)
    return Regression(states, gaps, seen, np.asarray(slope, np.float64), root, np.sqrt(np.diag(rest)))


def fit(values: Array, shrink: float, supported: Flags) -> tuple[Array, Array]:
    """Mean and covariance of positions with gaps, by expectation and maximisation, shrunk to the diagonal.

    Args:
        values: [cells, K], NaN where missing.
        shrink: Share by which covariances are shortened.
        supported: [K], false where too few states have values to say anything about the others; such an
            indicator gets mean 0 (neutral), its own mean square (.25 without any value) and no covariance.

    Returns:
        Mean [K] and covariance [K,K].
    """
    known = np.isfinite(values)
    counts = np.maximum(known.sum(axis=0), 1)
    squares = np.where(known, values, 0.0) ** 2
    mean = np.zeros(values.shape[1])
    covariance = np.diag(np.where(known.any(axis=0), squares.sum(axis=0) / counts, UNKNOWN_VARIANCE))
    if supported.any() and len(values):
        inside = np.ix_(supported, supported)
        mean[supported], covariance[inside] = _iterate(values[:, supported])
    return mean, (1 - shrink) * covariance + shrink * np.diag(np.diag(covariance))


def _iterate(values: Array) -> tuple[Array, Array]:
    known = np.isfinite(values)
    homes = _patterns(np.stack([~known, known], axis=1))
    mean, covariance = np.nanmean(values, axis=0), np.diag(np.nanvar(values, axis=0))
    for _ in range(STEPS):
        filled, extra = np.where(known, values, 0.0), np.zeros_like(covariance)
        for row, cells in homes:
            if row[0].any():
                found = _regression(covariance, cells, np.flatnonzero(row[0]), np.flatnonzero(row[1]))
                away = filled[np.ix_(cells, found.seen)] - mean[found.seen]
                filled[np.ix_(cells, found.gaps)] = mean[found.gaps] + away @ found.slope.T
                extra[np.ix_(found.gaps, found.gaps)] += len(cells) * (found.root @ found.root.T)
        before, mean = mean, filled.mean(axis=0)
        centred = filled - mean
        new = (centred.T @ centred + extra) / len(values)
        moved = max(np.abs(new - covariance).max(), np.abs(mean - before).max())
        covariance = new
        if moved < TOLERANCE:
            break
    return mean, covariance
