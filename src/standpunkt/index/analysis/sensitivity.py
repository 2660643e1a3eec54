"""Which assumption makes a result uncertain: Sobol indices of whole factors, for states, counts and shares.

Cell errors and gap errors are swapped as whole fields; factors above the groups start from their
positions.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.analysis.estimators import SobolIndices, bootstrap_weights, sobol_indices
from standpunkt.index.doubt.drawn import DrawnMonth, group_draws, score_draws, score_group_draws
from standpunkt.index.doubt.fields import Errors, Rows, missing_states, noisy_states, stream_names
from standpunkt.index.doubt.settings import dimensions, from_points
from standpunkt.index.doubt.shares import weights_at
from standpunkt.index.doubt.simulate import Moment, Simulator, moment_of
from standpunkt.index.draws import sobol, stream
from standpunkt.index.prepare import Prepared, rule_from
from standpunkt.index.score.classify import CLASS_COUNT
from standpunkt.index.score.states import Rule

Floats = NDArray[Any]
REPLICATES = 200
ABOVE_GROUPS = ("pillar_weights", "aggregation", "cuts")
"""Factors that leave the positions of groups as they are."""


@dataclass(frozen=True)
class Sample:
    """One sample: points of the global factors [N, dimensions], errors of cells and of gaps."""

    points: Floats
    noise: Errors
    gaps: Errors | None


def factors_of(ready: Prepared) -> tuple[str, ...]:
    """The factors of the study, measurement last.

    Args:
        ready: The study and its arrays.

    Returns:
        Names.
    """
    found = tuple(dimensions(ready.study, ready.tree))
    return found if ready.study.uncertainty.measurement is None else (*found, "measurement")


def sensitivity(ready: Prepared, world: pl.DataFrame, month: date, size: int | None = None) -> pl.DataFrame:
    """First and total order of every factor for one month.

    Args:
        ready: The study and its arrays.
        world: Weights of states by year.
        month: The month.
        size: Rows of each sample; None takes the study's `run.sobol_n`.

    Returns:
        output (stance, class, count, or a weight), iso3 (null for totals), class_code (null for states),
        factor, s1, s1_low, s1_high, st, st_low, st_high, status (ok or constant).
    """
    count = ready.study.run.sobol_n if size is None else size
    study, panel, t = ready.study, ready.panel, ready.panel.months.index(month)
    wide = sum(dimensions(study, ready.tree).values())
    points = sobol(study.run.seed, count, 2 * wide)
    # Rows stand in the order in which the first sample places values; most factors keep that order.
    points = points[from_points(study, ready.tree, points[:, :wide]).order()]
    first, second = _sample(ready, points[:, :wide], "a"), _sample(ready, points[:, wide:], "b")
    amounts = [weights_at(world, panel.states, month, code).value for code in study.world.weights]
    simulate = _Evaluator(ready, t, np.array(amounts))
    names, groups = factors_of(ready), simulate.groups(first)
    y_a, y_b = simulate.rescored(first, groups), simulate.outputs(second)
    y_ab = np.empty((len(names), *y_a.shape), np.float32)
    for target, name in zip(y_ab, names, strict=True):
        mixed = _mixed(ready, first, second, name)
        target[:] = simulate.rescored(mixed, groups) if name in ABOVE_GROUPS else simulate.outputs(mixed)
    weights = bootstrap_weights(stream(study.run.seed, "bootstrap"), count, REPLICATES)
    return _frame(ready, names, sobol_indices(y_a, y_b, y_ab, weights))


def _sample(ready: Prepared, points: Floats, name: str) -> Sample:
    cells = noisy_states(ready.study, ready.tree, ready.panel)
    gaps = missing_states(ready.study, ready.tree, ready.panel)
    return Sample(
        points,
        _errors(ready, cells, (name, "cells"), len(points)),
        None if gaps is None else _errors(ready, gaps, (name, "gaps"), len(points)),
    )


def _errors(ready: Prepared, rows: tuple[Rows, ...], names: tuple[str, str], count: int) -> Errors:
    values = tuple(
        stream(ready.study.run.seed, "sobol", *names, own).standard_normal((len(each), count), np.float32)
        for own, each in zip(stream_names(ready.study, ready.tree), rows, strict=True)
    )
    return Errors(rows, values, count, is_mirrored=False)


def _mixed(ready: Prepared, first: Sample, second: Sample, factor: str) -> Sample:
    if factor == "measurement":
        return Sample(first.points, second.noise, first.gaps)
    points, at = first.points.copy(), 0
    for name, size in dimensions(ready.study, ready.tree).items():
        if name == factor:
            points[:, at : at + size] = second.points[:, at : at + size]
        at += size
    return Sample(points, first.noise, second.gaps if factor == "imputation" else first.gaps)


@dataclass(frozen=True)
class _Evaluator:
    ready: Prepared
    t: int
    amounts: Floats

    def outputs(self, sample: Sample) -> Floats:
        """[N, outputs]: Stance of states, class of states as number, counts and shares of classes."""
        simulator, moment, rule, order = self._opened(sample)
        return self._totals(score_draws(simulator, rule, moment))[np.argsort(order)]

    def groups(self, sample: Sample) -> tuple[Floats, ...]:
        """Positions of groups of a sample whose rows stand in its own order."""
        simulator, moment, rule, _ = self._opened(sample)
        return group_draws(simulator, rule, moment, np.arange(len(self.ready.panel.states)))

    def rescored(self, sample: Sample, groups: tuple[Floats, ...]) -> Floats:
        """The outputs where the positions of groups are known."""
        settings = from_points(self.ready.study, self.ready.tree, sample.points)
        rule = rule_from(self.ready.study, self.ready.tree, settings)
        return self._totals(score_group_draws(rule, groups, self.ready.panel.applies(self.t)))

    def _opened(self, sample: Sample) -> tuple[Simulator, Moment, Rule, NDArray[np.int64]]:
        ready = self.ready
        settings = from_points(ready.study, ready.tree, sample.points)
        order = settings.order()
        settings, noise, gaps = settings.pick(order), sample.noise, sample.gaps
        if (np.diff(order) < 0).any():
            noise, gaps = noise.pick(order), None if gaps is None else gaps.pick(order)
        simulator = Simulator(ready.calibration, ready.tree, ready.panel, settings, gaps)
        rule = rule_from(ready.study, ready.tree, settings)
        return simulator, moment_of(simulator, self.t, noise), rule, order

    def _totals(self, found: DrawnMonth) -> Floats:
        classes = found.classes
        inside = np.stack([classes == c for c in range(CLASS_COUNT)]).astype(np.float32)
        weights = (self.amounts / self.amounts.sum(axis=1, keepdims=True)).astype(np.float32)
        shares = np.einsum("wn,cnd->dwc", weights, inside).reshape(classes.shape[1], -1)
        return np.concatenate([found.stance.T, classes.T.astype(np.float32), shares], axis=1)


def _frame(ready: Prepared, names: tuple[str, ...], found: SobolIndices) -> pl.DataFrame:
    states, order, weights = ready.panel.states, ready.study.classes.order, ready.study.world.weights
    outputs: list[tuple[str, str | None, str | None]] = [("stance", state, None) for state in states]
    outputs += [("class", state, None) for state in states]
    outputs += [(weight, None, code) for weight in weights for code in order]
    count = len(names)
    columns = {
        "output": [output[0] for output in outputs for _ in range(count)],
        "iso3": [output[1] for output in outputs for _ in range(count)],
        "class_code": [output[2] for output in outputs for _ in range(count)],
        "factor": list(names) * len(outputs),
    }
    values = {
        "s1": found.first,
        "s1_low": found.first_low,
        "s1_high": found.first_high,
        "st": found.total,
        "st_low": found.total_low,
        "st_high": found.total_high,
    }
    rounded = {name: np.round(each.T.ravel().astype(np.float64), 6) for name, each in values.items()}
    status = np.repeat(np.where(found.is_constant, "constant", "ok"), count)
    return pl.DataFrame({**columns, **rounded, "status": status}).with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )
