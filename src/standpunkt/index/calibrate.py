"""Estimates what is then kept: anchors, winsor limits, imputation model, twin sets, residual line."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.doubt.settings import central_settings
from standpunkt.index.frozen.anchors import Given, camps_by_month, scales_of, units_of
from standpunkt.index.frozen.opposite import opposite_panel
from standpunkt.index.frozen.redundancy import redundant_pairs, twin_sets
from standpunkt.index.score.calibration import Calibration, keys_of
from standpunkt.index.score.cells import OBSERVED, Cells, cells_of
from standpunkt.index.score.gaps import fit
from standpunkt.index.score.panel import Panel, central_positions, panel_of
from standpunkt.index.score.position import position
from standpunkt.index.score.states import Rule, Scores, rule_of, score_states
from standpunkt.index.score.tree import Tree, tree_of
from standpunkt.study.model import Study
from standpunkt.vocabulary.periods import MONTHS_PER_YEAR, MonthRange

Array = NDArray[np.float64]
DEFAULT_SHRINK = 0.2
SILENT_BELOW = 0.5
SAMPLE_STEP = 3
"""Months between two samples of the base: neighbours tell nearly the same."""


def calibrate(
    study: Study,
    indicators: pl.DataFrame,
    anchors: Mapping[str, Mapping[str, float]] | None = None,
    opponent: pl.DataFrame | None = None,
) -> Calibration:
    """Estimates the frozen part of a study from the base periods.

    Args:
        study: The study.
        indicators: Rows of `study_state_month_indicator` of universe and poles.
        anchors: Named positions that measures give (`Measured.anchors`), by indicator.
        opponent: Rows of exposure measured with the opponent's camp as partner.

    Returns:
        The calibration; the same inputs give the same bytes.
    """
    tree = tree_of(study)
    everyone = tuple(sorted({*study.universe_states(), *study.poles.states()}))
    cells = cells_of(study, tree, indicators, everyone)
    units = units_of(study, tree, cells)
    given = Given(units, anchors or {}, camps_by_month(study, cells))
    count = len(tree.indicators)
    first = Calibration(
        study_hash=study.digest(),
        indicators=tree.indicators,
        units=units,
        scales=scales_of(study, tree, cells, given),
        mean=np.zeros(count),
        covariance=np.eye(count),
        counts=_counts(study, tree, cells),
        central_key=keys_of(study)[0],
    )
    members = tuple(code for code in everyone if code not in study.poles.states())
    scored = cells if members == everyone else cells_of(study, tree, indicators, members)
    panel = panel_of(study, first, tree, scored)
    return _finish(study, first, panel, opposite_panel(study, first, tree, opponent))


def _finish(study: Study, first: Calibration, panel: Panel, opposite: Panel | None) -> Calibration:
    tree = tree_of(study)
    sample = _sample(study, first, tree, panel)
    twins = twin_sets(study, tree, sample)
    pairs = redundant_pairs(study, tree, sample, twins)
    paired = tree_of(study, twins)
    mean, covariance = _fitted(study, paired, panel, sample)
    second = replace(first, mean=mean, covariance=covariance, twins=twins, redundancy=pairs)
    if opposite is not None:
        across = _fitted(study, paired, opposite, _sample(study, first, tree, opposite))
        second = replace(second, opponent_mean=across[0], opponent_covariance=across[1])
    return replace(second, residual=_residual_line(study, second, panel, opposite))


def _fitted(study: Study, tree: Tree, panel: Panel, sample: Array) -> tuple[Array, Array]:
    factor = study.uncertainty.imputation
    known = np.isfinite(sample).reshape(-1, len(panel.states), len(tree.indicators)).any(axis=0).sum(axis=0)
    supported = known >= study.redundancy.min_common_states
    return fit(sample, DEFAULT_SHRINK if factor is None else factor.shrink, supported, tree.twin_of)


def _counts(study: Study, tree: Tree, cells: Cells) -> dict[str, int]:
    seen = cells.state[0] == OBSERVED
    base = _months_in(cells.months, study.period.base) + _months_in(cells.months, study.period.conduct_base)
    return {code: int(seen[base][..., k].sum()) for k, code in enumerate(tree.indicators)}


def _months_in(months: tuple[date, ...], span: MonthRange) -> list[int]:
    return [t for t, month in enumerate(months) if month in span]


def _sample(study: Study, calibration: Calibration, tree: Tree, panel: Panel) -> Array:
    # Gaps are filled for months of the war as well, so the model is fitted where all indicators can speak.
    rows = _months_in(panel.months, study.period.conduct_base)[::SAMPLE_STEP]
    before = _months_in(panel.months, study.period.base)
    z = np.full((len(rows), len(panel.states), len(tree.indicators)), np.nan)
    for k, code in enumerate(tree.indicators):
        scale = calibration.central(code)
        now, earlier = (position(panel.y[0, months, :, k], scale) for months in (rows, before))
        z[..., k] = _with_last_known(now, earlier)
    return z.reshape(-1, len(tree.indicators))


def _with_last_known(now: Array, earlier: Array) -> Array:
    # The few who still speak when a source falls silent are not like the rest (a list of exercises names
    # those who take part): where most spoke before, each state's last known position stands in.
    if np.isfinite(now).mean() >= SILENT_BELOW or not earlier.size:
        return now
    last = np.full(earlier.shape[1], np.nan)
    for month in earlier:
        last = np.where(np.isfinite(month), month, last)
    return np.where(np.isfinite(now), now, last)


def _residual_line(
    study: Study, calibration: Calibration, panel: Panel, opposite: Panel | None
) -> tuple[float, float, float]:
    # Least squares of Stance on both Dependences over the universe, at the ends of the base years.
    tree = tree_of(study, calibration.twins)
    settings = central_settings(study, tree)
    numbers = (settings.lam, settings.power, settings.inner_at, settings.outer_at)
    rule = rule_of(study, tree, settings.weights, numbers)
    months = [
        t for t in _months_in(panel.months, study.period.base) if panel.months[t].month == MONTHS_PER_YEAR
    ]
    months = months or [len(panel.months) - 1]
    own = [_central(calibration, panel, rule, t) for t in months]
    across = calibration.of_opponent()
    other = [] if opposite is None else [_central(across, opposite, rule, t) for t in months]
    stance = np.concatenate([each.stance[:, 0] for each in own])
    bound = [np.concatenate([each.dependence[:, 0] for each in own])]
    bound += [np.concatenate([each.dependence[:, 0] for each in other])] if other else []
    columns = np.stack([each - each.mean() for each in bound], axis=1)
    # Without any spread of a Dependence its slope is 0: the shortest solution.
    slopes = np.linalg.lstsq(columns, stance - stance.mean(), rcond=None)[0]
    intercept = stance.mean() - sum(slope * each.mean() for slope, each in zip(slopes, bound, strict=True))
    return float(intercept), float(slopes[0]), float(slopes[1]) if other else 0.0


def _central(calibration: Calibration, panel: Panel, rule: Rule, t: int) -> Scores:
    z, _ = central_positions(calibration, rule.tree, panel, t)
    return score_states(rule, z[:, :, None], panel.applies(t))
