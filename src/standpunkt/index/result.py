"""What a run of the index gives: tables of `tables/schemas/result.py`, and arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.doubt.settings import Settings
from standpunkt.index.doubt.transitions import MonthPicture
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.panel import Panel
from standpunkt.index.score.tree import Tree
from standpunkt.study.model import Study


@dataclass(frozen=True)
class CentralMonth:
    """Central positions of indicators z [K,N], what applies [N,K], who is rated [N]."""

    z: NDArray[np.float64]
    applies: NDArray[np.bool_]
    rated: NDArray[np.bool_]


@dataclass(frozen=True)
class Result:
    """Everything that a run knows; only `frames` are stored in a version.

    kept: central positions of the report months, the ends of years and the last month; pictures: Stance and
    classes of the same months, for moves.
    """

    study: Study
    calibration: Calibration
    frames: Mapping[str, pl.DataFrame]
    tree: Tree
    panel: Panel
    settings: Settings
    world: pl.DataFrame
    kept: Mapping[date, CentralMonth] = field(default_factory=dict)
    pictures: Mapping[date, MonthPicture] = field(default_factory=dict)
