"""One request to the desk: who, in which language, for which study."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from standpunkt.evidence.ledger.algebra import Role
from standpunkt.languages.say import say
from standpunkt.study.load import load_study, study_ids
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.web import DeskClosedError, ReviewerNameError, UploadTooLargeError
from standpunkt.web.desk.access import MOST_LETTERS, Reviewer
from standpunkt.web.desk.room import Room
from standpunkt.web.place import Place, write_query
from standpunkt.web.problems import Problem, Way, make_problem, status_of
from standpunkt.web.visit import Link, Site, check_language, site_of

MEGABYTE = 1_000_000
UPLOAD_LIMIT = 50 * MEGABYTE
FORM_LIMIT = MEGABYTE
DESK_PAGES = (
    ("", "Documents"),
    ("claims", "Ledger"),
    ("events", "Events"),
    ("sources", "Sources"),
    ("gate", "Release gate"),
    ("agreement", "Agreement"),
)
NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Call:
    """A request to the desk.

    Args:
        request: The request.
        site: What the server holds for all pages.
        room: What it holds for the desk.
        lang: de or en.
        study: The study whose claims are read.
        reviewer: Who asks; nobody before a name was given.
    """

    request: Request
    site: Site
    room: Room
    lang: str
    study: Study
    reviewer: Reviewer

    @property
    def base(self) -> str:
        """The address below which the desk of the study stands."""
        return f"/{self.lang}/desk/{quote(self.study.id)}"

    @property
    def role(self) -> Role:
        """First reader, or second where the address says so."""
        return "second" if self.request.query_params.get("second") else "first"

    def say(self, msgid: str, **values: object) -> str:
        """A text in the reader's language."""
        return say(msgid, self.lang, **values)

    def link(self, path: str = "", **query: str) -> str:
        """The address of a page of the desk."""
        return f"{self.base}/{path}{write_query(query)}"

    def state_page(self, iso3: str) -> str:
        """The address of a state's page; empty for organisations and where the study was not built."""
        is_shown = iso3 in {*self.study.universe_states(), *self.study.poles.power.states}
        is_shown = is_shown or iso3 in self.study.poles.opponent.states
        if not is_shown or self.study.id not in self.site.shelf.study_ids():
            return ""
        return Place(self.lang, self.study.id).link(f"state/{iso3}")

    def go(self, path: str, **query: str) -> Response:
        """Sends the browser on after a write."""
        return RedirectResponse(self.link(path, **query), HTTPStatus.SEE_OTHER, headers=NO_STORE)

    def page(self, template: str, context: Mapping[str, Any], problem: Problem | None = None) -> Response:
        """A page of the desk; never kept, since the ledger moves.

        Args:
            template: The template.
            context: What it shows beyond the frame.
            problem: A refusal that is shown on it, and gives the status.

        Returns:
            The page.
        """
        whole = {**self.frame(), "problem": problem, **context}
        status = problem.status if problem else HTTPStatus.OK
        return HTMLResponse(self.site.renderer.page(template, whole), status, headers=NO_STORE)

    def signed(self, given: Mapping[str, str]) -> str:
        """Proves that a form comes from this desk and from a person with a name.

        Args:
            given: Its fields.

        Returns:
            The name that signs.

        Raises:
            ReviewerNameError: If nobody signed in.
        """
        who = self.room.access.check(self.request, given).name
        if not who:
            raise ReviewerNameError(value="", most=MOST_LETTERS)
        return who

    def problem(self, error: StandpunktError) -> Problem:
        """A refusal in the reader's language."""
        request_id = str(getattr(self.request.state, "request_id", ""))
        return make_problem(error, self.lang, request_id).model_copy(update={"status": int(status_of(error))})

    def frame(self) -> dict[str, Any]:
        """What every page of the desk shows."""
        path = self.request.url.path.removeprefix(self.base).strip("/")
        top = path.split("/", 1)[0]
        here = "" if top == "d" else top
        built = self.study.id in self.site.shelf.study_ids()
        return {
            "lang": self.lang,
            "theme": self.request.query_params.get("theme", "auto"),
            "call": self,
            "study_title": self.study.study.title[self.lang],
            "study_address": Place(self.lang, self.study.id).link() if built else "",
            "navigation": [
                Link(self.link(page), self.say(text), is_here=page == here) for page, text in DESK_PAGES
            ],
            "other_languages": {
                lang: f"/{lang}"
                + self.request.url.path.removeprefix(f"/{self.lang}")
                + write_query(dict(self.request.query_params))
                for lang in ("de", "en")
            },
            "reviewer": self.reviewer,
            "token": self.room.access.token(self.reviewer),
            "said": "",
        }


def room_of(request: Request) -> Room:
    """The desk of this server.

    Args:
        request: The request.

    Returns:
        The room.

    Raises:
        DeskClosedError: If it has none.
    """
    room = getattr(request.app.state, "desk", None)
    if not isinstance(room, Room):
        raise DeskClosedError(value=request.url.path)
    return room


def call(request: Request, lang: str, study: str) -> Call:
    """Reads the address of a request to the desk; refuses unknown languages and studies."""
    check_language(request, lang)
    room = room_of(request)
    request.state.home = f"/{lang}/"
    request.state.ways = [Way(address=f"/{lang}/desk/{name}/", text=name) for name in study_ids()]
    return Call(request, site_of(request), room, lang, load_study(study), room.access.reviewer(request))


async def sent(request: Request) -> AsyncIterator[FormData]:
    """The fields of a form, refused unread where they are too many.

    Args:
        request: The request.

    Yields:
        Fields; an uploaded file is closed afterwards.

    Raises:
        UploadTooLargeError: Beyond 50 MB with a file, 1 MB without, or of unknown length.
    """
    is_upload = request.headers.get("content-type", "").startswith("multipart/form-data")
    limit = UPLOAD_LIMIT if is_upload else FORM_LIMIT
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > limit:
        raise UploadTooLargeError(limit=limit // MEGABYTE)
    async with request.form(max_files=1, max_fields=200, max_part_size=FORM_LIMIT) as form:
        yield form


def fields(form: FormData) -> dict[str, str]:
    """The text fields of a form, files left out."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def file_of(form: FormData, name: str) -> UploadFile | None:
    """The file of a form, None where none was chosen."""
    found = form.get(name)
    return found if isinstance(found, UploadFile) and found.filename else None


Calling = Annotated[Call, Depends(call)]
Sent = Annotated[FormData, Depends(sent)]
