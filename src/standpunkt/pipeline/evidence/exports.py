"""The ledger in other forms: flat rows, CSV, Parquet, annotations, provenance, statements, its own file."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from standpunkt.evidence.exports.ledger_file import ledger_lines, read_ledger
from standpunkt.evidence.exports.linked import annotations, provenance, short_quote, statements
from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.pipeline.evidence.ledger import Desk, every_claim

Row = dict[str, Any]
REVIEWED = (
    *("claim_id", "version", "study", "profile", "relation", "actors", "recipients", "polarity", "stance"),
    *("time", "quantities", "event_status", "text_commitment", "credibility", "speaker", "quote"),
    *("quote_sha256", "document_id", "page", "reviewed_by", "reviewed_at", "second_reader", "disputed"),
)


def claim_row(claim: Claim) -> Row:
    """A claim as one flat row: the columns of `REVIEWED` and its status."""
    form, state = claim.state.form, claim.state
    last = next((one for one in reversed(claim.decisions) if one.op in {"accept", "edit"}), None)
    chain = form.get("attribution") or []
    return {
        "claim_id": claim.id,
        "version": state.version,
        "status": state.status,
        "study": claim.study,
        "profile": claim.profile,
        **{
            name: form.get(name)
            for name in ("relation", "actors", "recipients", "polarity", "stance", "time")
        },
        **{name: form.get(name) for name in ("quantities", "event_status", "text_commitment", "credibility")},
        "speaker": chain[0] if chain else None,
        "quote": short_quote(claim.quote),
        "quote_sha256": digest(claim.quote),
        "document_id": claim.document["id"],
        "page": claim.spans[0]["page"] if claim.spans else None,
        "reviewed_by": last.who if last else None,
        "reviewed_at": last.at if last else None,
        "second_reader": bool(state.second),
        "disputed": state.is_disputed,
        "reason": state.reason,
    }


def export_text(desk: Desk, form: str) -> str:
    """The ledger in a text form: csv, anno, prov, ftm of accepted claims; ledger for all of it."""
    if form == "ledger":
        with desk.database.transaction() as connection:
            return "".join(ledger_lines(connection))
    accepted = every_claim(desk, status="accepted")
    if form == "csv":
        return _csv([claim_row(one) for one in accepted])
    if form == "ftm":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in statements(accepted))
    content = annotations(accepted) if form == "anno" else provenance(accepted)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _csv(rows: Sequence[Row]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(REVIEWED)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in REVIEWED])
    return target.getvalue()


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def import_file(desk: Desk, file: Path) -> int:
    """Reads a file that `export --to ledger` wrote; returns how many rows were written."""
    return read_ledger(desk.database, file.read_text(encoding="utf-8").splitlines(keepends=True), file.name)


def export_to(desk: Desk, form: str, out: Path) -> int:
    """Writes an export, whole or not at all.

    Args:
        desk: The ledger.
        form: csv, parquet, anno, prov, ftm or ledger.
        out: The file.

    Returns:
        How many accepted claims it holds.
    """
    accepted = every_claim(desk, status="accepted")
    part = out.with_name(f".{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    if form == "parquet":
        rows = [{name: _text_cell(claim_row(one)[name]) for name in REVIEWED} for one in accepted]
        pl.DataFrame(rows, schema=dict.fromkeys(REVIEWED, pl.String)).write_parquet(part)
    else:
        part.write_text(export_text(desk, form), encoding="utf-8")
    part.replace(out)
    return len(accepted)


def _text_cell(value: object) -> str | None:
    return None if value is None else str(_cell(value))
