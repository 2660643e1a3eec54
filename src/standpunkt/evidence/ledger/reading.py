"""Reads the ledger: forms, decisions, spans, and claims as they stand."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

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
    found = []
    for row in connection.execute(query).mappings():
        content = {name: row[name] for name in row if name not in {"ordinal", "payload"}}
        found.append(Decision(**content, payload=json.loads(row["payload"])))
    return found


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


def claims(connection: Connection, study: str | None = None) -> list[Claim]:
    """All claims as they stand, in the order in which they came in.

    Args:
        connection: An open connection.
        study: Only those of a study.

    Returns:
        Claims.
    """
    log = decisions_of(connection)
    states = fold(first_forms(connection), log)
    documents = {row["id"]: row for row in document_rows(connection)}
    spans = {row["id"]: row for row in rows_of(connection, "span")}
    suggestions = {row["claim_id"]: row for row in rows_of(connection, "suggestion")}
    by_claim: dict[str, list[Decision]] = {}
    for one in log:
        by_claim.setdefault(one.claim_id, []).append(one)
    found = []
    for row in rows_of(connection, "claim"):
        if study is not None and row["study"] != study:
            continue
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


def broken_quotes(connection: Connection) -> tuple[int, list[Row]]:
    """Proves the quote invariant of every accepted claim.

    Args:
        connection: An open connection.

    Returns:
        How many quotes were proved, and one row (claim_id, span_id, problem) for each that fails.
    """
    proved, broken = 0, []
    for claim in claims(connection):
        if claim.state.status != "accepted":
            continue
        wanted = list(claim.state.form["span_ids"])
        spans = {one["id"]: one for one in span_rows(connection, wanted)}
        for span_id in wanted:
            problem = _problem(spans.get(span_id))
            proved += problem is None
            if problem:
                broken.append({"claim_id": claim.id, "span_id": span_id, "problem": problem})
    return proved, broken


def _problem(span: Row | None) -> str | None:
    if span is None:
        return "missing"
    if span["layer_text"][span["start"] : span["end"]] != span["exact"]:
        return "another text"
    return None if span["state"] == "anchored" else str(span["state"])
