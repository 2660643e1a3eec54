"""The text of a document as the desk shows it: sections, pages, paragraphs, marked quotes."""

import itertools
import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

SECTION = 12_000
SHORT_LINE = 0.6
"""The last line of a paragraph is shorter than this share of the usual line."""
LONG_LINE = 110
"""Lines of a text that is not hard-wrapped are longer than this."""
PAGE_END = "\f"
CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@dataclass(frozen=True)
class Mark:
    """A quote in the text: its claims, and how they stand."""

    start: int
    end: int
    claim_id: str
    number: int
    css: str
    words: str
    is_here: bool = False


@dataclass(frozen=True)
class Piece:
    """A run of text, inside a mark or between marks; `is_control` names an invisible sign."""

    text: str
    mark: Mark | None = None
    is_first: bool = False
    is_control: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph or page; `page` stands where a page begins."""

    pieces: tuple[Piece, ...]
    page: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One section of a document."""

    blocks: tuple[Block, ...]
    section: int
    section_count: int
    start: int
    end: int


def section_starts(text: str) -> list[int]:
    """Where the sections of a text begin: at the first line end after every 12,000 characters.

    Args:
        text: The text layer.

    Returns:
        Offsets; a line longer than two sections is cut.
    """
    starts = [0]
    while len(text) - starts[-1] > SECTION + SECTION // 4:
        at = starts[-1] + SECTION
        found = text.find("\n", at, at + SECTION)
        starts.append(found + 1 if found >= 0 else at)
    return starts


def section_of(starts: Sequence[int], offset: int) -> int:
    """The number, from 0, of the section that holds an offset."""
    return max(0, sum(start <= offset for start in starts) - 1)


def sheet(text: str, pages: Sequence[int], marks: Sequence[Mark], section: int) -> Sheet:
    """One section with its marks.

    Args:
        text: The whole text layer.
        pages: Start offsets of pages; empty where the format knows none.
        marks: Quotes of the document.
        section: Which section, from 0; the last one where there are fewer.

    Returns:
        The section.
    """
    starts = section_starts(text)
    section = min(max(0, section), len(starts) - 1)
    start = starts[section]
    end = starts[section + 1] if section + 1 < len(starts) else len(text)
    here = [one for one in marks if one.start < end and start < one.end]
    cuts = _cuts(text, pages, start, end, width=line_width(text))
    blocks = []
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        pieces = tuple(_pieces(text, a, b, here))
        page = sum(one <= a for one in pages) if a in pages else None
        if pieces or page:
            blocks.append(Block(pieces, page))
    return Sheet(tuple(blocks), section, len(starts), start, end)


def line_width(text: str) -> float:
    """The usual length of a line where lines were broken at a width; 0 where a line is a paragraph."""
    lengths = [len(line) for line in text[: 4 * SECTION].split("\n") if line.strip()]
    usual = statistics.median(lengths) if len(lengths) > 1 else 0
    return usual if usual < LONG_LINE else 0


def place_words(text: str, pages: Sequence[int], start: int) -> dict[str, int]:
    """Page and line of an offset, or paragraph where there are no pages.

    Args:
        text: The text layer.
        pages: Start offsets of pages.
        start: The offset.

    Returns:
        page and line, or paragraph; the others are 0.
    """
    if pages:
        page = sum(one <= start for one in pages)
        return {"page": page, "line": text.count("\n", pages[page - 1], start) + 1, "paragraph": 0}
    number = sum(1 for line in text[:start].split("\n")[:-1] if line.strip()) + 1
    return {"page": 0, "line": 0, "paragraph": number}


def _cuts(text: str, pages: Sequence[int], start: int, end: int, *, width: float) -> list[int]:
    """Where paragraphs begin: after every line, or after short lines where lines were broken at a width."""
    found = {start} | {one for one in pages if start <= one < end}
    line, at = start, text.find("\n", start, end)
    while at >= 0:
        if (at + 1 < end and len(text[line:at].strip()) <= SHORT_LINE * width) or not width:
            found.add(at + 1)
        line, at = at + 1, text.find("\n", at + 1, end)
    return sorted(one for one in found if one < end)


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Piece]:
    inside = [one for one in marks if one.start < end and start < one.end]
    cuts = {start, end}
    for one in inside:
        cuts |= {max(start, one.start), min(end, one.end)}
    ordered = sorted(cuts)
    found: list[Piece] = []
    for a, b in itertools.pairwise(ordered):
        covering = [one for one in inside if one.start <= a and b <= one.end]
        best = next((one for one in covering if one.is_here), covering[0] if covering else None)
        found += _plain(text[a:b].strip(PAGE_END), best, is_first=best is not None and best.start == a)
    return [] if not any(piece.text.strip() for piece in found) else found


def _plain(text: str, mark: Mark | None, *, is_first: bool) -> list[Piece]:
    """Invisible signs that turn the direction of a text are shown by name, so that none can mislead."""
    if not CONTROLS & set(text):
        return [Piece(text, mark, is_first)] if text else []
    found: list[Piece] = []
    run = ""
    for letter in text:
        if letter in CONTROLS:
            found += [Piece(run, mark)] if run else []
            found.append(Piece(unicodedata.name(letter, "control").lower(), mark, is_control=True))
            run = ""
        else:
            run += letter
    return [*found, *([Piece(run, mark)] if run else [])]
