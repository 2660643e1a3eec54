"""Opens a ledger: SQLite in the data folder, PostgreSQL by URL; every write is one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from standpunkt.evidence.ledger.presence import FILE
from standpunkt.evidence.ledger.schema import migrate
from standpunkt.vocabulary.errors.ledger import LedgerUnreachableError


@dataclass(frozen=True)
class Database:
    """An open ledger; `place` is its name without password."""

    engine: Engine
    place: str

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction: all of it is stored, or nothing.

        Yields:
            The connection.

        Raises:
            DBAPIError: If a rule of the database refuses the write.
            LedgerUnreachableError: If the database is lost on the way.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            if _is_a_rule(error):
                raise
            raise LedgerUnreachableError(place=self.place, reason=_reason(error)) from error


def open_database(data_dir: Path, url: str | None, at: datetime) -> Database:
    """Opens the ledger, makes it where there is none, and brings it to the present schema.

    Args:
        data_dir: The data folder.
        url: A database URL such as `postgresql+psycopg://host/name`; None takes SQLite in the data folder.
        at: The present moment.

    Returns:
        The open ledger.

    Raises:
        LedgerUnreachableError: If no database answers.
    """
    if url is None:
        data_dir.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{data_dir / FILE}"
    try:
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise LedgerUnreachableError(place=url.partition(":")[0], reason=str(error)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
    database = Database(engine, engine.url.render_as_string(hide_password=True))
    with database.transaction() as connection:
        migrate(connection, database.place, at.isoformat())
    return database


def _make_durable(connection: object, _record: ConnectionPoolEntry) -> None:
    """A decision is on the disk before the next key is answered."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own connection
    for setting in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _is_a_rule(error: DBAPIError) -> bool:
    return type(error).__name__ == "IntegrityError" or "append-only" in str(error.orig)


def _reason(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0] if error.orig else type(error).__name__
