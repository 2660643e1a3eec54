"""Quantiles of gamma distributions, many at once.

The cube root of a gamma variable is nearly normal (Wilson and Hilferty 1931), so as a function of the normal
quantile it is smooth: a cubic through a few hundred exact nodes gives it to 1e-7, a hundred times faster than
inverting the incomplete gamma function for every draw.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.special import gammaincinv, ndtr, ndtri

Array = NDArray[np.float64]
REACH = 6.25
"""Normal quantiles up to which nodes stand; points of the unit cube lie within 1e-9 of its faces."""
NODES = 513
STEP = 2 * REACH / (NODES - 1)


def gamma_quantile(shape: float, points: Array) -> Array:
    """The quantile function of a gamma distribution with scale 1.

    Args:
        shape: Its shape, above 0.
        points: Probabilities in the open unit interval.

    Returns:
        Quantiles, above 0.
    """
    place = (ndtri(points) + REACH) / STEP
    node = place.astype(np.int64)
    cubic, square, slope, start = _curve(shape)[:, node]
    away = (place - node) * STEP
    root = ((cubic * away + square) * away + slope) * away + start
    return np.asarray(np.maximum(root, 0.0) ** 3)


@lru_cache(maxsize=512)
def _curve(shape: float) -> Array:
    # Coefficients of every piece, [4, pieces].
    nodes = np.linspace(-REACH, REACH, NODES)
    return np.ascontiguousarray(CubicSpline(nodes, np.cbrt(gammaincinv(shape, ndtr(nodes)))).c)
