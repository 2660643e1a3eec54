"""After another extraction of a document: every quote is found again, goes back to review, or is orphaned."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.algebra import Decision
from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.places import Place, Wanted, find_place
from standpunkt.evidence.ledger.reading import Claim, claims, rows_of
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.evidence.ledger.store import Quote, add_span, decide, insert_new

Row = dict[str, Any]
RETURNS = ("accepted", "rejected")
"""Claims in these states go back to review when their quote moved."""


def reanchor(database: Database, layer: Mapping[str, Any], signature: Signature) -> list[Row]:
    """Brings the quotes of a document's claims into its new text layer.

    Nothing moves silently: only the same letters in an unmistakable place stay anchored; a claim whose quote
    drifted or was orphaned goes back to review.

    Args:
        database: The ledger.
        layer: Columns of `text_layer`; stored here unless it is known.
        signature: Who, and when.

    Returns:
        One row a quote: claim_id, state, before (start), start, end, score.
    """
    with database.transaction() as connection:
        insert_new(connection, schema.LAYER, layer)
        held = claims(connection, document_id=layer["document_id"])
        lengths = {row["id"]: len(row["text"]) for row in rows_of(connection, "text_layer")}
        found = _moved(connection, held, layer, lengths)
    _reopen(database, held, found, signature)
    return found


def _moved(
    connection: Connection, held: Sequence[Claim], layer: Mapping[str, Any], lengths: Mapping[str, int]
) -> list[Row]:
    found: list[Row] = []
    places: dict[str, Place] = {}
    for claim in held:
        for span in claim.spans:
            if span["text_layer_id"] == layer["id"]:
                continue
            if span["id"] not in places:
                places[span["id"]] = _find(span, layer["text"], lengths)
                _keep(connection, span, layer, places[span["id"]])
            place = places[span["id"]]
            row = {
                "claim_id": claim.id,
                "state": place.state,
                "before": span["start"],
                "quote": span["exact"],
            }
            found.append({**row, "start": place.start, "end": place.end, "score": place.score})
    return found


def _find(span: Mapping[str, Any], text: str, lengths: Mapping[str, int]) -> Place:
    share = span["start"] / max(lengths.get(span["text_layer_id"], 1), 1)
    return find_place(text, Wanted(span["exact"], span["prefix"], span["suffix"], share))


def _keep(connection: Connection, span: Mapping[str, Any], layer: Mapping[str, Any], place: Place) -> None:
    if place.state == "anchored":
        exact = layer["text"][place.start : place.end]
        add_span(connection, Quote(layer["id"], place.start, place.end, exact), replaces=span["id"])
        return
    exact = layer["text"][place.start : place.end] if place.state == "drifted" else span["exact"]
    row = {
        "id": digest(layer["id"], place.state, span["id"]),
        "text_layer_id": layer["id"],
        "document_id": layer["document_id"],
        "start": place.start,
        "end": place.end,
        "exact": exact,
        "prefix": span["prefix"],
        "suffix": span["suffix"],
        "page": None,
        "state": place.state,
        "score": place.score,
        "replaces": span["id"],
    }
    insert_new(connection, schema.SPAN, row)


def _reopen(database: Database, held: Sequence[Claim], found: Sequence[Row], signature: Signature) -> None:
    moved = {row["claim_id"]: row["state"] for row in found if row["state"] != "anchored"}
    for claim in held:
        if claim.id in moved and claim.state.status in RETURNS:
            stamp = {"who": signature.who, "at": signature.at, "reason": moved[claim.id]}
            decide(database, Decision(0, claim.id, "reopen", base_version=claim.state.version, **stamp))


def confirmed_spans(database: Database, claim: Claim) -> list[str]:
    """Anchors drifted quotes where they stand now, because a person has looked at them.

    Args:
        database: The ledger.
        claim: The claim as it was read.

    Returns:
        Ids of its spans for an edit; those that had not moved are among them.
    """
    found = []
    with database.transaction() as connection:
        for span in claim.spans:
            if span["state"] != "drifted":
                found.append(span["id"])
                continue
            quote = Quote(span["text_layer_id"], span["start"], span["end"], span["exact"])
            found.append(add_span(connection, quote, replaces=span["id"]))
    return found
