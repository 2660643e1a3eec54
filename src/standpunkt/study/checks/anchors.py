"""S09 and S10: what 0, +1 and -1 mean."""

from collections.abc import Iterator

from standpunkt.study.checks.place import Checked
from standpunkt.study.sections.indicators import Anchor, Indicator
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.study_content import (
    StudyAnchorEqualError,
    StudyAnchorOrderError,
    StudyLevelsError,
    StudySideAnchorError,
    StudyThinCampError,
)

LEAST_CAMP = 5
NEEDED = {"both": ("plus", "minus"), "plus": ("plus",), "minus": ("minus",)}


def anchors(checked: Checked) -> Iterator[StandpunktError]:
    """S09: each side has an anchor, and zero separates them.

    Args:
        checked: The study and its file.

    Yields:
        Missing, equal or crossed anchors; settings that do not belong to the transform.
    """
    for code, indicator in checked.study.indicators.items():
        found = {"plus": indicator.anchors.plus, "minus": indicator.anchors.minus}
        for side in NEEDED[indicator.sides]:
            if found[side] is None:
                at = checked.at("indicators", code, "anchors")
                yield StudySideAnchorError(**at, indicator=code, sides=indicator.sides, side=side)
        yield from _numbers(checked, code, indicator)
        yield from _settings(checked, code, indicator)


def _numbers(checked: Checked, code: str, indicator: Indicator) -> Iterator[StandpunktError]:
    zero = indicator.anchors.zero.number
    plus, minus = _number(indicator.anchors.plus), _number(indicator.anchors.minus)
    if zero is None:
        return
    written = {
        side: checked.written("indicators", code, "anchors", side) for side in ("zero", "plus", "minus")
    }
    for side, number in (("plus", plus), ("minus", minus)):
        if number == zero:
            at = checked.at("indicators", code, "anchors", side)
            yield StudyAnchorEqualError(**at, indicator=code, side=side, zero=written["zero"])
            return
    if plus is not None and minus is not None and not min(minus, plus) < zero < max(minus, plus):
        at = checked.at("indicators", code, "anchors", "zero")
        yield StudyAnchorOrderError(**at, indicator=code, **written)


def _number(anchor: Anchor | None) -> float | None:
    return None if anchor is None else anchor.number


def _settings(checked: Checked, code: str, indicator: Indicator) -> Iterator[StandpunktError]:
    ordinal, has_levels = indicator.transform == "ordinal", indicator.levels is not None
    setting = ""
    if ordinal != has_levels:
        setting = "no levels" if ordinal else "levels"
    elif indicator.scale is not None and indicator.transform != "asinh":
        setting = "a scale"
    if setting:
        at = checked.at("indicators", code, "transform")
        yield StudyLevelsError(**at, indicator=code, transform=indicator.transform, setting=setting)


def thin_camps(checked: Checked) -> Iterator[StandpunktError]:
    """S10: a camp that gives an anchor has at least five members.

    Args:
        checked: The study and its file.

    Yields:
        Anchors from thinner camps.
    """
    camps = checked.study.camps
    sizes = {
        "power": len({member.state for member in camps.power.members}),
        "opponent": len({member.state for member in camps.opponent.members}),
    }
    for code, indicator in checked.study.indicators.items():
        for side in ("zero", "plus", "minus"):
            anchor = getattr(indicator.anchors, side)
            if anchor is not None and sizes.get(anchor.camp, LEAST_CAMP) < LEAST_CAMP:
                at = checked.at("indicators", code, "anchors", side)
                values = {"camp": anchor.camp, "size": sizes[anchor.camp], "least": LEAST_CAMP}
                yield StudyThinCampError(**at, indicator=code, **values)
