"""From group positions to the composite, the anchored scale and Dependence.

```
P_p = sum_g c_g z_g      m = sum_p w_p P_p      q = sum_p w_p |P_p|      s = 1 - |m| / q
A   = 100 m (1 - lambda s)                      S = phi(A)
B   = 100 (sum_g W_g z_g^r)^(1/r)
```
Arrays end in the draw, [.., D]; in the central run D is 1. Axis 0 is the group or pillar, axis 1 the state.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.tree import Coefficients, Tree

Floats = NDArray[Any]
INNER_CUT, OUTER_CUT, END = 20.0, 50.0, 100.0


@dataclass(frozen=True)
class Composite:
    """Pillar scores [P,N,D], mean m, size q and raw composite A [N,D]."""

    pillars: Floats
    mean: Floats
    size: Floats
    raw: Floats


@dataclass(frozen=True)
class Knots:
    """The two cuts on the raw composite, [D]."""

    inner: Floats
    outer: Floats


def composite(tree: Tree, weights: Coefficients, groups: Floats, lam: Floats) -> Composite:
    """Adds groups to pillars and pillars to the composite, with the penalty for disagreement.

    Args:
        tree: The tree.
        weights: Normalised weights [D, ...] of these states.
        groups: Positions of groups [G,N,D].
        lam: lambda [D].

    Returns:
        The composite; A is in -100..100.
    """
    kind = groups.dtype
    pillars = np.zeros((len(tree.pillars), *groups.shape[1:]), kind)
    for g, p in enumerate(tree.pillar_of):
        if weights.group[:, g].any():
            pillars[p] += weights.group[:, g].astype(kind) * groups[g]
    mean, size = np.zeros_like(groups[0]), np.zeros_like(groups[0])
    for p in range(len(tree.pillars)):
        weight = weights.pillar[:, p].astype(kind)
        mean += weight * pillars[p]
        size += weight * np.abs(pillars[p])
    agreement = np.divide(np.abs(mean), size, out=np.ones_like(size), where=size > 0)
    raw = 100 * mean * (1 - lam.astype(kind) * (1 - agreement))
    return Composite(pillars, mean, size, raw)


def dependence(weights: Coefficients, groups: Floats, power: Floats) -> Floats:
    """The power mean of exposure groups.

    Args:
        weights: Normalised weights of these states.
        groups: Positions of groups [G,N,D]; exposure lies in 0..1.
        power: r [D].

    Returns:
        B in 0..100, [N,D].
    """
    kind = groups.dtype
    total = np.zeros_like(groups[0])
    r = power.astype(kind)
    for g in np.flatnonzero(weights.exposure.any(axis=0)):
        power = np.maximum(groups[g], 0)
        if power.any():
            total += weights.exposure[:, g].astype(kind) * power**r
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
    near = np.minimum(size / inner, 1)
    middle = np.clip((size - inner) / (outer - inner), 0, 1)
    far = np.maximum((size - outer) / (END - outer), 0)
    return np.asarray(
        np.sign(raw) * (INNER_CUT * near + (OUTER_CUT - INNER_CUT) * middle + (END - OUTER_CUT) * far), kind
    )


def group_positions(tree: Tree, member: Floats, z: Floats) -> Floats:
    """Positions of groups: weighted means of members; in net groups the means of both sides added.

    Args:
        tree: The tree.
        member: Normalised member weights [D,K].
        z: Positions [K,N,D].

    Returns:
        [G,N,D].
    """
    found = np.zeros((len(tree.groups), *z.shape[1:]), z.dtype)
    for k, g in enumerate(tree.group_of):
        if member[:, k].any():
            found[g] += member[:, k].astype(z.dtype) * z[k]
    return found
