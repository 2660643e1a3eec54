"""Footnotes: every source that a text rests on, numbered in the order of its first use."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from standpunkt.dossier.facts import Fact
from standpunkt.dossier.findings.finding import VERSION_KEY
from standpunkt.dossier.observatory import Observatory
from standpunkt.dossier.sentences import template
from standpunkt.languages.say import say

MOST_ADDRESSES = 2
"""A sentence on more facts of one source cites the source once instead of each address."""


class Note(BaseModel):
    """One footnote: who published it, where it stands, under which terms, how it was verified."""

    model_config = ConfigDict(frozen=True)

    number: int
    source_id: str
    publisher: str
    title: str
    outlet: str
    address: str
    known_from: str
    consulted: str
    licence: str
    verification: str
    is_doubtful: bool


@dataclass
class NoteBook:
    """Numbers footnotes as texts use them."""

    observatory: Observatory
    language: str
    notes: list[Note] = field(default_factory=list)
    _numbers: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def numbers(self, keys: Iterable[str]) -> tuple[int, ...]:
        """The footnotes of some facts.

        Args:
            keys: Keys of facts, or the key of the version itself.

        Returns:
            Their numbers, sorted, each once.
        """
        found: dict[str, list[Fact]] = {}
        numbers: set[int] = set()
        for key in keys:
            fact = self.observatory.facts.get(*key.split(":", 1)) if key != VERSION_KEY else None
            if fact is None:
                numbers.add(self._own())
            else:
                found.setdefault(fact.source_id, []).append(fact)
        for facts in found.values():
            addresses = {fact.address for fact in facts}
            joint = len(addresses) > MOST_ADDRESSES
            numbers |= {self._of_fact(fact, joint=joint) for fact in facts}
        return tuple(sorted(numbers))

    def _of_fact(self, fact: Fact, *, joint: bool) -> int:
        source = self.observatory.facts.source(fact.source_id)
        address = source.address if joint and source else fact.address
        key = (fact.source_id, address, "" if joint else fact.verification)
        outlet = fact.fields.get("outlet_text") or fact.fields.get("document_text") or ""
        title = source.title if source else fact.source_id
        return self._add(
            key,
            source_id=fact.source_id,
            publisher=source.publisher if source else fact.source_id,
            title=f"{outlet} ({title})" if outlet and outlet not in title else title,
            outlet=outlet,
            address=address,
            known_from="" if joint else fact.known_from,
            consulted=fact.consulted or "",
            licence=say(source.licence_text, self.language) if source else "",
            verification=template(f"word.{fact.verification}", self.language),
            is_doubtful=fact.is_doubtful,
        )

    def _own(self) -> int:
        stamp = self.observatory.stamp()
        title = say(
            "own calculation, study {study}, version {version}",
            self.language,
            study=stamp["study"],
            version=stamp["version"],
        )
        return self._add(
            (VERSION_KEY, "", ""),
            source_id=VERSION_KEY,
            publisher=stamp["software"],
            title=title,
            outlet="",
            address="",
            known_from=stamp["data_date"],
            consulted="",
            licence="",
            verification="",
            is_doubtful=False,
        )

    def _add(self, key: tuple[str, str, str], **content: str | bool) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.notes) + 1
            self.notes.append(Note.model_validate({"number": len(self.notes) + 1, **content}))
        return self._numbers[key]
