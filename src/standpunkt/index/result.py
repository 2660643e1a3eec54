"""What a run of the index gives: tables of `tables/schemas/result.py`, and arrays for what-ifs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

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
class MonthDraws:
    """Positions of groups of one month in every draw [G,N,D], float32, and centrally [G,N].

    z [K,N]: central positions of indicators; applies [N,K]; rated [N].
    """

    groups: NDArray[Any]
    central: NDArray[np.float64]
    z: NDArray[np.float64]
    applies: NDArray[np.bool_]
    rated: NDArray[np.bool_]


@dataclass(frozen=True)
class Result:
    """Everything that a run knows; only `frames` are stored in a version.

    draws: group positions of the report months, the ends of years and the last month.
    pictures: Stance and classes of the same months, for moves.
    """

    study: Study
    calibration: Calibration
    frames: Mapping[str, pl.DataFrame]
    tree: Tree
    panel: Panel
    settings: Settings
    world: pl.DataFrame
    draws: Mapping[date, MonthDraws] = field(default_factory=dict)
    pictures: Mapping[date, MonthPicture] = field(default_factory=dict)
