"""The ledger in other forms, and back: CSV, Parquet, annotations, provenance, statements, its own file."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from standpunkt.evidence.exports.flat import COLUMNS, RECORD, flat_rows, from_flat
from standpunkt.evidence.exports.ledger_file import ledger_lines, read_ledger
from standpunkt.evidence.exports.linked import (
    annotations,
    from_annotations,
    from_provenance,
    from_statements,
    provenance,
    statements,
)
from standpunkt.evidence.exports.record import Shelf, read_shelf, short_quote
from standpunkt.evidence.exports.taken import NO_DOCUMENT, take_in
from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.pipeline.evidence.ledger import Desk
from standpunkt.tables.placing import read_texts, write_frame
from standpunkt.vocabulary.errors.ledger import ImportFileError, ImportFormError

Row = dict[str, Any]
FORMS = ("csv", "parquet", "anno", "prov", "ftm", "ledger")
ACCEPTED = ("accepted",)
LONGEST_HEAD = 4096
LONGEST_REASON = 200


def claim_row(claim: Claim) -> Row:
    """A claim as one flat row to look at: its form, quote and place, and who decided last."""
    form, state = claim.state.form, claim.state
    last = next((one for one in reversed(claim.decisions) if one.op in {"accept", "edit"}), None)
    chain = form.get("attribution") or []
    shown = ("relation", "actors", "recipients", "polarity", "stance", "time", "quantities", "event_status")
    return {
        "claim_id": claim.id,
        "version": state.version,
        "status": state.status,
        "study": claim.study,
        "profile": claim.profile,
        **{name: form.get(name) for name in (*shown, "text_commitment", "credibility")},
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


def export_to(desk: Desk, form: str, out: Path, statuses: tuple[str, ...] = ACCEPTED) -> int:
    """Writes an export, whole or not at all.

    Args:
        desk: The ledger.
        form: csv, parquet, anno, prov, ftm or ledger.
        out: The file.
        statuses: Which claims; `ledger` writes everything.

    Returns:
        How many claims it holds.
    """
    with desk.database.transaction() as connection:
        shelf = read_shelf(connection, statuses)
        lines = list(ledger_lines(connection)) if form == "ledger" else []
    out.parent.mkdir(parents=True, exist_ok=True)
    if form == "parquet":
        schema = dict.fromkeys(COLUMNS, pl.String)
        write_frame(out, pl.DataFrame(flat_rows(shelf), schema=schema, orient="row"))
        return len(shelf.records)
    part = out.with_name(f".{out.name}.part")
    part.write_text("".join(lines) if form == "ledger" else _text(shelf, form), encoding="utf-8")
    part.replace(out)
    return len(shelf.records)


def _text(shelf: Shelf, form: str) -> str:
    if form == "csv":
        return _csv(shelf)
    if form == "ftm":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in statements(shelf))
    content = annotations(shelf) if form == "anno" else provenance(shelf)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _csv(shelf: Shelf) -> str:
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat_rows(shelf))
    return target.getvalue()


def import_file(desk: Desk, file: Path) -> Row:
    """Reads a file that `export` wrote; its form is told from its content.

    Claims go into the ledger beside those that are there. Each quote is proved in the document of the same
    bytes, which must have been added before; only the ledger's own file carries the documents.

    Args:
        desk: The ledger.
        file: The file.

    Returns:
        file, form, new, known (counts), left_out (claim_id, reason, document).
    """
    form = form_of(file)
    if form == "ledger":
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        count = read_ledger(desk.database, lines, file.name)
        return {"file": str(file), "form": form, "new": count, "known": 0, "left_out": []}
    taken = take_in(desk.database, _shelf(file, form), desk.signature())
    return {
        "file": str(file),
        "form": form,
        "new": len(taken.new),
        "known": len(taken.known),
        "left_out": list(taken.left_out),
    }


def form_of(file: Path) -> str:
    """Tells the form of an exported file from its first bytes.

    Args:
        file: The file.

    Returns:
        One of `FORMS`.

    Raises:
        ImportFileError: Without such a file.
        ImportFormError: If it is in none of the forms.
    """
    if not file.is_file():
        raise ImportFileError(file=file.name)
    with file.open("rb") as stream:
        head = stream.read(LONGEST_HEAD)
    if head.startswith(b"PAR1"):
        return "parquet"
    text = head.decode("utf-8", errors="replace")
    marks = {
        '"AnnotationPage"': "anno",
        '"@graph"': "prov",
        "http://www.w3.org/ns/prov#": "prov",
        '{"row": ': "ledger",
        '"entity_id"': "ftm",
        "claim_id,": "csv",
    }
    found = next((form for mark, form in marks.items() if mark in text), None)
    if found is None:
        raise ImportFormError(file=file.name, form="?", reason=repr(text[:40]), forms=", ".join(FORMS))
    return found


def _shelf(file: Path, form: str) -> Shelf:
    try:
        if form == "parquet":
            return from_flat(read_texts(file))
        text = file.read_text(encoding="utf-8")
        readers: dict[str, Callable[[str], Shelf]] = {
            "csv": _from_csv,
            "anno": lambda text: from_annotations(json.loads(text)),
            "prov": lambda text: from_provenance(json.loads(text)),
            "ftm": lambda text: from_statements([json.loads(line) for line in text.splitlines() if line]),
        }
        return readers[form](text)
    except (ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        reason = f"{type(error).__name__} {error}"[:LONGEST_REASON]
        raise ImportFormError(file=file.name, form=form, reason=reason, forms=", ".join(FORMS)) from error


def _from_csv(text: str) -> Shelf:
    csv.field_size_limit(2**31 - 1)
    rows: list[Mapping[str, Any]] = list(csv.DictReader(io.StringIO(text)))
    if rows and RECORD not in rows[0]:
        raise KeyError(RECORD)
    return from_flat(rows)


def missing_documents(row: Row) -> list[str]:
    """The documents that an import asks for first, each once."""
    left = [one["document"] for one in row["left_out"] if one["reason"] == NO_DOCUMENT]
    return sorted(set(left))
