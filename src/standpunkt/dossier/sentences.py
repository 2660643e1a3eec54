"""Writes one finding as one sentence, and proves every figure and name in it by its place in the finding.

A template is text with slots: `{field}`, `{field:format}`, `{field#one|many}` (a word by number), and
`[...]`, which is left out if a field in it is empty. Templates hold no figures of their own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from standpunkt.dossier.findings.finding import Finding
from standpunkt.dossier.formats import FORMATS, Voice, is_many
from standpunkt.vocabulary.declaration import read_declaration
from standpunkt.vocabulary.errors.dossier import SentenceSlotError, SentenceTemplateError

SLOT = re.compile(r"\{(\w+)(?::(\w+))?(?:#([^}|]*)\|([^}]*))?\}")
OPTIONAL = re.compile(r"\[([^\]]*)\]")
SUBJECTS = ("subject", "power", "opponent", "power_side", "opponent_side")


class Span(BaseModel):
    """Where in a sentence a field of a finding stands: `text[start:end]`."""

    model_config = ConfigDict(frozen=True)

    start: int
    end: int
    finding_id: str
    field: str


class Sentence(BaseModel):
    """A sentence with what it rests on; `footnotes` are keys of facts, in the order of the finding."""

    model_config = ConfigDict(frozen=True)

    finding_ids: tuple[str, ...]
    language: str
    template_id: str
    text: str
    spans: tuple[Span, ...]
    footnotes: tuple[str, ...]
    direction: int
    weight: float
    pillar: str
    on: str


@lru_cache(maxsize=8)
def templates(language: str) -> Mapping[str, Any]:
    """The sentences of a language: kind, variant, text."""
    path = Path(str(resources.files("standpunkt"))) / "languages" / language / "sentences.yml"
    found: Mapping[str, Any] = read_declaration(path).data
    return found


def template(name: str, language: str) -> str:
    """A template by `kind.variant`.

    Args:
        name: Kind and variant.
        language: de or en.

    Returns:
        Its text.

    Raises:
        SentenceTemplateError: If the language lacks it.
    """
    kind, _, variant = name.partition(".")
    found = templates(language).get(kind, {}).get(variant)
    if not isinstance(found, str):
        raise SentenceTemplateError(template=name, language=language)
    return found


def write_sentence(finding: Finding, voice: Voice) -> Sentence:
    """Writes a finding.

    Args:
        finding: The finding.
        voice: Language and study.

    Returns:
        The sentence; each figure and name lies in a span.
    """
    writer = _Writer(finding, voice)
    writer.write(template(finding.template_id, voice.language), finding.fields)
    writer.finish(_doubt(finding, voice.language))
    return Sentence(
        finding_ids=(finding.id,),
        language=voice.language,
        template_id=finding.template_id,
        text=writer.text,
        spans=tuple(writer.spans),
        footnotes=finding.fact_keys,
        direction=finding.direction,
        weight=finding.weight,
        pillar=finding.pillar,
        on=finding.on,
    )


def _doubt(finding: Finding, language: str) -> str:
    return f" ({template(f'doubt.{finding.doubt}', language)})" if finding.doubt else ""


@dataclass
class _Writer:
    finding: Finding
    voice: Voice
    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def write(self, pattern: str, fields: Mapping[str, Any], path: str = "") -> None:
        """Appends a template, its optional parts only where they can be filled."""
        place = 0
        for match in OPTIONAL.finditer(pattern):
            self._plain(pattern[place : match.start()], fields, path)
            slots = [slot[1] for slot in SLOT.finditer(match[1])]
            if all(self._value(name, fields) not in {None, ""} for name in slots):
                self._plain(match[1], fields, path)
            place = match.end()
        self._plain(pattern[place:], fields, path)

    def finish(self, tail: str) -> None:
        """Puts doubts before the full stop and begins with a capital letter."""
        self.text = self.text.rstrip().removesuffix(".") + tail + "."
        self.text = self.text[:1].upper() + self.text[1:]

    def _plain(self, pattern: str, fields: Mapping[str, Any], path: str) -> None:
        place = 0
        for match in SLOT.finditer(pattern):
            self.text += pattern[place : match.start()]
            self._slot(match, fields, path)
            place = match.end()
        self.text += pattern[place:]

    def _slot(self, match: re.Match[str], fields: Mapping[str, Any], path: str) -> None:
        name, form, one, many = match.groups()
        value = self._value(name, fields)
        if value is None:
            raise SentenceSlotError(
                template=self.finding.template_id,
                language=self.voice.language,
                slot=name,
                finding=self.finding.id,
            )
        if one is not None:
            self.text += many if is_many(value, self.voice) else one
        elif form == "list":
            self._items(value, path or name)
        else:
            start = len(self.text)
            self.text += self._formatted(form or "text", value)
            span = Span(start=start, end=len(self.text), finding_id=self.finding.id, field=path + name)
            self.spans.append(span)

    def _formatted(self, form: str, value: Any) -> str:  # noqa: ANN401 (a field of any kind)
        if form == "word":
            return template(f"word.{value}", self.voice.language)
        return FORMATS[form](value, self.voice)

    def _items(self, items: list[Mapping[str, Any]], path: str) -> None:
        pattern = template(f"{self.finding.kind}.item", self.voice.language)
        between = template("list.between", self.voice.language)
        for place, item in enumerate(items):
            if place:
                self.text += between
            self.write(pattern, item, f"{path}.{place}.")

    def _value(self, name: str, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 (a field of any kind)
        if name == "subject":
            return self.finding.iso3
        if name in SUBJECTS:
            return self.voice.named(name)
        return fields.get(name)
