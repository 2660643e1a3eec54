"""Who is at work on a document: one person at a time; silence ends a lock."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import IntegrityError

from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.schema import LOCK
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.vocabulary.errors.ledger import DocumentLockedError

MINUTES = 15
"""A lock ends by itself after so many minutes without a sign of its holder."""


def take_lock(database: Database, document_id: str, signature: Signature) -> None:
    """Takes a document, or shows a sign of life where it is held already.

    Args:
        database: The ledger.
        document_id: The document.
        signature: Who, and when.

    Raises:
        DocumentLockedError: If somebody else holds it, or takes it at the same moment.
    """
    row = {"document_id": document_id, "since": signature.at, "who": signature.who, "at": signature.at}
    try:
        with database.transaction() as connection:
            if renew_lock(connection, document_id, signature):
                return
            connection.execute(delete(LOCK).where(LOCK.c.document_id == document_id))
            connection.execute(LOCK.insert().values(**row))
    except IntegrityError as error:
        # Somebody took it between the look and the write.
        with database.transaction() as connection:
            found = lock_of(connection, document_id, signature.at) or row
        raise DocumentLockedError(**_held(found)) from error


def drop_lock(database: Database, document_id: str, who: str) -> None:
    """Gives a document back; a lock of somebody else stays."""
    with database.transaction() as connection:
        connection.execute(delete(LOCK).where(LOCK.c.document_id == document_id, LOCK.c.who == who))


def lock_of(connection: Connection, document_id: str, at: str) -> Mapping[str, Any] | None:
    """The lock that stands on a document.

    Args:
        connection: An open connection.
        document_id: The document.
        at: The present moment.

    Returns:
        who, since, at; None where nobody holds it or its holder fell silent.
    """
    row = connection.execute(select(LOCK).where(LOCK.c.document_id == document_id)).mappings().first()
    if row is None or _moment(at) - _moment(row["at"]) >= timedelta(minutes=MINUTES):
        return None
    return dict(row)


def renew_lock(connection: Connection, document_id: str, signature: Signature) -> bool:
    """Refuses a document that somebody else holds; shows a sign of life on one's own lock.

    Args:
        connection: In a transaction.
        document_id: The document.
        signature: Who, and when.

    Returns:
        Whether the signer holds the lock.

    Raises:
        DocumentLockedError: If somebody else holds it.
    """
    found = lock_of(connection, document_id, signature.at)
    if found is None:
        return False
    if found["who"] != signature.who:
        raise DocumentLockedError(**_held(found))
    own = (LOCK.c.document_id == document_id) & (LOCK.c.who == signature.who)
    connection.execute(update(LOCK).where(own).values(at=signature.at))
    return True


def _held(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"who": row["who"], "since": str(row["since"])[:16], "minutes": MINUTES}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
