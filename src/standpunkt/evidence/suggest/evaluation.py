"""Measures the engine on hand-made claims, each document with a learner that has not seen it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from standpunkt.evidence.reading.sentences import sentences_of
from standpunkt.evidence.suggest.contract import contract_lines
from standpunkt.evidence.suggest.engine import Context, suggest
from standpunkt.evidence.suggest.learner import Lesson
from standpunkt.evidence.suggest.scoring import MIN_OVERLAP, Tally, score
from standpunkt.vocabulary.relation_types import NO_CLAIM

Gold = Mapping[str, Any]


def evaluate(
    layers: Mapping[str, str], gold: Sequence[Gold], context: Context, *, with_lessons: bool = True
) -> dict[str, Tally]:
    """Scores of all documents together; each is suggested from without its own claims.

    Args:
        layers: Text layer by document.
        gold: Hand-made claims; each names its document and profile.
        context: Study, language, day of publication; the profile comes from the claims.
        with_lessons: Whether the other documents teach the learner, beside the warm start.

    Returns:
        Tallies by measure, in alphabetical order.
    """
    lines: list[dict[str, Any]] = []
    for document, layer in layers.items():
        others = {name: text for name, text in layers.items() if name != document}
        lessons = lessons_of(others, gold, context.language) if with_lessons else ()
        own = replace(context, profile=_profile(document, gold), lessons=lessons)
        lines += contract_lines(suggest(layer, own), layer, document)
    return dict(sorted(score(lines, gold).items()))


def lessons_of(layers: Mapping[str, str], gold: Sequence[Gold], language: str) -> tuple[Lesson, ...]:
    """What a learner can take from documents that were coded by hand.

    Args:
        layers: Text layer by document.
        gold: Their claims.
        language: Their language.

    Returns:
        One lesson a sentence; a sentence without claim teaches NONE.
    """
    found = []
    for document, layer in layers.items():
        claims = [one for one in gold if one["document"] == document]
        for sentence in sentences_of(layer, language):
            if sentence.kind == "body":
                relations = _relations(sentence.start, sentence.end, claims)
                found.append(
                    Lesson(sentence.text, language, _profile(document, gold), relations or (NO_CLAIM,))
                )
    return tuple(found)


def _relations(start: int, end: int, claims: Sequence[Gold]) -> tuple[str, ...]:
    held = [
        one["relation"]
        for one in claims
        if min(end, one["end"]) - max(start, one["start"]) > MIN_OVERLAP * (one["end"] - one["start"])
    ]
    return tuple(dict.fromkeys(held))


def _profile(document: str, gold: Sequence[Gold]) -> str:
    return next(str(one["profile_state"]) for one in gold if one["document"] == document)
