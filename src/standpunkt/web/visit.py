"""One request to a page of a study: who reads, where, which choice, and how it is answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from standpunkt.dossier.formats import say_of_study
from standpunkt.dossier.observatory import Observatory
from standpunkt.dossier.whatif.desk import Desk
from standpunkt.languages.say import say
from standpunkt.vocabulary.errors.languages import MissingTextError
from standpunkt.vocabulary.errors.web import UnknownPageLanguageError
from standpunkt.web.answers import Answers
from standpunkt.web.place import LANGUAGES, Place, write_query
from standpunkt.web.problems import OffCanonicalError, Way
from standpunkt.web.render import Renderer
from standpunkt.web.shelf import Shelf
from standpunkt.web.state import ViewState, read_view

HTML = "text/html; charset=utf-8"
JSON = "application/json"
CSV = "text/csv; charset=utf-8"
PAGES = (
    ("", "Overview"),
    ("transitions", "Moves"),
    ("compare", "Compare"),
    ("votes", "Votes"),
    ("whatif", "What if"),
    ("method", "Method"),
    ("data", "Data"),
)


@dataclass(frozen=True)
class Site:
    """What a server holds for all requests."""

    shelf: Shelf
    renderer: Renderer
    answers: Answers
    desk: Desk = field(default_factory=Desk)


@dataclass(frozen=True)
class Link:
    """A link: address, text, and whether it is this page; `file` and `type` for downloads."""

    address: str
    text: str
    is_here: bool = False
    file: str = ""
    type: str = ""


@dataclass(frozen=True)
class Visit:
    """A request that has found its study.

    Args:
        request: The request.
        site: What the server holds.
        place: Language, study, frozen version.
        observatory: The version that is shown.
        view: The reader's choice.
    """

    request: Request
    site: Site
    place: Place
    observatory: Observatory
    view: ViewState

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.place.lang

    @property
    def path(self) -> str:
        """The path below the study, such as `state/SRB`; empty on the overview."""
        return self.request.url.path.removeprefix(self.place.base).strip("/")

    def say(self, msgid: str, **values: object) -> str:
        """A text in the reader's language."""
        return say(msgid, self.lang, **values)

    def say_note(self, text: str) -> str:
        """A note beside a fact in the reader's language, else as it was written (users bring own facts)."""
        try:
            return say(text, self.lang)
        except MissingTextError:
            return text

    def say_label(self, msgid: str) -> str:
        """A text that may name the poles, such as a measure's label, in the reader's language."""
        return say_of_study(msgid, self.observatory.study, self.lang)

    def link(self, path: str = "", **changes: str) -> str:
        """The address of another page of the study, with month and appearance kept."""
        return self.place.link(path, self.view.kept(**changes))

    def state_link(self, iso3: str) -> str:
        """The address of a state's page."""
        return self.link(f"state/{iso3}")

    def file_name(self, what: str, ending: str) -> str:
        """The name of a download: study, what it holds, month, version."""
        version = self.observatory.version
        return f"standpunkt_{self.place.study_id}_{what}_{self.view.at:%Y-%m}_{version}.{ending}"

    def page(self, template: str, make: Callable[[], dict[str, Any]]) -> Response:
        """Answers with a page.

        Args:
            template: The template.
            make: Makes what the template shows, beyond the frame; called only if the page is not in memory.

        Returns:
            The page.
        """
        return self.body(HTML, lambda: self.site.renderer.page(template, {**self.frame(), **make()}))

    def body(self, media_type: str, make: Callable[[], str | bytes]) -> Response:
        """Answers with any body; see `Answers.answer`."""
        return self.site.answers.answer(self.request, self.observatory.version, media_type, make)

    def frame(self) -> dict[str, Any]:
        """What every page of a study shows.

        Returns:
            Context for the template `study.html`.
        """
        study, lang = self.observatory.study, self.lang
        top = self.path.split("/", 1)[0]
        frozen = Place(lang, self.place.study_id, self.observatory.version)
        return {
            "lang": lang,
            "theme": self.view.theme,
            "place": self.place,
            "view": self.view,
            "study": study,
            "study_title": study.study.title[lang],
            "poles": {"power": study.poles.power.label[lang], "opponent": study.poles.opponent.label[lang]},
            "stamp": self.observatory.stamp(),
            "data_date": self.observatory.manifest.data_date,
            "frozen_address": frozen.link(self.path, self.view.query()),
            "navigation": [
                Link(self.link(path), self.say(text), is_here=path == top) for path, text in PAGES
            ],
            "here": self.here,
            "desk": self.desk,
            "formats": [],
            "link": self.link,
        }

    @property
    def desk(self) -> str:
        """The address of the review desk; empty where this server has none."""
        is_open = getattr(self.request.app.state, "desk", None) is not None
        return f"/{self.lang}/desk/{quote(self.place.study_id)}/" if is_open else ""

    def here(self, lang: str, **changes: str) -> str:
        """This page in a language, with changed parameters."""
        return self.place.translated(lang).link(self.path, self.view.query(**changes))


def site_of(request: Request) -> Site:
    """What the server holds."""
    site = request.app.state.site
    assert isinstance(site, Site)  # noqa: S101 (narrows the untyped state of Starlette)
    return site


def check_language(request: Request, lang: str) -> str:
    """The language of an address.

    Args:
        request: The request.
        lang: As it stands in the address.

    Returns:
        de or en.

    Raises:
        OffCanonicalError: If it is written in capitals.
        UnknownPageLanguageError: If nothing is written in it.
    """
    if lang in LANGUAGES:
        return lang
    if lang.lower() in LANGUAGES:
        raise OffCanonicalError(_renamed(request, lang, lang.lower()))
    request.state.ways = [Way(address=f"/{known}/", text=known) for known in LANGUAGES]
    raise UnknownPageLanguageError(value=lang)


def visit(request: Request, lang: str, study: str, version: str = "") -> Visit:
    """Reads the address of a request.

    Args:
        request: The request.
        lang: de or en.
        study: Id of the study.
        version: Id of the version, on frozen addresses.

    Returns:
        The visit.

    Raises:
        OffCanonicalError: If language or study are written in other case.
    """
    check_language(request, lang)
    shelf = site_of(request).shelf
    known = shelf.study_ids()
    if study not in known and study.lower() in known:
        raise OffCanonicalError(_renamed(request, study, study.lower()))
    request.state.ways = [Way(address=f"/{lang}/s/{name}/", text=name) for name in known]
    observatory = shelf.observatory(study, version or None)
    place = Place(lang, study, version)
    request.state.home = place.link()
    latest = place.link("", {"at": f"{observatory.months[-1]:%Y-%m}"})
    request.state.ways = [Way(address=latest, text=f"{observatory.months[-1]:%Y-%m}")]
    view = read_view(request.query_params, observatory)
    return Visit(request, site_of(request), place, observatory, view)


def _renamed(request: Request, part: str, canonical: str) -> str:
    path = "/".join(canonical if piece == part else piece for piece in request.url.path.split("/"))
    return path + write_query(dict(request.query_params))


Visiting = Annotated[Visit, Depends(visit)]
