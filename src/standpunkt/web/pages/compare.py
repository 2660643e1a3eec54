"""Two to five states side by side."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.languages.names import state_name
from standpunkt.measures.catalogue import find
from standpunkt.vocabulary.errors.web import TooManyStatesError
from standpunkt.web.parts.facts import word
from standpunkt.web.parts.files import envelope
from standpunkt.web.parts.resolve import find_state
from standpunkt.web.parts.rows import StateRow, state_row
from standpunkt.web.visit import JSON, Link, Visit, Visiting

ROUTER = APIRouter()
LIMIT = 5


@dataclass(frozen=True)
class CompareLine:
    """An indicator across the states: points, or why there are none."""

    code: str
    label: str
    cells: tuple[tuple[float | None, str], ...]


@ROUTER.get("/compare")
def compare(visit: Visiting) -> Response:
    """The page that compares states."""
    codes = _codes(visit)
    return visit.page("compare.html", lambda: _context(visit, codes))


@ROUTER.get("/compare.json")
def compare_json(visit: Visiting) -> Response:
    """The contributions of the states."""
    codes = _codes(visit)
    at = visit.view.at
    return visit.body(
        JSON, lambda: envelope(visit.observatory, [visit.observatory.explain(code, at) for code in codes])
    )


def _codes(visit: Visit) -> list[str]:
    """The states asked for, each once; poles have no score and are left out.

    Args:
        visit: The request.

    Returns:
        ISO3 codes.

    Raises:
        TooManyStatesError: For more than five.
    """
    found = list(dict.fromkeys(find_state(visit, text) for text in visit.view.states))
    if len(found) > LIMIT:
        raise TooManyStatesError(value=len(found), limit=LIMIT)
    return [code for code in found if visit.observatory.status(code) == "scored"]


def _context(visit: Visit, codes: list[str]) -> dict[str, Any]:
    explained = [visit.observatory.explain(code, visit.view.at) for code in codes]
    rows = [state_row(visit, row) for row in explained]
    return {
        "question": visit.say("How do states differ?"),
        "rows": rows,
        "lines": _lines(visit, explained),
        "known": [(code, state_name(code, visit.lang)) for code in visit.observatory.study.universe_states()],
        "limit": LIMIT,
        "gap": _gap(rows),
        "formats": [Link(visit.link("compare.json", states=",".join(codes)), "JSON", type=JSON)]
        if codes
        else [],
    }


def _lines(visit: Visit, explained: list[dict[str, Any]]) -> list[CompareLine]:
    lines = []
    for code, indicator in visit.observatory.study.active_indicators.items():
        cells = []
        for row in explained:
            cell = next((item for item in row["contributions"] if item["indicator"] == code), None)
            why = word(visit, cell["missing"]) if cell else ""
            cells.append((cell["contribution"] if cell else None, why))
        if any(points is not None for points, _ in cells):
            lines.append(CompareLine(code, visit.say_label(find(indicator.measure).label), tuple(cells)))
    return lines


def _gap(rows: list[StateRow]) -> tuple[StateRow, StateRow, bool] | None:
    """The two states farthest apart, and whether their intervals overlap."""
    rated = sorted((row for row in rows if row.stance is not None), key=lambda row: row.stance or 0.0)
    if len(rated) < 2:  # noqa: PLR2004 (a gap needs two)
        return None
    first, last = rated[0], rated[-1]
    overlaps = first.high is not None and last.low is not None and first.high >= last.low
    return first, last, overlaps
