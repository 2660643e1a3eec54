"""The entrance: documents with their progress, a name to sign with, new documents."""

import threading
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.events import Register
from standpunkt.languages.names import state_name
from standpunkt.study.load import study_ids
from standpunkt.vocabulary.errors.evidence import (
    DocumentEmptyError,
    DocumentEncodingError,
    DocumentEncryptedError,
    DocumentLanguageError,
)
from standpunkt.vocabulary.errors.ledger import DocumentChangedError
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.run import MissingExtraError
from standpunkt.web.desk.access import COOKIE
from standpunkt.web.desk.books import claims_of, documents_of, register_of, source_name, titles
from standpunkt.web.desk.call import Call, Calling, Sent, fields, file_of, room_of
from standpunkt.web.desk.form import party_code
from standpunkt.web.desk.room import Arrival
from standpunkt.web.problems import Problem
from standpunkt.web.visit import check_language

ROUTER = APIRouter()
ENTRANCE = APIRouter()
UPLOADS = "uploads"
MOST_LETTERS = 120
A_YEAR = 31_536_000
ONE_AT_A_TIME = threading.Lock()
NEXT_STEPS: dict[type[StandpunktError], str] = {
    DocumentEncryptedError: "Write its password into the field below and send it again; nothing was kept.",
    DocumentEncodingError: "Choose the encoding below, or save the text as UTF-8; nothing was kept.",
    DocumentLanguageError: "The document is kept: choose its language below, or code its claims by hand.",
    DocumentChangedError: "Tick 'new version' below: the old bytes and claims stay beside the new ones.",
}
"""What helps at the desk, where the command line would name an option."""


@dataclass(frozen=True)
class Line:
    """A document in the list."""

    id: str
    address: str
    title: str
    publisher: str
    published: str
    language: str
    kind: str
    profiles: str
    total: int
    accepted: int
    rejected: int
    open_count: int

    @property
    def decided(self) -> int:
        """Claims with a verdict."""
        return self.total - self.open_count


KINDS = {
    "application/pdf": "PDF",
    "text/html": "HTML",
    "text/plain": "Text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
}


@ENTRANCE.get("/{lang}/desk/")
def desk(request: Request, lang: str) -> Response:
    """Leads to the desk of the first study."""
    check_language(request, lang)
    room_of(request)
    return RedirectResponse(f"/{lang}/desk/{study_ids()[0]}/", HTTPStatus.TEMPORARY_REDIRECT)


@ROUTER.get("/")
def hall(call: Calling) -> Response:
    """The documents of the ledger."""
    return _hall(call)


def _hall(call: Call, problem: Problem | None = None, typed: dict[str, str] | None = None) -> Response:
    held = claims_of(call.room.database, call.study.id)
    register = register_of(call.room.database)
    lines = [_line(call, row, held, register) for row in documents_of(call.room.database)]
    context = {
        "lines": lines,
        "typed": typed or {},
        "states": sorted(
            ((iso3, state_name(iso3, call.lang)) for iso3 in call.study.universe_states()),
            key=lambda pair: pair[1],
        ),
        "totals": Counter(one.state.status for one in held),
    }
    return call.page("desk/hall.html", context, problem)


def _line(call: Call, row: dict[str, Any], held: list[Claim], register: Register) -> Line:
    mine = [one for one in held if one.document["id"] == row["id"]]
    counts = Counter(one.state.status for one in mine)
    profiles = sorted({state_name(one.profile, call.lang) for one in mine})
    return Line(
        id=row["id"],
        address=call.link(f"d/{row['id'][:16]}"),
        title=titles(row),
        publisher=source_name(register, row["publisher_source_id"]),
        published=str(row["published_at"] or ""),
        language=str(row["language"]),
        kind=KINDS.get(str(row["media_type"]), str(row["media_type"])),
        profiles=", ".join(profiles),
        total=len(mine) - counts["superseded"],
        accepted=counts["accepted"],
        rejected=counts["rejected"],
        open_count=counts["suggested"],
    )


@ROUTER.post("/name")
def sign_in(call: Calling, form: Sent) -> Response:
    """Keeps the name that decisions are signed with in a cookie of this browser."""
    given = fields(form)
    try:
        call.room.access.check(call.request, given)
        cookie = call.room.access.cookie_of(given.get("name", ""))
    except StandpunktError as error:
        return _hall(call, call.problem(error), given)
    back = given.get("back", "")
    answer = RedirectResponse(back if back.startswith(f"{call.base}/") else call.link(), HTTPStatus.SEE_OTHER)
    answer.set_cookie(COOKIE, cookie, max_age=A_YEAR, httponly=True, samesite="strict", path="/")
    return answer


@ROUTER.post("/documents")
def take_in(call: Calling, form: Sent) -> Response:
    """Takes a document in and leads to its suggested claims."""
    given = fields(form)
    try:
        found = _kept(call, call.signed(given), given, file_of(form, "file"))
    except StandpunktError as error:
        return _hall(call, _helped(call, error), given)
    said = "taken" if found["is_new"] else "known"
    return call.go(f"d/{found['document_id'][:16]}", said=said)


def _kept(call: Call, who: str, given: dict[str, str], upload: UploadFile | None) -> dict[str, Any]:
    """The file lies on the disk only as long as it is read; the ledger keeps its bytes."""
    if upload is None:
        raise DocumentEmptyError(file="–", byte_count=0)
    profile = party_code(given["profile"], "profile", call.study, call.lang) if given.get("profile") else None
    folder = call.room.data_dir / UPLOADS
    file, secret = folder / safe_name(upload.filename or ""), folder / ".password"
    with ONE_AT_A_TIME:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(upload.file.read())
        secret.touch(mode=0o600)
        secret.write_text(given.get("password", ""), encoding="utf-8")
        try:
            arrival = Arrival(
                file, file.name, call.study.id, who=who, profile=profile, **_known(given, secret)
            )
            return call.room.take_in(arrival)
        except ModuleNotFoundError as error:
            # PDF and HTML need the extra `documents`; text and DOCX do not.
            purpose = call.say("PDF and web pages")
            raise MissingExtraError(package=error.name, purpose=purpose, extra="documents") from error
        finally:
            for one in (file, secret):
                one.unlink(missing_ok=True)


def _known(given: dict[str, str], secret: Path) -> dict[str, Any]:
    names = ("title", "publisher", "published", "language", "encoding")
    return {
        **{name: given.get(name, "").strip() or None for name in names},
        "password_file": secret if given.get("password") else None,
        "is_new_version": bool(given.get("is_new_version")),
    }


def safe_name(name: str) -> str:
    r"""A file name without path and invisible signs.

    >>> safe_name("../../etc/pass\x00wd")
    'passwd'

    Args:
        name: As the browser sent it.

    Returns:
        At most 120 letters; `document` where nothing is left.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')
    return kept.strip(". ")[-MOST_LETTERS:] or "document"


def _helped(call: Call, error: StandpunktError) -> Problem:
    problem = call.problem(error)
    step = NEXT_STEPS.get(type(error))
    return problem.model_copy(update={"next_step": call.say(step)}) if step else problem
