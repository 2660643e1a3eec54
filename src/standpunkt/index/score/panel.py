"""All cells of a study on the transformed scale, with their errors, ready to be placed between anchors."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.cells import NORMAL_90, NOT_APPLICABLE, OBSERVED, Cells
from standpunkt.index.score.position import position, transform
from standpunkt.index.score.tree import Tree
from standpunkt.study.model import Study

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """y and sd on the transformed scale [V,T,N,K], NaN without a value; state [V,T,N,K] says why.

    sd grows with the age of an annual value: sd^2 + (random walk x age)^2 on the scale of positions.
    """

    variants: tuple[str, ...]
    months: tuple[date, ...]
    states: tuple[str, ...]
    y: Array
    sd: Array
    state: NDArray[np.int8]

    def applies(self, t: int) -> NDArray[np.bool_]:
        """Which indicators have a meaning for which states.

        Args:
            t: Position of the month.

        Returns:
            [N,K].
        """
        return np.asarray(self.state[0, t] != NOT_APPLICABLE)


def panel_of(study: Study, calibration: Calibration, tree: Tree, cells: Cells) -> Panel:
    """Transforms all cells.

    Args:
        study: Declares transforms and ageing.
        calibration: Gives the unit of asinh and the spans.
        tree: The order of indicators.
        cells: The raw cells.

    Returns:
        The panel.
    """
    y, sd = np.empty_like(cells.value), np.empty_like(cells.value)
    for k, code in enumerate(tree.indicators):
        indicator, unit = study.indicators[code], calibration.units.get(code, 1.0)
        y[..., k] = transform(indicator, cells.value[..., k], unit)
        low, high = (transform(indicator, each[..., k], unit) for each in (cells.low, cells.high))
        ageing = study.treatment.random_walk_sd_per_year * cells.age[..., k] * calibration.central(code).span
        sd[..., k] = np.hypot((high - low) / NORMAL_90, ageing)
    return Panel(cells.variants, cells.months, cells.states, y, sd, cells.state)


def central_positions(
    calibration: Calibration, tree: Tree, panel: Panel, t: int
) -> tuple[Array, NDArray[np.bool_]]:
    """Positions of one month in the central run; gaps at their conditional mean.

    Args:
        calibration: Anchors and imputation model.
        tree: Gives the sides.
        panel: The cells.
        t: Position of the month.

    Returns:
        z [K,N] (0 where an indicator does not apply) and which of them are filled gaps [K,N].
    """
    z = np.zeros((len(tree.indicators), len(panel.states)))
    seen = panel.state[0, t].T == OBSERVED
    for k, code in enumerate(tree.indicators):
        z[k, seen[k]] = position(panel.y[0, t, seen[k], k], calibration.central(code))
    is_gap = ~seen & (panel.state[0, t].T != NOT_APPLICABLE)
    bounds = limits(tree)
    for found, states in calibration.gaps.patterns(is_gap.T, seen.T):
        guess = found.start[:, None] + found.slope @ z[np.ix_(found.seen, states)]
        z[np.ix_(found.gaps, states)] = np.clip(guess, bounds[found.gaps, :1], bounds[found.gaps, 1:])
    return z, is_gap


def limits(tree: Tree) -> Array:
    """Least and greatest position of every indicator.

    Args:
        tree: Gives the sides.

    Returns:
        [K,2].
    """
    return np.stack([np.where(tree.side > 0, 0.0, -1.0), np.where(tree.side < 0, 0.0, 1.0)], axis=1)
