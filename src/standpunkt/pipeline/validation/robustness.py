"""What must not matter, what matters, and how much: clones, mirror, sources, pillars, placebos."""

from dataclasses import replace

import numpy as np
import polars as pl

from standpunkt.index.validation.agreement import spearman
from standpunkt.index.validation.central import Central, Inputs, central_scores, largest_gap
from standpunkt.index.validation.changes import (
    cloned,
    in_other_order,
    in_other_unit,
    renamed,
    scrambled,
    without_cells,
    without_pillar,
)
from standpunkt.index.validation.reliability import expected_error, reliability
from standpunkt.pipeline.validation.gathered import Gathered, measured, shortened
from standpunkt.pipeline.validation.page import Cell, Figure, Grid, Said, Section, Words
from standpunkt.study.sections.classes import Cuts
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.progress import Report

FIXED = Cuts(inner=20.0, outer=50.0)
FACTOR = 100.0
LEAST_CELLS = 20
EXACT = 1e-9
"""Points that rounding may leave."""


def tests_section(found: Gathered, report: Report) -> Section:
    """Changes that must not matter.

    Args:
        found: The build.
        report: Told of progress.

    Returns:
        The section.
    """
    short, months = shortened(found.inputs), found.months
    base = _of_rated(found, central_scores(short, months))
    clones = {code: _clone(short, base, code) for code in short.study.active_indicators}
    worst = max(clones, key=lambda code: clones[code])
    unit = [code for code, each in short.study.active_indicators.items() if each.transform == "identity"]
    units = max(
        largest_gap(base, central_scores(in_other_unit(short, code, FACTOR), months)) for code in unit[:2]
    )
    placebo = central_scores(scrambled(short, found.study.run.seed), months)
    again = _of_rated(found, central_scores(short, months))
    twins = largest_gap(base, central_scores(in_other_order(short), months))
    bytes_differ = float(again.stance.tobytes() != base.stance.tobytes())
    rows = (
        _test(Said("An indicator twice (worst: {code})", {"code": worst}), clones[worst], 0.5),
        _test(Said("Poles exchanged"), _mirror(found, base, report), 1.0),
        _test(Said("States with exchanged names"), _rename(short, base), EXACT),
        _test(Said("Rows in other order"), twins, EXACT),
        _test(Said("Two indicators in units a hundred times smaller"), units, EXACT),
        _test(Said("The same once more, bit for bit"), bytes_differ, 0.0),
    )
    spread = {"before": Figure(float(base.stance.std()), 1), "after": Figure(float(placebo.stance.std()), 1)}
    return Section(
        "What must not matter",
        (
            Said("Largest difference of Stance in points, over all rated states and report months."),
            Grid(("Changed input", "Largest difference", "Allowed", "Holds"), rows),
            Said(
                "A copied indicator adds no weight of its own and is no second witness where gaps are filled."
            ),
            Said(
                "Where exchanged poles give another size, anchors, imputation or a one-sided list "
                "are not symmetric; "
                "differences above the allowed ones are faults that are still open."
            ),
            Said(
                "Placebo: with the states of each indicator exchanged at random, each for itself, "
                "the standard "
                "deviation of Stance falls from {before} to {after}: indicators that tell of one state "
                "agree, those thrown together cancel.",
                dict(spread),
            ),
        ),
    )


def _of_rated(found: Gathered, scores: Central) -> Central:
    rated = {row["iso3"] for row in found.observatory.states() if row["is_rated"]}
    kept = [at for at, state in enumerate(scores.states) if state in rated]
    return Central(
        tuple(scores.states[at] for at in kept),
        scores.months,
        scores.stance[:, kept],
        scores.dependence[:, kept],
        scores.classes[:, kept],
    )


def _test(name: Said, gap: float | None, allowed: float) -> tuple[Cell, ...]:
    holds = Said("yes") if gap is not None and gap <= allowed else Said("NO")
    return name, Figure(gap, 2), Figure(allowed, 1), holds


def _clone(short: Inputs, base: Central, code: str) -> float:
    return largest_gap(base, central_scores(cloned(short, code), base.months))


def _mirror(found: Gathered, base: Central, report: Report) -> float | None:
    study = found.study.exchanged()
    try:
        other = measured(study, found.facts, found.data_dir, report)
        seen = central_scores(shortened(Inputs(study, other.values, other.anchors)), base.months)
    except StandpunktError:
        return None
    gaps = [abs(base.at(m)[s] + seen.at(m)[s]) for m in base.months for s in base.states]
    return max(gaps)


