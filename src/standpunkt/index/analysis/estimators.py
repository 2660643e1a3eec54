"""Sobol indices of first and total order, with bootstrap, for all outputs at once.

```
S1_i = mean(yB (yAB_i - yA)) / V        ST_i = mean((yA - yAB_i)^2) / 2V        (Saltelli 2010; Jansen 1999)
```
y is centred on the mean of yA and yB, so that a constant added to the output changes nothing.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
TINY = 1e-12


@dataclass(frozen=True)
class SobolIndices:
    """[factors, outputs] each; low and high: 5 and 95 % of the bootstrap; NaN where an output is constant."""

    first: Floats
    first_low: Floats
    first_high: Floats
    total: Floats
    total_low: Floats
    total_high: Floats
    is_constant: NDArray[np.bool_]


def sobol_indices(y_a: Floats, y_b: Floats, y_ab: Floats, weights: Floats | None = None) -> SobolIndices:
    """Estimates the share of the variance that each factor explains, alone and with all others.

    Args:
        y_a: [N, outputs] of the first sample.
        y_b: [N, outputs] of the second, independent sample.
        y_ab: [factors, N, outputs]; the first sample with one factor taken from the second.
        weights: Multinomial counts of the bootstrap [replicates, N]; None leaves out the bounds.

    Returns:
        The indices.
    """
    centre = (y_a.mean(axis=0) + y_b.mean(axis=0)) / 2
    a, b = y_a - centre, y_b - centre
    squares = (a**2 + b**2) / 2
    variance = squares.mean(axis=0)
    is_constant = variance <= TINY * (1 + centre**2)
    safe = np.where(is_constant, 1, variance)
    drawn = None if weights is None else _resampled(squares, weights)
    rows = []
    for y in y_ab:
        moved = (y - centre) - a
        rows.append((_ratio(b * moved, safe, weights, drawn), _ratio(moved**2 / 2, safe, weights, drawn)))
    first, total = (np.stack([row[i] for row in rows], axis=1) for i in (0, 1))
    first[..., is_constant] = np.nan
    total[..., is_constant] = np.nan
    return SobolIndices(first[0], first[1], first[2], total[0], total[1], total[2], is_constant)


def _ratio(terms: Floats, variance: Floats, weights: Floats | None, drawn: Floats | None) -> Floats:
    value = terms.mean(axis=0) / variance
    if weights is None or drawn is None:
        return np.stack([value, np.full_like(value, np.nan), np.full_like(value, np.nan)])
    replicates = _resampled(terms, weights) / np.where(drawn > 0, drawn, 1)
    low, high = np.quantile(replicates, (0.05, 0.95), axis=0)
    return np.stack([value, low, high])


def _resampled(terms: Floats, weights: Floats) -> Floats:
    return np.asarray(weights @ terms / len(terms))


def bootstrap_weights(generator: np.random.Generator, count: int, replicates: int) -> Floats:
    """Multinomial counts: how often each row enters each replicate.

    Args:
        generator: A stream.
        count: Number of rows.
        replicates: Number of replicates.

    Returns:
        [replicates, count], float32.
    """
    return generator.multinomial(count, np.full(count, 1 / count), size=replicates).astype(np.float32)
