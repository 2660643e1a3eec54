"""Grammar of a language as data: every form of every state, endings and articles."""

import csv
from functools import cache

from pydantic import BaseModel, ConfigDict

from standpunkt.languages.known import folder_of
from standpunkt.vocabulary.declaration import read_declaration, validate_declaration
from standpunkt.vocabulary.errors.languages import MissingFormError

CASES = {
    "nom": "nominative",
    "gen": "genitive",
    "dat": "dative",
    "acc": "accusative",
    "in": "place",
    "adj": "adjective",
}
"""Short names of forms that templates may use."""
REQUIRED_FORMS = (
    *("name", "number", "nominative", "genitive", "dative", "accusative"),
    *("place", "adjective", "demonym", "capital"),
)
OPTIONAL_FORMS = ("official", "aliases", "capital_aliases")


class Grammar(BaseModel):
    """Endings an adjective may take, and articles that may stand before a name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adjective_endings: tuple[str, ...]
    articles: tuple[str, ...]


@cache
def grammar(language: str) -> Grammar:
    """The small grammar of a language."""
    return validate_declaration(Grammar, read_declaration(folder_of(language) / "forms.yml"))


@cache
def forms_of_states(language: str) -> dict[str, dict[str, str]]:
    """Every form of every state: by ISO3, then by column of `states.csv`."""
    with (folder_of(language) / "states.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: row for row in csv.DictReader(file)}


def form_of(iso3: str, language: str, name: str) -> str:
    """One form of one state.

    Args:
        iso3: The state.
        language: The language's code.
        name: A column of `states.csv`, or its short name in `CASES`.

    Returns:
        The form.

    Raises:
        MissingFormError: If the table lacks it.
    """
    column = CASES.get(name, name)
    text = forms_of_states(language).get(iso3, {}).get(column, "")
    if not text:
        raise MissingFormError(language=language, form=column, iso3=iso3)
    return text
