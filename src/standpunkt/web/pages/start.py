"""The start: what can be asked."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from standpunkt.dossier.observatory import Observatory
from standpunkt.languages.say import say
from standpunkt.web.place import Place
from standpunkt.web.problems import accepted_language
from standpunkt.web.visit import PAGES, Link, check_language, site_of

ROUTER = APIRouter()


@dataclass(frozen=True)
class Card:
    """A study on offer."""

    address: str
    title: str
    state_count: int
    first: date
    last: date
    data_date: date
    ways: tuple[Link, ...]


@ROUTER.get("/")
def root(request: Request) -> Response:
    """The only address that asks the browser for its language."""
    lang = accepted_language(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{lang}/", HTTPStatus.TEMPORARY_REDIRECT, headers={"Vary": "Accept-Language"})


@ROUTER.get("/{lang}/")
def start(request: Request, lang: str) -> Response:
    """The start page with a card per study."""
    check_language(request, lang)
    site = site_of(request)
    cards = [_card(lang, study_id, site.shelf.observatory(study_id)) for study_id in site.shelf.study_ids()]
    theme = request.query_params.get("theme", "auto")
    desk = f"/{lang}/desk/" if getattr(request.app.state, "desk", None) is not None else ""
    context = {"lang": lang, "cards": cards, "theme": theme, "desk": desk}
    return HTMLResponse(site.renderer.page("start.html", context))


def _card(lang: str, study_id: str, observatory: Observatory) -> Card:
    return Card(
        address=Place(lang, study_id).link(),
        title=observatory.study.study.title[lang],
        state_count=len(observatory.study.universe_states()),
        first=observatory.months[0],
        last=observatory.months[-1],
        data_date=observatory.manifest.data_date,
        ways=tuple(Link(Place(lang, study_id).link(path), say(text, lang)) for path, text in PAGES if path),
    )
