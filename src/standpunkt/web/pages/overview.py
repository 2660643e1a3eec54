"""The overview: who stands where in a month, on a map, in shares of the world, and in a table."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from standpunkt.dossier.maps import map_file, map_svg
from standpunkt.languages.numbers import number, percent
from standpunkt.web.parts.files import csv_text, envelope
from standpunkt.web.parts.headline import doubts, headline
from standpunkt.web.parts.resolve import find_state
from standpunkt.web.parts.rows import NOT_RATED, ClassName, class_names, state_rows
from standpunkt.web.security import PICTURE_POLICY
from standpunkt.web.visit import CSV, JSON, Link, Visit, Visiting

ROUTER = APIRouter()
WEIGHTS = (
    ("states", "count", "States"),
    ("population", "population", "Population"),
    ("gdp", "gdp_usd", "GDP"),
)
TEXT_FROM = 0.05
"""Narrower parts of a bar carry no figure."""
SVG = "image/svg+xml"


@dataclass(frozen=True)
class Part:
    """A part of a bar; start, middle and width in percent of its length."""

    css: str
    start: float
    middle: float
    width: float
    text: str
    title: str


@dataclass(frozen=True)
class Bar:
    """A stacked bar of class shares by one weight."""

    key: str
    label: str
    year: int | None
    alt: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Cell:
    """A share with its 90% interval, written out."""

    value: str
    low: str
    high: str


@ROUTER.get("/")
def overview(visit: Visiting) -> Response:
    """The overview page."""
    return visit.page("overview.html", lambda: _context(visit))


@ROUTER.get("/index.json")
def overview_json(visit: Visiting) -> Response:
    """The rows of all states, as the command line gives them."""
    return visit.body(JSON, lambda: envelope(visit.observatory, visit.observatory.states(visit.view.at)))


@ROUTER.get("/index.csv")
def overview_csv(visit: Visiting) -> Response:
    """The rows of all states as a table; `excel=de` writes it for a German Excel."""
    rows = visit.observatory.states(visit.view.at)
    return visit.body(CSV, lambda: csv_text(rows, visit.request.query_params.get("excel", "")))


@ROUTER.get("/map.svg")
def overview_map(visit: Visiting) -> Response:
    """The map as a file with style, legend and stamp."""
    month = f"{visit.view.at:%Y-%m}"
    answer = visit.body(SVG, lambda: map_file(visit.observatory, month, visit.lang))
    answer.headers["Content-Security-Policy"] = PICTURE_POLICY
    return answer


@ROUTER.get("/find")
def find(visit: Visiting, q: str = "") -> Response:
    """Jumps to the state that the words mean; unknown words get the nearest names."""
    iso3 = find_state(visit, q)
    return RedirectResponse(visit.link(f"state/{iso3}"), HTTPStatus.SEE_OTHER)


def _context(visit: Visit) -> dict[str, Any]:
    observatory, view = visit.observatory, visit.view
    study = observatory.study
    names = class_names(study, visit.lang)
    shares = {key: observatory.shares(view.at, weight) for key, weight, _ in WEIGHTS}
    rows = state_rows(visit)
    month = f"{view.at:%Y-%m}"
    return {
        "question": visit.say("Who stands where?"),
        "headline": headline(visit, shares),
        "map_svg": map_svg(observatory, month, visit.lang, visit.state_link) if view.view == "map" else "",
        "classes": [_class_line(visit, name, shares) for name in names],
        "rest": _rest(visit, shares),
        "bars": [_bar(visit, names, key, shares[key]) for key, _, _ in WEIGHTS],
        "rows": rows,
        "unrated": [row for row in rows if not row.is_rated],
        "calendar": calendar(observatory.months),
        "name_at": study.classes.name_at,
        "class_rule": visit.say(
            "A state is given a class when that class holds in at least {share} of the draws; otherwise it "
            "stands between two classes. Nobody is aligned by ties alone.",
            share=percent(study.classes.name_at, visit.lang),
        ),
        "doubts": doubts(visit, rows),
        "weights": [visit.say(text) for _, _, text in WEIGHTS],
        "formats": formats(visit),
    }


def formats(visit: Visit) -> list[Link]:
    """The downloads of the overview.

    Args:
        visit: The request.

    Returns:
        Links to CSV, CSV for Excel, JSON and SVG.
    """
    csv = visit.file_name("overview", "csv")
    excel = visit.link("index.csv", excel="de") if visit.lang == "de" else ""
    found = [
        Link(visit.link("index.csv"), "CSV", file=csv, type="text/csv"),
        Link(visit.link("index.json"), "JSON", type=JSON),
        Link(visit.link("map.svg"), visit.say("Map as SVG"), file=visit.file_name("map", "svg"), type=SVG),
    ]
    if excel:
        found.insert(1, Link(excel, visit.say("CSV for Excel"), file=csv, type="text/csv"))
    return found


def calendar(months: tuple[date, ...]) -> list[tuple[int, list[date]]]:
    """Months by year, in order."""
    return [(year, list(group)) for year, group in itertools.groupby(months, key=lambda month: month.year)]


def _class_line(visit: Visit, name: ClassName, shares: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    cells = {key: _cell(visit, key, _of_class(shares[key], name.code)) for key, _, _ in WEIGHTS}
    line = {"css": name.css, "label": name.label, "rule": name.rule}
    return {**line, "cells": list(cells.values()), "chosen": cells[visit.view.by]}


def _rest(visit: Visit, shares: Mapping[str, list[dict[str, Any]]]) -> list[Cell]:
    found = [_of_class(shares[key], NOT_RATED) for key, _, _ in WEIGHTS]
    if not any(row and row["share"] for row in found):
        return []
    return [_cell(visit, key, row) for (key, _, _), row in zip(WEIGHTS, found, strict=True)]


def _of_class(rows: list[dict[str, Any]], code: str) -> dict[str, Any] | None:
    return next((row for row in rows if row["class"] == code), None)


def _cell(visit: Visit, key: str, row: dict[str, Any] | None) -> Cell:
    if row is None:
        return Cell("–", "–", "–")
    if key == "states" and row["count"] is not None:
        return Cell(*(number(row[name], visit.lang, 0) for name in ("count", "count_low", "count_high")))
    return Cell(*(percent(row[name], visit.lang, 0) for name in ("share", "share_low", "share_high")))


def _bar(visit: Visit, names: tuple[ClassName, ...], key: str, rows: list[dict[str, Any]]) -> Bar:
    words = {name.code: name for name in names}
    parts: list[Part] = []
    start = 0.0
    for row in rows:
        parts.append(_part(visit, key, row, (words.get(row["class"]), start)))
        start += row["share"] * 100
    label = visit.say(next(text for known, _, text in WEIGHTS if known == key))
    alt = visit.say("{weight} by class", weight=label) + ": " + "; ".join(part.title for part in parts)
    year = next((row["weight_year"] for row in rows if row["weight_year"]), None)
    return Bar(key, label, year, alt, tuple(parts))


def _part(
    visit: Visit, key: str, row: dict[str, Any], name_and_start: tuple[ClassName | None, float]
) -> Part:
    name, start = name_and_start
    share, cell = row["share"], _cell(visit, key, row)
    label = name.label if name else visit.say("not rated")
    title = visit.say(
        "{label}: {value}, 90%: {low} to {high}", label=label, value=cell.value, low=cell.low, high=cell.high
    )
    return Part(
        css=name.css if name else "nodata",
        start=round(start, 2),
        middle=round(start + share * 50, 2),
        width=round(share * 100, 2),
        text=cell.value if share >= TEXT_FROM else "",
        title=title,
    )
