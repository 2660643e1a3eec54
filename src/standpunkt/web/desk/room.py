"""What a server holds for its desk: the ledger, how documents come in, who may write."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.vocabulary.clock import now
from standpunkt.web.desk.access import Access, desk_key

Row = dict[str, Any]


@dataclass(frozen=True)
class Arrival:
    """A document on its way in; `name` is what its sender calls it, None asks the file itself."""

    file: Path
    name: str
    study: str
    who: str
    profile: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    encoding: str | None = None
    password_file: Path | None = None
    is_new_version: bool = False


@dataclass(frozen=True)
class Room:
    """The desk of one data folder.

    Args:
        data_dir: The data folder, where uploads are kept by their hash.
        open_ledger: Opens the ledger; asked at the first need, and again after a lost connection.
        take_in: Keeps a document and its suggested claims.
    """

    data_dir: Path
    open_ledger: Callable[[], Database]
    take_in: Callable[[Arrival], Row]
    _held: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def database(self) -> Database:
        """The open ledger."""
        if "database" not in self._held:
            self._held["database"] = self.open_ledger()
        database = self._held["database"]
        assert isinstance(database, Database)  # noqa: S101 (narrows the cache)
        return database

    @property
    def access(self) -> Access:
        """Who may write."""
        if "access" not in self._held:
            self._held["access"] = Access(desk_key(self.data_dir))
        access = self._held["access"]
        assert isinstance(access, Access)  # noqa: S101 (narrows the cache)
        return access


def sign(who: str, at: datetime | None = None) -> Signature:
    """A signature of the present moment.

    Args:
        who: The reviewer.
        at: The moment; None takes now.

    Returns:
        Name and time in UTC.
    """
    return Signature(who, (at or now()).isoformat())
