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
TOLERANCE = 1e-7


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


def regressions(mean: Array, covariance: Array, is_gap: Flags, is_seen: Flags) -> list[Regression]:
    """One regression per pattern of gaps and values.

    Args:
        mean: [K] of the frozen model; gives the number of indicators.
        covariance: [K,K] of the frozen model.
        is_gap: [N,K], cells to be filled.
        is_seen: [N,K], cells with a value.

    Returns:
        Regressions that together cover every gap once.
    """
    count = len(mean)
    patterns, which = np.unique(np.concatenate([is_gap, is_seen], axis=1), axis=0, return_inverse=True)
    found = []
    for p, pattern in enumerate(patterns):
        gaps, seen = np.flatnonzero(pattern[:count]), np.flatnonzero(pattern[count:])
        if len(gaps):
            found.append(_regression(covariance, np.flatnonzero(which.ravel() == p), gaps, seen))
    return found


def _regression(
    covariance: Array, states: NDArray[np.int64], gaps: NDArray[np.int64], seen: NDArray[np.int64]
) -> Regression:
    inner = covariance[np.ix_(seen, seen)] + RIDGE * np.eye(len(seen))
    across = covariance[np.ix_(gaps, seen)]
    slope = np.linalg.solve(inner, across.T).T if len(seen) else across
    rest = covariance[np.ix_(gaps, gaps)] - slope @ across.T
    rest = (rest + rest.T) / 2 + RIDGE * np.eye(len(gaps))
    return Regression(states, gaps, seen, slope, np.linalg.cholesky(rest), np.sqrt(np.diag(rest)))


def fit(values: Array, shrink: float) -> tuple[Array, Array]:
    """Mean and covariance of positions with gaps, by expectation and maximisation, shrunk to the diagonal.

    Args:
        values: [cells, K], NaN where missing; an indicator without any value gets mean 0 and sd .5.
        shrink: Share by which covariances are shortened.

    Returns:
        Mean [K] and covariance [K,K].
    """
    known = np.isfinite(values)
    never = ~known.any(axis=0)
    mean = np.where(never, 0.0, np.nansum(values, axis=0) / np.maximum(known.sum(axis=0), 1))
    centred = np.where(known, values - mean, 0.0)
    covariance = np.diag(np.where(never, 0.25, (centred**2).sum(axis=0) / np.maximum(known.sum(axis=0), 1)))
    free = ~never
    if free.any() and len(values):
        mean[free], covariance[np.ix_(free, free)] = _iterate(
            values[:, free], mean[free], covariance[np.ix_(free, free)]
        )
    return mean, (1 - shrink) * covariance + shrink * np.diag(np.diag(covariance))


def _iterate(values: Array, mean: Array, covariance: Array) -> tuple[Array, Array]:
    known = np.isfinite(values)
    for _ in range(STEPS):
        filled, extra = np.where(known, values, 0.0), np.zeros_like(covariance)
        for found in regressions(mean, covariance, ~known, known):
            away = filled[np.ix_(found.states, found.seen)] - mean[found.seen]
            filled[np.ix_(found.states, found.gaps)] = mean[found.gaps] + away @ found.slope.T
            extra[np.ix_(found.gaps, found.gaps)] += len(found.states) * (found.root @ found.root.T)
        new_mean = filled.mean(axis=0)
        centred = filled - new_mean
        new = (centred.T @ centred + extra) / len(values)
        moved = max(np.abs(new - covariance).max(), np.abs(new_mean - mean).max())
        mean, covariance = new_mean, new
        if moved < TOLERANCE:
            break
    return mean, covariance
