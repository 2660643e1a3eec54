"""The review of a document: its text left, the claim right."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.evidence.ledger.beside.locks import take_lock
from standpunkt.vocabulary.errors.ledger import DocumentLockedError
from standpunkt.web.desk.books import (
    Row,
    claims_of,
    content_of,
    document_named,
    register_of,
    source_name,
    text_of,
    titles,
)
from standpunkt.web.desk.call import Call, Calling
from standpunkt.web.desk.panel import panel, said_words, typed_panel
from standpunkt.web.desk.queue import Queue, in_text_order
from standpunkt.web.desk.room import sign
from standpunkt.web.desk.sheet import Mark, place_words, section_of, section_starts, sheet
from standpunkt.web.desk.words import CLAIM_STATUS, statement
from standpunkt.web.problems import Problem

ROUTER = APIRouter()


@ROUTER.get("/d/{document}")
def review(call: Calling, document: str) -> Response:
    """A document with its claims."""
    row = document_named(call.room.database, document)
    return desk_page(call, row, call.request.query_params.get("claim", ""))


@ROUTER.get("/d/{document}/original")
def original(call: Calling, document: str) -> Response:
    """The bytes as they came: as a download only, and shut off from everything."""
    row = document_named(call.room.database, document)
    name = titles(row).encode("ascii", "replace").decode().replace('"', "'")
    return Response(
        content_of(call.room.database, row["id"]),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def queue_of(call: Call, row: Row) -> Queue:
    """The claims of a document as this reviewer meets them."""
    who = call.reviewer.name
    held = claims_of(call.room.database, call.study.id, str(row["id"]))
    return Queue(in_text_order(held), who, call.role)


def second_of(call: Call) -> dict[str, str]:
    """The parameter that keeps a second reader a second reader."""
    return {"second": "1"} if call.role == "second" else {}


def where(row: Row) -> str:
    """The path of a document's review."""
    return f"d/{row['id'][:16]}"


def desk_page(
    call: Call,
    row: Row,
    wanted: str,
    problem: Problem | None = None,
    *,
    given: Mapping[str, str] | None = None,
) -> Response:
    """The page of a review.

    Args:
        call: The request.
        row: The document.
        wanted: Id of the claim to show; else the first open one.
        problem: A refusal that is shown.
        given: What was typed when it was refused; it stays in the form.

    Returns:
        The page.
    """
    queue = queue_of(call, row)
    current = wanted if wanted in queue.ids else queue.following("") or next(iter(queue.ids), "")
    claim = queue.claim(current)
    params = call.request.query_params
    context = {
        **_text(call, row, queue, current),
        "document": row,
        "title": titles(row),
        "publisher": source_name(register_of(call.room.database), row["publisher_source_id"]),
        "where": where(row),
        "claim": claim,
        "panel": panel(call, claim, queue) if claim else None,
        "number": queue.number(current),
        "step": f"{current[:12]}.{sum(len(one.decisions) for one in queue.claims)}",
        "count": len(queue.claims),
        "before": queue.neighbour(current, -1),
        "after": queue.neighbour(current, 1),
        "progress": queue.progress(),
        "can_undo": queue.last() is not None,
        "profile": next((one.profile for one in queue.claims), ""),
        "role": call.role,
        "second": second_of(call),
        "typed": typed_panel(given) if given else None,
        "lock": _lock(call, row),
        "said": said_words(call, params.get("said", ""), queue, params.get("about", "")),
    }
    return call.page("desk/review.html", context, problem)


def _text(call: Call, row: Row, queue: Queue, current: str) -> dict[str, Any]:
    """The part of the document that holds the claim, or the part that was asked for."""
    layer = text_of(call.room.database, str(row["id"]))
    claim = queue.claim(current)
    start = int(claim.spans[0]["start"]) if claim and claim.spans else 0
    part = call.request.query_params.get("part", "")
    shown = int(part) - 1 if part.isdigit() else section_of(section_starts(layer.text), start)
    return {
        "sheet": sheet(layer.text, layer.pages, _marks(call, queue, current), shown),
        "place": place_words(layer.text, layer.pages, start),
    }


def _lock(call: Call, row: Row) -> Problem | None:
    """Takes the document for this reviewer; says who has it where another one does."""
    if not call.reviewer.name:
        return None
    try:
        take_lock(call.room.database, str(row["id"]), sign(call.reviewer.name))
    except DocumentLockedError as error:
        return call.problem(error)
    return None


def _marks(call: Call, queue: Queue, current: str) -> list[Mark]:
    found = []
    for number, one in enumerate(queue.claims, 1):
        css = queue.status(one)
        words = call.say(
            "Claim {number}, {status}: {statement}",
            number=number,
            status=call.say(CLAIM_STATUS[css]),
            statement=statement(one.state.form, call.lang),
        )
        found += [
            Mark(int(span["start"]), int(span["end"]), one.id, number, css, words, one.id == current)
            for span in one.spans
        ]
    return found
