"""Brings cells and settings of a study into arrays, once for a run, a what-if or an analysis of doubt."""

from dataclasses import dataclass

import polars as pl

from standpunkt.index.checks import check_rows
from standpunkt.index.doubt.fields import gap_errors
from standpunkt.index.doubt.settings import Settings, draw_settings
from standpunkt.index.doubt.simulate import Simulator
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.cells import cells_of
from standpunkt.index.score.panel import Panel, panel_of
from standpunkt.index.score.states import Rule, rule_of
from standpunkt.index.score.tree import Tree, tree_of
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.index import CalibrationError


@dataclass(frozen=True)
class Prepared:
    """All that is ready before the first month."""

    study: Study
    calibration: Calibration
    tree: Tree
    panel: Panel
    settings: Settings


def prepare(study: Study, calibration: Calibration, indicators: pl.DataFrame) -> Prepared:
    """Checks the calibration and brings cells and settings into arrays.

    Args:
        study: The study.
        calibration: Its frozen part.
        indicators: Rows of `study_state_month_indicator`.

    Returns:
        What a run needs.

    Raises:
        CalibrationError: If the calibration belongs to another study file.
    """
    if calibration.study_hash != study.digest():
        raise CalibrationError(found=calibration.study_hash[:6], wanted=study.digest()[:6])
    check_rows(study, indicators)
    tree = tree_of(study, calibration.twins)
    cells = cells_of(study, tree, indicators, study.universe_states())
    return Prepared(
        study, calibration, tree, panel_of(study, calibration, tree, cells), draw_settings(study, tree)
    )


def rule_from(study: Study, tree: Tree, settings: Settings) -> Rule:
    """The rule of some settings.

    Args:
        study: Declares classes and gate.
        tree: The tree.
        settings: Draws.

    Returns:
        The rule.
    """
    numbers = (settings.lam, settings.power, settings.inner_at, settings.outer_at)
    return rule_of(study, tree, settings.weights, numbers)


def simulator_of(ready: Prepared) -> Simulator:
    """What draws positions, with the errors of all gaps.

    Args:
        ready: Study, calibration, tree, cells and settings.

    Returns:
        The simulator.
    """
    gaps = gap_errors(ready.study, ready.tree, ready.panel, len(ready.settings))
    return Simulator(ready.calibration, ready.tree, ready.panel, ready.settings, gaps)
