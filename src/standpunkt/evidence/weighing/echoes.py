"""Proposes claims that repeat each other: near-verbatim copies of one text, reports fed by one agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.events import Register, depends_on

COPY = 0.6
"""Share of common character trigrams from which two quotes count as one text."""
AGENCY = "agency"
GRAM = 3


@dataclass(frozen=True)
class Echo:
    """Two claims of different documents that may be one report: `why` is copy or agency."""

    first: str
    second: str
    why: str
    likeness: float


def echoes(claims: Sequence[Claim], register: Register) -> list[Echo]:
    """Pairs of claims that are no two witnesses; a person decides.

    Likeness of letters finds copies only: a paraphrase has few common trigrams, and a reversed sentence many,
    so the parties and the relation must be the same as well.

    Args:
        claims: Claims of one study.
        register: The sources.

    Returns:
        Pairs, the most alike first.
    """
    alike: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Claim]] = {}
    for one in claims:
        alike.setdefault(_about(one), []).append(one)
    grams = {one.id: _grams(one.quote) for group in alike.values() if len(group) > 1 for one in group}
    found = [
        echo
        for group in alike.values()
        for at, first in enumerate(group)
        for second in group[at + 1 :]
        if first.document["id"] != second.document["id"]
        and (echo := _echo(first, second, grams, register)) is not None
    ]
    return sorted(found, key=lambda one: (-one.likeness, one.first, one.second))


def _echo(
    first: Claim, second: Claim, grams: Mapping[str, frozenset[str]], register: Register
) -> Echo | None:
    likeness = round(_jaccard(grams[first.id], grams[second.id]), 3)
    if likeness >= COPY:
        return Echo(first.id, second.id, "copy", likeness)
    if _agencies(first, register) & _agencies(second, register):
        return Echo(first.id, second.id, "agency", likeness)
    return None


def _about(claim: Claim) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    form = claim.state.form
    return form["relation"], tuple(form["actors"]), tuple(form["recipients"])


def _agencies(claim: Claim, register: Register) -> frozenset[str]:
    """Agencies on the way of a claim, and those that its sources depend on."""
    chain = depends_on(claim) | {register.group(one) for one in depends_on(claim)}
    return frozenset(one for one in chain if register.sources.get(one, {}).get("kind") == AGENCY)


def _grams(text: str) -> frozenset[str]:
    words = " ".join(text.casefold().split())
    return frozenset(words[at : at + GRAM] for at in range(len(words) - GRAM + 1))


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first | second else 0.0
