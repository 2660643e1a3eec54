"""Tells the language of a text by its small words."""

from standpunkt.languages.reading import readable_languages, reading

UNKNOWN = "und"
MIN_SHARE = 0.06
SAMPLE = 4000


def language_of(text: str) -> str:
    """The language of a text.

    Args:
        text: The text.

    Returns:
        A language that can be read, else `und`.
    """
    words = text[:SAMPLE].lower().split()
    shares = {}
    for language in readable_languages():
        small = _small_words(language)
        shares[language] = sum(word.strip(".,;:!?") in small for word in words) / max(1, len(words))
    best = max(shares, key=lambda code: (shares[code], code))
    return best if shares[best] >= MIN_SHARE else UNKNOWN


def _small_words(language: str) -> frozenset[str]:
    return frozenset(reading(language).abbreviations.small_words)
