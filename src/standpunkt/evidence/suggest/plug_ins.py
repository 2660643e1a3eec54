"""Suggesters of other packages, such as one that asks a language model: same drafts, quotes verified.

What a plug-in says is a suggestion like any other; a person decides on each. A quote that does not stand in
the text where the plug-in says is dropped and counted, so that an invented sentence never reaches the review.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.metadata import entry_points
from typing import Protocol

from standpunkt.evidence.suggest.engine import Context, Draft

ENTRY_POINTS = "standpunkt.suggesters"


class Suggester(Protocol):
    """What a plug-in offers in the entry-point group `standpunkt.suggesters`."""

    def suggest(self, layer: str, context: Context) -> Iterable[Draft]:
        """Drafts for a text layer."""


def plug_ins() -> dict[str, Suggester]:
    """Suggesters of other packages by name."""
    return {point.name: point.load()() for point in entry_points(group=ENTRY_POINTS)}


def with_plug_ins(
    drafts: Iterable[Draft], layer: str, context: Context, suggesters: Mapping[str, Suggester]
) -> tuple[list[Draft], dict[str, int]]:
    """Joins the drafts of the engine with those of plug-ins.

    Args:
        drafts: What the engine suggests.
        layer: The text layer.
        context: What suggestions depend on.
        suggesters: The plug-ins by name; the name becomes the origin of their drafts.

    Returns:
        Drafts by place, of equal sentence and relation the surer one; and how many each plug-in lost because
        their words do not stand in the text.
    """
    found, lost = list(drafts), dict.fromkeys(suggesters, 0)
    for name, suggester in suggesters.items():
        for one in suggester.suggest(layer, context):
            if _stands_there(one, layer):
                found.append(replace(one, origin=name))
            else:
                lost[name] += 1
    return _without_duplicates(found), {name: count for name, count in lost.items() if count}


def _stands_there(draft: Draft, layer: str) -> bool:
    """Whether the letters of a draft are those of the text; wraps and hyphens at line ends do not count."""
    sentence = draft.sentence
    is_inside = 0 <= sentence.start < sentence.end <= len(layer)
    return is_inside and _letters(layer[sentence.start : sentence.end]) == _letters(sentence.text)


def _letters(text: str) -> str:
    return re.sub(r"[\s\-\u00ad]", "", text)


def _without_duplicates(drafts: Iterable[Draft]) -> list[Draft]:
    found: dict[tuple[int, str], Draft] = {}
    for one in drafts:
        key = (one.sentence.start, one.best.code)
        if key not in found or found[key].certainty < one.certainty:
            found[key] = one
    return sorted(found.values(), key=lambda one: (one.sentence.start, -one.best.score))
