"""Decisions on claims, each stored before the page goes on; a refusal leaves the form as it was typed."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.evidence.ledger.algebra import Decision, Op
from standpunkt.evidence.ledger.beside.locks import take_lock
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.ledger.reanchor import confirmed_spans
from standpunkt.evidence.ledger.store import Proposal, Quote, decide, propose
from standpunkt.vocabulary.errors.ledger import LedgerUnreachableError, UnknownClaimError
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.web import QuoteNotFoundError
from standpunkt.web.desk.books import Layer, Row, claims_of, document_named, text_of
from standpunkt.web.desk.call import Call, Calling, Sent, fields
from standpunkt.web.desk.form import changes, party_code
from standpunkt.web.desk.pages.review import desk_page, queue_of, second_of, where
from standpunkt.web.desk.room import sign

ROUTER = APIRouter()
LONGEST_SECONDS = 1800.0
"""A decision that took longer was not thought about all that time; its seconds are not recorded."""
MOST_SHOWN = 60
OPS: dict[str, Op] = {
    "reject": "reject",
    "dispute": "dispute",
    "reopen": "reopen",
    "defer": "defer",
    "undo": "undo",
}
STAYING = frozenset({"undo", "reopen", "dispute"})


@ROUTER.post("/d/{document}/decide")
def decision(call: Calling, document: str, form: Sent) -> Response:
    """Stores one decision and goes on to the next claim."""
    given = fields(form)
    try:
        who = call.signed(given)
        row = document_named(call.room.database, document)
        said, claim_id = _decided(call, who, row, given)
        onward = claim_id if said in STAYING else queue_of(call, row).following(claim_id)
    except StandpunktError as error:
        return _refused(call, document, given, error)
    return call.go(where(row), claim=onward or claim_id, said=said, about=claim_id, **second_of(call))


@ROUTER.post("/d/{document}/claims")
def by_hand(call: Calling, document: str, form: Sent) -> Response:
    """A claim on words that a person selected; it waits as a suggestion until it is accepted."""
    given = fields(form)
    try:
        who = call.signed(given)
        row = document_named(call.room.database, document)
        claim_id = _proposed(call, who, row, given)
    except StandpunktError as error:
        return _refused(call, document, given, error)
    return call.go(where(row), claim=claim_id, said="new", **second_of(call))


def _refused(call: Call, document: str, given: Mapping[str, str], error: StandpunktError) -> Response:
    """The review with the form as it was typed; without the text where the ledger is lost."""
    problem = call.problem(error)
    if not isinstance(error, LedgerUnreachableError):
        try:
            row = document_named(call.room.database, document)
            return desk_page(call, row, given.get("claim", ""), problem, given=given)
        except LedgerUnreachableError as lost:
            problem = call.problem(lost)
    address = f"{call.request.url.path}?{call.request.url.query}".rstrip("?")
    return call.page("desk/lost.html", {"typed": dict(given), "address": address}, problem)


def _decided(call: Call, who: str, row: Row, given: dict[str, str]) -> tuple[str, str]:
    """What was done, and on which claim."""
    queue = queue_of(call, row)
    op = "reject" if given.get("reject") else given.get("op", "")
    wanted = (queue.last() if op == "undo" else given.get("claim")) or ""
    claim = queue.claim(wanted)
    if claim is None:
        raise UnknownClaimError(value=wanted or "–", count=len(queue.claims))
    return _stored(call, who, claim, given | {"op": op}), claim.id


def _stored(call: Call, who: str, claim: Claim, given: Mapping[str, str]) -> str:
    database, op = call.room.database, given["op"]
    patch = _patch(call, claim, given) if op == "accept" else {}
    known: Op = "edit" if patch else OPS.get(op, "accept")
    is_seen = op != "undo" and given.get("base_version", "").isdigit()
    signature = sign(who)
    decide(
        database,
        Decision(
            seq=0,
            claim_id=claim.id,
            op=known,
            payload=patch,
            base_version=int(given["base_version"]) if is_seen else claim.state.version,
            who=signature.who,
            at=signature.at,
            seconds=_seconds(given),
            keys=int(given["keys"]) if given.get("keys", "").isdigit() else None,
            role=call.role,
            reason=(given.get("reject") or "no_claim") if known == "reject" else None,
        ),
    )
    return known


def _patch(call: Call, claim: Claim, given: Mapping[str, str]) -> dict[str, Any]:
    """What was changed; a quote that has moved is confirmed by whoever accepts it where it stands now."""
    found = changes(given, claim.state.form, call.study, call.lang)
    if any(span["state"] == "drifted" for span in claim.spans):
        found["span_ids"] = confirmed_spans(call.room.database, claim)
    return found


def _seconds(given: Mapping[str, str]) -> float | None:
    try:
        found = round(float(given.get("seconds", "")), 1)
    except ValueError:
        return None
    return found if 0 <= found <= LONGEST_SECONDS else None


def _proposed(call: Call, who: str, row: Row, given: Mapping[str, str]) -> str:
    take_lock(call.room.database, str(row["id"]), sign(who))
    layer = text_of(call.room.database, str(row["id"]))
    start, exact = found_words(layer, given.get("quote", ""), given.get("near", ""))
    profile = party_code(given.get("profile") or "?", "profile", call.study, call.lang)
    form = {"relation": "RELATION", "actors": [profile], "recipients": ["?"]}
    quote = Quote(layer.id, start, start + len(exact), exact)
    new = propose(call.room.database, [Proposal(call.study.id, profile, quote, form)], sign(who))
    held = new or [
        one.id
        for one in claims_of(call.room.database, call.study.id, str(row["id"]))
        if " ".join(one.quote.split()) == " ".join(exact.split())
    ]
    return held[0]


def found_words(layer: Layer, words: str, near: str) -> tuple[int, str]:
    """Where selected words stand: letter by letter, else with any run of blanks between them.

    Args:
        layer: The text.
        words: As the browser gave them.
        near: Offset from which to look first.

    Returns:
        Start, and the words as they stand there.

    Raises:
        QuoteNotFoundError: If they stand nowhere.
    """
    wanted = words.strip().replace("\r\n", "\n")
    at = int(near) if near.isdigit() else 0
    if not wanted:
        raise QuoteNotFoundError(value="")
    start = max(layer.text.find(wanted, at), -1)
    start = start if start >= 0 else layer.text.find(wanted)
    if start >= 0:
        return start, wanted
    found = _squeezed_place(layer.text, wanted, at) or _squeezed_place(layer.text, wanted, 0)
    if found is None:
        raise QuoteNotFoundError(value=wanted[:MOST_SHOWN])
    return found


def _squeezed_place(text: str, wanted: str, at: int) -> tuple[int, str] | None:
    letters = [place for place in range(at, len(text)) if not text[place].isspace()]
    bare = "".join(text[place] for place in letters)
    sought = "".join(wanted.split())
    start = bare.find(sought)
    if start < 0:
        return None
    first, last = letters[start], letters[start + len(sought) - 1]
    return first, text[first : last + 1]
