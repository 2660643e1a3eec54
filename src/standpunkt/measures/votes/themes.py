"""What a roll call is about, told by the words of its title.

Titles are all that every source carries; what no rule reaches stays `none` and is counted.
"""

import difflib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from standpunkt.vocabulary.declaration import read_declaration, validate_declaration
from standpunkt.vocabulary.errors.votes import UnknownThemeError

FILE = Path(__file__).with_name("themes.yml")
NONE = "none"
BROADER = {"human_rights_country": "human_rights"}
"""Themes that are finer than the codes of sources."""
CONFLICT = "ukraine"
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


def themed(
    roll_calls: pl.DataFrame, codes: pl.DataFrame | None = None, conflict: Sequence[str] = ()
) -> pl.DataFrame:
    """Roll calls with theme and where it was told from.

    A source's own code decides, unless the words agree with one of its codes and say more (a single country
    within human rights). The conflict's theme is declared by the study or told by words: no source has it.

    Args:
        roll_calls: roll_call_id, title_text.
        codes: roll_call_id, theme_code of sources; a roll call may have several.
        conflict: Ids that a study declares as the conflict's.

    Returns:
        The same with theme_code and theme_origin (declared, source_code, classified, none).
    """
    told = roll_calls.with_columns(theme_of(pl.col("title_text")))
    empty = pl.DataFrame(schema={"roll_call_id": pl.String, "theme_code": pl.String})
    given = (empty if codes is None else codes).group_by("roll_call_id")
    joined = told.join(
        given.agg(pl.col("theme_code").sort().alias("given")),
        on="roll_call_id",
        how="left",
        maintain_order="left",
    )
    is_declared = pl.col("roll_call_id").is_in(list(conflict))
    is_own = is_declared | (pl.col("theme_code") == CONFLICT)
    has_code = pl.col("given").is_not_null()
    agrees = pl.col("given").list.contains(pl.col("theme_code").replace(BROADER)).fill_null(value=False)
    code = (
        pl.when(is_own)
        .then(pl.lit(CONFLICT))
        .when(has_code & ~agrees)
        .then(pl.col("given").list.first())
        .otherwise("theme_code")
    )
    origin = (
        pl.when(is_declared)
        .then(pl.lit("declared"))
        .when(has_code & ~is_own)
        .then(pl.lit("source_code"))
        .when(pl.col("theme_code") == NONE)
        .then(pl.lit(NONE))
        .otherwise(pl.lit("classified"))
    )
    return joined.with_columns(code.alias("theme_code"), origin.alias("theme_origin")).drop("given")


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
