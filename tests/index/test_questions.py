"""What-ifs, flips, sensitivity and differences on the small world."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from standpunkt.index.analysis.change import change_between, change_frame
from standpunkt.index.analysis.compare import compare, totals
from standpunkt.index.analysis.flips import WIDEST_GAP, centre_of, fact_flips, gap_flips, weight_flips
from standpunkt.index.analysis.robustness import pair_order, pair_order_frame
from standpunkt.index.analysis.sensitivity import factors_of, sensitivity
from standpunkt.index.analysis.without import source_frame
from standpunkt.index.doubt.settings import central_settings
from standpunkt.index.prepare import prepare, rule_from
from standpunkt.index.score.cells import NOT_REPORTED, SUPPRESSED
from standpunkt.index.score.classify import classify
from standpunkt.index.stored import calibration_of, errors_of
from standpunkt.index.whatif.answer import changed, open_month, whatif
from standpunkt.index.whatif.question import Question, pillar_code
from standpunkt.vocabulary.errors.index import UnknownQuestionError

MONTH = date(2021, 3, 1)


@pytest.fixture(scope="module")
def ready(small_world, result):
    return prepare(small_world.study, result.calibration, small_world.indicators)


@pytest.fixture(scope="module")
def month(ready, small_world):
    return open_month(ready, small_world.world, MONTH)


@pytest.fixture(scope="module")
def base(month):
    return whatif(month)


def test_without_a_question_the_answer_is_the_build(base, result):
    scores = result.frames["study_state_month_score"].filter(
        (pl.col("month_date") == MONTH) & (pl.col("index_code") == "stance") & pl.col("is_rated")
    )
    joined = base.scores.join(scores, on="iso3")
    assert joined.height == scores.height > 50
    assert (joined["stance"] - joined["central_score"]).abs().max() < 1e-9
    assert (joined["stance_low"] - joined["low_score"]).abs().max() < 1e-4
    assert (joined["stance_high"] - joined["high_score"]).abs().max() < 1e-4


def test_a_weight_is_a_share_of_the_whole_and_moves_scores(month, base):
    other = whatif(month, Question(weights={"arms": 0.8}))
    moved = changed(base, other)
    assert moved["change"].abs().max() > 1
    again = whatif(month, Question(weights={"M": 0.8}))
    assert again.scores.equals(other.scores)


def test_the_weights_that_stand_in_the_file_change_nothing(month, base):
    third = 1 / 3
    other = whatif(month, Question(weights={"D": third, "M": third, "E": third}))
    assert changed(base, other)["change"].abs().max() < 1e-9


def test_fixed_lambda_and_layers_are_answered(month, base):
    for question in (
        Question(lam=0.6),
        Question(layers={"conduct": 1.0, "tie": 0.0}),
        Question(cuts=(20.0, 50.0)),
    ):
        assert changed(base, whatif(month, question))["change"].abs().max() > 0


def test_another_value_moves_its_state_only(month, base):
    other = whatif(month, Question(values={("BRA", "D3"): 1.0}))
    moved = changed(base, other).filter(pl.col("change") != 0)
    assert moved["iso3"].to_list() in (["BRA"], [])
    assert (
        other.scores.filter(pl.col("iso3") == "BRA")["stance"][0]
        >= base.scores.filter(pl.col("iso3") == "BRA")["stance"][0]
    )


@pytest.mark.parametrize(
    "question",
    [
        Question(weights={"navy": 0.4}),
        Question(weights={"M": 1.4}),
        Question(weights={"M": -0.1}),
        Question(values={("XXX", "D1"): 1.0}),
    ],
)
def test_a_question_about_nothing_is_refused(month, question):
    with pytest.raises(UnknownQuestionError, match="cannot be asked"):
        whatif(month, question)


def test_pillars_go_by_code_and_by_english_label(small_world):
    assert pillar_code(small_world.study, "diplomacy") == pillar_code(small_world.study, "D") == "D"


@pytest.fixture(scope="module")
def centre(ready, month):
    return centre_of(ready, month.moment.t)


def test_the_smallest_fact_that_flips_a_class_flips_it(centre, month):
    flips = fact_flips(centre)
    assert flips.height > 20
    order, states = month.ready.study.classes.order, month.ready.panel.states
    for row in flips.filter(pl.col("indicator_code") == "E2").head(3).iter_rows(named=True):
        n = states.index(row["iso3"])
        assert order[centre.now[n]] != row["class_then"]
        asked = whatif(month, Question(values={(row["iso3"], "E2"): row["value_needed"]}))
        stance = asked.scores.filter(pl.col("iso3") == row["iso3"])["stance"][0]
        found = classify(np.array([[stance]]), None)[0, 0]
        assert order[found] == row["class_then"] or centre.rule.conduct_knots is not None


def test_weights_in_a_wide_enough_range_change_some_classes(centre):
    deltas = weight_flips(centre)
    assert 0 < deltas.height <= 61
    assert ((deltas["delta"] > 0) & (deltas["delta"] <= 0.95)).all()


def test_what_gaps_hide_changes_a_class_within_three_deviations(centre, ready):
    flips = gap_flips(centre)
    assert flips.height > 3
    assert (flips["delta"].abs() <= WIDEST_GAP).all()
    has_gap = np.isin(ready.panel.state[0, centre.t], (NOT_REPORTED, SUPPRESSED)).any(axis=1)
    gappy = {state for state, gap in zip(ready.panel.states, has_gap, strict=True) if gap}
    assert set(flips["iso3"]) <= gappy


def test_what_would_change_a_class_is_stored(result):
    frame = result.frames["study_state_month_tipping"]
    assert set(frame["kind"]) == {"fact", "weights", "gaps"}
    assert (frame["class_then"].is_null() | (frame["class_then"] != frame["class_now"])).all()


def test_without_a_source_states_are_scored_again(small_world, ready, result):
    frame = result.frames["study_state_month_source"]
    assert set(frame["source_id"]) == {"made_up"}
    assert frame["class_without"].is_null().all()  # nothing is left, so nobody is rated
    one = small_world.parts.with_columns(
        source_id=pl.when(pl.col("indicator_code") == "E2").then(pl.lit("trade")).otherwise("source_id")
    )
    found = source_frame(ready, one, [MONTH]).filter(pl.col("source_id") == "trade")
    assert found.height > 50
    assert found["change_score"].abs().max() > 1


def test_a_stored_month_opens_as_it_was(ready, small_world, result):
    last = ready.panel.months[-1]
    calibration = calibration_of(result.frames["study_calibration"])
    again = prepare(small_world.study, calibration, small_world.indicators)
    stored = errors_of(result.errors, again.tree, again.panel, len(again.settings))
    assert stored is not None
    when, errors = stored
    assert when == last
    quick = whatif(open_month(again, small_world.world, last, errors))
    assert quick.scores.equals(whatif(open_month(ready, small_world.world, last)).scores)


def test_pairs_are_told_once(ready, month):
    rule = rule_from(ready.study, ready.tree, central_settings(ready.study, ready.tree))
    lead, exact = pair_order(rule, month.flat, month.applies, 0.25)
    frame = pair_order_frame(ready.panel.states, lead, exact, 0.25)
    assert frame.height == 61 * 60 // 2
    assert set(frame["relation"]) == {"always", "never", "possible"}


def test_sensitivity_names_every_factor_for_every_output(ready, small_world):
    frame = sensitivity(ready, small_world.world, MONTH, 64)
    assert set(frame["factor"]) == set(factors_of(ready))
    assert len(factors_of(ready)) == 8
    stance = frame.filter((pl.col("output") == "stance") & (pl.col("status") == "ok"))
    sums = stance.group_by("iso3").agg(pl.col("st").sum())
    assert (sums["st"] > 0.5).all()
    assert (
        frame.filter(pl.col("status") == "constant")["s1"].null_count()
        == frame.filter(pl.col("status") == "constant").height
    )


def test_a_change_between_months_adds_up(ready, result):
    months = sorted(result.kept)
    first, last = result.kept[months[0]], result.kept[months[-1]]
    rule = rule_from(ready.study, ready.tree, central_settings(ready.study, ready.tree))
    found = change_between(rule, (first.z, last.z), (first.applies, last.applies))
    frame = change_frame(ready.tree.indicators, ready.panel.states, found)
    sums = frame.group_by("iso3").agg(
        pl.col("change_score").sum(), pl.col("stance_after").first(), pl.col("stance_before").first()
    )
    assert (sums["change_score"] - (sums["stance_after"] - sums["stance_before"])).abs().max() < 1e-9


def test_two_results_are_compared_with_their_causes(small_world, result):
    same = compare(result.frames, result.frames, MONTH)
    assert same["change"].abs().max() == 0
    assert same["overlaps"].all()
    halved = small_world.study.model_copy(
        update={
            "indices": small_world.study.indices.model_copy(
                update={"stance": small_world.study.indices.stance.model_copy(update={"lambda_": 0.0})}
            )
        }
    )
    from tests.index.world import World

    other = World(halved, small_world.indicators, small_world.parts, small_world.world).result()
    moved = compare(result.frames, other.frames, MONTH)
    assert moved["change"].abs().max() > 0
    assert moved.head(1)["causes"].list.len()[0] > 0
    assert totals(result.frames, other.frames, MONTH).height == 18
    assert np.isfinite(moved["change"].to_numpy()).all()
