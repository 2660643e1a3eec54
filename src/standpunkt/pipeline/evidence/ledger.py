"""From a file to reviewed claims: opens the ledger, takes documents in, decides."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standpunkt.evidence.documents.layer import TextLayer
from standpunkt.evidence.ledger.algebra import Decision, Op, Role
from standpunkt.evidence.ledger.beside.sources import SourceRecord, current_sources, keep_source
from standpunkt.evidence.ledger.connection import Database, open_database
from standpunkt.evidence.ledger.forms import digest, squeezed
from standpunkt.evidence.ledger.reading import Claim, claims, document_rows, rows_of
from standpunkt.evidence.ledger.reanchor import confirmed_spans
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.evidence.ledger.store import Proposal, Quote, add_document, decide, propose
from standpunkt.evidence.weighing.events import Event, Register, source_id_of
from standpunkt.evidence.weighing.standing import read_events, read_register
from standpunkt.pipeline.evidence.documents import DocumentRequest, open_document, suggest_claims
from standpunkt.pipeline.evidence.lessons import lessons_of_claims
from standpunkt.study.load import load_study
from standpunkt.vocabulary.clock import now
from standpunkt.vocabulary.errors.ledger import DocumentChangedError, UnknownClaimError

Row = dict[str, Any]
LEAST_PREFIX = 4
ENGINE = "1"


@dataclass(frozen=True)
class Desk:
    """An open ledger, who works at it, and the folder of the user's own studies."""

    database: Database
    who: str
    studies: Path | None = None

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
    database = open_database(data_dir, os.environ.get("STANDPUNKT_LEDGER") or None, now())
    return Desk(database, name, data_dir / "studies")


@dataclass(frozen=True)
class Intake:
    """What is taken in with a document; `uri` is where it came from, else the path of the file."""

    title: str | None = None
    publisher: str | None = None
    profile: str | None = None
    study: str = "russia_ukraine"
    is_new_version: bool = False
    uri: str | None = None


def add(desk: Desk, request: DocumentRequest, intake: Intake) -> Row:
    """Keeps a document; with a profile also its suggested claims.

    Args:
        desk: The ledger.
        request: The file.
        intake: What is known of it.

    Returns:
        document_id, is_new, characters, language, suggestions (new ones), unchanged (sentences of the
        version before that come back unchanged, so that their claims need no second review).

    Raises:
        DocumentChangedError: If the file was known with other content and claims rest on that.
    """
    opened = open_document(request)
    content, signature = request.file.read_bytes(), desk.signature()
    document_id, uri = _sha(content), intake.uri or str(request.file.resolve())
    before = _before(desk, uri, document_id)
    if before and before["count"] and not intake.is_new_version:
        raise DocumentChangedError(file=request.file.name, count=before["count"])
    publisher = intake.publisher or opened.publisher
    if publisher:
        _keep_publisher(desk, publisher)
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
    layer = layer_row(document_id, opened.layer, signature.at)
    is_new = add_document(desk.database, document, layer)
    found, unchanged = _suggested(desk, request, intake, document) if intake.profile else ([], 0)
    return {
        "document_id": document_id,
        "is_new": is_new,
        "characters": len(opened.layer.text),
        "language": opened.language,
        "suggestions": len(found),
        "unchanged": unchanged,
    }


def layer_row(document_id: str, layer: TextLayer, at: str) -> Row:
    """A text layer as a row of the ledger; pages are kept of formats that have them."""
    is_paged = layer.media_type == "application/pdf"
    return {
        "id": digest(document_id, layer.id),
        "document_id": document_id,
        "extractor": layer.extractor,
        "version": layer.version,
        "text": layer.text,
        "pages": ",".join(map(str, layer.pages)) if is_paged else "",
        "at": at,
    }


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _before(desk: Desk, uri: str, document_id: str) -> Row | None:
    with desk.database.transaction() as connection:
        known = [row for row in document_rows(connection) if row["uri"] == uri]
        if not known or any(row["id"] == document_id for row in known):
            return None
        newest = max(known, key=lambda row: row["at"])
        held = [one for one in rows_of(connection, "claim") if one["document_id"] == newest["id"]]
    return {"id": newest["id"], "count": len(held)}


