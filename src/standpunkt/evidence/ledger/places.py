"""Finds a quote again in another text of the same document, says how sure the place is, and never guesses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

State = Literal["anchored", "drifted", "orphaned"]
QUOTE, BEFORE, AFTER, POSITION = 50, 20, 20, 2
LEAST = 0.9
LEAD = 0.1
"""A fuzzy place must be so much better than the second best: else two sentences look alike."""
LEAST_COMPANY = 0.5
"""How like the words around the only place of the same letters must be."""


@dataclass(frozen=True)
class Wanted:
    """A quote with what stood around it, and where it stood as a share of the text."""

    exact: str
    prefix: str
    suffix: str
    share: float = 0.0


@dataclass(frozen=True)
class Place:
    """Where a quote stands now: `start` and `end` in the text; both 0 where it is orphaned."""

    state: State
    start: int
    end: int
    score: float


ORPHAN = Place("orphaned", 0, 0, 0.0)


@dataclass(frozen=True)
class _Squeezed:
    """A text without white space, and for every character its place in the text."""

    text: str
    places: tuple[int, ...]


def find_place(text: str, wanted: Wanted) -> Place:
    """Finds a quote in a text.

    Anchored: the same letters, white space apart, in the only place with like words around it, or in the one
    with the same ones. Drifted: other letters, several places, strange company; a person must look at it.
    Orphaned: nothing comes near.

    Args:
        text: The text.
        wanted: The quote.

    Returns:
        The place.
    """
    squeezed = _squeeze(text)
    quote = "".join(wanted.exact.split())
    if not quote:
        return ORPHAN
    found = list(_occurrences(squeezed.text, quote))
    if not found:
        return _fuzzy(squeezed, quote, wanted)
    near = {at: _around(squeezed.text, (at, at + len(quote)), wanted) for at in found}
    best = max(found, key=lambda at: (near[at], -at))
    is_sure = near[best] >= (LEAST_COMPANY if len(found) == 1 else 1.0)
    if is_sure and [near[at] for at in found].count(near[best]) == 1:
        return _place(squeezed, "anchored", (best, best + len(quote)), 1.0)
    return _place(squeezed, "drifted", (best, best + len(quote)), LEAST)


def _squeeze(text: str) -> _Squeezed:
    places = tuple(at for at, one in enumerate(text) if not one.isspace())
    return _Squeezed("".join(text[at] for at in places), places)


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _place(squeezed: _Squeezed, state: State, run: tuple[int, int], score: float) -> Place:
    return Place(state, squeezed.places[run[0]], squeezed.places[run[1] - 1] + 1, round(score, 4))


def _fuzzy(squeezed: _Squeezed, quote: str, wanted: Wanted) -> Place:
    best = _best(squeezed.text, quote, wanted)
    if best is None or best[0] < LEAST:
        return ORPHAN
    score, (start, end) = best
    # What else comes near, with the best place taken out.
    rest = squeezed.text[:start] + "\0" * (end - start) + squeezed.text[end:]
    second = _best(rest, quote, wanted)
    if second is not None and second[0] > score - LEAD:
        return ORPHAN
    return _place(squeezed, "drifted", (start, end), min(score, 0.9999))


def _best(text: str, quote: str, wanted: Wanted) -> tuple[float, tuple[int, int]] | None:
    found = fuzz.partial_ratio_alignment(quote, text)
    if found is None or found.dest_end <= found.dest_start:
        return None
    run = (found.dest_start, found.dest_end)
    alike = fuzz.ratio(quote, text[slice(*run)]) / 100
    near = 1 - abs(run[0] / max(len(text), 1) - wanted.share)
    weights = (QUOTE, BEFORE + AFTER, POSITION)
    parts = (alike, _around(text, run, wanted), near)
    return sum(weight * part for weight, part in zip(weights, parts, strict=True)) / sum(weights), run


def _around(text: str, run: tuple[int, int], wanted: Wanted) -> float:
    start, end = run
    before, after = "".join(wanted.prefix.split()), "".join(wanted.suffix.split())
    left = fuzz.ratio(before, text[max(0, start - len(before)) : start]) if before else 100.0
    right = fuzz.ratio(after, text[end : end + len(after)]) if after else 100.0
    return (left + right) / 200
