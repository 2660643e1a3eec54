"""From a file to reviewed claims: opens the ledger, takes documents in, decides, checks, weighs, exports."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.agreement import alpha, kappa, median_seconds, verdict_pairs
from standpunkt.evidence.ledger.algebra import Decision, Op, Role
from standpunkt.evidence.ledger.connection import Database, open_database
from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.reading import Claim, broken_quotes, claims, decisions_of, rows_of
from standpunkt.evidence.ledger.store import Proposal, Quote, Signature, add_document, append, decide, propose
from standpunkt.evidence.weighing.events import Event, Register, depends_on, events_of, source_id_of
from standpunkt.evidence.weighing.gate import Gate, gate
from standpunkt.pipeline.evidence.documents import DocumentRequest, open_document, suggest_claims
from standpunkt.pipeline.evidence.lessons import lessons_of_claims
from standpunkt.study.load import load_study
from standpunkt.vocabulary.clock import now
from standpunkt.vocabulary.errors.ledger import (
    DocumentChangedError,
    UnknownClaimError,
    UnknownLedgerSourceError,
)

Row = dict[str, Any]
LEAST_PREFIX = 4
ENGINE = "1"


@dataclass(frozen=True)
class Desk:
    """An open ledger and who works at it."""

    database: Database
    who: str

    def signature(self) -> Signature:
        """Who, and the present moment in UTC."""
        return Signature(self.who, now().isoformat())


def open_desk(data_dir: Path, who: str | None = None) -> Desk:
    """Opens the ledger of a data folder, or the one that STANDPUNKT_LEDGER names.

    Args:
        data_dir: The data folder.
        who: Who signs; else STANDPUNKT_USER, else the name at this machine.

    Returns:
        The desk.
    """
    name = who or os.environ.get("STANDPUNKT_USER") or os.environ.get("USER") or "unknown"
    return Desk(open_database(data_dir, os.environ.get("STANDPUNKT_LEDGER") or None, now()), name)


@dataclass(frozen=True)
class Intake:
    """What is taken in with a document."""

    title: str | None = None
    publisher: str | None = None
    profile: str | None = None
    study: str = "russia_ukraine"
    is_new_version: bool = False


def add(desk: Desk, request: DocumentRequest, intake: Intake) -> Row:
    """Keeps a document; with a profile also its suggested claims.

    Args:
        desk: The ledger.
        request: The file.
        intake: What is known of it.

    Returns:
        document_id, is_new, characters, language, suggestions.

    Raises:
        DocumentChangedError: If the file was known with other content and claims rest on that.
    """
    opened = open_document(request)
    content, signature = request.file.read_bytes(), desk.signature()
    document_id, uri = _sha(content), str(request.file.resolve())
    before = _before(desk, uri, document_id)
    if before and before["count"] and not intake.is_new_version:
        raise DocumentChangedError(file=request.file.name, count=before["count"])
    publisher = intake.publisher or opened.publisher
    if publisher:
        append(desk.database, schema.SOURCE, _source(publisher, signature))
    document = {
        "id": document_id,
        "uri": uri,
        "media_type": opened.layer.media_type,
        "bytes_n": len(content),
        "content": content,
        "published_at": opened.published.isoformat() if opened.published else None,
        "language": opened.language,
        "title": intake.title or opened.title,
        "publisher_source_id": source_id_of(publisher) if publisher else None,
        "supersedes": before["id"] if before else None,
        "who": signature.who,
        "at": signature.at,
    }
    is_paged = opened.layer.media_type == "application/pdf"
    layer = {
        "id": digest(document_id, opened.layer.id),
        "document_id": document_id,
        "extractor": opened.layer.extractor,
        "version": opened.layer.version,
        "text": opened.layer.text,
        "pages": ",".join(map(str, opened.layer.pages)) if is_paged else "",
        "at": signature.at,
    }
    is_new = add_document(desk.database, document, layer)
    found = _suggested(desk, request, intake, str(layer["id"])) if intake.profile else []
    return {
        "document_id": document_id,
        "is_new": is_new,
        "characters": len(opened.layer.text),
        "language": opened.language,
        "suggestions": len(found),
    }


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _before(desk: Desk, uri: str, document_id: str) -> Row | None:
    with desk.database.transaction() as connection:
        known = [row for row in rows_of(connection, "document") if row["uri"] == uri]
        if not known or any(row["id"] == document_id for row in known):
            return None
        newest = max(known, key=lambda row: row["at"])
        held = [one for one in rows_of(connection, "claim") if one["document_id"] == newest["id"]]
    return {"id": newest["id"], "count": len(held)}


def _source(name: str, signature: Signature) -> Row:
    stamp = {"who": signature.who, "at": signature.at}
    return {"id": source_id_of(name), "name": name, "kind": "medium", **stamp}


def _suggested(desk: Desk, request: DocumentRequest, intake: Intake, layer_id: str) -> list[str]:
    profile = str(intake.profile).upper()
    study = load_study(intake.study)
    lessons = lessons_of_claims(every_claim(desk, intake.study), study)
    lines = suggest_claims(request, profile, intake.study, lessons).lines
    proposals = [_proposal(line, layer_id, profile, intake.study) for line in lines]
    return propose(desk.database, proposals, desk.signature())


def _proposal(line: Mapping[str, Any], layer_id: str, profile: str, study: str) -> Proposal:
    is_planned = line["commitment"] == "planned"
    attribution = line["attribution"] or {}
    form = {
        "relation": line["relation"][0]["code"],
        "actors": line["actors"],
        "recipients": line["recipients"],
        "polarity": line["polarity"],
        "stance": line["stance"],
        "object_sign": line.get("object_sign", 0),
        "time": line["time"],
        "quantities": line["quantity"],
        "event_status": "planned" if is_planned else "happened",
        "text_commitment": "asserted" if is_planned else line["commitment"],
        "attribution": attribution.get("chain", []),
    }
    quote = Quote(layer_id, line["start"], line["end"], line["exact"])
    return Proposal(study, profile, quote, form, line["origin"], ENGINE, tuple(line["relation"]))


def every_claim(desk: Desk, study: str | None = None, status: str | None = None) -> list[Claim]:
    """Claims as they stand.

    Args:
        desk: The ledger.
        study: Only of this study.
        status: Only with this status.

    Returns:
        In the order in which they came in.
    """
    with desk.database.transaction() as connection:
        found = claims(connection, study)
    return [one for one in found if status is None or one.state.status == status]


def claim_named(desk: Desk, name: str) -> Claim:
    """One claim by its id or at least four first letters of it.

    Args:
        desk: The ledger.
        name: The id.

    Returns:
        The claim.

    Raises:
        UnknownClaimError: If none, or more than one, has it.
    """
    known = every_claim(desk)
    found = [one for one in known if len(name) >= LEAST_PREFIX and one.id.startswith(name.lower())]
    if len(found) != 1:
        raise UnknownClaimError(value=name, count=len(known))
    return found[0]


@dataclass(frozen=True)
class Verdict:
    """What a person decides on a claim they have read."""

    op: Op
    payload: Mapping[str, Any] | None = None
    reason: str | None = None
    seconds: float | None = None
    role: Role = "first"


def decide_on(desk: Desk, claim: Claim, verdict: Verdict) -> Decision:
    """Signs and stores a verdict.

    Args:
        desk: The ledger.
        claim: The claim as it was read.
        verdict: The verdict.

    Returns:
        The decision as stored.
    """
    signature = desk.signature()
    decision = Decision(
        0,
        claim.id,
        verdict.op,
        verdict.payload or {},
        claim.state.version,
        signature.who,
        signature.at,
        verdict.seconds,
        verdict.role,
        verdict.reason,
    )
    return decide(desk.database, decision)


def register_of(desk: Desk) -> Register:
    """The sources of a ledger with ratings, interests and withdrawals."""
    with desk.database.transaction() as connection:
        return Register(
            {row["id"]: row for row in rows_of(connection, "source")},
            rows_of(connection, "source_rating"),
            rows_of(connection, "source_interest"),
            frozenset(row["source_id"] for row in rows_of(connection, "source_withdrawal")),
        )


def links_of_ledger(desk: Desk) -> list[Row]:
    """Rows of links in the order in which they were made."""
    with desk.database.transaction() as connection:
        return rows_of(connection, "link")


def study_events(desk: Desk, study_id: str) -> list[Event]:
    """The events of a study's accepted claims."""
    held, register = every_claim(desk, study_id), register_of(desk)
    return events_of(held, links_of_ledger(desk), register, load_study(study_id))


