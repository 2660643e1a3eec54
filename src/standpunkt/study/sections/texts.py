"""Types that the parts of a study share: frozen records, frozen mappings, months, ranges.

A declaration gives every scalar as text (`vocabulary/declaration.py`); these types read the text.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Never, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from standpunkt.vocabulary.errors.periods import PeriodSyntaxError
from standpunkt.vocabulary.periods import MonthRange, parse_month

K = TypeVar("K")
V = TypeVar("V")
RANGE_ENDS = 2
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


class Record(BaseModel):
    """A part of a study: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class FrozenMapping(dict[K, V]):
    """A mapping that refuses changes, so that a study is immutable all the way down."""

    def _refuse(self, *_: object, **__: object) -> Never:
        message = "a study never changes; load another file or profile"
        raise TypeError(message)

    __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = __ior__ = _refuse

    def __reduce__(self) -> tuple[type["FrozenMapping[K, V]"], tuple[dict[K, V]]]:
        """Copies and pickles through a plain dict, since items cannot be set one by one."""
        return FrozenMapping, (dict(self),)


def _freeze(found: Mapping[Any, Any]) -> FrozenMapping[Any, Any]:
    return FrozenMapping(found)


def _month(found: object) -> object:
    if not isinstance(found, str):
        return found
    try:
        return parse_month(found)
    except PeriodSyntaxError as error:
        problem = "a month is written as 2022-04"
        raise ValueError(problem) from error


def _month_range(found: object) -> object:
    if not isinstance(found, list):
        return found
    if len(found) != RANGE_ENDS:
        problem = "a span of months is written as [first, last]"
        raise ValueError(problem)
    first, last = (_month(end) for end in found)
    if not isinstance(first, date) or not isinstance(last, date) or first > last:
        problem = "the first month comes before the last"
        raise ValueError(problem)
    return MonthRange(first, last)


def plain_value(found: object) -> object:
    """Gives texts of free parameters their plain type; what is neither number nor true/false stays text.

    >>> plain_value({"half_life_months": "24", "goods": ["010121", "NO"], "debt": "true"})
    {'half_life_months': 24, 'goods': ('010121', 'NO'), 'debt': True}

    Args:
        found: Text, list or mapping.

    Returns:
        The typed value; lists become tuples.
    """
    if isinstance(found, dict):
        return FrozenMapping({key: plain_value(value) for key, value in found.items()})
    if isinstance(found, list):
        return tuple(plain_value(value) for value in found)
    return _plain_scalar(found) if isinstance(found, str) else found


def _plain_scalar(text: str) -> str | int | float | bool:
    if text in {"true", "false"}:
        return text == "true"
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


Frozen = AfterValidator(_freeze)
Month = Annotated[date, BeforeValidator(_month)]
Months = Annotated[MonthRange, BeforeValidator(_month_range)]
Texts = Annotated[Mapping[str, str], Frozen]
"""One text per language code."""
Range = tuple[float, float]
Params = Annotated[Mapping[str, Any], BeforeValidator(plain_value), Frozen]
