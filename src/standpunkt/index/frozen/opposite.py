"""Exposure to the opponent's camp: the same indicators and anchors, measured with that camp as partner."""

from dataclasses import replace

import numpy as np
import polars as pl

from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.cells import NOT_APPLICABLE, cells_of
from standpunkt.index.score.panel import Panel, panel_of
from standpunkt.index.score.tree import EXPOSURE, Tree
from standpunkt.study.model import Study


def opposite_panel(
    study: Study, calibration: Calibration, tree: Tree, values: pl.DataFrame | None
) -> Panel | None:
    """The cells of exposure to the opponent's camp; what is no exposure does not apply.

    Args:
        study: The study.
        calibration: Anchors and units.
        tree: The tree.
        values: Rows like `study_state_month_indicator`, measured on the opponent's camp.

    Returns:
        The panel; None where nothing was measured.
    """
    if values is None or not values["value"].is_not_null().any():
        return None
    found = panel_of(study, calibration, tree, cells_of(study, tree, values, study.universe_states()))
    state = found.state.copy()
    state[..., np.flatnonzero(tree.layer_of[tree.group_of] != EXPOSURE)] = NOT_APPLICABLE
    return replace(found, state=state)
