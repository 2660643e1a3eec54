"""How much of the weight rests on values: coverage, grades, and who is rated."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.cells import NOT_APPLICABLE, OBSERVED
from standpunkt.index.score.tree import CONDUCT, Shares, Tree
from standpunkt.study.model import Study

NOT_RATED_GRADE = "D"


@dataclass(frozen=True)
class Covered:
    """share [N] in 0..1, grade [N] A..D, rated [N]."""

    share: NDArray[np.float64]
    grade: NDArray[Any]
    rated: NDArray[np.bool_]


def path_weights(tree: Tree, shares: Shares) -> NDArray[np.float64]:
    """Weight of every indicator in Stance: pillar x group x member.

    Args:
        tree: The tree.
        shares: Weights of one draw, for one state or for several.

    Returns:
        [K] or [N,K]; in net groups both sides hold the weight of the group.
    """
    group = shares.pillar[..., tree.pillar_of] * shares.group
    return np.asarray(group[..., tree.group_of] * shares.member)


def exposure_weights(tree: Tree, shares: Shares) -> NDArray[np.float64]:
    """Weight of every indicator in Dependence.

    Args:
        tree: The tree.
        shares: Weights of one draw, for one state or for several.

    Returns:
        [K] or [N,K].
    """
    return np.asarray(shares.exposure[..., tree.group_of] * shares.member)


def covered(study: Study, path: NDArray[np.float64], state: NDArray[np.int8]) -> Covered:
    """Coverage of one index.

    Args:
        study: Declares the grades.
        path: [N,K] weight of each indicator for each state.
        state: [N,K] why a cell has no value.

    Returns:
        Share of the weight that has a value, its grade, and whether that is enough.
    """
    wanted = (path * (state != NOT_APPLICABLE)).sum(axis=1)
    seen = (path * (state == OBSERVED)).sum(axis=1)
    share = np.round(np.divide(seen, wanted, out=np.zeros_like(seen), where=wanted > 0), 12)
    marks = sorted(study.coverage.grades.items(), key=lambda mark: -mark[1])
    grade = np.select([share >= least for _, least in marks], [name for name, _ in marks], NOT_RATED_GRADE)
    return Covered(share, grade, share >= study.coverage.min_weight)


def has_conduct(study: Study, tree: Tree, state: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Whether enough headline pillars have observed conduct.

    Args:
        study: Says how many are enough.
        tree: The tree.
        state: [N,K] why a cell has no value.

    Returns:
        [N].
    """
    seen = []
    for p, pillar in enumerate(tree.pillars):
        if pillar in study.indices.stance.headline_pillars:
            inside = (tree.pillar_of[tree.group_of] == p) & (tree.layer_of[tree.group_of] == CONDUCT)
            if inside.any():
                seen.append((state[:, inside] == OBSERVED).any(axis=1))
    count = np.sum(seen, axis=0)
    wanted = study.coverage.conduct_pillars
    return np.asarray(count >= (len(seen) if wanted == "all" else wanted))
