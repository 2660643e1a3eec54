"""Bytes of a declared form to a frame of the columns that its layout reads; text, unless it has types."""

import io
import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from standpunkt.sources.connector.declaration import SourceFile
from standpunkt.sources.connector.reading.forms.markup import read_xml
from standpunkt.sources.connector.reading.forms.separated import read_csv
from standpunkt.sources.connector.reading.forms.workbook import read_xlsx
from standpunkt.sources.connector.reading.layouts import Named, match_layout, numbered
from standpunkt.sources.connector.transport.archives import unpack
from standpunkt.vocabulary.errors.sources import RowLimitError

UNPACKED_BY_PACKED = 10
"""Unpacked files may be so many times as large as `max_mb` allows packed ones to be."""


def parse(content: bytes, named: Named) -> pl.DataFrame:
    """Reads a file by its declared form and its one fitting layout.

    Args:
        content: Bytes as received, packed or not.
        named: The file.

    Returns:
        The columns that the layout reads, as text unless the form carries types, and `row_in_snapshot`.

    Raises:
        RowLimitError: If the answer is as long as the publisher's answers can be.
    """
    frame = _read(content, named)
    most = named.file.row_limit
    if most is not None and frame.height >= most:
        raise RowLimitError(file=named.name, rows=frame.height, limit=most, source_id=named.source_id)
    return frame


def _read(content: bytes, named: Named) -> pl.DataFrame:
    form = named.file.form
    if form == "xlsx":  # a workbook is a ZIP of many files: its reader opens it
        return read_xlsx(content, named)
    access = named.declared.access
    plain = unpack(content, named.name, access.max_mb * UNPACKED_BY_PACKED, access.max_ratio)
    if form in {"csv", "xml"}:
        return read_csv(plain, named) if form == "csv" else read_xml(plain, named)
    readers = {"parquet": _parquet, "json": _json, "text": _text}
    frame = readers[form](plain, named)
    layout = match_layout(frame.columns, named)
    return numbered(frame.select(name for name in frame.columns if layout.reads(name)), 1)


def _parquet(content: bytes, named: Named) -> pl.DataFrame:
    try:
        return pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, OSError) as error:
        problem = str(error).splitlines()[0]
        raise named.unreadable(problem) from error


def _text(content: bytes, named: Named) -> pl.DataFrame:
    """A document is one row: its name and its text."""
    try:
        text = content.decode(named.file.encoding)
    except UnicodeDecodeError as error:
        raise named.unreadable(str(error)) from error
    return pl.DataFrame({"name": [named.name], "text": [text]})


def _json(content: bytes, named: Named) -> pl.DataFrame:
    file = named.file
    try:
        found: Any = json.loads(content.decode(file.encoding), parse_float=str, parse_int=str)
        for step in filter(None, file.path_in_json.split("/")):
            found = found[int(step)] if isinstance(found, list) else found[step]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        problem = f"it holds no list at '{file.path_in_json}'"
        raise named.unreadable(problem) from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        problem = f"it holds no list of records at '{file.path_in_json}'"
        raise named.unreadable(problem)
    rows = [dict(_flat(row, "")) for row in found]
    names = list(dict.fromkeys(key for row in rows for key in row)) or _declared_columns(named)
    return pl.DataFrame(
        {key: [_empty_as_null(row.get(key), file) for row in rows] for key in names},
        schema=dict.fromkeys(names, pl.String),
    )


def _declared_columns(named: Named) -> list[str]:
    """What an empty list would have held: it has no columns to compare."""
    layout = next(found for found in named.declared.layouts if found.unit == named.file.unit)
    return [*layout.columns, *layout.ignored]


def _empty_as_null(text: str | None, file: SourceFile) -> str | None:
    return None if text in file.null_texts else text


def _flat(row: dict[str, Any], prefix: str) -> Iterator[tuple[str, str | None]]:
    for key, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            yield f"{prefix}{key}", json.dumps(value, ensure_ascii=False)
        else:
            yield f"{prefix}{key}", None if value is None else str(value)
