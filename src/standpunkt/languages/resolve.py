"""Which state a text names: a name in any language, a form of it, an adjective, or a code."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from standpunkt.languages.forms import forms_of_states, grammar
from standpunkt.languages.known import folder_of, known_languages
from standpunkt.languages.names import state_name
from standpunkt.vocabulary.errors.states import AmbiguousStateError, UnknownStateError
from standpunkt.vocabulary.states import State, by_code, state

NAME_FORMS = ("name", "nominative", "genitive", "dative", "accusative", "place", "official")
NEAREST_COUNT = 3
PART_OF_A_NAME = 0.75
AND = re.compile(r"\b(und|and)\b|&")
SAINT = re.compile(r"\b(st|sankt|saint)\b")
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
Index = dict[str, frozenset[str]]


def resolve_state(text: str, language: str | None = None) -> State:
    """The state that a text names.

    Codes come first (`NA` is Namibia), then names, then adjectives and demonyms. Case, accents,
    hyphens and articles do not matter. Where a name fits several states, one that still exists is
    preferred to those that ended.

    Args:
        text: ISO2 or ISO3 code, name, official name, usual variant, or adjective (`serbische`);
            also a name with its code, `Serbien (SRB)`.
        language: Whose names are tried first; null tries all alike.

    Returns:
        The state.

    Raises:
        AmbiguousStateError: If it fits several states (`Congo`).
        UnknownStateError: If it fits none; the nearest are named.
    """
    chosen = states_named(text, language)
    if len(chosen) > 1:
        shown = ", ".join(_labelled(iso3, language) for iso3 in sorted(chosen))
        raise AmbiguousStateError(value=text, candidates=shown)
    if not chosen:
        nearest = ", ".join(_labelled(iso3, language) for iso3 in nearest_states(text, language))
        raise UnknownStateError(value=text, nearest=nearest)
    return state(next(iter(chosen)))


def states_named(text: str, language: str | None = None) -> frozenset[str]:
    """The states that a text may name, as `resolve_state` reads it; nobody is suggested.

    Args:
        text: As for `resolve_state`.
        language: As for `resolve_state`.

    Returns:
        ISO3 codes: one where the text is clear, several where it is ambiguous, none where it names no state.
    """
    coded = _coded(text.strip())
    found = frozenset({coded.iso3}) if coded else _find(text, language)
    living = frozenset(iso3 for iso3 in found if state(iso3).kind != "historical")
    return living or found


def nearest_states(text: str, language: str | None = None, count: int = NEAREST_COUNT) -> list[str]:
    """The states whose names are spelt most like a text; states that ended are not among them.

    Args:
        text: Anything.
        language: Whose names are compared; null compares all.
        count: How many states.

    Returns:
        ISO3 codes, the nearest first.
    """
    index: dict[str, set[str]] = {}
    for code in (language,) if language else known_languages():
        for key, found in _names(code).items():
            index.setdefault(key, set()).update(found)
    asked = _squeezed(fold(text))
    ranked = sorted((-_likeness(asked, key), iso3) for key, found in index.items() for iso3 in found)
    living = [iso3 for _, iso3 in ranked if state(iso3).kind != "historical"]
    return list(dict.fromkeys(living))[:count]


def _likeness(asked: str, key: str) -> float:
    """Spelt alike, a common beginning first; a part of a long name counts somewhat less than a whole one."""
    whole = (fuzz.ratio(asked, key) + 100 * JaroWinkler.similarity(asked, key)) / 2
    return max(whole, PART_OF_A_NAME * fuzz.partial_ratio(asked, key)) if len(asked) < len(key) else whole


def fold(text: str) -> str:
    """A text without case, accents, punctuation and the difference between `St.` and `Sankt`.

    >>> fold("  CÔTE d’Ivoire ")
    'cote d ivoire'

    Args:
        text: Anything.

    Returns:
        Words of letters and digits with single blanks between.
    """
    # Twice: letters such as the mathematical A only get a small form once they are plain.
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    bare = AND.sub(" und ", re.sub(r"[^\w&]+", " ", bare))
    return " ".join(SAINT.sub("saint", bare).split())


def _coded(text: str) -> State | None:
    labelled = re.fullmatch(r".* \(([A-Z]{3})\)", text)
    code = labelled[1] if labelled else text
    return by_code(code) if len(code) <= len("ISO") else None


def _find(text: str, language: str | None) -> frozenset[str]:
    orders = [(language,), known_languages()] if language else [known_languages()]
    for languages in orders:
        for index in (_names, _adjectives):
            found = frozenset[str]().union(*(_look_up(text, index(code), code) for code in languages if code))
            if found:
                return found
    return frozenset()


def _look_up(text: str, index: Index, language: str) -> frozenset[str]:
    words = fold(text).split()
    articles = grammar(language).articles
    bare = words[1:] if words and words[0] in articles else words
    # Lists of the United Nations put the article behind: "Netherlands (the)".
    bare = bare[:-1] if bare and bare[-1] in articles else bare
    return index.get("".join(words)) or index.get("".join(bare)) or frozenset()


@cache
def _names(language: str) -> Index:
    folder_of(language)
    pairs = []
    for iso3, row in forms_of_states(language).items():
        names = [row[column] for column in NAME_FORMS] + row["aliases"].split(";")
        pairs += [(key, iso3) for name in names for key in _keys(name)]
    return _index(pairs)


@cache
def _adjectives(language: str) -> Index:
    endings = ("", *grammar(language).adjective_endings)
    pairs = []
    for iso3, row in forms_of_states(language).items():
        # An alias may be an adjective too ("weißrussisch"); endings harm no name.
        stems = [row["adjective"], *row["aliases"].split(";")]
        pairs += [(key + ending, iso3) for stem in stems for key in _keys(stem) for ending in endings]
        pairs += [(key, iso3) for key in _keys(row["demonym"])]
    return _index(pairs)


def _keys(name: str) -> set[str]:
    spelt = (fold(name), fold(name.casefold().translate(SPELT_OUT)))
    return {_squeezed(key) for key in spelt if key}


def _squeezed(key: str) -> str:
    """Without blanks, so that `Nord-Mazedonien` and `Nordmazedonien` are one."""
    return key.replace(" ", "")


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    found: dict[str, set[str]] = {}
    for key, iso3 in pairs:
        found.setdefault(key, set()).add(iso3)
    return {key: frozenset(codes) for key, codes in found.items()}


def _labelled(iso3: str, language: str | None) -> str:
    return f"{state_name(iso3, language or known_languages()[-1])} ({iso3})"
