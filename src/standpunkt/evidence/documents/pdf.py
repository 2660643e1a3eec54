"""PDF: text page by page with boxes of lines; scanned pages are flagged, never guessed."""

from collections.abc import Iterator
from typing import Any

from standpunkt.evidence.documents.layer import Place, TextLayer
from standpunkt.vocabulary.errors.evidence import (
    DocumentDamagedError,
    DocumentEncryptedError,
    DocumentScannedError,
    DocumentTooLargeError,
)

MAX_PAGES = 2000
MIN_LETTERS = 3
VERSION = "1"
PAGE_END = "\f"


def pdf_layer(content: bytes, file: str, password: str | None = None) -> TextLayer:
    """The text of a PDF; pages end with a form feed.

    Args:
        content: Its bytes.
        file: Its name, for messages.
        password: Of an encrypted file.

    Returns:
        A layer with page starts and one place a line of text.

    Raises:
        DocumentTooLargeError: Over 2,000 pages.
        DocumentScannedError: If no page has text.
    """
    document = _open(content, file, password)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise DocumentTooLargeError(file=file, count=count, what="pages", limit=MAX_PAGES)
        texts, places, starts, scanned = [], [], [], []
        at = 0
        for number in range(count):
            text, boxes = _page(document, number)
            starts.append(at)
            if sum(letter.isalnum() for letter in text) < MIN_LETTERS:
                scanned.append(number + 1)
            places += [Place(at + a, at + b, number + 1, box) for a, b, box in boxes]
            texts.append(text + PAGE_END)
            at += len(text) + 1
    finally:
        document.close()
    if len(scanned) == count:
        raise DocumentScannedError(file=file, pages=_listed(scanned))
    notices = (f"no text on pages {_listed(scanned)}",) if scanned else ()
    text = "".join(texts)
    return TextLayer(text, "pypdfium2", VERSION, "application/pdf", tuple(starts), tuple(places), notices)


def _open(content: bytes, file: str, password: str | None) -> Any:  # noqa: ANN401 (library)
    import pypdfium2  # noqa: PLC0415 (extra `documents`)

    try:
        document = pypdfium2.PdfDocument(content, password=password)
        len(document)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise DocumentEncryptedError(file=file) from error
        raise DocumentDamagedError(file=file, kind="PDF", reason=str(error)) from error
    return document


def _page(document: Any, number: int) -> tuple[str, list[tuple[int, int, tuple[float, float, float, float]]]]:  # noqa: ANN401
    page = document[number]
    textpage = page.get_textpage()
    try:
        raw = textpage.get_text_range().replace("\x02", "").replace("\ufffe", "")
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        return text, list(_boxes(textpage, text))
    finally:
        textpage.close()
        page.close()


def _boxes(textpage: Any, text: str) -> Iterator[tuple[int, int, tuple[float, float, float, float]]]:  # noqa: ANN401
    """One box a line: the lines of the text and the rectangles of the page, matched in reading order."""
    count = textpage.count_rects()
    rects = [textpage.get_rect(i) for i in range(count)]
    at, used = 0, 0
    for line in text.split("\n"):
        if line.strip() and used < count:
            box = rects[used]
            yield at, at + len(line), tuple(round(one, 1) for one in box)
            used += _rects_of_line(rects, used)
        at += len(line) + 1


def _rects_of_line(rects: list[tuple[float, ...]], first: int) -> int:
    """How many rectangles from the first on share its line."""
    bottom, top = rects[first][1], rects[first][3]
    used = 1
    while first + used < len(rects):
        other = rects[first + used]
        if min(top, other[3]) - max(bottom, other[1]) <= 0:
            break
        used += 1
    return used


def _listed(pages: list[int]) -> str:
    return ", ".join(map(str, pages))
