"""Words for numbers, written only where a rule of the language allows them (`numbers.yml`)."""

from collections.abc import Iterable
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from standpunkt.languages.known import folder_of
from standpunkt.vocabulary.declaration import read_declaration, validate_declaration

UP_SHARE = 0.03
"""`knapp` needs a value rounded up by at most 3 %."""
ROUND_SHARE = 0.005
"""`rund` needs a rounding that moved the value by more than 0.5 %."""


class Rule(BaseModel):
    """A word and the half-open span of values that allows it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_: float = Field(alias="from")
    to: float
    says: str


class Rounding(BaseModel):
    """Words before a rounded number: rounded up by little, or moved at all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    up: str
    either: str


class NumberWords(BaseModel):
    """The file `numbers.yml` of a language.

    `compact` says whether large numbers take the short word (`Mrd.`) or the long one (`billion`);
    `until` stands between the ends of an interval.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    compact: Literal["short", "long"]
    until: str
    share_words: tuple[Rule, ...]
    factor_words: tuple[Rule, ...]
    rounding_words: Rounding


@cache
def number_words(language: str) -> NumberWords:
    """The words for numbers of a language."""
    return validate_declaration(NumberWords, read_declaration(folder_of(language) / "numbers.yml"))


def factor_word(ratio: float, language: str) -> str | None:
    """The word for a change by a factor.

    >>> factor_word(2.17, "de")
    'mehr als verdoppelt'

    Args:
        ratio: New value divided by old value.
        language: The language's code.

    Returns:
        The word; null where only the number can say it.
    """
    return _word(ratio, number_words(language).factor_words)


def share_word(share: float, language: str) -> str | None:
    """The word for a share.

    >>> share_word(0.505, "en")
    'half'

    Args:
        share: A share of 0..1.
        language: The language's code.

    Returns:
        The word; null where only the number can say it.
    """
    return _word(share, number_words(language).share_words)


def rounding_word(value: float, shown: float, language: str) -> str | None:
    """The word before a rounded number.

    >>> rounding_word(98.2, 100, "de"), rounding_word(103, 100, "de"), rounding_word(100.1, 100, "de")
    ('knapp', 'rund', None)

    Args:
        value: The exact value, positive.
        shown: What is printed.
        language: The language's code.

    Returns:
        `knapp` if rounded up by at most 3 %, `rund` if it moved by more than 0.5 % otherwise; null
        if the printed number is as good as exact.
    """
    moved = (shown - value) / value
    words = number_words(language).rounding_words
    if abs(moved) <= ROUND_SHARE:
        return None
    return words.up if 0 < moved <= UP_SHARE else words.either


def _word(value: float, rules: Iterable[Rule]) -> str | None:
    return next((rule.says for rule in rules if rule.from_ <= value < rule.to), None)
