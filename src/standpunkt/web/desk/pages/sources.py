"""Sources: how reliable on which subject, with what at stake; each judgement signed, none overwritten."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.evidence.ledger.beside.sources import (
    mark_interest,
    rate_source,
    restore_source,
    withdraw_source,
)
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.events import Register, depends_on, source_id_of
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.web.desk import words
from standpunkt.web.desk.books import claims_of, register_of
from standpunkt.web.desk.call import Call, Calling, Sent, fields
from standpunkt.web.desk.form import party_code
from standpunkt.web.desk.room import sign
from standpunkt.web.problems import Problem

ROUTER = APIRouter()
TOPICS = {"all": "every subject", **words.PILLAR_WORDS}
KINDS = {
    "state_body": "state body",
    "service": "intelligence service",
    "military": "military",
    "medium": "medium",
    "agency": "news agency",
    "ngo": "organisation",
    "research": "research",
    "company": "company",
    "person": "person",
    "anonymous": "unnamed",
}


@ROUTER.get("/sources")
def sources(call: Calling) -> Response:
    """All sources that claims came through."""
    return _sources(call)


def _sources(call: Call, problem: Problem | None = None) -> Response:
    held = [one for one in claims_of(call.room.database, call.study.id) if one.state.status != "rejected"]
    register = register_of(call.room.database)
    names = {source_id for one in held for source_id in depends_on(one)} | set(register.sources)
    lines = [_line(call, one, held, register) for one in names]
    context = {
        "lines": sorted(
            lines, key=lambda line: (-line["accepted"], -line["claims"], line["name"].casefold())
        ),
        "reliabilities": words.choices(words.RELIABILITIES, call.lang),
        "topics": words.choices(TOPICS, call.lang),
    }
    return call.page("desk/sources.html", context, problem)


def _line(call: Call, source_id: str, held: list[Claim], register: Register) -> dict[str, Any]:
    mine = [one for one in held if source_id in depends_on(one)]
    row = register.sources.get(source_id, {})
    spoken = next(
        (
            name
            for one in mine
            for name in one.state.form.get("attribution") or []
            if source_id_of(name) == source_id
        ),
        "",
    )
    newest = {rating["topic"]: rating for rating in register.ratings if rating["source_id"] == source_id}
    return {
        "id": source_id,
        "name": str(row.get("name") or spoken or source_id),
        "kind": call.say(KINDS[row["kind"]]) if row.get("kind") in KINDS else "",
        "claims": len(mine),
        "accepted": sum(one.state.status == "accepted" for one in mine),
        "ratings": [
            {
                "topic": call.say(TOPICS.get(topic, topic)),
                "letter": call.say(words.RELIABILITIES[rating["reliability"]]),
                "who": rating["who"],
                "reason": rating.get("reason") or "",
            }
            for topic, rating in newest.items()
        ],
        "interests": [
            {
                "words": call.say(
                    "has an interest for {party}"
                    if interest["sign"] == "for"
                    else "has an interest against {party}",
                    party=words.party_name(interest["party"], call.lang),
                ),
                "note": interest.get("note") or "",
            }
            for interest in register.interests
            if interest["source_id"] == source_id
        ],
        "is_withdrawn": source_id in register.withdrawn,
    }


@ROUTER.post("/sources/{source_id}")
def judge(call: Calling, source_id: str, form: Sent) -> Response:
    """Adds a rating, an interest, a withdrawal, or the end of one."""
    given = fields(form)
    try:
        _judged(call, call.signed(given), source_id, given)
    except StandpunktError as error:
        return _sources(call, call.problem(error))
    return call.go("sources")


def _judged(call: Call, who: str, source_id: str, given: Mapping[str, str]) -> None:
    database, signature = call.room.database, sign(who)
    if given.get("withdraw"):
        withdraw_source(database, source_id, given.get("reason", "") or "–", signature)
    elif given.get("restore"):
        restore_source(database, source_id, signature)
    elif given.get("party"):
        code = party_code(given["party"], "party", call.study, call.lang)
        mark_interest(database, source_id, {**given, "party": code, "span_id": None}, signature)
    else:
        rate_source(database, source_id, {"topic": "all", **given}, signature)
