"""Refuses what would look like a result: inert factors, wrong units, states that are not described."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.doubt.fields import cell_errors, gap_errors
from standpunkt.index.doubt.settings import Settings, dimensions, from_points
from standpunkt.index.doubt.simulate import Simulator, simulate_month
from standpunkt.index.draws import sobol
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.panel import Panel
from standpunkt.index.score.reference import knots, profile_composites
from standpunkt.index.score.tree import Tree
from standpunkt.study.model import Study
from standpunkt.study.sections.doubt import Uncertainty
from standpunkt.vocabulary.errors.index import (
    FailedDrawError,
    InertFactorError,
    OpenListZeroError,
    OutsideStatesError,
    UnitError,
)

PROBES = 16
SHARE_LIMIT = 1.0 + 1e-9


@dataclass(frozen=True)
class Ready:
    """What the probe of a factor needs."""

    study: Study
    calibration: Calibration
    tree: Tree
    panel: Panel


def check_rows(study: Study, indicators: pl.DataFrame) -> None:
    """Refuses rows that nobody asked for, and shares written as percent.

    Args:
        study: Gives universe, poles and units.
        indicators: Rows of `study_state_month_indicator`.

    Raises:
        OutsideStatesError: For states outside universe and poles.
        FailedDrawError: For a value or bound that is no number (a gap is null, with its reason).
        OpenListZeroError: For a zero without any input or bound.
        UnitError: For a share beyond 1.
    """
    known = {*study.universe_states(), *study.poles.states()}
    outside = indicators.filter(~pl.col("iso3").is_in(sorted(known)))
    if outside.height:
        names = ", ".join(sorted(outside["iso3"].unique().to_list())[:5])
        raise OutsideStatesError(count=outside.height, states=names)
    numbers = [pl.col(name) for name in ("value", "low_value", "high_value")]
    broken = indicators.filter(pl.any_horizontal(*(each.is_nan() | each.is_infinite() for each in numbers)))
    if broken.height:
        first = broken.row(0, named=True)
        month, code = f"{first['month_date']:%Y-%m}", first["indicator_code"]
        raise FailedDrawError(draw=0, iso3=first["iso3"], month=month, what=code)
    empty = pl.col("low_value").is_null() | pl.col("high_value").is_null()
    unseen = indicators.filter((pl.col("value") == 0) & (pl.col("input_count") == 0) & empty)
    if unseen.height:
        first = unseen.row(0, named=True)
        month = f"{first['month_date']:%Y-%m}"
        raise OpenListZeroError(indicator=first["indicator_code"], iso3=first["iso3"], month=month)
    shares = [code for code, each in study.active_indicators.items() if each.unit == "share"]
    wrong = indicators.filter(pl.col("indicator_code").is_in(shares) & (pl.col("value").abs() > SHARE_LIMIT))
    if wrong.height:
        first = wrong.row(0, named=True)
        raise UnitError(indicator=first["indicator_code"], unit="share", value=first["value"])


def check_factors(ready: Ready) -> None:
    """Switches each factor alone and refuses one that changes no input of the last step.

    Args:
        ready: Study, calibration, tree and cells.

    Raises:
        InertFactorError: If positions, weights, lambda, r and cuts stay the same to the byte.
    """
    for name in Uncertainty.model_fields:
        if getattr(ready.study.uncertainty, name) is not None and _is_inert(ready, name):
            raise InertFactorError(factor=name)


def _is_inert(ready: Ready, factor: str) -> bool:
    others = {name: None for name in Uncertainty.model_fields if name != factor}
    alone = ready.study.model_copy(update={"uncertainty": ready.study.uncertainty.model_copy(update=others)})
    quiet = ready.study.model_copy(update={"uncertainty": Uncertainty()})
    size = max(sum(dimensions(alone, ready.tree).values()), 1)
    points = sobol(ready.study.run.seed, PROBES, size)
    return _inputs(ready, alone, from_points(alone, ready.tree, points)) == _inputs(
        ready, quiet, from_points(quiet, ready.tree, points)
    )


def _inputs(ready: Ready, study: Study, settings: Settings) -> list[bytes]:
    settings = settings.pick(settings.order())
    tree, panel = ready.tree, ready.panel
    errors = cell_errors(study, tree, panel, len(settings)).next_month()
    gaps = gap_errors(study, tree, panel, len(settings))
    simulator = Simulator(ready.calibration, tree, panel, settings, gaps)
    months = sorted({0, len(panel.months) // 2, len(panel.months) - 1})
    arrays: list[NDArray[Any]] = [simulate_month(simulator, t, errors) for t in months]
    raw = profile_composites(study, tree, settings.weights, settings.lam)[0].raw
    cuts = knots(study, raw, settings.inner_at, settings.outer_at)
    arrays += [*vars(settings.weights).values(), settings.lam, settings.power, cuts.inner, cuts.outer]
    return [np.ascontiguousarray(each).tobytes() for each in arrays]
