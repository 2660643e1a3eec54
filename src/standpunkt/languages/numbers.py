"""Numbers, shares and dates as a language writes them: `7,8 Mrd.`, `79,8 %`, `23. November 2026`.

A negative number has the true minus sign, and no line breaks inside a number.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from standpunkt.languages.known import folder_of
from standpunkt.languages.words import number_words
from standpunkt.vocabulary.errors.languages import UnreadableNumberError

MINUS = "\u2212"
NO_BREAK = "\u00a0"
LOCALES = {"en": "en_GB"}
"""British English: `7.8 billion`, `23 November 2026`."""


def number(value: float, language: str, digits: int = 0) -> str:
    """A number with a fixed count of decimals and grouped thousands.

    >>> number(-1234.5, "de", 1)
    '−1.234,5'

    Args:
        value: The number.
        language: The language's code.
        digits: Decimals to print.

    Returns:
        The text; a value that rounds to zero has no sign.
    """
    return _with_minus(format_decimal(_rounded(value, digits), _pattern(digits), locale=_locale(language)))


def signed(value: float, language: str, digits: int = 0) -> str:
    """A number that always shows its sign, zero excepted.

    >>> signed(3.14, "de", 1)
    '+3,1'

    Args:
        value: The number.
        language: The language's code.
        digits: Decimals to print.

    Returns:
        The text.
    """
    plus = "+" if _rounded(value, digits) > 0 else ""
    return plus + number(value, language, digits)


def percent(share: float, language: str, digits: int = 0) -> str:
    """A share of 0..1 in per cent.

    >>> percent(0.798, "en", 1)
    '79.8%'

    Args:
        share: The share.
        language: The language's code.
        digits: Decimals of the percentage.

    Returns:
        The text with the percent sign.
    """
    locale = _locale(language)
    pattern = str(locale.percent_formats[None].pattern).replace("#,##0", _pattern(digits))
    return _with_minus(format_percent(_rounded(share, digits + 2), pattern, locale=locale))


def compact(value: float, language: str, digits: int = 1) -> str:
    """A large number in words that say its size, with at most so many decimals.

    >>> compact(7_800_000_000, "en").split()
    ['7.8', 'billion']

    Args:
        value: The number.
        language: The language's code.
        digits: Largest count of decimals.

    Returns:
        The text.
    """
    kind = number_words(language).compact
    text = format_compact_decimal(value, format_type=kind, locale=_locale(language), fraction_digits=digits)
    return _with_minus(text)


def amount(value: float, language: str, unit: str) -> str:
    """A large quantity with its unit, such as `7,8 Mrd. Euro`.

    Args:
        value: The quantity.
        language: The language's code.
        unit: The unit in the language.

    Returns:
        The text.
    """
    return f"{compact(value, language)} {unit}"


def interval(low: float, high: float, language: str, digits: int = 0) -> str:
    """An interval with an en dash, or with a word where a sign would meet the dash.

    >>> interval(-12, 30, "en")
    '−12 to 30'

    Args:
        low: Lower end.
        high: Upper end.
        language: The language's code.
        digits: Decimals to print.

    Returns:
        The text.
    """
    first, last = number(low, language, digits), number(high, language, digits)
    if first == last:
        return first
    has_sign = MINUS in first or MINUS in last
    return f"{first} {number_words(language).until} {last}" if has_sign else f"{first}–{last}"


def day(value: date, language: str) -> str:
    """A day in full: `23. November 2026`.

    Args:
        value: The day.
        language: The language's code.

    Returns:
        The text.
    """
    return format_date(value, "long", locale=_locale(language))


def month(value: date, language: str) -> str:
    """A month in full: `Februar 2023`.

    Args:
        value: Any day of the month.
        language: The language's code.

    Returns:
        The text.
    """
    return format_date(value, "MMMM y", locale=_locale(language))


def read_number(text: str, language: str) -> float:
    """Reads back what `number`, `signed` or `percent` wrote; a percentage as a share.

    >>> read_number("−79,8 %", "de")
    -0.798

    Args:
        text: The number.
        language: The language's code.

    Returns:
        Its value.

    Raises:
        UnreadableNumberError: If the language does not write numbers like this.
    """
    symbols = _locale(language).number_symbols["latn"]
    bare = re.sub(r"\s", "", text).replace(MINUS, "-").removeprefix("+")
    digits = bare.removesuffix("%")
    group, mark = re.escape(symbols["group"]), re.escape(symbols["decimal"])
    if re.fullmatch(rf"-?(\d+|\d{{1,3}}({group}\d{{3}})+)({mark}\d+)?", digits) is None:
        raise UnreadableNumberError(value=text, language=language)
    plain = digits.replace(symbols["group"], "").replace(symbols["decimal"], ".")
    return float(Decimal(plain) / 100 if bare.endswith("%") else Decimal(plain))


def read_day(text: str, language: str) -> date | None:
    """Reads back what `day` wrote.

    Args:
        text: The day in full.
        language: The language's code.

    Returns:
        The day; null for another form.
    """
    parts = re.fullmatch(r"(\d{1,2})\.? (\w+) (\d{4})", text)
    months = {name: number for number, name in _locale(language).months["format"]["wide"].items()}
    if parts is None or parts[2] not in months:
        return None
    return datetime.strptime(f"{parts[3]}-{months[parts[2]]}-{parts[1]}", "%Y-%m-%d").date()  # noqa: DTZ007 (a day)


@cache
def _locale(language: str) -> Locale:
    folder_of(language)
    return Locale.parse(LOCALES.get(language, language))


def _rounded(value: float, digits: int) -> Decimal:
    exact = Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    return abs(rounded) if rounded == 0 else rounded


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def _with_minus(text: str) -> str:
    return text.replace("-", MINUS).replace(" ", NO_BREAK)
