"""Texts with separated columns: with a header, after a preamble, or with the publisher's numbered columns."""

import csv

import polars as pl

from standpunkt.sources.connector.reading.layouts import Named, match_layout, numbered

BOM = "\ufeff".encode()
END_OF_TEXT = b"\x1a"
"""Some publishers end their files as MS-DOS did."""
LARGEST_HEADER = 1 << 16
DECODED = frozenset({"latin-1", "utf-16"})


def read_csv(content: bytes, named: Named) -> pl.DataFrame:
    """Reads separated columns as text.

    Args:
        content: Bytes, unpacked.
        named: The file.

    Returns:
        The columns that the layout reads and `row_in_snapshot`; a header at the top is row 1.
    """
    file = named.file
    text = content.decode(file.encoding).encode() if file.encoding in DECODED else content
    text = text.removeprefix(BOM).rstrip(END_OF_TEXT)
    if b"\0" in text:
        problem = "a NUL byte stands in it"
        raise named.unreadable(problem)
    if file.positions:
        return numbered(_by_position(text, named), 1)
    text, preamble = _after_preamble(text, named)
    header = _fields(text, named)
    columns = unique_names(header)
    layout = match_layout(columns, named)
    wanted = [name for name in columns if layout.reads(name)]
    if columns == header:
        return numbered(_frame(text, wanted, named), preamble + 2)
    body = text.partition(b"\n")[2]
    return numbered(_frame(body, wanted, named, columns), preamble + 2)


def _by_position(text: bytes, named: Named) -> pl.DataFrame:
    """A file without a header: as many columns as the publisher numbers, in that order."""
    columns = list(named.file.positions)
    layout = match_layout(columns, named)
    found = len(_fields(text, named)) if text else len(columns)
    if found != len(columns):
        problem = f"its rows have {found} columns, {len(columns)} are declared"
        raise named.unreadable(problem)
    wanted = [name for name in columns if layout.reads(name)]
    return _frame(text, wanted, named, columns)


def _after_preamble(text: bytes, named: Named) -> tuple[bytes, int]:
    start = named.file.header_start.encode()
    if not start or text.startswith(start):
        return text, 0
    place = text.find(b"\n" + start)
    if place < 0:
        problem = f"no line begins with '{named.file.header_start}'"
        raise named.unreadable(problem)
    return text[place + 1 :], text.count(b"\n", 0, place + 1)


def _fields(text: bytes, named: Named) -> list[str]:
    """The cells of the first line."""
    first = text[:LARGEST_HEADER].partition(b"\n")[0].rstrip(b"\r")
    separator, quote = named.file.separator, named.file.quote
    try:
        line = first.decode()
        if not quote:
            return line.split(separator)
        return next(csv.reader([line], delimiter=separator, quotechar=quote))
    except (UnicodeDecodeError, StopIteration, csv.Error) as error:
        problem = f"its header cannot be read: {error}"
        raise named.unreadable(problem) from error


def unique_names(columns: list[str]) -> list[str]:
    """Names of columns; one without a name is called after its left neighbour, which it remarks on.

    Args:
        columns: As the header has them.

    Returns:
        As many names.
    """
    left = ""
    named: list[str] = []
    for column in columns:
        left = column or left
        named.append(column or f"{left} (remark)")
    return named


def _frame(text: bytes, wanted: list[str], named: Named, names: list[str] | None = None) -> pl.DataFrame:
    """The wanted columns; `names` are those of all columns of a text without a header."""
    file = named.file
    if names is not None and not text.strip():
        return pl.DataFrame(schema=dict.fromkeys(wanted, pl.String))
    places = [names.index(name) for name in wanted] if names is not None else wanted
    try:
        frame = pl.read_csv(
            text,
            has_header=names is None,
            columns=places,
            separator=file.separator,
            quote_char=file.quote or None,
            infer_schema=False,
            null_values=list(file.null_texts),
            encoding="utf8",
        )
    except pl.exceptions.PolarsError as error:
        problem = str(error).splitlines()[0]
        raise named.unreadable(problem) from error
    if names is None:
        return frame
    # columns are numbered in the order of the file
    return frame.rename(dict(zip(frame.columns, sorted(wanted, key=names.index), strict=True)))
