"""Formulas of the composite-indicator handbook, for comparison with other tools (COINr 1.1.14).

None of them is used for Stance: they depend on the states and months that are shown. Missing values are NaN.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
SKEW_LIMIT = 2.0
KURTOSIS_LIMIT = 3.5
MAX_TREATED = 5


def skewness(values: Floats) -> float:
    """Bias-corrected sample skewness (G1).

    Args:
        values: Values without gaps.

    Returns:
        The skewness.
    """
    n, away = len(values), values - values.mean()
    second = (away**2).mean()
    return float(np.sqrt(n * (n - 1)) / (n - 2) * (away**3).mean() / second**1.5)


def kurtosis(values: Floats) -> float:
    """Bias-corrected sample excess kurtosis (G2).

    Args:
        values: Values without gaps.

    Returns:
        The excess kurtosis.
    """
    n, away = len(values), values - values.mean()
    excess = (away**4).mean() / (away**2).mean() ** 2 - 3
    return float((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6))


def has_outliers(values: Floats) -> bool:
    """Whether both moments lie beyond their limits.

    Args:
        values: Values without gaps.

    Returns:
        True if so.
    """
    return abs(skewness(values)) > SKEW_LIMIT and kurtosis(values) > KURTOSIS_LIMIT


def winsorised(values: Floats, most: int = MAX_TREATED) -> Floats:
    """Sets one outlying value at a time to the next one, until the moments fit.

    Args:
        values: [N], NaN where missing.
        most: Greatest number of values that may be set.

    Returns:
        Treated values.
    """
    found = values.copy()
    known = np.flatnonzero(np.isfinite(found))
    high = low = 0
    for _ in range(most):
        now = found[known]
        if not has_outliers(now):
            break
        ranked = np.sort(values[known])
        if skewness(now) > 0:
            high += 1
        else:
            low += 1
        found[known] = np.clip(values[known], ranked[low], ranked[len(ranked) - 1 - high])
    return found


def minmax(values: Floats, low: float = 1.0, high: float = 100.0) -> Floats:
    """Rescales to a range by the least and greatest value.

    Args:
        values: [N].
        low: Least result.
        high: Greatest result.

    Returns:
        [N].
    """
    least, most = np.nanmin(values), np.nanmax(values)
    return np.asarray((values - least) / (most - least) * (high - low) + low)


def zscore(values: Floats, mean: float = 10.0, sd: float = 2.0) -> Floats:
    """Rescales to a mean and a sample standard deviation.

    Args:
        values: [N].
        mean: Mean of the result.
        sd: Standard deviation of the result.

    Returns:
        [N].
    """
    return np.asarray((values - np.nanmean(values)) / np.nanstd(values, ddof=1) * sd + mean)


def goalposts(values: Floats, low: float, high: float) -> Floats:
    """Position between two goalposts, clipped to 0..1.

    Args:
        values: [N].
        low: The post that means 0.
        high: The post that means 1; below `low` where less is better.

    Returns:
        [N].
    """
    return np.clip((values - low) / (high - low), 0, 1)


def weighted_mean(values: Floats, weights: Floats, kind: str = "arithmetic") -> Floats:
    """Arithmetic, geometric or harmonic mean of siblings; weights of gaps go to the others.

    Args:
        values: [N, siblings]; above 0 for the geometric and harmonic mean.
        weights: [siblings].
        kind: arithmetic, geometric or harmonic.

    Returns:
        [N]; NaN where all are missing.
    """
    known = np.isfinite(values)
    share = known * weights
    total = share.sum(axis=1)
    share = np.where(total[:, None] > 0, share / np.where(total > 0, total, 1)[:, None], 1.0)
    filled = np.where(known, values, 1.0)
    if kind == "geometric":
        mean = np.exp((share * np.log(filled)).sum(axis=1))
    elif kind == "harmonic":
        mean = 1 / (share / filled).sum(axis=1)
    else:
        mean = (share * filled).sum(axis=1)
    return np.where(total > 0, mean, np.nan)


def cronbach_alpha(values: Floats) -> float:
    """Cronbach's alpha from pairwise covariances.

    Args:
        values: [N, items], NaN where missing.

    Returns:
        Alpha.
    """
    count = values.shape[1]
    covariance = np.empty((count, count))
    for i in range(count):
        for j in range(count):
            both = np.isfinite(values[:, i]) & np.isfinite(values[:, j])
            a, b = values[both, i], values[both, j]
            covariance[i, j] = ((a - a.mean()) * (b - b.mean())).sum() / (both.sum() - 1)
    return float(count / (count - 1) * (1 - np.trace(covariance) / covariance.sum()))


def effective_weights(weights: Floats, parents: list[int], parent_weights: Floats) -> Floats:
    """Weight of every item in the whole: product of its shares up the tree.

    Args:
        weights: [items] raw weights.
        parents: Parent of every item.
        parent_weights: [parents] raw weights.

    Returns:
        [items], adding up to 1.
    """
    home = np.array(parents)
    inside = np.array([weights[home == p].sum() for p in home])
    above = parent_weights / parent_weights.sum()
    return np.asarray(weights / inside * above[home])
