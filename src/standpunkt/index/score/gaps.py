"""Fills gaps from what the other indicators of a state say: normal with a frozen mean and covariance.

States with the same gaps share their regression. Gaps are filled jointly, so that two gaps of one state
err together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
RIDGE = 1e-6
STEPS = 200
TOLERANCE = 1e-6
UNKNOWN_VARIANCE = 0.25


@dataclass(frozen=True)
class Regression:
    """How some gaps follow from some values.

    gaps [M], seen [O]: indicator positions; slope [M,O]; start [M]: z_gap = start + slope z_seen; root [M,M]:
    lower Cholesky factor of the conditional covariance; sd [M]: its standard deviations.
    """

    gaps: NDArray[np.int64]
    seen: NDArray[np.int64]
    slope: Array
    start: Array
    root: Array
    sd: Array


@dataclass(frozen=True)
class GapModel:
    """The frozen normal model of positions: mean [K], covariance [K,K]; each pattern is solved once.

    first [K]: the first member of an indicator's twin set. Twins say one thing, so only the first of them
    that is seen bears witness on gaps.
    """

    mean: Array
    covariance: Array
    first: NDArray[np.int64]
    kind: DTypeLike = np.float64
    _known: dict[bytes, Regression] = field(init=False, repr=False, compare=False, default_factory=dict)

    def in_single_precision(self) -> "GapModel":
        """The same model for draws: its regressions are float32."""
        return replace(self, kind=np.float32)

    def patterns(self, is_gap: Flags, is_seen: Flags) -> Iterator[tuple[Regression, NDArray[np.int64]]]:
        """Regressions that together cover every gap once.

        Args:
            is_gap: [N,K], cells to be filled.
            is_seen: [N,K], cells with a value.

        Yields:
            A regression, and the positions of its states.
        """
        for row, states in _patterns(np.stack([is_gap, is_seen], axis=1)):
            if row[0].any():
                yield self._solved(row), states

    def _solved(self, row: Flags) -> Regression:
        key = row.tobytes()
        if key not in self._known:
            gaps, seen = np.flatnonzero(row[0]), np.flatnonzero(row[1])
            _, at = np.unique(self.first[seen], return_index=True)
            exact = _regression(self.mean, self.covariance, gaps, seen[np.sort(at)])
            numbers = {name: getattr(exact, name).astype(self.kind) for name in _NUMBERS}
            self._known[key] = replace(exact, **numbers)
        return self._known[key]


_NUMBERS = ("slope", "start", "root", "sd")


def _patterns(flags: Flags) -> list[tuple[Flags, NDArray[np.int64]]]:
    homes: dict[bytes, list[int]] = {}
    for at, row in enumerate(flags):
        homes.setdefault(row.tobytes(), []).append(at)
    return [(flags[members[0]], np.array(members)) for _, members in sorted(homes.items())]


def _regression(
    mean: Array, covariance: Array, gaps: NDArray[np.int64], seen: NDArray[np.int64]
) -> Regression:
    inner = covariance[np.ix_(seen, seen)] + RIDGE * np.eye(len(seen))
    across = covariance[np.ix_(gaps, seen)]
    slope = np.linalg.solve(inner, across.T).T if len(seen) else across
    rest = covariance[np.ix_(gaps, gaps)] - slope @ across.T
    rest = (rest + rest.T) / 2 + RIDGE * np.eye(len(gaps))
    root = np.asarray(np.linalg.cholesky(rest), np.float64)
    start = mean[gaps] - slope @ mean[seen]
    return Regression(gaps, seen, np.ascontiguousarray(slope), start, root, np.sqrt(np.diag(rest)))


def fit(values: Array, shrink: float, supported: Flags, first: NDArray[np.int64]) -> tuple[Array, Array]:
    """Mean and covariance of positions with gaps, by expectation and maximisation, shrunk to the diagonal.

    Args:
        values: [cells, K], NaN where missing.
        shrink: Share by which covariances are shortened.
        supported: [K], false where too few states have values to say anything about the others; such an
            indicator gets mean 0 (neutral), its own mean square (.25 without any value) and no covariance.
        first: [K], the first member of an indicator's twin set; the others repeat its row, since a second
            copy of an indicator must not count as a second witness.

    Returns:
        Mean [K] and covariance [K,K].
    """
    alone, home = np.unique(first, return_inverse=True)
    mean, covariance = _fit_distinct(values[:, alone], supported[alone])
    covariance = (1 - shrink) * covariance + shrink * np.diag(np.diag(covariance))
    return mean[home], covariance[np.ix_(home, home)]


def _fit_distinct(values: Array, supported: Flags) -> tuple[Array, Array]:
    known = np.isfinite(values)
    counts = np.maximum(known.sum(axis=0), 1)
    squares = np.where(known, values, 0.0) ** 2
    mean = np.zeros(values.shape[1])
    covariance = np.diag(np.where(known.any(axis=0), squares.sum(axis=0) / counts, UNKNOWN_VARIANCE))
    if supported.any() and len(values):
        inside = np.ix_(supported, supported)
        mean[supported], covariance[inside] = _iterate(values[:, supported])
    return mean, covariance


def _iterate(values: Array) -> tuple[Array, Array]:
    known = np.isfinite(values)
    homes = _patterns(np.stack([~known, known], axis=1))
    mean, covariance = np.nanmean(values, axis=0), np.diag(np.nanvar(values, axis=0))
    for _ in range(STEPS):
        filled, extra = np.where(known, values, 0.0), np.zeros_like(covariance)
        for row, cells in homes:
            if row[0].any():
                found = _regression(mean, covariance, np.flatnonzero(row[0]), np.flatnonzero(row[1]))
                filled[np.ix_(cells, found.gaps)] = (
                    found.start + filled[np.ix_(cells, found.seen)] @ found.slope.T
                )
                extra[np.ix_(found.gaps, found.gaps)] += len(cells) * (found.root @ found.root.T)
        before, mean = mean, filled.mean(axis=0)
        centred = filled - mean
        new = (centred.T @ centred + extra) / len(values)
        moved = max(np.abs(new - covariance).max(), np.abs(mean - before).max())
        covariance = new
        if moved < TOLERANCE:
            break
    return mean, covariance
