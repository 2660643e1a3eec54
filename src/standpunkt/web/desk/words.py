"""Claims in words: choices of the form, parties, statements, figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from standpunkt.evidence.ledger.forms import STANCES
from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import day, month, number, percent
from standpunkt.languages.say import say
from standpunkt.study.model import Study
from standpunkt.vocabulary.organisation_register import every_organisation
from standpunkt.vocabulary.relation_types import every_relation, relation
from standpunkt.vocabulary.states import every_state

POLARITIES = {
    "affirmed": "holds",
    "negated": "is said not to hold",
    "ended": "has ended",
    "reduced": "has become less",
    "mixed": "is mixed",
}
COMMITMENTS = {
    "asserted": "states it",
    "reported": "reports it",
    "probable": "calls it probable",
    "possible": "calls it possible",
    "denied": "denies it",
}
STATUSES = {
    "happened": "happened",
    "ongoing": "goes on",
    "planned": "is planned",
    "hypothetical": "hypothetical",
}
STANCE_WORDS = {
    "for": "for",
    "against": "against",
    "abstain": "abstains",
    "joined": "joined",
    "refused": "refused",
    "enforced": "enforces",
    "blocked": "blocked",
    "left": "left",
}
SIGNS = {1: "helps the power", 0: "neither", -1: "goes against the power"}
CREDIBILITIES = {
    1: "1 confirmed by another source",
    2: "2 probably true",
    3: "3 possibly true",
    4: "4 doubtful",
    5: "5 improbable",
    6: "6 cannot be judged",
}
RELIABILITIES = {
    "A": "A completely reliable",
    "B": "B usually reliable",
    "C": "C fairly reliable",
    "D": "D not usually reliable",
    "E": "E unreliable",
    "F": "F cannot be judged",
}
REASON_WORDS = {
    "no_claim": "no claim",
    "wrong_span": "wrong passage",
    "duplicate": "said before",
    "out_of_scope": "not about the question",
    "wrong_text": "text read wrongly",
}
CLAIM_STATUS = {
    "suggested": "open",
    "accepted": "accepted",
    "rejected": "rejected",
    "superseded": "superseded",
    "disputed": "disputed",
    "deferred": "put off",
}
COMPARATORS = {
    "=": "exactly",
    "~": "about",
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    "~<": "almost",
    "~>": "just over",
}
PILLAR_WORDS = {"D": "Diplomacy", "M": "Military", "E": "Economy", "I": "Information"}
DIRECTIONS = {1: "towards the power", 0: "neither way", -1: "away from the power"}
ITEMS = {
    "tank": "tanks",
    "drone": "drones",
    "jet": "jets",
    "helicopter": "helicopters",
    "howitzer": "howitzers",
    "missile": "missiles",
    "shell": "shells",
    "cartridge": "cartridges",
    "rifle": "rifles",
    "ship": "ships",
    "submarine": "submarines",
    "soldier": "soldiers",
    "container": "containers",
    "shipment": "shipments",
    "flight": "flights",
    "firm": "firms",
    "person": "people",
    "reactor": "reactors",
    "category": "categories",
    "resolution": "resolutions",
    "state": "countries",
    "vehicle": "vehicles",
    "aircraft": "aircraft",
    "system": "systems",
    "steel": "steel",
    "gas": "gas",
    "oil": "oil",
    "wheat": "wheat",
    "grain": "grain",
    "ammunition": "ammunition",
    "barrel": "barrels",
    "import": "imports",
    "export": "exports",
    "exports": "exports",
    "imports": "imports",
}
OPEN_PARTY = "?"
DAY_PARTS, MONTH_PARTS = 3, 2
GROUPS = {"WEST": "the West", OPEN_PARTY: "left open by the text"}
assert set(STANCE_WORDS) == set(STANCES)  # noqa: S101 (both lists are fixed)


@dataclass(frozen=True)
class Choice:
    """An option of the form."""

    value: str
    text: str


def choices(words: Mapping[Any, str], lang: str) -> list[Choice]:
    """Options of a closed list in the reader's language."""
    return [Choice(str(value), say(text, lang)) for value, text in words.items()]


def relation_choices(lang: str) -> list[Choice]:
    """All kinds of relation by their name."""
    return sorted(
        (Choice(code, one.label.of(lang)) for code, one in every_relation().items()),
        key=lambda choice: choice.text.casefold(),
    )


