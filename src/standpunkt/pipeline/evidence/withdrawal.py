"""Withdraws a source, and shows every sentence, score and PDF that it touched."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from standpunkt.dossier.evidence.portraits import noted_portraits, sentences_on
from standpunkt.dossier.evidence.trace import event_effects
from standpunkt.dossier.facts import CLAIMS, EVENTS
from standpunkt.dossier.observatory import Observatory
from standpunkt.evidence.ledger.beside.sources import restore_source, withdraw_source
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.events import Event, depends_on
from standpunkt.pipeline.evidence.ledger import Desk, every_claim, register_of, study_events
from standpunkt.tables.version import has_version
from standpunkt.vocabulary.errors.ledger import UnknownLedgerSourceError

Row = dict[str, Any]


def withdraw(desk: Desk, source_id: str, reason: str, study_id: str) -> Row:
    """Withdraws a source: its claims stay on file and count no more.

    Args:
        desk: The ledger.
        source_id: The source.
        reason: Why.
        study_id: Whose events are compared.

    Returns:
        source_id, the affected claims, and each focal state's weight before and after.
    """
    affected = claims_through(desk, source_id)
    before = _weights(study_events(desk, study_id))
    withdraw_source(desk.database, source_id, reason, desk.signature())
    after = _weights(study_events(desk, study_id))
    moved = {
        state: [before.get(state, 0.0), after.get(state, 0.0)]
        for state in sorted(before.keys() | after.keys())
        if before.get(state, 0.0) != after.get(state, 0.0)
    }
    return {"source_id": source_id, "claims": [one.id for one in affected], "states": moved}


def restore(desk: Desk, source_id: str) -> Row:
    """Lifts a withdrawal.

    Args:
        desk: The ledger.
        source_id: The source.

    Returns:
        source_id and the claims that count again.
    """
    affected = claims_through(desk, source_id)
    restore_source(desk.database, source_id, desk.signature())
    return {"source_id": source_id, "claims": [one.id for one in affected]}


def claims_through(desk: Desk, source_id: str) -> list[Claim]:
    """Claims that came from or through a source.

    Args:
        desk: The ledger.
        source_id: The source.

    Returns:
        Claims of any status.

    Raises:
        UnknownLedgerSourceError: Without such a source.
    """
    held = every_claim(desk)
    known = set(register_of(desk).sources) | {one for each in held for one in depends_on(each)}
    if source_id not in known:
        raise UnknownLedgerSourceError(value=source_id, known=", ".join(sorted(known)))
    return [one for one in held if source_id in depends_on(one)]


def touched(affected: Sequence[Claim], data_dir: Path, study_id: str, language: str) -> Row:
    """What claims touched in the current version: sentences of portraits, scores, and PDFs.

    Args:
        affected: The claims.
        data_dir: The data folder.
        study_id: The study.
        language: Language of the sentences.

    Returns:
        version (None before the first build), sentences (state, text), scores (state, indicator, index,
        points, score), files (PDFs written with these claims inside).
    """
    ids = {one.id for one in affected}
    if not ids or not has_version(data_dir, study_id):
        return {"version": None, "sentences": [], "scores": [], "files": []}
    observatory = Observatory.open(study_id, data_dir)
    keys = {f"{CLAIMS}:{one}" for one in ids}
    states, scores = {one.profile for one in affected if one.state.status == "accepted"}, []
    for state in sorted(states):
        for event in observatory.facts.of_state(state, EVENTS):
            if ids & set(str(event.fields["claim_codes"]).split(";")):
                keys.add(event.key)
                scores += event_effects(observatory, event.row_key, observatory.months[-1])
    described = states & set(observatory.study.universe_states())
    sentences = [
        {"state": state, "text": text}
        for state in sorted(described)
        for text in sentences_on(observatory, state, language, frozenset(keys))
    ]
    files = [row for row in noted_portraits(data_dir) if _holds(row, data_dir, ids)]
    return {"version": observatory.version, "sentences": sentences, "scores": scores, "files": files}


def _holds(row: Row, data_dir: Path, ids: Iterable[str]) -> bool:
    """Whether the version that a portrait was written from holds one of the claims for its state."""
    if not (data_dir / "versions" / row["study"] / row["version"]).is_dir():
        return False
    facts = Observatory.open(row["study"], data_dir, row["version"]).facts
    return any(fact.row_key in set(ids) for fact in facts.of_state(row["iso3"], CLAIMS))


def _weights(events: Iterable[Event]) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in events:
        for state in one.direction.focal:
            found[state] = round(found.get(state, 0.0) + one.direction.sign * one.weight, 6)
    return found
