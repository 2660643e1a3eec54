"""A text layer: what one extractor made of one document, with its pages and where each run of text stands."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A run of the layer and where it stands: page from 1, box in PDF points, or the path of an element."""

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    element: str = ""


@dataclass(frozen=True)
class TextLayer:
    """The immutable text of a document.

    `pages` are the start offsets of pages; `notices` say what was dropped or flagged.
    """

    text: str
    extractor: str
    version: str
    media_type: str
    pages: tuple[int, ...] = (0,)
    places: tuple[Place, ...] = ()
    notices: tuple[str, ...] = ()
    title: str | None = None

    @property
    def id(self) -> str:
        """SHA-256 over text, extractor and version."""
        content = f"{self.text}\0{self.extractor}\0{self.version}"
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    def page_of(self, offset: int) -> int | None:
        """The page that holds an offset; null where the format knows no pages."""
        if self.media_type != "application/pdf":
            return None
        return sum(start <= offset for start in self.pages)

    def places_of(self, start: int, end: int) -> tuple[Place, ...]:
        """The places that a span touches."""
        return tuple(one for one in self.places if one.start < end and start < one.end)
