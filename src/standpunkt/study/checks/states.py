"""S03 to S05: state codes, poles and camps, the universe."""

from collections.abc import Hashable, Iterator
from datetime import date
from itertools import product

from standpunkt.study.checks.place import Checked
from standpunkt.study.sections.poles import Member
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.study_content import (
    StudyBothCampsError,
    StudyPoleMemberError,
    StudyStateError,
    StudyUniverseError,
    StudyUniverseSizeError,
)
from standpunkt.vocabulary.states import by_code, every_state, nearest_codes

SIDES = ("power", "opponent")


def state_codes(checked: Checked) -> Iterator[StandpunktError]:
    """S03: every code of a state is an ISO3 code of the register.

    Args:
        checked: The study and its file.

    Yields:
        Unknown codes.
    """
    known = {state.iso3 for state in every_state()}
    for words, code, place in _codes(checked):
        if code not in known:
            yield StudyStateError(**checked.at(*place), place=words, value=code, nearest=_nearest(code))


def _codes(checked: Checked) -> Iterator[tuple[str, str, tuple[Hashable, ...]]]:
    study = checked.study
    for side in SIDES:
        pole = study.poles.power if side == "power" else study.poles.opponent
        for i, code in enumerate(pole.states):
            yield f"pole {side}", code, ("poles", side, "states", i)
        camp = study.camps.power if side == "power" else study.camps.opponent
        for i, member in enumerate(camp.members):
            yield f"camp {side}", member.state, ("camps", side, "members", i)
    for i, code in enumerate(study.universe.extra):
        yield "universe.extra", code, ("universe", "extra", i)
    if study.universe.base != "un_members":
        for i, code in enumerate(study.universe.base):
            yield "universe.base", code, ("universe", "base", i)
    for i, actor in enumerate(study.actors):
        yield "actors", actor.state, ("actors", i, "state")


def _nearest(code: str) -> str:
    """The code that was probably meant: by another code, by initials (UK), else by spelling."""
    meant = by_code(code)
    if meant is not None:
        return meant.iso3
    initials = {"".join(word[0] for word in state.name.split()): state.iso3 for state in every_state()}
    return initials.get(code, nearest_codes(code)[0])


def camps(checked: Checked) -> Iterator[StandpunktError]:
    """S04: poles are no members, and no state is in both camps on one day.

    Args:
        checked: The study and its file.

    Yields:
        Poles in camps and double members.
    """
    study = checked.study
    for side, camp in (("power", study.camps.power), ("opponent", study.camps.opponent)):
        for i, member in enumerate(camp.members):
            if member.state in study.poles.states():
                at = checked.at("camps", side, "members", i)
                yield StudyPoleMemberError(**at, state=member.state, camp=side)
    of_power, of_opponent = enumerate(study.camps.power.members), enumerate(study.camps.opponent.members)
    for (i, one), (_j, other) in product(of_power, of_opponent):
        if one.state == other.state and _overlap(one, other):
            since = max(one.from_ or study.period.from_, other.from_ or study.period.from_)
            at = checked.at("camps", "power", "members", i)
            yield StudyBothCampsError(**at, state=one.state, since=f"{since:%Y-%m}")


def _overlap(one: Member, other: Member) -> bool:
    begin = max(one.from_ or date.min, other.from_ or date.min)
    return begin < min(one.to or date.max, other.to or date.max)


def universe(checked: Checked) -> Iterator[StandpunktError]:
    """S05: the universe has the expected size.

    Args:
        checked: The study and its file.

    Yields:
        Another size.
    """
    study = checked.study
    size, expected = len(study.universe_states()), study.universe.expected_size
    if size == expected:
        return
    at = checked.at("universe", "expected_size")
    extra = ", ".join(study.universe.extra)
    if extra:
        yield StudyUniverseError(**at, size=size, expected=expected, extra=extra)
    else:
        yield StudyUniverseSizeError(**at, size=size, expected=expected)
