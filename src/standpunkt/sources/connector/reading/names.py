"""What a source calls states, and what it names that is no state.

First the source's own `names.csv`, then the product's register; likeness only suggests. Text is cleaned
before: line breaks and runs of spaces become one space, footnote brackets fall off, and a token of Cyrillic
letters with Latin look-alikes (or the reverse) is mapped when every stray letter has a twin.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from standpunkt.languages.resolve import states_named

NAMES_FILE = "names.csv"
TERRITORIES = Path(__file__).parent / "territories.csv"
STATE, TERRITORY, AGGREGATE = "state", "territory", "aggregate"
UNKNOWN = "unknown"
_LATIN = "aceopxyABCEHKMOPTXkm"
_CYRILLIC = "асеорхуАВСЕНКМОРТХкм"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_FOOTNOTE = re.compile(r"\s*[\[(](?:\d+|[a-z]|\*+)[\])]\s*$|[¹²³⁴⁵⁶⁷⁸⁹]+$")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Named:
    """What a text names: a state with its code, or something else by kind."""

    kind: str
    code: str | None = None


def clean(text: str) -> str:
    r"""One spelling for texts that differ by typography alone.

    >>> clean("Республика \nКорея"), clean("Kитай"), clean("Serbia (1)")
    ('Республика Корея', 'Китай', 'Serbia')

    Args:
        text: As the source has it.

    Returns:
        The cleaned text.
    """
    plain = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    plain = _FOOTNOTE.sub("", plain)
    return " ".join(_one_script(token) for token in plain.split(" "))


def _one_script(token: str) -> str:
    letters = [letter for letter in token if letter.isalpha()]
    cyrillic = [letter for letter in letters if "\u0400" <= letter <= "\u04ff"]
    latin = [letter for letter in letters if letter.isascii()]
    if not cyrillic or not latin:
        return token
    if all(letter in _LATIN for letter in latin):
        return token.translate(_TO_CYRILLIC)
    if all(letter in _CYRILLIC for letter in cyrillic):
        return token.translate(_TO_LATIN)
    return token


def names_of(folder: Path) -> Mapping[str, Named]:
    """The declared names of a source, by cleaned text in lower case.

    Args:
        folder: The connector's folder.

    Returns:
        Those of dependent territories, which all sources share, and above them the source's own.
    """
    path = folder / NAMES_FILE
    own = _declared(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {**_declared(TERRITORIES.read_text(encoding="utf-8")), **own}


@lru_cache(maxsize=64)
def _declared(text: str) -> Mapping[str, Named]:
    rows = csv.DictReader(io.StringIO(text))
    return {clean(row["text"]).casefold(): Named(row["kind"], row["code"] or None) for row in rows}


def resolve_names(texts: Iterable[str], folder: Path, language: str | None = None) -> dict[str, Named]:
    """What each text names.

    Args:
        texts: As the source has them.
        folder: The connector's folder.
        language: Of the texts, where it is known.

    Returns:
        One entry per text; kind `unknown` where neither the source nor the register knows it.
    """
    declared = names_of(folder)
    return {
        text: declared.get(clean(text).casefold()) or _registered(clean(text), language) for text in texts
    }


@lru_cache(maxsize=8192)
def _registered(text: str, language: str | None) -> Named:
    found = states_named(text, language)
    return Named(STATE, next(iter(found))) if len(found) == 1 else Named(UNKNOWN)
