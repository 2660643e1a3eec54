"""What positions say: every state's place among similar roll calls, and where their cut points stand."""

import numpy as np
from numpy.typing import NDArray

from standpunkt.measures.votes.forecasting.question import Evidence
from standpunkt.measures.votes.scaling import grid
from standpunkt.measures.votes.scaling.grid import Floats, Items, Records

HALF_LIFE_YEARS = 1.0
TOLERANCE, LIMIT = 2e-2, 60


def by_position(found: Evidence) -> tuple[Floats, Floats]:
    """P(yes, abstain, no) at each state's position on the day, shape (states, 3), two ways.

    Args:
        found: Votes that speak to the question.

    Returns:
        With the reference's cut points; and with those of all similar roll calls, newer ones weighing more.
    """
    votes, years = found.votes, found.years
    patterns, record = np.unique(np.maximum(votes, 0), axis=0, return_inverse=True)
    weights = np.bincount(record.ravel()) * (patterns > 0).any(axis=1)
    records = Records(patterns, weights.astype(float), years[0] - years, _signs(patterns))
    items, positions = _fitted(records)
    ahead = positions @ grid.kernel(max(float(years[-1]), 0.0))
    table = np.exp(grid.log_probabilities(items)[:, 1:])
    recency = 0.5 ** ((years - years.min()) / HALF_LIFE_YEARS)
    mixture = np.einsum("j,jkg->kg", recency / recency.sum(), table)
    alone, mixed = ((ahead @ chance.T)[record.ravel()] for chance in (table[found.at], mixture))
    return alone / alone.sum(axis=1, keepdims=True), mixed / mixed.sum(axis=1, keepdims=True)


def _fitted(records: Records) -> tuple[Items, Floats]:
    items, _ = grid.fit(records, tolerance=TOLERANCE, limit=LIMIT)
    return items, grid.smoothed(records, items)[-1]


def _signs(patterns: NDArray[np.int8]) -> Floats:
    """Which way each roll call runs, by its correlation with the main contrast of all of them."""
    centred = np.where(patterns > 0, patterns - 2.0, 0.0)
    weights = np.ones(patterns.shape[1])
    for _ in range(10):
        scores = centred @ weights
        scores -= scores.mean()
        weights = centred.T @ scores
        weights /= max(float(np.abs(weights).max()), 1e-12)
    return np.sign(weights)
