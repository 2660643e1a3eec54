"""Refusals as answers: a page for people, an RFC 9457 problem for programs."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from standpunkt.languages.say import say
from standpunkt.vocabulary.errors.dossier import StateOutsideError
from standpunkt.vocabulary.errors.evidence import DocumentTooLargeError
from standpunkt.vocabulary.errors.ledger import (
    DocumentChangedError,
    DocumentLockedError,
    LedgerConflictError,
    UnknownClaimError,
    VerdictNotAllowedError,
)
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.states import AmbiguousStateError, UnknownStateError
from standpunkt.vocabulary.errors.study import UnknownStudyError
from standpunkt.vocabulary.errors.versions import UnknownVersionError
from standpunkt.vocabulary.errors.web import (
    DeskClosedError,
    DownloadUnavailableError,
    ForeignFormError,
    HostNotAllowedError,
    ParameterValueError,
    UnbuiltStudyError,
    UnknownDocumentError,
    UnknownPageError,
    UnknownPageLanguageError,
    UploadTooLargeError,
    WrongMethodError,
)
from standpunkt.web.place import LANGUAGES
from standpunkt.web.render import Renderer
from standpunkt.web.security import HEADERS

LOG = logging.getLogger(__name__)
PROBLEM_TYPE = "application/problem+json"
STATUS: Mapping[type[StandpunktError], HTTPStatus] = {
    UnknownPageError: HTTPStatus.NOT_FOUND,
    UnknownPageLanguageError: HTTPStatus.NOT_FOUND,
    UnbuiltStudyError: HTTPStatus.NOT_FOUND,
    UnknownStateError: HTTPStatus.NOT_FOUND,
    StateOutsideError: HTTPStatus.NOT_FOUND,
    AmbiguousStateError: HTTPStatus.NOT_FOUND,
    UnknownVersionError: HTTPStatus.NOT_FOUND,
    HostNotAllowedError: HTTPStatus.MISDIRECTED_REQUEST,
    DownloadUnavailableError: HTTPStatus.NOT_IMPLEMENTED,
    WrongMethodError: HTTPStatus.METHOD_NOT_ALLOWED,
    UnknownStudyError: HTTPStatus.NOT_FOUND,
    DeskClosedError: HTTPStatus.NOT_FOUND,
    UnknownDocumentError: HTTPStatus.NOT_FOUND,
    UnknownClaimError: HTTPStatus.NOT_FOUND,
    ForeignFormError: HTTPStatus.FORBIDDEN,
    UploadTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    DocumentTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    DocumentLockedError: HTTPStatus.LOCKED,
    LedgerConflictError: HTTPStatus.CONFLICT,
    VerdictNotAllowedError: HTTPStatus.CONFLICT,
    DocumentChangedError: HTTPStatus.CONFLICT,
}
OF_DOCUMENTS = "E"
"""Codes of the room `evidence`: what is refused there is what somebody sent."""
BY_EXIT_CODE = {2: HTTPStatus.UNPROCESSABLE_ENTITY, 3: HTTPStatus.SERVICE_UNAVAILABLE}


class Way(BaseModel):
    """A link offered on an error page."""

    address: str
    text: str


class Problem(BaseModel):
    """RFC 9457 with value, rule and next step; `type` is the address of the code's explanation."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    value: str
    rule: str
    next_step: str
    nearest: list[str] = []


class OffCanonicalError(Exception):
    """The address is understood, but written otherwise; the reader is sent to the canonical one."""

    def __init__(self, address: str) -> None:
        """See the class."""
        self.address = address
        super().__init__(address)


def status_of(error: StandpunktError) -> HTTPStatus:
    """The HTTP status of a refusal: unknown things 404, wrong values 422, missing data 503, else 500."""
    is_of_documents = error.code.startswith(OF_DOCUMENTS) and type(error) is not StandpunktError
    unknown = HTTPStatus.UNPROCESSABLE_ENTITY if is_of_documents else HTTPStatus.INTERNAL_SERVER_ERROR
    fallback = BY_EXIT_CODE.get(error.exit_code, unknown)
    return STATUS.get(type(error), fallback)


def make_problem(error: StandpunktError, lang: str, request_id: str) -> Problem:
    """Writes a refusal in the reader's language.

    Args:
        error: The refusal.
        lang: de or en.
        request_id: Id under which the log knows the request.

    Returns:
        The problem.
    """
    status = status_of(error)
    says, rule, next_step = (
        say(text, lang).format(**error.values) if text else "" for text in error.templates()
    )
    return Problem(
        type=f"urn:standpunkt:error:{error.code}",
        title=status.phrase,
        status=int(status),
        detail=says,
        instance=f"urn:standpunkt:request:{request_id}",
        code=error.code,
        value=str(error.values.get("value", "")),
        rule=rule,
        next_step=next_step,
        nearest=_nearest(error.values.get("nearest")),
    )


