"""Writes findings as a Markdown page in one language."""

from dataclasses import dataclass, field
from typing import Literal

from standpunkt.languages.numbers import interval, number, percent, signed
from standpunkt.languages.say import say

Kind = Literal["number", "signed", "percent"]
NOTHING = "–"
FORMATS = {"number": number, "signed": signed, "percent": percent}


@dataclass(frozen=True)
class Said:
    """A text by its English form, with values for its placeholders."""

    msgid: str
    values: dict[str, "Cell"] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """A number, with an interval where it has one."""

    value: float | None
    digits: int = 0
    kind: Kind = "number"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Words:
    """A name or label that comes in both languages."""

    de: str
    en: str


Cell = str | Said | Figure | Words


@dataclass(frozen=True)
class Grid:
    """A table: headings by their English form (as `Said` where they hold values), and rows of cells."""

    headings: tuple["str | Said", ...]
    rows: tuple[tuple[Cell, ...], ...]


Block = Said | Words | Grid | tuple[Cell, ...]
"""A paragraph, a table, or a list of sentences."""


@dataclass(frozen=True)
class Section:
    """A headed part of the report: paragraphs, tables, and lists of sentences."""

    title: str
    blocks: tuple["Block", ...]


def page(title: Said, sections: tuple[Section, ...], language: str) -> str:
    """The report as Markdown.

    Args:
        title: Its title.
        sections: Its parts.
        language: `de` or `en`.

    Returns:
        Text that ends with a line feed.
    """
    lines = [f"# {written(title, language)}"]
    for section in sections:
        lines += ["", f"## {say(section.title, language)}"]
        for block in section.blocks:
            lines += ["", *_lines(block, language)]
    return "\n".join(lines) + "\n"


def _lines(block: Block, language: str) -> list[str]:
    if isinstance(block, Said | Words):
        return [written(block, language)]
    if isinstance(block, tuple):
        return [f"- {written(each, language)}" for each in block]
    heads = [
        written(head, language) if isinstance(head, Said) else say(head, language) for head in block.headings
    ]
    rows = [" | ".join(written(cell, language) for cell in row) for row in block.rows]
    return [f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads), *(f"| {row} |" for row in rows)]


def written(cell: Cell, language: str) -> str:
    """A cell in a language.

    Args:
        cell: Text, message or number.
        language: `de` or `en`.

    Returns:
        The text.
    """
    if isinstance(cell, Said):
        values = {name: written(value, language) for name, value in cell.values.items()}
        return say(cell.msgid, language, **values)
    if isinstance(cell, Figure):
        return _figure(cell, language)
    if isinstance(cell, Words):
        return cell.de if language == "de" else cell.en
    return cell


def _figure(cell: Figure, language: str) -> str:
    if cell.value is None or cell.value != cell.value:
        return NOTHING
    text = FORMATS[cell.kind](cell.value, language, cell.digits)
    if cell.low is None or cell.high is None:
        return text
    factor = 100 if cell.kind == "percent" else 1
    return f"{text} [{interval(cell.low * factor, cell.high * factor, language, cell.digits)}]"
