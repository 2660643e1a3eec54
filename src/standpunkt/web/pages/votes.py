"""Roll calls on the conflict: all states in one matrix, and each roll call on a page of its own."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.dossier.votes.picture import vote_map
from standpunkt.dossier.votes.roll_calls import NO_RECORD, VALUES, RollCall, positions, roll_call, roll_calls
from standpunkt.languages.names import sort_key, state_name
from standpunkt.vocabulary.errors.web import UnknownPageError
from standpunkt.web.parts.facts import word
from standpunkt.web.parts.files import csv_text, envelope
from standpunkt.web.visit import CSV, JSON, Link, Visit, Visiting

ROUTER = APIRouter()
MARKS = {"yes": "Y", "no": "N", "abstain": "A", "absent": "–", "not_member": "×", NO_RECORD: "?"}
LETTERS = ("yes", "no", "abstain")


@ROUTER.get("/votes")
def votes_page(visit: Visiting) -> Response:
    """The matrix of all roll calls and states."""
    return visit.page("votes.html", lambda: _matrix(visit))


@ROUTER.get("/votes.json")
def votes_json(visit: Visiting) -> Response:
    """All votes as rows."""
    return visit.body(JSON, lambda: envelope(visit.observatory, _rows(visit)))


@ROUTER.get("/votes.csv")
def votes_csv(visit: Visiting) -> Response:
    """All votes as a table."""
    return visit.body(CSV, lambda: csv_text(_rows(visit), visit.request.query_params.get("excel", "")))


@ROUTER.get("/votes/{called}")
def vote_page(visit: Visiting, called: str) -> Response:
    """One roll call.

    Args:
        visit: The request.
        called: Id of the roll call, such as `A_RES_ES_11_1`.

    Returns:
        The page.

    Raises:
        UnknownPageError: If the version holds no such roll call.
    """
    resolution = visit.observatory.facts.get("roll_call_resolution", called)
    if resolution is None:
        raise UnknownPageError(value=called)
    return visit.page("vote.html", lambda: _single(visit, roll_call(visit.observatory, resolution)))


def _rows(visit: Visit) -> list[dict[str, Any]]:
    return [
        {
            "roll_call_id": call.id,
            "symbol": call.resolution.fields["symbol_code"],
            "date": call.day.isoformat(),
            "iso3": iso3,
            "vote": vote,
            "verification": call.facts[iso3].verification if iso3 in call.facts else None,
            "source_id": call.facts[iso3].source_id if iso3 in call.facts else None,
            "address": call.facts[iso3].address if iso3 in call.facts else None,
        }
        for call in roll_calls(visit.observatory, visit.view.at)
        for iso3, vote in call.votes.items()
    ]


def _matrix(visit: Visit) -> dict[str, Any]:
    calls = roll_calls(visit.observatory, visit.view.at)
    placed = positions(visit.observatory, visit.view.at)
    codes = sorted(calls[0].votes, key=lambda code: _order(visit, code, placed)) if calls else []
    lines = [
        {
            "name": state_name(code, visit.lang),
            "address": visit.state_link(code),
            "position": placed.get(code),
            "cells": [_cell(visit, call, code) for call in calls],
        }
        for code in codes
    ]
    return {
        "question": visit.say("Who votes with whom?"),
        "calls": [_head(visit, call) for call in calls],
        "lines": lines,
        "legend": _legend(visit),
        "has_positions": bool(placed),
        "formats": _formats(visit),
    }


def _order(visit: Visit, code: str, placed: dict[str, Any]) -> tuple[bool, float, tuple[object, ...]]:
    place = placed.get(code)
    return place is None, -place[0] if place else 0.0, (sort_key(state_name(code, visit.lang)),)


def _formats(visit: Visit) -> list[Link]:
    file = visit.file_name("votes", "csv")
    return [
        Link(visit.link("votes.csv"), "CSV", file=file, type="text/csv"),
        Link(visit.link("votes.json"), "JSON", type=JSON),
    ]


def _cell(visit: Visit, call: RollCall, iso3: str) -> dict[str, Any]:
    vote, fact = call.votes[iso3], call.facts.get(iso3)
    return {
        "css": vote,
        "mark": _mark(visit, vote),
        "words": word(visit, vote),
        "is_doubtful": bool(fact and fact.is_doubtful),
        "check": word(visit, fact.verification) if fact else "",
    }


def _mark(visit: Visit, value: str) -> str:
    return visit.say(MARKS[value]) if value in LETTERS else MARKS[value]


def _legend(visit: Visit) -> list[tuple[str, str, str]]:
    return [
        (
            value,
            visit.say(MARKS[value]) if value in {"yes", "no", "abstain"} else MARKS[value],
            word(visit, value),
        )
        for value in (*VALUES, NO_RECORD)
    ]


def _head(visit: Visit, call: RollCall) -> dict[str, Any]:
    fields = call.resolution.fields
    return {
        "symbol": fields["symbol_code"],
        "title": fields["title_text" if visit.lang == "en" else "title_de_text"],
        "day": call.day,
        "page": visit.link(f"votes/{call.id}"),
        "address": call.resolution.address if call.resolution.address.startswith("http") else "",
        "check": word(visit, call.resolution.verification),
        "doubtful": call.doubtful_count,
        "tally": [(word(visit, value), call.published.get(value), call.counted(value)) for value in VALUES],
    }


def _single(visit: Visit, call: RollCall) -> dict[str, Any]:
    words = {
        code: f"{state_name(code, visit.lang)}: {word(visit, vote)}" for code, vote in call.votes.items()
    }
    head = _head(visit, call)
    return {
        "question": visit.say("How did states vote on {symbol}?", symbol=head["symbol"]),
        "call": head,
        "map_svg": vote_map(call.votes, words, head["title"], visit.state_link),
        "legend": _legend(visit),
        "groups": [
            (value, word(visit, value), names)
            for value in (*VALUES, NO_RECORD)
            if (names := _names(visit, call, value))
        ],
        "formats": _formats(visit),
    }


def _names(visit: Visit, call: RollCall, value: str) -> list[dict[str, Any]]:
    found = [
        {"name": state_name(code, visit.lang), "address": visit.state_link(code), **_cell(visit, call, code)}
        for code, vote in call.votes.items()
        if vote == value
    ]
    return sorted(found, key=lambda row: sort_key(row["name"]))
