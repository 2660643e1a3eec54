"""How fields of findings are written in a language: numbers, shares, days, names in their case, words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from standpunkt.languages.names import form, is_plural, state_name
from standpunkt.languages.numbers import day, month, number, percent, signed
from standpunkt.languages.say import say
from standpunkt.study.model import Study

BETWEEN = "between"
CUTS = (20.0, 50.0)
"""Cuts of the published Stance; the index anchors the scale so that they never move."""


@dataclass(frozen=True)
class Voice:
    """Who writes: the language and the study, which names poles and classes."""

    language: str
    study: Study

    def named(self, name: str) -> Any:  # noqa: ANN401 (a code or texts by language)
        """The poles as a template names them: `power` is a state's code, `power_side` an adjective."""
        side = name.removesuffix("_side")
        pole = self.study.poles.power if side == "power" else self.study.poles.opponent
        return dict(pole.side) if name.endswith("_side") else pole.states[0]


def say_of_study(text: str, study: Study, language: str) -> str:
    """A text that may name the poles, such as a measure's label.

    Args:
        text: The message id; `{power}` and `{opponent}` with `_nom`, `_gen`, `_dat` or `_acc` name the poles.
        study: Says who the poles are.
        language: de or en.

    Returns:
        The text with the poles' names in their case.
    """
    poles = {"power": study.poles.power.states[0], "opponent": study.poles.opponent.states[0]}
    cases = ("nom", "gen", "dat", "acc")
    names = {f"{pole}_{case}": form(iso3, language, case) for pole, iso3 in poles.items() for case in cases}
    return say(text, language, **names)


TITLE = "{state}: {label} ({chance}); Stance {stance} ({low} to {high})"
TITLE_BETWEEN = (
    "{state}: {label} ({chance}) rather than {other} ({other_chance}); Stance {stance} ({low} to {high})"
)
Format = Callable[[Any, Voice], str]


def is_many(value: Any, voice: Voice) -> bool:  # noqa: ANN401 (a count, a list or a state)
    """Whether a word beside the value takes its plural."""
    if isinstance(value, str):
        return bool(is_plural(value, voice.language))
    return bool((len(value) if isinstance(value, list) else value) != 1)


def class_label(code: str, study: Study, language: str) -> str:
    """A class in words; `between` too.

    Args:
        code: A class code or `between`.
        study: The study.
        language: de or en.

    Returns:
        The study's label.
    """
    if code == BETWEEN:
        return say("between two classes", language)
    return study.classes.labels[language][study.classes.order.index(code)]


def class_words(study: Study, language: str) -> list[tuple[str, str]]:
    """Label and rule of each class, from the opponent's side to the power's.

    Args:
        study: The study.
        language: de or en.

    Returns:
        Pairs such as (`neutral`, `Stance between −20 and +20`).
    """
    inner, outer = (signed(cut, language, 0) for cut in CUTS)
    low_inner, low_outer = (signed(-cut, language, 0) for cut in CUTS)
    rules = (
        say("Stance up to {cut}", language, cut=low_outer),
        say("Stance above {low} up to {high}", language, low=low_outer, high=low_inner),
        say("Stance between {low} and {high}", language, low=low_inner, high=inner),
        say("Stance from {low} to below {high}", language, low=inner, high=outer),
        say("Stance from {cut}", language, cut=outer),
    )
    return list(zip(study.classes.labels[language], rules, strict=True))


def state_title(row: Mapping[str, Any], study: Study, language: str) -> str:
    """What the map says about a state.

    Args:
        row: A row of `Observatory.states`.
        study: The study.
        language: de or en.

    Returns:
        Name, class with probability, Stance with interval; or that it is not rated.
    """
    name = state_name(row["iso3"], language)
    if row["class"] is None:
        return say("{state}: not rated, too little data", language, state=name)
    first, second = row["class_first"], row["class_second"]
    values = {
        "state": name,
        "label": class_label(first, study, language),
        "chance": percent(row[f"p_{first.lower()}"], language, 0),
        "other": class_label(second, study, language),
        "other_chance": percent(row[f"p_{second.lower()}"], language, 0),
        "stance": signed(row["stance"], language, 0),
        "low": signed(row["stance_low"], language, 0),
        "high": signed(row["stance_high"], language, 0),
    }
    if row["class"] == BETWEEN:
        return say(TITLE_BETWEEN, language, **values)
    return say(TITLE, language, **values)


def share(value: float, language: str) -> str:
    """A share with the digits it came with, at most one: 38 %, 4 %, 2.4 %; a rounded figure stays rounded.

    Args:
        value: 0..1.
        language: de or en.

    Returns:
        Percent in the language.
    """
    digits = 0 if value >= WHOLE_FROM or round(value, 2) == value else 1
    return percent(value, language, digits)


WHOLE_FROM = 0.1


def to_day(text: str, language: str) -> str:
    """An ISO day in words: `23. November 2026`; a year stays a year."""
    return text if len(text) == YEAR_LENGTH else day(date.fromisoformat(text), language)


def to_month(text: str, language: str) -> str:
    """An ISO month or day as month and year: `Februar 2023`."""
    return month(date.fromisoformat(f"{text[:7]}-01"), language)


def to_rough_day(text: str, language: str) -> str:
    """An ISO day as exact as it can be meant: 1 January stands for a year, another first day for a month."""
    if text.endswith("-01-01"):
        return text[:YEAR_LENGTH]
    return to_month(text, language) if text.endswith("-01") else to_day(text, language)


YEAR_LENGTH = 4


def _own(texts: Mapping[str, str], voice: Voice) -> str:
    return texts[voice.language].rstrip(".")


def _case(name: str) -> Format:
    return lambda code, voice: form(code, voice.language, name)


FORMATS: Mapping[str, Format] = {
    "text": lambda value, voice: value if isinstance(value, str) else number(value, voice.language, 0),
    "own": _own,
    "say": lambda text, voice: say_of_study(text, voice.study, voice.language),
    "number": lambda value, voice: number(value, voice.language, 0),
    "tenths": lambda value, voice: number(value, voice.language, 1),
    "signed": lambda value, voice: signed(value, voice.language, 0),
    "tenths_signed": lambda value, voice: signed(value, voice.language, 1),
    "percent": lambda value, voice: percent(value, voice.language, 0),
    "share": lambda value, voice: share(value, voice.language),
    "day": lambda text, voice: to_day(text, voice.language),
    "month": lambda text, voice: to_month(text, voice.language),
    "year": lambda text, _voice: text[:4],
    "class": lambda code, voice: class_label(code, voice.study, voice.language),
    "state": lambda code, voice: state_name(code, voice.language),
    "nom": _case("nominative"),
    "gen": _case("genitive"),
    "dat": _case("dative"),
    "acc": _case("accusative"),
    "place": _case("place"),
}