def release_gate(desk: Desk, study_id: str) -> Gate:
    """What stands between a study and its release."""
    with desk.database.transaction() as connection:
        broken = broken_quotes(connection)[1]
    return gate(study_events(desk, study_id), load_study(study_id).evidence.gate, broken)


def check(desk: Desk) -> tuple[int, list[Row]]:
    """How many quotes of accepted claims were proved, and those that fail."""
    with desk.database.transaction() as connection:
        return broken_quotes(connection)


def reading_figures(desk: Desk) -> Row:
    """Agreement of two readers and the median seconds a decision took."""
    with desk.database.transaction() as connection:
        log = decisions_of(connection)
    pairs = verdict_pairs(log)
    return {
        "decisions": len(log),
        "median_seconds": median_seconds(log),
        "read_twice": len(pairs),
        "kappa": kappa(pairs),
        "alpha": alpha(pairs),
    }


def withdraw(desk: Desk, source_id: str, reason: str, study_id: str) -> Row:
    """Withdraws a source: its claims stay on file and count no more.

    Args:
        desk: The ledger.
        source_id: The source.
        reason: Why.
        study_id: Whose events are compared.

    Returns:
        source_id, the affected claims, and each focal state's weight before and after.

    Raises:
        UnknownLedgerSourceError: Without such a source.
    """
    held = every_claim(desk)
    known = set(register_of(desk).sources) | {one for each in held for one in depends_on(each)}
    if source_id not in known:
        raise UnknownLedgerSourceError(value=source_id, known=", ".join(sorted(known)))
    before, signature = _weights(desk, study_id), desk.signature()
    row = {"source_id": source_id, "reason": reason, "who": signature.who, "at": signature.at}
    append(desk.database, schema.WITHDRAWAL, row)
    after = _weights(desk, study_id)
    moved = {
        state: [before.get(state, 0.0), after.get(state, 0.0)]
        for state in sorted(before)
        if before[state] != after.get(state, 0.0)
    }
    affected = [one.id for one in held if source_id in depends_on(one)]
    return {"source_id": source_id, "claims": affected, "states": moved}


def _weights(desk: Desk, study_id: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in study_events(desk, study_id):
        for state in one.direction.focal:
            found[state] = round(found.get(state, 0.0) + one.direction.sign * one.weight, 6)
    return found
