"""Prefills polarity, stance, object and status of a suggested claim from cues."""

from dataclasses import dataclass

from standpunkt.evidence.reading.cues import Voice
from standpunkt.evidence.reading.sentences import Sentence
from standpunkt.evidence.suggest.direction import organisation_sign
from standpunkt.study.model import Study

MIXABLE = frozenset({"RELATION", "PUBLIC_STANCE"})
NEGATION_WORDS = 3
ENDING_WORDS = 6
STANCES: dict[str, tuple[tuple[str, str], ...]] = {
    "VOTE": (("abstained", "abstain"), ("against", "against")),
    "RECOGNISE": (("against", "against"),),
    "JOIN_ORG": (("blocked", "blocked"), ("left", "left")),
    "SANCTION_STANCE": (("enforced", "enforced"), ("blocked", "blocked"), ("refused", "refused")),
}
USUAL = {"VOTE": "for", "RECOGNISE": "for", "JOIN_ORG": "joined", "SANCTION_STANCE": "joined"}


@dataclass(frozen=True)
class Prefill:
    """What the reviewer finds filled in."""

    polarity: str
    stance: str | None
    object_sign: int


def prefill(
    sentence: Sentence,
    voice: Voice,
    code: str,
    places: set[int],
    *,
    parties: tuple[tuple[str, ...], tuple[str, ...]],
    study: Study,
) -> Prefill:
    """Polarity, stance and sign of the object.

    Args:
        sentence: The sentence.
        voice: Its cues.
        code: The relation.
        places: The words that speak for the relation.
        parties: Actors and recipients.
        study: The study.

    Returns:
        The prefilled fields.
    """
    if code in STANCES:
        stance = next((value for label, value in STANCES[code] if voice.has(label)), USUAL[code])
        if code == "SANCTION_STANCE" and stance == "joined" and voice.has("negated"):
            stance = "refused"
        return Prefill("affirmed", stance, _object_sign(sentence, code, parties, study))
    return Prefill(_polarity(voice, code, places), None, 0)


def _polarity(voice: Voice, code: str, places: set[int]) -> str:
    if code in MIXABLE and voice.has("mixed"):
        return "mixed"
    if _is_near(voice.endings, places, ENDING_WORDS):
        return "ended"
    if code in MIXABLE and voice.has("reduced"):
        return "reduced"
    return "negated" if _is_near(voice.negations, places, NEGATION_WORDS) else "affirmed"


def _is_near(words: tuple[int, ...], places: set[int], reach: int) -> bool:
    return any(abs(at - place) <= reach for at in words for place in places)


def _object_sign(
    sentence: Sentence, code: str, parties: tuple[tuple[str, ...], tuple[str, ...]], study: Study
) -> int:
    recipients = parties[1]
    if code == "VOTE":
        return -1
    if code == "SANCTION_STANCE":
        return 1 if set(recipients) & set(study.poles.opponent.states) else -1
    if code == "RECOGNISE":
        low = sentence.text.lower()
        theirs = any(name.lower()[:6] in low for name in study.territories.opponent)
        return -1 if theirs else 1
    signs = [organisation_sign(one) for one in recipients]
    return next((sign for sign in signs if sign), -1)
