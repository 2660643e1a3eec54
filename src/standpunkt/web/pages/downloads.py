"""The dossier of a state as a PDF file."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from standpunkt.web.pages.resolve import state_of_path
from standpunkt.web.visit import Visiting

ROUTER = APIRouter()
PDF = "application/pdf"


@ROUTER.get("/state/{iso3}.pdf")
def state_pdf(visit: Visiting, iso3: str) -> Response:
    """The two-page portrait."""
    found = state_of_path(visit, iso3)
    return RedirectResponse(visit.link(f"state/{found}"), HTTPStatus.SEE_OTHER)
