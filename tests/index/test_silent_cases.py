"""What passes in silence elsewhere stops here and is named: inert factors, failed draws, missing numbers.

COINr 1.1.14 lets a factor run whose replicates are all identical (its issue #60), and returns a table of NaN
where every replicate of a panel failed. Both are replayed here, with every factor in turn.
"""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from standpunkt.index.doubt.fields import cell_errors
from standpunkt.index.doubt.settings import central_settings
from standpunkt.index.doubt.shares import WorldBook
from standpunkt.index.doubt.simulate import moment_of
from standpunkt.index.month import Run, month_result
from standpunkt.index.prepare import prepare, rule_from, simulator_of
from standpunkt.study.sections.texts import FrozenMapping
from standpunkt.vocabulary.errors.index import CutsError, FailedDrawError, InertFactorError

IDENTICAL = {
    "pillar_weights": {"indices": ("D",)},
    "aggregation": {"lambda_": (0.3, 0.3), "power_r": (2.0, 2.0)},
    "treatment": {"anchor_sets": ("median",), "winsor": (0.01,)},
    "vote_set": {"variants": ("core",)},
    "cuts": {"inner_at": (0.5, 0.5), "outer_at": (0.5, 0.5)},
}


def with_factor(study, factor, update):
    found = getattr(study.uncertainty, factor).model_copy(update=update)
    return study.model_copy(update={"uncertainty": study.uncertainty.model_copy(update={factor: found})})


def with_one_pillar(study):
    stance = study.indices.stance.model_copy(update={"headline_pillars": ("D",)})
    return study.model_copy(update={"indices": study.indices.model_copy(update={"stance": stance})})


@pytest.mark.parametrize("factor", IDENTICAL)
def test_a_factor_whose_draws_are_all_identical_stops_the_run(small_world, factor):
    study = small_world.study
    if factor == "pillar_weights":
        # The weights of a single pillar are 1 in every draw; without sanctions no profile would be aligned.
        study = with_one_pillar(study)
        aligned = {"OPP_ALIGNED": {"D1": -1, "D2": -1}, "POW_ALIGNED": {"D1": 1, "D2": 1}}
        reference = tuple(
            each.model_copy(update={"set": FrozenMapping(aligned.get(each.class_, each.set))})
            for each in study.classes.reference
        )
        study = study.model_copy(
            update={"classes": study.classes.model_copy(update={"reference": reference})}
        )
    else:
        study = with_factor(study, factor, IDENTICAL[factor])
    with pytest.raises(InertFactorError, match=factor):
        replace(small_world, study=study).result()


def test_a_draw_whose_cuts_cross_stops_the_run_with_the_cuts(small_world):
    # Under the declared weights the aligned profile lies beyond the leaning one, in some draws it does not.
    crossing = {"votes_and_sanctions": {"D2": -1, "D3": -1}, "votes_and_arms": {"D2": 1, "D3": 1}}
    study = small_world.study
    reference = tuple(
        each.model_copy(update={"set": FrozenMapping(crossing.get(each.name, each.set))})
        for each in study.classes.reference
    )
    study = study.model_copy(update={"classes": study.classes.model_copy(update={"reference": reference})})
    with pytest.raises(CutsError):
        replace(small_world, study=study).result()


@pytest.mark.parametrize(("column", "draw"), [("lam", 7), ("power", 0), ("delta", 199)])
def test_a_draw_without_a_number_stops_the_run_with_draw_state_and_month(small_world, result, column, draw):
    ready = prepare(small_world.study, result.calibration, small_world.indicators)
    broken = getattr(ready.settings, column).copy()
    broken[draw] = np.nan
    ready = replace(ready, settings=replace(ready.settings, **{column: broken}))
    central = rule_from(ready.study, ready.tree, central_settings(ready.study, ready.tree))
    good = rule_from(ready.study, ready.tree, replace(ready.settings, lam=np.zeros(200), power=np.ones(200)))
    rule = replace(good, lam=ready.settings.lam, power=ready.settings.power)
    book = WorldBook(ready.study, ready.panel.states, small_world.world)
    simulator = simulator_of(ready)
    run = Run(ready.study, ready.calibration, simulator, rule, central, book)
    errors = cell_errors(ready.study, ready.tree, ready.panel, 200).next_month()
    with pytest.raises(FailedDrawError, match=rf"Draw {draw} gave no number for [A-Z]{{3}} in 2019-01"):
        month_result(run, moment_of(simulator, 0, errors), None, keep=False)


@pytest.mark.parametrize("column", ["low_value", "high_value"])
@pytest.mark.parametrize("broken", [float("nan"), float("inf")])
def test_a_bound_that_is_no_number_stops_the_run(small_world, result, column, broken):
    one = (pl.col("iso3") == "BRA") & (pl.col("indicator_code") == "D3")
    values = small_world.indicators.with_columns(pl.when(one).then(broken).otherwise(column).alias(column))
    with pytest.raises(FailedDrawError, match="BRA in 2019-01: D3"):
        replace(small_world, indicators=values).result(result.calibration)


def test_statistics_of_a_whole_run_hold_no_nan(result):
    for name, frame in result.frames.items():
        for column in frame.select(pl.selectors.float()).get_columns():
            assert not column.is_nan().any(), (name, column.name)
