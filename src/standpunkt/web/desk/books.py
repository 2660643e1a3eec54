"""The ledger as the desk reads it: documents, layers, claims, sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.reading import Claim, claims, decisions_of, rows_of
from standpunkt.evidence.weighing.events import Event, Register, events_of
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
    extractor: str


def documents_of(database: Database) -> list[Row]:
    """All documents without their bytes, the newest first."""
    with database.transaction() as connection:
        rows = rows_of(connection, "document")
    kept = [{name: value for name, value in row.items() if name != "content"} for row in rows]
    return sorted(kept, key=lambda row: (str(row["at"]), row["id"]), reverse=True)


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
        rows = rows_of(connection, "document")
    return next(bytes(row["content"]) for row in rows if row["id"] == document_id)


def layer_of(database: Database, document_id: str) -> Layer:
    """The newest text layer of a document."""
    with database.transaction() as connection:
        rows = [row for row in rows_of(connection, "text_layer") if row["document_id"] == document_id]
    row = max(rows, key=lambda one: int(one["seq"]))
    pages = tuple(int(one) for one in str(row["pages"]).split(",") if one)
    return Layer(row["id"], row["text"], pages, row["extractor"])


def claims_of(database: Database, study: str, document_id: str | None = None) -> list[Claim]:
    """Claims of a study, of all documents or one, in the order in which they came in."""
    with database.transaction() as connection:
        found = claims(connection, study)
    return [one for one in found if document_id is None or one.document["id"] == document_id]


def register_of(database: Database) -> Register:
    """The sources with their ratings, interests and withdrawals."""
    with database.transaction() as connection:
        return Register(
            {row["id"]: row for row in rows_of(connection, "source")},
            rows_of(connection, "source_rating"),
            rows_of(connection, "source_interest"),
            frozenset(row["source_id"] for row in rows_of(connection, "source_withdrawal")),
        )


def links_of(database: Database) -> list[Row]:
    """All rows of links, by their number."""
    with database.transaction() as connection:
        return rows_of(connection, "link")


def events_in(database: Database, found: list[Claim], study: Study) -> list[Event]:
    """The events of accepted claims."""
    return events_of(found, links_of(database), register_of(database), study)


def log_of(database: Database) -> list[Any]:
    """All decisions."""
    with database.transaction() as connection:
        return decisions_of(connection)


def titles(document: Mapping[str, Any]) -> str:
    """What a document is called: its title, else the name of its file."""
    name = str(document["uri"]).replace("\\", "/").rsplit("/", 1)[-1]
    return str(document.get("title") or name)


def source_name(register: Register, source_id: str | None) -> str:
    """The name of a source; its id where it has none, empty for none."""
    return str(register.sources.get(str(source_id), {}).get("name") or source_id or "")


def hold(database: Database, document_id: str, who: str) -> None:
    """Takes a document for a reviewer, or renews it; refused while another one has it."""
