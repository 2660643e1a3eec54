"""Scores of all states under given settings: the one path from positions to Stance and Dependence.

The central run and every draw go through it; states to which the same indicators apply share their weights.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from standpunkt.index.score.aggregate import (
    Composite,
    Knots,
    anchored,
    composite,
    dependence,
    group_positions,
    layer_positions,
    pillar_positions,
)
from standpunkt.index.score.reference import knots, profile_composites
from standpunkt.index.score.tree import (
    CONDUCT,
    LAYERS,
    Coefficients,
    Shares,
    Tree,
    Weights,
    coefficients,
    shares_of,
)
from standpunkt.study.model import Study

Floats = NDArray[Any]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """How positions become scores: weights, lambda, r and cuts of every draw, and those of conduct alone."""

    tree: Tree
    weights: Weights
    lam: NDArray[np.float64]
    power: NDArray[np.float64]
    knots: Knots
    conduct_knots: Knots | None
    _known: dict[tuple[bytes, str], Coefficients] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def coefficients(self, applies: Flags, kind: DTypeLike = np.float64) -> Coefficients:
        """The weights of states to which the same indicators apply, normalised once.

        Args:
            applies: [K].
            kind: Type of the positions.

        Returns:
            The coefficients.
        """
        key = (applies.tobytes(), np.dtype(kind).str)
        if key not in self._known:
            self._known[key] = coefficients(self.tree, self.weights, applies, kind)
        return self._known[key]


@dataclass(frozen=True)
class Scores:
    """What comes out, states first and draws last.

    groups and composite; stance [N,D], conduct [N,D] (S of conduct alone; None without a gate),
    dependence [N,D].
    """

    groups: tuple[Floats, ...]
    composite: Composite
    stance: Floats
    conduct: Floats | None
    dependence: Floats


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
    found, alone = profile_composites(study, tree, weights, lam)
    cuts = knots(study, found.raw, inner_at, outer_at)
    gate = knots(study, alone.raw, inner_at, outer_at) if study.classes.gate == "conduct" else None
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
    parts = [
        (states, score_alike(rule, rule.coefficients(row, z.dtype), z[:, states]))
        for row, states in patterns(applies)
    ]
    return parts[0][1] if len(parts) == 1 else _joined(parts)


def score_alike(rule: Rule, weights: Coefficients, z: Floats) -> Scores:
    """Scores states to which the same indicators apply.

    Args:
        rule: lambda, r and cuts [D].
        weights: Their weights.
        z: Their positions [K,N,D].

    Returns:
        The scores.
    """
    return score_groups(rule, weights, group_positions(rule.tree, weights, z))


def score_groups(rule: Rule, weights: Coefficients, groups: tuple[Floats, ...]) -> Scores:
    """Scores states to which the same indicators apply from the positions of their groups.

    Args:
        rule: lambda, r and cuts [D].
        weights: Their weights.
        groups: One [N,D] per group.

    Returns:
        The scores.
    """
    layers = [layer_positions(rule.tree, weights, groups, layer) for layer in range(len(LAYERS))]
    pillars = pillar_positions(weights, layers)
    stance = score_pillars(rule, weights, pillars, tuple(layers[CONDUCT]))
    return Scores(groups, *stance, dependence(weights, groups, rule.power))


def score_pillars(
    rule: Rule, weights: Coefficients, pillars: tuple[Floats, ...], conducts: tuple[Floats, ...]
) -> tuple[Composite, Floats, Floats | None]:
    """Stance of states to which the same indicators apply, from their pillars.

    Args:
        rule: lambda and cuts [D].
        weights: Their weights.
        pillars: Scores of pillars, one [N,D] each.
        conducts: Scores of the conduct of pillars alone.

    Returns:
        Composite, Stance, and Stance of conduct alone (None without a gate).
    """
    found, conduct = composite(weights.pillar, pillars, rule.lam), None
    if rule.conduct_knots is not None:
        conduct = anchored(composite(weights.alone, conducts, rule.lam).raw, rule.conduct_knots)
    return found, anchored(found.raw, rule.knots), conduct


def shares_by_state(rule: Rule, applies: Flags) -> Shares:
    """The weights of the first draw, state by state.

    Args:
        rule: The weights.
        applies: [N,K].

    Returns:
        Shares with a first axis for the state: member [N,K], group [N,G], pillar [N,P], exposure [N,G].
    """
    homes, rows = np.zeros(len(applies), np.int64), []
    for at, (row, states) in enumerate(patterns(applies)):
        homes[states] = at
        rows.append(shares_of(rule.tree, rule.coefficients(row)))
    return Shares(**{name: np.stack([vars(row)[name] for row in rows])[homes] for name in vars(rows[0])})


def _joined(parts: list[tuple[NDArray[np.int64], Scores]]) -> Scores:
    back = np.argsort(np.concatenate([states for states, _ in parts]))
    found = [part for _, part in parts]

    def whole(arrays: list[Floats]) -> Floats:
        return np.concatenate(arrays)[back]

    def each(lists: list[tuple[Floats, ...]]) -> tuple[Floats, ...]:
        return tuple(whole(list(arrays)) for arrays in zip(*lists, strict=True))

    conducts = [part.conduct for part in found if part.conduct is not None]
    numbers = {name: whole([getattr(part.composite, name) for part in found]) for name in _NUMBERS}
    return Scores(
        groups=each([part.groups for part in found]),
        composite=Composite(pillars=each([part.composite.pillars for part in found]), **numbers),
        stance=whole([part.stance for part in found]),
        conduct=whole(conducts) if conducts else None,
        dependence=whole([part.dependence for part in found]),
    )


_NUMBERS = ("mean", "size", "raw")
