"""The view of a text layer: unwrapped paragraphs, each character with its offset in the layer.

The layer itself never changes; spans are always stored in its offsets.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["body", "heading", "caption", "link"]
FINAL = re.compile(r"[.!?:…][\"“”»«')\]]*\s*$")
LINK = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$")
PAGE_NUMBER = re.compile(r"^\s*(?:-\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*-)?\s*$")
WRAPPED_SHARE = 0.4
"""A layer whose long lines mostly end inside a sentence is hard-wrapped."""
LONG_LINE = 40
WRAP_MAX = 140
HEADING_MAX = 110
RUNNING_MAX = 70
CAPTION_MAX_WORDS = 13
SHORT_LINE = 0.75
"""A wrapped line shorter than this share of the usual width ends its paragraph if a sentence ends there."""
REPEATED = 3
"""A line that comes at least so often is a running head."""


@dataclass(frozen=True)
class Block:
    """One paragraph: its text in the view and the layer offset of each character."""

    text: str
    offsets: tuple[int, ...]
    kind: Kind

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Layer offsets of a run of the view.

        Args:
            start: First character in the view.
            end: Character after the last one.

        Returns:
            Start and end, end exclusive.
        """
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True)
class Line:
    """One line of the layer without its end."""

    text: str
    start: int

    @property
    def bare(self) -> str:
        """Without blanks around it."""
        return self.text.strip()


def view_of(layer: str, keep_hyphen_before: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """The paragraphs of a layer.

    Args:
        layer: The text as the extractor gave it.
        keep_hyphen_before: Words before which a hyphen at the end of a line stays with a blank.

    Returns:
        Blocks in order; links, page numbers and running heads are left out.
    """
    lines = [Line(m.group(), m.start()) for m in re.finditer(r"[^\n\r\f\v\x0b\x1c-\x1e\u2028\u2029]+", layer)]
    heads = _running_heads(lines)
    wrapped = _is_wrapped(lines)
    groups = _wrapped_groups(layer, lines, heads) if wrapped else [[line] for line in lines if line.bare]
    groups = [group for group in groups if _is_text(group, heads)]
    groups = _joined(groups)
    blocks = (_block(group, keep_hyphen_before) for group in groups)
    return _with_kinds([block for block in blocks if block.text.strip()])


def _running_heads(lines: list[Line]) -> frozenset[str]:
    counts: dict[str, int] = {}
    for line in lines:
        key = re.sub(r"\d+", "0", line.bare)
        counts[key] = counts.get(key, 0) + 1
    return frozenset(
        key for key, count in counts.items() if key and count >= REPEATED and len(key) < RUNNING_MAX
    )


def _is_text(group: list[Line], heads: frozenset[str]) -> bool:
    line = group[0]
    if len(group) > 1:
        return True
    is_head = re.sub(r"\d+", "0", line.bare) in heads and not FINAL.search(line.bare)
    return not (LINK.match(line.text) or PAGE_NUMBER.match(line.text) or is_head)


def _is_wrapped(lines: list[Line]) -> bool:
    long = [line for line in lines if len(line.bare) >= LONG_LINE and not LINK.match(line.text)]
    if not long:
        return False
    open_ended = sum(not FINAL.search(line.bare) and len(line.bare) <= WRAP_MAX for line in long)
    return open_ended / len(long) >= WRAPPED_SHARE


def _wrapped_groups(layer: str, lines: list[Line], heads: frozenset[str]) -> list[list[Line]]:
    widths = sorted(len(line.bare) for line in lines if len(line.bare) >= LONG_LINE)
    usual = widths[int(len(widths) * 0.8)] if widths else WRAP_MAX
    groups: list[list[Line]] = []
    is_open = False
    for line in lines:
        if not line.bare or LINK.match(line.text) or PAGE_NUMBER.match(line.text) or _is_head(line, heads):
            is_open = False
        else:
            blank_before = _blank_before(layer, line.start)
            if is_open and not blank_before and _goes_on(groups[-1][-1], line, usual):
                groups[-1].append(line)
            else:
                groups.append([line])
            is_open = True
    return groups


def _is_head(line: Line, heads: frozenset[str]) -> bool:
    return re.sub(r"\d+", "0", line.bare) in heads and not FINAL.search(line.bare)


def _blank_before(layer: str, start: int) -> bool:
    before = layer[max(0, start - 4) : start]
    return before.count("\n") > 1 or "\f" in before


def _goes_on(previous: Line, line: Line, usual: int) -> bool:
    length = len(previous.bare)
    if previous.bare.endswith("-"):
        return True
    if FINAL.search(previous.bare):
        return length >= SHORT_LINE * usual
    return length >= usual / 2 or not line.bare[0].isupper()


def _joined(groups: list[list[Line]]) -> list[list[Line]]:
    """Joins a paragraph cut by a page end: no final punctuation, long, and the next one is text too."""
    found: list[list[Line]] = []
    for group in groups:
        if found and _is_cut(found[-1], group):
            found[-1].extend(group)
        else:
            found.append(list(group))
    return found


def _is_cut(group: list[Line], following: list[Line]) -> bool:
    last, first = group[-1].bare, following[0].bare
    length = sum(len(line.bare) for line in group)
    if FINAL.search(last) or length <= HEADING_MAX:
        return False
    tail = re.split(r"[.!?]\s", last)[-1]
    begins_inside = not first[0].isupper() or len(first) > HEADING_MAX or len(following) > 1
    is_byline = len(tail.split()) <= CAPTION_MAX_WORDS // 3 and len(group) == 1
    return begins_inside and not is_byline


def _block(group: list[Line], keep: tuple[str, ...]) -> Block:
    characters: list[str] = []
    offsets: list[int] = []
    for number, line in enumerate(group):
        lead = len(line.text) - len(line.text.lstrip())
        body = line.text.strip()
        if number:
            _join(characters, offsets, body, keep)
        for place, character in enumerate(body):
            is_second_blank = character in " \t" and characters and characters[-1] == " "
            if character == "\u00ad" or is_second_blank:
                continue
            characters.append(" " if character == "\t" else character)
            offsets.append(line.start + lead + place)
    return Block("".join(characters), tuple(offsets), "body")


def _join(characters: list[str], offsets: list[int], following: str, keep: tuple[str, ...]) -> None:
    """Decides what stands between two lines: nothing, a blank, or the hyphen alone."""
    if not characters:
        return
    if characters[-1] != "-":
        characters.append(" ")
        offsets.append(offsets[-1] + 1)
        return
    stem = re.split(r"\s", "".join(characters[-30:]))[-1].rstrip("-")
    first = re.split(r"\W", following)[0].lower()
    if first in keep:
        characters.append(" ")
        offsets.append(offsets[-1] + 1)
    elif following[:1].islower() and not _keeps_hyphen(stem):
        characters.pop()
        offsets.pop()


def _keeps_hyphen(stem: str) -> bool:
    return not stem or stem[-1].isdigit() or (stem.isupper() and len(stem) > 1)


def _with_kinds(blocks: list[Block]) -> tuple[Block, ...]:
    found: list[Block] = []
    for number, block in enumerate(blocks):
        previous = found[-1].kind if found else None
        found.append(Block(block.text, block.offsets, _kind(block, number, previous)))
    return tuple(found)


def _kind(block: Block, number: int, previous: Kind | None) -> Kind:
    if not FINAL.search(block.text) and len(block.text) <= HEADING_MAX:
        return "heading"
    few_words = len(block.text.split()) <= CAPTION_MAX_WORDS
    if number == 1 and previous == "heading" and few_words:
        return "caption"
    return "body"
