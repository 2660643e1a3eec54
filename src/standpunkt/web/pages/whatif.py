"""What if: other weights, another penalty, other cuts or a source less, beside the version's own numbers."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from standpunkt.dossier.whatif.desk import Told, can_ask
from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import number, percent
from standpunkt.web.pages.overview import WEIGHTS
from standpunkt.web.parts.files import envelope
from standpunkt.web.parts.question import Asked, read_question, usual_weights
from standpunkt.web.parts.rows import BETWEEN, NOT_RATED, class_names
from standpunkt.web.state import WEIGHT, is_question
from standpunkt.web.visit import JSON, Link, Visit, Visiting

ROUTER = APIRouter()


@ROUTER.get("/whatif")
def whatif_page(visit: Visiting) -> Response:
    """The page; defaults in the address lead to the address without them."""
    asked = read_question(visit, _sources(visit))
    canonical = _query(visit, asked)
    if canonical != visit.view.query():
        return RedirectResponse(visit.place.link("whatif", canonical), HTTPStatus.SEE_OTHER)
    return visit.page("whatif.html", lambda: _context(visit, asked))


@ROUTER.get("/whatif.json")
def whatif_json(visit: Visiting) -> Response:
    """Both answers: states and shares before and after."""
    asked = read_question(visit, _sources(visit))
    return visit.body(JSON, lambda: envelope(visit.observatory, _json(visit, asked)))


def _json(visit: Visit, asked: Asked) -> dict[str, Any]:
    told = _told(visit, asked)
    if told is None:
        return {}
    return {"month": f"{told.month:%Y-%m}", "states": list(told.states), "shares": list(told.shares)}


def _query(visit: Visit, asked: Asked) -> dict[str, str]:
    others = {name: text for name, text in visit.view.query().items() if not is_question(name)}
    return dict(sorted({**others, **asked.query}.items()))


def _sources(visit: Visit) -> tuple[str, ...]:
    facts = visit.observatory.facts.frame["source_id"].unique()
    return tuple(sorted(facts.to_list()))


def _told(visit: Visit, asked: Asked) -> Told | None:
    if not can_ask(visit.observatory):
        return None
    return visit.site.desk.ask(visit.observatory, visit.view.at, asked.question, asked.without)


def _context(visit: Visit, asked: Asked) -> dict[str, Any]:
    study = visit.observatory.study
    told = _told(visit, asked)
    return {
        "question": visit.say("How much do the choices matter?"),
        "told": told,
        "is_asked": bool(asked.query),
        "shown": asked.shown,
        "kept": visit.view.kept(),
        "pillars": [
            (f"{WEIGHT}{code}", study.pillars[code].label[visit.lang], share)
            for code, share in usual_weights(study).items()
        ],
        "usual": {"lambda": study.indices.stance.lambda_, "conduct": study.indices.stance.layers["conduct"]},
        "sources": [(code, _publisher(visit, code)) for code in _sources(visit)],
        "changed": [_moved(visit, row) for row in told.changed] if told else [],
        "lines": _lines(visit, told) if told else [],
        "weights": [visit.say(text) for _, _, text in WEIGHTS],
        "rated": sum(row["class_before"] is not None for row in told.states) if told else 0,
        "formats": [Link(visit.place.link("whatif.json", visit.view.query()), "JSON", type=JSON)],
    }


def _publisher(visit: Visit, code: str) -> str:
    source = visit.observatory.facts.source(code)
    return source.title if source else code


def _moved(visit: Visit, row: dict[str, Any]) -> dict[str, Any]:
    names = {name.code: (name.css, name.label) for name in class_names(visit.observatory.study, visit.lang)}
    names[BETWEEN] = ("u", visit.say("between two classes"))
    unknown = ("n", visit.say("not rated"))
    iso3 = row["iso3"]
    shown = {"name": state_name(iso3, visit.lang), "address": visit.state_link(iso3)}
    for word in ("before", "after"):
        css, label = names.get(row[f"class_{word}"] or "", unknown)
        shown |= {f"css_{word}": css, f"label_{word}": label}
    return {**row, **shown}


def _lines(visit: Visit, told: Told) -> list[dict[str, Any]]:
    rows = {(row["weight"], row["class"]): row for row in told.shares}
    names = [(name.code, name.css, name.label) for name in class_names(visit.observatory.study, visit.lang)]
    names.append((NOT_RATED, "n", visit.say("not rated")))
    found = []
    for code, css, label in names:
        cells = [
            (_cell(visit, rows[key, code], "before"), _cell(visit, rows[key, code], "after"))
            for _, key, _ in WEIGHTS
            if (key, code) in rows
        ]
        found.append({"css": css, "label": label, "cells": cells})
    return [line for line in found if line["cells"]]


def _cell(visit: Visit, row: dict[str, Any], word: str) -> str:
    kind = "count" if row["weight"] == "count" else "share"
    write = number if kind == "count" else percent
    value, low, high = (
        write(row[f"{name}_{word}"] or 0.0, visit.lang, 0) for name in (kind, f"{kind}_low", f"{kind}_high")
    )
    return f"{value} [{low}–{high}]"