def _rename(short: Inputs, base: Central) -> float:
    rest = sorted(short.study.camp_members("rest", short.study.period.to))
    names = dict(zip(rest, rest[1:] + rest[:1], strict=True))
    turned = central_scores(renamed(short, names), base.months)
    return max(abs(base.at(m)[s] - turned.at(m)[names.get(s, s)]) for m in base.months for s in base.states)


def removal_section(found: Gathered) -> Section:
    """What a pillar or a source carries, and whether stated chances hold without it.

    Args:
        found: The build.

    Returns:
        The section.
    """
    short, months = shortened(found.inputs), found.months
    base = central_scores(short, months)
    pillars = tuple(_pillar(short, base, code) for code in short.study.indices.stance.headline_pillars)
    rows, chances, classes = _sources(found, base)
    bins = reliability(np.array(chances), np.array(classes, np.int8))
    told = tuple(
        (
            Figure(b.low, 0, "percent"),
            Figure(b.high, 0, "percent"),
            str(b.count),
            Figure(b.said, 0, "percent"),
            Figure(b.true, 0, "percent"),
        )
        for b in bins
    )
    return Section(
        "Without a pillar, without a source",
        (
            Grid(("Without", "Rank correlation", "Other class"), pillars),
            Said(
                "Without votes the reference profiles name nothing; ranks are then those of the "
                "plain composite."
            ),
            Grid(("Without source", "Cells", "States with other class", "Largest difference"), rows),
            Said(
                "Chances of the likeliest class against what the central run says when a source "
                "falls (only states "
                "and months that the source touches; calibration kept). Mean distance: {error}.",
                {"error": Figure(expected_error(bins), 0, "percent")},
            ),
            Grid(("Chance from", "Chance to", "Cases", "Said", "Came true"), told),
        ),
    )


def _pillar(short: Inputs, base: Central, code: str) -> tuple[Cell, ...]:
    study = without_pillar(short.study, code)
    label = short.study.pillars[code].label
    name = Words(label["de"], label["en"])
    last = len(base.months) - 1
    try:
        seen = central_scores(replace(short, study=study), base.months)
    except StandpunktError:
        classes = study.classes.model_copy(update={"cuts": FIXED})
        seen = central_scores(
            replace(short, study=study.model_copy(update={"classes": classes})), base.months
        )
        return name, Figure(spearman(base.stance[last], seen.stance[last]), 2), "–"
    other = float((base.classes[last] != seen.classes[last]).mean())
    return name, Figure(spearman(base.stance[last], seen.stance[last]), 2), Figure(other, 0, "percent")


def _sources(
    found: Gathered, base: Central
) -> tuple[tuple[tuple[Cell, ...], ...], list[list[float]], list[int]]:
    short = shortened(found.inputs)
    calibration = short.calibration()
    order = found.study.classes.order
    rows, chances, classes = [], [], []
    used = found.parts.filter(
        pl.col("month_date").is_in(list(base.months)) & pl.col("source_id").is_not_null()
    )
    published = {m: {row["iso3"]: row for row in found.observatory.states(m)} for m in base.months}
    for (source,), cells in used.group_by(["source_id"], maintain_order=True):
        gone = cells.select("indicator_code", "iso3", "month_date").unique()
        if gone.height < LEAST_CELLS or source == "standpunkt_editors":
            continue
        try:
            seen = central_scores(
                replace(short, values=without_cells(short.values, gone)), base.months, calibration
            )
        except StandpunktError:
            continue
        touched = {(code, month) for code, month in gone.select("iso3", "month_date").iter_rows()}
        for n, month in enumerate(base.months):
            for at, iso3 in enumerate(base.states):
                row = published[month][iso3]
                if (iso3, month) in touched and row["is_rated"]:
                    chances.append([row[f"p_{code.lower()}"] for code in order])
                    classes.append(int(seen.classes[n][at]))
        other = int((base.classes[-1] != seen.classes[-1]).sum())
        rows.append((str(source), str(gone.height), str(other), Figure(largest_gap(base, seen), 1)))
    return tuple(sorted(rows, key=lambda row: str(row[0]))), chances, classes
