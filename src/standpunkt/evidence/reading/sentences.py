"""Cuts paragraphs into sentences; a glued heading or byline at the end is set apart."""

import re
from dataclasses import dataclass
from functools import lru_cache

from standpunkt.evidence.reading.view import HEADING_MAX, Block, Kind, view_of
from standpunkt.evidence.reading.words import Word, words_of
from standpunkt.languages.reading import reading

END = re.compile(r"[.!?…]+[\"“”»«’')\]]*(?=\s+[\"„“»«‘'(\[–-]*[\w„“»])|[.!?…]+[\"“”»«’')\]]*$")
MAX_CHARACTERS = 2000
TAIL_WORDS = 6
COLON_MIN = 3


@dataclass(frozen=True)
class Sentence:
    """One sentence: text in the view, offsets in the layer, words (their offsets count from its start)."""

    index: int
    text: str
    start: int
    end: int
    kind: Kind
    block: int
    words: tuple[Word, ...]


def sentences_of(layer: str, language: str) -> list[Sentence]:
    """All sentences of a text layer, headings and captions among them.

    Args:
        layer: The text as the extractor gave it.
        language: Its language.

    Returns:
        Sentences by place.
    """
    rules = reading(language).abbreviations
    found: list[Sentence] = []
    for number, block in enumerate(view_of(layer, rules.hyphen_keep_before)):
        for start, end in _pieces(block, language):
            first, last = block.span(start, end)
            text = block.text[start:end]
            kind = _kind(block, start, end)
            found.append(Sentence(len(found), text, first, last, kind, number, words_of(text)))
    return found


def _kind(block: Block, start: int, end: int) -> Kind:
    text = block.text[start:end]
    is_tail = end == len(block.text) and start > 0
    if is_tail and text[-1] not in ".!?…:\"“”»«)'" and len(text.split()) <= TAIL_WORDS:
        return "heading"
    return block.kind


def _pieces(block: Block, language: str) -> list[tuple[int, int]]:
    if block.kind == "heading":
        return [(0, len(block.text))]
    pieces: list[tuple[int, int]] = []
    start = 0
    for match in END.finditer(block.text):
        if match.end() < len(block.text) and _is_inside(block.text, start, match, language):
            continue
        pieces += _capped(start, match.end())
        start = match.end() + len(block.text[match.end() :]) - len(block.text[match.end() :].lstrip())
    if start < len(block.text):
        pieces += _capped(start, len(block.text))
    return pieces


def _capped(start: int, end: int) -> list[tuple[int, int]]:
    return [(at, min(end, at + MAX_CHARACTERS)) for at in range(start, end, MAX_CHARACTERS)]


@lru_cache(maxsize=8)
def _abbreviations(language: str) -> frozenset[str]:
    return frozenset(reading(language).abbreviations.abbreviations)


def _is_inside(text: str, start: int, match: re.Match[str], language: str) -> bool:
    """Whether a stop does not end the sentence: abbreviation, ordinal, initial, small letter after it."""
    if text[match.start()] != "." or match.group() not in {".", "..."}:
        return text[match.end() :].lstrip()[:1].islower()
    before = re.split(r"[\s(„“\"/–-]", text[start : match.start()])[-1]
    after = text[match.end() :].lstrip()
    is_ordinal = before.isdigit() and len(before) <= reading(language).abbreviations.ordinal_digits
    is_initial = len(before) == 1 and before.isupper()
    last_part = before.rsplit(".", maxsplit=1)[-1].lower()
    return after[:1].islower() or is_ordinal or is_initial or last_part in _abbreviations(language)


def is_short_heading(text: str) -> bool:
    """Whether a text without final punctuation is short enough for a heading."""
    return len(text) <= HEADING_MAX
