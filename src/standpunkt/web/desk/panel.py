"""The right side of the review: the claim, what speaks for it, what stands beside it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from standpunkt.evidence.ledger.algebra import REASONS
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.suggest.direction import Stated, direction_of, sides_of
from standpunkt.evidence.weighing.events import Register, same_event_candidates, source_id_of, speaker_of
from standpunkt.vocabulary.relation_types import every_relation, relation
from standpunkt.web.desk import words
from standpunkt.web.desk.books import links_of, register_of
from standpunkt.web.desk.call import Call
from standpunkt.web.desk.form import USUAL_STANCE, as_text, sent_as_text
from standpunkt.web.desk.queue import Queue

SAID = {
    "accept": "Accepted: {statement}",
    "edit": "Accepted with your changes: {statement}",
    "reject": "Rejected: {statement}",
    "defer": "Put off: {statement}",
    "undo": "Taken back: {statement}",
    "reopen": "Open again: {statement}",
    "dispute": "Marked as disputed: {statement}",
    "new": "A new claim on the words you selected; complete it and accept it.",
    "taken": "The document is kept; these claims are suggested.",
    "known": "This document was already here; nothing was added twice.",
}
ABOUT_A_CLAIM = frozenset({"accept", "edit", "reject", "defer", "undo", "reopen", "dispute"})
MOST_CANDIDATES = 6
OPS = {
    "accept": "accepted",
    "defer": "put off",
    "edit": "changed and accepted",
    "reject": "rejected",
    "dispute": "marked as disputed",
    "supersede": "superseded",
    "reopen": "opened again",
    "undo": "took a decision back",
}


def panel(call: Call, claim: Claim, queue: Queue) -> dict[str, Any]:
    """What the claim's side shows.

    Args:
        call: The request.
        claim: The claim on the screen.
        queue: All claims of the document, as this reviewer meets them.

    Returns:
        Context for the template.
    """
    form, lang = claim.state.form, call.lang
    register = register_of(call.room.database)
    return {
        "fields": as_text(form),
        "statement": words.statement(form, lang),
        "figures": words.figures(form, lang),
        "ranked": [_ranked(one, at, lang) for at, one in enumerate(claim.ranked, 1)],
        "relations": words.relation_choices(lang),
        "roles": _roles(lang),
        "polarities": words.choices(words.POLARITIES, lang),
        "commitments": words.choices(words.COMMITMENTS, lang),
        "statuses": words.choices(words.STATUSES, lang),
        "stances": words.choices(words.STANCE_WORDS, lang),
        "signs": words.choices(words.SIGNS, lang),
        "credibilities": words.choices(words.CREDIBILITIES, lang),
        "comparators": words.choices(words.COMPARATORS, lang),
        "reasons": [words.Choice(code, call.say(words.REASON_WORDS[code])) for code in REASONS],
        "party_names": {
            code: words.party_name(code, lang) for code in sorted(words.known_parties(call.study))
        },
        "direction": call.say(words.DIRECTIONS[_direction(call, claim)]),
        "source": source_lines(call, claim, register),
        "twins": _twins(call, claim, queue.claims),
        "history": history(call, claim) if call.role == "first" else [],
        "status": call.say(words.CLAIM_STATUS[queue.status(claim)]),
    }


def typed_panel(given: Mapping[str, str]) -> dict[str, Any] | None:
    """What the reviewer typed, where a form was sent."""
    return sent_as_text(given) if "relation" in given else None


def said_words(call: Call, code: str, queue: Queue, about: str) -> str:
    """What happened with the last key, in words; empty for an unknown code."""
    if code not in SAID:
        return ""
    if code not in ABOUT_A_CLAIM:
        return call.say(SAID[code])
    claim = queue.claim(about)
    told = words.statement(claim.state.form, call.lang) if claim else ""
    return call.say(SAID[code], statement=told)


def _ranked(one: Mapping[str, Any], at: int, lang: str) -> dict[str, Any]:
    code = str(one["code"])
    actors, recipients = list(one.get("actors") or []), list(one.get("recipients") or [])
    return {
        "number": at,
        "text": relation(code).label.of(lang),
        "score": float(one.get("score") or 0),
        "fill": json.dumps(
            {
                "relation": code,
                "actors": ", ".join(actors),
                "recipients": ", ".join(recipients),
                "stance": USUAL_STANCE.get(code, ""),
            }
        ),
    }


def _roles(lang: str) -> str:
    """Who acts and who receives, by relation, for the labels of the form."""
    found = {
        code: {
            "actor": one.roles.actor.of(lang),
            "recipient": one.roles.recipient.of(lang),
            "stance": one.is_stance,
            "usual": USUAL_STANCE.get(code, ""),
        }
        for code, one in every_relation().items()
    }
    return json.dumps(found, ensure_ascii=False)


def _direction(call: Call, claim: Claim) -> int:
    form = claim.state.form
    stated = Stated(
        form["relation"],
        tuple(form["actors"]),
        tuple(form["recipients"]),
        form.get("polarity", "affirmed"),
        form.get("stance"),
        int(form.get("object_sign") or 0),
    )
    return direction_of(stated, sides_of(call.study), claim.profile).sign


def source_lines(call: Call, claim: Claim, register: Register) -> dict[str, Any]:
    """Who says it, through whom, how reliable they are, and what they have at stake.

    Args:
        call: The request.
        claim: The claim.
        register: The sources.

    Returns:
        speaker, chain, reliability, interests, is_interested.
    """
    form = claim.state.form
    speaker = speaker_of(claim)
    chain = list(form.get("attribution") or [])
    publisher = str(claim.document.get("publisher_source_id") or "")
    letter = register.reliability(speaker, relation(form["relation"]).pillar)
    interests = [row for row in register.interests if row["source_id"] == speaker]
    known = register.sources.get(speaker, {}).get("name")
    outlet = register.sources.get(publisher, {}).get("name", publisher)
    return {
        "speaker": chain[0] if chain else str(known or outlet or ""),
        "is_own_voice": not chain,
        "chain": " › ".join([*chain, *([outlet] if outlet and outlet not in chain else [])]),
        "reliability": call.say(words.RELIABILITIES[letter]),
        "interests": [
            call.say("has an interest for {party}", party=words.party_name(row["party"], call.lang))
            if row["sign"] == "for"
            else call.say("has an interest against {party}", party=words.party_name(row["party"], call.lang))
            for row in interests
        ],
        "is_party": register.is_interested(speaker, {*form["actors"], *form["recipients"]}),
        "is_withdrawn": bool({speaker, publisher} & register.withdrawn),
        "id": speaker if speaker != "unknown" else source_id_of(publisher),
    }


def _twins(call: Call, claim: Claim, queue: Sequence[Claim]) -> list[dict[str, Any]]:
    """Claims that tell, or may tell, of the same event."""
    numbers = {one.id: at for at, one in enumerate(queue, 1)}
    joined: set[str] = set()
    for row in links_of(call.room.database):
        pair = {row["from_claim"], row["to_claim"]}
        if row["kind"] == "same_event" and claim.id in pair:
            joined |= pair - {claim.id}
    maybe = [
        one.id
        for one in queue
        if one.id != claim.id and one.state.status != "rejected" and same_event_candidates([claim, one])
    ]
    shown = [
        *sorted(joined & set(numbers), key=lambda one: numbers[one]),
        *(one for one in maybe if one not in joined),
    ]
    by_id = {one.id: one for one in queue}
    return [
        {
            "id": one,
            "number": numbers[one],
            "statement": words.statement(by_id[one].state.form, call.lang),
            "figures": words.figures(by_id[one].state.form, call.lang),
            "is_joined": one in joined,
        }
        for one in shown[:MOST_CANDIDATES]
    ]


def history(call: Call, claim: Claim) -> list[dict[str, str]]:
    """Who decided what, and when.

    Args:
        call: The request.
        claim: The claim.

    Returns:
        Lines, the newest first.
    """
    lines = [
        {
            "who": one.who,
            "what": call.say(OPS[one.op]),
            "at": one.at[:16].replace("T", " "),
            "seconds": "" if one.seconds is None else f"{one.seconds:.0f} s",
            "reason": call.say(words.REASON_WORDS[one.reason]) if one.reason in words.REASON_WORDS else "",
            "role": call.say("second reader") if one.role == "second" else "",
            "changed": ", ".join(sorted(one.payload)) if one.op == "edit" else "",
        }
        for one in claim.decisions
    ]
    return lines[::-1]
