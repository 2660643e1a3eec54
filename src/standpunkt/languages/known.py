"""Which languages exist: one folder each."""

from functools import cache
from pathlib import Path

from standpunkt.vocabulary.errors.languages import UnknownLanguageError

ROOM = Path(__file__).parent
SOURCE_LANGUAGE = "en"
"""The language of message ids, which needs no catalogue."""


@cache
def known_languages() -> tuple[str, ...]:
    """The codes of all languages, sorted."""
    return tuple(sorted(path.parent.name for path in ROOM.glob("*/states.csv")))


def folder_of(language: str) -> Path:
    """The folder with all that belongs to a language.

    Args:
        language: Its code, `de` or `en`.

    Returns:
        The folder.

    Raises:
        UnknownLanguageError: For a language without a folder.
    """
    if language not in known_languages():
        raise UnknownLanguageError(value=language, known=", ".join(known_languages()))
    return ROOM / language
