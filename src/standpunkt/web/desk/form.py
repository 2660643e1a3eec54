"""The claim form: what stands in it, and what a reviewer changed."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standpunkt.evidence.ledger.forms import CHOICES, STANCES, complete
from standpunkt.languages.names import state_name
from standpunkt.languages.resolve import resolve_state
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.ledger import ClaimFormError
from standpunkt.vocabulary.errors.states import AmbiguousStateError, UnknownStateError
from standpunkt.vocabulary.errors.web import PartyCodeError
from standpunkt.vocabulary.relation_types import every_relation
from standpunkt.vocabulary.states import every_state
from standpunkt.web.desk.words import OPEN_PARTY, known_parties

Form = Mapping[str, str]
USUAL_STANCE = {"VOTE": "for", "RECOGNISE": "for", "JOIN_ORG": "joined", "SANCTION_STANCE": "joined"}
LISTS = ("actors", "recipients", "via")
PLAIN = ("relation", *CHOICES, "time", "place", "object", "note")
EMPTY_MEANS_NONE = frozenset({"time", "place", "object", "note"})
QUANTITY = ("comparator", "value", "low", "high", "unit", "item")
NUMBERS = frozenset({"value", "low", "high"})
MOST_QUANTITIES = 6
MOST_NEAREST = 3
ARROW = ">"


@dataclass(frozen=True)
class Field:
    """A form as text, for the boxes of the page."""

    name: str
    value: str


def as_text(form: Mapping[str, Any]) -> dict[str, Any]:
    """A claim's form as the boxes of the page hold it.

    Args:
        form: The form.

    Returns:
        Text by field; `quantities` as a list of such.
    """
    whole = complete(form)
    found: dict[str, Any] = {name: str(whole.get(name) or "") for name in PLAIN}
    found |= {name: ", ".join(whole.get(name) or []) for name in LISTS}
    found["stance"] = str(whole.get("stance") or "")
    found["object_sign"] = str(whole.get("object_sign") or 0)
    found["credibility"] = str(whole.get("credibility") or 6)
    found["attribution"] = f" {ARROW} ".join(whole.get("attribution") or [])
    found["is_against_interest"] = "1" if whole.get("is_against_interest") else ""
    found["quantities"] = [
        {name: _shown(one.get(name)) for name in QUANTITY} for one in whole.get("quantities") or []
    ]
    return found


def sent_as_text(sent: Form) -> dict[str, Any]:
    """What a reviewer typed, as it was, so that a refusal loses nothing.

    Args:
        sent: Fields of the request.

    Returns:
        As `as_text`.
    """
    names = (*PLAIN, *LISTS, "stance", "object_sign", "credibility", "attribution", "is_against_interest")
    found: dict[str, Any] = {name: sent.get(name, "") for name in names}
    rows = [{name: sent.get(f"q{at}.{name}", "") for name in QUANTITY} for at in range(MOST_QUANTITIES)]
    found["quantities"] = [row for row in rows if any(row[name] for name in ("value", "low", "high", "item"))]
    return found


def changes(sent: Form, form: Mapping[str, Any], study: Study, lang: str) -> dict[str, Any]:
    """What a reviewer changed: empty where the claim stands as suggested.

    Args:
        sent: Fields of the request.
        form: The claim's form as it stands.
        study: Knows the parties.
        lang: The reviewer's language, for names of states.

    Returns:
        A patch of changed fields.

    Raises:
        ClaimFormError: If a field cannot be read, or a stance is missing.
    """
    if "relation" not in sent:
        return {}
    whole, wanted = complete(form), read_form(sent, study, lang)
    if every_relation()[wanted["relation"]].is_stance and wanted["stance"] is None:
        raise ClaimFormError(field="stance", value="", allowed=", ".join(STANCES))
    patch = {
        name: value for name, value in wanted.items() if name != "quantities" and value != whole.get(name)
    }
    before, after = (as_text(one)["quantities"] for one in (whole, wanted))
    if before != after:
        patch["quantities"] = _with_words(wanted["quantities"], whole["quantities"])
    return patch


def read_form(sent: Form, study: Study, lang: str) -> dict[str, Any]:
    """The fields of a request as a form.

    Args:
        sent: Fields of the request.
        study: Knows the parties.
        lang: The reviewer's language.

    Returns:
        The form without quotes.

    Raises:
        ClaimFormError: If a field cannot be read.
    """
    found: dict[str, Any] = {name: sent.get(name, "").strip() for name in PLAIN}
    found |= {name: None for name in EMPTY_MEANS_NONE if not found[name]}
    if found["relation"] not in every_relation():
        raise ClaimFormError(field="relation", value=found["relation"], allowed=", ".join(every_relation()))
    for name in LISTS:
        codes = [part.strip() for part in sent.get(name, "").split(",") if part.strip()]
        found[name] = [party_code(one, name, study, lang) for one in codes]
    is_stance = every_relation()[found["relation"]].is_stance
    found["stance"] = (sent.get("stance") or None) if is_stance else None
    found["object_sign"] = (
        _whole("object_sign", sent.get("object_sign") or "0", "-1, 0, 1") if is_stance else 0
    )
    found["credibility"] = _whole("credibility", sent.get("credibility") or "6", "1 to 6")
    found["is_against_interest"] = bool(sent.get("is_against_interest"))
    found["attribution"] = [part.strip() for part in sent.get("attribution", "").split(ARROW) if part.strip()]
    found["quantities"] = [_quantity(row) for row in sent_as_text(sent)["quantities"]]
    return found


def party_code(text: str, field: str, study: Study, lang: str) -> str:
    """The code of a party by code or name.

    Args:
        text: Such as `PRK`, `Nordkorea`, `EU`, `?`.
        field: Where it was typed, for the message.
        study: Knows organisations and groups.
        lang: Whose names are tried first.

    Returns:
        The code.

    Raises:
        PartyCodeError: If nobody is called so.
    """
    known = known_parties(study)
    if text.upper() in known:
        return text.upper()
    try:
        return resolve_state(text, lang).iso3
    except (UnknownStateError, AmbiguousStateError) as error:
        raise PartyCodeError(value=text, field=field, nearest=_nearest(text, lang)) from error


def _nearest(text: str, lang: str) -> str:
    """The parties that are spelt most like a text, by their names in any language."""
    names = {
        state_name(one.iso3, language).casefold(): one.iso3
        for one in every_state()
        for language in ("de", "en")
    }
    found = difflib.get_close_matches(text.casefold(), names, n=MOST_NEAREST, cutoff=0.4)
    codes = dict.fromkeys(names[name] for name in found)
    return ", ".join(f"{state_name(code, lang)} ({code})" for code in codes) or OPEN_PARTY


def _quantity(row: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"comparator": row["comparator"] or "="}
    for name in QUANTITY[1:]:
        text = row[name].strip()
        found[name] = _number(text) if name in NUMBERS else (text or None)
    return found


def _with_words(wanted: list[dict[str, Any]], known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keeps what the form does not show, such as the words of the text, for rows that stayed."""
    shown = {tuple(_shown(one.get(name)) for name in QUANTITY): one for one in known}
    return [shown.get(tuple(_shown(one.get(name)) for name in QUANTITY), one) for one in wanted]


def _number(text: str) -> float | None:
    if not text:
        return None
    plain = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    try:
        found = float(plain)
    except ValueError as error:
        raise ClaimFormError(field="quantity", value=text, allowed="a number such as 1000 or 0.25") from error
    return found


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _whole(field: str, text: str, allowed: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ClaimFormError(field=field, value=text, allowed=allowed) from error
