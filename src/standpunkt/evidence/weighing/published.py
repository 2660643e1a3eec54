"""Reviewed claims and events as rows of the warehouse tables `claim_reviewed` and `evidence_event`."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.belief import Witness
from standpunkt.evidence.weighing.events import (
    Event,
    Register,
    pointed,
    published_of,
    span_of_claim,
    speaker_of,
)
from standpunkt.languages.names import state_name
from standpunkt.study.model import Study
from standpunkt.vocabulary.relation_types import relation
from standpunkt.vocabulary.states import every_state

Row = dict[str, Any]
LEDGER_SOURCE = "evidence_ledger"
LONGEST_QUOTE = 300
CUT = " […]"
QUOTED = {"de": ("„", "“", "S."), "en": ("“", "”", "p.")}
"""Quotation marks and the short word for a page."""


def short_quote(exact: str) -> str:
    """A quote as it may be published: at most 300 characters, white space squeezed."""
    words = " ".join(exact.split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - len(CUT)] + CUT


def reviewed_on(claim: Claim) -> tuple[str, date]:
    """Who accepted a claim last, and when."""
    last = next(one for one in reversed(claim.decisions) if one.op in {"accept", "edit"})
    return last.who, date.fromisoformat(last.at[:10])


def event_rows(events: Sequence[Event], study: Study) -> list[Row]:
    """One row for each event and each state that it is about.

    Args:
        events: Events of a study.
        study: The study.

    Returns:
        Rows of `evidence_event` without `row_key`, sorted by event and state.
    """
    return [
        {**_event_row(event, study), "iso3": iso3}
        for event in events
        for iso3 in sorted(set(event.direction.focal) & set(study.universe_states()))
    ]


def claim_rows(events: Sequence[Event], register: Register, study: Study) -> list[Row]:
    """One row for each claim of the events.

    Args:
        events: Events of a study.
        register: The sources.
        study: The study.

    Returns:
        Rows of `claim_reviewed` without `row_key`, sorted by event, the leading claim first.
    """
    return [
        _claim_row(claim, witness, event, register) | _pointing(claim, study)
        for event in events
        for claim, witness in zip(event.claims, event.witnesses, strict=True)
    ]


def _event_row(event: Event, study: Study) -> Row:
    form = event.lead.state.form
    units = {one["unit"] for one in event.quantities if one["low"] is not None}
    single = event.quantities[0] if len(event.quantities) == 1 and len(units) == 1 else None
    kind = "two_independent" if event.belief.group_count > 1 else "press"
    return {
        **_provenance(event.claims, kind),
        **_pointing(event.lead, study),
        "status": form["event_status"],
        "relation": form["relation"],
        "is_disputed": event.is_disputed,
        "event_id": event.id,
        "study_id": study.id,
        "belief_share": round(event.belief.b, 9),
        "weight_share": round(event.weight, 9),
        "weight_sd_share": round(event.weight_sd, 9),
        "claim_count": len(event.claims),
        "group_count": event.belief.group_count,
        "claim_codes": ";".join(one.id for one in event.claims),
        "is_interested": all(one.is_interested for one in event.witnesses if not one.denies),
        "unit_code": (single["unit"] or single["item"] or None) if single else None,
        "low_value": single["low"] if single else None,
        "high_value": single["high"] if single else None,
        "quantities_json": _json(event.quantities),
    }


def _claim_row(claim: Claim, witness: Witness, event: Event, register: Register) -> Row:
    form, (who, day) = claim.state.form, reviewed_on(claim)
    speaker = speaker_of(claim)
    page = claim.spans[0]["page"] if claim.spans else None
    return {
        **_provenance([claim], "press"),
        **{name: form[name] for name in ("relation", "polarity", "credibility")},
        "status": form["event_status"],
        "commitment": form["text_commitment"],
        "stance": form.get("stance"),
        "object_text": form.get("object"),
        "is_disputed": claim.state.is_disputed,
        "claim_id": claim.id,
        "version_count": claim.state.version,
        "event_id": event.id,
        "study_id": claim.study,
        "iso3": claim.profile,
        "focal_codes": ";".join(event.direction.focal),
        "actor_codes": ";".join(form["actors"]),
        "recipient_codes": ";".join(form["recipients"]),
        "via_codes": ";".join(form.get("via") or []),
        "quantities_json": _json(form.get("quantities") or []),
        "reliability": witness.reliability,
        "speaker_text": (form.get("attribution") or [_name(register, speaker)])[0],
        "is_speaker_interested": witness.is_interested,
        "is_denial": witness.denies,
        "origin_id": witness.group,
        "quote_text": short_quote(claim.quote),
        "quote_key": digest(claim.quote),
        "document_id": claim.document["id"],
        "document_text": claim.document["title"] or str(claim.document["uri"]).rpartition("/")[2],
        "publisher_id": claim.document["publisher_source_id"],
        "page_code": str(page) if page else None,
        "reviewed_by_text": who,
        "reviewed_date": day,
        "has_second_reader": bool(claim.state.second),
    }


def _name(register: Register, source_id: str) -> str:
    return str(register.sources.get(source_id, {}).get("name") or source_id)


def _pointing(claim: Claim, study: Study) -> Row:
    span, found = span_of_claim(claim), pointed(claim, study)
    return {
        "pillar": relation(claim.state.form["relation"]).pillar,
        "layer": found.layer,
        "agency": found.agency,
        "direction": found.sign,
        **in_words(claim),
        "from_date": span.first,
        "to_date": span.last,
        "date_precision": span.precision,
    }


def in_words(claim: Claim) -> Row:
    """Who did what to whom, and the quote, in both languages.

    Args:
        claim: The claim.

    Returns:
        text_de and text_en.
    """
    form, page = claim.state.form, claim.spans[0]["page"] if claim.spans else None
    quote = short_quote(claim.quote)
    found = {}
    for language, (opening, closing, short) in QUOTED.items():
        label = relation(form["relation"]).label.of(language)
        parties = " – ".join(
            ", ".join(_party(code, language) for code in form[side]) for side in ("actors", "recipients")
        )
        place = f" ({short} {page})" if page else ""
        found[f"text_{language}"] = f"{label}, {parties}: {opening}{quote.rstrip('.')}{closing}{place}"
    return found


def _party(code: str, language: str) -> str:
    return state_name(code, language) if code in known_codes() else code


@cache
def known_codes() -> frozenset[str]:
    """Codes of states that have a name in every language."""
    return frozenset(one.iso3 for one in every_state())


def _provenance(claims: Sequence[Claim], verification: str) -> Row:
    """Known from the day on which the first of the texts was published, consulted when last reviewed."""
    uri = str(claims[0].document["uri"])
    address = uri if uri.startswith(("http://", "https://")) else f"urn:sha256:{claims[0].document['id']}"
    return {
        "source_id": LEDGER_SOURCE,
        "address": address,
        "consulted_date": max(reviewed_on(one)[1] for one in claims),
        "known_from_date": min(published_of(one) for one in claims),
        "verification": verification,
        "note": None,
    }


def _json(value: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps([dict(one) for one in value], ensure_ascii=False, sort_keys=True, default=dict)
