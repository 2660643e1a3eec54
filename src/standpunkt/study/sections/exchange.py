"""Exchanges the two sides in parts of a study: the mirror in which every Stance changes its sign.

An indicator that names a pole in its parameters (`to: power`) goes on measuring the same thing, under the
other name; any other indicator is oriented from opponent to power, so that its values change their sign.
"""

from collections.abc import Mapping
from typing import Any

from standpunkt.study.sections.classes import Classes
from standpunkt.study.sections.indicators import Anchor, Anchors, Indicator, Sides
from standpunkt.study.sections.texts import FrozenMapping

OTHER = {"power": "opponent", "opponent": "power"}
OTHER_SIDE: dict[Sides, Sides] = {"both": "both", "plus": "minus", "minus": "plus"}


def exchanged_names(found: Any) -> Any:  # noqa: ANN401 (free parameters)
    """The same content with the words power and opponent exchanged, as keys and as values.

    >>> exchanged_names({"to": "power", "window_months": 24})
    {'to': 'opponent', 'window_months': 24}

    Args:
        found: A text, number, tuple or mapping.

    Returns:
        The exchanged content.
    """
    if isinstance(found, Mapping):
        return FrozenMapping({OTHER.get(key, key): exchanged_names(value) for key, value in found.items()})
    if isinstance(found, tuple):
        return tuple(exchanged_names(value) for value in found)
    return OTHER.get(found, found) if isinstance(found, str) else found


def exchanged_indicator(indicator: Indicator) -> Indicator:
    """The indicator seen from the other side.

    Args:
        indicator: An indicator of conduct or ties.

    Returns:
        Sides, anchors and parameters exchanged.
    """
    turns = not any(value in OTHER for value in indicator.params.values() if isinstance(value, str))
    anchors = indicator.anchors
    return indicator.model_copy(
        update={
            "sides": OTHER_SIDE[indicator.sides],
            "params": exchanged_names(indicator.params),
            "anchors": Anchors(
                zero=_exchanged_anchor(anchors.zero, turns=turns),
                plus=anchors.minus and _exchanged_anchor(anchors.minus, turns=turns),
                minus=anchors.plus and _exchanged_anchor(anchors.plus, turns=turns),
            ),
        }
    )


def _exchanged_anchor(anchor: Anchor, *, turns: bool) -> Anchor:
    if anchor.number is not None:
        return Anchor(number=-anchor.number if turns and anchor.number else anchor.number)
    if anchor.pooled is not None:
        return Anchor(pooled=1 - anchor.pooled if turns else anchor.pooled)
    names = {"camp": exchanged_names(anchor.camp), "pole": exchanged_names(anchor.pole)}
    return anchor.model_copy(update=names)


def exchanged_classes(classes: Classes) -> Classes:
    """The classes in reverse order, each with its own label and code.

    Args:
        classes: The classes.

    Returns:
        Order and labels reversed, positions of reference profiles with the other sign.
    """
    reference = tuple(
        profile.model_copy(update={"set": FrozenMapping({code: -z for code, z in profile.set.items()})})
        for profile in classes.reference
    )
    labels = FrozenMapping({language: names[::-1] for language, names in classes.labels.items()})
    return classes.model_copy(update={"order": classes.order[::-1], "labels": labels, "reference": reference})
