"""Names of states in a language, in every case, with article; and their order."""

import unicodedata

from standpunkt.languages.forms import form_of


def state_name(iso3: str, language: str) -> str:
    """The short name without article.

    >>> state_name("TUR", "de")
    'Türkei'

    Args:
        iso3: The state.
        language: The language's code.

    Returns:
        The name as maps and tables print it.
    """
    return form_of(iso3, language, "name")


def form(iso3: str, language: str, case: str) -> str:
    """The name as it stands in a sentence, with its article.

    >>> form("TUR", "de", "dative"), form("USA", "de", "in")
    ('der Türkei', 'in den Vereinigten Staaten')

    Args:
        iso3: The state.
        language: The language's code.
        case: nominative, genitive, dative, accusative (nom, gen, dat, acc), place (in: with its
            preposition), adjective (adj: without ending), demonym or capital.

    Returns:
        The form.
    """
    return form_of(iso3, language, case)


def is_plural(iso3: str, language: str) -> bool:
    """Whether a verb beside the name stands in the plural: `die Vereinigten Staaten liefern`."""
    return form_of(iso3, language, "number") == "plural"


def sort_key(name: str) -> tuple[str, str]:
    """Orders names as readers expect: ä next to a, capitals next to small letters.

    >>> sorted(["Zypern", "Österreich", "Oman"], key=sort_key)
    ['Oman', 'Österreich', 'Zypern']

    Args:
        name: A name.

    Returns:
        A key for `sorted`.
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)), name
