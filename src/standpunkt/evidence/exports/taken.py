"""Takes exported claims into a ledger: quotes are proved in the documents there, decisions keep their names.

A claim whose document is not in the ledger, or whose quote does not stand in it, is left out and named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from standpunkt.evidence.exports.record import SIDE_TABLES, Record, Shelf
from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.algebra import OPS
from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.forms import canonical, complete, digest, refuse_bad_form
from standpunkt.evidence.ledger.reading import layer_of
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.evidence.ledger.store import Quote, add_span, insert_new
from standpunkt.vocabulary.errors.ledger import ClaimFormError

Row = dict[str, Any]
NO_DOCUMENT = "its document is not in this ledger: add the file first"
NO_QUOTE = "its quote does not stand in the document"
OTHER = "the ledger holds it with other decisions"
BAD_FORM = "its form is not whole"


@dataclass(frozen=True)
class Taken:
    """What an import did: claims new, claims known already, and those left out with the reason."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    left_out: tuple[Row, ...]


def take_in(database: Database, shelf: Shelf, signature: Signature) -> Taken:
    """Writes the claims of an export, with sources, ratings, interests and links, in one transaction.

    Args:
        database: The ledger.
        shelf: What was exported.
        signature: Who imports, and when.

    Returns:
        What was new, known, left out.
    """
    new: list[str] = []
    known: list[str] = []
    left: list[Row] = []
    with database.transaction() as connection:
        for record in shelf.records:
            reason = _take(connection, record, signature)
            if reason is None:
                new.append(record["claim_id"])
            elif reason == "":
                known.append(record["claim_id"])
            else:
                left.append({"claim_id": record["claim_id"], "reason": reason, "document": _title(record)})
        _take_beside(connection, shelf.beside)
    return Taken(tuple(new), tuple(known), tuple(left))


def _title(record: Mapping[str, Any]) -> str:
    return str(record["document"].get("title") or record["document"]["uri"])


def _take(connection: Connection, record: Record, signature: Signature) -> str | None:
    """None where the claim was written, empty where it is there already, else why not."""
    layer = layer_of(connection, record["document"]["id"])
    if layer is None:
        return NO_DOCUMENT
    query = select(schema.CLAIM.c.form).where(schema.CLAIM.c.id == record["claim_id"])
    held = connection.execute(query).scalar_one_or_none()
    count = _decision_count(connection, record["claim_id"])
    if count:
        return "" if count == len(record["decisions"]) else OTHER
    spans = _spans(connection, record, layer)
    reason = _refusal(record, spans, held)
    if reason is None and spans is not None:
        _write(connection, record, spans, signature)
    return reason


def _refusal(record: Record, spans: Mapping[str, str] | None, held: str | None) -> str | None:
    if spans is None:
        return NO_QUOTE
    try:
        refuse_bad_form(complete(_renamed(record["form"], spans)))
    except ClaimFormError:
        return BAD_FORM
    is_other = held is not None and held != canonical(_renamed(record["first_form"], spans))
    return OTHER if is_other else None


def _decision_count(connection: Connection, claim_id: str) -> int:
    query = select(func.count()).select_from(schema.DECISION).where(schema.DECISION.c.claim_id == claim_id)
    return int(connection.execute(query).scalar_one())


def _spans(connection: Connection, record: Record, layer: Mapping[str, Any]) -> dict[str, str] | None:
    """Proves every quote; a cut one by its place and the hash of the whole. Old span ids to new ones."""
    found: dict[str, str] = {}
    for quote in record["quotes"]:
        start, end = _standing(layer["text"], quote)
        if end == 0:
            return None
        found[quote["id"]] = add_span(connection, Quote(layer["id"], start, end, layer["text"][start:end]))
    return found


def _standing(text: str, quote: Mapping[str, Any]) -> tuple[int, int]:
    start, end = int(quote["start"]), int(quote["end"])
    if digest(text[start:end]) == quote["sha256"]:
        return start, end
    exact = quote["exact"]
    at = text.find(exact)
    is_only = at >= 0 and text.find(exact, at + 1) < 0 and digest(exact) == quote["sha256"]
    return (at, at + len(exact)) if is_only else (0, 0)


def _renamed(form: Mapping[str, Any], spans: Mapping[str, str]) -> dict[str, Any]:
    if "span_ids" not in form:
        return dict(form)
    return {**form, "span_ids": [spans[one] for one in form["span_ids"] if one in spans]}


def _write(connection: Connection, record: Record, spans: Mapping[str, str], signature: Signature) -> None:
    claim = {
        "id": record["claim_id"],
        "study": record["study"],
        "profile": record["profile"],
        "document_id": record["document"]["id"],
        "form": canonical(_renamed(record["first_form"], spans)),
        "who": signature.who,
        "at": signature.at,
    }
    insert_new(connection, schema.CLAIM, claim)
    if record.get("suggestion_key"):
        suggestion = {
            "key": record["suggestion_key"],
            "claim_id": record["claim_id"],
            "document_id": record["document"]["id"],
            "span_id": next(iter(spans.values())),
            "relation_ranked": canonical(record.get("relation_ranked", [])),
            "origin": record.get("origin", "import"),
            "engine_version": "",
            "at": signature.at,
        }
        insert_new(connection, schema.SUGGESTION, suggestion, "key")
    numbers: dict[int, int] = {}
    for ordinal, one in enumerate(record["decisions"]):
        _write_decision(connection, record["claim_id"], (ordinal, one), (spans, numbers))


def _write_decision(
    connection: Connection,
    claim_id: str,
    numbered: tuple[int, Mapping[str, Any]],
    names: tuple[Mapping[str, str], dict[int, int]],
) -> None:
    """Keeps who, when and how long; an undo names the decision by its number in this ledger."""
    (ordinal, one), (spans, numbers) = numbered, names
    if one["op"] not in OPS:
        raise ClaimFormError(field="op", value=one["op"], allowed=", ".join(OPS))
    payload = _renamed(one["payload"], spans)
    if one["op"] == "undo" and "seq" in payload:
        payload["seq"] = numbers.get(int(payload["seq"]), 0)
    row = {
        name: one[name] for name in ("op", "base_version", "who", "at", "seconds", "role", "reason", "keys")
    }
    result = connection.execute(
        schema.DECISION.insert().values(**row, claim_id=claim_id, ordinal=ordinal, payload=canonical(payload))
    )
    key = result.inserted_primary_key
    numbers[int(one.get("seq", ordinal))] = int(key[0]) if key else 0


def _take_beside(connection: Connection, beside: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    for name in (*SIDE_TABLES, "link"):
        table = schema.METADATA.tables[name]
        columns = [column.name for column in table.c if column.name != "seq"]
        known = {tuple(row) for row in connection.execute(select(*(table.c[one] for one in columns)))}
        for row in beside.get(name, ()):
            values = {one: row.get(one) for one in columns}
            if name == "source":
                insert_new(connection, table, values)
            elif tuple(values.values()) not in known and _has_claims(connection, values):
                connection.execute(table.insert().values(**values))


def _has_claims(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Links lead from and to claims that are here."""
    ids = [row[name] for name in ("from_claim", "to_claim") if name in row]
    found = connection.execute(select(schema.CLAIM.c.id).where(schema.CLAIM.c.id.in_(ids))).all()
    return len(found) == len(set(ids))
