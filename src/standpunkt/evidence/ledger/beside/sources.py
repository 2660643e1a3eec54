"""Sources: who they are, how reliable, whom they depend on, and where they have an interest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.reading import rows_of
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.vocabulary.errors.ledger import ClaimFormError

KINDS = (
    *("state_body", "service", "military", "medium", "agency", "ngo", "research", "company", "person"),
    "anonymous",
)
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
TOPICS = ("all", "D", "M", "E", "I")
SIGNS = ("for", "against")
FIELDS = ("kind", "state", "parent_source_id", "withdrawn")


@dataclass(frozen=True)
class SourceRecord:
    """A source: `parent` is the agency or owner that it depends on, so that both are one origin."""

    source_id: str
    name: str
    kind: str = "medium"
    state: str | None = None
    parent: str | None = None


def keep_source(database: Database, one: SourceRecord, signature: Signature) -> None:
    """Stores a source, or what was learned about a known one.

    Args:
        database: The ledger.
        one: The source; what is None leaves what is known.
        signature: Who, and when.
    """
    _refuse_unless("kind", one.kind, KINDS)
    stamp = {"who": signature.who, "at": signature.at}
    with database.transaction() as connection:
        known = current_sources(connection).get(one.source_id)
        if known is None:
            row = {"id": one.source_id, "name": one.name, "kind": one.kind, "state": one.state}
            connection.execute(schema.SOURCE.insert().values(**row, parent_source_id=one.parent, **stamp))
            return
        wanted = {"kind": one.kind, "state": one.state, "parent_source_id": one.parent}
        for field, value in wanted.items():
            if value is not None and value != known[field]:
                row = {"source_id": one.source_id, "field": field, "value": value}
                connection.execute(schema.AMENDMENT.insert().values(**row, **stamp))


def rate_source(
    database: Database, source_id: str, rating: Mapping[str, str | None], signature: Signature
) -> None:
    """Rates how reliable a source is on a topic; it says nothing about the credibility of any claim.

    Args:
        database: The ledger.
        source_id: The source.
        rating: reliability (A to F), topic (a pillar, or all), reason.
        signature: Who, and when.
    """
    _refuse_unless("reliability", rating.get("reliability"), RELIABILITIES)
    _refuse_unless("topic", rating.get("topic"), TOPICS)
    row = {name: rating.get(name) for name in ("reliability", "topic", "reason")}
    _insert(database, schema.RATING, {"source_id": source_id, **row}, signature)


def mark_interest(
    database: Database, source_id: str, interest: Mapping[str, str | None], signature: Signature
) -> None:
    """Records that a source has an interest for or against a party.

    Args:
        database: The ledger.
        source_id: The source.
        interest: party (code), sign (for, against), note, span_id (where a text says so).
        signature: Who, and when.
    """
    _refuse_unless("sign", interest.get("sign"), SIGNS)
    row = {name: interest.get(name) for name in ("party", "sign", "note", "span_id")}
    _insert(database, schema.INTEREST, {"source_id": source_id, **row}, signature)


def withdraw_source(database: Database, source_id: str, reason: str, signature: Signature) -> None:
    """Withdraws a source: what came through it counts no more."""
    _insert(database, schema.WITHDRAWAL, {"source_id": source_id, "reason": reason}, signature)


def restore_source(database: Database, source_id: str, signature: Signature) -> None:
    """Lifts a withdrawal: what came through the source counts again."""
    row = {"source_id": source_id, "field": "withdrawn", "value": "no"}
    _insert(database, schema.AMENDMENT, row, signature)


def current_sources(connection: Connection) -> dict[str, dict[str, Any]]:
    """Sources as they are known now.

    Args:
        connection: An open connection.

    Returns:
        Rows of `source` by id, with the newest value of each amended field.
    """
    found = {row["id"]: row for row in rows_of(connection, schema.SOURCE.name)}
    for row in rows_of(connection, schema.AMENDMENT.name):
        if row["source_id"] in found and row["field"] in found[row["source_id"]]:
            found[row["source_id"]][row["field"]] = row["value"]
    return found


def withdrawn_sources(connection: Connection) -> frozenset[str]:
    """Sources that are withdrawn now: by their last word, withdrawal or restoration."""
    last: dict[str, tuple[str, bool]] = {}
    for row in connection.execute(select(schema.WITHDRAWAL).order_by(schema.WITHDRAWAL.c.seq)).mappings():
        last[row["source_id"]] = (row["at"], True)
    lifted = select(schema.AMENDMENT).where(schema.AMENDMENT.c.field == "withdrawn")
    for row in connection.execute(lifted.order_by(schema.AMENDMENT.c.seq)).mappings():
        if row["source_id"] in last and row["at"] >= last[row["source_id"]][0]:
            last[row["source_id"]] = (row["at"], False)
    return frozenset(source_id for source_id, (_, is_out) in last.items() if is_out)


def _insert(database: Database, table: Table, row: Mapping[str, Any], signature: Signature) -> None:
    with database.transaction() as connection:
        connection.execute(table.insert().values(**row, who=signature.who, at=signature.at))


def _refuse_unless(field: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ClaimFormError(field=field, value=value, allowed=", ".join(allowed))
