"""How a sentence speaks: commitment, plan, polarity, hearsay, indirect speech."""

from dataclasses import dataclass
from functools import cache

from standpunkt.evidence.reading.sentences import Sentence
from standpunkt.evidence.reading.words import Stems, stems_of
from standpunkt.languages.reading import Cues, reading

STEM_FIELDS = (
    *("denied", "possible", "probable", "reported", "speech_verbs", "planned", "not_planned", "negated"),
    *("ended", "reduced", "mixed", "refused", "blocked", "enforced", "left", "abstained", "against"),
    *("critical", "advice"),
)
HEARSAY_WORDS = 30
TEXT_ORDER = ("denied", "possible", "probable", "reported")


@dataclass(frozen=True)
class Voice:
    """The labels of all cues found, and whether the sentence is hearsay or indirect speech."""

    labels: frozenset[str]
    is_hearsay: bool
    is_indirect: bool
    negations: tuple[int, ...] = ()
    endings: tuple[int, ...] = ()

    def has(self, label: str) -> bool:
        """Whether a cue with this label stands in the sentence."""
        return label in self.labels

    @property
    def is_planned(self) -> bool:
        """Whether the event is said to be planned."""
        return "planned" in self.labels and "not_planned" not in self.labels

    def commitment(self, *, has_speaker: bool) -> str:
        """How far the text stands behind it: the first of the guideline's tests that holds.

        Args:
            has_speaker: Whether somebody else than the author speaks.

        Returns:
            asserted, reported, probable, possible or denied.
        """
        for label in TEXT_ORDER[:3]:
            if label in self.labels:
                return label
        if self.is_hearsay or self.is_indirect or has_speaker or "reported" in self.labels:
            return "reported"
        return "asserted"


@cache
def _stems(language: str) -> Stems:
    cues = reading(language).cues
    return stems_of({name: getattr(cues, name) for name in STEM_FIELDS})


def voice_of(sentence: Sentence, language: str) -> Voice:
    """The cues of a sentence.

    Args:
        sentence: The sentence.
        language: Its language.

    Returns:
        Its voice.
    """
    cues = reading(language).cues
    hits = _stems(language).find(sentence.words)
    labels = frozenset(hit.label for hit in hits)
    negations = tuple(hit.first for hit in hits if hit.label == "negated")
    endings = tuple(hit.first for hit in hits if hit.label == "ended")
    return Voice(labels, _is_hearsay(sentence, cues), _is_indirect(sentence, cues), negations, endings)


def _is_hearsay(sentence: Sentence, cues: Cues) -> bool:
    """`soll` with a perfect infinitive after it."""
    lows = [word.low for word in sentence.words]
    for at, low in enumerate(lows):
        if low in cues.hearsay_modals:
            rest = lows[at + 1 : at + 1 + HEARSAY_WORDS]
            for place, word in enumerate(rest):
                before = rest[place - 1] if place else ""
                if word in cues.hearsay_auxiliaries and _is_participle(before):
                    return True
    return False


def _is_participle(word: str) -> bool:
    return len(word) > len("getan") and word.endswith(("t", "en")) and ("ge" in word or word.endswith("iert"))


def _is_indirect(sentence: Sentence, cues: Cues) -> bool:
    """A verb in the subjunctive of indirect speech; forms that are also indicative count only for others."""
    lows = [word.low for word in sentence.words]
    own = set(lows) & set(cues.first_person)
    for word in lows:
        if word in cues.subjunctive and (word not in cues.subjunctive_needs_other or not own):
            return True
    return False
