"""Scores of all states under given settings: the one path from positions to Stance and Dependence.

The central run and every draw go through it; states to which the same indicators apply share their weights.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.aggregate import (
    Composite,
    Knots,
    anchored,
    composite,
    dependence,
    group_positions,
)
from standpunkt.index.score.reference import knots, profile_composite
from standpunkt.index.score.tree import Coefficients, Tree, Weights, coefficients
from standpunkt.study.model import Study

Floats = NDArray[Any]
Flags = NDArray[np.bool_]
BLOCK = 50_000
"""Cells of one array that are worked on at once: what a processor keeps near."""


@dataclass(frozen=True)
class Rule:
    """How positions become scores: weights, lambda, r and cuts of every draw, and those of conduct alone."""

    tree: Tree
    weights: Weights
    lam: NDArray[np.float64]
    power: NDArray[np.float64]
    knots: Knots
    conduct_knots: Knots | None


@dataclass(frozen=True)
class Scores:
    """What comes out, states first and draws last.

    groups [G,N,D], composite, stance [N,D], conduct [N,D] (S of conduct alone; None without a gate),
    dependence [N,D]; member [N,K], group [N,G], pillar [N,P], exposure [N,G]: weights of draw 0.
    """

    groups: Floats
    composite: Composite
    stance: Floats
    conduct: Floats | None
    dependence: Floats
    member: Floats
    group: Floats
    pillar: Floats
    exposure: Floats


def rule_of(
    study: Study, tree: Tree, weights: Weights, numbers: tuple[Floats, Floats, Floats, Floats]
) -> Rule:
    """Prepares a rule: the cuts follow from the weights.

    Args:
        study: Declares classes and gate.
        tree: The tree.
        weights: Weights of every draw.
        numbers: lambda, r, inner and outer position of the cuts, [D] each.

    Returns:
        The rule.
    """
    lam, power, inner_at, outer_at = numbers
    found = profile_composite(study, tree, weights, lam)
    cuts = knots(study, found.raw, inner_at, outer_at)
    gate = None
    if study.classes.gate == "conduct":
        alone = profile_composite(study, tree, weights, lam, conduct_only=True)
        gate = knots(study, alone.raw, inner_at, outer_at)
    return Rule(tree, weights, lam, power, cuts, gate)


def patterns(applies: Flags) -> Iterator[tuple[Flags, NDArray[np.int64]]]:
    """Sets of states to which the same indicators apply.

    Args:
        applies: [N,K].

    Yields:
        The row, and the positions of its states.
    """
    homes: dict[bytes, list[int]] = {}
    for at, row in enumerate(applies):
        homes.setdefault(row.tobytes(), []).append(at)
    for members in homes.values():
        yield applies[members[0]], np.array(members)


def score_states(rule: Rule, z: Floats, applies: Flags) -> Scores:
    """Scores every state in every draw.

    Args:
        rule: Weights, lambda, r and cuts [D].
        z: Positions [K,N,D]; 0 where an indicator does not apply.
        applies: [N,K].

    Returns:
        The scores.
    """
    whole = _empty(rule, z)
    block = max(BLOCK // z.shape[2], 1)
    for row, states in patterns(applies):
        weights = coefficients(rule.tree, rule.weights, row)
        alone = coefficients(rule.tree, rule.weights, row, conduct_only=True)
        for start in range(0, len(states), block):
            chosen = states[start : start + block]
            _place(whole, _scores(rule, z[:, chosen], (weights, alone)), chosen)
    return whole


def _scores(rule: Rule, z: Floats, weights: tuple[Coefficients, Coefficients]) -> Scores:
    own, alone = weights
    groups = group_positions(rule.tree, own.member, z)
    found = composite(rule.tree, own, groups, rule.lam)
    conduct = None
    if rule.conduct_knots is not None:
        conduct = anchored(composite(rule.tree, alone, groups, rule.lam).raw, rule.conduct_knots)
    return Scores(
        groups=groups,
        composite=found,
        stance=anchored(found.raw, rule.knots),
        conduct=conduct,
        dependence=dependence(own, groups, rule.power),
        **_first(own, z.shape[1]),
    )


def _first(weights: Coefficients, states: int) -> dict[str, Floats]:
    return {
        name: np.broadcast_to(getattr(weights, name)[0], (states, getattr(weights, name).shape[1])).copy()
        for name in ("member", "group", "pillar", "exposure")
    }


def _empty(rule: Rule, z: Floats) -> Scores:
    tree, (_, states, draws), kind = rule.tree, z.shape, z.dtype
    flat = (states, draws)
    return Scores(
        groups=np.zeros((len(tree.groups), *flat), kind),
        composite=Composite(
            np.zeros((len(tree.pillars), *flat), kind), *(np.zeros(flat, kind) for _ in range(3))
        ),
        stance=np.zeros(flat, kind),
        conduct=None if rule.conduct_knots is None else np.zeros(flat, kind),
        dependence=np.zeros(flat, kind),
        member=np.zeros((states, len(tree.indicators))),
        group=np.zeros((states, len(tree.groups))),
        pillar=np.zeros((states, len(tree.pillars))),
        exposure=np.zeros((states, len(tree.groups))),
    )


def _place(whole: Scores, part: Scores, states: NDArray[np.int64]) -> None:
    whole.groups[:, states] = part.groups
    whole.composite.pillars[:, states] = part.composite.pillars
    for name in ("mean", "size", "raw"):
        getattr(whole.composite, name)[states] = getattr(part.composite, name)
    for name in ("stance", "dependence", "member", "group", "pillar", "exposure"):
        getattr(whole, name)[states] = getattr(part, name)
    if whole.conduct is not None and part.conduct is not None:
        whole.conduct[states] = part.conduct
