"""Central scores under changed inputs: the path of the index without its draws, for tests of the whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.calibrate import calibrate
from standpunkt.index.doubt.settings import central_settings
from standpunkt.index.prepare import prepare, rule_from
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.classify import classify
from standpunkt.index.score.panel import central_positions
from standpunkt.index.score.states import score_states
from standpunkt.study.model import Study

Floats = NDArray[Any]


@dataclass(frozen=True)
class Inputs:
    """What a run of the index starts from: a study, values of its indicators, named anchors of measures."""

    study: Study
    values: pl.DataFrame
    anchors: Mapping[str, Mapping[str, float]]

    def calibration(self) -> Calibration:
        """The frozen part, estimated anew."""
        return calibrate(self.study, self.values, self.anchors)


@dataclass(frozen=True)
class Central:
    """Central Stance, Dependence and class (position in the order of classes), [months, states]."""

    states: tuple[str, ...]
    months: tuple[date, ...]
    stance: Floats
    dependence: Floats
    classes: NDArray[np.int8]

    def at(self, month: date) -> dict[str, float]:
        """Stance by state in a month."""
        row = self.stance[self.months.index(month)]
        return dict(zip(self.states, row.tolist(), strict=True))


def central_scores(inputs: Inputs, months: Iterable[date], calibration: Calibration | None = None) -> Central:
    """Scores all states in some months without draws.

    Args:
        inputs: Study, values, anchors.
        months: The months wanted; those outside the study are left out.
        calibration: A frozen part of the same study; None estimates it anew.

    Returns:
        The scores; states in the order of the study.
    """
    study = inputs.study
    ready = prepare(study, calibration or inputs.calibration(), inputs.values)
    rule = rule_from(study, ready.tree, central_settings(study, ready.tree))
    wanted = tuple(month for month in sorted(set(months)) if month in ready.panel.months)
    stance, dependence, classes = [], [], []
    for month in wanted:
        t = ready.panel.months.index(month)
        z, _ = central_positions(ready.calibration, ready.tree, ready.panel, t)
        found = score_states(rule, z[:, :, None], ready.panel.applies(t))
        conduct = None if found.conduct is None else found.conduct[:, 0]
        stance.append(found.stance[:, 0])
        dependence.append(found.dependence[:, 0])
        classes.append(classify(found.stance[:, 0], conduct))
    return Central(
        ready.panel.states, wanted, np.array(stance), np.array(dependence), np.array(classes, np.int8)
    )


def largest_gap(one: Central, other: Central) -> float:
    """Largest difference in Stance points between two runs over the states and months they share.

    Args:
        one: A run.
        other: Another run.

    Returns:
        Points; 0 where nothing differs.
    """
    states = [state for state in one.states if state in other.states]
    months = [month for month in one.months if month in other.months]
    pairs = [(one.at(month), other.at(month)) for month in months]
    return max((abs(a[state] - b[state]) for a, b in pairs for state in states), default=0.0)
