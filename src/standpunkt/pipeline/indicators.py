"""Runs the measures that a study names over the facts; unchanged ones are taken from the cache."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from standpunkt.measures.catalogue import find
from standpunkt.measures.cells import COVERAGE_TABLE
from standpunkt.measures.measure import Measured, Request
from standpunkt.pipeline import fingerprint
from standpunkt.pipeline.plan import MEASURE_ROOMS, Step, frames_of
from standpunkt.study.model import Study
from standpunkt.study.sections.indicators import Indicator
from standpunkt.tables.cache import FrameCache
from standpunkt.vocabulary.progress import Progress, Report

SHARED_KEYS = {"poles", "camps", "universe", "period", "roll_calls", "territories", "evidence", "trade"}


@dataclass(frozen=True)
class Indicators:
    """Values, parts and anchors of all active indicators of a study.

    values: columns of `study_state_month_indicator`; parts: of `study_state_month_indicator_part`.
    anchors: by indicator code, the named positions on its own scale.
    """

    values: pl.DataFrame
    parts: pl.DataFrame
    anchors: Mapping[str, Mapping[str, float]]


def tables_of(study: Study) -> tuple[str, ...]:
    """The fact tables that the active indicators read.

    Args:
        study: The study.

    Returns:
        Names, sorted, each once.
    """
    codes = {indicator.measure for indicator in study.active_indicators.values()}
    return tuple(sorted({table for code in codes for table in find(code).tables}))


def indicators_of(
    study: Study, facts: Mapping[str, pl.DataFrame], cache: FrameCache, report: Report
) -> Indicators:
    """Computes, or takes from the cache, every active indicator.

    Args:
        study: The study.
        facts: The tables of `tables_of`.
        cache: Frames of earlier runs.
        report: Told after each indicator.

    Returns:
        All of them in one.
    """
    shared = fingerprint.of_json(study.model_dump(mode="json", by_alias=True, include=SHARED_KEYS))
    prints = {"study": shared, **{name: fingerprint.of_frame(frame) for name, frame in facts.items()}}
    active = study.active_indicators
    found: dict[str, Measured] = {}
    for done, code in enumerate(active):
        report(Progress("indicators", done, len(active), "indicators", code))
        found[code] = _measured(_step(study, code, facts, prints), cache)
    report(Progress("indicators", len(active), len(active), "indicators"))
    return Indicators(
        values=_joined({code: each.values for code, each in found.items()}),
        parts=_joined({code: each.parts for code, each in found.items()}),
        anchors={code: each.anchors for code, each in found.items()},
    )


def opponent_indicators_of(
    study: Study, facts: Mapping[str, pl.DataFrame], cache: FrameCache, report: Report
) -> Indicators | None:
    """Exposure once more, with the opponent's camp as partner; see `indices.dependence.also_on`.

    Args:
        study: The study.
        facts: The tables of `tables_of`.
        cache: Frames of earlier runs.
        report: Told after each indicator.

    Returns:
        Values and parts under the same codes; None where the study does not ask for them or no fact names the
        camp.
    """
    turned = turned_study(study)
    if not turned.active_indicators:
        return None
    found = indicators_of(turned, facts, cache, report)
    # A list that names nobody of the camp says nothing about it, however complete it is for the power.
    told = found.parts.filter(pl.col("table_name").is_not_null() & (pl.col("table_name") != COVERAGE_TABLE))
    speaking = told["indicator_code"].unique().to_list()
    if not speaking:
        return None
    silent = ~pl.col("indicator_code").is_in(speaking)
    numbers = ("value", "low_value", "high_value", "valid_from_date")
    values = found.values.with_columns(
        *(pl.when(~silent).then(pl.col(name)).alias(name) for name in numbers),
        missing=pl.when(silent).then(pl.lit("not_reported")).otherwise("missing"),
    )
    return Indicators(values, found.parts.filter(~silent), found.anchors)


def turned_study(study: Study) -> Study:
    """The study in which the other side stands where the power stood, and exposure alone takes part.

    Args:
        study: The study.

    Returns:
        The study: the opponent and its camp (as of the last month) in place of the power.
    """
    wanted = study.indices.dependence.also_on == "opponent"
    exposed = {code for code in study.active_indicators if wanted and study.layer_of(code) == "exposure"}
    camp = sorted({*study.poles.opponent.states, *study.camp_members("opponent", study.period.to)})
    power = study.poles.power.model_copy(update={"states": tuple(camp)})
    poles = study.poles.model_copy(update={"power": power})
    inactive = tuple(code for code in study.indicators if code not in exposed)
    return study.model_copy(update={"poles": poles, "inactive": inactive})


def _step(study: Study, code: str, facts: Mapping[str, pl.DataFrame], prints: Mapping[str, str]) -> Step:
    indicator = study.indicators[code]
    measure = find(indicator.measure)
    asked = fingerprint.of_json([code, indicator.model_dump(mode="json", by_alias=True)])

    def run() -> dict[str, pl.DataFrame]:
        answer = measure.compute(
            {name: facts[name] for name in measure.tables}, _request(study, code, indicator)
        )
        anchors = {"name": list(answer.anchors), "value": list(answer.anchors.values())}
        schema = {"name": pl.String, "value": pl.Float64}
        return {
            "values": answer.values,
            "parts": answer.parts,
            "anchors": pl.DataFrame(anchors, schema=schema),
        }

    inputs = (asked, prints["study"], *(prints[name] for name in measure.tables))
    return Step(f"indicator_{code}", inputs, MEASURE_ROOMS, run)


def _request(study: Study, code: str, indicator: Indicator) -> Request:
    # The poles are measured too: an anchor may be the pole's own position. The index does not score them.
    described = tuple(sorted({*study.universe_states(), *study.poles.states()}))
    return Request(study, code, indicator.params, study.period.range.months(), described)


def _measured(step: Step, cache: FrameCache) -> Measured:
    frames = frames_of(step, cache)
    anchors = dict(frames["anchors"].iter_rows())
    return Measured(frames["values"], frames["parts"], anchors)


def _joined(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    named = [frame.with_columns(indicator_code=pl.lit(code)) for code, frame in frames.items()]
    return pl.concat(named, how="diagonal_relaxed").sort("indicator_code", "iso3", "month_date")
