"""The ledger as a list and each claim on a page of its own, with the trace to the pages that it feeds."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.events import Event, Register, depends_on
from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import number
from standpunkt.vocabulary.errors.ledger import UnknownClaimError
from standpunkt.vocabulary.relation_types import relation
from standpunkt.web.desk import words
from standpunkt.web.desk.books import claims_of, events_in, links_of, register_of, text_of, titles
from standpunkt.web.desk.call import NO_STORE, Call, Calling
from standpunkt.web.desk.panel import history, source_lines
from standpunkt.web.desk.sheet import place_words

ROUTER = APIRouter()
STATUSES = ("accepted", "suggested", "rejected", "disputed")
LEAST_LETTERS = 8
ALL = "all"
MOST_ROWS = 500
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the start of a cell."""
COLUMNS = (
    "claim_id", "status", "profile", "relation", "actors", "recipients", "time", "polarity", "stance",
    "text_commitment", "event_status", "quantities", "speaker", "credibility", "is_disputed", "quote",
    "document", "publisher", "published", "page", "decided_by", "decided_at",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A claim in the ledger."""

    id: str
    address: str
    review: str
    statement: str
    time: str
    figures: list[str]
    quote: str
    status: str
    status_text: str
    commitment: str
    is_disputed: bool
    speaker: str
    is_interested: bool
    document: str
    page: int | None
    state: str
    state_name: str
    state_address: str
    decided_by: str


@ROUTER.get("/claims")
def ledger(call: Calling) -> Response:
    """All claims of the study, filtered by status, state and words."""
    held = claims_of(call.room.database, call.study.id)
    chosen = _chosen(call, held)
    register = register_of(call.room.database)
    params = call.request.query_params
    context = {
        "entries": [entry(call, one, register) for one in chosen[:MOST_ROWS]],
        "count": len(chosen),
        "total": len(held),
        "most": MOST_ROWS,
        "asked": {
            "status": params.get("status") or "accepted",
            "state": params.get("state", ""),
            "q": params.get("q", ""),
            "source": params.get("source", ""),
        },
        "statuses": [words.Choice(code, call.say(words.CLAIM_STATUS[code])) for code in STATUSES],
        "states": sorted(
            {(one.profile, state_name(one.profile, call.lang)) for one in held}, key=lambda pair: pair[1]
        ),
    }
    return call.page("desk/ledger.html", context)


@ROUTER.get("/claims.csv")
def ledger_csv(call: Calling) -> Response:
    """The same claims as a file, each with quote, source and who decided."""
    chosen = _chosen(call, claims_of(call.room.database, call.study.id))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in chosen:
        writer.writerow([_cell(value) for value in _row(one)])
    name = f"standpunkt_{call.study.id}_claims.csv"
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def _row(one: Claim) -> list[object]:
    form, document = one.state.form, one.document
    last = one.decisions[-1] if one.decisions else None
    return [
        one.id, one.state.status, one.profile, form["relation"], " ".join(form["actors"]),
        " ".join(form["recipients"]), form.get("time"), form.get("polarity"), form.get("stance"),
        form.get("text_commitment"), form.get("event_status"), "; ".join(words.figures(form, "en")),
        " > ".join(form.get("attribution") or []), form.get("credibility"), one.state.is_disputed,
        " ".join(one.quote.split()), titles(document), document.get("publisher_source_id"),
        document.get("published_at"), one.spans[0]["page"] if one.spans else None,
        last.who if last else None, last.at if last else None,
    ]  # fmt: skip


def _chosen(call: Call, held: Sequence[Claim]) -> list[Claim]:
    params = call.request.query_params
    status = params.get("status") or "accepted"
    state, asked, source = (params.get(name, "") for name in ("state", "q", "source"))

    def fits(one: Claim) -> bool:
        is_status = status in {ALL, one.state.status} or (status == "disputed" and one.state.is_disputed)
        text = f"{one.quote} {words.statement(one.state.form, call.lang)}".casefold()
        if source and source not in depends_on(one):
            return False
        return is_status and state in {"", one.profile} and asked.casefold() in text

    found = [one for one in held if one.state.status != "superseded" and fits(one)]
    return sorted(found, key=lambda one: (str(one.state.form.get("time") or ""), one.id), reverse=True)


def entry(call: Call, one: Claim, register: Register) -> Entry:
    """A claim as the ledger shows it.

    Args:
        call: The request.
        one: The claim.
        register: The sources.

    Returns:
        The entry.
    """
    form, source = one.state.form, source_lines(call, one, register)
    signed = next(
        (each.who for each in reversed(one.decisions) if each.op in {"accept", "edit", "reject"}), ""
    )
    return Entry(
        id=one.id,
        address=call.link(f"c/{one.id[:16]}"),
        review=call.link(f"d/{one.document['id'][:16]}", claim=one.id),
        statement=words.statement(form, call.lang),
        time=words.when(form.get("time"), call.lang),
        figures=words.figures(form, call.lang),
        quote=one.quote,
        status=one.state.status,
        status_text=call.say(words.CLAIM_STATUS[one.state.status]),
        commitment=call.say(words.COMMITMENTS[form.get("text_commitment", "asserted")]),
        is_disputed=one.state.is_disputed,
        speaker=source["speaker"],
        is_interested=source["is_party"],
        document=titles(one.document),
        page=one.spans[0]["page"] if one.spans else None,
        state=one.profile,
        state_name=state_name(one.profile, call.lang),
        state_address=call.state_page(one.profile),
        decided_by=signed,
    )


@ROUTER.get("/c/{claim}")
def claim_page(call: Calling, claim: str) -> Response:
    """One claim: quote in its place, source, history, event, and what it moves."""
    held = claims_of(call.room.database, call.study.id)
    found = [one for one in held if one.id.startswith(claim.lower())]
    if len(claim) < LEAST_LETTERS or len(found) != 1:
        raise UnknownClaimError(value=claim, count=len(held))
    one, register = found[0], register_of(call.room.database)
    layer = text_of(call.room.database, one.document["id"])
    event = next(
        (
            each
            for each in events_in(call.room.database, held, call.study)
            if one.id in {c.id for c in each.claims}
        ),
        None,
    )
    span = one.spans[0] if one.spans else None
    context = {
        "entry": entry(call, one, register),
        "claim": one,
        "span": span,
        "place": place_words(layer.text, layer.pages, int(span["start"]))
        if span
        else {"page": 0, "line": 0, "paragraph": 0},
        "source": source_lines(call, one, register),
        "history": history(call, one),
        "links": _links(call, one, held),
        "event": _event(call, event) if event else None,
        "feeds": relation(one.state.form["relation"]).feeds,
    }
    return call.page("desk/claim.html", context)


def _event(call: Call, event: Event) -> dict[str, Any]:
    """What the claim's event weighs, and which states and indicators it reaches."""
    return {
        "direction": call.say(words.DIRECTIONS[event.direction.sign]),
        "belief": number(event.belief.b, call.lang, 2),
        "weight": number(event.weight, call.lang, 2),
        "groups": event.belief.group_count,
        "count": len(event.claims),
        "is_disputed": event.is_disputed,
        "states": [
            (words.party_name(iso3, call.lang), call.state_page(iso3)) for iso3 in event.direction.focal
        ],
    }


LINK_WORDS = {
    "same_event": "tells of the same event as",
    "corroborates": "supports",
    "contradicts": "contradicts",
    "denies": "denies",
    "updates": "updates",
    "relative_to": "is measured against",
    "source_of": "is the source of",
    "echoes": "repeats",
}


def _links(call: Call, one: Claim, held: Sequence[Claim]) -> list[dict[str, str]]:
    by_id: Mapping[str, Claim] = {each.id: each for each in held}
    found = []
    for row in links_of(call.room.database):
        start, end, kind = row["from_claim"], row["to_claim"], row["kind"]
        other = by_id.get(end if start == one.id else start)
        if one.id not in {start, end} or other is None:
            continue
        found.append(
            {
                "words": call.say(LINK_WORDS[str(kind)]) if start == one.id else call.say("is linked from"),
                "statement": words.statement(other.state.form, call.lang),
                "address": call.link(f"c/{other.id[:16]}"),
            }
        )
    return found
