"""Agreement with acts that are no input: rank statistics with errors by clusters of states."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[Any]
RESAMPLES = 1000
LEVELS = (0.05, 0.95)


@dataclass(frozen=True)
class Estimate:
    """A statistic with its 90 % interval over resampled clusters."""

    value: float
    low: float
    high: float
    count: int
    clusters: int


def auc(score: Floats, happened: NDArray[np.bool_]) -> float:
    """Chance that a state with the act scores higher than one without; ties count half.

    >>> auc(np.array([1.0, 2.0, 3.0]), np.array([False, False, True]))
    1.0

    Args:
        score: [N].
        happened: [N].

    Returns:
        0..1, NaN where one of the groups is empty.
    """
    ones = int(happened.sum())
    zeros = len(happened) - ones
    if not ones or not zeros:
        return float("nan")
    ranks = rankdata(score)
    return float((ranks[happened].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def spearman(first: Floats, second: Floats) -> float:
    """Spearman's rank correlation.

    >>> spearman(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 9.0]))
    1.0

    Args:
        first: [N].
        second: [N].

    Returns:
        rho; NaN without variation.
    """
    a, b = (rankdata(each) - (len(each) + 1) / 2 for each in (first, second))
    size = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return round(float((a * b).sum()) / size, 12) if size > 0 else float("nan")


def with_interval(
    statistic: Callable[[Floats, Floats], float],
    pair: tuple[Floats, Floats],
    clusters: Sequence[str],
    generator: np.random.Generator,
) -> Estimate:
    """A statistic of two columns with an interval that takes whole clusters, not states, as cases.

    Args:
        statistic: Of two arrays [N].
        pair: The two columns.
        clusters: Cluster of every state.
        generator: Draws the clusters.

    Returns:
        The statistic; resamples in which it is undefined are left out.
    """
    first, second = pair
    names = sorted(set(clusters))
    homes = [np.flatnonzero(np.array(clusters) == name) for name in names]
    found = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([homes[at] for at in generator.integers(len(names), size=len(names))])
        found.append(statistic(first[rows], second[rows]))
    kept = np.array(found)[np.isfinite(found)]
    low, high = np.quantile(kept, LEVELS) if kept.size else (np.nan, np.nan)
    return Estimate(statistic(first, second), float(low), float(high), len(first), len(names))
