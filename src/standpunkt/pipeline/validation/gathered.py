"""What the report looks at: a built version, its facts, its indicators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from standpunkt.dossier.observatory import Observatory
from standpunkt.index.validation.central import Inputs
from standpunkt.pipeline.build import Options, build, planned_study
from standpunkt.pipeline.facts import read_facts
from standpunkt.pipeline.indicators import Indicators, indicators_of, tables_of
from standpunkt.study.model import Study
from standpunkt.study.notes import Notes, load_notes
from standpunkt.tables.cache import FrameCache
from standpunkt.tables.store import Store
from standpunkt.vocabulary.periods import MonthRange
from standpunkt.vocabulary.progress import Report

FIRST_MONTH = date(2020, 1, 1)
"""Tests that run the index again do so for the months since then: enough base, a third of the time."""


@dataclass(frozen=True)
class Gathered:
    """A study with its facts and indicators, and the version built from them."""

    study: Study
    facts: Mapping[str, pl.DataFrame]
    inputs: Inputs
    parts: pl.DataFrame
    observatory: Observatory
    data_dir: Path
    notes: Notes

    @property
    def months(self) -> tuple[date, ...]:
        """Report months since the start of the conflict, and the last month."""
        start = self.study.study.conflict_start
        found = {month for month in self.study.period.report if month >= start.replace(day=1)}
        return tuple(sorted({*found, self.study.period.to}))


def gather(study_id: str, data_dir: Path, options: Options, report: Report) -> Gathered:
    """Builds the study where it changed, and collects what the checks need.

    Args:
        study_id: Id of the study.
        data_dir: The data folder.
        options: Profile, last period, draws.
        report: Told of progress.

    Returns:
        Everything.
    """
    folder = build(study_id, data_dir, options, report)
    study = planned_study(study_id, data_dir, options)
    facts = read_facts(Store(data_dir, study.facts.precedence), tables_of(study))
    found = measured(study, facts, data_dir, report)
    observatory = Observatory.open(study_id, data_dir, folder.path.name)
    inputs = Inputs(study, found.values, found.anchors)
    notes = load_notes(study_id, data_dir / "studies")
    return Gathered(study, facts, inputs, found.parts, observatory, data_dir, notes)


def measured(study: Study, facts: Mapping[str, pl.DataFrame], data_dir: Path, report: Report) -> Indicators:
    """The indicators of a study from given facts, from the cache where they are known.

    Args:
        study: The study, changed or not.
        facts: The tables.
        data_dir: Holds the cache.
        report: Told of progress.

    Returns:
        Values, parts, anchors.
    """
    return indicators_of(study, facts, FrameCache(data_dir / "cache" / f"{study.id}_validation"), report)


def shortened(inputs: Inputs) -> Inputs:
    """The same inputs for the months since FIRST_MONTH; anchors and imputation are estimated on those."""
    period = inputs.study.period
    base = MonthRange(max(FIRST_MONTH, period.base.first), period.base.last)
    short = period.model_copy(update={"from_": FIRST_MONTH, "base": base})
    study = inputs.study.model_copy(update={"period": short})
    return Inputs(study, inputs.values.filter(pl.col("month_date") >= FIRST_MONTH), inputs.anchors)
