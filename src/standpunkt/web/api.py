"""The API for programs: the same rows as pages and command line, in one envelope."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from standpunkt.dossier.observatory import Observatory
from standpunkt.languages.resolve import resolve_state
from standpunkt.web.parts.files import envelope
from standpunkt.web.visit import JSON, site_of

ROUTER = APIRouter(prefix="/api/v1", tags=["v1"])
AT = Annotated[str | None, Query(description="Year or month, such as 2023 or 2023-02; default: the newest")]
VERSION = Annotated[str | None, Query(description="Id of a kept version; default: the current one")]
Weight = Literal["count", "population", "gdp_usd"]
Index = Literal["stance", "dependence", "dependence_opponent"]


class Envelope(BaseModel):
    """The form of every answer."""

    version: str
    data_date: str
    result: Any
    warnings: list[str]


class StudyCard(BaseModel):
    """A study that can be asked, with its versions and months."""

    study_id: str
    title: dict[str, str]
    version: str
    versions: list[str]
    data_date: str
    months: list[str]


@ROUTER.get("/studies")
def studies(request: Request) -> list[StudyCard]:
    """The built studies."""
    shelf = site_of(request).shelf
    return [_study(shelf.observatory(name), list(shelf.versions(name))) for name in shelf.study_ids()]


@ROUTER.get("/studies/{study}/states", response_model=Envelope)
def states(request: Request, study: str, at: AT = None, version: VERSION = None) -> Response:
    """Stance, interval, class probabilities, Dependence and coverage of every scored state."""
    return _answer(request, study, version, lambda observatory: observatory.states(at))


@ROUTER.get("/studies/{study}/states/{iso3}", response_model=Envelope)
def explain(
    request: Request,
    study: str,
    iso3: str,
    *,
    at: AT = None,
    index: Index = "stance",
    version: VERSION = None,
) -> Response:
    """One state with the contributions to an index, down to facts and sources."""
    code = resolve_state(iso3).iso3
    return _answer(request, study, version, lambda observatory: observatory.explain(code, at, index))


@ROUTER.get("/studies/{study}/states/{iso3}/timeline", response_model=Envelope)
def timeline(request: Request, study: str, iso3: str, version: VERSION = None) -> Response:
    """One state over all months."""
    code = resolve_state(iso3).iso3
    return _answer(request, study, version, lambda observatory: observatory.timeline(code))


@ROUTER.get("/studies/{study}/classes", response_model=Envelope)
def classes(
    request: Request, study: str, *, at: AT = None, weight: Weight = "count", version: VERSION = None
) -> Response:
    """World shares of the classes by number of states, population or GDP."""
    return _answer(request, study, version, lambda observatory: observatory.shares(at, weight))


@ROUTER.get("/studies/{study}/sources", response_model=Envelope)
def sources(request: Request, study: str, version: VERSION = None) -> Response:
    """Sources with licence and citation."""
    return _answer(request, study, version, lambda observatory: observatory.sources())


def _answer(
    request: Request, study: str, version: str | None, make: Callable[[Observatory], object]
) -> Response:
    site = site_of(request)
    observatory = site.shelf.observatory(study, version)
    return site.answers.answer(
        request, observatory.version, JSON, lambda: envelope(observatory, make(observatory))
    )


def _study(observatory: Observatory, versions: list[str]) -> StudyCard:
    return StudyCard(
        study_id=observatory.study.id,
        title=dict(observatory.study.study.title),
        version=observatory.version,
        versions=versions,
        data_date=observatory.manifest.data_date.isoformat(),
        months=[f"{month:%Y-%m}" for month in observatory.months],
    )
