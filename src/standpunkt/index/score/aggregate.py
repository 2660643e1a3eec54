"""From group positions to the composite, the anchored scale and Dependence.

```
P_p = sum_g c_g z_g      m = sum_p w_p P_p      q = sum_p w_p |P_p|      s = 1 - |m| / q
A   = 100 m (1 - lambda s)                      S = phi(A)
B   = 100 (sum_g W_g z_g^r)^(1/r)
```
Arrays are [states, draws]; in the central run there is one draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.tree import Coefficients, Column, Tree

Floats = NDArray[Any]
INNER_CUT, OUTER_CUT, END = 20.0, 50.0, 100.0


@dataclass(frozen=True)
class Composite:
    """Pillar scores (one [N,D] each), mean m, size q and raw composite A [N,D]."""

    pillars: tuple[Floats, ...]
    mean: Floats
    size: Floats
    raw: Floats


@dataclass(frozen=True)
class Knots:
    """The two cuts on the raw composite, [D]."""

    inner: Floats
    outer: Floats


def weighted_sum(weights: Sequence[Column], values: Sequence[Floats], shape: Floats) -> Floats:
    """Adds values by their weights; what has weight 0 is left out, what has weight 1 is not multiplied.

    Args:
        weights: One per value.
        values: Arrays [N,D].
        shape: An array of the same shape and type, for a sum without terms.

    Returns:
        [N,D]; may be one of the values itself, so it is never changed in place.
    """
    total, is_own = None, False
    for weight, value in zip(weights, values, strict=True):
        if isinstance(weight, float) and weight == 0:
            continue
        term = value if isinstance(weight, float) else weight * value
        if total is None:
            total, is_own = term, not isinstance(weight, float)
        elif is_own:
            total += term
        else:
            total, is_own = total + term, True
    return np.zeros_like(shape) if total is None else total


def group_positions(tree: Tree, weights: Coefficients, z: Floats) -> tuple[Floats, ...]:
    """Positions of groups: weighted means of members; in net groups the means of both sides added.

    Args:
        tree: The tree.
        weights: Normalised weights of these states.
        z: Positions [K,N,D].

    Returns:
        One [N,D] per group.
    """
    found = []
    for g in range(len(tree.groups)):
        members = np.flatnonzero(tree.group_of == g).tolist()
        found.append(weighted_sum([weights.member[k] for k in members], [z[k] for k in members], z[0]))
    return tuple(found)


def layer_positions(tree: Tree, weights: Coefficients, groups: Sequence[Floats], layer: int) -> list[Floats]:
    """Positions of one layer of every pillar: weighted means of its groups.

    Args:
        tree: The tree.
        weights: Normalised weights of these states.
        groups: Positions of groups.
        layer: Position in LAYERS.

    Returns:
        One [N,D] per pillar; 0 where it has no such layer.
    """
    found = []
    for p in range(len(tree.pillars)):
        inside = np.flatnonzero((tree.pillar_of == p) & (tree.layer_of == layer)).tolist()
        columns = [weights.inside[g] for g in inside]
        found.append(weighted_sum(columns, [groups[g] for g in inside], groups[0]))
    return found


def pillar_positions(weights: Coefficients, layers: Sequence[Sequence[Floats]]) -> tuple[Floats, ...]:
    """Scores of pillars: weighted means of their layers.

    Args:
        weights: Normalised weights of these states.
        layers: By layer, the positions of `layer_positions`.

    Returns:
        One [N,D] per pillar.
    """
    return tuple(
        weighted_sum(columns, [layer[p] for layer in layers], layers[0][p])
        for p, columns in enumerate(weights.layer)
    )


def composite(weights: Sequence[Column], pillars: tuple[Floats, ...], lam: Floats) -> Composite:
    """Adds pillars to the composite, with the penalty for disagreement.

    Args:
        weights: Weight of every pillar.
        pillars: Scores of pillars.
        lam: lambda [D].

    Returns:
        The composite; A is in -100..100.
    """
    ones: list[Column] = [0.0 if isinstance(weight, float) and weight == 0 else 1.0 for weight in weights]
    terms = [
        each if isinstance(weight, float) else weight * each
        for weight, each in zip(weights, pillars, strict=True)
    ]
    mean = weighted_sum(ones, terms, pillars[0])
    size = weighted_sum(ones, [np.abs(each) for each in terms], pillars[0])
    lam = lam.astype(mean.dtype)
    # s = 1 - |m| / q; where q is 0, so is m, and any divisor gives A = 0.
    raw = np.abs(mean) / np.maximum(size, np.finfo(mean.dtype).tiny) * lam
    raw += 1 - lam
    raw *= mean
    raw *= 100
    return Composite(pillars, mean, size, raw)


def dependence(weights: Coefficients, groups: Sequence[Floats], power: Floats) -> Floats:
    """The power mean of exposure groups.

    Args:
        weights: Normalised weights of these states.
        groups: Positions of groups, [N,D] each; exposure lies in 0..1.
        power: r [D].

    Returns:
        B in 0..100, [N,D].
    """
    r = power.astype(groups[0].dtype)
    bound = [g for g, weight in enumerate(weights.exposure) if not isinstance(weight, float) or weight > 0]
    powers = [np.maximum(groups[g], 0) ** r for g in bound]
    total = weighted_sum([weights.exposure[g] for g in bound], powers, groups[0])
    return np.asarray(100 * total ** (1 / r))


def anchored(raw: Floats, knots: Knots) -> Floats:
    """phi: odd and piecewise linear through (0,0), (inner,20), (outer,50), (100,100).

    Args:
        raw: A [N,D].
        knots: Cuts [D].

    Returns:
        S in -100..100.
    """
    kind = raw.dtype
    inner, outer = knots.inner.astype(kind), knots.outer.astype(kind)
    size = np.abs(raw)
    found = np.minimum(size / inner, 1)
    found *= INNER_CUT
    for start, end, points in (
        (inner, outer, OUTER_CUT - INNER_CUT),
        (outer, kind.type(END), END - OUTER_CUT),
    ):
        step = size - start
        step /= end - start
        np.maximum(step, 0, out=step)
        np.minimum(step, 1, out=step)
        step *= points
        found += step
    return np.asarray(np.copysign(found, raw))
