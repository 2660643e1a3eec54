"""Documents of the ledger: listed, and read again with the present readers so that quotes are found again."""

from collections import Counter
from typing import Any

from standpunkt.evidence.documents.read import read_document
from standpunkt.evidence.ledger.beside.locks import take_lock
from standpunkt.evidence.ledger.reading import claims, content_of, document_rows, layer_of
from standpunkt.evidence.ledger.reanchor import reanchor
from standpunkt.pipeline.evidence.ledger import Desk, layer_row
from standpunkt.vocabulary.errors.ledger import UnknownDocumentError

Row = dict[str, Any]
LEAST_PREFIX = 4


def list_documents(desk: Desk) -> list[Row]:
    """Every document with its claims by status, and who is at work on it.

    Args:
        desk: The ledger.

    Returns:
        Rows of document_id, title, language, published, publisher, uri, supersedes, and counts of claims.
    """
    with desk.database.transaction() as connection:
        rows, held = document_rows(connection), claims(connection)
    counts = Counter((one.document["id"], one.state.status) for one in held)
    return [
        {
            "document_id": row["id"],
            "title": row["title"],
            "language": row["language"],
            "published": row["published_at"],
            "publisher": row["publisher_source_id"],
            "uri": row["uri"],
            "supersedes": row["supersedes"],
            **{name: counts[row["id"], name] for name in ("suggested", "accepted", "rejected", "superseded")},
        }
        for row in sorted(rows, key=lambda row: (row["at"], row["id"]))
    ]


def document_named(desk: Desk, name: str) -> Row:
    """One document by its id, its title, or at least four first letters of its id.

    Args:
        desk: The ledger.
        name: The name.

    Returns:
        Its row without bytes.

    Raises:
        UnknownDocumentError: If none, or more than one, has it.
    """
    with desk.database.transaction() as connection:
        known = document_rows(connection)
    by_id = [row for row in known if len(name) >= LEAST_PREFIX and row["id"].startswith(name.lower())]
    found = by_id or [row for row in known if name in {row["title"], row["uri"].rpartition("/")[2]}]
    if len(found) != 1:
        raise UnknownDocumentError(value=name, count=len(known))
    return found[0]


def reanchor_document(
    desk: Desk, document: Row, reading: tuple[str | None, str | None] = (None, None)
) -> Row:
    """Reads a stored document again and finds its quotes in the new text.

    Args:
        desk: The ledger.
        document: Its row.
        reading: Encoding and password, where reading needs them.

    Returns:
        document_id, is_new (whether the text differs from the one in use), counts of anchored, drifted and
        orphaned quotes, and moved: one row for each quote that went back to review.
    """
    signature = desk.signature()
    with desk.database.transaction() as connection:
        content, before = content_of(connection, document["id"]), layer_of(connection, document["id"])
    layer = layer_row(document["id"], read_document(content, str(document["title"]), *reading), signature.at)
    take_lock(desk.database, document["id"], signature)
    rows = reanchor(desk.database, layer, signature)
    counts = Counter(row["state"] for row in rows)
    return {
        "document_id": document["id"],
        "is_new": before is None or before["id"] != layer["id"],
        **{name: counts[name] for name in ("anchored", "drifted", "orphaned")},
        "moved": [row for row in rows if row["state"] != "anchored"],
    }
