"""Bounds of contributions: the same attribution in every draw, 5 and 95 % of it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.explain.decompose import layer_codes, pillar_pull, stretched
from standpunkt.index.score.states import Rule, Scores
from standpunkt.index.score.tree import Coefficients, Column, Tree
from standpunkt.index.statistics import order_statistics

Floats = NDArray[Any]
BOUNDS = (0.05, 0.95)


def node_counts(tree: Tree) -> dict[str, int]:
    """How many nodes each level has.

    Args:
        tree: The tree.

    Returns:
        By level.
    """
    return {
        "pillar": len(tree.pillars),
        "layer": len(set(layer_codes(tree))),
        "group": len(tree.groups),
        "indicator": len(tree.indicators),
    }


def point_bounds(
    rule: Rule, weights: Coefficients, scores: Scores, z: Floats
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Bounds of the points of every node, for states to which the same indicators apply.

    Args:
        rule: Weights, lambda, r and cuts of the draws.
        weights: Weights of these states.
        scores: Scores of the draws.
        z: Positions [K,N,D].

    Returns:
        For Stance and for Dependence, by level: [nodes, N, 2].
    """
    member, groups = weights.member, scores.groups
    stance, bound = (
        _filled(rule.tree, units, (member, z, groups))
        for units in (_stance_units(rule, weights, scores), _dependence_units(rule, weights, scores))
    )
    return stance, bound


def _stance_units(rule: Rule, weights: Coefficients, scores: Scores) -> list[Floats | None]:
    tree, found = rule.tree, scores.composite
    pull = pillar_pull(found, rule.lam)
    stretch = 100 * stretched(rule, scores)
    units: list[Floats | None] = []
    for p, layer, inside in zip(tree.pillar_of, tree.layer_of, weights.inside, strict=True):
        columns = (weights.pillar[p], weights.layer[p][layer], inside)
        if any(isinstance(each, float) and each == 0 for each in columns):
            units.append(None)
        else:
            units.append(stretch * pull[p] * (columns[0] * columns[1] * columns[2]))
    return units


def _dependence_units(rule: Rule, weights: Coefficients, scores: Scores) -> list[Floats | None]:
    kind = scores.dependence.dtype
    r, base = rule.power.astype(kind), scores.dependence / 100
    shrink = np.where(base > 0, np.where(base > 0, base, 1) ** (1 - r), 0)
    units: list[Floats | None] = []
    for weight, group in zip(weights.exposure, scores.groups, strict=True):
        if isinstance(weight, float) and weight == 0:
            units.append(None)
        else:
            power = np.where(group > 0, np.where(group > 0, group, 1) ** (r - 1), 0)
            units.append(100 * weight * power * shrink)
    return units


def _filled(
    tree: Tree,
    units: list[Floats | None],
    given: tuple[tuple[Column, ...], Floats, tuple[Floats, ...]],
) -> dict[str, Floats]:
    member, z, groups = given
    target = {level: np.zeros((count, z.shape[1], 2)) for level, count in node_counts(tree).items()}
    layers = layer_codes(tree)
    names = list(dict.fromkeys(layers))
    alive = {g: unit for g, unit in enumerate(units) if unit is not None}
    points = {g: unit * groups[g] for g, unit in alive.items()}
    for g, unit in alive.items():
        target["group"][g] = _bounds(points[g])
        members = np.flatnonzero(tree.group_of == g)
        for k in members:
            alone = len(members) == 1
            target["indicator"][k] = target["group"][g] if alone else _bounds(unit * member[k] * z[k])
    for at, name in enumerate(names):
        inside = [g for g in points if layers[g] == name]
        target["layer"][at] = _bounds_of_sum([points[g] for g in inside], target["group"], inside)
    for p in range(len(tree.pillars)):
        inside = [g for g in points if tree.pillar_of[g] == p]
        target["pillar"][p] = _bounds_of_sum([points[g] for g in inside], target["group"], inside)
    return target


def _bounds_of_sum(points: list[Floats], known: Floats, inside: list[int]) -> Floats:
    if len(points) <= 1:
        return np.asarray(known[inside[0]] if inside else np.zeros(known.shape[1:]))
    return _bounds(np.add.reduce(points))


def _bounds(points: Floats) -> Floats:
    if not points.any():
        return np.zeros((len(points), 2))
    return order_statistics(points, BOUNDS)
