"""Answers "what if" about one month under the same draws: other weights, layers, lambda, cuts, values.

A question changes the study; the cells, their errors and the Sobol points stay. So the answer differs from
the base by the question alone. Leaving out a source is a recomputation of its indicators: the caller opens
the month a second time with the other values, and compares both answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.doubt.fields import Draws, cell_errors, gap_errors
from standpunkt.index.doubt.settings import Settings, central_settings, dimensions, from_points
from standpunkt.index.doubt.shares import share_rows
from standpunkt.index.doubt.simulate import Simulator, placings_of, simulate_month
from standpunkt.index.draws import sobol
from standpunkt.index.month import statistics
from standpunkt.index.prepare import Prepared, rule_from
from standpunkt.index.score.cells import OBSERVED
from standpunkt.index.score.classify import classify, named, probabilities
from standpunkt.index.score.coverage import covered, has_conduct, path_weights
from standpunkt.index.score.panel import Panel, central_positions
from standpunkt.index.score.position import transform
from standpunkt.index.score.states import Scores, score_states
from standpunkt.index.score.tree import coefficients
from standpunkt.index.whatif.question import Question, changed_study
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.index import UnknownQuestionError

Floats = NDArray[Any]


@dataclass(frozen=True)
class OpenMonth:
    """One month ready for questions: cells, their errors, the points behind all settings.

    z [K,N,D] and flat [K,N]: positions in the draws and centrally; gaps: which cells are filled.
    """

    ready: Prepared
    world: pl.DataFrame
    t: int
    points: Floats
    order: NDArray[np.int64]
    noise: list[Draws]
    gap_noise: Draws | None
    z: Floats
    flat: Floats

    @property
    def month(self) -> date:
        """The month."""
        return self.ready.panel.months[self.t]


@dataclass(frozen=True)
class Answer:
    """Scores [N] (central, 5 and 95 %), P(class) [N,5], named class, world shares."""

    states: tuple[str, ...]
    scores: pl.DataFrame
    shares: pl.DataFrame
    stance: Floats
    classes: NDArray[np.int8]


def open_month(ready: Prepared, world: pl.DataFrame, month: date) -> OpenMonth:
    """Draws everything about one month once.

    Args:
        ready: Study, calibration, tree, cells and settings of a run.
        world: Weights of states by year.
        month: The month.

    Returns:
        The month; equal draws as in a whole run.
    """
    study, tree, panel = ready.study, ready.tree, ready.panel
    t, draws = panel.months.index(month), len(ready.settings)
    errors = cell_errors(study, tree, panel, draws)
    noise: list[Draws] = []
    for _ in range(t + 1):
        noise = errors.next_month()
    size = max(sum(dimensions(study, tree).values()), 1)
    points = sobol(study.run.seed, draws, size)
    order = np.argsort(from_points(study, tree, points).variant, kind="stable")
    empty = np.zeros((0, 0, 0), np.float32)
    found = OpenMonth(
        ready, world, t, points, order, noise, gap_errors(study, tree, panel, draws), empty, empty
    )
    return _placed(found, panel)


def _placed(found: OpenMonth, panel: Panel) -> OpenMonth:
    ready = replace(found.ready, panel=panel)
    states = tuple(
        np.flatnonzero((np.nan_to_num(found.ready.panel.sd[..., k]) > 0).any(axis=(0, 1)))
        if ready.study.uncertainty.measurement is not None
        else np.zeros(0, np.int64)
        for k in range(len(ready.tree.indicators))
    )
    simulator = Simulator(
        ready.calibration,
        ready.tree,
        panel,
        ready.settings,
        placings_of(ready.calibration, ready.tree, ready.settings),
        states,
        found.gap_noise,
    )
    z = simulate_month(simulator, found.t, found.noise)
    flat, _ = central_positions(ready.calibration, ready.tree, panel, found.t)
    return replace(found, ready=ready, z=z, flat=flat)


def whatif(month: OpenMonth, question: Question | None = None) -> Answer:
    """Answers one question; without one, gives the base.

    Args:
        month: The open month.
        question: What to change.

    Returns:
        Scores, classes and shares under the same draws.
    """
    asked = question or Question()
    study = changed_study(month.ready.study, asked)
    if asked.values:
        month = _placed(month, _with_values(month, asked.values))
    found = _scored(month, study)
    return _answer(month, study, found)


def _with_values(month: OpenMonth, values: Mapping[tuple[str, str], float]) -> Panel:
    panel, tree = month.ready.panel, month.ready.tree
    y, sd, state = panel.y.copy(), panel.sd.copy(), panel.state.copy()
    for (iso3, code), value in values.items():
        if iso3 not in panel.states or code not in tree.indicators:
            raise UnknownQuestionError(value=f"{iso3} {code}")
        n, k = panel.states.index(iso3), tree.indicators.index(code)
        indicator, unit = month.ready.study.indicators[code], month.ready.calibration.units[code]
        y[:, month.t, n, k] = transform(indicator, np.array(value, float), unit)
        sd[:, month.t, n, k] = 0.0
        state[:, month.t, n, k] = OBSERVED
    return replace(panel, y=y, sd=sd, state=state)


def _scored(month: OpenMonth, study: Study) -> tuple[Scores, Scores, Settings]:
    tree, applies = month.ready.tree, month.ready.panel.applies(month.t)
    settings = from_points(study, tree, _points(month, study)).pick(month.order)
    drawn = score_states(rule_from(study, tree, settings), month.z, applies)
    central = score_states(
        rule_from(study, tree, central_settings(study, tree)), month.flat[:, :, None], applies
    )
    return drawn, central, settings


def _points(month: OpenMonth, study: Study) -> Floats:
    # Factors keep their columns; a question never adds or removes one.
    base, asked = dimensions(month.ready.study, month.ready.tree), dimensions(study, month.ready.tree)
    return month.points if base == asked else month.points[:, : sum(asked.values())]


def _answer(month: OpenMonth, study: Study, found: tuple[Scores, Scores, Settings]) -> Answer:
    drawn, central, _ = found
    panel, tree = month.ready.panel, month.ready.tree
    state = panel.state[0, month.t]
    settings = central_settings(study, tree)
    path = path_weights(tree, coefficients(tree, settings.weights, np.ones(len(tree.indicators), np.bool_)))
    coverage = covered(study, np.broadcast_to(path, state.shape), state)
    rated = coverage.rated & has_conduct(study, tree, state)
    classes = classify(drawn.stance, drawn.conduct)
    chances = probabilities(classes)
    numbers, bound = statistics(drawn.stance), statistics(drawn.dependence)
    scores = pl.DataFrame(
        {
            "iso3": list(panel.states),
            "stance": central.stance[:, 0],
            "stance_low": numbers[:, 2],
            "stance_high": numbers[:, 6],
            "class": named(chances, study.classes.order, study.classes.name_at),
            **{f"p_{code.lower()}": chances[:, c] for c, code in enumerate(study.classes.order)},
            "dependence": central.dependence[:, 0],
            "dependence_low": bound[:, 2],
            "dependence_high": bound[:, 6],
            "is_rated": rated,
        }
    )
    shares = share_rows((study, panel.states, month.world), month.month, (classes, rated))
    return Answer(panel.states, scores, pl.DataFrame(shares), drawn.stance, classes)


def changed(base: Answer, other: Answer) -> pl.DataFrame:
    """What the question moved, state by state, under the same draws.

    Args:
        base: The answer without the question.
        other: The answer to it.

    Returns:
        iso3, stance_before, stance_after, change, change_low, change_high, class_before, class_after,
        changed_probability; largest change first.
    """
    difference = other.stance - base.stance
    bounds = statistics(difference)
    moved = (base.classes != other.classes).mean(axis=1)
    frame = pl.DataFrame(
        {
            "iso3": list(base.states),
            "stance_before": base.scores["stance"],
            "stance_after": other.scores["stance"],
            "change": other.scores["stance"] - base.scores["stance"],
            "change_low": bounds[:, 2],
            "change_high": bounds[:, 6],
            "class_before": base.scores["class"],
            "class_after": other.scores["class"],
            "changed_probability": moved,
            "is_rated": base.scores["is_rated"] & other.scores["is_rated"],
        }
    )
    return (
        frame.filter("is_rated")
        .drop("is_rated")
        .sort(pl.col("change").abs(), "iso3", descending=[True, False])
    )
