"""What changed between two months: points of every indicator along the straight line between them.

```
D_k = b_k (z1 - z0) * integral of h_p along the line        scaled by (S1 - S0) / (A1 - A0)
```
The integral is 16-node Gauss-Legendre between the points at which a pillar or the mean changes its sign.
What did not change gets exactly 0; a change of what applies at all has its own line.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.explain.decompose import pillar_pull
from standpunkt.index.score.aggregate import INNER_CUT, Composite
from standpunkt.index.score.states import Rule, Scores, score_states, shares_by_state

Floats = NDArray[Any]
NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(16)
APPLICABILITY = "applicability"
TINY = 1e-12
CLOSE = 1e-9
HALVINGS = 6


@dataclass(frozen=True)
class Change:
    """points [K+1,N]: indicators and, last, changed applicability; they add up to stance1 - stance0 [N]."""

    points: Floats
    before: Floats
    after: Floats


def change_between(
    rule: Rule, z: tuple[Floats, Floats], applies: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> Change:
    """Attributes the change of the central Stance.

    Args:
        rule: Declared weights, lambda and cuts.
        z: Central positions [K,N] of both months.
        applies: [N,K] of both months; what applies in both is compared, the rest is its own line.

    Returns:
        The change.
    """
    before = score_states(rule, z[0][:, :, None], applies[0])
    after = score_states(rule, z[1][:, :, None], applies[1])
    both = applies[0] & applies[1]
    start, end = (np.where(both.T, each, 0.0) for each in z)
    common0, common1 = (score_states(rule, each[:, :, None], both) for each in (start, end))
    shares, tree = shares_by_state(rule, both), rule.tree
    mean_pull = _mean_pull(rule, (common0, common1), shares.pillar.T)
    in_pillar = (shares.group[:, tree.group_of] * shares.member).T
    raw = 100 * in_pillar * (end - start) * mean_pull[tree.pillar_of[tree.group_of]]
    total = after.stance[:, 0] - before.stance[:, 0]
    inside = common1.stance[:, 0] - common0.stance[:, 0]
    moved = common1.composite.raw[:, 0] - common0.composite.raw[:, 0]
    stretch = np.divide(inside, moved, out=np.full_like(moved, _flat(rule)), where=np.abs(moved) > TINY)
    points = raw * stretch
    rest = total - points.sum(axis=0)
    return Change(np.concatenate([points, rest[None]]), before.stance[:, 0], after.stance[:, 0])


def _flat(rule: Rule) -> float:
    return float(INNER_CUT / rule.knots.inner[0])


def _mean_pull(rule: Rule, ends: tuple[Scores, Scores], weight: Floats) -> Floats:
    before, after = ends
    p0, p1 = (np.stack([pillar[:, 0] for pillar in each.composite.pillars]) for each in ends)
    m0, m1 = before.composite.mean[:, 0], after.composite.mean[:, 0]
    lam = float(rule.lam[0])
    cuts = np.sort(np.concatenate([_crossings(p0, p1), _crossings(m0[None], m1[None])]), axis=0)
    nodes = np.concatenate([np.zeros((1, cuts.shape[1])), cuts, np.ones((1, cuts.shape[1]))])
    wanted = (after.composite.raw[:, 0] - before.composite.raw[:, 0]) / 100
    found = np.zeros_like(p0)
    for halving in range(HALVINGS):
        found = _integral(p0, p1, (weight, lam), _split(nodes, 2**halving))
        if np.abs((found * (p1 - p0)).sum(axis=0) - wanted).max(initial=0.0) < CLOSE / 100:
            break
    return found


def _split(ends: Floats, parts: int) -> Floats:
    inner = [ends[:-1] + (ends[1:] - ends[:-1]) * (i / parts) for i in range(parts)]
    stacked = np.stack(inner, axis=1).reshape(-1, ends.shape[1])
    return np.concatenate([stacked, ends[-1:]])


def _crossings(start: Floats, end: Floats) -> Floats:
    crosses = start * end < 0
    span = np.where(crosses, start - end, 1.0)
    return np.where(crosses, start / span, 0.0)


def _integral(p0: Floats, p1: Floats, level: tuple[Floats, float], ends: Floats) -> Floats:
    weight, lam = level[0], np.array([level[1]])
    total = np.zeros_like(p0)
    for low, high in pairwise(ends):
        half = (high - low) / 2
        for node, share in zip(NODES, NODE_WEIGHTS, strict=True):
            pillars = p0 + (p1 - p0) * (low + half * (node + 1))
            mean, size = (weight * pillars).sum(axis=0), (weight * np.abs(pillars)).sum(axis=0)
            pull = pillar_pull(Composite(tuple(pillars), mean, size, mean), lam)
            total += share * half * weight * np.stack(pull)
    return total


def change_frame(codes: tuple[str, ...], states: tuple[str, ...], found: Change) -> pl.DataFrame:
    """Rows of a waterfall.

    Args:
        codes: Indicators in the order of the points.
        states: The states.
        found: The change.

    Returns:
        iso3, node_code, change_score, stance_before, stance_after; per state the changes add up.
    """
    names = [*codes, APPLICABILITY]
    count = len(states)
    return pl.DataFrame(
        {
            "iso3": list(states) * len(names),
            "node_code": [name for name in names for _ in range(count)],
            "change_score": found.points.ravel() + 0.0,
            "stance_before": np.tile(found.before, len(names)),
            "stance_after": np.tile(found.after, len(names)),
        }
    ).sort("iso3", "node_code")
