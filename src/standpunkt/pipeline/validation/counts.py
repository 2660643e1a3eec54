"""Counts and shares of the classes, beside another study's counts where the notes report one."""

from datetime import date
from typing import Any

from standpunkt.pipeline.validation.gathered import Gathered
from standpunkt.pipeline.validation.page import Cell, Figure, Grid, Said, Section, Words
from standpunkt.pipeline.validation.states import label_of
from standpunkt.study.notes import Counted

HEADS = ("Month", "Class", "States", "Share of rated states", "Share of population", "Share of GDP", "Years")
WEIGHTS = ("count", "population", "gdp_usd")


def counts_section(found: Gathered) -> Section:
    """Counts and shares with intervals; where the notes report another study, its figures and the reasons.

    Args:
        found: The build.

    Returns:
        The section.
    """
    counted = found.notes.counted
    months = counted.months if counted else found.months
    rows = [row for month in months if month <= found.study.period.to for row in _rows(found, month)]
    grid = Grid(HEADS, tuple(rows))
    years = Said(
        "Population and GDP of the newest published year at or before the month, named in the last column "
        "(population/GDP); shares are of the states that have a class, by their weight."
    )
    if counted is None:
        return Section("Counts and shares", (grid, years))
    return Section(
        "Counts and shares, beside another study",
        (
            Words(counted.text["de"], counted.text["en"]),
            _beside(found, counted),
            Said(
                "Ends of the intervals of several classes together follow from those of the single "
                "classes: they are wider than the truth, never narrower."
            ),
            tuple(Words(reason["de"], reason["en"]) for reason in counted.reasons),
            grid,
            years,
        ),
    )


def _beside(found: Gathered, counted: Counted) -> Grid:
    months = (counted.leaning.from_, counted.leaning.to)
    rows: list[tuple[Cell, ...]] = [
        (
            Words(each.label["de"], each.label["en"]),
            f"{each.count} ({each.population})",
            *(cell for month in months for cell in _together(found, month, each.classes)),
        )
        for each in counted.classes
    ]
    leaning = counted.leaning
    here = [_together(found, month, leaning.classes) for month in months]
    reported = " → ".join(str(count) for count in leaning.counts)
    rows.append((Words(leaning.label["de"], leaning.label["en"]), reported, *here[0], *here[1]))
    cells = [Said("States here, {month}"), Said("Population here, {month}")]
    heads = tuple(Said(cell.msgid, {"month": f"{month:%Y-%m}"}) for month in months for cell in cells)
    return Grid(("Group", "Reported there", *heads), tuple(rows))


def _together(found: Gathered, month: date, classes: tuple[str, ...]) -> tuple[Figure, Figure]:
    order = found.study.classes.order
    counts = [row for row in found.observatory.shares(month, "count") if row["class"] in order]
    shares = [row for row in found.observatory.shares(month, "population") if row["class"] in order]
    rated = sum(row["count"] for row in counts)
    return (
        Figure(_sum(counts, "count", classes), 0, "number", *_ends(counts, "count", classes, rated)),
        Figure(_sum(shares, "share", classes), 0, "percent", *_ends(shares, "share", classes, 1.0)),
    )


def _sum(rows: list[dict[str, Any]], name: str, classes: tuple[str, ...]) -> float:
    return float(sum(row[name] for row in rows if row["class"] in classes))


def _ends(
    rows: list[dict[str, Any]], name: str, classes: tuple[str, ...], whole: float
) -> tuple[float, float]:
    """Ends of a sum: the sum of the ends, or the whole without the other classes, whichever is nearer."""

    def total(end: str, *, inside: bool) -> float:
        return float(sum(row[f"{name}_{end}"] for row in rows if (row["class"] in classes) == inside))

    low = max(total("low", inside=True), whole - total("high", inside=False))
    high = min(total("high", inside=True), whole - total("low", inside=False))
    return low, high


def _rows(found: Gathered, month: date) -> list[tuple[Cell, ...]]:
    shares = {weight: found.observatory.shares(month, weight) for weight in WEIGHTS}
    rows: list[tuple[Cell, ...]] = []
    for at, by_count in enumerate(shares["count"]):
        code = by_count["class"]
        rated = code in found.study.classes.order
        count = Figure(by_count["count"], 0, "number", by_count["count_low"], by_count["count_high"])
        drawn = [
            Figure(each["share"], 0, "percent", each["share_low"], each["share_high"])
            for each in (shares[weight][at] for weight in shares)
        ]
        years = "/".join(str(shares[weight][at]["weight_year"]) for weight in ("population", "gdp_usd"))
        named = label_of(found, code) if rated else Said("not rated")
        rows.append((f"{month:%Y-%m}", named, count, *drawn, years))
    return rows
