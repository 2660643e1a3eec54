"""Exact contributions: points of every pillar, layer, group and indicator that add up to the score.

A is homogeneous of degree 1 in the positions, so Euler's rule attributes it in closed form, from neutral:
```
r = m / q     h_p = w_p [(1 - lambda) + lambda (2 |r| - sgn(P_p) r |r|)]
c_k = kappa h_p b_k z_k       kappa = S / A  (A = 0: 20 / inner)
b_k: weight of k in its pillar; S and A in points
Dependence: c_g = 100 W_g z_g^r (B / 100)^(1 - r)
```
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.aggregate import INNER_CUT, Composite
from standpunkt.index.score.states import Rule, Scores
from standpunkt.index.score.tree import LAYERS, Shares, Tree

Floats = NDArray[Any]


def stance_points(rule: Rule, scores: Scores, shares: Shares, z: Floats) -> Floats:
    """Points of every indicator in Stance.

    Args:
        rule: lambda and cuts of one draw.
        scores: Scores under that rule.
        shares: The weights of each state.
        z: Positions [K,N].

    Returns:
        [K,N]; they add up to the Stance of each state.
    """
    tree = rule.tree
    pull = np.stack([each[:, 0] for each in pillar_pull(scores.composite, rule.lam)]) * shares.pillar.T
    stretch = stretched(rule, scores)[:, 0]
    in_pillar = shares.group[:, tree.group_of] * shares.member
    return np.asarray((100 * stretch * pull[tree.pillar_of[tree.group_of]]) * in_pillar.T * z)


def stretched(rule: Rule, scores: Scores) -> Floats:
    """kappa: published points per point of the raw composite.

    Args:
        rule: Gives the cuts.
        scores: Scores under that rule.

    Returns:
        [N,D].
    """
    raw = scores.composite.raw
    flat = np.broadcast_to((INNER_CUT / rule.knots.inner).astype(raw.dtype), raw.shape).copy()
    return np.asarray(np.divide(scores.stance, raw, out=flat, where=raw != 0))


def pillar_pull(found: Composite, lam: Floats) -> list[Floats]:
    """h_p / w_p: how many points of the composite a weighted point of a pillar brings.

    Args:
        found: Scores of pillars and composite.
        lam: lambda [D].

    Returns:
        One [N,D] per pillar.
    """
    size, kind = found.size, found.size.dtype
    r = found.mean / np.maximum(size, np.finfo(kind).tiny)
    steep, bent = 2 * np.abs(r), r * np.abs(r)
    lam = lam.astype(kind)
    # Where nothing speaks (q = 0) the composite answers with slope 1 to the first word.
    return [
        (1 - lam) + lam * np.where(size > 0, steep - np.sign(pillar) * bent, 1) for pillar in found.pillars
    ]


def dependence_points(rule: Rule, scores: Scores, shares: Shares, z: Floats) -> Floats:
    """Points of every indicator in Dependence.

    Args:
        rule: Gives r of one draw.
        scores: Scores under that rule.
        shares: The weights of each state.
        z: Positions [K,N].

    Returns:
        [K,N]; they add up to the Dependence of each state.
    """
    tree, r = rule.tree, float(rule.power[0])
    base = scores.dependence[:, 0] / 100
    shrink = np.where(base > 0, np.where(base > 0, base, 1.0) ** (1 - r), 0.0)
    groups = np.stack([each[:, 0] for each in scores.groups])
    inside = groups > 0
    power = np.where(inside, np.where(inside, groups, 1.0) ** (r - 1), 0.0)
    # c_k = c_g times the share of k in z_g, so one factor z_g is written as the sum of its members.
    per_unit = 100 * shares.exposure.T * power * shrink
    return np.asarray(per_unit[tree.group_of] * shares.member.T * z)


def level_sums(tree: Tree, points: Floats) -> dict[str, tuple[list[str], list[str | None], Floats]]:
    """Adds indicator points to groups, layers and pillars.

    Args:
        tree: The tree.
        points: [K, ...].

    Returns:
        By level: codes of nodes, codes of their parents, points [nodes, ...].
    """
    layers = layer_codes(tree)
    names = list(dict.fromkeys(layers))
    of_group = [names.index(layer) for layer in layers]
    group = _added(points, tree.group_of, len(tree.groups))
    layer = _added(group, np.array(of_group), len(names))
    of_layer = np.array([tree.pillars.index(name.split(".")[0]) for name in names])
    pillar = _added(layer, of_layer, len(tree.pillars))
    return {
        "pillar": (list(tree.pillars), [None] * len(tree.pillars), pillar),
        "layer": (names, [name.split(".")[0] for name in names], layer),
        "group": (list(tree.groups), list(layers), group),
        "indicator": (list(tree.indicators), [tree.groups[g] for g in tree.group_of], points),
    }


def layer_codes(tree: Tree) -> list[str]:
    """Code of the layer of every group, such as `D.conduct`.

    Args:
        tree: The tree.

    Returns:
        One per group.
    """
    both = zip(tree.pillar_of, tree.layer_of, strict=True)
    return [f"{tree.pillars[p]}.{LAYERS[layer]}" for p, layer in both]


def _added(points: Floats, home: NDArray[np.int64], count: int) -> Floats:
    found = np.zeros((count, *points.shape[1:]), points.dtype)
    for at, place in enumerate(home):
        found[place] += points[at]
    return found
