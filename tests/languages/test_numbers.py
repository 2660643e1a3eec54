"""Numbers and dates as each language writes them, and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standpunkt.languages.numbers import (
    amount,
    compact,
    day,
    interval,
    month,
    number,
    percent,
    read_day,
    read_number,
    signed,
)
from standpunkt.languages.words import factor_word, rounding_word, share_word
from standpunkt.vocabulary.errors.languages import UnknownLanguageError, UnreadableNumberError

LANGUAGES = st.sampled_from(["de", "en"])
DIGITS = st.integers(0, 4)
VALUES = st.floats(-1e12, 1e12, allow_nan=False)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (number(1234567.891, "de", 2), "1.234.567,89"),
        (number(1234567.891, "en", 2), "1,234,567.89"),
        (number(-0.04, "de", 1), "0,0"),
        (signed(12, "de"), "+12"),
        (signed(-3.5, "en", 1), "−3.5"),
        (signed(0.2, "de"), "0"),
        (percent(0.798, "de", 1), "79,8 %"),
        (percent(0.798, "en", 1), "79.8%"),
        (percent(-0.1, "de"), "−10 %"),
        (compact(7.8e9, "de"), "7,8 Mrd."),
        (compact(7.8e9, "en"), "7.8 billion"),
        (compact(-2e6, "de"), "−2 Mio."),
        (amount(7.8e9, "de", "Euro"), "7,8 Mrd. Euro"),
        (interval(3.2, 4.6, "de", 1), "3,2–4,6"),
        (interval(-3, 4, "de"), "−3 bis 4"),
        (interval(-3, 4, "en"), "−3 to 4"),
        (interval(3.01, 3.02, "en"), "3"),
        (day(date(2026, 11, 23), "de"), "23. November 2026"),
        (day(date(2026, 11, 23), "en"), "23 November 2026"),
        (month(date(2023, 2, 1), "de"), "Februar 2023"),
        (month(date(2023, 2, 1), "en"), "February 2023"),
    ],
)
def test_numbers_and_dates_are_written_as_readers_expect(found, text):
    assert found.replace("\u00a0", " ") == text


@given(VALUES, LANGUAGES, DIGITS)
def test_numbers_read_back_at_the_printed_precision(value, language, digits):
    text = signed(value, language, digits)
    assert "-" not in text
    assert " " not in text
    assert abs(read_number(text, language) - value) <= 0.5000001 * 10**-digits + abs(value) * 1e-12


@given(st.floats(-2, 2), LANGUAGES, DIGITS)
def test_shares_read_back_at_the_printed_precision(share, language, digits):
    text = percent(share, language, digits)
    assert abs(read_number(text, language) - share) <= 0.5000001 * 10 ** -(digits + 2)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), LANGUAGES)
def test_days_read_back(value, language):
    assert read_day(day(value, language), language) == value


@pytest.mark.parametrize("text", ["", "1.1", "12,5,1", "1.23", "abc", "--1", "1.2345", "NaN"])
def test_what_is_no_german_number_is_refused(text):
    with pytest.raises(UnreadableNumberError):
        read_number(text, "de")


def test_a_day_of_another_form_is_not_read():
    assert read_day("2026-11-23", "de") is None
    assert read_day("23. Brumaire 2026", "de") is None


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownLanguageError):
        number(1, "fr")


@pytest.mark.parametrize(
    ("ratio", "word"),
    [
        (1.85, None),
        (1.9, "verdoppelt"),
        (2.04, "verdoppelt"),
        (2.05, "mehr als verdoppelt"),
        (2.17, "mehr als verdoppelt"),
        (2.22, "mehr als verdoppelt"),
        (2.6, None),
        (2.9, "verdreifacht"),
        (3.2, "mehr als verdreifacht"),
        (0.5, "halbiert"),
    ],
)
def test_a_factor_has_a_word_only_where_a_rule_holds(ratio, word):
    assert factor_word(ratio, "de") == word
    assert (factor_word(ratio, "en") is None) == (word is None)


def test_half_is_said_near_the_half_only():
    assert share_word(0.505, "de") == "die Hälfte"
    assert share_word(0.53, "de") is None
    assert share_word(0.46, "en") is None


def test_knapp_and_rund_follow_the_rounding():
    assert rounding_word(98, 100, "de") == "knapp"
    assert rounding_word(95, 100, "de") == "rund"
    assert rounding_word(101, 100, "en") == "about"
    assert rounding_word(100, 100, "de") is None
