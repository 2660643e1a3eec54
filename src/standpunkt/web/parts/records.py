"""The evidence about a state: reviewed claims with their quotes, and records that came with the data."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from standpunkt.dossier.facts import CLAIMS, Fact
from standpunkt.dossier.findings.claims import VARIANTS
from standpunkt.vocabulary.periods import month_end
from standpunkt.web.desk.words import figure
from standpunkt.web.parts.facts import span, word
from standpunkt.web.visit import Visit

ESTIMATES = frozenset({"~", "~<", "~>"})
"""What stands before a number that nobody counted."""


@dataclass(frozen=True)
class Record:
    """An entry of the evidence ledger; `marks` are status words with the style that goes with them.

    `quoted` is the exact quote of a reviewed claim, `review` its address at the desk, if that is open.
    """

    text: str
    span: str
    marks: tuple[tuple[str, str], ...]
    commitment: str
    speaker: str
    is_interested: bool
    denied_by: str
    outlet: str
    quantity: str
    address: str
    verification: str
    is_doubtful: bool
    quoted: str = ""
    page: str = ""
    reviewed: str = ""
    review: str = ""


def ledger(visit: Visit, iso3: str) -> list[Record]:
    """The evidence about a state up to the month shown: reviewed claims first, each kind from the latest on.

    Args:
        visit: The request.
        iso3: The state.

    Returns:
        Records with status, speaker and source.
    """
    end = month_end(visit.view.at).isoformat()
    facts = visit.observatory.facts.of_state(iso3, "evidence_record")
    found = [fact for fact in facts if fact.fields["from_date"] <= end]
    found.sort(key=lambda fact: (fact.fields["from_date"], fact.row_key), reverse=True)
    reviewed = [one for one in visit.observatory.facts.of_state(iso3, CLAIMS) if one.known_from <= end]
    reviewed.sort(
        key=lambda fact: (fact.fields["from_date"] or "", fact.known_from, fact.row_key), reverse=True
    )
    return [_claim(visit, fact) for fact in reviewed] + [_record(visit, fact) for fact in found]


def _claim(visit: Visit, fact: Fact) -> Record:
    """A reviewed claim: its exact quote, who says it, where it stands, who read it."""
    fields = fact.fields
    quantities = json.loads(fields.get("quantities_json") or "[]")
    return Record(
        text=fields[f"text_{visit.lang}"].partition(": ")[0],
        span=span(visit, fields["from_date"], fields["to_date"]),
        marks=tuple((code, word(visit, code)) for code in _marks(fields, quantities)),
        commitment=word(visit, VARIANTS.get(fields["commitment"], "alleged")),
        speaker=fields["speaker_text"],
        is_interested=bool(fields["is_speaker_interested"]),
        denied_by="",
        outlet=fields["document_text"],
        quantity="; ".join(words for one in quantities if (words := figure(one, visit.lang))),
        address=fact.address,
        verification=word(visit, fact.verification),
        is_doubtful=fact.is_doubtful,
        quoted=fields["quote_text"],
        page=str(fields["page_code"] or ""),
        reviewed=visit.say("reviewed by {name}", name=fields["reviewed_by_text"]),
        review=f"{visit.desk}c/{quote(fields['claim_id'][:16])}" if visit.desk else "",
    )


def _marks(fields: dict[str, Any], quantities: list[dict[str, Any]]) -> list[str]:
    """Denied, disputed, estimated; undisputed where nothing of this holds."""
    found = ["denied"] if fields["is_denial"] else []
    found += ["disputed"] if fields["is_disputed"] and not found else []
    is_span = any(one.get("value") is None and one.get("low") is not None for one in quantities)
    if is_span or any(one.get("comparator") in ESTIMATES for one in quantities):
        found.append("estimated")
    return found or ["undisputed"]


def _record(visit: Visit, fact: Fact) -> Record:
    fields = fact.fields
    return Record(
        text=fields[f"text_{visit.lang}"],
        span=span(visit, fields["from_date"], fields["to_date"]),
        marks=((fields["status"], word(visit, fields["status"])),),
        commitment=word(visit, fields["commitment"]),
        speaker=fields["speaker_text"] or "",
        is_interested=bool(fields["is_speaker_interested"]),
        denied_by=fields["denied_by_text"] or "",
        outlet=fields["outlet_text"],
        quantity=fields["quantity_text"] or "",
        address=fact.address,
        verification=word(visit, fact.verification),
        is_doubtful=fact.is_doubtful,
    )
