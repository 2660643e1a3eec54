"""Which numbers of a claim the tables can speak to, and what they answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from standpunkt.evidence.checks import series
from standpunkt.evidence.checks.numbers import Checked, Claimed, Kind, Observed, check_number, ratios
from standpunkt.evidence.checks.series import Flow, Pair, Read
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.events import published_of
from standpunkt.languages.known import folder_of, known_languages
from standpunkt.vocabulary.declaration import read_declaration

CURRENCIES = {"USD": "usd", "EUR": "eur"}
OWN = "the claim itself"
FLOWS: tuple[Flow, ...] = ("import", "export")
ARMS = frozenset({"ARMS_SUPPLY", "ARMS_DEAL"})
FUELS = ("gas", "oil", "coal", "nuclear")
YEAR = re.compile(r"(?<!\d)(19|20)\d{2}(?!\d)")
WORDED = re.compile(r"\w+")
YEARS_BEFORE = 5


@dataclass(frozen=True)
class Question:
    """A claimed number and what it is about; `level` is the claimed amount that a factor belongs to."""

    claimed: Claimed
    state: str
    partner: str
    flow: Flow = "export"
    year: int | None = None
    base_year: int | None = None
    currency: str = "usd"
    fuel: str | None = None
    item: str = ""
    level: float | None = None
    is_arms: bool = False


@dataclass(frozen=True)
class Answer:
    """A question with its answer; `basis` holds the figures of the tables themselves.

    `by_estimates` is the verdict on a share where only a publisher's estimates stand: they give its order.
    """

    question: Question
    checked: Checked
    basis: tuple[Observed, ...] = ()
    by_estimates: Checked | None = None


def answer(question: Question, read: Read) -> Answer:
    """Compares a claimed number with the tables.

    Args:
        question: The number and what it is about.
        read: Reads a table by name.

    Returns:
        The verdict with every figure used and left out.
    """
    found = _observed(question, read) if question.year is not None or question.base_year is not None else []
    checked = check_number(question.claimed, found)
    estimates = None
    if checked.verdict == "no_data" and question.claimed.kind == "share":
        estimated = [replace(one, is_admissible=True) for one in found if one.reason == series.ESTIMATED]
        estimates = check_number(question.claimed, estimated) if estimated else None
    return Answer(question, checked, tuple(_basis(question, read, found)), estimates)


def _basis(question: Question, read: Read, found: Sequence[Observed]) -> list[Observed]:
    if question.claimed.kind != "factor":
        return list(found)
    pair = Pair(question.state, question.partner, question.flow)
    years = [year for year in (question.base_year, question.year) if year]
    return [one for year in years for one in series.trade_values(read, pair, year, question.currency)]


def _observed(question: Question, read: Read) -> list[Observed]:
    pair = Pair(question.state, question.partner, question.flow)
    year = question.year or 0
    found: list[Observed] = []
    match question.claimed.kind:
        case "level":
            found = series.trade_values(read, pair, year, question.currency)
        case "factor":
            found = _growth(question, read, pair, year)
        case "share" if question.fuel is not None:
            found = series.energy_shares(read, pair, question.fuel, year)
        case "share":
            found = series.trade_shares(read, pair, year)
        case "count" if question.is_arms:
            # Texts often date the report, not the delivery: where that year has none, the years before count.
            spans = ((question.base_year or year, year), (year - YEARS_BEFORE, year))
            counts = (series.arms_counts(read, pair, question.item, span) for span in spans)
            found = next((one for one in counts if one), [])
    return found


def _growth(question: Question, read: Read, pair: Pair, year: int) -> list[Observed]:
    """Growth against the base year: of the claimed amount where the tables hold none, else of theirs."""
    if question.base_year is None:
        return []
    earlier = series.trade_values(read, pair, question.base_year, question.currency)
    later = series.trade_values(read, pair, year, question.currency) if year else []
    if not any(one.is_admissible for one in later) and question.level is not None:
        return [*ratios([Observed(question.level, OWN, year=year)], earlier), *ratios(later, earlier)]
    return ratios(later, earlier)


def questions_of(claim: Claim) -> list[Question]:
    """The numbers of a claim that tables could speak to.

    Args:
        claim: The claim.

    Returns:
        One question a number; none for units that no table holds.
    """
    form = claim.state.form
    quantities: Sequence[Mapping[str, Any]] = form.get("quantities") or []
    level = next((one for one in quantities if one.get("unit") in CURRENCIES), None)
    years = [int(one.group()) for one in YEAR.finditer(str(form.get("time") or ""))]
    state, partner = _parties(claim)
    found = []
    for one in quantities:
        kind = _kind(one, form["relation"])
        value = one.get("value") if one.get("value") is not None else one.get("high")
        if kind is None or value is None:
            continue
        base = YEAR.search(str(one.get("base") or ""))
        fuel = _fuel(claim, one) if form["relation"] == "ENERGY" and kind == "share" else None
        found.append(
            Question(
                Claimed(kind, float(value), str(one.get("comparator") or "=")),
                state,
                partner,
                _flow(claim, one),
                years[-1] if years else published_of(claim).year if fuel or kind == "count" else None,
                int(base.group()) if base else years[0] if kind == "count" and years else None,
                CURRENCIES.get(str((level or one).get("unit")), "usd"),
                fuel,
                str(one.get("item") or ""),
                float(level["value"]) if level and kind == "factor" and level.get("value") else None,
                form["relation"] in ARMS,
            )
        )
    return found


def _kind(quantity: Mapping[str, Any], relation: str) -> Kind | None:
    """What kind of number it is; None where no table holds such: they know all trade, not single goods."""
    unit, item = quantity.get("unit"), str(quantity.get("item") or "")
    is_all_trade = relation == "TRADE" and (not item or any(_names(item, flow) for flow in FLOWS))
    kinds: dict[str, Kind] = {}
    if is_all_trade:
        kinds = {**dict.fromkeys(CURRENCIES, "level"), "factor": "factor", "share": "share"}
    elif relation == "ENERGY":
        kinds = {"share": "share"}
    elif relation in ARMS:
        kinds = {"": "count"}
    return kinds.get(str(unit or ""))


def _parties(claim: Claim) -> tuple[str, str]:
    parties = [*claim.state.form["actors"], *claim.state.form["recipients"]]
    others = [one for one in parties if one != claim.profile]
    return claim.profile, others[0] if others else "?"


def _flow(claim: Claim, quantity: Mapping[str, Any]) -> Flow:
    """As the text says; else the actor sells to the recipient, and a deal's actor buys."""
    is_actor = claim.profile in claim.state.form["actors"]
    if claim.state.form["relation"] in ARMS:
        return "export" if is_actor == (claim.state.form["relation"] == "ARMS_SUPPLY") else "import"
    for text in (_written(quantity), claim.quote):
        for flow in FLOWS:
            if _names(text, flow):
                return flow
    return "export" if is_actor else "import"


def _fuel(claim: Claim, quantity: Mapping[str, Any]) -> str | None:
    for text in (_written(quantity), claim.quote):
        for fuel in FUELS:
            if _names(text, fuel):
                return fuel
    return None


def _written(quantity: Mapping[str, Any]) -> str:
    return " ".join(str(quantity.get(name) or "") for name in ("item", "base", "as_written"))


def _names(text: str, kind: str) -> bool:
    """Whether a word of the text begins or ends like one of the kind."""
    stems = goods_words()[kind]
    return any(word.startswith(stems) or word.endswith(stems) for word in WORDED.findall(text.casefold()))


@cache
def goods_words() -> dict[str, tuple[str, ...]]:
    """Beginnings and ends of words for both ways and for fuels, of all languages."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys((*FLOWS, *FUELS), ())
    for language in known_languages():
        path = folder_of(language) / "reading" / "goods.yml"
        words = read_declaration(path).data if path.is_file() else {}
        found = {kind: (*stems, *(str(one) for one in words.get(kind, ()))) for kind, stems in found.items()}
    return found
