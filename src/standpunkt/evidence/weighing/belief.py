"""Belief in an event: each independent group counts once, by its best claim; denials take away up to half."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

RELIABILITY = {"A": 1.0, "B": 0.9, "C": 0.75, "D": 0.5, "E": 0.2, "F": 0.5}
CREDIBILITY = {1: 0.9, 2: 0.7, 3: 0.5, 4: 0.3, 5: 0.1, 6: 0.5}
"""6 means that it cannot be judged: the middle of the range 0.1 to 0.9 in the point run."""
COMMITMENT = {"asserted": 1.0, "reported": 0.9, "probable": 0.7, "possible": 0.4, "denied": 1.0}
STATUS = {"happened": 1.0, "ongoing": 1.0, "planned": 0.4, "hypothetical": 0.0}
INTERESTED = 0.7
MOST = 0.95
UNKNOWN_SD = 0.8 / math.sqrt(12)
"""Standard deviation of credibility 6: uniform between 0.1 and 0.9."""


@dataclass(frozen=True)
class Witness:
    """One accepted claim as a witness of its event."""

    claim_id: str
    group: str
    reliability: str = "F"
    credibility: int = 6
    is_interested: bool = False
    commitment: str = "asserted"
    denies: bool = False

    @property
    def strength(self) -> float:
        """Strength k = reliability x credibility x interest x commitment, 0 to 1."""
        interest = INTERESTED if self.is_interested else 1.0
        return (
            RELIABILITY[self.reliability]
            * CREDIBILITY[self.credibility]
            * interest
            * COMMITMENT[self.commitment]
        )


@dataclass(frozen=True)
class Belief:
    """What witnesses make of an event: for, against, both; and how unsure that is."""

    p: float
    q: float
    b: float
    sd: float
    group_count: int


def belief(witnesses: Iterable[Witness]) -> Belief:
    """Belief: p = min(.95, 1 - prod(1 - k_g)) over groups; q likewise of denials; b = p (1 - q / 2).

    More reports of one group change nothing, and the order does not matter.

    >>> round(belief([Witness("a", "x", "B", 2), Witness("b", "y", "B", 2)]).b, 4)
    0.8631

    Args:
        witnesses: The event's accepted claims.

    Returns:
        The belief, each number 0 to 1.
    """
    found = sorted(witnesses, key=lambda one: (one.group, one.claim_id))
    said = [one for one in found if not one.denies]
    p, q = _joined(said), _joined([one for one in found if one.denies])
    b = p * (1 - 0.5 * q)
    unknown = any(one.credibility == 6 for one in said)  # noqa: PLR2004 (the scale's own mark)
    sd = math.hypot(math.sqrt(b * (1 - b)), UNKNOWN_SD * b if unknown else 0.0)
    return Belief(p, q, b, sd, len({one.group for one in said}))


def _joined(witnesses: Iterable[Witness]) -> float:
    best: dict[str, float] = {}
    for one in witnesses:
        best[one.group] = max(best.get(one.group, 0.0), one.strength)
    return min(MOST, 1 - math.prod(1 - best[group] for group in sorted(best)))
