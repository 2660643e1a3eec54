"""Errors of cells: one stream per indicator and state, persistent from month to month.

e_t = a e_(t-1) + sqrt(1 - a^2) n_t, so that a state's error does not look like movement. Gaps keep one error
for all months. Errors come in mirrored pairs (e, -e), which halves the work and makes their mean exactly 0.
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
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Errors:
    """Standard normal errors by indicator: positions of the states that have one, and [states, draws].

    With `is_mirrored` the second half of the draws is the first with the other sign, and not stored.
    """

    rows: tuple[Rows, ...]
    values: tuple[Draws, ...]
    draws: int
    is_mirrored: bool = True

    def of(self, k: int, states: Rows) -> Draws:
        """Errors of some states.

        Args:
            k: Position of the indicator.
            states: Positions of states; each is among `rows`.

        Returns:
            [states, draws], a new array.
        """
        found = self.values[k][np.searchsorted(self.rows[k], states)]
        if not self.is_mirrored:
            return found
        whole = np.empty((len(found), self.draws), np.float32)
        half = found.shape[1]
        whole[:, :half] = found
        np.negative(found[:, : self.draws - half], out=whole[:, half:])
        return whole

    def pick(self, draws: NDArray[np.int64]) -> "Errors":
        """Errors of some of the draws.

        Args:
            draws: Their positions; the errors must not be mirrored.

        Returns:
            The errors.
        """
        return Errors(self.rows, tuple(each[:, draws] for each in self.values), len(draws), is_mirrored=False)


@dataclass
class CellErrors:
    """Errors of the cells that ever have one, month by month; generators in the order of the rows."""

    rows: tuple[Rows, ...]
    generators: list[list[np.random.Generator]]
    current: tuple[Draws, ...]
    persistence: float
    draws: int
    is_started: bool = False

    def next_month(self) -> Errors:
        """Moves on by one month.

        Returns:
            Its errors.
        """
        keep, add = np.float32(self.persistence), np.float32(np.sqrt(1 - self.persistence**2))
        if not self.is_started:
            keep, add = np.float32(0), np.float32(1)
        self.is_started = True
        following = []
        for generators, before in zip(self.generators, self.current, strict=True):
            news = _normals(generators, before.shape[1])
            news *= add
            news += keep * before
            following.append(news)
        self.current = tuple(following)
        return Errors(self.rows, self.current, self.draws)


def errors_at(errors: CellErrors, t: int) -> Errors:
    """The errors of one month.

    Args:
        errors: Errors before the first month.
        t: Position of the month.

    Returns:
        Its errors.
    """
    found = errors.next_month()
    for _ in range(t):
        found = errors.next_month()
    return found


def _normals(generators: list[np.random.Generator], count: int) -> Draws:
    found = np.empty((len(generators), count), np.float32)
    for row, generator in zip(found, generators, strict=True):
        generator.standard_normal(dtype=np.float32, out=row)
    return found


def stream_names(study: Study, tree: Tree) -> list[str]:
    """The random stream of every indicator: declared, else its code.

    Twins share one, and so do indicators that read the same figures (equal measure and parameters): what is
    wrong in the one is wrong in the other.

    Args:
        study: The study.
        tree: The tree.

    Returns:
        Names in the order of the tree.
    """
    known: dict[str, str] = {}
    names = []
    for code in tree.indicators:
        indicator = study.indicators[code]
        inputs = indicator.model_dump_json(include={"measure", "params"})
        names.append(indicator.stream or known.setdefault(inputs, code))
    return [names[first] for first in tree.twin_of]


def noisy_states(study: Study, tree: Tree, panel: Panel) -> tuple[Rows, ...]:
    """States that have an error of measurement in some month.

    Args:
        study: Says whether such errors are varied.
        tree: The tree.
        panel: The cells.

    Returns:
        Positions of states by indicator.
    """
    if study.uncertainty.measurement is None:
        return tuple(np.zeros(0, np.int64) for _ in tree.indicators)
    noisy = np.asarray((np.nan_to_num(panel.sd) > 0).any(axis=(0, 1)))
    return tuple(np.flatnonzero(noisy[:, k]) for k in range(len(tree.indicators)))


def missing_states(study: Study, tree: Tree, panel: Panel) -> tuple[Rows, ...] | None:
    """States whose value is a gap in some month.

    Args:
        study: Says whether gaps are varied.
        tree: The tree.
        panel: The cells.

    Returns:
        Positions of states by indicator; None where gaps are not varied.
    """
    if study.uncertainty.imputation is None:
        return None
    is_gap = ((panel.state != OBSERVED) & (panel.state != NOT_APPLICABLE)).any(axis=(0, 1))
    return tuple(np.flatnonzero(is_gap[:, k]) for k in range(len(tree.indicators)))


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
    rows = noisy_states(study, tree, panel)
    generators = _generators(study, tree, panel, ("measurement", rows))
    current = tuple(np.zeros((len(each), _half(draws)), np.float32) for each in rows)
    return CellErrors(rows, generators, current, study.treatment.error_persistence, draws)


def gap_errors(study: Study, tree: Tree, panel: Panel, draws: int) -> Errors | None:
    """Standard normal errors of every cell that is a gap in some month.

    Args:
        study: Gives the seed.
        tree: The tree.
        panel: Says which cells are gaps.
        draws: Number of draws.

    Returns:
        The errors, alike in all months; None where gaps are not varied.
    """
    rows = missing_states(study, tree, panel)
    if rows is None:
        return None
    generators = _generators(study, tree, panel, ("imputation", rows))
    return Errors(rows, tuple(_normals(each, _half(draws)) for each in generators), draws)


def _half(draws: int) -> int:
    return (draws + 1) // 2


def _generators(
    study: Study, tree: Tree, panel: Panel, wanted: tuple[str, tuple[Rows, ...]]
) -> list[list[np.random.Generator]]:
    factor, rows = wanted
    return [
        [stream(study.run.seed, factor, name, panel.states[n]) for n in found]
        for name, found in zip(stream_names(study, tree), rows, strict=True)
    ]
