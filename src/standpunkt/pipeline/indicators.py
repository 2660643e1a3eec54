"""Runs the measures that a study names over the facts; unchanged ones are taken from the cache."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from standpunkt.measures.catalogue import find
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
