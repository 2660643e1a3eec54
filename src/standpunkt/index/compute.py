"""Scores every month of a study and says how sure: the whole run of the index."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import polars as pl

from standpunkt.index.analysis.flips import tipping_frame
from standpunkt.index.analysis.without import source_frame
from standpunkt.index.checks import Ready, check_factors
from standpunkt.index.contributions import contribution_frame
from standpunkt.index.doubt.fields import CellErrors, Errors, cell_errors
from standpunkt.index.doubt.settings import central_settings
from standpunkt.index.doubt.shares import WorldBook
from standpunkt.index.doubt.simulate import moment_of
from standpunkt.index.doubt.transitions import transition_rows
from standpunkt.index.month import MonthResult, Run, month_result
from standpunkt.index.prepare import Prepared, on_opponent, prepare, rule_from, simulator_of
from standpunkt.index.result import Result
from standpunkt.index.rows import class_frame, score_frame, share_frame, transition_frame
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.stored import calibration_frame, error_frame
from standpunkt.study.model import Study
from standpunkt.vocabulary.periods import MONTHS_PER_YEAR
from standpunkt.vocabulary.progress import Progress, Report, silent

Noise = tuple[Errors, Errors | None]
"""Errors of one month, and those of exposure to the opponent's camp."""
WORKERS = 2
BACKLOG = 3
"""Months whose errors may be drawn ahead of the workers; bounds the memory."""


def compute(  # noqa: PLR0913, PLR0917 (inputs in the order in which they arise; the contract of the room)
    study: Study,
    calibration: Calibration,
    indicators: pl.DataFrame,
    parts: pl.DataFrame,
    world: pl.DataFrame,
    report: Report = silent,
    *,
    opponent: tuple[pl.DataFrame, pl.DataFrame] | None = None,
) -> Result:
    """Runs the index over all months of the study.

    Args:
        study: The study.
        calibration: Its frozen part.
        indicators: Rows of `study_state_month_indicator`.
        parts: Rows of `study_state_month_indicator_part`.
        world: iso3, year, population_persons, gdp_usd.
        report: Told after each month.
        opponent: Values and parts of exposure measured with the opponent's camp as partner.

    Returns:
        Result tables and arrays; equal inputs give equal bytes.
    """
    ready = prepare(study, calibration, indicators, opponent and opponent[0])
    check_factors(Ready(study, calibration, ready.tree, ready.panel))
    errors = cell_errors(study, ready.tree, ready.panel, len(ready.settings))
    months = _run(ready, world, errors, report)
    kept = {m.month: m for m in months if m.picture is not None}
    pictures = {month: found.picture for month, found in kept.items() if found.picture is not None}
    states = ready.panel.states
    frames = {
        "study_state_month_score": score_frame(states, months),
        "study_state_month_class": class_frame(study, states, months),
        "study_state_month_contribution": contribution_frame(ready, months, (indicators, parts), opponent),
        "study_state_transition": transition_frame(transition_rows(study, states, pictures)),
        "study_month_share": share_frame([row for found in months for row in found.shares]),
        "study_state_month_source": source_frame(ready, parts, asked_months(study)),
        "study_state_month_tipping": tipping_frame(ready, len(months) - 1),
        "study_calibration": calibration_frame(calibration),
    }
    centres = {month: found.kept for month, found in kept.items() if found.kept is not None}
    last = error_frame(errors, ready.tree.indicators, ready.panel)
    return Result(ready, frames, world, last, centres, pictures)


def kept_months(study: Study) -> frozenset[date]:
    """Months between which moves are told: report months, ends of years, the last month.

    Args:
        study: The study.

    Returns:
        Months of the study.
    """
    months = study.period.range.months()
    return asked_months(study) | {month for month in months if month.month == MONTHS_PER_YEAR}


def asked_months(study: Study) -> frozenset[date]:
    """Months that are explained source by source: report months and the last month.

    Args:
        study: The study.

    Returns:
        Months of the study.
    """
    months = study.period.range
    return frozenset({*(month for month in study.period.report if month in months), months.months()[-1]})


def _run(ready: Prepared, world: pl.DataFrame, errors: CellErrors, report: Report) -> list[MonthResult]:
    study, tree, panel, settings = ready.study, ready.tree, ready.panel, ready.settings
    simulator = simulator_of(ready)
    central = rule_from(study, tree, central_settings(study, tree))
    book = WorldBook(study, panel.states, world)
    other = on_opponent(ready)
    opposite = None if other is None else simulator_of(other)
    run = Run(study, ready.calibration, simulator, rule_from(study, tree, settings), central, book, opposite)
    across = None if other is None else cell_errors(other.study, tree, other.panel, len(settings))
    kept = kept_months(study)

    def one(t: int, noise: Noise) -> MonthResult:
        there = None if opposite is None or noise[1] is None else moment_of(opposite, t, noise[1])
        return month_result(run, moment_of(simulator, t, noise[0]), there, keep=panel.months[t] in kept)

    def next_month() -> Noise:
        return errors.next_month(), None if across is None else across.next_month()

    found = []
    for done, each in enumerate(_in_order(one, len(panel.months), next_month)):
        found.append(each)
        report(Progress("scores", done + 1, len(panel.months), "months", f"{each.month:%Y-%m}"))
    return found


def _in_order(
    one: Callable[[int, Noise], MonthResult], count: int, next_month: Callable[[], Noise]
) -> Iterator[MonthResult]:
    waiting: list[Future[MonthResult]] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for t in range(count):
            waiting.append(pool.submit(one, t, next_month()))
            if len(waiting) >= BACKLOG:
                yield waiting.pop(0).result()
        for each in waiting:
            yield each.result()
