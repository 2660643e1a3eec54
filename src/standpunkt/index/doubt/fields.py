"""Errors of cells: one stream per indicator and state, persistent from month to month.

e_t = a e_(t-1) + sqrt(1 - a^2) n_t, so that a state's error does not look like movement. Gaps keep one error
for all months.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.draws import stream
from standpunkt.index.score.cells import NOT_APPLICABLE, OBSERVED
from standpunkt.index.score.panel import Panel
from standpunkt.index.score.tree import Tree
from standpunkt.study.model import Study

Draws = NDArray[np.float32]


@dataclass
class CellErrors:
    """Standard normal errors of the cells that ever have one.

    states: by indicator the positions of its uncertain states; generators in the same order;
    current: by indicator [states, D], errors of the month reached.
    """

    states: list[NDArray[np.int64]]
    generators: list[list[np.random.Generator]]
    current: list[Draws]
    persistence: float
    draws: int
    is_started: bool = False

    def next_month(self) -> list[Draws]:
        """Moves on by one month.

        Returns:
            By indicator [states, D].
        """
        keep, add = np.float32(self.persistence), np.float32(np.sqrt(1 - self.persistence**2))
        if not self.is_started:
            keep, add = np.float32(0), np.float32(1)
        self.is_started = True
        following = []
        for generators, before in zip(self.generators, self.current, strict=True):
            news = np.empty((len(generators), self.draws), np.float32)
            for row, generator in zip(news, generators, strict=True):
                generator.standard_normal(dtype=np.float32, out=row)
            news *= add
            news += keep * before
            following.append(news)
        self.current = following
        return following


def stream_names(study: Study, tree: Tree) -> list[str]:
    """The random stream of every indicator: declared, else its code; twins share one.

    Args:
        study: The study.
        tree: The tree.

    Returns:
        Names in the order of the tree.
    """
    names = [study.indicators[code].stream or code for code in tree.indicators]
    return [names[first] for first in tree.twin_of]


def cell_errors(study: Study, tree: Tree, panel: Panel, draws: int) -> CellErrors:
    """Prepares the errors of all months.

    Args:
        study: Gives seed and persistence.
        tree: The tree.
        panel: Says which cells have an error.
        draws: Number of draws.

    Returns:
        Errors before the first month.
    """
    noisy: NDArray[np.bool_] = np.asarray((np.nan_to_num(panel.sd) > 0).any(axis=(0, 1)))
    if study.uncertainty.measurement is None:
        noisy[:] = False
    states = [np.flatnonzero(noisy[:, k]) for k in range(len(tree.indicators))]
    generators = [
        [stream(study.run.seed, "measurement", name, panel.states[n]) for n in found]
        for name, found in zip(stream_names(study, tree), states, strict=True)
    ]
    current = [np.zeros((len(found), draws), np.float32) for found in states]
    return CellErrors(states, generators, current, study.treatment.error_persistence, draws)


def gap_errors(study: Study, tree: Tree, panel: Panel, draws: int) -> Draws | None:
    """Standard normal errors of every cell that is a gap in some month.

    Args:
        study: Gives the seed.
        tree: The tree.
        panel: Says which cells are gaps.
        draws: Number of draws.

    Returns:
        [K,N,D], 0 for cells that are never gaps; None where gaps are not varied.
    """
    if study.uncertainty.imputation is None:
        return None
    is_gap = ((panel.state != OBSERVED) & (panel.state != NOT_APPLICABLE)).any(axis=(0, 1))
    found = np.zeros((len(tree.indicators), len(panel.states), draws), np.float32)
    names = stream_names(study, tree)
    for n, k in np.argwhere(is_gap).tolist():
        stream(study.run.seed, "imputation", names[k], panel.states[n]).standard_normal(
            dtype=np.float32, out=found[k, n]
        )
    return found
