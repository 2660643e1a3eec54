"""Which states and groups a sentence mentions: names, adjectives, capitals, leaders, institutions."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from standpunkt.evidence.reading.sentences import Sentence
from standpunkt.evidence.reading.words import Word, words_of
from standpunkt.languages.forms import forms_of_states, grammar
from standpunkt.languages.reading import readable_languages, reading
from standpunkt.vocabulary.states import every_state

Key = tuple[str, ...]
Entry = tuple[str, str]
PREPOSITION_GROUPS = ("to", "source", "against", "beside", "between", "place")
MAX_WORDS = 6
COMPOUND_MIN = 6
LOOK_BACK = 4
NAME_COLUMNS = ("name", "nominative", "genitive", "dative", "accusative", "official")
STRONG_KINDS = frozenset({"name", "capital", "person", "group", "institution", "demonym"})


@dataclass(frozen=True)
class Mention:
    """One mention: code of a state or group, kind, first and last word, and the preposition before it.

    `is_background` holds inside set phrases (a war's name), `is_modifier` before a hyphen or as adjective.
    """

    code: str
    kind: str
    first: int
    last: int
    text: str
    preposition: str = ""
    is_background: bool = False
    is_modifier: bool = False


@lru_cache(maxsize=60_000)
def bare(text: str) -> str:
    """A word without accents and possessive ending; case stays."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(one for one in decomposed if not unicodedata.combining(one))
    return re.sub(r"['’]s?$", "", letters)


@cache
def lexicon(language: str) -> dict[Key, Entry]:
    """Everything that may name a state or group in a language.

    Args:
        language: The language's code.

    Returns:
        Code and kind by the words of the name.
    """
    pairs: dict[Key, dict[str, str]] = {}
    for key, code, kind in _state_entries(language):
        pairs.setdefault(key, {}).setdefault(code, kind)
    found = {key: next(iter(codes.items())) for key, codes in pairs.items() if len(codes) == 1}
    found |= dict(_actor_entries(language))
    for name in reading(language).actors.never:
        found.pop(_key(name), None)
    return found


def _key(name: str) -> Key:
    return tuple(bare(word.text) for word in words_of(name))


def _state_entries(language: str) -> Iterator[tuple[Key, str, str]]:
    kinds = {one.iso3: one.kind for one in every_state()}
    endings = grammar(language).adjective_endings
    own = reading(language).actors
    for iso3, row in forms_of_states(language).items():
        if kinds.get(iso3) == "historical":
            continue
        names = [_without_article(row[column], language) for column in NAME_COLUMNS]
        names += [alias for alias in row["aliases"].split(";") if alias[:1].isupper()]
        yield from _entries(names, own.name_endings, iso3, "name")
        if kinds.get(iso3) in {"member", "observer"} or iso3 in {"XKX", "TWN"}:
            yield from _entries([row["capital"]], own.name_endings, iso3, "capital")
        yield from _entries([row["demonym"]], own.demonym_endings, iso3, "demonym")
        for ending in ("", *endings):
            adjective = row["adjective"] + ending
            both = (adjective, adjective[:1].upper() + adjective[1:])
            yield from _entries(both, ("",), iso3, "adjective")


def _without_article(name: str, language: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if first.lower() in grammar(language).articles and rest else name


def _entries(
    names: Iterable[str], endings: tuple[str, ...], code: str, kind: str
) -> Iterator[tuple[Key, str, str]]:
    for name in names:
        if name:
            yield from ((_key(name + ending), code, kind) for ending in endings)


def _actor_entries(language: str) -> Iterator[tuple[Key, Entry]]:
    own = reading(language).actors
    for other in readable_languages():
        actors = reading(other).actors
        for code, names in actors.persons.items():
            yield from ((key, (code, "person")) for key, _, _ in _entries(names, own.name_endings, code, ""))
    for kind, listed in (("institution", own.institutions), ("group", own.groups)):
        for code, names in listed.items():
            yield from ((key, (code, kind)) for key, _, _ in _entries(names, own.name_endings, code, ""))


@cache
def _backgrounds(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in reading(language).actors.background)


def mentions_of(sentence: Sentence, language: str) -> list[Mention]:
    """The mentions of a sentence, longest first where they overlap, in order.

    Args:
        sentence: The sentence.
        language: Its language.

    Returns:
        Mentions by place.
    """
    names = lexicon(language)
    keys = [bare(word.text) for word in sentence.words]
    spans = [m.span() for pattern in _backgrounds(language) for m in pattern.finditer(sentence.text)]
    found: list[Mention] = []
    at = 0
    while at < len(keys):
        hit = _at(names, keys, at)
        if hit is None:
            at += 1
            continue
        (code, kind), last = hit
        found.append(_mention(sentence, code, kind, (at, last), spans=spans))
        at = last + 1
    return [replace(one, preposition=_preposition(sentence, one, found, language)) for one in found]


def _at(names: dict[Key, Entry], keys: list[str], at: int) -> tuple[Entry, int] | None:
    for length in range(min(MAX_WORDS, len(keys) - at), 0, -1):
        entry = names.get(tuple(keys[at : at + length]))
        if entry:
            return entry, at + length - 1
    word = keys[at]
    for end in range(len(word) - 2, COMPOUND_MIN - 1, -1):
        entry = names.get((word[:end],))
        if entry and entry[1] == "name" and word[end:].islower():
            return (entry[0], "compound"), at
    return None


def _mention(
    sentence: Sentence, code: str, kind: str, words: tuple[int, int], *, spans: list[tuple[int, int]]
) -> Mention:
    first, last = sentence.words[words[0]], sentence.words[words[1]]
    is_background = any(start <= first.start and last.end <= end for start, end in spans)
    is_hyphened = sentence.text[last.end : last.end + 1] == "-"
    is_modifier = is_hyphened or kind in {"adjective", "compound"}
    return Mention(
        code,
        kind,
        words[0],
        words[1],
        sentence.text[first.start : last.end],
        is_background=is_background,
        is_modifier=is_modifier,
    )


def _preposition(sentence: Sentence, one: Mention, found: list[Mention], language: str) -> str:
    """The nearest preposition before a mention inside its noun phrase; shared in `A und B`."""
    roles = reading(language).roles
    known = {word: name for name in PREPOSITION_GROUPS for word in reversed(getattr(roles, name))}
    for back in range(one.first - 1, max(-1, one.first - 1 - LOOK_BACK), -1):
        word = sentence.words[back]
        following = sentence.words[back + 1]
        gap = sentence.text[word.end : following.start]
        if any(mark in gap for mark in ";:.(–„“"):
            return ""
        if word.low in known:
            return f"{known[word.low]}:{word.low}"
        inside = next((other for other in found if other.first <= back <= other.last), None)
        if inside is not None and not inside.is_modifier:
            is_listed = _are_listed(sentence, inside, one, language)
            return _preposition(sentence, inside, found, language) if is_listed else ""
    return ""


def _are_listed(sentence: Sentence, first: Mention, second: Mention, language: str) -> bool:
    """Whether only commas, articles and `und` stand between two mentions."""
    between = sentence.text[sentence.words[first.last].end : sentence.words[second.first].start].strip()
    fillers = {*reading(language).abbreviations.hyphen_keep_before, *grammar(language).articles}
    return bool(between) and set(between.replace(",", " ").lower().split()) <= fillers


def word_span(sentence: Sentence, mention: Mention) -> tuple[Word, Word]:
    """First and last word of a mention."""
    return sentence.words[mention.first], sentence.words[mention.last]