def party_name(code: str, lang: str) -> str:
    """The name of a state, organisation or group; the code itself where it has none."""
    if code in GROUPS:
        return say(GROUPS[code], lang)
    organisation = _organisations().get(code)
    if organisation:
        return organisation
    return state_name(code, lang) if code in {one.iso3 for one in every_state()} else code


def known_parties(study: Study) -> frozenset[str]:
    """Codes that a claim of a study may name."""
    camps = {code for camp in study.evidence.camps.values() for code in camp.organisations}
    return frozenset(
        {one.iso3 for one in every_state()} | set(_organisations()) | set(GROUPS) | camps | {"UN"}
    )


def _organisations() -> dict[str, str]:
    return {one.id.upper(): one.id.upper() for one in every_organisation()}


def parties(codes: Sequence[str], lang: str) -> str:
    """Several parties, joined by commas."""
    return ", ".join(party_name(code, lang) for code in codes)


def statement(form: Mapping[str, Any], lang: str) -> str:
    """A claim in one line: who, to whom, what.

    Args:
        form: The claim's form.
        lang: de or en.

    Returns:
        Such as `North Korea → Russia: arms supply`.
    """
    kind = relation(form["relation"])
    arrow = " – " if kind.mutual else " → "
    named = parties(form["actors"], lang) + arrow + parties(form["recipients"], lang)
    extra = []
    if form.get("stance"):
        extra.append(say(STANCE_WORDS[form["stance"]], lang))
    if form.get("polarity", "affirmed") != "affirmed":
        extra.append(say(POLARITIES[form["polarity"]], lang))
    if form.get("event_status", "happened") != "happened":
        extra.append(say(STATUSES[form["event_status"]], lang))
    return f"{named}: {kind.label.of(lang)}" + (f" ({', '.join(extra)})" if extra else "")


def when(edtf: str | None, lang: str) -> str:
    """An EDTF time in words; what has no simple words stays as it is.

    Args:
        edtf: Such as `2023-11`, `2018/..`, `2023-11-01/2023-11-10`.
        lang: de or en.

    Returns:
        Words, empty without a time.
    """
    text = str(edtf or "")
    start, bar, end = text.partition("/")
    if not bar:
        return _point(text, lang)
    if end == "..":
        return say("since {start}", lang, start=_point(start, lang))
    if start == "..":
        return say("until {end}", lang, end=_point(end, lang))
    return say("{low} to {high}", lang, low=_point(start, lang), high=_point(end, lang))


def _point(text: str, lang: str) -> str:
    parts = text.split("-")
    try:
        if len(parts) == DAY_PARTS:
            return day(date.fromisoformat(text), lang)
        return month(date.fromisoformat(f"{text}-01"), lang) if len(parts) == MONTH_PARTS else text
    except ValueError:
        return text


def figure(one: Mapping[str, Any], lang: str) -> str:
    """A quantity in words, such as `about 1,000 containers` or `300 to 2,000`."""
    unit, item = str(one.get("unit") or ""), str(one.get("item") or "")
    low, value, high = (one.get(name) for name in ("low", "value", "high"))
    if value is not None:
        words = _amount(float(value), unit, lang)
    elif low is not None and high is not None:
        values = {"low": _amount(float(low), unit, lang), "high": _amount(float(high), unit, lang)}
        words = say("{low} to {high}", lang, **values)
    else:
        return str(one.get("as_written") or "")
    comparator = str(one.get("comparator") or "=")
    before = "" if comparator == "=" else say(COMPARATORS.get(comparator, comparator), lang) + " "
    after = "" if unit in {"", "share", "factor", "change", "rank"} else f" {unit}"
    named = say(ITEMS[item], lang) if item in ITEMS else item
    return f"{before}{words}{after}" + (f" {named}" if item.lower() != unit.lower() else "")


def _amount(value: float, unit: str, lang: str) -> str:
    if unit in {"share", "change"}:
        return percent(value, lang, 0 if value * 100 == round(value * 100) else 1)
    if unit == "factor":
        return f"× {number(value, lang, 0 if value == round(value) else 2)}"
    return number(value, lang, 0 if value == round(value) else 2)


def figures(form: Mapping[str, Any], lang: str) -> list[str]:
    """All quantities of a claim in words."""
    return [words for words in (figure(one, lang) for one in form.get("quantities") or []) if words]
