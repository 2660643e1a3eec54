"""Claims as one flat table for CSV and Parquet: columns to read by eye, the record as JSON to read back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from standpunkt.evidence.exports.record import Record, Shelf, last_word

Row = dict[str, str | None]
SHOWN = (
    *("claim_id", "version", "status", "study", "profile", "relation", "actors", "recipients", "polarity"),
    *("stance", "time", "quantities", "event_status", "text_commitment", "credibility", "speaker", "quote"),
    *("quote_sha256", "document_id", "document_title", "page", "reviewed_by", "reviewed_at", "second_reader"),
)
RECORD, BESIDE = "record_json", "beside_json"
COLUMNS = (*SHOWN, RECORD, BESIDE)
FORM_FIELDS = (
    *("relation", "actors", "recipients", "polarity", "stance", "time", "quantities", "event_status"),
    *("text_commitment", "credibility"),
)


def flat_rows(shelf: Shelf) -> list[Row]:
    """One row a claim, every cell a text; the rows beside the claims stand as JSON in the first row.

    Args:
        shelf: The claims.

    Returns:
        Rows with the columns of `COLUMNS`.
    """
    found = [{name: _cell(value) for name, value in _row(one).items()} for one in shelf.records]
    if found:
        found[0][BESIDE] = _json(dict(shelf.beside))
    return found


def from_flat(rows: Sequence[Mapping[str, Any]]) -> Shelf:
    """The shelf that a flat table was written from.

    Args:
        rows: Its rows.

    Returns:
        The shelf.
    """
    beside: dict[str, Any] = next((json.loads(row[BESIDE]) for row in rows if row.get(BESIDE)), {})
    return Shelf(tuple(json.loads(row[RECORD]) for row in rows), beside)


def _row(record: Record) -> dict[str, Any]:
    form, last = record["form"], last_word(record)
    chain, quote = form.get("attribution") or [], record["quotes"][0] if record["quotes"] else {}
    return {
        **{name: record[name] for name in ("claim_id", "version", "status", "study", "profile")},
        **{name: form.get(name) for name in FORM_FIELDS},
        "speaker": chain[0] if chain else None,
        "quote": quote.get("exact"),
        "quote_sha256": quote.get("sha256"),
        "document_id": record["document"]["id"],
        "document_title": record["document"]["title"],
        "page": quote.get("page"),
        "reviewed_by": last["who"],
        "reviewed_at": last["at"],
        "second_reader": any(one["role"] == "second" for one in record["decisions"]),
        RECORD: record,
        BESIDE: None,
    }


def _cell(value: object) -> str | None:
    if value is None:
        return None
    return _json(value) if isinstance(value, list | dict) else str(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
