"""The ledger as the desk reads it: documents, layers, claims, sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standpunkt.evidence.ledger import reading
from standpunkt.evidence.ledger.beside.links import standing_links
from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.events import Event, Register, events_of
from standpunkt.evidence.weighing.standing import read_register
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.web import UnknownDocumentError

Row = dict[str, Any]
LEAST_LETTERS = 8


@dataclass(frozen=True)
class Layer:
    """The text of a document with the start offsets of its pages."""

    id: str
    text: str
    pages: tuple[int, ...]


def documents_of(database: Database) -> list[Row]:
    """All documents without their bytes, the newest first."""
    with database.transaction() as connection:
        rows = reading.document_rows(connection)
    return sorted(rows, key=lambda row: (str(row["at"]), row["id"]), reverse=True)


def document_named(database: Database, name: str) -> Row:
    """A document by its id or the first letters of it.

    Args:
        database: The ledger.
        name: At least eight letters of the id.

    Returns:
        The document without its bytes.

    Raises:
        UnknownDocumentError: If none has it.
    """
    found = [row for row in documents_of(database) if row["id"].startswith(name.lower())]
    if len(name) < LEAST_LETTERS or len(found) != 1:
        raise UnknownDocumentError(value=name)
    return found[0]


def content_of(database: Database, document_id: str) -> bytes:
    """The bytes of a document, as they came."""
    with database.transaction() as connection:
        return reading.content_of(connection, document_id)


def text_of(database: Database, document_id: str) -> Layer:
    """The newest text layer of a document; an empty one where there is none."""
    with database.transaction() as connection:
        row = reading.layer_of(connection, document_id)
    if row is None:
        return Layer("", "", ())
    pages = tuple(int(one) for one in str(row["pages"]).split(",") if one)
    return Layer(str(row["id"]), str(row["text"]), pages)


def claims_of(database: Database, study: str, document_id: str | None = None) -> list[Claim]:
    """Claims of a study, of all documents or one, in the order in which they came in."""
    with database.transaction() as connection:
        return reading.claims(connection, study, document_id)


def register_of(database: Database) -> Register:
    """The sources with their ratings, interests and withdrawals."""
    with database.transaction() as connection:
        return read_register(connection)


def links_of(database: Database) -> list[Row]:
    """The links that nobody has taken back."""
    with database.transaction() as connection:
        return standing_links(connection)


def events_in(database: Database, found: list[Claim], study: Study) -> list[Event]:
    """The events of accepted claims."""
    return events_of(found, links_of(database), register_of(database), study)


def titles(document: Mapping[str, Any]) -> str:
    """What a document is called: its title, else the name of its file."""
    name = str(document["uri"]).replace("\\", "/").rsplit("/", 1)[-1]
    return str(document.get("title") or name)


def source_name(register: Register, source_id: str | None) -> str:
    """The name of a source; its id where it has none, empty for none."""
    return str(register.sources.get(str(source_id), {}).get("name") or source_id or "")
