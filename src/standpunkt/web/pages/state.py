"""A state: where it stands, why, how sure that is, and what is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.dossier.charts import Chart, class_chart, stance_scale, timeline_chart
from standpunkt.dossier.compose import portrait
from standpunkt.dossier.facts import Fact
from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import day
from standpunkt.vocabulary.periods import month_end
from standpunkt.web.parts.contributions import pillar_nodes, reach
from standpunkt.web.parts.facts import roll_call_name, word
from standpunkt.web.parts.files import csv_text, envelope
from standpunkt.web.parts.records import ledger
from standpunkt.web.parts.resolve import state_of_path
from standpunkt.web.parts.rows import StateRow, class_label, class_names, state_row
from standpunkt.web.visit import CSV, JSON, Link, Visit, Visiting

ROUTER = APIRouter()
NEIGHBOURS = 3
MARKS = {"yes": "Y", "no": "N", "abstain": "A"}


@dataclass(frozen=True)
class Vote:
    """A vote on a roll call of the conflict."""

    mark: str
    css: str
    words: str
    title: str
    page: str
    symbol: str
    date: str
    address: str
    verification: str
    is_doubtful: bool


@ROUTER.get("/state/{iso3}.json")
def state_json(visit: Visiting, iso3: str) -> Response:
    """The state with its contributions and facts, as `standpunkt explain` gives them."""
    found = state_of_path(visit, iso3)
    return visit.body(
        JSON, lambda: envelope(visit.observatory, visit.observatory.explain(found, visit.view.at))
    )


@ROUTER.get("/state/{iso3}.csv")
def state_csv(visit: Visiting, iso3: str) -> Response:
    """The state over all months as a table."""
    found = state_of_path(visit, iso3)
    excel = visit.request.query_params.get("excel", "")
    return visit.body(CSV, lambda: csv_text(visit.observatory.timeline(found), excel))


@ROUTER.get("/state/{iso3}")
def state_page(visit: Visiting, iso3: str) -> Response:
    """The page of a state; a pole has a profile without score."""
    found = state_of_path(visit, iso3)
    if visit.observatory.status(found) == "pole":
        return visit.page("pole.html", lambda: _pole(visit, found))
    return visit.page("state.html", lambda: _state(visit, found))


def _pole(visit: Visit, iso3: str) -> dict[str, Any]:
    study = visit.observatory.study
    side = "power" if iso3 in study.poles.power.states else "opponent"
    return {**_shared(visit, iso3), "side": side}


def _state(visit: Visit, iso3: str) -> dict[str, Any]:
    observatory, view = visit.observatory, visit.view
    explained = observatory.explain(iso3, view.at)
    row = state_row(visit, explained)
    names = class_names(observatory.study, visit.lang)
    pillars = pillar_nodes(visit, explained)
    timeline = observatory.timeline(iso3)
    dependence = pillar_nodes(visit, observatory.explain(iso3, view.at, "dependence"))
    return {
        **_shared(visit, iso3),
        "row": row,
        "raw": explained,
        "class_label": class_label(visit, explained),
        "chances": [(name, explained[f"p_{name.code.lower()}"]) for name in names],
        "pillars": pillars,
        "reach": {"stance": reach(pillars), "dependence": reach(dependence)},
        "dependence": dependence,
        "missing": [
            (item["indicator"], word(visit, item["missing"]))
            for item in explained["contributions"]
            if item["missing"]
        ],
        "timeline": timeline,
        "charts": _charts(visit, explained, timeline),
        "nearest": _nearest(visit, iso3),
    }


def _charts(visit: Visit, explained: dict[str, Any], timeline: list[dict[str, Any]]) -> dict[str, Chart]:
    """The drawings of the page; a state that is not rated has a timeline only."""
    found = {"timeline": timeline_chart(timeline, visit.observatory, visit.lang)}
    if explained["class"] is not None:
        found["scale"] = stance_scale(explained, visit.observatory, visit.lang)
        found["classes"] = class_chart(explained, visit.observatory, visit.lang)
    return found


def _shared(visit: Visit, iso3: str) -> dict[str, Any]:
    name = state_name(iso3, visit.lang)
    return {
        "iso3": iso3,
        "name": name,
        "question": visit.say("{state}: where does it stand, and why?", state=name),
        "headline": [],
        "portrait": portrait(visit.observatory, iso3, visit.lang, f"{visit.view.at:%Y-%m}"),
        "votes": votes(visit, iso3),
        "ledger": ledger(visit, iso3),
        "formats": _formats(visit, iso3),
    }


def votes(visit: Visit, iso3: str) -> list[Vote]:
    """The votes of a state on the conflict's roll calls up to the month shown, the latest first.

    Args:
        visit: The request.
        iso3: The state.

    Returns:
        Votes on the resolutions that the study names.
    """
    facts = visit.observatory.facts
    end = month_end(visit.view.at).isoformat()
    found = []
    for fact in facts.of_state(iso3, "state_roll_call_vote"):
        resolution = facts.get("roll_call_resolution", fact.fields["roll_call_id"])
        if resolution and resolution.fields["is_conflict"] and resolution.fields["date"] <= end:
            found.append((resolution.fields["date"], _vote(visit, fact, resolution)))
    return [vote for _, vote in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _vote(visit: Visit, fact: Fact, resolution: Fact) -> Vote:
    vote = fact.fields["vote"]
    return Vote(
        mark=visit.say(MARKS[vote]) if vote in MARKS else "–",
        css=vote,
        words=word(visit, vote),
        title=roll_call_name(visit, fact.fields["roll_call_id"]),
        page=visit.link(f"votes/{fact.fields['roll_call_id']}"),
        symbol=resolution.fields["symbol_code"],
        date=day(date.fromisoformat(resolution.fields["date"]), visit.lang),
        address=fact.address,
        verification=word(visit, fact.verification),
        is_doubtful=fact.is_doubtful,
    )


def _nearest(visit: Visit, iso3: str) -> list[StateRow]:
    """The states whose Stance is closest, in the order of the Stance."""
    rated = [row for row in visit.observatory.states(visit.view.at) if row["stance"] is not None]
    rated.sort(key=lambda row: (row["stance"], row["iso3"]))
    place = next((i for i, row in enumerate(rated) if row["iso3"] == iso3), None)
    if place is None:
        return []
    around = rated[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
    return [state_row(visit, row) for row in around if row["iso3"] != iso3]


def _formats(visit: Visit, iso3: str) -> list[Link]:
    pdf = visit.link(f"state/{iso3}.pdf")
    return [
        Link(pdf, visit.say("Dossier as PDF"), file=visit.file_name(iso3, "pdf"), type="application/pdf"),
        Link(
            visit.link(f"state/{iso3}.csv"),
            visit.say("CSV, all months"),
            file=visit.file_name(iso3, "csv"),
            type="text/csv",
        ),
        Link(visit.link(f"state/{iso3}.json"), visit.say("JSON with all facts"), type=JSON),
    ]
