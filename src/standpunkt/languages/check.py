"""What a language still owes: texts, forms of states, placeholders; and what nobody asks for."""

import string
from dataclasses import dataclass

from babel.messages.pofile import read_po

from standpunkt.languages.declared import Declared, declared_texts
from standpunkt.languages.forms import REQUIRED_FORMS, forms_of_states
from standpunkt.languages.known import SOURCE_LANGUAGE, folder_of
from standpunkt.languages.say import catalogue
from standpunkt.vocabulary.states import every_state


@dataclass(frozen=True)
class Debt:
    """One thing that a language lacks or holds in vain, with its place."""

    language: str
    place: str
    problem: str


def missing_texts(language: str, declared: tuple[Declared, ...] | None = None) -> list[Debt]:
    """The declared texts without translation.

    Args:
        language: The language's code.
        declared: The texts; null means all of the package.

    Returns:
        One debt a text, at the first place that declares it.
    """
    if language == SOURCE_LANGUAGE:
        return []
    known = catalogue(language)
    owed: dict[str, str] = {}
    for one in declared_texts() if declared is None else declared:
        if one.msgid not in known:
            owed.setdefault(one.msgid, one.place)
    return [Debt(language, place, f"no text for '{msgid}'") for msgid, place in owed.items()]


def unused_texts(language: str, declared: tuple[Declared, ...] | None = None) -> list[Debt]:
    """The translations of texts that nothing declares; texts that arrive with data are among them.

    Args:
        language: The language's code.
        declared: The texts; null means all of the package.

    Returns:
        One debt a translation.
    """
    asked = {one.msgid for one in (declared_texts() if declared is None else declared)}
    return [
        Debt(language, f"languages/{language}", f"nothing declares '{msgid}'")
        for msgid in catalogue(language)
        if msgid not in asked
    ]


def faulty_texts(language: str) -> list[Debt]:
    """Translations with other placeholders than their original, and texts translated in two ways.

    Args:
        language: The language's code.

    Returns:
        One debt a fault, with the catalogue's name.
    """
    seen: dict[str, str] = {}
    found = []
    for path in sorted(folder_of(language).glob("*.po")):
        with path.open("rb") as file:
            entries = [(str(one.id), str(one.string)) for one in read_po(file) if one.id and one.string]
        for msgid, text in entries:
            if _fields(msgid) != _fields(text):
                found.append(Debt(language, path.name, f"other placeholders in '{msgid}'"))
            if seen.setdefault(msgid, text) != text:
                found.append(Debt(language, path.name, f"another text for '{msgid}'"))
    return found


def missing_forms(language: str) -> list[Debt]:
    """The forms of states that the language lacks, and rows for states that do not exist.

    Args:
        language: The language's code.

    Returns:
        One debt a form or row.
    """
    rows = forms_of_states(language)
    known = {one.iso3 for one in every_state()}
    place = f"languages/{language}/states.csv"
    owed = [
        Debt(language, place, f"{iso3} has no {name}")
        for iso3 in sorted(known)
        for name in REQUIRED_FORMS
        if not rows.get(iso3, {}).get(name)
    ]
    return owed + [Debt(language, place, f"{iso3} is no state") for iso3 in sorted(set(rows) - known)]


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
