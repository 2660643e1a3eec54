"""Finds indicators that say the same: twin sets share one weight, near twins are reported."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from standpunkt.index.score.coverage import exposure_weights, path_weights
from standpunkt.index.score.tree import Tree, coefficients, declared_weights, shares_of
from standpunkt.study.model import Study

Array = NDArray[np.float64]
MIN_ACTIVE = 20
"""Least number of cells in which one of two indicators is not zero, before equal values mean anything."""


def rank_correlation(first: Array, second: Array, least: int) -> float:
    """Spearman's rho over common cells.

    Args:
        first: Positions, NaN where missing.
        second: Positions of another indicator in the same cells.
        least: Least number of common cells.

    Returns:
        rho, or NaN with fewer cells or without variation.
    """
    common = np.isfinite(first) & np.isfinite(second)
    if common.sum() < least:
        return float("nan")
    a, b = (rankdata(each[common]) for each in (first, second))
    a, b = a - a.mean(), b - b.mean()
    size = np.sqrt((a**2).sum() * (b**2).sum())
    return float((a * b).sum() / size) if size > 0 else float("nan")


def twin_sets(study: Study, tree: Tree, sample: Array) -> tuple[tuple[str, ...], ...]:
    """Indicators of one group and side whose positions agree almost everywhere.

    Args:
        study: Gives the limits.
        tree: The tree.
        sample: Central positions [cells, K].

    Returns:
        Sets of two or more codes, in the order of the tree.
    """
    sets: list[list[int]] = []
    for i, j in combinations(range(len(tree.indicators)), 2):
        comparable = tree.group_of[i] == tree.group_of[j] and tree.side[i] == tree.side[j]
        if comparable and _are_twins(study, sample[:, i], sample[:, j]):
            home = next((each for each in sets if i in each or j in each), None)
            if home is None:
                sets.append(home := [])
            home.extend(each for each in (i, j) if each not in home)
    return tuple(tuple(tree.indicators[k] for k in sorted(each)) for each in sets)


def _are_twins(study: Study, first: Array, second: Array) -> bool:
    limits = study.redundancy
    active = np.isfinite(first) & np.isfinite(second) & ((first != 0) | (second != 0))
    if active.sum() >= MIN_ACTIVE and np.mean(first[active] == second[active]) >= limits.twin_at:
        return True
    return rank_correlation(first, second, limits.min_common_states) >= limits.twin_at


def redundant_pairs(
    study: Study, tree: Tree, sample: Array, twins: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, str, float], ...]:
    """Pairs of different groups that agree above the warning mark and would count twice.

    Args:
        study: Gives the limits.
        tree: The tree.
        sample: Central positions [cells, K].
        twins: Sets that already share a weight.

    Returns:
        Codes and rho, strongest first.
    """
    together = {frozenset(pair) for each in twins for pair in combinations(each, 2)}
    found = []
    for i, j in combinations(range(len(tree.indicators)), 2):
        rho = rank_correlation(sample[:, i], sample[:, j], study.redundancy.min_common_states)
        pair = (tree.indicators[i], tree.indicators[j])
        if abs(rho) >= study.redundancy.warn_at and frozenset(pair) not in together:
            found.append((*pair, round(rho, 6)))
    return tuple(sorted(found, key=lambda each: (-abs(each[2]), each)))


def refused_pairs(
    study: Study, tree: Tree, pairs: tuple[tuple[str, str, float], ...]
) -> tuple[tuple[str, str, float], ...]:
    """Pairs that would count twice: of different groups, both with weight, and nobody says why they may.

    Args:
        study: Gives the limit, weights and reasons.
        tree: The tree.
        pairs: As of `redundant_pairs`.

    Returns:
        The pairs at or above `refuse_at`.
    """
    every = coefficients(tree, declared_weights(study, tree), np.ones(len(tree.indicators), np.bool_))
    shares = shares_of(tree, every)
    weight = path_weights(tree, shares) + exposure_weights(tree, shares)

    def counts(code: str) -> bool:
        because = study.indicators[code].independent_because
        return bool(weight[tree.indicators.index(code)] > 0) and because is None

    def apart(one: str, other: str) -> bool:
        first, second = (tree.group_of[tree.indicators.index(code)] for code in (one, other))
        return bool(first != second)

    limit = study.redundancy.refuse_at
    return tuple(
        (one, other, rho)
        for one, other, rho in pairs
        if abs(rho) >= limit and apart(one, other) and counts(one) and counts(other)
    )
