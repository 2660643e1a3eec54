"""Bytes of a declared form to a frame of the columns that a layout reads; every row keeps its number.

Row numbers count as a person does who opens the file: in CSV the header is row 1, elsewhere the first record.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from standpunkt.sources.connector.declaration import Layout, SourceDeclaration, SourceFile
from standpunkt.sources.connector.transport.guards import unpack
from standpunkt.vocabulary.errors.sources import LayoutError, UnreadableFileError

ROW = "row_in_snapshot"
BOM = "\ufeff".encode()
LARGEST_HEADER = 1 << 16
UNPACKED_BY_PACKED = 10
"""Unpacked files may be so many times as large as `max_mb` allows packed ones to be."""
DECODED = frozenset({"latin-1", "utf-16"})


@dataclass(frozen=True)
class Named:
    """A file with all that its messages name: the source, the declared file, its own name."""

    source_id: str
    declared: SourceDeclaration
    file: SourceFile
    name: str

    def unreadable(self, problem: str) -> UnreadableFileError:
        """The refusal of bytes that are not what the declaration says."""
        return UnreadableFileError(
            file=self.name,
            problem=problem,
            form=self.file.form,
            encoding=self.file.encoding,
            source_id=self.source_id,
        )


def parse(content: bytes, named: Named) -> pl.DataFrame:
    """Reads a file by its declared form and its one fitting layout.

    Args:
        content: Bytes as received, packed or not.
        named: The file.

    Returns:
        The columns that the layout reads, as text unless the form carries types, and `row_in_snapshot`.
    """
    access = named.declared.access
    plain = unpack(content, named.name, access.max_mb * UNPACKED_BY_PACKED, access.max_ratio)
    if named.file.form == "csv":
        return _csv(plain, named)
    frame = _parquet(plain, named) if named.file.form == "parquet" else _json(plain, named)
    layout = match_layout(frame.columns, named)
    return _numbered(frame.drop(layout.ignored, strict=False), 1)


def match_layout(columns: list[str], named: Named) -> Layout:
    """The layout that these columns fit: all its columns, and none that it does not name.

    Args:
        columns: Names in the file.
        named: The file.

    Returns:
        The layout.

    Raises:
        LayoutError: If none fits; names what is missing and new against the nearest.
    """
    found = set(columns)
    distances: list[tuple[int, Layout, set[str], set[str]]] = []
    for layout in named.declared.layouts:
        if layout.unit != named.file.unit:
            continue
        needed = set(layout.columns)
        missing = needed - found
        unknown = found - needed - set(layout.optional) - set(layout.ignored)
        if not missing and not unknown and len(found) == len(columns):
            return layout
        distances.append((len(missing) + len(unknown), layout, missing, unknown))
    _distance, layout, missing, unknown = min(distances, key=lambda one: one[0])
    twice = {column for column in columns if columns.count(column) > 1}
    raise LayoutError(
        file=named.name,
        missing=", ".join(sorted(missing)) or "none",
        unknown=", ".join(sorted(unknown | twice)) or "none",
        layout=layout.id,
        source_id=named.source_id,
    )


def _numbered(frame: pl.DataFrame, offset: int) -> pl.DataFrame:
    return frame.with_row_index(ROW, offset=offset).with_columns(pl.col(ROW).cast(pl.Int64))


def _csv(content: bytes, named: Named) -> pl.DataFrame:
    file = named.file
    text = content.decode(file.encoding).encode() if file.encoding in DECODED else content
    text = text.removeprefix(BOM)
    if b"\0" in text:
        problem = "a NUL byte stands in it"
        raise named.unreadable(problem)
    columns = _header(text, named)
    layout = match_layout(columns, named)
    wanted = [column for column in columns if column not in layout.ignored]
    try:
        frame = pl.read_csv(
            text,
            columns=wanted,
            separator=file.separator,
            infer_schema=False,
            null_values=list(file.null_texts),
            encoding="utf8",
        )
    except pl.exceptions.PolarsError as error:
        problem = str(error).splitlines()[0]
        raise named.unreadable(problem) from error
    return _numbered(frame, 2)


def _header(text: bytes, named: Named) -> list[str]:
    first = text[:LARGEST_HEADER].partition(b"\n")[0].rstrip(b"\r")
    try:
        return next(csv.reader([first.decode()], delimiter=named.file.separator))
    except (UnicodeDecodeError, StopIteration, csv.Error) as error:
        problem = f"its header cannot be read: {error}"
        raise named.unreadable(problem) from error


def _parquet(content: bytes, named: Named) -> pl.DataFrame:
    try:
        return pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, OSError) as error:
        problem = str(error).splitlines()[0]
        raise named.unreadable(problem) from error


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
    names = list(dict.fromkeys(key for row in rows for key in row))
    return pl.DataFrame(
        {key: [_empty_as_null(row.get(key), file) for row in rows] for key in names},
        schema=dict.fromkeys(names, pl.String),
    )


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
