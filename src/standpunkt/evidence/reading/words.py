"""Words of a sentence and stems found in them.

A stem stands at the start of a word; `~stem` anywhere in it; `=word` is the whole word; blanks join the
stems of neighbouring words and ` .. ` lets up to six words between.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*(?:['’](?=\W|$))?")
GAP = ".."
GAP_WORDS = 6
MIN_INFIX = 3


@dataclass(frozen=True)
class Word:
    """One word: as written, in small letters, and where it stands in the view."""

    text: str
    low: str
    start: int
    end: int


def words_of(text: str, offset: int = 0) -> tuple[Word, ...]:
    """The words of a text; hyphens part them (`EU-Sanktionen` is two).

    Args:
        text: A sentence.
        offset: Where it starts in the view.

    Returns:
        Words in order.
    """
    return tuple(
        Word(m.group(), m.group().lower(), m.start() + offset, m.end() + offset) for m in WORD.finditer(text)
    )


@dataclass
class Stems:
    """Labels found by stems. Made once per language; matching a word is remembered."""

    starts: dict[str, list[str]] = field(default_factory=dict)
    inside: dict[str, list[str]] = field(default_factory=dict)
    whole: dict[str, list[str]] = field(default_factory=dict)
    phrases: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    by_first: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Remembers what each word matches."""
        self._labels = lru_cache(maxsize=60_000)(self._labels_of)
        self._longest = 0

    def add(self, label: str, stems: Iterable[str]) -> "Stems":
        """Adds stems under a label.

        Args:
            label: What a hit means.
            stems: Stems, see the module.

        Returns:
            The same object.
        """
        for stem in stems:
            parts = tuple(stem.lower().replace("-", " ").split())
            if len(parts) > 1:
                self.by_first.setdefault(parts[0], []).append(len(self.phrases))
                self._add_word(f"\0{parts[0]}", parts[0])
                self.phrases.append((parts, label))
            else:
                self._add_word(label, parts[0])
        return self

    def _add_word(self, label: str, stem: str) -> None:
        home = self.inside if stem[0] == "~" else self.whole if stem[0] == "=" else self.starts
        home.setdefault(stem.lstrip("~="), []).append(f"{label}\t{stem}")
        self._longest = max(self._longest, len(stem))

    def _labels_of(self, word: str) -> tuple[str, ...]:
        found = list(self.whole.get(word, ()))
        for end in range(1, min(len(word), self._longest) + 1):
            found += self.starts.get(word[:end], ())
        for start in range(len(word)):
            for end in range(start + MIN_INFIX, min(len(word), start + self._longest) + 1):
                found += self.inside.get(word[start:end], ())
        return tuple(dict.fromkeys(found))

    def find(self, words: tuple[Word, ...]) -> list["Hit"]:
        """All hits in a sentence, by place.

        Args:
            words: The words of the sentence.

        Returns:
            Hits; a label may come several times.
        """
        hits: list[Hit] = []
        for i, word in enumerate(words):
            for labelled in self._labels(word.low):
                label, stem = labelled.split("\t")
                if label[0] != "\0":
                    hits.append(Hit(label, stem, i, i))
                    continue
                for number in self.by_first[label[1:]]:
                    parts, found = self.phrases[number]
                    last = follow(parts, words, i)
                    if last is not None:
                        hits.append(Hit(found, " ".join(parts), i, last))
        return hits

    def labels(self, words: tuple[Word, ...]) -> set[str]:
        """The labels found in a sentence."""
        return {hit.label for hit in self.find(words)}


@dataclass(frozen=True)
class Hit:
    """A stem found: its label, the stem, and the first and last word."""

    label: str
    stem: str
    first: int
    last: int


def follow(parts: tuple[str, ...], words: tuple[Word, ...], start: int) -> int | None:
    """Where a phrase that starts at a word ends.

    Args:
        parts: The stems of the phrase.
        words: The words of the sentence.
        start: The first word.

    Returns:
        Index of its last word; null if it does not stand there.
    """
    place, part = start, 1
    while part < len(parts):
        if parts[part] == GAP:
            last = min(len(words), place + 2 + GAP_WORDS)
            options = [k for k in range(place + 1, last) if fits(words[k].low, parts[part + 1])]
            if not options:
                return None
            place, part = options[0], part + 2
        elif place + 1 < len(words) and fits(words[place + 1].low, parts[part]):
            place, part = place + 1, part + 1
        else:
            return None
    return place


def fits(word: str, stem: str) -> bool:
    """Whether a word in small letters fits one stem."""
    if stem[0] == "~":
        return stem[1:] in word
    return word == stem[1:] if stem[0] == "=" else word.startswith(stem)


def stems_of(groups: Mapping[str, Iterable[str]]) -> Stems:
    """Stems of several labels at once."""
    found = Stems()
    for label, stems in groups.items():
        found.add(label, stems)
    return found
