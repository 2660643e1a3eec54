"""Whether stated chances of classes come true when a source falls away."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True)
class Bin:
    """Cases whose likeliest class had a chance within bounds: what was said, what came true."""

    low: float
    high: float
    count: int
    said: float
    true: float


def reliability(chances: Floats, classes: NDArray[np.int8]) -> tuple[Bin, ...]:
    """Groups cases by the chance of their likeliest class.

    Args:
        chances: [N, classes] as published.
        classes: [N], the class without the source.

    Returns:
        Bins with cases, lowest chance first.
    """
    best, hit = chances.max(axis=1), chances.argmax(axis=1) == classes
    found = []
    for low, high in pairwise(EDGES):
        inside = (best >= low) & ((best < high) | (high == EDGES[-1]))
        if inside.any():
            found.append(
                Bin(low, high, int(inside.sum()), float(best[inside].mean()), float(hit[inside].mean()))
            )
    return tuple(found)


def expected_error(bins: tuple[Bin, ...]) -> float:
    """Mean distance between what was said and what came true, weighted by cases.

    Args:
        bins: From `reliability`.

    Returns:
        0..1.
    """
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.said - each.true) for each in bins) / total if total else float("nan")
