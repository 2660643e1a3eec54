"""The learner: n-grams of masked sentences, word scores and stems into a multinomial logistic regression.

Deterministic; trained from reviewed claims and from the warm start (own sentences of this project). Needs the
extra `learn`; without it the words rank alone.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from standpunkt.evidence.reading.mentions import mentions_of
from standpunkt.evidence.reading.sentences import Sentence
from standpunkt.evidence.reading.words import words_of
from standpunkt.evidence.suggest.ranking import Evidence, word_evidence, word_scores
from standpunkt.vocabulary.relation_types import NO_CLAIM, every_relation

Found = Mapping[str, Evidence]

WARM_START = Path(__file__).parent.parent / "warm_start"
N_GRAMS = (3, 4)
INVERSE_PENALTY = 4.0
RAREST = 6
CLOSE_ENOUGH = 1e-3
"""Rarer n-grams and a closer fit cost twice the time and rank no better."""
WORD_WEIGHT = 0.35
"""How much a point of word score counts beside the unit-length n-gram vector."""
STEM_WEIGHT = 0.3
MOST_STEMS = 3
"""How much each stem found counts, by relation and group; more than three of a group say nothing new."""
MASKS = {"profile": "<S>", "power": "<P>", "opponent": "<O>", "other": "<T>"}
WARM_START_POLES = ("RUS", "UKR")
"""Power and opponent in the sentences that ship with the package; masked, they teach any other study too."""


@dataclass(frozen=True)
class Lesson:
    """One reviewed sentence: its text, language, profile, poles, and the relations it states (or NONE)."""

    text: str
    language: str
    profile: str
    relations: tuple[str, ...]
    poles: tuple[str, str] = WARM_START_POLES

    @property
    def roles(self) -> dict[str, str]:
        """What stands for each party in the masked sentence."""
        return roles_of(self.profile, self.poles)


def roles_of(profile: str, poles: tuple[str, str]) -> dict[str, str]:
    """The role mark of the described state and of the two poles.

    Args:
        profile: The described state.
        poles: Power and opponent.

    Returns:
        Mark by code; the profile wins over a pole.
    """
    return {poles[1]: MASKS["opponent"], poles[0]: MASKS["power"], profile: MASKS["profile"]}


def has_learner() -> bool:
    """Whether the extra `learn` is installed."""
    return find_spec("sklearn") is not None


@lru_cache(maxsize=1)
def warm_start() -> tuple[Lesson, ...]:
    """The lessons that ship with the package, in the order of the files."""
    lessons: list[Lesson] = []
    for path in sorted(WARM_START.glob("*.jsonl")):
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
        lessons += [Lesson(row["text"], path.stem, row["profile"], tuple(row["relations"])) for row in rows]
    return tuple(lessons)


def as_sentence(text: str) -> Sentence:
    """A sentence that stands alone."""
    return Sentence(0, text, 0, len(text), "body", 0, words_of(text))


def masked(sentence: Sentence, language: str, roles: Mapping[str, str]) -> str:
    """The sentence in small letters with its parties replaced by role marks.

    Args:
        sentence: The sentence.
        language: Its language.
        roles: Mark by code; other states get the mark of others.

    Returns:
        Text for n-grams.
    """
    pieces, at = [], 0
    for mention in mentions_of(sentence, language):
        start, end = sentence.words[mention.first].start, sentence.words[mention.last].end
        pieces += [sentence.text[at:start].lower(), roles.get(mention.code, MASKS["other"])]
        at = end
    return "".join((*pieces, sentence.text[at:].lower()))


class Learner:
    """A trained learner; `hash` names what it was trained on."""

    def __init__(self, lessons: Iterable[Lesson]) -> None:
        """Trains on lessons; the same lessons give the same learner."""
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 (extra)
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 (extra)

        rows = [(lesson, code) for lesson in lessons for code in lesson.relations]
        sentences = [as_sentence(lesson.text) for lesson, _ in rows]
        texts = [
            masked(one, lesson.language, lesson.roles)
            for one, (lesson, _) in zip(sentences, rows, strict=True)
        ]
        words = [
            word_evidence(one, lesson.language) for one, (lesson, _) in zip(sentences, rows, strict=True)
        ]
        self._vectorizer: Any = TfidfVectorizer(
            analyzer="char_wb", ngram_range=N_GRAMS, sublinear_tf=True, min_df=RAREST
        )
        grams = self._vectorizer.fit_transform(texts)
        self._model: Any = LogisticRegression(
            C=INVERSE_PENALTY, max_iter=300, tol=CLOSE_ENOUGH, class_weight="balanced"
        )
        self._model.fit(_joined(grams, words), [code for _, code in rows])
        self.classes: tuple[str, ...] = tuple(self._model.classes_)
        text = json.dumps([(a.text, a.profile, code) for a, code in rows], ensure_ascii=False)
        self.hash = hashlib.sha256(text.encode()).hexdigest()

    def probabilities(
        self, sentences: Sequence[Sentence], language: str, roles: Mapping[str, str], words: Sequence[Found]
    ) -> list[dict[str, float]]:
        """The probability of each relation, and of no claim, for each sentence.

        Args:
            sentences: The sentences.
            language: Their language.
            roles: Mark by code, see `roles_of`.
            words: The stems found in each.

        Returns:
            Probability by code, one mapping a sentence.
        """
        if not sentences:
            return []
        texts = [masked(one, language, roles) for one in sentences]
        found = self._model.predict_proba(_joined(self._vectorizer.transform(texts), words))
        return [dict(zip(self.classes, map(float, row), strict=True)) for row in found]


def _joined(grams: Any, words: Sequence[Found]) -> Any:  # noqa: ANN401 (sparse matrices)
    from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415 (only with the learner)

    scores = np.array([list(word_scores(one).values()) for one in words]) * WORD_WEIGHT
    stems = np.array([_stem_counts(one) for one in words]) * STEM_WEIGHT
    return hstack([grams, csr_matrix(scores), csr_matrix(stems)]).tocsr()


def _stem_counts(found: Found) -> list[float]:
    nothing = Evidence()
    every = (found.get(code, nothing) for code in every_relation())
    groups = (group for one in every for group in (one.strong, one.objects, one.verbs))
    return [float(min(len(group), MOST_STEMS)) for group in groups]


@lru_cache(maxsize=4)
def trained(lessons: tuple[Lesson, ...] = ()) -> Learner:
    """The learner trained on the warm start and further lessons.

    Args:
        lessons: Reviewed sentences of the user's ledger.

    Returns:
        The learner; it is kept for the same lessons.
    """
    return Learner((*warm_start(), *lessons))


def no_claim_share(probabilities: dict[str, float]) -> float:
    """The probability that a sentence holds no claim."""
    return probabilities.get(NO_CLAIM, 0.0)
