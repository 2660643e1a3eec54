"""Answers "what if" for a study: the base and the question on the same facts, calibration and draws."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from threadpoolctl import threadpool_limits

from standpunkt.index.calibrate import calibrate
from standpunkt.index.prepare import prepare
from standpunkt.index.whatif.answer import Answer, changed, open_month, whatif
from standpunkt.index.whatif.question import Question
from standpunkt.pipeline.build import Options, planned_study
from standpunkt.pipeline.facts import read_facts, world_weights
from standpunkt.pipeline.indicators import indicators_of, tables_of
from standpunkt.tables.cache import FrameCache
from standpunkt.tables.store import Store
from standpunkt.vocabulary.errors.index import UnknownQuestionError
from standpunkt.vocabulary.periods import parse_period
from standpunkt.vocabulary.progress import Report, silent


@dataclass(frozen=True)
class WhatIf:
    """Both answers and what moved, in one month."""

    month: date
    base: Answer
    other: Answer
    changed: pl.DataFrame


def answer_whatif(
    study_id: str,
    data_dir: Path,
    question: Question,
    drop_sources: Collection[str] = (),
    *,
    at: str | None = None,
    report: Report = silent,
) -> WhatIf:
    """Answers one question; a dropped source is a recomputation under the frozen anchors.

    Args:
        study_id: Id of the study.
        data_dir: The data folder.
        question: What to change.
        drop_sources: Ids of sources whose facts are left out.
        at: Period; None takes the last month.
        report: Told of the progress of the indicators.

    Returns:
        Base, answer and difference.
    """
    with threadpool_limits(1):
        study = planned_study(study_id, data_dir, Options())
        month = study.period.range.last if at is None else parse_period(at, study.period.range)
        facts = read_facts(Store(data_dir, study.facts.precedence), tables_of(study))
        cache, world = FrameCache(data_dir / "cache" / study.id), world_weights(facts)
        found = indicators_of(study, facts, cache, report)
        calibration = calibrate(study, found.values, found.anchors)
        opened = open_month(prepare(study, calibration, found.values), world, month)
        base = whatif(opened)
        if drop_sources:
            left = indicators_of(study, _without(facts, drop_sources), cache, report)
            opened = open_month(prepare(study, calibration, left.values), world, month)
        other = whatif(opened, question)
    return WhatIf(month, base, other, changed(base, other))


def _without(facts: Mapping[str, pl.DataFrame], sources: Collection[str]) -> dict[str, pl.DataFrame]:
    known = {source for frame in facts.values() for source in frame["source_id"].unique()}
    for source in sources:
        if source not in known:
            raise UnknownQuestionError(value=source)
    return {name: frame.filter(~pl.col("source_id").is_in(list(sources))) for name, frame in facts.items()}
