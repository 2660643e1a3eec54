"""Rows as files: the JSON envelope and CSV."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from standpunkt.dossier.observatory import Observatory

EXCEL_GERMAN = "de"
BYTE_ORDER_MARK = "\ufeff"
RISKY = ("=", "+", "-", "@")


def envelope(observatory: Observatory, result: object, warnings: Sequence[str] = ()) -> str:
    """The one form of all JSON answers: version, data date, result, warnings.

    Args:
        observatory: The version.
        result: What was asked for.
        warnings: What the reader must know.

    Returns:
        JSON.
    """
    stamp = observatory.stamp()
    content = {
        "version": stamp["version"],
        "data_date": stamp["data_date"],
        "result": result,
        "warnings": list(warnings),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"


def csv_text(rows: Sequence[Mapping[str, Any]], excel: str = "") -> str:
    """Rows as CSV in UTF-8, with a header line.

    Args:
        rows: Rows with the same fields.
        excel: `de` writes byte order mark, semicolons and decimal commas, as a German Excel expects.

    Returns:
        The file's text; no rows give an empty file.
    """
    german = excel == EXCEL_GERMAN
    out = io.StringIO()
    names = list(rows[0]) if rows else []
    writer = csv.writer(out, delimiter=";" if german else ",", lineterminator="\r\n" if german else "\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name], german=german) for name in names] for row in rows)
    return (BYTE_ORDER_MARK if german else "") + out.getvalue()


def _cell(value: object, *, german: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value).replace(".", ",") if german else str(value)
    text = str(value)
    return f"'{text}" if german and text.startswith(RISKY) else text
