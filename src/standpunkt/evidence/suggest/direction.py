"""Which way a claim points: the rule table D0 to D8, computed from fields, never stored as input."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from standpunkt.study.model import Study
from standpunkt.vocabulary.organisation_register import every_organisation
from standpunkt.vocabulary.relation_types import Layer, relation

Agency = Literal["own", "joint", "power", "opponent", "third"]
Polarity = Literal["affirmed", "negated", "ended", "reduced", "mixed"]
POLARITY_SIGN = {"affirmed": 1, "negated": -1, "ended": -1, "reduced": -1, "mixed": 0}
STANCE_SIGN = {
    **dict.fromkeys(("for", "joined", "enforced"), 1),
    **dict.fromkeys(("against", "refused", "blocked", "left"), -1),
    "abstain": 0,
}
OPEN_PARTY = "?"


@dataclass(frozen=True)
class Sides:
    """The two camps on a day, poles included, and which codes are poles."""

    power: frozenset[str]
    opponent: frozenset[str]
    poles: frozenset[str]


@dataclass(frozen=True)
class Stated:
    """The fields of a claim that decide its direction."""

    relation: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    polarity: str = "affirmed"
    stance: str | None = None
    object_sign: int = 0


@dataclass(frozen=True)
class Direction:
    """The result: +1 towards the power, -1 away, 0 neither; whose act; layer; which states it is about."""

    sign: int
    agency: Agency
    layer: Layer
    focal: tuple[str, ...]
    rule: str


def sides_of(study: Study, on: date | None = None) -> Sides:
    """The camps of a study as texts name them.

    Args:
        study: The study.
        on: The day; null takes the last day of the study.

    Returns:
        Power and opponent with their organisations, groups and poles.
    """
    day = on or study.period.range.last
    camps: dict[str, frozenset[str]] = {}
    for side in ("power", "opponent"):
        found = set(study.camp_members(side, day))
        text = study.evidence.camps.get(side)
        if text is not None:
            found |= set(text.organisations) | {one.state for one in text.members}
        camps[side] = frozenset(found)
    power = camps["power"] | frozenset(study.poles.power.states)
    opponent = camps["opponent"] | frozenset(study.poles.opponent.states)
    return Sides(power, opponent, study.poles.states())


def direction_of(stated: Stated, sides: Sides, profile: str | None) -> Direction:
    """Applies the rule table; the first row that matches wins.

    Args:
        stated: The fields of the claim.
        sides: The camps.
        profile: The state whose dossier it is; null takes all parties that are no poles.

    Returns:
        Sign, agency, layer, focal states and the rule that decided.
    """
    parties = (*stated.actors, *stated.recipients)
    focal = _focal(stated, sides, profile)
    layer = _layer(stated, focal)
    if stated.relation == "MEDIATE":
        return Direction(0, "own", layer, focal, "D0")
    if relation(stated.relation).is_stance:
        sign = STANCE_SIGN.get(stated.stance or "", 0) * stated.object_sign
        doers = (
            (profile,)
            if profile in stated.actors
            else tuple(c for c in stated.actors if c not in sides.poles)
        )
        return Direction(sign, "own", layer, tuple(one for one in doers if one), "D1")
    if not focal:
        return Direction(0, "third", layer, (), "D2")
    sign, agency, rule = _by_sides(stated, sides, focal)
    _ = parties
    return Direction(sign, agency, layer, focal, rule)


def _focal(stated: Stated, sides: Sides, profile: str | None) -> tuple[str, ...]:
    parties = [one for one in (*stated.actors, *stated.recipients) if one != OPEN_PARTY]
    if profile in parties:
        return (profile,) if profile else ()
    return tuple(dict.fromkeys(one for one in parties if one not in sides.poles))


def _layer(stated: Stated, focal: tuple[str, ...]) -> Layer:
    layers = relation(stated.relation).layers
    is_actor = any(one in stated.actors for one in focal) or not focal
    return layers.actor if is_actor else layers.recipient


def _by_sides(  # noqa: PLR0911 (one return per row of the rule table)
    stated: Stated, sides: Sides, focal: tuple[str, ...]
) -> tuple[int, Agency, str]:
    kind = relation(stated.relation)
    is_actor = any(one in stated.actors for one in focal)
    own, other = (stated.actors, stated.recipients) if is_actor else (stated.recipients, stated.actors)
    near, far = _held(own, sides, focal), _held(other, sides, focal)
    m, s = POLARITY_SIGN[stated.polarity], kind.base_sign
    if any(near) and not any(far):
        return m * (near[0] - near[1]), "joint", "D3"
    if all(far):
        return 0, "own", "D4"
    is_own = is_actor or kind.mutual
    if far[0]:
        return s * m, "own" if is_own else "power", "D5"
    if far[1] and s < 0 and not is_actor:
        return -m, "opponent", "D7"
    if far[1]:
        return -s * m, "own" if is_own else "opponent", "D6"
    return 0, "third", "D8"


def _held(codes: tuple[str, ...], sides: Sides, focal: tuple[str, ...]) -> tuple[bool, bool]:
    others = set(codes) - set(focal) - {OPEN_PARTY}
    return bool(others & sides.power), bool(others & sides.opponent)


@cache
def _organisation_camps() -> Callable[[str], int]:
    known = {one.id.upper() for one in every_organisation()}
    power_led = {"CSTO", "EAEU", "CIS"} & known
    opponent_led = {"EU", "NATO", "G7", "G8"} & known
    return lambda code: (code in power_led) - (code in opponent_led)


def organisation_sign(code: str) -> int:
    """+1 for an organisation led by the power, -1 by the opponent, 0 for others."""
    return _organisation_camps()(code)
