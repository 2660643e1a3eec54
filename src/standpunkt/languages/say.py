"""Texts in a language: the English text is the message id, catalogues hold the translations."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from babel.messages.pofile import read_po

from standpunkt.languages.known import SOURCE_LANGUAGE, folder_of
from standpunkt.languages.numbers import day, number
from standpunkt.vocabulary.errors.languages import MissingTextError
from standpunkt.vocabulary.errors.message import StandpunktError


def say(msgid: str, language: str, **values: object) -> str:
    """A text in a language with its placeholders filled.

    Args:
        msgid: The English text, placeholders named in braces.
        language: The language's code.
        **values: What fills the placeholders, already written in the language.

    Returns:
        The text.

    Raises:
        MissingTextError: If the language lacks it.
    """
    text = msgid if language == SOURCE_LANGUAGE else catalogue(language).get(msgid)
    if text is None:
        raise MissingTextError(language=language, msgid=msgid)
    return text.format(**values) if values else text


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All translations of a language, from every `.po` file of its folder.

    Args:
        language: The language's code.

    Returns:
        Translation by English text; a text without translation is not in it.
    """
    found: dict[str, str] = {}
    for path in sorted(folder_of(language).glob("*.po")):
        with path.open("rb") as file:
            entries = read_po(file, locale=language, abort_invalid=True)
        found |= {str(one.id): str(one.string) for one in entries if one.id and one.string}
    return found


def error_text(error: StandpunktError, language: str) -> str:
    """What a refusal says to a reader: what stands there, the rule, the next step.

    Args:
        error: The refusal.
        language: The language's code.

    Returns:
        The sentences, numbers and dates among the values written as the language writes them.
    """
    values = {name: _written(value, language) for name, value in error.values.items()}
    texts = (say(template, language) for template in error.templates() if template)
    return " ".join(text.format(**values) for text in texts)


def _written(value: object, language: str) -> object:
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, float):
        digits = 0 if value.is_integer() else 2
        return number(value, language, digits)
    return value
