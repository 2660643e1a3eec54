"""Scores of one month in every draw, a block of states at a time, so that memory stays small and near."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.doubt.simulate import Moment, Simulator, simulate
from standpunkt.index.explain.intervals import node_counts, point_bounds
from standpunkt.index.score.aggregate import dependence, group_positions
from standpunkt.index.score.classify import classify
from standpunkt.index.score.settled import composed, score_settled
from standpunkt.index.score.states import Rule, Scores, patterns, score_alike, score_groups
from standpunkt.index.score.tree import Tree

Floats = NDArray[Any]
Bounds = dict[str, Floats]
BLOCK = 100_000
"""Cells of one array that are worked on at once: what a processor keeps near."""


@dataclass(frozen=True)
class DrawnMonth:
    """Stance, class and Dependence of every state in every draw [N,D].

    bounds: of the points in Stance and in Dependence, by level [nodes, N, 2]; None where not asked for.
    """

    stance: Floats
    classes: NDArray[np.int8]
    dependence: Floats
    bounds: tuple[Bounds, Bounds] | None


def score_draws(simulator: Simulator, rule: Rule, moment: Moment, *, with_bounds: bool = False) -> DrawnMonth:
    """Scores one month.

    Args:
        simulator: What is equal in every month.
        rule: Weights, lambda, r and cuts of the draws.
        moment: The month.
        with_bounds: Whether bounds of contributions are wanted too.

    Returns:
        All states in all draws.
    """
    applies, tree = simulator.panel.applies(moment.t), simulator.tree
    bounds = _empty_bounds(tree, len(applies)) if with_bounds else None
    found = empty_month((len(applies), len(simulator.settings)), bounds)
    if moment.is_settled and simulator.gap_errors is None and not with_bounds:
        _score_settled(simulator, rule, moment, found)
        return found
    for block in blocks(len(applies), len(simulator.settings)):
        z = simulate(simulator, moment, block)
        for row, inside in patterns(applies[block]):
            own = z if len(inside) == len(block) else z[:, inside]
            weights = rule.coefficients(row, z.dtype)
            scores = score_alike(rule, weights, own)
            place(found, scores, block[inside])
            if found.bounds is not None:
                for whole, part in zip(found.bounds, point_bounds(rule, weights, scores, own), strict=True):
                    for level, values in part.items():
                        whole[level][:, block[inside]] = values
    return found


def _score_settled(simulator: Simulator, rule: Rule, moment: Moment, found: DrawnMonth) -> None:
    # Without errors of cells positions are the same in all draws that place values alike: one column each.
    places = [draws for _, _, draws in simulator.places]
    for row, states in patterns(simulator.panel.applies(moment.t)):
        weights = composed(rule.tree, rule.coefficients(row, np.float32), len(simulator.settings))
        for block in blocks(len(states), len(simulator.settings)):
            own = states[block]
            place(found, score_settled(rule, weights, moment.settled[:, own], places), own)


def blocks(states: int, draws: int) -> Iterator[NDArray[np.int64]]:
    """Blocks of states whose arrays stay near the processor.

    Args:
        states: Number of states.
        draws: Number of draws.

    Yields:
        Positions.
    """
    size = max(BLOCK // draws, 1)
    for start in range(0, states, size):
        yield np.arange(start, min(start + size, states))


def group_draws(
    simulator: Simulator, rule: Rule, moment: Moment, states: NDArray[np.int64]
) -> tuple[Floats, ...]:
    """Positions of the groups of some states in every draw of a month.

    Args:
        simulator: What is equal in every month.
        rule: Weights of the draws.
        moment: The month.
        states: Positions of the states wanted, rising.

    Returns:
        One [N,D] per group, float32.
    """
    tree, applies = simulator.tree, simulator.panel.applies(moment.t)
    found = tuple(np.empty((len(states), len(simulator.settings)), np.float32) for _ in tree.groups)
    for block in blocks(len(states), len(simulator.settings)):
        z = simulate(simulator, moment, states[block])
        for row, inside in patterns(applies[states[block]]):
            groups = group_positions(tree, rule.coefficients(row, z.dtype), z[:, inside])
            for whole, part in zip(found, groups, strict=True):
                whole[block[inside]] = part
    return found


def dependence_draws(simulator: Simulator, rule: Rule, moment: Moment) -> Floats:
    """Dependence alone in every draw of a month.

    Args:
        simulator: What is equal in every month.
        rule: Weights and r of the draws.
        moment: The month.

    Returns:
        [N,D].
    """
    applies = simulator.panel.applies(moment.t)
    groups = group_draws(simulator, rule, moment, np.arange(len(applies)))
    found = np.empty(groups[0].shape, np.float32)
    for row, states in patterns(applies):
        weights = rule.coefficients(row, np.float32)
        found[states] = dependence(weights, tuple(each[states] for each in groups), rule.power)
    return found


def score_group_draws(rule: Rule, groups: tuple[Floats, ...], applies: NDArray[np.bool_]) -> DrawnMonth:
    """Scores one month from the positions of its groups.

    Args:
        rule: Weights, lambda, r and cuts of the draws.
        groups: One [N,D] per group.
        applies: [N,K].

    Returns:
        All states in all draws.
    """
    found = empty_month(groups[0].shape)
    for row, states in patterns(applies):
        weights = rule.coefficients(row, groups[0].dtype)
        for block in blocks(len(states), groups[0].shape[1]):
            own = states[block]
            place(found, score_groups(rule, weights, tuple(each[own] for each in groups)), own)
    return found


def empty_month(shape: tuple[int, int], bounds: tuple[Bounds, Bounds] | None = None) -> DrawnMonth:
    """A month to be filled with `place`.

    Args:
        shape: States and draws.
        bounds: Where bounds of contributions will be written.

    Returns:
        The month.
    """
    stance, dependence = np.empty(shape, np.float32), np.empty(shape, np.float32)
    return DrawnMonth(stance, np.empty(shape, np.int8), dependence, bounds)


def _empty_bounds(tree: Tree, states: int) -> tuple[Bounds, Bounds]:
    first, second = (
        {level: np.zeros((count, states, 2)) for level, count in node_counts(tree).items()} for _ in range(2)
    )
    return first, second


def place(whole: DrawnMonth, part: Scores, states: NDArray[np.int64]) -> None:
    """Writes some states into a month.

    Args:
        whole: The month.
        part: Their scores.
        states: Their positions.
    """
    # Consecutive states are written as one piece, which is several times faster.
    together = len(states) == states[-1] - states[0] + 1
    at = slice(states[0], states[-1] + 1) if together else states
    whole.stance[at] = part.stance
    whole.dependence[at] = part.dependence
    whole.classes[at] = classify(part.stance, part.conduct)
