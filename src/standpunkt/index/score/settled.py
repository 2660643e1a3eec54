"""Pillars of states whose positions do not change with the draw but for where values are placed.

Member, group and layer weights are multiplied once; positions then meet them in products of matrices, one per
slice of draws that place values alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.aggregate import dependence
from standpunkt.index.score.states import Rule, Scores, score_pillars
from standpunkt.index.score.tree import CONDUCT, EXPOSURE, Coefficients, Tree

Floats = NDArray[Any]
Terms = tuple[NDArray[np.int64], Floats]
"""Positions of indicators, and their weights in every draw [indicators, D]."""


@dataclass(frozen=True)
class Composed:
    """Weights of indicators in pillars, in the conduct of pillars, in groups of exposure (others: None)."""

    weights: Coefficients
    pillars: tuple[Terms, ...]
    conducts: tuple[Terms, ...]
    groups: tuple[Terms | None, ...]


def composed(tree: Tree, weights: Coefficients, draws: int) -> Composed:
    """Multiplies the weights of all levels.

    Args:
        tree: The tree.
        weights: Weights of states to which the same indicators apply.
        draws: Number of draws.

    Returns:
        Weights down to the indicator, float32.
    """
    member, conduct, inside = (np.zeros((len(tree.indicators), draws), np.float32) for _ in range(3))
    for k, g in enumerate(tree.group_of.tolist()):
        p, layer = int(tree.pillar_of[g]), int(tree.layer_of[g])
        member[k] = weights.member[k]
        conduct[k] = weights.inside[g] * member[k] if layer == CONDUCT else 0.0
        inside[k] = weights.layer[p][layer] * weights.inside[g] * member[k]
    homes = tree.pillar_of[tree.group_of]
    rows = [np.flatnonzero(homes == p) for p in range(len(tree.pillars))]
    groups = (
        np.flatnonzero(tree.group_of == g) if layer == EXPOSURE else None
        for g, layer in enumerate(tree.layer_of)
    )
    return Composed(
        weights,
        tuple((each, inside[each]) for each in rows),
        tuple((each, conduct[each]) for each in rows),
        tuple(None if each is None else (each, member[each]) for each in groups),
    )


def score_settled(rule: Rule, weights: Composed, z: Floats, places: list[slice]) -> Scores:
    """Scores states to which the same indicators apply.

    Args:
        rule: lambda, r and cuts [D].
        weights: Their weights.
        z: Positions [K,N,slices].
        places: The draws of every slice.

    Returns:
        The scores, without positions of groups.
    """
    # Dependence first: its groups are dropped before the pillars need the cache.
    bound = dependence(weights.weights, settled(weights.groups, z, places), rule.power)
    pillars, conducts = settled(weights.pillars, z, places), settled(weights.conducts, z, places)
    return Scores((), *score_pillars(rule, weights.weights, pillars, conducts), bound)


def settled(terms: tuple[Terms | None, ...], z: Floats, places: list[slice]) -> tuple[Floats, ...]:
    """Weighted sums of positions.

    Args:
        terms: What is summed.
        z: Positions [K,N,slices].
        places: The draws of every slice.

    Returns:
        One [N,D] per sum.
    """
    return tuple(_sums(terms, z, places))


def _sums(terms: tuple[Terms | None, ...], z: Floats, places: list[slice]) -> Iterator[Floats]:
    draws = places[-1].stop
    empty = np.broadcast_to(np.zeros(1, z.dtype), (z.shape[1], draws))
    for each in terms:
        if each is None:
            yield empty
            continue
        rows, weights = each
        found = np.empty((z.shape[1], draws), z.dtype)
        columns = np.ascontiguousarray(z[rows].transpose(2, 1, 0))
        alone = len(rows) == 1 and (weights == 1).all()
        for column, own in zip(columns, places, strict=True):
            if alone:
                found[:, own] = column
            else:
                np.matmul(column, weights[:, own], out=found[:, own])
        yield found
