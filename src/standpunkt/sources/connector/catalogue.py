"""Finds the connectors: every folder beside `connector` that holds a `source.yml`."""

import difflib
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from standpunkt.sources.connector.declaration import SOURCE_FILE, SourceDeclaration, read_source
from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.plain import read_plain
from standpunkt.vocabulary.errors.sources import UnknownSourceError

SOURCES_FOLDER = Path(__file__).resolve().parent.parent
Reader = Callable[[Context], Reading]


@dataclass(frozen=True)
class Connector:
    """A source: its id, its declaration, its folder."""

    source_id: str
    declaration: SourceDeclaration
    folder: Path

    def reader(self) -> Reader:
        """The connector's `read`, or the plain reader where the declaration says it all."""
        if not (self.folder / "read.py").is_file():
            return read_plain
        module = importlib.import_module(f"standpunkt.sources.{self.source_id}.read")
        return cast("Reader", module.read)


@lru_cache(maxsize=4)
def every_connector(folder: Path = SOURCES_FOLDER) -> tuple[Connector, ...]:
    """All connectors, sorted by id.

    Args:
        folder: Where the connectors lie.

    Returns:
        One per folder with a declaration.
    """
    found = sorted(path.parent for path in folder.glob(f"*/{SOURCE_FILE}"))
    return tuple(Connector(path.name, read_source(path), path) for path in found)


def source_ids(folder: Path = SOURCES_FOLDER) -> tuple[str, ...]:
    """The ids of all connectors, sorted; no declaration is read."""
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{SOURCE_FILE}")))


def find_connector(source_id: str, folder: Path = SOURCES_FOLDER) -> Connector:
    """One connector by id.

    Args:
        source_id: Such as `un_ga_voting`.
        folder: Where the connectors lie.

    Returns:
        The connector.

    Raises:
        UnknownSourceError: If no folder has this name.
    """
    known = {found.source_id: found for found in every_connector(folder)}
    if source_id not in known:
        nearest = difflib.get_close_matches(source_id, known, n=1, cutoff=0) or [""]
        raise UnknownSourceError(value=source_id, nearest=nearest[0], allowed=", ".join(known))
    return known[source_id]
