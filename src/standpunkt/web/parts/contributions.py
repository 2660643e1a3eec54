"""Contributions as a tree to open: pillar, indicator, facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standpunkt.languages.numbers import number, percent
from standpunkt.measures.catalogue import find
from standpunkt.web.parts.facts import FactLine, fact_line, word
from standpunkt.web.visit import Visit

SMALLEST_REACH = 10.0
MOST_FACTS = 60
"""So many facts of one indicator are listed; the JSON holds all."""


@dataclass(frozen=True)
class IndicatorNode:
    """An indicator with its contribution in points, its value and its facts."""

    code: str
    label: str
    points: float
    low: float | None
    high: float | None
    value: str
    missing: str
    kind: str
    layer: str
    facts: tuple[FactLine, ...]
    hidden_count: int
    caveat: str


@dataclass(frozen=True)
class PillarNode:
    """A pillar with its contribution and its indicators."""

    code: str
    label: str
    points: float
    low: float | None
    high: float | None
    indicators: tuple[IndicatorNode, ...]


def pillar_nodes(visit: Visit, explained: Mapping[str, Any]) -> tuple[PillarNode, ...]:
    """The tree of contributions.

    Args:
        visit: The request.
        explained: What `Observatory.explain` gives.

    Returns:
        Pillars in the order of the study, indicators by size.
    """
    return tuple(
        PillarNode(
            code=pillar["pillar"],
            label=pillar["label"][visit.lang],
            points=pillar["contribution"],
            low=pillar["low"],
            high=pillar["high"],
            indicators=tuple(
                _indicator(visit, row)
                for row in explained["contributions"]
                if row["pillar"] == pillar["pillar"]
            ),
        )
        for pillar in explained["pillars"]
    )


def reach(pillars: tuple[PillarNode, ...]) -> float:
    """How far the axis of the small bars goes to either side.

    Args:
        pillars: The tree.

    Returns:
        The largest absolute number drawn, at least SMALLEST_REACH.
    """
    nodes: list[PillarNode | IndicatorNode] = list(pillars)
    for pillar in pillars:
        nodes += pillar.indicators
    drawn = [value for node in nodes for value in (node.points, node.low, node.high) if value is not None]
    return max([SMALLEST_REACH, *(abs(value) for value in drawn)])


def _indicator(visit: Visit, row: Mapping[str, Any]) -> IndicatorNode:
    measure = find(row["measure"])
    facts = row["facts"]
    return IndicatorNode(
        code=row["indicator"],
        label=visit.say_label(measure.label),
        points=row["contribution"],
        low=row["low"],
        high=row["high"],
        value=_value(visit, row),
        missing=word(visit, row["missing"]),
        kind=row["kind"],
        layer=word(visit, row["layer"]),
        facts=tuple(fact_line(visit, part) for part in facts[:MOST_FACTS]),
        hidden_count=max(0, len(facts) - MOST_FACTS),
        caveat=visit.say_label(measure.caveat) if measure.caveat else "",
    )


def _value(visit: Visit, row: Mapping[str, Any]) -> str:
    value, unit = row["value"], row["unit"]
    if value is None:
        return ""
    if unit == "share":
        return percent(value, visit.lang, 0)
    return f"{number(value, visit.lang, 2)} {visit.say(unit)}"