def _keep_publisher(desk: Desk, name: str) -> None:
    with desk.database.transaction() as connection:
        is_known = source_id_of(name) in current_sources(connection)
    if not is_known:
        keep_source(desk.database, SourceRecord(source_id_of(name), name), desk.signature())


def _suggested(
    desk: Desk, request: DocumentRequest, intake: Intake, document: Mapping[str, Any]
) -> tuple[list[str], int]:
    """Proposes what is new: sentences of the version before that stand unchanged are not asked again."""
    profile = str(intake.profile).upper()
    study = load_study(intake.study, folder=desk.studies)
    lessons = lessons_of_claims(every_claim(desk, intake.study), study)
    lines = suggest_claims(request, profile, intake.study, lessons, folder=desk.studies).lines
    before = _quotes_of(desk, document["supersedes"]) if document["supersedes"] else frozenset()
    layer_id = digest(document["id"], open_document(request).layer.id)
    fresh = [line for line in lines if squeezed(line["exact"]) not in before]
    proposals = [_proposal(line, layer_id, profile, intake.study) for line in fresh]
    return propose(desk.database, proposals, desk.signature()), len(lines) - len(fresh)


def _quotes_of(desk: Desk, document_id: str) -> frozenset[str]:
    with desk.database.transaction() as connection:
        return frozenset(squeezed(one.quote) for one in claims(connection, document_id=document_id))


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


def queue_of(
    desk: Desk, study: str, document_id: str | None = None, *, every: bool = False
) -> list[tuple[str, str]]:
    """The claims that wait for review, put off ones last, those of a document together.

    Args:
        desk: The ledger.
        study: Only of this study.
        document_id: Only of this document.
        every: Decided ones too, for a second reader.

    Returns:
        Claim and document, in the order of the text.
    """
    with desk.database.transaction() as connection:
        found = claims(connection, study, document_id)
    waiting = [one for one in found if every or one.state.status == "suggested"]
    order = {one.document["id"]: at for at, one in reversed(list(enumerate(waiting)))}
    waiting.sort(
        key=lambda one: (
            one.state.is_deferred,
            order[one.document["id"]],
            one.spans[0]["start"] if one.spans else 0,
        )
    )
    return [(one.id, one.document["id"]) for one in waiting]


def one_claim(desk: Desk, claim_id: str, document_id: str) -> Claim:
    """A claim of a document; reads that document's claims only."""
    with desk.database.transaction() as connection:
        return next(one for one in claims(connection, document_id=document_id) if one.id == claim_id)


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
    keys: int | None = None


def decide_on(desk: Desk, claim: Claim, verdict: Verdict) -> Decision:
    """Signs and stores a verdict; accepting a claim whose quote drifted anchors it where it stands now.

    Args:
        desk: The ledger.
        claim: The claim as it was read.
        verdict: The verdict.

    Returns:
        The decision as stored.
    """
    signature, op, payload = desk.signature(), verdict.op, verdict.payload or {}
    if op in {"accept", "edit"} and any(span["state"] == "drifted" for span in claim.spans):
        op, payload = "edit", {**payload, "span_ids": confirmed_spans(desk.database, claim)}
    decision = Decision(
        0,
        claim.id,
        op,
        payload,
        claim.state.version,
        signature.who,
        signature.at,
        verdict.seconds,
        verdict.role,
        verdict.reason,
        verdict.keys,
    )
    return decide(desk.database, decision)


def register_of(desk: Desk) -> Register:
    """The sources of a ledger with ratings, interests and withdrawals."""
    with desk.database.transaction() as connection:
        return read_register(connection)


def links_of_ledger(desk: Desk) -> list[Row]:
    """Rows of links in the order in which they were made."""
    with desk.database.transaction() as connection:
        return rows_of(connection, "link")


def study_events(desk: Desk, study_id: str) -> list[Event]:
    """The events of a study's accepted claims."""
    with desk.database.transaction() as connection:
        return read_events(connection, load_study(study_id, folder=desk.studies))
