"""XML: each element of the declared name is a record, its declared paths are the columns.

What stands directly below a record (`@attribute`, `child`) is compared with the layout, so that a new or lost
element stops the load as a new column of a text file does.
"""

import io
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import polars as pl

from standpunkt.sources.connector.reading.layouts import Named, match_layout, numbered

SEVERAL = "\n"
"""Stands between the values of a path that several elements have; no cleaned value holds a line break."""
DTD_MARKS = (b"<!DOCTYPE", b"<!ENTITY")


def read_xml(content: bytes, named: Named) -> pl.DataFrame:
    """Reads the records of an XML document.

    Args:
        content: Bytes, unpacked.
        named: The file.

    Returns:
        One row per record with the declared fields as text, several values joined by line breaks, and
        `row_in_snapshot`: the number of the record.
    """
    rows: list[dict[str, str | None]] = []
    seen: set[str] = set()
    for record in elements(content, named, named.file.record):
        seen |= {f"@{name}" for name in record.attrib} | {_plain(child.tag) for child in record}
        rows.append({name: _value(record, path) for name, path in named.file.fields.items()})
    if not rows:
        problem = f"it holds no element '{named.file.record}'"
        raise named.unreadable(problem)
    match_layout(sorted(seen), named)
    return numbered(pl.DataFrame(rows, schema=dict.fromkeys(named.file.fields, pl.String)), 1)


def elements(content: bytes, named: Named, tag: str) -> Iterator[ET.Element]:
    """The elements of a name, without their namespaces, one after the other.

    Args:
        content: Bytes, unpacked.
        named: The file, for messages.
        tag: Name of the elements, which do not hold each other.

    Yields:
        Each element, complete; it is emptied when the next one is asked for.
    """
    if b"\0" in content or any(mark in content for mark in DTD_MARKS):  # NUL: letters of two bytes hide marks
        problem = "it brings definitions of its own (DTD), or letters of two bytes"
        raise named.unreadable(problem)
    depth = 0
    try:
        for event, element in ET.iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314 (no DTD)
            if _plain(element.tag) != tag:
                continue
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 0:
                for part in element.iter():
                    part.tag = _plain(part.tag)
                yield element
                element.clear()
    except ET.ParseError as error:
        raise named.unreadable(str(error)) from error


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


def _value(record: ET.Element, path: str) -> str | None:
    """The value of a path: `@name`, `child`, `child/@name` or `a/b`; several ones joined; null if none."""
    place, _, last = path.rpartition("/")
    if last.startswith("@"):
        holders = record.findall(place) if place else [record]
        texts = [holder.get(last[1:]) for holder in holders]
    else:
        texts = [holder.text for holder in record.findall(path)]
    return SEVERAL.join(" ".join(text.split()) for text in texts if text and text.strip()) or None
