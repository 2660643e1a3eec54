"""Writes to the ledger. Every write proves its invariants first and is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import IntegrityError

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.algebra import (
    ALLOWED,
    REASONS,
    ClaimState,
    Decision,
    fold,
    last_standing,
    leads_on,
    merged,
)
from standpunkt.evidence.ledger.beside.links import KINDS
from standpunkt.evidence.ledger.beside.locks import renew_lock
from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.forms import (
    canonical,
    claim_id_of,
    complete,
    digest,
    refuse_bad_form,
    suggestion_key,
)
from standpunkt.evidence.ledger.reading import decisions_of, first_forms, span_rows
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.vocabulary.errors.ledger import (
    ClaimFormError,
    LedgerConflictError,
    QuoteMismatchError,
    RejectReasonError,
    UnknownClaimError,
    VerdictNotAllowedError,
)

CONTEXT = 32
LINKS = KINDS


@dataclass(frozen=True)
class Quote:
    """A run of a text layer."""

    layer_id: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True)
class Proposal:
    """A claim on its way in; `ranked` are the engine's relations, empty where a person coded by hand."""

    study: str
    profile: str
    quote: Quote
    form: Mapping[str, Any]
    origin: str = "hand"
    engine_version: str = ""
    ranked: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any], key: str = "id") -> bool:
    """Inserts a row unless one with its key is there.

    Args:
        connection: In a transaction.
        table: The table.
        row: The row.
        key: Its key column.

    Returns:
        Whether it was new.
    """
    known = connection.execute(select(table.c[key]).where(table.c[key] == row[key])).first()
    if known is None:
        connection.execute(table.insert().values(**row))
    return known is None


def add_document(database: Database, row: Mapping[str, Any], layer: Mapping[str, Any]) -> bool:
    """Keeps a document's bytes and text layer.

    Args:
        database: The ledger.
        row: Columns of `document`.
        layer: Columns of `text_layer` without seq.

    Returns:
        Whether the document was new.
    """
    with database.transaction() as connection:
        is_new = insert_new(connection, schema.DOCUMENT, row)
        insert_new(connection, schema.LAYER, layer)
    return is_new


def add_span(connection: Connection, quote: Quote, replaces: str | None = None, score: float = 1.0) -> str:
    """Stores a quote after proving that it stands where it says.

    Args:
        connection: In a transaction.
        quote: The run of text.
        replaces: The span it takes the place of.
        score: How sure the place is, 1 for exact.

    Returns:
        The span's id.

    Raises:
        QuoteMismatchError: If the text there is another.
    """
    layer = connection.execute(select(schema.LAYER).where(schema.LAYER.c.id == quote.layer_id)).one()
    text = str(layer.text)
    is_inside = 0 <= quote.start < quote.end <= len(text)
    if not is_inside or text[quote.start : quote.end] != quote.exact:
        raise QuoteMismatchError(start=quote.start, end=quote.end, document=layer.document_id[:12])
    span_id = digest(quote.layer_id, str(quote.start), str(quote.end))
    pages = [int(one) for one in layer.pages.split(",") if one]
    row = {
        "id": span_id,
        "text_layer_id": quote.layer_id,
        "document_id": layer.document_id,
        "start": quote.start,
        "end": quote.end,
        "exact": quote.exact,
        "prefix": text[max(0, quote.start - CONTEXT) : quote.start],
        "suffix": text[quote.end : quote.end + CONTEXT],
        "page": sum(first <= quote.start for first in pages) if pages else None,
        "state": "anchored" if score == 1.0 else "drifted",
        "score": score,
        "replaces": replaces,
    }
    insert_new(connection, schema.SPAN, row)
    return span_id


def propose(database: Database, proposals: Sequence[Proposal], signature: Signature) -> list[str]:
    """Stores proposed claims; those already known, rejected ones too, are left as they are.

    Args:
        database: The ledger.
        proposals: The claims.
        signature: Who, and when.

    Returns:
        Ids of the claims that were new.
    """
    found: list[str] = []
    with database.transaction() as connection:
        for one in proposals:
            span_id = add_span(connection, one.quote)
            document_id = connection.execute(
                select(schema.SPAN.c.document_id).where(schema.SPAN.c.id == span_id)
            ).scalar_one()
            form = complete({**one.form, "span_ids": [span_id]})
            refuse_bad_form(form)
            key = suggestion_key(document_id, one.quote.exact, form)
            claim_id = claim_id_of(one.study, key)
            row = {
                "id": claim_id,
                "study": one.study,
                "profile": one.profile,
                "document_id": document_id,
                "form": canonical(form),
                "who": signature.who,
                "at": signature.at,
            }
            if insert_new(connection, schema.CLAIM, row):
                found.append(claim_id)
            insert_new(connection, schema.SUGGESTION, _suggestion(one, row, key, span_id), "key")
    return found


