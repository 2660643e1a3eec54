"""Brings a source up to date: from the mirror that the user names, else from its origin.

Each file grows in `.incoming`; when all are there they become one snapshot. A second run repeats nothing.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from standpunkt.sources.connector.catalogue import Connector
from standpunkt.sources.connector.declaration import SourceFile
from standpunkt.sources.connector.mirror import SIDECAR, choose, date_in, list_folder, moment_of, sidecar_of
from standpunkt.sources.connector.plan import requests_of, wanted_files
from standpunkt.sources.connector.snapshot import (
    Arrived,
    Shelf,
    Snapshot,
    StoredFile,
    content_key,
    describe,
)
from standpunkt.sources.connector.transport.guards import MEGABYTE, refuse_page
from standpunkt.sources.connector.transport.over_http import Asked, from_http_mirror, from_origin, key_of
from standpunkt.vocabulary.clock import now
from standpunkt.vocabulary.errors.sources import (
    ChecksumError,
    MissingFileError,
    OfflineError,
    SourceNotWrittenError,
    TooLargeError,
)
from standpunkt.vocabulary.progress import Report, silent

PAGE_START = 512


@dataclass(frozen=True)
class Options:
    """Where to fetch from and to."""

    data_dir: Path
    mirror: str | None = None
    is_offline: bool = False
    exempt: frozenset[str] = frozenset()
    report: Report = silent


@dataclass(frozen=True)
class Fetched:
    """The snapshot that counts after a fetch, and whether it is new."""

    snapshot: Snapshot
    is_new: bool


def planned_requests(connector: Connector, options: Options) -> list[str]:
    """What a fetch would ask for, without asking.

    Args:
        connector: The source.
        options: Where from.

    Returns:
        One address or path pattern per declared file.
    """
    if options.mirror:
        place = options.mirror.rstrip("/")
        return [f"{place}/{connector.source_id}/{file.pattern}" for file in connector.declaration.files]
    declared = connector.declaration
    asked = wanted_files(declared, has_key=bool(key_of(declared.access)))
    if declared.access.kind != "http" or not asked:
        return [file.origin_address or f"(by hand) {file.pattern}" for file in declared.files]
    return [
        address
        for file in asked
        for address in (
            [file.listing.address] if file.listing else [one.address for one in requests_of(file)]
        )
    ]


def fetch_source(connector: Connector, options: Options) -> Fetched:
    """Brings one source up to date.

    Args:
        connector: The source.
        options: Where from and to.

    Returns:
        The snapshot that counts now.

    Raises:
        SourceNotWrittenError: If the connector is only declared.
        OfflineError: If there is neither network nor mirror.
    """
    declared = connector.declaration
    if declared.state == "not_written":
        raise SourceNotWrittenError(source_id=connector.source_id, reason=declared.state_note)
    shelf = Shelf(options.data_dir, connector.source_id)
    shelf.tidy()
    before = shelf.active()
    if options.mirror and not _is_address(options.mirror):
        arrived = _from_folder(connector, Path(options.mirror) / connector.source_id, shelf)
    elif options.is_offline:
        raise OfflineError(source_id=connector.source_id)
    elif options.mirror:
        arrived = from_http_mirror(_asked(connector, options, shelf), options.mirror)
    else:
        arrived = from_origin(_asked(connector, options, shelf)) + _kept_by_hand(connector, shelf)
    arrived = _demand(connector, arrived, _place_of(connector, options))
    kept = _keep(connector, shelf, arrived)
    return Fetched(kept, before is None or before.snapshot_id != kept.snapshot_id)


def _kept_by_hand(connector: Connector, shelf: Shelf) -> list[Arrived]:
    """Files that no origin serves stay as they came in from a mirror."""
    active = shelf.active()
    by_hand = {file.unit for file in connector.declaration.files if not file.origin_address}
    stored = active.files if active else ()
    return [Arrived(found, None, "publisher", {}) for found in stored if found.unit in by_hand]


def _asked(connector: Connector, options: Options, shelf: Shelf) -> Asked:
    return Asked(connector.source_id, connector.declaration, shelf, options.exempt, options.report)


def _place_of(connector: Connector, options: Options) -> str:
    if not options.mirror:
        return connector.declaration.home_address
    place = options.mirror.rstrip("/") if _is_address(options.mirror) else "<mirror>"
    return f"{place}/{connector.source_id}"


def _is_address(mirror: str) -> bool:
    return mirror.startswith(("http://", "https://"))


def _keep(connector: Connector, shelf: Shelf, arrived: list[Arrived]) -> Snapshot:
    active = shelf.active()
    if active and all(found.path is None for found in arrived) and len(arrived) == len(active.files):
        return active
    paths = {found.record.name: found.path or _copy_of(shelf, found.record) for found in arrived}
    declared = connector.declaration
    key = content_key({found.record.name: found.record.sha256 for found in arrived})
    side = next((found.side for found in arrived if found.side), {})
    retrieved_at = moment_of(side.get("retrieved_at"), now())
    draft = Snapshot(
        snapshot_id=f"{connector.source_id}@{retrieved_at.date()}.{key[:8]}",
        source_id=connector.source_id,
        retrieved_at=retrieved_at,
        published_date=_published(side, arrived),
        origin=arrived[0].origin,
        content_key=key,
        licence_text=side.get("licence_text", declared.licence_text),
        publisher=declared.publisher,
        issues=() if side or arrived[0].origin == "publisher" else ("provenance_incomplete",),
        files=tuple(found.record for found in arrived),
    )
    return shelf.keep(draft, paths)


def _published(side: dict[str, str], arrived: list[Arrived]) -> date | None:
    if "published_date" in side:
        return date.fromisoformat(side["published_date"])
    dates = [found for found in (date_in(one.record.name) for one in arrived) if found]
    return max(dates) if dates else None


def _copy_of(shelf: Shelf, record: StoredFile) -> Path:
    """The bytes of an unchanged file for the next snapshot: the same file twice where the disk allows it."""
    active = shelf.active()
    if active is None:  # only an unchanged file of an active snapshot has no path
        raise MissingFileError(source_id=shelf.source_id, place="the store", pattern=record.name)
    target = shelf.incoming / f"{record.name}.{os.getpid()}.copy"
    shelf.incoming.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(shelf.path_of(active, record))
    except OSError:
        shutil.copyfile(shelf.path_of(active, record), target)
    return target


def _demand(connector: Connector, arrived: list[Arrived], place: str) -> list[Arrived]:
    """All required files are there, and at least one."""
    units = {found.record.unit for found in arrived}
    for file in connector.declaration.files:
        if file.unit not in units and (not file.is_optional or not arrived):
            raise MissingFileError(source_id=connector.source_id, place=place, pattern=file.pattern)
    return arrived


# --- a mirror on disk ------------------------------------------------------------------------------------


def _from_folder(connector: Connector, folder: Path, shelf: Shelf) -> list[Arrived]:
    entries = list_folder(folder, connector.source_id)
    arrived: list[Arrived] = []
    for file in connector.declaration.files:
        chosen = choose(entries, file, connector.source_id)
        arrived += [_copy_in(connector, folder / entry.name, file, shelf) for entry in chosen]
    return arrived


def _copy_in(connector: Connector, path: Path, file: SourceFile, shelf: Shelf) -> Arrived:
    access = connector.declaration.access
    if path.stat().st_size > access.max_mb * MEGABYTE:
        raise TooLargeError(address=path.name, max_mb=access.max_mb)
    with path.open("rb") as stream:
        refuse_page(stream.read(PAGE_START), path.name, connector.source_id)
    side_path = path.with_name(path.name + SIDECAR)
    side = sidecar_of(side_path.read_bytes() if side_path.is_file() else None)
    record = describe(path, file.unit, path.name, side.get("address", file.address or ""))
    _compare(record, side)
    if _is_stored(shelf, record):
        return Arrived(record, None, "mirror", side)
    shelf.incoming.mkdir(parents=True, exist_ok=True)
    part = shelf.incoming / f"{path.name}.{os.getpid()}.copy"
    shutil.copyfile(path, part)
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    return Arrived(record, part, "mirror", side)


def _compare(record: StoredFile, side: dict[str, str]) -> None:
    stated = side.get("sha256")
    if stated and stated != record.sha256:
        raise ChecksumError(file=record.name, found=record.sha256, stated=stated)


def _is_stored(shelf: Shelf, record: StoredFile) -> bool:
    active = shelf.active()
    known = [(found.name, found.sha256) for found in active.files] if active else []
    return (record.name, record.sha256) in known
