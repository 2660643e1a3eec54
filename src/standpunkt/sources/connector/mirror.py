"""A mirror: one folder per source, on disk or behind http; the newest date in a file's name counts.

Beside `<file>` may lie `<file>.json` with address, retrieved_at, published_date, licence_text and sha256.
A mirror over http lists a folder either as `index.json` (a list of names) or as a page of links.
"""

import fnmatch
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from standpunkt.sources.connector.declaration import SourceFile
from standpunkt.vocabulary.errors.sources import ArchivePathError, MissingFileError, TwoFilesError

SIDECAR = ".json"
INDEX = "index.json"
_DAY = re.compile(r"(?<!\d)(\d{4})([-_.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})()(\d{2})(\d{2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(\d{4})([-_])(\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})()(?!\d)")


@dataclass(frozen=True)
class Entry:
    """A file in a mirror folder: its name and, on disk, when it was changed."""

    name: str
    changed_at: float = 0.0


def date_in(name: str) -> date | None:
    """The last date in a file's name: a day, a month (its first day) or a year.

    >>> date_in("2025_9_19_ga_voting_corr1.csv"), date_in("x_2020-01_2022-11.parquet"), date_in("a.csv")
    (datetime.date(2025, 9, 19), datetime.date(2022, 11, 1), None)

    Args:
        name: The name.

    Returns:
        The date, or None.
    """
    for pattern in (_DAY, _COMPACT, _MONTH, _YEAR):
        for year, _separator, *rest in reversed(pattern.findall(name)):
            try:
                return date(*[int(part) for part in (year, *rest, 1, 1)][:3])
            except ValueError:
                continue
    return None


def choose(entries: list[Entry], file: SourceFile, source_id: str) -> list[Entry]:
    """The files of a mirror folder that belong to one declared file.

    Args:
        entries: What lies there.
        file: The declared file.
        source_id: The source, for messages.

    Returns:
        The newest one; all of them where the declaration says they are parts; none where none fits.

    Raises:
        TwoFilesError: If the two newest carry the same date.
    """
    fitting = sorted(
        (found for found in entries if fnmatch.fnmatchcase(found.name, file.pattern)),
        key=lambda found: (date_in(found.name) or date.min, found.changed_at, found.name),
    )
    if file.has_parts or len(fitting) <= 1:
        return fitting
    newest, before = fitting[-1], fitting[-2]
    if date_in(newest.name) is not None and date_in(newest.name) == date_in(before.name):
        raise TwoFilesError(source_id=source_id, first=before.name, second=newest.name)
    return [newest]


def list_folder(folder: Path, source_id: str) -> list[Entry]:
    """Files in a mirror folder on disk.

    Args:
        folder: The source's folder in the mirror.
        source_id: The source.

    Returns:
        Name and time of change; sidecars left out.

    Raises:
        MissingFileError: If the folder does not exist.
    """
    if not folder.is_dir():
        raise MissingFileError(source_id=source_id, place=f"<mirror>/{source_id}", pattern="at all")
    found = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
    names = {path.name for path in found}
    return [
        Entry(path.name, path.stat().st_mtime)
        for path in found
        if path.name.removesuffix(SIDECAR) not in names - {path.name}
    ]


class _Links(HTMLParser):
    """Collects what a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes the target of a link."""
        target = dict(attrs).get("href") if tag == "a" else None
        if target:
            self.names.append(unquote(target))


def names_in_listing(content: bytes, file: str) -> list[Entry]:
    """File names in `index.json` or in a page that a web server makes of a folder.

    Args:
        content: The bytes of either.
        file: Name for messages.

    Returns:
        The names.

    Raises:
        ArchivePathError: If a name in `index.json` leaves the folder.
    """
    if content.lstrip()[:1] == b"[":
        names = [str(name) for name in json.loads(content)]
        for name in names:
            if "/" in name or "\\" in name or name.startswith("."):
                raise ArchivePathError(file=file, value=name)
    else:
        page = _Links()
        page.feed(content.decode("utf-8", "replace"))
        names = [
            name for name in page.names if "/" not in name and "?" not in name and not name.startswith(".")
        ]
    known = set(names)
    return [Entry(name) for name in names if name.removesuffix(SIDECAR) not in known - {name}]


def sidecar_of(content: bytes | None) -> dict[str, str]:
    """What lies beside a file, as texts; nothing where there is no sidecar."""
    if not content:
        return {}
    return {str(key): str(value) for key, value in json.loads(content).items() if value is not None}


def moment_of(text: str | None, fallback: datetime) -> datetime:
    """A stated moment in UTC, else the given one.

    Args:
        text: ISO 8601, with or without a zone.
        fallback: Taken where nothing is stated.

    Returns:
        The moment.
    """
    if not text:
        return fallback
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
