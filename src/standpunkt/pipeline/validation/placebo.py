"""Another state in the power's place: the same facts and votes must not give the same order of states."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from standpunkt.index.validation.agreement import spearman
from standpunkt.index.validation.central import Central, Inputs, central_scores
from standpunkt.pipeline.validation.gathered import Gathered, measured, shortened
from standpunkt.pipeline.validation.page import Cell, Figure, Grid, Said, Section
from standpunkt.pipeline.validation.states import name_of, poles_of
from standpunkt.study.model import Study
from standpunkt.study.sections.classes import Cuts
from standpunkt.study.sections.texts import FrozenMapping
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.progress import Report

FIXED = Cuts(inner=20.0, outer=50.0)
VOTES = "votes."
"""Measures of votes stand on roll calls, whoever the power is."""


@dataclass(frozen=True)
class Swapped:
    """What came of a state in the power's place.

    refusal: why the whole index refused, None where it did not; rho: rank correlation of Stance without
    votes with the true one without votes, over all common states; rho_rest: outside the opponent's camp.
    """

    power: str
    refusal: Said | None
    rho: float | None
    rho_rest: float | None


def placebo_section(found: Gathered, report: Report) -> Section:
    """The index with other powers.

    Args:
        found: The build.
        report: Told of progress.

    Returns:
        The section; without placebo powers in the notes it says so.
    """
    title = "Another power in its place"
    placebo = found.notes.placebo
    if placebo is None:
        return Section(title, (Said("The notes of the study name no other power to try."),))
    true = _without_votes(found, found.study, report)
    rows = tuple(_row(_swapped(found, power, true, report)) for power in placebo.powers)
    heads = (
        "Power",
        "The whole index",
        "Rank correlation without votes",
        "the same outside the opponent's camp",
    )
    return Section(
        title,
        (
            Said(
                "The state takes the place of {power}, with no camp and no organisations of its own; "
                "facts, roll calls "
                "and the opponent stay. A method that only sorts the West from the rest would give the same "
                "order again.",
                poles_of(found),
            ),
            Grid(heads, rows),
            Said(
                "Refused means: on these roll calls the state does not stand where a pole must "
                "stand, and the index "
                "stops instead of sorting. What agrees without votes is what states do with the "
                "opponent's side: aid, "
                "membership, alliance. Outside the opponent's camp little of it should be left."
            ),
        ),
    )


def _row(swapped: Swapped) -> tuple[Cell, ...]:
    whole = Said("scores") if swapped.refusal is None else Said("refused: {why}", {"why": swapped.refusal})
    return name_of(swapped.power), whole, Figure(swapped.rho, 2), Figure(swapped.rho_rest, 2)


def _swapped(found: Gathered, power: str, true: Central | None, report: Report) -> Swapped:
    study = _with_power(found.study, power)
    refusal = _refusal(found, study, report)
    other = _without_votes(found, study, report)
    if true is None or other is None:
        return Swapped(power, refusal, None, None)
    last = found.study.period.to
    rest = found.study.camp_members("rest", last)
    pairs = [_common(true, other, set(true.states)), _common(true, other, rest)]
    return Swapped(power, refusal, *(spearman(one, two) for one, two in pairs))


def _common(true: Central, other: Central, states: frozenset[str] | set[str]) -> tuple[Any, Any]:
    month = true.months[-1]
    one, two = true.at(month), other.at(month)
    common = [code for code in true.states if code in two and code in states]
    return np.array([one[code] for code in common]), np.array([two[code] for code in common])


def _refusal(found: Gathered, study: Study, report: Report) -> Said | None:
    try:
        known = measured(study, found.facts, found.data_dir, report)
        central_scores(shortened(Inputs(study, known.values, known.anchors)), [study.period.to])
    except StandpunktError as error:
        where = str(error.values.get("indicator", "–"))
        return Said(
            "the anchors of {indicator} do not hold ({code})", {"indicator": where, "code": error.code}
        )
    return None


def _without_votes(found: Gathered, study: Study, report: Report) -> Central | None:
    voting = {code for code, each in study.active_indicators.items() if each.measure.startswith(VOTES)}
    classes = study.classes.model_copy(update={"cuts": FIXED, "gate": "none"})
    silent = study.model_copy(update={"inactive": (*study.inactive, *sorted(voting)), "classes": classes})
    try:
        known = measured(silent, found.facts, found.data_dir, report)
        return central_scores(shortened(Inputs(silent, known.values, known.anchors)), [study.period.to])
    except StandpunktError:
        return None


def _with_power(study: Study, power: str) -> Study:
    poles = study.poles.model_copy(
        update={"power": study.poles.power.model_copy(update={"states": (power,)})}
    )
    camps = study.camps.model_copy(update={"power": study.camps.power.model_copy(update={"members": ()})})
    indicators = {code: _without_own(each) for code, each in study.indicators.items()}
    return study.model_copy(update={"poles": poles, "camps": camps, "indicators": FrozenMapping(indicators)})


def _without_own(indicator: Any) -> Any:  # noqa: ANN401 (an indicator of the study)
    """Takes organisations and alliances of the power out of an indicator's parameters."""

    def one(key: str, value: object) -> object:
        if key == "power" and isinstance(value, Mapping):
            return {}
        return (
            {name: one(name, each) for name, each in value.items()} if isinstance(value, Mapping) else value
        )

    params = {key: one(key, value) for key, value in indicator.params.items()}
    return indicator.model_copy(update={"params": FrozenMapping(params)})
