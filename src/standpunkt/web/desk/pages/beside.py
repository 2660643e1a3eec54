"""Claims beside each other: events with figures that differ, denials, and candidates that a person joins."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from standpunkt.evidence.ledger.beside.links import Link, link
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.events import Event, Register, same_event_candidates
from standpunkt.vocabulary.errors.ledger import ClaimFormError
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.web.desk import words
from standpunkt.web.desk.books import claims_of, events_in, register_of
from standpunkt.web.desk.call import Call, Calling, Sent, fields
from standpunkt.web.desk.pages.ledger import entry
from standpunkt.web.desk.room import sign
from standpunkt.web.problems import Problem

ROUTER = APIRouter()
LEAST_TICKED = 2


@ROUTER.get("/events")
def events(call: Calling) -> Response:
    """What is told of the same event, side by side."""
    return _events(call)


def _events(call: Call, problem: Problem | None = None) -> Response:
    held = claims_of(call.room.database, call.study.id)
    register = register_of(call.room.database)
    found = events_in(call.room.database, held, call.study)
    joined = [one for one in found if len(one.claims) > 1]
    context = {
        "clusters": [_cluster(call, one, register) for one in joined],
        "single_count": len(found) - len(joined),
        "offers": _offers(call, held, found),
    }
    return call.page("desk/events.html", context, problem)


def _cluster(call: Call, event: Event, register: Register) -> dict[str, Any]:
    denials = {one.claim_id for one in event.witnesses if one.denies}
    rows = []
    for one in event.claims:
        shown = entry(call, one, register)
        rows.append({"entry": shown, "is_denial": one.id in denials})
    return {
        "statement": words.statement(event.lead.state.form, call.lang),
        "rows": rows,
        "groups": event.belief.group_count,
        "ranges": [_range(call, one) for one in event.quantities if one.get("low") != one.get("high")],
        "is_disputed": event.is_disputed,
    }


def _range(call: Call, one: Mapping[str, Any]) -> str:
    """From the least to the most that is said of one thing; never averaged, never added up."""
    unit, item = str(one.get("unit") or ""), str(one.get("item") or "")
    shown = {"low": one["low"], "high": one["high"], "unit": unit, "item": item, "comparator": "="}
    return words.figure(shown, call.lang)


def _offers(call: Call, held: Sequence[Claim], events: Sequence[Event]) -> list[list[Any]]:
    """Groups of accepted claims that may tell of one event and are not joined yet."""
    accepted = [one for one in held if one.state.status == "accepted"]
    event_of = {one.id: event.id for event in events for one in event.claims}
    heads = {one.id: one.id for one in accepted}

    def head(one: str) -> str:
        while heads[one] != one:
            one = heads[one]
        return one

    for group in _of_same_parties(accepted):
        for first, second in same_event_candidates(group):
            heads[max(head(first), head(second))] = min(head(first), head(second))
    groups: dict[str, list[Claim]] = {}
    for one in accepted:
        groups.setdefault(head(one.id), []).append(one)
    apart = [group for group in groups.values() if len({event_of.get(one.id, one.id) for one in group}) > 1]
    register = register_of(call.room.database)
    return [[entry(call, one, register) for one in group] for group in apart]


def _of_same_parties(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims by their parties, so that only those are compared that can tell of one event."""
    found: dict[frozenset[str], list[Claim]] = {}
    for one in claims:
        parties = frozenset({*one.state.form["actors"], *one.state.form["recipients"]})
        found.setdefault(parties, []).append(one)
    return list(found.values())


@ROUTER.post("/join")
def join(call: Calling, form: Sent) -> Response:
    """Joins, or sets against each other, all claims that were ticked."""
    given = fields(form)
    ticked = [str(one) for one in form.getlist("claim")]
    try:
        who = call.signed(given)
        if len(ticked) < LEAST_TICKED:
            raise ClaimFormError(field="claim", value=len(ticked), allowed="at least two")
        for other in ticked[1:]:
            _linked(call, who, {**given, "from_claim": ticked[0], "to_claim": other})
    except StandpunktError as error:
        return _events(call, call.problem(error))
    return call.go("events")


@ROUTER.post("/links")
def link_two(call: Calling, form: Sent) -> Response:
    """Joins two claims, or parts them; both stay as they are."""
    given = fields(form)
    try:
        _linked(call, call.signed(given), given)
    except StandpunktError as error:
        return _events(call, call.problem(error))
    back = given.get("back", "")
    return RedirectResponse(back if back.startswith(f"{call.base}/") else call.link("events"), 303)


def _linked(call: Call, who: str, given: Mapping[str, str]) -> None:
    made = Link(
        given.get("from_claim", ""),
        given.get("to_claim", ""),
        given.get("kind", ""),
        given.get("independent") or "unknown",
    )
    link(call.room.database, made, sign(who), is_removed=bool(given.get("is_removed")))
