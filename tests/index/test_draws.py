"""The draws: quick paths give what the plain ones give, errors come in pairs, copies move nothing."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.special import gammaincinv

from standpunkt.index.doubt.drawn import score_draws, score_group_draws
from standpunkt.index.doubt.fields import cell_errors, stream_names
from standpunkt.index.doubt.gamma import gamma_quantile
from standpunkt.index.doubt.settings import draw_settings
from standpunkt.index.doubt.simulate import moment_of, simulate_month
from standpunkt.index.draws import stream
from standpunkt.index.prepare import prepare, rule_from, simulator_of
from standpunkt.index.score.states import score_states
from standpunkt.index.score.tree import tree_of
from standpunkt.index.statistics import order_statistics, ranks, statistics
from standpunkt.index.validation.central import Inputs, central_scores, largest_gap
from standpunkt.index.validation.changes import cloned
from standpunkt.index.whatif.course import course
from standpunkt.study.sections.texts import FrozenMapping
from tests.index.world import ANCHORS

LAST = -1


@pytest.fixture(scope="module")
def ready(small_world, result):
    return prepare(small_world.study, result.calibration, small_world.indicators)


def at_last_month(ready):
    errors = cell_errors(ready.study, ready.tree, ready.panel, len(ready.settings)).next_month()
    simulator = simulator_of(ready)
    t = len(ready.panel.months) - 1
    return simulator, moment_of(simulator, t, errors), rule_from(ready.study, ready.tree, ready.settings)


@pytest.mark.parametrize("shape", [0.3, 1.0, 4.5, 60.0])
def test_gamma_quantiles_equal_the_inverted_function(shape):
    points = np.concatenate([[1e-9, 1 - 1e-9], stream(1, "gamma").uniform(size=2000)])
    exact = gammaincinv(shape, points)
    assert gamma_quantile(shape, points) == pytest.approx(exact, rel=1e-5, abs=1e-7)


def test_blocks_of_states_give_what_all_states_at_once_give(ready):
    simulator, moment, rule = at_last_month(ready)
    z = simulate_month(simulator, moment.t, moment.errors)
    whole = score_states(rule, z, ready.panel.applies(moment.t))
    drawn = score_draws(simulator, rule, moment)
    assert np.array_equal(drawn.stance, whole.stance)
    assert np.array_equal(drawn.dependence, whole.dependence)
    groups = score_group_draws(rule, whole.groups, ready.panel.applies(moment.t))
    assert np.array_equal(groups.classes, drawn.classes)


def test_without_errors_products_of_matrices_give_the_same(ready):
    doubt = ready.study.uncertainty.model_copy(update={"measurement": None, "imputation": None})
    study = ready.study.model_copy(update={"uncertainty": doubt})
    quiet = replace(ready, study=study, settings=draw_settings(study, ready.tree))
    simulator, moment, rule = at_last_month(quiet)
    assert moment.is_settled
    z = simulate_month(simulator, moment.t, moment.errors)
    plain = score_states(rule, z, quiet.panel.applies(moment.t))
    quick = score_draws(simulator, rule, moment)
    assert np.abs(quick.stance - plain.stance).max() < 1e-3
    assert np.abs(quick.dependence - plain.dependence).max() < 1e-3


def test_errors_of_cells_cancel_in_pairs(ready):
    errors = cell_errors(ready.study, ready.tree, ready.panel, 200)
    month = [errors.next_month() for _ in range(30)][LAST]
    for k, rows in enumerate(month.rows):
        if len(rows):
            values = month.of(k, rows)
            assert np.abs(values.mean(axis=1)).max() < 1e-6
            assert values.std() == pytest.approx(1, abs=0.1)


def test_ranks_and_quantiles_by_hand():
    drawn = np.array([[3.0, 1.0, 2.0], [1.0, 2.0, 3.0]], np.float32)
    assert ranks(drawn).tolist() == [[2, 1, 1], [1, 2, 2]]
    assert order_statistics(drawn, (0.0, 0.5, 1.0)).tolist() == [[1, 2, 3], [1, 2, 3]]
    assert statistics(drawn)[0, :2] == pytest.approx([2, np.sqrt(2 / 3)], abs=1e-6)


def test_the_course_of_pillars_is_near_the_build(ready, result):
    found = course(ready)
    assert found.height == len(ready.panel.states) * len(ready.panel.months)
    built = result.frames["study_state_month_score"].filter(pl.col("index_code") == "stance", "is_rated")
    both = built.join(found, on=["iso3", "month_date"])
    width = (both["stance_high"] - both["stance_low"]) / (both["high_score"] - both["low_score"])
    assert 0.8 < width.median() < 1.25
    assert (both["stance_median"] - both["median_score"]).abs().median() < 4
    assert found.filter(pl.col("month_date") > found["month_date"].min())["changed_probability"].max() <= 1


@pytest.mark.parametrize("code", ["D1", "D2", "M2", "E2", "E3"])
def test_a_copied_indicator_moves_no_score_by_half_a_point(small_world, code):
    inputs = Inputs(small_world.study, small_world.indicators, ANCHORS)
    months = small_world.study.period.range.months()[-2:]
    gap = largest_gap(central_scores(inputs, months), central_scores(cloned(inputs, code), months))
    assert gap < 0.5


def test_indicators_that_read_the_same_figures_err_together(small_world):
    study, tree = small_world.study, tree_of(small_world.study)
    assert len(set(stream_names(study, tree))) == len(tree.indicators)
    same = {"measure": study.indicators["E2"].measure, "params": study.indicators["E2"].params}
    joined = FrozenMapping({**study.indicators, "E3": study.indicators["E3"].model_copy(update=same)})
    names = stream_names(study.model_copy(update={"indicators": joined}), tree)
    assert names[tree.indicators.index("E3")] == "E2"
