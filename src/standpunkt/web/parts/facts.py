"""Facts in words: one sentence form per table, and the source line below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import day, number, percent
from standpunkt.web.visit import Visit

FORMS: Mapping[str, str] = {
    "state_roll_call_vote": "{roll_call}: {vote}",
    "roll_call_resolution": "{symbol_code} of {date}: {title}",
    "state_organisation_spell_membership": "{organisation_id}: {status}, {span}",
    "state_declaration_spell_support": "Declaration {declaration_id}: {status}, {span}",
    "dyad_spell_sanction": (
        "Sanctions against {target_iso3}: {how}, {coverage_share} of the leading measures, {span}"
    ),
    "dyad_year_trade": (
        "Trade with {partner_iso3} in {year} ({flow}): {trade_share} ({low_share} to {high_share})"
    ),
    "dyad_year_energy": "{fuel} from {supplier_iso3} in {year}: {supply_share} ({low_share} to {high_share})",
    "dyad_window_arms": "Arms imports from {supplier_iso3}, {from_year} to {to_year}: {import_share}",
    "dyad_spell_arms_supply": "Arms for {recipient_iso3}: grade {grade} of 3, {span}",
    "dyad_spell_aid": "Military aid to {recipient_iso3}: grade {grade} of 3, {span}",
    "dyad_spell_defence": "Defence tie with {partner_iso3}: {kind}, grade {grade}, {span}",
    "event_exercise": "Joint exercise {name_text}, led by {leader_iso3}, {from_date}",
}
WORDS: Mapping[str, str] = {
    "yes": "yes",
    "no": "no",
    "abstain": "abstained",
    "absent": "did not vote",
    "not_member": "not a member",
    "no_record": "no record",
    "member": "member",
    "candidate": "candidate",
    "observer": "observer",
    "partner": "partner",
    "associate": "associate",
    "invited": "invited",
    "suspended": "suspended",
    "frozen": "membership frozen",
    "signed": "signed",
    "joined": "joined",
    "withdrew": "withdrew",
    "attended": "attended without signing",
    "own_law": "by own law",
    "aligned": "aligned with the EU",
    "partial": "in part",
    "none": "none",
    "export": "exports",
    "import": "imports",
    "total": "exports and imports",
    "gas": "Natural gas",
    "oil": "Oil",
    "coal": "Coal",
    "nuclear": "Nuclear reactors",
    "treaty": "treaty",
    "base": "base",
    "troops": "troops",
    "official": "official record",
    "two_independent": "two independent sources",
    "press": "press report",
    "reconstructed": "reconstructed from public lists",
    "derived": "derived figure",
    "unverified": "unverified",
    "undisputed": "undisputed",
    "disputed": "disputed",
    "denied": "denied",
    "conflicting": "conflicting reports",
    "asserted": "stated as fact",
    "reported": "reported",
    "estimated": "estimated",
    "alleged": "alleged",
    "announced": "announced",
    "not_reported": "not reported",
    "not_applicable": "does not apply",
    "suppressed": "withheld by the publisher",
    "out_of_scope": "outside the scope of the data",
    "conduct": "conduct",
    "tie": "tie",
    "exposure": "exposure",
}


@dataclass(frozen=True)
class FactLine:
    """A fact as shown: words, points, source, verification."""

    text: str
    points: float | None
    publisher: str
    address: str
    verification: str
    is_doubtful: bool
    known_from: str
    note: str


def word(visit: Visit, code: str | None) -> str:
    """A code of a closed list in words; an unknown one stays as it is.

    Args:
        visit: The request.
        code: The code.

    Returns:
        The word, empty for no code.
    """
    if code is None:
        return ""
    return visit.say(WORDS[code]) if code in WORDS else code


def fact_text(visit: Visit, table: str | None, fields: Mapping[str, Any] | None) -> str:
    """A fact in words.

    Args:
        visit: The request.
        table: Its table.
        fields: Its columns.

    Returns:
        A short sentence; a fact without content (smoothing of a model) is named so.
    """
    if not table or fields is None:
        return visit.say("share of the model: prior and smoothing")
    if table in WORDED:
        return str(fields[f"text_{visit.lang}"])
    shown = {name: _shown(visit, name, value) for name, value in fields.items()}
    shown["span"] = span(visit, fields.get("from_date"), fields.get("to_date"))
    shown["roll_call"] = roll_call_name(visit, str(fields.get("roll_call_id", "")))
    shown["title"] = str(fields.get("title_text" if visit.lang == "en" else "title_de_text", ""))
    if table in FORMS:
        return visit.say(FORMS[table], **shown)
    return "; ".join(f"{name}: {value}" for name, value in shown.items() if value)


WORDED = ("evidence_record", "claim_reviewed", "evidence_event")
"""Tables whose rows say in words, in both languages, what they hold."""


def span(visit: Visit, start: str | None, end: str | None) -> str:
    """A span of days in words.

    Args:
        visit: The request.
        start: First day as ISO text.
        end: First day on which it no longer holds; None while it holds.

    Returns:
        Such as `since 5 May 2022`.
    """
    if start is None:
        return ""
    first = day(date.fromisoformat(start), visit.lang)
    if end is None:
        return visit.say("since {day}", day=first)
    return visit.say("{first} to {last}", first=first, last=day(date.fromisoformat(end), visit.lang))


def roll_call_name(visit: Visit, roll_call_id: str) -> str:
    """Symbol and title of a roll call.

    Args:
        visit: The request.
        roll_call_id: Its id.

    Returns:
        Such as `A/RES/ES-11/1, Aggression against Ukraine`.
    """
    found = visit.observatory.facts.get("roll_call_resolution", roll_call_id)
    if found is None:
        return roll_call_id.replace("_", "/")
    title = found.fields["title_text" if visit.lang == "en" else "title_de_text"]
    return f"{found.fields['symbol_code']}, {title}"


def fact_line(visit: Visit, part: Mapping[str, Any]) -> FactLine:
    """A part of a contribution as shown.

    Args:
        visit: The request.
        part: An entry of `facts` in `Observatory.explain`.

    Returns:
        The line.
    """
    verification = part["verification"] or ""
    known = part["known_from"]
    return FactLine(
        text=fact_text(visit, part["table"], part["fields"]),
        points=part["contribution"],
        publisher=part["publisher"] or "",
        address=part["address"] or "",
        verification=word(visit, verification),
        is_doubtful=verification in {"unverified", "reconstructed"},
        known_from=day(date.fromisoformat(known), visit.lang) if known else "",
        note=visit.say_note(part["note"] or ""),
    )


def _shown(visit: Visit, name: str, value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        is_share = name.endswith("_share")
        return percent(value, visit.lang, 0) if is_share else number(value, visit.lang, 2)
    text = str(value)
    if name.endswith("_iso3"):
        return state_name(text, visit.lang)
    is_day = name.endswith("_date") or name == "date"
    return day(date.fromisoformat(text), visit.lang) if is_day else word(visit, text)
