"""The release gate: how much of a state's weight rests on little, and what forbids a release."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standpunkt.evidence.weighing.events import Event
from standpunkt.vocabulary.relation_types import relation

SHARES: dict[str, Callable[[Event], bool]] = {
    "single_group": lambda one: one.belief.group_count <= 1,
    "interested": lambda one: all(each.is_interested for each in one.witnesses if not each.denies),
    "disputed": lambda one: one.is_disputed,
    "unknown_credibility": lambda one: one.witnesses[0].credibility == 6,  # noqa: PLR2004 (the scale's mark)
    "no_second_reader": lambda one: not any(each.state.second for each in one.claims),
}


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


def gate(events: Iterable[Event], limits: Mapping[str, float], broken: Sequence[Mapping[str, Any]]) -> Gate:
    """Shares of weight by state and pillar, against the study's limits.

    Args:
        events: The events of a study.
        limits: Largest share by name, such as single_group: 0.5.
        broken: Quotes that do not stand where they say.

    Returns:
        The rows, what blocks, what warns.
    """
    found = list(events)
    cells: dict[tuple[str, str], list[Event]] = {}
    for one in found:
        for state in one.direction.focal:
            cells.setdefault((state, relation(one.lead.state.form["relation"]).pillar), []).append(one)
    rows = [_row(state, pillar, held) for (state, pillar), held in sorted(cells.items())]
    blocks = [{"claim_id": str(row["claim_id"]), "why": f"quote: {row['problem']}"} for row in broken]
    for one in found:
        blocks += [
            {"claim_id": each.id, "why": why} for each in one.claims for why in _missing(each.document)
        ]
        if _is_undecided(one):
            blocks.append({"claim_id": one.lead.id, "why": "undecided contradiction"})
    warnings = [
        f"{row['iso3']} {row['pillar']} {name}"
        for row in rows
        for name, limit in sorted(limits.items())
        if row.get(name) is not None and row[name] > limit
    ]
    return Gate(rows, blocks, warnings)


def _row(state: str, pillar: str, events: Sequence[Event]) -> dict[str, Any]:
    total = sum(one.weight for one in events)
    row: dict[str, Any] = {"iso3": state, "pillar": pillar, "events": len(events), "weight": round(total, 6)}
    for name, holds in SHARES.items():
        part = sum(one.weight for one in events if holds(one))
        row[name] = round(part / total, 6) if total else None
    return row


def _missing(document: Mapping[str, Any]) -> list[str]:
    return [] if document.get("publisher_source_id") else ["source missing"]


def _is_undecided(event: Event) -> bool:
    """Readers disagree on a claim that counts."""
    return any(verdict == "reject" for one in event.claims for _, verdict in one.state.second)
