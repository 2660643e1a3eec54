"""What drives a state's figures: indicators with their values, points and facts."""

from typing import Any

from standpunkt.dossier.formats import say_of_study
from standpunkt.languages.known import known_languages
from standpunkt.measures.catalogue import find
from standpunkt.measures.cells import COVERAGE_TABLE
from standpunkt.pipeline.validation.gathered import Gathered
from standpunkt.pipeline.validation.page import Cell, Figure, Grid, Said, Section, Words
from standpunkt.pipeline.validation.states import poles_of

Row = dict[str, Any]
SHOWN_FACTS = 2
SILENT = 0.05
"""Points below which an indicator has moved nothing."""
VERIFIED = {
    "official": "official",
    "two_independent": "two independent texts",
    "press": "press",
    "derived": "own calculation",
    "reconstructed": "reconstructed",
    "unverified": "unverified",
}
REASONS = {
    "not_reported": "not reported: filled in draws",
    "not_applicable": "not applicable",
    "out_of_scope": "out of scope: filled in draws",
    "suppressed": "suppressed: filled in draws",
}


def drivers_section(found: Gathered, told: Row) -> Section:
    """Stance, indicator by indicator.

    Args:
        found: The build.
        told: What the observatory explains of the state.

    Returns:
        The section.
    """
    return Section(
        "What drives Stance",
        (
            Said(
                "Points to {power_gen} side are positive; they add up to the Stance of {stance}.",
                {**poles_of(found), "stance": Figure(told["stance"], 1, "signed")},
            ),
            _grid(found, told["contributions"]),
        ),
    )


def dependence_section(found: Gathered, told: Row) -> Section:
    """Dependence, indicator by indicator.

    Args:
        found: The build.
        told: What the observatory explains of the state's Dependence.

    Returns:
        The section.
    """
    if told["dependence"] is None:
        reason = "No figure: nothing of what binds the state is on file. Missing is not zero."
        return Section("Dependence", (Said(reason),))
    value = Figure(told["dependence"], 0, "number", told["dependence_low"], told["dependence_high"])
    return Section(
        "Dependence",
        (
            Said("Dependence on the power is {value} of 100; it is no consent.", {"value": value}),
            _grid(found, told["contributions"]),
        ),
    )


def label(found: Gathered, code: str) -> Words:
    """The name of an indicator's quantity in both languages.

    Args:
        found: The build.
        code: Code of the indicator.

    Returns:
        The label, with the poles' names.
    """
    text = find(found.study.indicators[code].measure).label
    said = {language: say_of_study(text, found.study, language) for language in known_languages()}
    return Words(said["de"], said["en"])


def _grid(found: Gathered, rows: list[Row]) -> Grid:
    heads = ("Indicator", "Value", "Points", "Rests on")
    kept = [row for row in rows if abs(row["contribution"]) >= SILENT or row["value"] is not None]
    gaps = [row for row in rows if row not in kept]
    return Grid(heads, tuple(_row(found, row) for row in (*kept, *gaps)))


def _row(found: Gathered, row: Row) -> tuple[Cell, ...]:
    value: Cell = Figure(row["value"], 2, "number", row["value_low"], row["value_high"])
    if row["value"] is None:
        value = Said(REASONS[row["missing"] or "not_reported"])
    points = Figure(row["contribution"], 1, "signed", row["low"], row["high"])
    named = Said("{code} {label}", {"code": row["indicator"], "label": label(found, row["indicator"])})
    return named, value, points, _facts(row)


def _facts(row: Row) -> Cell:
    sourced = [fact for fact in row["facts"] if fact.get("publisher")]
    if not sourced:
        return "–"
    if all(fact["table"] == COVERAGE_TABLE for fact in sourced):
        return Said("a list declared complete: nothing there")
    named = list(dict.fromkeys((fact["publisher"], fact["verification"]) for fact in sourced))
    values: dict[str, Cell] = {
        f"n{at}": Said("{publisher} ({how})", {"publisher": publisher, "how": Said(VERIFIED[how])})
        for at, (publisher, how) in enumerate(named[:SHOWN_FACTS])
    }
    values |= {"count": str(len(sourced)), "more": str(len(named) - SHOWN_FACTS)}
    return _listed(len(named), len(sourced), values)


def _listed(publishers: int, facts: int, values: dict[str, Cell]) -> Cell:
    if publishers == 1:
        return Said("{n0}, {count} facts", values) if facts > 1 else values["n0"]
    if publishers == SHOWN_FACTS:
        return Said("{n0}; {n1}; {count} facts", values)
    return Said("{n0}; {n1} and {more} more; {count} facts", values)
