"""Figures of one event side by side: every one with who says it, never averaged, never added up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
FACTOR = "factor"
BOUNDS = ("low", "value", "high")


@dataclass(frozen=True)
class Figures:
    """What one claim says: its quantities as coded, and who says it."""

    claim_id: str
    speaker: str
    quantities: Sequence[Row]


def figure_sets(
    said: Sequence[Figures], relative_to: Mapping[str, str], updated: Collection[str]
) -> tuple[Row, ...]:
    """One set per unit and item, with the span of the values that no later report replaced.

    A factor that a link relates to another claim ("twice that") becomes that claim's figure times the factor.

    Args:
        said: The claims of an event.
        relative_to: The claim that a claim's factor is relative to.
        updated: Claims whose figures a later one replaced: they are shown, and do not count for the span.

    Returns:
        Rows of unit, item, low, high (None without a number) and values, each with speaker, claim_id, rank.
    """
    by_claim = {one.claim_id: one for one in said}
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in said:
        base = by_claim.get(relative_to.get(one.claim_id, ""))
        for quantity in one.quantities:
            value = _resolved(quantity, base) if base else dict(quantity)
            rank = "deprecated" if one.claim_id in updated else "normal"
            key = (str(value.get("unit") or ""), str(value.get("item") or ""))
            found.setdefault(key, []).append(
                {**value, "speaker": one.speaker, "claim_id": one.claim_id, "rank": rank}
            )
    return tuple(_set(unit, item, found[unit, item]) for unit, item in sorted(found))


def _set(unit: str, item: str, values: Sequence[dict[str, Any]]) -> Row:
    kept = [one for one in values if one["rank"] == "normal"] or values
    known = [float(one[name]) for one in kept for name in BOUNDS if one.get(name) is not None]
    low, high = (min(known), max(known)) if known else (None, None)
    return {"unit": unit, "item": item, "values": list(values), "low": low, "high": high}


def _resolved(quantity: Row, base: Figures) -> dict[str, Any]:
    factor = quantity.get("value")
    known = [one for one in base.quantities if one.get("unit") != FACTOR]
    if quantity.get("unit") != FACTOR or factor is None or len(known) != 1:
        return dict(quantity)
    scaled = {
        name: float(known[0][name]) * float(factor) if known[0].get(name) is not None else None
        for name in BOUNDS
    }
    return {**quantity, **scaled, "unit": known[0].get("unit"), "item": known[0].get("item")}