def _suggestion(one: Proposal, claim: Mapping[str, Any], key: str, span_id: str) -> dict[str, Any]:
    return {
        "key": digest(str(claim["study"]), key),
        "claim_id": claim["id"],
        "document_id": claim["document_id"],
        "span_id": span_id,
        "relation_ranked": canonical([dict(entry) for entry in one.ranked]),
        "origin": one.origin,
        "engine_version": one.engine_version,
        "at": claim["at"],
    }


def decide(database: Database, decision: Decision) -> Decision:
    """Appends a decision that leads on from what the person saw, unless somebody else holds the document.

    Args:
        database: The ledger.
        decision: The decision; its seq is given here; an undo takes back the newest one of the claim.

    Returns:
        The decision as stored.

    Raises:
        UnknownClaimError: Without such a claim.
        LedgerConflictError: If the claim has moved on since it was read.
    """
    try:
        with database.transaction() as connection:
            forms = first_forms(connection, decision.claim_id)
            if not forms:
                count = connection.execute(select(func.count()).select_from(schema.CLAIM)).scalar_one()
                raise UnknownClaimError(value=decision.claim_id, count=count)
            document_id = connection.execute(
                select(schema.CLAIM.c.document_id).where(schema.CLAIM.c.id == decision.claim_id)
            ).scalar_one()
            renew_lock(connection, document_id, Signature(decision.who, decision.at))
            log = decisions_of(connection, decision.claim_id)
            state = fold(forms, log)[decision.claim_id]
            checked = _checked(connection, decision, state, log)
            result = connection.execute(schema.DECISION.insert().values(**_row(checked), ordinal=len(log)))
            key = result.inserted_primary_key
            return replace(checked, seq=int(key[0]) if key else 0)
    except IntegrityError as error:
        raise LedgerConflictError(
            claim=decision.claim_id[:12], seen=decision.base_version, version="?", status="?"
        ) from error


def _row(one: Decision) -> dict[str, Any]:
    return {
        "claim_id": one.claim_id,
        "op": one.op,
        "payload": canonical(dict(one.payload)),
        "base_version": one.base_version,
        "seconds": one.seconds,
        "role": one.role,
        "reason": one.reason,
        "keys": one.keys,
        "who": one.who,
        "at": one.at,
    }


def _checked(
    connection: Connection, decision: Decision, state: ClaimState, log: Sequence[Decision]
) -> Decision:
    if decision.base_version != state.version:
        raise LedgerConflictError(
            claim=decision.claim_id[:12],
            seen=decision.base_version,
            version=state.version,
            status=state.status,
        )
    last = last_standing(log)
    allowed = [op for op in ALLOWED if leads_on(state, op, decision.role)] + (["undo"] if last else [])
    if decision.op not in allowed:
        raise VerdictNotAllowedError(
            op=decision.op, claim=decision.claim_id[:12], status=state.status, allowed=", ".join(allowed)
        )
    if decision.op == "undo" and last:
        return replace(decision, payload={"seq": last.seq})
    if decision.op == "reject" and decision.reason not in REASONS:
        raise RejectReasonError(value=decision.reason, allowed=", ".join(REASONS))
    if decision.op in {"accept", "edit"}:
        _refuse_unproved(connection, decision, state)
    return decision


def _refuse_unproved(connection: Connection, decision: Decision, state: ClaimState) -> None:
    """An accepted claim has a whole form and quotes of one document that stand where they say."""
    form = merged(state.form, decision.payload) if decision.op == "edit" else state.form
    refuse_bad_form(complete(form))
    spans = span_rows(connection, form["span_ids"])
    if len(spans) != len(set(form["span_ids"])) or len({one["document_id"] for one in spans}) != 1:
        raise ClaimFormError(field="span_ids", value=form["span_ids"], allowed="quotes of one document")
    for one in spans:
        if one["layer_text"][one["start"] : one["end"]] != one["exact"]:
            raise QuoteMismatchError(start=one["start"], end=one["end"], document=one["document_id"][:12])


def append(database: Database, table: Table, row: Mapping[str, Any]) -> None:
    """Appends a link, rating, interest, source or withdrawal.

    Args:
        database: The ledger.
        table: Its table.
        row: The row.
    """
    with database.transaction() as connection:
        if "id" in table.c:
            insert_new(connection, table, row)
        else:
            connection.execute(table.insert().values(**row))
