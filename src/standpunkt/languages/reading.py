"""What a language contributes to reading documents: words for relations, actors, cues, dates, numbers.

All of it is data in `<language>/reading/`; a further language is a further folder.
"""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from standpunkt.languages.known import folder_of, known_languages
from standpunkt.vocabulary.declaration import read_declaration, validate_declaration

Words = tuple[str, ...]


class Frozen(BaseModel):
    """A part of the reading data."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RelationWords(Frozen):
    """Stems of one relation: `strong` alone suffices; objects and verbs count fully only together."""

    strong: Words = ()
    objects: Words = ()
    verbs: Words = ()


class Abbreviations(Frozen):
    """Where no sentence ends, where a hyphen at the end of a line stays, and the language's small words."""

    abbreviations: Words
    ordinal_digits: int
    hyphen_keep_before: Words
    small_words: Words


class Weapons(Frozen):
    """Designations whose digits are no quantities, and words for countable things."""

    type_patterns: Words
    items: dict[str, Words]


class Actors(Frozen):
    """Names that stand for a state or group; what is never a party; who speaks in documents."""

    groups: dict[str, Words]
    institutions: dict[str, Words]
    persons: dict[str, Words]
    generic_state: Words
    generic_pair: Words
    never: Words
    background: Words
    demonym_endings: Words
    name_endings: Words


class Cues(Frozen):
    """Stems and patterns that say how far a text stands behind a claim, and who says it."""

    denied: Words
    possible: Words
    probable: Words
    reported: Words
    speech_verbs: Words
    planned: Words
    not_planned: Words
    negated: Words
    ended: Words
    reduced: Words
    mixed: Words
    refused: Words
    blocked: Words
    enforced: Words
    left: Words
    abstained: Words
    against: Words
    critical: Words
    advice: Words
    hearsay_modals: Words
    hearsay_auxiliaries: Words
    subjunctive: Words
    subjunctive_needs_other: Words
    first_person: Words
    speaker_nouns: Words
    attribution_patterns: Words
    direct_opening: str
    opening_quotes: str
    closing_quotes: str


class Dates(Frozen):
    """Names of months, seasons, days and ordinals, and patterns with named groups for each form."""

    months: dict[str, int]
    seasons: dict[str, int]
    weekdays: dict[str, int]
    ordinals: dict[str, int]
    numerals: dict[str, int]
    units: dict[str, str]
    thirds: dict[str, int]
    events: dict[str, str]
    relatives: dict[str, int]
    future: Words
    patterns: dict[str, Words]


class Quantities(Frozen):
    """Number words, comparators, currencies, units and patterns for amounts."""

    decimal: str
    group: str
    numerals: dict[str, float]
    scales: dict[str, float]
    vague: dict[str, tuple[float, float]]
    fractions: dict[str, float]
    factors: dict[str, float]
    comparators: dict[str, Words]
    currencies: dict[str, Words]
    units: dict[str, Words]
    digit_words: dict[str, int]
    share_words: Words
    patterns: dict[str, Words]


class Roles(Frozen):
    """Prepositions and verbs that tell giver from receiver."""

    to: Words
    source: Words
    against: Words
    beside: Words
    between: Words
    place: Words
    receiving: Words
    passive: Words
    depends: Words


class Reading(BaseModel):
    """All reading data of one language."""

    model_config = ConfigDict(frozen=True)

    language: str
    relations: dict[str, RelationWords]
    actors: Actors
    cues: Cues
    dates: Dates
    quantities: Quantities
    weapons: Weapons
    abbreviations: Abbreviations
    roles: Roles


_RELATIONS = TypeAdapter(dict[str, RelationWords])


@cache
def reading(language: str) -> Reading:
    """The reading data of a language.

    Args:
        language: The language's code.

    Returns:
        All of its reading files.
    """
    folder = folder_of(language) / "reading"
    return Reading(
        language=language,
        relations=_RELATIONS.validate_python(read_declaration(folder / "relations.yml").data),
        actors=_part(Actors, folder),
        cues=_part(Cues, folder),
        dates=_part(Dates, folder),
        quantities=_part(Quantities, folder),
        weapons=_part(Weapons, folder),
        abbreviations=_part(Abbreviations, folder),
        roles=_part(Roles, folder),
    )


def readable_languages() -> tuple[str, ...]:
    """The languages whose documents can be read, sorted."""
    return tuple(code for code in known_languages() if (folder_of(code) / "reading").is_dir())


def _part(model: type[Any], folder: Path) -> Any:  # noqa: ANN401 (one of the models above)
    return validate_declaration(model, read_declaration(folder / f"{model.__name__.lower()}.yml"))
