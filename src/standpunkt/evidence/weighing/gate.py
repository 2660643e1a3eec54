"""The release gate: how much of a state's weight rests on little, and what forbids a release."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from standpunkt.evidence.weighing.events import Event, Links
from standpunkt.vocabulary.relation_types import relation

SHARES: dict[str, Callable[[Event], bool]] = {
    "single_group": lambda one: one.belief.group_count <= 1,
    "interested": lambda one: all(each.is_interested for each in one.witnesses if not each.denies),
    "disputed": lambda one: one.is_disputed,
    "unknown_credibility": lambda one: one.witnesses[0].credibility == 6,  # noqa: PLR2004 (the scale's mark)
    "no_second_reader": lambda one: not any(each.state.second for each in one.claims),
}


UNREVIEWED = "unreviewed"
STATE = "[A-Z]{3}"
"""Groups and open parties have no score that a gate could guard."""


@dataclass(frozen=True)
class Pending:
    """What is not settled: open claims weighed as if accepted, links, quotes in a replaced text layer."""

    open_events: Sequence[Event] = ()
    links: Links = field(default_factory=lambda: Links(frozenset()))
    stale: Sequence[Mapping[str, Any]] = ()


NOTHING = Pending()


@dataclass(frozen=True)
class Gate:
    """What the gate says. `blocks` forbid a release; `warnings` exceed the study's limits."""

    rows: list[dict[str, Any]]
    blocks: list[dict[str, str]]
    warnings: list[str]

    @property
    def is_open(self) -> bool:
        """Whether the study may be released."""
        return not self.blocks


def gate(
    events: Iterable[Event],
    limits: Mapping[str, float],
    broken: Sequence[Mapping[str, Any]],
    pending: Pending = NOTHING,
) -> Gate:
    """Shares of weight by state and pillar, against the study's limits.

    Args:
        events: The events of a study.
        limits: Largest share by name, such as single_group: 0.5.
        broken: Quotes that do not stand where they say.
        pending: What is not settled.

    Returns:
        The rows, what blocks, what warns.
    """
    found = list(events)
    cells, waiting = _cells(found), _cells(pending.open_events)
    rows = [
        _row(cell, cells.get(cell, []), waiting.get(cell, []))
        for cell in sorted(cells.keys() | waiting.keys())
    ]
    warnings = [
        f"{row['iso3']} {row['pillar']} {name}"
        for row in rows
        for name, limit in sorted(limits.items())
        if row.get(name) is not None and row[name] > limit
    ]
    return Gate(rows, _blocks(found, broken, pending), warnings)


def _cells(events: Iterable[Event]) -> dict[tuple[str, str], list[Event]]:
    cells: dict[tuple[str, str], list[Event]] = {}
    for one in events:
        for state in one.direction.focal:
            if not re.fullmatch(STATE, state):
                continue
            cells.setdefault((state, relation(one.lead.state.form["relation"]).pillar), []).append(one)
    return cells


def _blocks(
    events: Sequence[Event], broken: Sequence[Mapping[str, Any]], pending: Pending
) -> list[dict[str, str]]:
    blocks = [{"claim_id": str(row["claim_id"]), "why": f"quote: {row['problem']}"} for row in broken]
    blocks += [{"claim_id": str(row["claim_id"]), "why": "stale text layer"} for row in pending.stale]
    settled = pending.links.ends("updates")
    clashes = {
        one
        for a, b, kind in pending.links.pairs
        if kind == "contradicts" and not {a, b} & settled
        for one in (a, b)
    }
    for event in events:
        for claim in event.claims:
            blocks += [{"claim_id": claim.id, "why": why} for why in _missing(claim.document)]
            if claim.id in clashes:
                blocks.append({"claim_id": claim.id, "why": "undecided contradiction"})
        if _is_undecided(event):
            blocks.append({"claim_id": event.lead.id, "why": "readers disagree"})
    return blocks


def _row(cell: tuple[str, str], events: Sequence[Event], waiting: Sequence[Event]) -> dict[str, Any]:
    total, still = sum(one.weight for one in events), sum(one.weight for one in waiting)
    row: dict[str, Any] = {
        "iso3": cell[0],
        "pillar": cell[1],
        "events": len(events),
        "weight": round(total, 6),
    }
    for name, holds in SHARES.items():
        part = sum(one.weight for one in events if holds(one))
        row[name] = round(part / total, 6) if total else None
    row[UNREVIEWED] = round(still / (total + still), 6) if total + still else None
    return row


def _missing(document: Mapping[str, Any]) -> list[str]:
    return [] if document.get("publisher_source_id") else ["source missing"]


def _is_undecided(event: Event) -> bool:
    """Readers disagree on a claim that counts."""
    return any(verdict == "reject" for one in event.claims for _, verdict in one.state.second)
