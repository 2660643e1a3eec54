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

from standpunkt.index.doubt.drawn import DrawnMonth, group_draws, score_group_draws
from standpunkt.index.doubt.fields import Errors, cell_errors, errors_at
from standpunkt.index.doubt.settings import central_settings, dimensions, from_points
from standpunkt.index.doubt.shares import WorldBook, share_rows
from standpunkt.index.doubt.simulate import Moment, Simulator, moment_of
from standpunkt.index.draws import sobol
from standpunkt.index.prepare import Prepared, rule_from, simulator_of
from standpunkt.index.score.cells import OBSERVED
from standpunkt.index.score.classify import named, probabilities
from standpunkt.index.score.coverage import covered, has_conduct, path_weights
from standpunkt.index.score.panel import central_positions
from standpunkt.index.score.position import transform
from standpunkt.index.score.states import Scores, score_states, shares_by_state
from standpunkt.index.statistics import statistics
from standpunkt.index.whatif.question import Question, changed_study
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.index import UnknownQuestionError

Floats = NDArray[Any]


@dataclass(frozen=True)
class OpenMonth:
    """One month ready for questions: the points behind all settings, and where every group stands.

    groups: positions in the draws, one [N,D] a group; they do not depend on the weights of pillars and
    layers, on lambda or cuts, so most questions start from them. flat [K,N]: central positions.
    """

    ready: Prepared
    world: WorldBook
    simulator: Simulator
    moment: Moment
    points: Floats
    order: NDArray[np.int64]
    groups: tuple[Floats, ...]
    flat: Floats

    @property
    def month(self) -> date:
        """The month."""
        return self.ready.panel.months[self.moment.t]

    @property
    def applies(self) -> NDArray[np.bool_]:
        """What applies to which state [N,K]."""
        return self.ready.panel.applies(self.moment.t)


@dataclass(frozen=True)
class Answer:
    """Scores [N] (central, 5 and 95 %), P(class) [N,5], named class, world shares."""

    states: tuple[str, ...]
    scores: pl.DataFrame
    shares: pl.DataFrame
    stance: Floats
    classes: NDArray[np.int8]


def open_month(ready: Prepared, world: pl.DataFrame, month: date, errors: Errors | None = None) -> OpenMonth:
    """Draws everything about one month once.

    Args:
        ready: Study, calibration, tree, cells and settings of a run.
        world: Weights of states by year.
        month: The month.
        errors: Its errors, where they are known; else all months before it are drawn again.

    Returns:
        The month; equal draws as in a whole run.
    """
    study, tree, panel = ready.study, ready.tree, ready.panel
    t, draws = panel.months.index(month), len(ready.settings)
    errors = errors or errors_at(cell_errors(study, tree, panel, draws), t)
    points = sobol(study.run.seed, draws, max(sum(dimensions(study, tree).values()), 1))
    order = from_points(study, tree, points).order()
    simulator = simulator_of(ready)
    moment = moment_of(simulator, t, errors)
    flat, _ = central_positions(ready.calibration, tree, panel, t)
    every = np.arange(len(panel.states))
    groups = group_draws(simulator, rule_from(study, tree, ready.settings), moment, every)
    book = WorldBook(study, panel.states, world)
    return OpenMonth(ready, book, simulator, moment, points, order, groups, flat)


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
        month = _with_values(month, asked.values)
    return _answer(month, study, _scored(month, study))


def _with_values(month: OpenMonth, values: Mapping[tuple[str, str], float]) -> OpenMonth:
    panel, tree, t = month.ready.panel, month.ready.tree, month.moment.t
    y, sd, state = panel.y.copy(), panel.sd.copy(), panel.state.copy()
    for (iso3, code), value in values.items():
        if iso3 not in panel.states or code not in tree.indicators:
            raise UnknownQuestionError(value=f"{iso3} {code}")
        n, k = panel.states.index(iso3), tree.indicators.index(code)
        indicator, unit = month.ready.study.indicators[code], month.ready.calibration.units[code]
        y[:, t, n, k] = transform(indicator, np.array(value, float), unit)
        sd[:, t, n, k] = 0.0
        state[:, t, n, k] = OBSERVED
    ready = replace(month.ready, panel=replace(panel, y=y, sd=sd, state=state))
    simulator = replace(month.simulator, panel=ready.panel)
    moment = moment_of(simulator, t, month.moment.errors)
    touched = np.array(sorted({panel.states.index(iso3) for iso3, _ in values}))
    rule = rule_from(ready.study, tree, ready.settings)
    groups = tuple(each.copy() for each in month.groups)
    for whole, part in zip(groups, group_draws(simulator, rule, moment, touched), strict=True):
        whole[touched] = part
    flat, _ = central_positions(ready.calibration, tree, ready.panel, t)
    return replace(month, ready=ready, simulator=simulator, moment=moment, groups=groups, flat=flat)


def _scored(month: OpenMonth, study: Study) -> tuple[DrawnMonth, Scores]:
    tree = month.ready.tree
    settings = from_points(study, tree, _points(month, study)).pick(month.order)
    rule = rule_from(study, tree, settings)
    central = rule_from(study, tree, central_settings(study, tree))
    return (
        score_group_draws(rule, month.groups, month.applies),
        score_states(central, month.flat[:, :, None], month.applies),
    )


def _points(month: OpenMonth, study: Study) -> Floats:
    # Factors keep their columns; a question never adds or removes one.
    base, asked = dimensions(month.ready.study, month.ready.tree), dimensions(study, month.ready.tree)
    return month.points if base == asked else month.points[:, : sum(asked.values())]


def _answer(month: OpenMonth, study: Study, found: tuple[DrawnMonth, Scores]) -> Answer:
    drawn, central = found
    panel, tree, t = month.ready.panel, month.ready.tree, month.moment.t
    state = panel.state[0, t]
    rule = rule_from(study, tree, central_settings(study, tree))
    coverage = covered(study, path_weights(tree, shares_by_state(rule, month.applies)), state)
    rated = coverage.rated & has_conduct(study, tree, state)
    classes = drawn.classes
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
    shares = share_rows(month.world, month.month, (classes, rated))
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
