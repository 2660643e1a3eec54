"""Bounds of contributions: the same attribution in every draw, 5 and 95 % of it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.explain.decompose import layer_codes
from standpunkt.index.score.aggregate import INNER_CUT
from standpunkt.index.score.states import Rule, Scores, patterns
from standpunkt.index.score.tree import Coefficients, Tree, coefficients

Floats = NDArray[Any]
BOUNDS = (0.05, 0.95)


def point_bounds(
    rule: Rule, scores: Scores, z: Floats, applies: NDArray[np.bool_]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Bounds of the points of every node.

    Args:
        rule: Weights, lambda, r and cuts of the draws.
        scores: Scores of the draws.
        z: Positions [K,N,D].
        applies: [N,K].

    Returns:
        For Stance and for Dependence, by level: [nodes, N, 2].
    """
    tree = rule.tree
    sizes = {
        "pillar": len(tree.pillars),
        "layer": len(set(layer_codes(tree))),
        "group": len(tree.groups),
        "indicator": len(tree.indicators),
    }
    both = tuple({name: np.zeros((n, z.shape[1], 2)) for name, n in sizes.items()} for _ in range(2))
    for row, states in patterns(applies):
        weights = coefficients(tree, rule.weights, row)
        units = (
            _stance_units(rule, scores, weights, states),
            _dependence_units(rule, scores, weights, states),
        )
        for target, unit in zip(both, units, strict=True):
            _fill(tree, target, (unit, weights.member, z[:, states], scores.groups[:, states]), states)
    return both[0], both[1]


def _stance_units(rule: Rule, scores: Scores, weights: Coefficients, states: NDArray[np.int64]) -> Floats:
    found, kind = scores.composite, scores.stance.dtype
    mean, size = found.mean[states], found.size[states]
    r = np.divide(mean, size, out=np.zeros_like(size), where=size > 0)
    stretch = np.broadcast_to((INNER_CUT / rule.knots.inner).astype(kind), mean.shape).copy()
    raw = found.raw[states]
    np.divide(scores.stance[states], raw, out=stretch, where=raw != 0)
    lam, bent = rule.lam.astype(kind), r * np.abs(r)
    units = np.zeros((len(rule.tree.groups), *mean.shape), kind)
    for p in range(len(rule.tree.pillars)):
        inner = np.where(size > 0, 2 * np.abs(r) - np.sign(found.pillars[p, states]) * bent, 1)
        pull = 100 * stretch * weights.pillar[:, p].astype(kind) * ((1 - lam) + lam * inner)
        for g in np.flatnonzero(rule.tree.pillar_of == p):
            units[g] = pull * weights.group[:, g].astype(kind)
    return units


def _dependence_units(rule: Rule, scores: Scores, weights: Coefficients, states: NDArray[np.int64]) -> Floats:
    kind, r = scores.dependence.dtype, rule.power.astype(scores.dependence.dtype)
    base = scores.dependence[states] / 100
    shrink = np.where(base > 0, np.where(base > 0, base, 1) ** (1 - r), 0)
    units = np.zeros((len(rule.tree.groups), *base.shape), kind)
    for g in np.flatnonzero(weights.exposure.any(axis=0)):
        group = scores.groups[g, states]
        power = np.where(group > 0, np.where(group > 0, group, 1) ** (r - 1), 0)
        units[g] = 100 * weights.exposure[:, g].astype(kind) * power * shrink
    return units


def _fill(
    tree: Tree,
    target: dict[str, Floats],
    drawn: tuple[Floats, Floats, Floats, Floats],
    states: NDArray[np.int64],
) -> None:
    units, member, z, groups = drawn
    layers = layer_codes(tree)
    names = list(dict.fromkeys(layers))
    of_layer = np.zeros((len(names), *groups.shape[1:]), groups.dtype)
    of_pillar = np.zeros((len(tree.pillars), *groups.shape[1:]), groups.dtype)
    for g, p in enumerate(tree.pillar_of):
        if not units[g].any():
            continue
        points = units[g] * groups[g]
        of_layer[names.index(layers[g])] += points
        of_pillar[p] += points
        target["group"][g, states] = _bounds(points)
        members = np.flatnonzero(tree.group_of == g)
        for k in members:
            alone = units[g] * member[:, k].astype(z.dtype) * z[k] if len(members) > 1 else None
            target["indicator"][k, states] = target["group"][g, states] if alone is None else _bounds(alone)
    homes = [names.index(layer) for layer in layers]
    for at, points in enumerate(of_layer):
        inside = [g for g, home in enumerate(homes) if home == at]
        target["layer"][at, states] = (
            target["group"][inside[0], states] if len(inside) == 1 else _bounds(points)
        )
    for at, points in enumerate(of_pillar):
        target["pillar"][at, states] = _bounds(points)


def _bounds(points: Floats) -> Floats:
    if not points.any():
        return np.zeros((len(points), 2))
    at = [round(level * (points.shape[1] - 1)) for level in BOUNDS]
    return np.round(np.partition(points, at, axis=1)[:, at].astype(np.float64), 6)
