"""Brings cells and settings of a study into arrays, once for a run, a what-if or an analysis of doubt."""

from dataclasses import dataclass, replace

import polars as pl

from standpunkt.index.checks import check_rows
from standpunkt.index.doubt.fields import gap_errors
from standpunkt.index.doubt.settings import Settings, draw_settings
from standpunkt.index.doubt.simulate import Simulator
from standpunkt.index.frozen.opposite import opposite_panel
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.cells import cells_of
from standpunkt.index.score.panel import Panel, panel_of
from standpunkt.index.score.states import Rule, rule_of
from standpunkt.index.score.tree import Tree, tree_of
from standpunkt.study.model import Study
from standpunkt.study.sections.texts import FrozenMapping
from standpunkt.vocabulary.errors.index import CalibrationError


@dataclass(frozen=True)
class Prepared:
    """All that is ready before the first month; opposite: cells of exposure to the opponent's camp."""

    study: Study
    calibration: Calibration
    tree: Tree
    panel: Panel
    settings: Settings
    opposite: Panel | None = None


def prepare(
    study: Study, calibration: Calibration, indicators: pl.DataFrame, opponent: pl.DataFrame | None = None
) -> Prepared:
    """Checks the calibration and brings cells and settings into arrays.

    Args:
        study: The study.
        calibration: Its frozen part.
        indicators: Rows of `study_state_month_indicator`.
        opponent: Rows of exposure measured with the opponent's camp as partner.

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
        study,
        calibration,
        tree,
        panel_of(study, calibration, tree, cells),
        draw_settings(study, tree),
        opposite_panel(study, calibration, tree, opponent),
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


def on_opponent(ready: Prepared) -> Prepared | None:
    """The same study with the opponent's camp as partner of exposure; errors are of their own.

    Args:
        ready: The study and its arrays.

    Returns:
        Arrays of the other side; None where nothing was measured there.
    """
    if ready.opposite is None:
        return None
    renamed = {
        code: each.model_copy(update={"stream": f"{each.stream or code}|opponent"})
        for code, each in ready.study.indicators.items()
    }
    study = ready.study.model_copy(update={"indicators": FrozenMapping(renamed)})
    return replace(ready, study=study, calibration=ready.calibration.of_opponent(), panel=ready.opposite)