def _nearest(found: object) -> list[str]:
    if isinstance(found, str):
        return [part.strip() for part in found.split(",") if part.strip()]
    if isinstance(found, Sequence):
        return [str(part) for part in found]
    return []


def language_of(request: Request) -> str:
    """The language of an answer: of the address, else of the parameter, else as the browser asks.

    Args:
        request: The request.

    Returns:
        de or en.
    """
    first = request.url.path.strip("/").split("/", 1)[0].lower()
    asked = first if first in LANGUAGES else request.query_params.get("lang", "").lower()
    return asked if asked in LANGUAGES else accepted_language(request.headers.get("accept-language", ""))


def accepted_language(header: str) -> str:
    """The better of the two languages by an Accept-Language header; English without preference.

    Args:
        header: The header.

    Returns:
        de or en.

    >>> accepted_language("fr, de-AT;q=0.8, en;q=0.5")
    'de'
    """
    weighed: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        lang = tag.split("-", 1)[0].lower()
        if lang in LANGUAGES:
            weighed.append((_weight(weight), lang))
    best = max(weighed, key=lambda pair: pair[0], default=(0.0, "en"))
    return best[1]


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def wants_json(request: Request) -> bool:
    """Whether the answer is for a program: the API, a .json address, or an Accept header without HTML."""
    path = request.url.path
    accept = request.headers.get("accept", "")
    return path.startswith("/api/") or path.endswith(".json") or ("json" in accept and "html" not in accept)


class Refuser:
    """Answers refusals.

    Args:
        renderer: Makes the pages.
    """

    def __init__(self, renderer: Renderer) -> None:
        """See the class."""
        self.renderer = renderer

    def answer(self, request: Request, error: StandpunktError) -> Response:
        """The answer to a refused request, in its language and form.

        Args:
            request: The request.
            error: Why it is refused.

        Returns:
            Page or problem object, with the status of the refusal.
        """
        try:
            return self._answer(request, error)
        except StandpunktError as second:
            LOG.exception("the refusal %s could not be written", error.code, exc_info=second)
            return PlainTextResponse(error.text(), status_of(error))

    def _answer(self, request: Request, error: StandpunktError) -> Response:
        lang = language_of(request)
        request_id = str(getattr(request.state, "request_id", ""))
        problem = make_problem(error, lang, request_id)
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            LOG.error("request %s refused with %s", request_id, error.code, exc_info=error)
        if wants_json(request):
            return JSONResponse(problem.model_dump(), problem.status, media_type=PROBLEM_TYPE)
        return HTMLResponse(self._page(request, lang, problem, request_id), problem.status)

    def _page(self, request: Request, lang: str, problem: Problem, request_id: str) -> str:
        context: dict[str, Any] = {
            "lang": lang,
            "problem": problem,
            "request_id": request_id,
            "ways": getattr(request.state, "ways", []),
            "home": getattr(request.state, "home", f"/{lang}/"),
            "theme": "auto",
        }
        return self.renderer.page("problem.html", context)


def install(app: FastAPI, refuser: Refuser) -> None:
    """Makes the app answer its refusals in the product's form.

    Args:
        app: The app.
        refuser: Makes the answers.
    """

    def refused(request: Request, error: Exception) -> Response:
        known = error if isinstance(error, StandpunktError) else StandpunktError()
        answer = refuser.answer(request, known)
        answer.headers.update(HEADERS)  # a fault is answered outside of the guard
        return answer

    def redirected(_: Request, error: Exception) -> Response:
        address = error.address if isinstance(error, OffCanonicalError) else "/"
        return RedirectResponse(address, HTTPStatus.PERMANENT_REDIRECT)

    def by_status(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            return refuser.answer(request, WrongMethodError(value=request.method))
        return refuser.answer(request, UnknownPageError(value=request.url.path))

    def by_validation(request: Request, error: Exception) -> Response:
        first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
        name = str(first.get("loc", ("", ""))[-1])
        value = str(first.get("input", ""))[:80]
        return refuser.answer(
            request, ParameterValueError(parameter=name, value=value, allowed=_allowed(first))
        )

    app.add_exception_handler(StandpunktError, refused)
    app.add_exception_handler(OffCanonicalError, redirected)
    app.add_exception_handler(HTTPException, by_status)
    app.add_exception_handler(RequestValidationError, by_validation)
    app.add_exception_handler(Exception, refused)


def _allowed(first: Mapping[str, Any]) -> str:
    return str(first.get("msg", ""))
