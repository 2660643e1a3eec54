"""Scores of one month in every draw, a block of states at a time, so that memory stays small and near."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.doubt.simulate import Moment, Simulator, simulate
from standpunkt.index.explain.intervals import node_counts, point_bounds
from standpunkt.index.score.classify import classify
from standpunkt.index.score.states import Rule, Scores, patterns, score_alike, score_groups
from standpunkt.index.score.tree import Tree

Floats = NDArray[Any]
Bounds = dict[str, Floats]
BLOCK = 150_000
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
    found = _empty(tree, (len(applies), len(simulator.settings)), with_bounds=with_bounds)
    size = max(BLOCK // len(simulator.settings), 1)
    for start in range(0, len(applies), size):
        block = np.arange(start, min(start + size, len(applies)))
        z = simulate(simulator, moment, block)
        for row, inside in patterns(applies[block]):
            own = z if len(inside) == len(block) else z[:, inside]
            weights = rule.coefficients(row, z.dtype)
            scores = score_alike(rule, weights, own)
            _place(found, scores, block[inside])
            if found.bounds is not None:
                for whole, part in zip(found.bounds, point_bounds(rule, weights, scores, own), strict=True):
                    for level, values in part.items():
                        whole[level][:, block[inside]] = values
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
    found = _empty(rule.tree, groups[0].shape, with_bounds=False)
    size = max(BLOCK // groups[0].shape[1], 1)
    for row, states in patterns(applies):
        weights = rule.coefficients(row, groups[0].dtype)
        for start in range(0, len(states), size):
            block = states[start : start + size]
            _place(found, score_groups(rule, weights, tuple(each[block] for each in groups)), block)
    return found


def _empty(tree: Tree, shape: tuple[int, int], *, with_bounds: bool) -> DrawnMonth:
    stance, dependence = np.empty(shape, np.float32), np.empty(shape, np.float32)
    bounds = None
    if with_bounds:
        first, second = (
            {level: np.zeros((count, shape[0], 2)) for level, count in node_counts(tree).items()}
            for _ in range(2)
        )
        bounds = (first, second)
    return DrawnMonth(stance, np.empty(shape, np.int8), dependence, bounds)


def _place(whole: DrawnMonth, part: Scores, states: NDArray[np.int64]) -> None:
    whole.stance[states] = part.stance
    whole.dependence[states] = part.dependence
    whole.classes[states] = classify(part.stance, part.conduct)
