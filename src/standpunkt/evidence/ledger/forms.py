"""Identity and invariants of a claim's form."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from standpunkt.vocabulary.errors.ledger import ClaimFormError
from standpunkt.vocabulary.relation_types import every_relation

Form = Mapping[str, Any]
STANCES = ("for", "against", "abstain", "joined", "refused", "enforced", "blocked", "left")
CHOICES: dict[str, tuple[str, ...]] = {
    "polarity": ("affirmed", "negated", "ended", "reduced", "mixed"),
    "event_status": ("happened", "ongoing", "planned", "hypothetical"),
    "text_commitment": ("asserted", "reported", "probable", "possible", "denied"),
}
DEFAULTS: dict[str, Any] = {
    "via": [],
    "polarity": "affirmed",
    "stance": None,
    "object": None,
    "object_sign": 0,
    "time": None,
    "place": None,
    "quantities": [],
    "event_status": "happened",
    "text_commitment": "asserted",
    "attribution": [],
    "credibility": 6,
    "is_against_interest": False,
    "note": None,
}
CREDIBILITY = range(1, 7)


def digest(*parts: str) -> str:
    """SHA-256 over parts that cannot run into each other."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def canonical(content: object) -> str:
    """JSON with sorted keys: equal content, equal text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def squeezed(words: str) -> str:
    """A text with every run of white space as one blank."""
    return " ".join(words.split())


def suggestion_key(document_id: str, exact: str, form: Form) -> str:
    """What a suggestion is known by, across engines and extractions."""
    return digest(
        document_id,
        squeezed(exact),
        str(form["relation"]),
        ",".join(sorted(form["actors"])),
        ",".join(sorted(form["recipients"])),
    )


def claim_id_of(study: str, key: str) -> str:
    """A claim's id: that of its first form; editing keeps it."""
    return digest(study, key)


def complete(form: Form) -> dict[str, Any]:
    """A form with every field."""
    return {**DEFAULTS, **form}


def refuse_bad_form(form: Form) -> None:
    """Refuses a form that no accepted claim may have, by a ClaimFormError on its first bad field.

    Args:
        form: A complete form.
    """
    if form.get("relation") not in every_relation():
        _refuse("relation", form.get("relation"), ", ".join(every_relation()))
    for name in ("actors", "recipients"):
        if not form.get(name) or not all(isinstance(code, str) and code for code in form[name]):
            _refuse(name, form.get(name), "at least one code, or ?")
    for name, allowed in CHOICES.items():
        if form.get(name) not in allowed:
            _refuse(name, form.get(name), ", ".join(allowed))
    if form.get("credibility") not in CREDIBILITY:
        _refuse("credibility", form.get("credibility"), "1 to 6")
    if not form.get("span_ids"):
        _refuse("span_ids", form.get("span_ids"), "at least one quote of one document")


def needs_stance(form: Form) -> bool:
    """Whether a stance is missing, or stands where none belongs."""
    is_stance = every_relation()[str(form["relation"])].is_stance
    return is_stance != (form.get("stance") in STANCES)


def _refuse(field: str, value: object, allowed: str) -> None:
    raise ClaimFormError(field=field, value=value, allowed=allowed)
