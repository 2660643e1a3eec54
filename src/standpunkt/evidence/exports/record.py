"""A claim as one self-contained record: what every form of export carries, and every import reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.beside.links import standing_links
from standpunkt.evidence.ledger.beside.sources import current_sources
from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.reading import Claim, claims, first_forms, rows_of

Record = dict[str, Any]
LONGEST_QUOTE = 300
CUT = " […]"
DOCUMENT_FIELDS = ("id", "uri", "title", "media_type", "published_at", "language", "publisher_source_id")
DECISION_FIELDS = ("seq", "op", "payload", "base_version", "who", "at", "seconds", "keys", "role", "reason")
SIDE_TABLES = ("source", "source_rating", "source_interest", "source_withdrawal", "source_amendment")


@dataclass(frozen=True)
class Shelf:
    """What an export holds: records of claims, and the rows beside them by table."""

    records: tuple[Record, ...]
    beside: Mapping[str, Sequence[Mapping[str, Any]]]


def short_quote(exact: str) -> str:
    """A quote as it may be published: at most 300 characters; the hash of the whole one goes with it."""
    return exact if len(exact) <= LONGEST_QUOTE else exact[: LONGEST_QUOTE - len(CUT)] + CUT


def read_shelf(connection: Connection, statuses: Iterable[str]) -> Shelf:
    """Records of claims with some statuses, and the sources, ratings, interests and links beside them.

    Args:
        connection: An open connection.
        statuses: Which claims, such as accepted.

    Returns:
        The shelf; the same ledger gives the same one.
    """
    wanted = frozenset(statuses)
    held = [one for one in claims(connection) if one.state.status in wanted]
    forms, spans = first_forms(connection), {row["id"]: row for row in rows_of(connection, "span")}
    proposed = connection.execute(select(schema.SUGGESTION.c.claim_id, schema.SUGGESTION.c.key))
    keys = {row.claim_id: row.key for row in proposed}
    records = [_record(one, forms[one.id], spans, keys.get(one.id)) for one in held]
    ids = {one.id for one in held}
    links = [row for row in standing_links(connection) if {row["from_claim"], row["to_claim"]} <= ids]
    beside = {name: [_without_seq(row) for row in rows_of(connection, name)] for name in SIDE_TABLES}
    beside["source"] = [_without_seq(row) for row in current_sources(connection).values()]
    beside["source_amendment"] = [row for row in beside["source_amendment"] if row["field"] == "withdrawn"]
    beside["link"] = [_without_seq(row) for row in links]
    return Shelf(tuple(records), beside)


def _record(claim: Claim, first: Mapping[str, Any], spans: Mapping[str, Any], key: str | None) -> Record:
    patches = [one.payload.get("span_ids", ()) for one in claim.decisions]
    ids = [*first["span_ids"], *(one for patch in patches for one in patch)]
    ids += [span["id"] for span in claim.spans]
    return {
        "claim_id": claim.id,
        "study": claim.study,
        "profile": claim.profile,
        "status": claim.state.status,
        "version": claim.state.version,
        "form": dict(claim.state.form),
        "first_form": dict(first),
        "quotes": [_quote(spans[one]) for one in dict.fromkeys(ids) if one in spans],
        "document": {name: claim.document[name] for name in DOCUMENT_FIELDS},
        "decisions": _decisions(claim),
        "suggestion_key": key,
        "relation_ranked": [dict(one) for one in claim.ranked],
        "origin": claim.origin,
    }


def _decisions(claim: Claim) -> list[Record]:
    """Decisions numbered within the claim, so that an undo names the right one in any ledger."""
    numbers = {one.seq: at for at, one in enumerate(claim.decisions)}
    found = []
    for one in claim.decisions:
        row = {name: getattr(one, name) for name in DECISION_FIELDS}
        payload = dict(one.payload)
        if one.op == "undo" and "seq" in payload:
            payload["seq"] = numbers.get(int(payload["seq"]), -1)
        found.append({**row, "seq": numbers[one.seq], "payload": payload})
    return found


def _quote(span: Mapping[str, Any]) -> Record:
    return {
        "id": span["id"],
        "start": span["start"],
        "end": span["end"],
        "exact": short_quote(span["exact"]),
        "sha256": digest(span["exact"]),
        "prefix": span["prefix"],
        "suffix": span["suffix"],
        "page": span["page"],
        "state": span["state"],
    }


def _without_seq(row: Mapping[str, Any]) -> Record:
    return {name: value for name, value in row.items() if name != "seq"}


def last_word(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The decision that accepted a claim last; an empty one where none did."""
    found = [one for one in record["decisions"] if one["op"] in {"accept", "edit"}]
    return found[-1] if found else {"who": "", "at": None}
