"""Writes drafts as the lines of the command-line contract."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from standpunkt.evidence.suggest.engine import Draft, RankedRelation

SIGNS = {1: "+", -1: "-", 0: "0"}


def contract_lines(
    drafts: Iterable[Draft], layer: str, document: str, publisher: str | None = None
) -> list[dict[str, Any]]:
    """One record a draft, ordered by start, then best score.

    Args:
        drafts: The drafts.
        layer: The text layer they point into.
        document: Name of the file.
        publisher: Who published it, the end of the attribution chain.

    Returns:
        Records with the fields of the contract.
    """
    rows = [_line(one, layer, PurePath(document).name, publisher) for one in drafts]
    return sorted(rows, key=lambda row: (row["start"], -row["relation"][0]["score"]))


def _line(draft: Draft, layer: str, document: str, publisher: str | None) -> dict[str, Any]:
    start, end = draft.sentence.start, draft.sentence.end
    best = draft.best
    return {
        "document": document,
        "start": start,
        "end": end,
        "exact": layer[start:end],
        "relation": [_entry(one) for one in draft.relations],
        "actors": list(best.actors),
        "recipients": list(best.recipients),
        "time": draft.time.edtf if draft.time else None,
        "quantity": [one.record() for one in draft.quantities],
        "commitment": draft.commitment,
        "attribution": _attribution(draft, publisher),
        "direction": SIGNS[best.direction],
        "polarity": best.prefill.polarity,
        "stance": best.prefill.stance,
        "object_sign": best.prefill.object_sign,
        "origin": draft.origin,
    }


def _entry(one: RankedRelation) -> dict[str, Any]:
    return {
        "code": one.code,
        "score": one.score,
        "actors": list(one.actors),
        "recipients": list(one.recipients),
        "direction": SIGNS[one.direction],
    }


def _attribution(draft: Draft, publisher: str | None) -> dict[str, Any] | None:
    if draft.speaker is None:
        return None
    chain = [draft.speaker.name] + ([publisher] if publisher else [])
    return {"speaker": draft.speaker.name, "chain": chain}
