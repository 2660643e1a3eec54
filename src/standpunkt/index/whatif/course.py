"""The course of all states over many months under one question, with errors of pillars instead of cells.

To first order a pillar errs by s_p = sqrt(sum (b_k slope_k sd_k)^2) over its cells, b_k the declared weight
of k in p, and shifts with delta by the sum of b_k sd_k over its gaps (delta method). One error a pillar,
persistent like those of cells, stands for all of its cells, so that many months answer at once. Anchors do
not clip these errors; what a build publishes is computed cell by cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.doubt.drawn import blocks
from standpunkt.index.doubt.fields import CellErrors, Errors
from standpunkt.index.doubt.settings import central_settings, draw_settings
from standpunkt.index.doubt.simulate import Moment, Simulator, moment_of
from standpunkt.index.draws import stream
from standpunkt.index.prepare import Prepared, rule_from
from standpunkt.index.score.cells import NOT_APPLICABLE, NOT_REPORTED, OBSERVED, SUPPRESSED
from standpunkt.index.score.classify import classify, named, probabilities
from standpunkt.index.score.settled import Composed, Terms, composed, settled
from standpunkt.index.score.states import Rule, patterns, score_pillars
from standpunkt.index.statistics import order_statistics
from standpunkt.index.whatif.question import Question, changed_study

Floats = NDArray[Any]
AT_AN_ANCHOR = 0.5
"""Share of an error that is left to a value at its anchor: it can only move inwards."""
LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class _Spread:
    """What a cell may be off by, on the scale of positions [K,N]: errors and gaps, and the shift of gaps."""

    sd: Floats
    shift: Floats


@dataclass(frozen=True)
class _Run:
    """What all months share: what places values, and the rules of the draws and of the central run."""

    simulator: Simulator
    rule: Rule
    central: Rule
    _weights: dict[bytes, tuple[Composed, Composed]] = field(default_factory=dict)
    _gaps: dict[bytes, _Spread] = field(default_factory=dict)

    def weights(self, row: NDArray[np.bool_]) -> tuple[Composed, Composed]:
        """Weights of states to which the same indicators apply, drawn and declared."""
        key = row.tobytes()
        if key not in self._weights:
            tree, draws = self.simulator.tree, len(self.rule.lam)
            self._weights[key] = (
                composed(tree, self.rule.coefficients(row, np.float32), draws),
                composed(tree, self.central.coefficients(row, np.float32), 1),
            )
        return self._weights[key]

    def spread(self, moment: Moment) -> _Spread:
        """What cells may be off by in one month."""
        state = self.simulator.panel.state[0, moment.t].T
        z = moment.settled[:, :, 0]
        up, down = (
            np.array([getattr(each, side)[0] for each, _ in self.simulator.placings], np.float32)[:, None]
            for side in ("up", "down")
        )
        slope = np.where(z > 0, up, np.where(z < 0, down, np.maximum(up, down)))
        slope = np.where(np.abs(z) >= 1, AT_AN_ANCHOR * slope, slope)
        sd = np.stack([each[0] for each in moment.sd]) * slope * (state == OBSERVED)
        key = state.tobytes()
        if key not in self._gaps:
            self._gaps.clear()
            self._gaps[key] = _gaps(self.simulator, state)
        return _Spread(sd + self._gaps[key].sd, self._gaps[key].shift)


def _gaps(simulator: Simulator, state: NDArray[np.int8]) -> _Spread:
    sd = np.zeros(state.shape, np.float32)
    seen = state == OBSERVED
    is_gap = ~seen & (state != NOT_APPLICABLE)
    for found, homes in simulator.calibration.gaps_of_draws.patterns(is_gap.T, seen.T):
        sd[found.gaps[:, None], homes] = found.sd[:, None]
    return _Spread(sd, sd * ((state == NOT_REPORTED) | (state == SUPPRESSED)))


def course(ready: Prepared, question: Question | None = None) -> pl.DataFrame:
    """Answers one question for all months.

    Args:
        ready: The study and its arrays.
        question: What to change; without one, the study as it stands. Values of states cannot be asked here.

    Returns:
        iso3, month_date, stance_low, stance_median, stance_high, class, changed_probability (against the
        month before under the same draws; null in the first), sorted by state and month.
    """
    study, panel = ready.study, ready.panel
    frames: list[pl.DataFrame] = []
    before: NDArray[np.int8] | None = None
    for month, stance, classes in drawn_course(ready, question):
        bounds = order_statistics(stance, LEVELS)
        columns = {f"stance_{name}": bounds[:, i] for i, name in enumerate(("low", "median", "high"))}
        names = named(probabilities(classes), study.classes.order, study.classes.name_at)
        moved = None if before is None else pl.Series((classes != before).mean(axis=1))
        before = classes
        frame = pl.DataFrame({"iso3": list(panel.states), **columns, "class": names})
        frames.append(
            frame.with_columns(
                month_date=pl.lit(month),
                changed_probability=pl.lit(None, pl.Float64) if moved is None else moved,
            )
        )
    return pl.concat(frames).sort("iso3", "month_date")


def drawn_course(
    ready: Prepared, question: Question | None = None
) -> Iterator[tuple[date, Floats, NDArray[np.int8]]]:
    """Every state in every draw, month by month.

    Args:
        ready: The study and its arrays.
        question: What to change.

    Yields:
        The month, Stance [N,D] and classes [N,D].
    """
    study, tree, panel = changed_study(ready.study, question or Question()), ready.tree, ready.panel
    settings = draw_settings(study, tree, len(ready.settings))
    run = _Run(
        Simulator(ready.calibration, tree, panel, settings, None),
        rule_from(study, tree, settings),
        rule_from(study, tree, central_settings(study, tree)),
    )
    errors = _pillar_errors(ready)
    quiet = tuple(np.zeros(0, np.int64) for _ in tree.indicators)
    for t, month in enumerate(panel.months):
        moment = moment_of(run.simulator, t, Errors(quiet, (), len(settings)))
        yield month, *_month(run, moment, errors.next_month())


def _pillar_errors(ready: Prepared) -> CellErrors:
    study, panel, draws = ready.study, ready.panel, len(ready.settings)
    every = np.arange(len(panel.states))
    generators = [
        [stream(study.run.seed, "course", pillar, state) for state in panel.states]
        for pillar in ready.tree.pillars
    ]
    current = tuple(np.zeros((len(every), (draws + 1) // 2), np.float32) for _ in ready.tree.pillars)
    rows = tuple(every for _ in ready.tree.pillars)
    return CellErrors(rows, generators, current, study.treatment.error_persistence, draws)


def _month(run: _Run, moment: Moment, errors: Errors) -> tuple[Floats, NDArray[np.int8]]:
    simulator, tree, applies = run.simulator, run.simulator.tree, run.simulator.panel.applies(moment.t)
    draws, spread = len(simulator.settings), run.spread(moment)
    stance, classes = np.empty((len(applies), draws), np.float32), np.empty((len(applies), draws), np.int8)
    places, delta = [own for _, _, own in simulator.places], simulator.settings.delta.astype(np.float32)
    for row, states in patterns(applies):
        weights, plain = run.weights(row)
        for block in blocks(len(states), draws):
            own = states[block]
            noise = [errors.of(p, own) for p in range(len(tree.pillars))]
            near = _Spread(spread.sd[:, own], spread.shift[:, own])
            pillars, conducts = (
                tuple(
                    _shaken(sums, terms, near, (drawn, delta))
                    for sums, terms, drawn in zip(
                        settled(which, moment.settled[:, own], places), nominal, noise, strict=True
                    )
                )
                for which, nominal in ((weights.pillars, plain.pillars), (weights.conducts, plain.conducts))
            )
            _, found, conduct = score_pillars(run.rule, weights.weights, pillars, conducts)
            stance[own], classes[own] = found, classify(found, conduct)
    return stance, classes


def _shaken(sums: Floats, terms: Terms, spread: _Spread, drawn: tuple[Floats, Floats]) -> Floats:
    (rows, weights), (noise, delta) = terms, drawn
    sd = np.sqrt(((weights * spread.sd[rows]) ** 2).sum(axis=0))
    shift = (weights * spread.shift[rows]).sum(axis=0)
    sums += sd[:, None] * noise
    sums += shift[:, None] * delta
    np.maximum(sums, -1, out=sums)
    return np.minimum(sums, 1, out=sums)
