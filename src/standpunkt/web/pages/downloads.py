"""The dossier of a state as a PDF file."""

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.vocabulary.errors.web import DownloadUnavailableError
from standpunkt.web.parts.resolve import state_of_path
from standpunkt.web.visit import Visiting

try:
    from standpunkt.dossier.render_pdf import portrait_pdf
except ImportError:
    portrait_pdf = None  # type: ignore[assignment]  # the extra `pdf` may be missing; the route then says so

ROUTER = APIRouter()
PDF = "application/pdf"


@ROUTER.get("/state/{iso3}.pdf")
def state_pdf(visit: Visiting, iso3: str) -> Response:
    """The two-page portrait of a state.

    Args:
        visit: The request.
        iso3: The state.

    Returns:
        The file, to be saved under a name that says what it is.

    Raises:
        DownloadUnavailableError: If this installation cannot set PDF files.
    """
    found = state_of_path(visit, iso3)
    month = f"{visit.view.at:%Y-%m}"
    if portrait_pdf is None:
        raise DownloadUnavailableError(value="PDF")
    answer = visit.body(PDF, lambda: portrait_pdf(visit.observatory, found, visit.lang, month))
    file = visit.file_name(f"{found}_{visit.lang}", "pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{file}"'
    return answer
