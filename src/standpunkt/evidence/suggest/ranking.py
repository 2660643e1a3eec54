"""Ranks the kinds of relation that a sentence may state, by words alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from standpunkt.evidence.reading.sentences import Sentence
from standpunkt.evidence.reading.words import Stems
from standpunkt.languages.reading import reading
from standpunkt.vocabulary.relation_types import every_relation

STRONG = (0.0, 2.0, 2.8, 3.2)
"""Score of 0, 1, 2, 3 or more distinct strong stems."""
PAIR = 1.2
PAIR_MORE = 0.2
PAIR_MOST = 3
OBJECT_ALONE = 0.35
VERB_ALONE = 0.15


@dataclass
class Evidence:
    """What speaks for one relation in one sentence: distinct stems per group, and the words holding them."""

    strong: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    verbs: set[str] = field(default_factory=set)
    places: set[int] = field(default_factory=set)

    @property
    def score(self) -> float:
        """The score of the words."""
        found = STRONG[min(len(self.strong), len(STRONG) - 1)]
        count = len(self.objects) + len(self.verbs)
        if self.objects and self.verbs:
            return found + PAIR + PAIR_MORE * min(count - 2, PAIR_MOST)
        return found + (OBJECT_ALONE if self.objects else 0) + (VERB_ALONE if self.verbs else 0)


@cache
def _stems(language: str) -> Stems:
    stems = Stems()
    for code, words in reading(language).relations.items():
        for group in ("strong", "objects", "verbs"):
            stems.add(f"{code}:{group}", getattr(words, group))
    return stems


def word_evidence(sentence: Sentence, language: str) -> dict[str, Evidence]:
    """The stems of each relation in a sentence.

    Args:
        sentence: The sentence.
        language: Its language.

    Returns:
        Evidence by relation; relations without a hit are absent.
    """
    found: dict[str, Evidence] = {}
    for hit in _stems(language).find(sentence.words):
        code, group = hit.label.split(":")
        evidence = found.setdefault(code, Evidence())
        getattr(evidence, group).add(hit.stem)
        evidence.places.update((hit.first, hit.last))
    return found


def word_scores(evidence: Mapping[str, Evidence]) -> dict[str, float]:
    """Scores of all relations, 0 without a hit, in the order of the typology."""
    return {code: evidence[code].score if code in evidence else 0.0 for code in every_relation()}
