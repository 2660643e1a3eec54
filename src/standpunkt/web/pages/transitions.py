"""Moves: which states changed their place between two months, and how sure that is."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import month
from standpunkt.web.pages.feeds import feed_links
from standpunkt.web.parts.files import csv_text, envelope
from standpunkt.web.parts.flows import flow_picture, flows_of
from standpunkt.web.parts.rows import BETWEEN, class_names
from standpunkt.web.visit import CSV, JSON, Link, Visit, Visiting

ROUTER = APIRouter()
NEAREST = 12
"""So many undeclared moves are listed as the nearest candidates."""


@dataclass(frozen=True)
class Move:
    """A state's move between two months."""

    name: str
    address: str
    from_css: str
    from_label: str
    to_css: str
    to_label: str
    change: float
    low: float
    high: float
    probability: float
    is_declared: bool


@ROUTER.get("/transitions")
def transitions(visit: Visiting) -> Response:
    """The page of moves."""
    return visit.page("transitions.html", lambda: _context(visit))


@ROUTER.get("/transitions.json")
def transitions_json(visit: Visiting) -> Response:
    """The moves as the command line gives them."""
    return visit.body(JSON, lambda: envelope(visit.observatory, _rows(visit)))


@ROUTER.get("/transitions.csv")
def transitions_csv(visit: Visiting) -> Response:
    """The moves as a table."""
    return visit.body(CSV, lambda: csv_text(_rows(visit), visit.request.query_params.get("excel", "")))


def _pair(visit: Visit) -> tuple[Any, Any] | None:
    """The two months: those of the address, or the last pair that was computed."""
    pairs = visit.observatory.pairs
    if not pairs:
        return None
    start, end = visit.view.from_, visit.view.to
    if start is None and end is None:
        since = [pair for pair in pairs if pair[1] == pairs[-1][1] and pair[0] < _begin(visit)]
        return since[-1] if since else pairs[-1]
    fitting = [pair for pair in pairs if start in {None, pair[0]} and end in {None, pair[1]}]
    return fitting[-1] if fitting else (start or pairs[0][0], end or pairs[-1][1])


def _begin(visit: Visit) -> Any:  # noqa: ANN401 (a day, compared only)
    return visit.observatory.study.study.conflict_start


def _rows(visit: Visit) -> list[dict[str, Any]]:
    pair = _pair(visit)
    return visit.observatory.movers(*pair) if pair else []


def _context(visit: Visit) -> dict[str, Any]:
    pair, rows = _pair(visit), _rows(visit)
    moves = [_move(visit, row) for row in rows]
    declared = [move for move in moves if move.is_declared]
    others = [move for move in moves if not move.is_declared]
    others.sort(key=lambda move: -move.probability)
    return {
        "question": visit.say("Who moved?"),
        "pair": pair,
        "starts": sorted({start for start, _ in visit.observatory.pairs}),
        "ends": sorted({end for _, end in visit.observatory.pairs}),
        "declared": declared,
        "candidates": others[:NEAREST],
        "move_count": len(moves),
        "flows": flows_of(visit, rows),
        "picture": _picture(visit, pair, rows) if pair and rows else "",
        "change_at": visit.observatory.study.classes.change_at,
        "formats": _formats(visit, pair),
    }


def _picture(visit: Visit, pair: tuple[Any, Any], rows: list[dict[str, Any]]) -> str:
    flows = flows_of(visit, rows)
    months = (month(pair[0], visit.lang), month(pair[1], visit.lang))
    told = visit.say(
        "{stayed} of {total} states keep their class; the table says where the others went.",
        stayed=flows.stayed,
        total=flows.size,
    )
    return flow_picture(
        flows,
        months,
        (
            told,
            visit.say(
                "States: {count}, from {first} to {last}", count="{count}", first="{first}", last="{last}"
            ),
        ),
    )


def _formats(visit: Visit, pair: tuple[Any, Any] | None) -> list[Link]:
    if pair is None:
        return []
    months = {"from_": f"{pair[0]:%Y-%m}", "to": f"{pair[1]:%Y-%m}"}
    file = visit.file_name("transitions", "csv")
    return [
        Link(visit.link("transitions.csv", **months), "CSV", file=file, type="text/csv"),
        Link(visit.link("transitions.json", **months), "JSON", type=JSON),
        *feed_links(visit),
    ]


def _move(visit: Visit, row: dict[str, Any]) -> Move:
    names = {name.code: (name.css, name.label) for name in class_names(visit.observatory.study, visit.lang)}
    names[BETWEEN] = ("u", visit.say("between two classes"))
    unknown = ("n", visit.say("not rated"))
    start, end = (names.get(row[key] or "", unknown) for key in ("from_class", "to_class"))
    return Move(
        name=state_name(row["iso3"], visit.lang),
        address=visit.state_link(row["iso3"]),
        from_css=start[0],
        from_label=start[1],
        to_css=end[0],
        to_label=end[1],
        change=row["change"],
        low=row["change_low"],
        high=row["change_high"],
        probability=row["p_changed"],
        is_declared=row["is_declared"],
    )
