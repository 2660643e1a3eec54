"""What each vote did to a position: the way from the record of a state that abstained on everything.

With l_j the log likelihood of the vote on roll call j and a_j that of an abstention, the position under
a_j + s (l_j - a_j) moves from the abstainer's (s = 0) to the state's own (s = 1), and
d E[theta] / ds = sum over j of Cov_s(theta, l_j - a_j). Integrated over s this gives shares that add up; an
abstention gets exactly zero. Aumann and Shapley 1974; here by ten-point Gauss-Legendre quadrature.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standpunkt.measures.votes.scaling import grid
from standpunkt.measures.votes.scaling.grid import GRID, Floats, Items, Records

ABSTAIN = 2
NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(10)


@dataclass(frozen=True)
class Walk:
    """Distinct moments of the roll calls: transition matrices between them, and each roll call's moment."""

    kernels: list[Floats]
    moment: NDArray[np.intp]


def shares(records: Records, items: Items) -> Floats:
    """What each vote contributes to the distance between the record and the record that only abstains.

    Args:
        records: Votes and moments.
        items: Fitted roll calls.

    Returns:
        Shape (records, roll calls), in units of theta at the last moment. The column of a missing vote says
        what its absence does in place of an abstention.
    """
    moments, moment = np.unique(records.years, return_inverse=True)
    walk = Walk([grid.kernel(float(gap)) for gap in np.diff(moments)], moment.astype(np.intp))
    table = grid.log_probabilities(items)
    actual = grid.log_emissions(records.votes, table, walk.moment)
    abstaining = np.full_like(records.votes, ABSTAIN)
    base = grid.log_emissions(abstaining, table, walk.moment)
    total = np.zeros(records.votes.shape)
    for node, weight in zip((NODES + 1) / 2, NODE_WEIGHTS / 2, strict=True):
        mixed = base + node * (actual - base)
        emissions = np.exp(mixed - mixed.max(axis=2, keepdims=True))
        total += weight * _covariances(records, table, emissions, walk)
    return total


def _covariances(records: Records, table: Floats, emissions: Floats, walk: Walk) -> Floats:
    """Covariance of the last position with each vote's log likelihood ratio to an abstention."""
    filtered = grid.forward(emissions, walk.kernels)
    ones = np.ones(emissions.shape[1:])
    later = grid.backward(emissions, walk.kernels, ones)
    later_position = grid.backward(emissions, walk.kernels, ones * GRID)
    weights = filtered * later
    size = weights.sum(axis=2, keepdims=True)
    weights, with_position = weights / size, filtered * later_position / size
    mean = filtered[-1] @ GRID
    found = np.empty(records.votes.shape)
    for item, at in enumerate(walk.moment):
        ratio = table[item, records.votes[:, item]] - table[item, ABSTAIN]
        joint = (with_position[at] * ratio).sum(axis=1)
        found[:, item] = joint - mean * (weights[at] * ratio).sum(axis=1)
    return found
