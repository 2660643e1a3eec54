"""Classes from scores: cuts at 20 and 50, the conduct gate, and a name only where it is earned."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.aggregate import INNER_CUT, OUTER_CUT

Floats = NDArray[Any]
CLASS_COUNT = 5
NEUTRAL = 2
BETWEEN = "between"


def classify(stance: Floats, conduct: Floats | None) -> NDArray[np.int8]:
    """Class of every score: a value on a cut takes the outer class, on both sides.

    Args:
        stance: S, any shape.
        conduct: S of conduct alone, same shape; None leaves out the gate.

    Returns:
        Position in the order of classes, opponent first.
    """
    upper = stance if conduct is None else np.where(is_gated(stance, conduct), 0, stance)
    found = (stance >= INNER_CUT).view(np.int8) - (stance <= -INNER_CUT).view(np.int8)
    found += (upper >= OUTER_CUT).view(np.int8)
    found -= (upper <= -OUTER_CUT).view(np.int8)
    found += NEUTRAL
    return np.asarray(found, np.int8)


def is_gated(stance: Floats, conduct: Floats) -> NDArray[np.bool_]:
    """Whether a score beyond the outer cut lacks conduct: ties alone make nobody an ally.

    Args:
        stance: S.
        conduct: S of conduct alone.

    Returns:
        True where the class is taken one step back.
    """
    with_power = (stance >= OUTER_CUT) & (conduct < INNER_CUT)
    return np.asarray(with_power | ((stance <= -OUTER_CUT) & (conduct > -INNER_CUT)))


def probabilities(classes: NDArray[np.int8]) -> NDArray[np.float64]:
    """Shares of the draws.

    Args:
        classes: [N,D].

    Returns:
        [N,5].
    """
    counts = [[np.count_nonzero(row) for row in classes == c] for c in range(CLASS_COUNT)]
    return np.asarray(np.transpose(counts) / classes.shape[1])


def named(shares: NDArray[np.float64], order: tuple[str, ...], name_at: float) -> list[str]:
    """The class that is earned, else `between`.

    Args:
        shares: [N,5].
        order: Class codes.
        name_at: Smallest probability at which a class is named.

    Returns:
        One name per state.
    """
    best = shares.argmax(axis=1)
    return [order[b] if row[b] >= name_at else BETWEEN for b, row in zip(best, shares, strict=True)]
