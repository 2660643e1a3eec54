"""Puts the server together: pages, API, assets, refusals, guard."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.requests import Request
from starlette.types import ASGIApp

from standpunkt.dossier.observatory import Observatory
from standpunkt.vocabulary.errors.web import HostNotAllowedError
from standpunkt.web import api
from standpunkt.web.answers import Answers
from standpunkt.web.assets import load_assets
from standpunkt.web.desk.pages import beside, checks, decide, hall, ledger, review, sources
from standpunkt.web.desk.room import Room
from standpunkt.web.pages import (
    compare,
    downloads,
    feeds,
    method,
    outlook,
    overview,
    start,
    state,
    transitions,
    votes,
    whatif,
)
from standpunkt.web.problems import Refuser, install
from standpunkt.web.render import Renderer
from standpunkt.web.security import LOCAL_HOSTS, Guard
from standpunkt.web.shelf import Shelf
from standpunkt.web.visit import Site

LIVE = "/{lang}/s/{study}"
FROZEN = "/{lang}/s/{study}/v/{version}"
DESK = "/{lang}/desk/{study}"
OF_STUDY = (
    downloads.ROUTER,
    feeds.ROUTER,
    overview.ROUTER,
    state.ROUTER,
    transitions.ROUTER,
    compare.ROUTER,
    outlook.ROUTER,
    votes.ROUTER,
    whatif.ROUTER,
    method.ROUTER,
)
OF_DESK = (
    hall.ROUTER,
    review.ROUTER,
    decide.ROUTER,
    ledger.ROUTER,
    beside.ROUTER,
    sources.ROUTER,
    checks.ROUTER,
)


def create_app(
    data_dir: Path | None = None,
    observatories: Mapping[str, Observatory] | None = None,
    hosts: Iterable[str] = LOCAL_HOSTS,
    desk: Room | None = None,
) -> FastAPI:
    """Makes the web app.

    Args:
        data_dir: The data folder, whose current versions are shown, also those built while the app runs.
        observatories: Versions shown as they are, by study id; for tests and notebooks.
        hosts: Host names that are answered; all others are refused.
        desk: The review desk; None leaves a server that reads and never writes.

    Returns:
        The app; it writes at the desk only, and only to the evidence ledger.
    """
    assets = load_assets()
    renderer = Renderer(assets)
    refuser = Refuser(renderer)
    app = FastAPI(title="Standpunkt", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.desk = desk
    app.state.site = Site(Shelf(data_dir, observatories), renderer, Answers(assets.build))
    install(app, refuser)

    def refuse_host(request: Request, host: str) -> ASGIApp:
        return refuser.answer(request, HostNotAllowedError(value=host))

    app.add_middleware(Guard, refuse=refuse_host, hosts=tuple(hosts))
    app.mount(f"/static/{assets.build}", StaticFiles(directory=assets.folder), name="static")
    app.include_router(api.ROUTER)
    for prefix in (FROZEN, LIVE):
        for router in OF_STUDY:
            app.include_router(router, prefix=prefix, include_in_schema=False)
    for router in OF_DESK:
        app.include_router(router, prefix=DESK, include_in_schema=False)
    app.include_router(hall.ENTRANCE, include_in_schema=False)
    app.include_router(start.ROUTER, include_in_schema=False)
    return app
