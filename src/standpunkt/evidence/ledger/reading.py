"""Reads the ledger: forms, decisions, spans, and claims as they stand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.algebra import ClaimState, Decision, fold

Row = dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """A claim as it stands, with its document and quotes."""

    id: str
    study: str
    profile: str
    state: ClaimState
    document: Row
    spans: tuple[Row, ...]
    decisions: tuple[Decision, ...]
    ranked: tuple[Row, ...] = ()
    origin: str = "hand"

    @property
    def quote(self) -> str:
        """The first quote."""
        return str(self.spans[0]["exact"]) if self.spans else ""

    @property
    def is_anchored(self) -> bool:
        """Whether every quote of it stands where it says."""
        return bool(self.spans) and all(one["state"] == "anchored" for one in self.spans)


def first_forms(connection: Connection, claim_id: str | None = None) -> dict[str, Row]:
    """First form by claim id; of all claims, or one.

    Args:
        connection: An open connection.
        claim_id: The claim; None takes all.

    Returns:
        Forms.
    """
    query = select(schema.CLAIM.c.id, schema.CLAIM.c.form).order_by(schema.CLAIM.c.seq)
    if claim_id is not None:
        query = query.where(schema.CLAIM.c.id == claim_id)
    return {row.id: json.loads(row.form) for row in connection.execute(query)}


def decisions_of(connection: Connection, claim_id: str | None = None) -> list[Decision]:
    """The log by seq; of all claims, or one.

    Args:
        connection: An open connection.
        claim_id: The claim; None takes all.

    Returns:
        Decisions.
    """
    query = select(schema.DECISION).order_by(schema.DECISION.c.seq)
    if claim_id is not None:
        query = query.where(schema.DECISION.c.claim_id == claim_id)
    return [_decision(row) for row in connection.execute(query).mappings()]


def _decision(row: Mapping[Any, Any]) -> Decision:
    content = {name: row[name] for name in row if name not in {"ordinal", "payload"}}
    return Decision(**content, payload=json.loads(row["payload"]))


def span_rows(connection: Connection, span_ids: Sequence[str]) -> list[Row]:
    """Spans with the text of their layer as `layer_text`.

    Args:
        connection: An open connection.
        span_ids: Their ids.

    Returns:
        Rows in the order of the ids; unknown ids are left out.
    """
    layer = schema.LAYER
    query = select(schema.SPAN, layer.c.text.label("layer_text")).join(
        layer, layer.c.id == schema.SPAN.c.text_layer_id
    )
    found = {
        row["id"]: dict(row)
        for row in connection.execute(query.where(schema.SPAN.c.id.in_(list(span_ids)))).mappings()
    }
    return [found[one] for one in span_ids if one in found]


def rows_of(connection: Connection, table_name: str) -> list[Row]:
    """All rows of a table by its first column.

    Args:
        connection: An open connection.
        table_name: Its name.

    Returns:
        Rows.
    """
    table = schema.METADATA.tables[table_name]
    return [dict(row) for row in connection.execute(select(table).order_by(next(iter(table.c)))).mappings()]


def document_rows(connection: Connection) -> list[Row]:
    """All documents without their bytes, by id."""
    columns = [column for column in schema.DOCUMENT.c if column.name != "content"]
    query = select(*columns).order_by(schema.DOCUMENT.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def content_of(connection: Connection, document_id: str) -> bytes:
    """The bytes of a document as they were taken in."""
    query = select(schema.DOCUMENT.c.content).where(schema.DOCUMENT.c.id == document_id)
    return bytes(connection.execute(query).scalar_one())


def layer_of(connection: Connection, document_id: str) -> Row | None:
    """The text layer in use of a document: the newest one; None where there is none."""
    query = (
        select(schema.LAYER)
        .where(schema.LAYER.c.document_id == document_id)
        .order_by(schema.LAYER.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def newest_spans(rows: Sequence[Row]) -> dict[str, Row]:
    """By the id of every span the one that took its place last, after re-extractions; else itself.

    Args:
        rows: Rows of `span`.

    Returns:
        Rows by id.
    """
    by_id = {row["id"]: row for row in rows}
    later = {row["replaces"]: row for row in rows if row["replaces"]}
    found: dict[str, Row] = {}
    for span_id, row in by_id.items():
        at, seen = row, {span_id}
        while at["id"] in later and later[at["id"]]["id"] not in seen:
            at = later[at["id"]]
            seen.add(at["id"])
        found[span_id] = at
    return found


def claims(connection: Connection, study: str | None = None, document_id: str | None = None) -> list[Claim]:
    """Claims as they stand, in the order in which they came in.

    Args:
        connection: An open connection.
        study: Only those of a study.
        document_id: Only those of a document.

    Returns:
        Claims; their spans are those in use now.
    """
    query = select(schema.CLAIM).order_by(schema.CLAIM.c.seq)
    if study is not None:
        query = query.where(schema.CLAIM.c.study == study)
    if document_id is not None:
        query = query.where(schema.CLAIM.c.document_id == document_id)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    ids = [row["id"] for row in rows] if document_id is not None else None
    log = _decisions_on(connection, ids)
    states = fold({row["id"]: json.loads(row["form"]) for row in rows}, log)
    by_claim: dict[str, list[Decision]] = {}
    for one in log:
        by_claim.setdefault(one.claim_id, []).append(one)
    documents = {row["id"]: row for row in document_rows(connection)}
    spans = newest_spans(_rows_about(connection, schema.SPAN, document_id))
    suggestions = {row["claim_id"]: row for row in _rows_about(connection, schema.SUGGESTION, document_id)}
    found = []
    for row in rows:
        state, proposed = states[row["id"]], suggestions.get(row["id"], {})
        found.append(
            Claim(
                row["id"],
                row["study"],
                row["profile"],
                state,
                documents[row["document_id"]],
                tuple(spans[one] for one in state.form["span_ids"] if one in spans),
                tuple(by_claim.get(row["id"], ())),
                tuple(json.loads(proposed.get("relation_ranked", "[]"))),
                str(proposed.get("origin", "hand")),
            )
        )
    return found


def _decisions_on(connection: Connection, claim_ids: Sequence[str] | None) -> list[Decision]:
    if claim_ids is None:
        return decisions_of(connection)
    query = select(schema.DECISION).where(schema.DECISION.c.claim_id.in_(list(claim_ids)))
    return [_decision(row) for row in connection.execute(query.order_by(schema.DECISION.c.seq)).mappings()]


def _rows_about(connection: Connection, table: Table, document_id: str | None) -> list[Row]:
    query = select(table)
    if document_id is not None:
        query = query.where(table.c.document_id == document_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def broken_quotes(connection: Connection) -> tuple[int, list[Row]]:
    """Proves the quote invariant of every accepted claim: of the quotes it was accepted on and those in use.

    Args:
        connection: An open connection.

    Returns:
        How many quotes were proved, and one row (claim_id, span_id, problem) for each that fails.
    """
    layers = {row["id"]: row["text"] for row in rows_of(connection, "text_layer")}
    known = {row["id"]: row for row in rows_of(connection, "span")}
    proved, broken = 0, []
    for claim in claims(connection):
        if claim.state.status != "accepted":
            continue
        in_use = {one["id"]: one for one in claim.spans}
        wanted = dict.fromkeys([*claim.state.form["span_ids"], *in_use])
        for span_id in wanted:
            problem = _problem(known.get(span_id), layers, is_in_use=span_id in in_use)
            proved += problem is None
            if problem:
                broken.append({"claim_id": claim.id, "span_id": span_id, "problem": problem})
    return proved, broken


def _problem(span: Row | None, layers: Mapping[str, str], *, is_in_use: bool) -> str | None:
    if span is None:
        return "missing"
    if is_in_use and span["state"] != "anchored":
        return str(span["state"])
    stands = layers.get(span["text_layer_id"], "")[span["start"] : span["end"]] == span["exact"]
    return None if stands or span["state"] == "orphaned" else "another text"
