"""What a roll call is about, told by the words of its title.

Titles are all that every source carries; what no rule reaches stays `none` and is counted.
"""

import difflib
from functools import lru_cache
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from standpunkt.vocabulary.declaration import read_declaration, validate_declaration
from standpunkt.vocabulary.errors.votes import UnknownThemeError

FILE = Path(__file__).with_name("themes.yml")
NONE = "none"
SPEECH = r"^The (Acting )?(President|Chair)"
NAMED_TEXT = r"entitled _[^_<]+"


class Theme(BaseModel):
    """A theme: words that tell it, and words that speak against it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    label: dict[str, str]
    words: tuple[str, ...]
    without: tuple[str, ...] = Field(alias="not")


class Themes(BaseModel):
    """All themes in the order of precedence."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    themes: tuple[Theme, ...]


@lru_cache(maxsize=1)
def every_theme() -> tuple[Theme, ...]:
    """The declared themes, in the order of precedence."""
    return validate_declaration(Themes, read_declaration(FILE)).themes


def theme_of(title: pl.Expr) -> pl.Expr:
    """The theme of each title; `none` where no rule reaches it or there is no title.

    Args:
        title: Titles.

    Returns:
        Codes of themes.
    """
    words = plain_words(title)
    found = pl.lit(NONE)
    for theme in reversed(every_theme()):
        told = words.str.contains_any(_starts(theme.words))
        if theme.without:
            told &= ~words.str.contains_any(_starts(theme.without))
        found = pl.when(told).then(pl.lit(theme.id)).otherwise(found)
    return found.alias("theme_code")


def plain_words(title: pl.Expr) -> pl.Expr:
    """Titles in lower case, all punctuation one space; of the chair's speech only the text it names last.

    Args:
        title: Titles as sources print them; some sources print what the chair said before the vote.

    Returns:
        Words, each after a space; a speech that names no text has none.
    """
    named = title.str.extract_all(NAMED_TEXT).list.last()
    said = pl.when(title.str.contains(SPEECH)).then(named).otherwise(title)
    return pl.lit(" ") + said.str.to_lowercase().str.replace_all(r"[^a-z0-9]+", " ")


def _starts(words: tuple[str, ...]) -> list[str]:
    """Beginnings of words, as they stand in `plain_words`."""
    return [f" {word}" for word in words]


def known_theme(code: str) -> str:
    """The code itself, if there is such a theme.

    Args:
        code: Code of a theme.

    Returns:
        The code.

    Raises:
        UnknownThemeError: Else.
    """
    known = [theme.id for theme in every_theme()]
    if code not in known:
        nearest = difflib.get_close_matches(code, known, n=1, cutoff=0)[0]
        raise UnknownThemeError(value=code, known=", ".join(known), nearest=nearest)
    return code
