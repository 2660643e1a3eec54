"""Rows as pages show them: name, address, style class and words beside the figures of the observatory."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standpunkt.dossier.formats import class_words
from standpunkt.languages.names import sort_key, state_name
from standpunkt.study.model import Study
from standpunkt.web.visit import Visit

BETWEEN = "between"
NOT_RATED = "NOT_RATED"


@dataclass(frozen=True)
class StateRow:
    """One state in a table; `css` colours its likeliest class, missing numbers are None."""

    iso3: str
    name: str
    address: str
    is_rated: bool
    stance: float | None
    low: float | None
    high: float | None
    css: str
    class_label: str
    probability: float | None
    dependence: float | None
    coverage: float
    grade: str


@dataclass(frozen=True)
class ClassName:
    """A class: code, style class, label and rule in words."""

    code: str
    css: str
    label: str
    rule: str


def class_names(study: Study, lang: str) -> tuple[ClassName, ...]:
    """The classes from the opponent's side to the power's.

    Args:
        study: The study.
        lang: de or en.

    Returns:
        One entry a class.
    """
    words = class_words(study, lang)
    return tuple(
        ClassName(code, f"c{place}", *words[place]) for place, code in enumerate(study.classes.order)
    )


def class_labels(visit: Visit) -> dict[str, str]:
    """The labels of the classes by code."""
    study = visit.observatory.study
    return dict(zip(study.classes.order, study.classes.labels[visit.lang], strict=True))


def class_label(visit: Visit, row: Mapping[str, Any], labels: Mapping[str, str] | None = None) -> str:
    """The class of a state in words; a state between two classes says between which.

    Args:
        visit: The request.
        row: A row of `Observatory.states`.
        labels: Labels by code where many rows are shown.

    Returns:
        The label.
    """
    names = labels or class_labels(visit)
    if row["class"] is None:
        return visit.say("not enough data for a class")
    if row["class"] == BETWEEN:
        return visit.say(
            "between: {first} or {second}",
            first=names[row["class_first"]],
            second=names[row["class_second"]],
        )
    return names[row["class"]]


def state_row(visit: Visit, row: Mapping[str, Any], labels: Mapping[str, str] | None = None) -> StateRow:
    """A row of the observatory as a table shows it.

    Args:
        visit: The request.
        row: A row of `Observatory.states`.
        labels: Labels of classes by code where many rows are shown.

    Returns:
        The row.
    """
    order = visit.observatory.study.classes.order
    first = row["class_first"]
    unsure = " u" if row["class"] == BETWEEN else ""
    return StateRow(
        iso3=row["iso3"],
        name=state_name(row["iso3"], visit.lang),
        address=visit.state_link(row["iso3"]),
        is_rated=row["class"] is not None,
        stance=row["stance"],
        low=row["stance_low"],
        high=row["stance_high"],
        css=f"c{order.index(first)}{unsure}" if first else "n",
        class_label=class_label(visit, row, labels),
        probability=row[f"p_{first.lower()}"] if first else None,
        dependence=row["dependence"],
        coverage=row["coverage"],
        grade=row["coverage_grade"],
    )


def state_rows(visit: Visit) -> list[StateRow]:
    """All states at the month chosen, in the order chosen.

    Args:
        visit: The request.

    Returns:
        Rows; states without the value sorted by stand last.
    """
    labels = class_labels(visit)
    rows = [state_row(visit, row, labels) for row in visit.observatory.states(visit.view.at)]
    rows.sort(key=lambda row: sort_key(row.name))
    key = visit.view.sort.lstrip("-")
    if key != "name":
        sign = -1 if visit.view.sort.startswith("-") or key in {"width", "coverage"} else 1
        rows.sort(key=lambda row: _place(row, key, sign))
    return rows


def _place(row: StateRow, key: str, sign: int) -> tuple[bool, float]:
    values = {
        "stance": row.stance,
        "dependence": row.dependence,
        "coverage": row.coverage,
        "width": None if row.low is None or row.high is None else row.high - row.low,
    }
    value = values[key]
    return value is None, sign * (value or 0.0)
