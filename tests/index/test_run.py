"""A whole run: tables that close, that repeat themselves to the byte, and that look at no later day."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from standpunkt.index.calibrate import calibrate
from standpunkt.index.compute import compute
from standpunkt.index.doubt.fields import cell_errors
from standpunkt.index.doubt.simulate import simulate_month
from standpunkt.index.frozen.redundancy import refused_pairs
from standpunkt.index.prepare import on_opponent, prepare, simulator_of
from standpunkt.index.result import Result
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.tree import tree_of
from standpunkt.study.sections.texts import FrozenMapping
from standpunkt.tables.schemas.result import TABLES
from standpunkt.vocabulary.errors.index import (
    CalibrationError,
    DegenerateAnchorError,
    DuplicateCellError,
    FailedDrawError,
    FutureDataError,
    InertFactorError,
    OpenListZeroError,
    OutsideStatesError,
    PartsError,
    UnitError,
)
from tests.index.world import ANCHORS, World, make_world, small_study

KEY = ["iso3", "month_date", "index_code"]


def test_every_table_fits_its_schema(result: Result):
    for name, frame in result.frames.items():
        TABLES[name].validate(frame)


def test_points_add_up_to_the_score_at_every_level(result: Result):
    scores = result.frames["study_state_month_score"].filter("is_rated").select(*KEY, "central_score")
    points = result.frames["study_state_month_contribution"]
    sums = points.group_by(*KEY, "level").agg(pl.col("contribution_score").sum())
    joined = scores.join(sums, on=KEY)
    assert joined.height == scores.height * 5
    assert (joined["central_score"] - joined["contribution_score"]).abs().max() < 1e-9


def test_parts_add_up_to_their_indicator_and_name_their_facts(result: Result):
    points = result.frames["study_state_month_contribution"]
    parts = points.filter(pl.col("level") == "part")
    sums = parts.group_by(*KEY, pl.col("parent_code").alias("node_code")).agg(
        pl.col("contribution_score").sum().alias("parts")
    )
    joined = points.filter(pl.col("level") == "indicator").join(sums, on=[*KEY, "node_code"])
    assert (joined["parts"] - joined["contribution_score"]).abs().max() < 1e-9
    assert set(parts["kind"]) == {"data", "model", "imputed"}
    assert parts.filter(pl.col("kind") == "data")["source_id"].null_count() == 0
    assert parts.filter(pl.col("kind") == "imputed")["source_id"].null_count() > 0


def test_the_same_inputs_give_the_same_bytes(small_world: World, result: Result):
    again = small_world.result()
    for name, frame in result.frames.items():
        assert again.frames[name].equals(frame, null_equal=True), name


def test_the_order_of_rows_means_nothing(small_world: World, result: Result):
    turned = World(
        small_world.study, small_world.indicators.reverse(), small_world.parts.reverse(), small_world.world
    ).result()
    for name in ("study_state_month_score", "study_state_month_class", "study_month_share"):
        assert turned.frames[name].equals(result.frames[name], null_equal=True), name


def test_probabilities_of_classes_add_up(result: Result):
    classes = result.frames["study_state_month_class"].filter(pl.col("class_probability").is_not_null())
    sums = classes.group_by("iso3", "month_date").agg(pl.col("class_probability").sum())
    assert (sums["class_probability"] - 1).abs().max() < 1e-9


def test_shares_of_the_world_close_and_name_their_year(result: Result):
    shares = result.frames["study_month_share"]
    rated = shares.filter(pl.col("class_code") != "NOT_RATED")
    sums = rated.group_by("month_date", "weight_code").agg(pl.col("mean_share").sum())
    assert (sums["mean_share"] - 1).abs().max() < 1e-6
    counts = (
        shares.filter(pl.col("weight_code") == "count").group_by("month_date").agg(pl.col("mean_count").sum())
    )
    assert (counts["mean_count"] - 61).abs().max() < 1e-6
    last = shares.filter((pl.col("month_date") == date(2021, 6, 1)) & (pl.col("weight_code") == "gdp_usd"))
    assert set(last["weight_year"]) == {2020}
    first = shares.filter(
        (pl.col("month_date") == date(2019, 6, 1)) & (pl.col("weight_code") == "population")
    )
    assert set(first["weight_year"]) == {2019}


def test_poles_are_not_scored(result: Result):
    scored = set(result.frames["study_state_month_score"]["iso3"])
    assert len(scored) == 61
    assert not scored & {"CHN", "IND"}


def test_moves_are_told_between_kept_months_only(result: Result):
    moves = result.frames["study_state_transition"]
    pairs = set(moves.select("from_month_date", "to_month_date").iter_rows())
    assert (date(2020, 7, 1), date(2021, 3, 1)) in pairs
    assert (date(2019, 12, 1), date(2020, 12, 1)) in pairs
    assert all(before < after for before, after in pairs)
    assert not moves.filter(pl.col("is_declared") & (pl.col("changed_probability") < 0.9)).height


def test_later_data_change_no_earlier_month(small_world: World, result: Result):
    late = pl.col("month_date") > date(2020, 12, 1)
    shaken = small_world.indicators.with_columns(
        pl.when(late & (pl.col("indicator_code") == "D2"))
        .then(-pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in ("value", "low_value", "high_value")
    )
    parts = small_world.parts.filter(pl.col("indicator_code") != "D2")
    other = World(small_world.study, shaken, parts, small_world.world).result(result.calibration)
    early = pl.col("month_date") <= date(2020, 12, 1)
    for name in ("study_state_month_score", "study_state_month_class", "study_month_share"):
        assert other.frames[name].filter(early).equals(result.frames[name].filter(early), null_equal=True)


def test_a_further_state_changes_nobody_elses_draws(small_world: World, result: Result):
    study = small_world.study
    fewer = study.model_copy(
        update={
            "universe": study.universe.model_copy(
                update={"base": tuple(s for s in study.universe.base if s != "ARG"), "expected_size": 60}
            )
        }
    )
    calibration = Calibration.from_dict(result.calibration.as_dict() | {"study_hash": fewer.digest()})
    indicators = small_world.indicators.filter(pl.col("iso3") != "ARG")
    other = World(fewer, indicators, small_world.parts, small_world.world).result(calibration)
    mine = result.frames["study_state_month_score"].filter(pl.col("iso3") != "ARG")
    assert other.frames["study_state_month_score"].equals(mine, null_equal=True)


def test_a_calibration_survives_its_file(result: Result):
    again = Calibration.from_dict(result.calibration.as_dict())
    assert again.hash() == result.calibration.hash()
    assert np.array_equal(again.covariance, result.calibration.covariance)


def test_a_calibration_of_another_study_is_refused(small_world: World, result: Result):
    other = small_world.study.model_copy(update={"inactive": ("E2",)})
    with pytest.raises(CalibrationError, match="belongs to study hash"):
        World(other, small_world.indicators, small_world.parts, small_world.world).result(result.calibration)


def test_a_value_from_a_later_day_is_refused(small_world: World):
    late = small_world.indicators.with_columns(pl.col("valid_from_date").dt.offset_by("2mo"))
    with pytest.raises(FutureDataError, match="is valid from"):
        World(small_world.study, late, small_world.parts, small_world.world).result()


def test_a_repeated_cell_is_refused(small_world: World):
    twice = pl.concat([small_world.indicators, small_world.indicators.head(1)])
    with pytest.raises(DuplicateCellError, match="has two rows"):
        World(small_world.study, twice, small_world.parts, small_world.world).calibration()


def test_parts_that_do_not_add_up_are_refused(small_world: World, result: Result):
    one = (pl.col("iso3") == "ARG") & (pl.col("indicator_code") == "D3") & (pl.col("part_code") == "first")
    wrong = small_world.parts.with_columns(part_value=pl.when(one).then(9.0).otherwise("part_value"))
    with pytest.raises(PartsError, match="D3 of ARG"):
        World(small_world.study, small_world.indicators, wrong, small_world.world).result(result.calibration)


def test_states_outside_the_universe_are_refused(small_world: World, result: Result):
    foreign = small_world.indicators.with_columns(iso3=pl.col("iso3").replace("ARG", "XKX"))
    with pytest.raises(OutsideStatesError, match="XKX"):
        World(small_world.study, foreign, small_world.parts, small_world.world).result(result.calibration)


def test_percent_is_refused_where_a_share_is_declared(small_world: World, result: Result):
    percent = small_world.indicators.with_columns(
        value=pl.when(pl.col("indicator_code") == "E2").then(pl.col("value") * 100).otherwise("value")
    )
    with pytest.raises(UnitError, match="E2"):
        World(small_world.study, percent, small_world.parts, small_world.world).result(result.calibration)


@pytest.mark.parametrize("broken", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_stops_the_run(small_world: World, result: Result, broken: float):
    one = (pl.col("iso3") == "BRA") & (pl.col("indicator_code") == "D3")
    values = small_world.indicators.with_columns(value=pl.when(one).then(broken).otherwise("value"))
    with pytest.raises(FailedDrawError, match="BRA in 2019-01: D3"):
        World(small_world.study, values, small_world.parts, small_world.world).result(result.calibration)


@pytest.mark.parametrize("factor", ["measurement", "imputation", "vote_set"])
def test_an_inert_factor_stops_the_run(small_world: World, factor: str):
    indicators = small_world.indicators
    if factor == "measurement":
        indicators = indicators.with_columns(low_value=pl.col("value"), high_value=pl.col("value"))
    if factor == "vote_set":
        core = indicators.filter(pl.col("variant") == "core").with_columns(variant=pl.lit("late"))
        indicators = pl.concat(
            [indicators.filter(pl.col("variant") != "late"), core.select(indicators.columns)]
        )
    if factor == "imputation":
        indicators = indicators.with_columns(
            missing=pl.when(pl.col("missing").is_not_null()).then(pl.lit("not_applicable"))
        )
    changed = World(small_world.study, indicators, small_world.parts, small_world.world)
    with pytest.raises(InertFactorError, match=factor):
        changed.result()


def test_an_anchor_equal_to_its_zero_is_refused(small_world: World):
    flat = small_world.indicators.with_columns(
        value=pl.when(pl.col("indicator_code") == "D1").then(0.0).otherwise("value")
    )
    with pytest.raises(DegenerateAnchorError, match="D1"):
        World(small_world.study, flat, small_world.parts, small_world.world).calibration()


def test_a_missing_named_position_is_refused(small_world: World):
    from standpunkt.index.calibrate import calibrate

    assert ANCHORS["D1"]
    with pytest.raises(DegenerateAnchorError, match="all_abstain"):
        calibrate(small_world.study, small_world.indicators, {})


def test_a_made_up_world_is_the_same_every_time():
    assert make_world().indicators.equals(make_world(small_study()).indicators, null_equal=True)


def test_a_zero_that_nobody_looked_at_is_refused(small_world: World, result: Result):
    is_it = (pl.col("indicator_code") == "M1") & (pl.col("iso3") == "BRA")
    bare = small_world.indicators.with_columns(
        value=pl.when(is_it).then(0.0).otherwise("value"),
        low_value=pl.when(~is_it).then("low_value"),
        input_count=pl.when(is_it).then(0).otherwise("input_count"),
    )
    with pytest.raises(OpenListZeroError, match="M1 of BRA is zero in 2019-01"):
        replace(small_world, indicators=bare).result(result.calibration)


def test_indicators_that_say_the_same_in_other_groups_are_refused_unless_explained(small_world: World):
    copied = small_world.indicators.filter(pl.col("indicator_code") == "E2").with_columns(
        indicator_code=pl.lit("E3")
    )
    rest = small_world.indicators.filter(pl.col("indicator_code") != "E3")
    calibration = calibrate(small_world.study, pl.concat([rest, copied]), ANCHORS)
    tree = tree_of(small_world.study, calibration.twins)
    assert ("E2", "E3", 1.0) in refused_pairs(small_world.study, tree, calibration.redundancy)
    reason = {"independent_because": "binds and ties"}
    explained = small_world.study.indicators["E3"].model_copy(update=reason)
    changed = FrozenMapping({**small_world.study.indicators, "E3": explained})
    study = small_world.study.model_copy(update={"indicators": changed})
    assert all("E3" not in pair for pair in refused_pairs(study, tree, calibration.redundancy))


@pytest.fixture(scope="module")
def both_sides(small_world: World) -> tuple[World, pl.DataFrame, Result]:
    codes = ["M3", "E3"]
    is_exposed = pl.col("indicator_code").is_in(codes)
    turned = [(1 - pl.col(name)).clip(0, 1).alias(name) for name in ("value", "low_value", "high_value")]
    values = small_world.indicators.filter(is_exposed).with_columns(turned)
    parts = values.filter(pl.col("value").is_not_null()).select(
        "iso3",
        "month_date",
        "indicator_code",
        part_code=pl.lit("from_the_camp"),
        part_value="value",
        table_name=pl.lit("fact_table"),
        row_key=pl.lit("camp"),
        source_id=pl.lit("made_up"),
    )
    calibration = calibrate(small_world.study, small_world.indicators, ANCHORS, values)
    found = compute(
        small_world.study,
        calibration,
        small_world.indicators,
        small_world.parts,
        small_world.world,
        opponent=(values, parts),
    )
    return small_world, values, found


def test_dependence_on_the_opponents_camp_has_scores_bounds_and_facts(both_sides):
    _, _, found = both_sides
    scores = found.frames["study_state_month_score"].filter(pl.col("index_code") == "dependence_opponent")
    rated = scores.filter("is_rated")
    assert rated.height > 1000
    assert (rated["low_score"] <= rated["median_score"]).all()
    assert (rated["median_score"] <= rated["high_score"]).all()
    assert rated["central_score"].is_between(0, 100).all()
    points = found.frames["study_state_month_contribution"].filter(
        pl.col("index_code") == "dependence_opponent"
    )
    assert set(points.filter(pl.col("level") == "indicator")["node_code"]) == {"M3", "E3"}
    for level in ("pillar", "indicator", "part"):
        sums = points.filter(pl.col("level") == level).group_by("iso3", "month_date")
        both = sums.agg(pl.col("contribution_score").sum()).join(rated, on=["iso3", "month_date"])
        assert both.height == rated.height
        assert (both["contribution_score"] - both["central_score"]).abs().max() < 1e-9
    assert "camp" in points["row_key"].drop_nulls().to_list()


def test_a_state_of_which_nothing_is_seen_on_the_other_side_is_filled_and_not_rated(both_sides):
    world, values, _ = both_sides
    gone = pl.col("iso3") == "BRA"
    empty = values.with_columns(
        *(pl.when(~gone).then(pl.col(name)).alias(name) for name in ("value", "low_value", "high_value")),
        missing=pl.when(gone).then(pl.lit("not_reported")).otherwise("missing"),
    )
    calibration = calibrate(world.study, world.indicators, ANCHORS, empty)
    ready = on_opponent(prepare(world.study, calibration, world.indicators, empty))
    z = simulate_month(
        simulator_of(ready), 0, cell_errors(ready.study, ready.tree, ready.panel, 200).next_month()
    )
    assert np.isfinite(z).all()


def test_stance_and_dependence_on_the_power_do_not_know_the_other_side(both_sides, result):
    _, _, found = both_sides
    for code in ("stance", "dependence"):
        one, two = (
            each.frames["study_state_month_score"].filter(pl.col("index_code") == code).drop("residual_score")
            for each in (found, result)
        )
        assert one.equals(two, null_equal=True)


def test_the_residual_is_net_of_both_dependences(both_sides):
    world, _, found = both_sides
    intercept, slope, across = found.calibration.residual
    assert across != 0
    scores = found.frames["study_state_month_score"].filter(
        (pl.col("month_date") == world.study.period.to) & (pl.col("iso3") == "BRA")
    )
    row = {code: frame for (code,), frame in scores.group_by("index_code")}
    expected = (
        row["stance"]["central_score"][0]
        - intercept
        - slope * row["dependence"]["central_score"][0]
        - across * row["dependence_opponent"]["central_score"][0]
    )
    assert row["stance"]["residual_score"][0] == pytest.approx(expected, abs=1e-6)
    again = Calibration.from_dict(found.calibration.as_dict())
    assert again.hash() == found.calibration.hash()
