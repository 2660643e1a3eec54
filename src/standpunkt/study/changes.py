"""What differs between two studies, place by place: for change logs and for comparing builds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from standpunkt.study.model import Study

ABSENT = None
LEFT_OUT = {"profiles", "profile"}
"""Overlays show through the keys that they change."""


@dataclass(frozen=True)
class Change:
    """One key that differs; what is absent on one side is None there."""

    place: str
    before: Any
    after: Any


def changes(before: Study, after: Study) -> tuple[Change, ...]:
    """The keys in which two studies differ, in the order of the file; lists count as one value.

    Args:
        before: A study.
        after: Another study, or another version or profile of the same.

    Returns:
        Changes with places such as `indicators.E1.weight`.
    """
    return tuple(_differing(_content(before), _content(after), ""))


def _content(study: Study) -> dict[str, Any]:
    return study.model_dump(mode="json", by_alias=True, exclude=LEFT_OUT)


def _differing(before: Mapping[str, Any], after: Mapping[str, Any], at: str) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key, ABSENT), after.get(key, ABSENT)
        place = f"{at}.{key}" if at else key
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from _differing(one, other, place)
        elif one != other:
            yield Change(place, one, other)
