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

from standpunkt.index.score.aggregate import INNER_CUT
from standpunkt.index.score.states import Rule, Scores
from standpunkt.index.score.tree import Tree

Floats = NDArray[Any]


def stance_points(rule: Rule, scores: Scores, z: Floats) -> Floats:
    """Points of every indicator in Stance.

    Args:
        rule: Weights, lambda and cuts [D].
        scores: Scores under that rule; weights of the first draw are used, so D is 1.
        z: Positions [K,N,1].

    Returns:
        [K,N]; they add up to the Stance of each state.
    """
    pull = pillar_pull(scores, rule.lam)[:, :, 0]
    stretch = _stretch(rule, scores)
    tree = rule.tree
    in_pillar = scores.group[:, tree.group_of] * scores.member
    return np.asarray((100 * stretch * pull[tree.pillar_of[tree.group_of]]) * in_pillar.T * z[:, :, 0])


def _stretch(rule: Rule, scores: Scores) -> Floats:
    raw = scores.composite.raw[:, 0]
    flat = np.full_like(raw, INNER_CUT / rule.knots.inner[0])
    return np.divide(scores.stance[:, 0], raw, out=flat, where=raw != 0)


def pillar_pull(scores: Scores, lam: Floats) -> Floats:
    """h_p: how many points of the composite a point of a pillar brings.

    Args:
        scores: Scores with weights of one draw.
        lam: lambda [D].

    Returns:
        [P,N,D].
    """
    found = scores.composite
    r = np.divide(found.mean, found.size, out=np.zeros_like(found.size), where=found.size > 0)
    weight = scores.pillar.T[:, :, None].astype(r.dtype)
    inner = 2 * np.abs(r) - np.sign(found.pillars) * r * np.abs(r)
    # Where nothing speaks (q = 0) the composite answers with slope 1 to the first word.
    inner = np.where(found.size > 0, inner, 1.0)
    return np.asarray(weight * ((1 - lam) + lam * inner))


def dependence_points(rule: Rule, scores: Scores, z: Floats) -> Floats:
    """Points of every indicator in Dependence.

    Args:
        rule: Gives r.
        scores: Scores with weights of one draw.
        z: Positions [K,N,1].

    Returns:
        [K,N]; they add up to the Dependence of each state.
    """
    tree, r = rule.tree, float(rule.power[0])
    base = scores.dependence[:, 0] / 100
    shrink = np.where(base > 0, np.where(base > 0, base, 1.0) ** (1 - r), 0.0)
    groups = scores.groups[:, :, 0]
    inside = groups > 0
    power = np.where(inside, np.where(inside, groups, 1.0) ** (r - 1), 0.0)
    # c_k = c_g times the share of k in z_g, so one factor z_g is written as the sum of its members.
    per_unit = 100 * scores.exposure.T * power * shrink
    return np.asarray(per_unit[tree.group_of] * scores.member.T * z[:, :, 0])


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
    words = ("conduct", "tie", "exposure")
    return [
        f"{tree.pillars[p]}.{words[layer]}" for p, layer in zip(tree.pillar_of, tree.layer_of, strict=True)
    ]


def _added(points: Floats, home: NDArray[np.int64], count: int) -> Floats:
    found = np.zeros((count, *points.shape[1:]), points.dtype)
    for at, place in enumerate(home):
        found[place] += points[at]
    return found
