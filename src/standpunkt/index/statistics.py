"""Mean, spread and quantiles over the draws.

Quantiles are order statistics. A whole sort is faster than selecting several of them: processors sort
numbers of one type in vectors.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def order_statistics(drawn: Floats, levels: Sequence[float]) -> Floats:
    """Quantiles of every row.

    Args:
        drawn: [N,D].
        levels: Probabilities.

    Returns:
        [N, levels], float64, rounded to 1e-6.
    """
    return _picked(np.sort(drawn, axis=1), levels)


def _picked(ordered: Floats, levels: Sequence[float]) -> Floats:
    at = [round(level * (ordered.shape[1] - 1)) for level in levels]
    return np.round(ordered[:, at].astype(np.float64), 6) + 0.0


def statistics(drawn: Floats) -> Floats:
    """Mean, standard deviation and five quantiles over the draws.

    Args:
        drawn: [N,D].

    Returns:
        [N,7], rounded to 1e-6.
    """
    ordered = np.sort(drawn, axis=1)
    mean = drawn.mean(axis=1, dtype=np.float64)
    away = drawn - mean[:, None].astype(drawn.dtype)
    sd = np.sqrt(np.einsum("nd,nd->n", away, away, dtype=np.float64) / drawn.shape[1])
    parts = _picked(ordered, LEVELS)
    return np.concatenate([np.round(np.stack([mean, sd], axis=1), 6) + 0.0, parts], axis=1)


def ranks(drawn: Floats) -> NDArray[np.int16]:
    """Rank of every state in every draw; 1 is nearest to the opponent.

    Args:
        drawn: [N,D].

    Returns:
        [N,D].
    """
    order = np.ascontiguousarray(drawn.T).argsort(axis=1)
    found = np.empty(order.shape, np.int16)
    np.put_along_axis(found, order, np.arange(1, len(drawn) + 1, dtype=np.int16)[None], axis=1)
    return np.ascontiguousarray(found.T)
