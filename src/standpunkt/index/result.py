"""What a run of the index gives: tables of `tables/schemas/result.py`, and arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.doubt.transitions import MonthPicture
from standpunkt.index.prepare import Prepared
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.panel import Panel
from standpunkt.index.score.tree import Tree


@dataclass(frozen=True)
class CentralMonth:
    """Central positions of indicators z [K,N], what applies [N,K], who is rated [N]."""

    z: NDArray[np.float64]
    applies: NDArray[np.bool_]
    rated: NDArray[np.bool_]


@dataclass(frozen=True)
class Result:
    """Everything that a run knows; `frames` are stored in a version.

    errors: those of the last month, from which it can be opened again; see `stored.error_frame`.
    kept: central positions of the report months, the ends of years and the last month; pictures: Stance and
    classes of the same months, for moves.
    """

    ready: Prepared
    frames: Mapping[str, pl.DataFrame]
    world: pl.DataFrame
    errors: pl.DataFrame
    kept: Mapping[date, CentralMonth] = field(default_factory=dict)
    pictures: Mapping[date, MonthPicture] = field(default_factory=dict)

    @property
    def calibration(self) -> Calibration:
        """The frozen part."""
        return self.ready.calibration

    @property
    def tree(self) -> Tree:
        """The tree."""
        return self.ready.tree

    @property
    def panel(self) -> Panel:
        """The cells."""
        return self.ready.panel
