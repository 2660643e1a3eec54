"""Answers "what if" for a built version: the base and the question on the same facts, calibration and draws.

Cells, calibration and world weights are those of the version, the errors of its last month come from the
cache of the build. Only a dropped source needs facts: what reads it is measured again without it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from threadpoolctl import threadpool_limits

from standpunkt.index.analysis.change import change_between, change_frame
from standpunkt.index.calibrate import calibrate
from standpunkt.index.doubt.settings import central_settings
from standpunkt.index.prepare import Prepared, prepare, rule_from
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.panel import central_positions
from standpunkt.index.stored import calibration_of, errors_of
from standpunkt.index.whatif.answer import Answer, changed, open_month, whatif
from standpunkt.index.whatif.question import Question
from standpunkt.measures.catalogue import find
from standpunkt.pipeline.facts import read_facts
from standpunkt.pipeline.indicators import indicators_of, tables_of
from standpunkt.pipeline.plan import ERRORS_STEP
from standpunkt.study.load import read_study
from standpunkt.study.model import Study
from standpunkt.tables.cache import FrameCache
from standpunkt.tables.store import Store
from standpunkt.tables.version import VersionFolder, find_version
from standpunkt.vocabulary.errors.index import UnknownQuestionError
from standpunkt.vocabulary.periods import parse_period
from standpunkt.vocabulary.progress import Report, silent

SMALLEST = 1e-9
"""Points below which nothing moved."""


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
    """Answers one question about the current version; a dropped source leaves the anchors as they are.

    Args:
        study_id: Id of the study.
        data_dir: The data folder.
        question: What to change.
        drop_sources: Ids of sources whose facts are left out.
        at: Period; None takes the last month.
        report: Told of the progress of indicators that are measured again.

    Returns:
        Base, answer and difference.
    """
    with threadpool_limits(1):
        folder = find_version(data_dir, study_id)
        ready, cache = prepared(folder), FrameCache(data_dir / "cache" / study_id)
        period = ready.study.period.range
        month = period.last if at is None else parse_period(at, period)
        world, kept = folder.read("state_year_weight"), cache.get(ERRORS_STEP, folder.path.name)
        stored = kept and errors_of(kept["errors"], ready.tree, ready.panel, len(ready.settings))
        opened = open_month(ready, world, month, stored[1] if stored and stored[0] == month else None)
        base = whatif(opened)
        if drop_sources:
            cells = _measured_without(folder, ready.study, (data_dir, cache), (drop_sources, report))
            opened = open_month(prepare(ready.study, ready.calibration, cells), world, month)
        other = whatif(opened, question)
    return WhatIf(month, base, other, changed(base, other))


def waterfall(folder: VersionFolder, iso3: str, start: date, end: date) -> list[dict[str, Any]]:
    """What moved a state's central Stance between two months of a version, indicator by indicator.

    Args:
        folder: The version.
        iso3: The state.
        start: The earlier month.
        end: The later month.

    Returns:
        node_code and change_score, largest first; they add up to stance_after - stance_before. What did not
        change is left out, what applies in one month only is the node `applicability`.
    """
    with threadpool_limits(1):
        ready = prepared(folder)
        rule = rule_from(ready.study, ready.tree, central_settings(ready.study, ready.tree))
        places = [ready.panel.months.index(month) for month in (start, end)]
        first, second = (central_positions(ready.calibration, ready.tree, ready.panel, t)[0] for t in places)
        before, after = (ready.panel.applies(t) for t in places)
        found = change_between(rule, (first, second), (before, after))
    frame = change_frame(ready.tree.indicators, ready.panel.states, found)
    moved = frame.filter((pl.col("iso3") == iso3) & (pl.col("change_score").abs() > SMALLEST))
    return moved.sort(pl.col("change_score").abs(), "node_code", descending=[True, False]).to_dicts()


def prepared(folder: VersionFolder) -> Prepared:
    """A version in arrays: its study, the calibration it was built with, its cells.

    Args:
        folder: The version.

    Returns:
        What questions start from.
    """
    manifest = folder.manifest()
    study = read_study(folder.study_file, profile=manifest.profile).study
    run = study.run.model_copy(update={"draws": manifest.draws, "seed": manifest.seed})
    study = study.model_copy(update={"run": run})
    cells = folder.read("study_state_month_indicator")
    return prepare(study, _calibration(folder, study, cells), cells)


def _calibration(folder: VersionFolder, study: Study, cells: pl.DataFrame) -> Calibration:
    if "study_calibration" in folder.tables():
        found = calibration_of(folder.read("study_calibration"))
        if found.study_hash == study.digest():
            return found
    # A version of before, or one that ended early: its anchors follow from its cells.
    anchors: dict[str, dict[str, float]] = {}
    for code, name, value in folder.read("study_indicator_anchor").iter_rows():
        anchors.setdefault(code, {})[name] = value
    return calibrate(study, cells, anchors)


def _measured_without(
    folder: VersionFolder,
    study: Study,
    places: tuple[Path, FrameCache],
    asked: tuple[Collection[str], Report],
) -> pl.DataFrame:
    (data_dir, cache), (sources, report) = places, asked
    facts = read_facts(Store(data_dir, study.facts.precedence), tables_of(study))
    left = _without(facts, sources)
    touched = {name for name, frame in left.items() if frame.height < facts[name].height}
    active = study.active_indicators
    again = [code for code, each in active.items() if touched & set(find(each.measure).tables)]
    cells = folder.read("study_state_month_indicator")
    if not again:
        return cells
    rest = tuple(code for code in study.indicators if code not in again)
    found = indicators_of(study.model_copy(update={"inactive": rest}), left, cache, report)
    kept = cells.filter(~pl.col("indicator_code").is_in(again))
    return pl.concat([kept, found.values.select(cells.columns)], how="vertical_relaxed")


def _without(facts: Mapping[str, pl.DataFrame], sources: Collection[str]) -> dict[str, pl.DataFrame]:
    known = {source for frame in facts.values() for source in frame["source_id"].unique()}
    for source in sources:
        if source not in known:
            raise UnknownQuestionError(value=source)
    return {name: frame.filter(~pl.col("source_id").is_in(list(sources))) for name, frame in facts.items()}
