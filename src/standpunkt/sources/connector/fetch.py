"""Brings a source up to date: from the mirror that the user names, else from its origin.

Each file grows in `.incoming`; when all are there they become one snapshot. A second run repeats nothing.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from standpunkt.sources.connector.catalogue import Connector
from standpunkt.sources.connector.declaration import Access, SourceFile
from standpunkt.sources.connector.mirror import (
    INDEX,
    SIDECAR,
    Entry,
    choose,
    date_in,
    list_folder,
    moment_of,
    names_in_listing,
    sidecar_of,
)
from standpunkt.sources.connector.snapshot import Shelf, Snapshot, StoredFile, content_key, describe
from standpunkt.sources.connector.transport.download import (
    HTTP_OK,
    Job,
    Validators,
    Wire,
    download,
    open_client,
)
from standpunkt.sources.connector.transport.guards import MEGABYTE, host_key, refuse_page
from standpunkt.sources.connector.transport.pace import Pace, Quota
from standpunkt.vocabulary.clock import now
from standpunkt.vocabulary.errors.sources import (
    ChecksumError,
    FetchByHandError,
    HttpStatusError,
    MissingFileError,
    MissingKeyVariableError,
    OfflineError,
    SourceNotWrittenError,
    TooLargeError,
)
from standpunkt.vocabulary.progress import Progress, Report, silent

NOT_FOUND = 404
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


@dataclass(frozen=True)
class _Arrived:
    """A file in `.incoming`, or one of the active snapshot that did not change."""

    record: StoredFile
    path: Path | None
    origin: str
    side: dict[str, str]


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
    return [file.address or f"(by hand) {file.pattern}" for file in connector.declaration.files]


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
    before = shelf.active()
    if options.mirror and not _is_address(options.mirror):
        arrived = _from_folder(connector, Path(options.mirror) / connector.source_id, shelf)
    elif options.is_offline:
        raise OfflineError(source_id=connector.source_id)
    elif options.mirror:
        arrived = _from_http_mirror(connector, options, shelf)
    else:
        arrived = _from_origin(connector, options, shelf)
    kept = _keep(connector, shelf, arrived)
    return Fetched(kept, before is None or before.snapshot_id != kept.snapshot_id)


def _is_address(mirror: str) -> bool:
    return mirror.startswith(("http://", "https://"))


def _keep(connector: Connector, shelf: Shelf, arrived: list[_Arrived]) -> Snapshot:
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


def _published(side: dict[str, str], arrived: list[_Arrived]) -> date | None:
    if "published_date" in side:
        return date.fromisoformat(side["published_date"])
    dates = [found for found in (date_in(one.record.name) for one in arrived) if found]
    return max(dates) if dates else None


def _copy_of(shelf: Shelf, record: StoredFile) -> Path:
    active = shelf.active()
    if active is None:  # only an unchanged file of an active snapshot has no path
        raise MissingFileError(source_id=shelf.source_id, place="the store", pattern=record.name)
    target = shelf.incoming / f"{record.name}.{os.getpid()}.copy"
    shelf.incoming.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(shelf.path_of(active, record), target)
    return target


def _demand(connector: Connector, arrived: list[_Arrived], place: str) -> list[_Arrived]:
    """All required files are there, and at least one."""
    units = {found.record.unit for found in arrived}
    for file in connector.declaration.files:
        if file.unit not in units and (not file.is_optional or not arrived):
            raise MissingFileError(source_id=connector.source_id, place=place, pattern=file.pattern)
    return arrived


# --- a mirror on disk ------------------------------------------------------------------------------------


def _from_folder(connector: Connector, folder: Path, shelf: Shelf) -> list[_Arrived]:
    entries = list_folder(folder, connector.source_id)
    arrived: list[_Arrived] = []
    for file in connector.declaration.files:
        chosen = choose(entries, file, connector.source_id)
        arrived += [_copy_in(connector, folder / entry.name, file, shelf) for entry in chosen]
    return _demand(connector, arrived, f"<mirror>/{connector.source_id}")


def _copy_in(connector: Connector, path: Path, file: SourceFile, shelf: Shelf) -> _Arrived:
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
        return _Arrived(record, None, "mirror", side)
    shelf.incoming.mkdir(parents=True, exist_ok=True)
    part = shelf.incoming / f"{path.name}.{os.getpid()}.copy"
    shutil.copyfile(path, part)
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    return _Arrived(record, part, "mirror", side)


def _compare(record: StoredFile, side: dict[str, str]) -> None:
    stated = side.get("sha256")
    if stated and stated != record.sha256:
        raise ChecksumError(file=record.name, found=record.sha256, stated=stated)


def _is_stored(shelf: Shelf, record: StoredFile) -> bool:
    active = shelf.active()
    known = [(found.name, found.sha256) for found in active.files] if active else []
    return (record.name, record.sha256) in known


# --- http ------------------------------------------------------------------------------------------------


def _wire(connector: Connector, shelf: Shelf, report: Report) -> Wire:
    access = connector.declaration.access
    step = f"fetch {connector.source_id}"
    return Wire(
        client=open_client(access),
        pace=Pace(access.rate_per_second, access.burst),
        quota=Quota(shelf.folder / "quota.json", connector.source_id, access.per_day),
        journal=shelf.folder / "contacts.ndjson",
        progress=lambda done, total: report(Progress(step, done, total, "bytes")),
    )


def _from_origin(connector: Connector, options: Options, shelf: Shelf) -> list[_Arrived]:
    declared = connector.declaration
    asked = [file for file in declared.files if file.address]
    if declared.access.kind != "http" or not asked:
        first = declared.files[0] if declared.files else None
        raise FetchByHandError(
            source_id=connector.source_id,
            address=(first.address if first else None) or declared.home_address,
            pattern=first.pattern if first else "",
        )
    headers = _key_headers(connector, declared.access)
    wire = _wire(connector, shelf, options.report)
    with wire.client:
        arrived = [
            _one_address(file, _Place(shelf, wire, options.exempt, headers), declared.access)
            for file in asked
        ]
    return _demand(connector, [found for found in arrived if found], declared.home_address)


def _key_headers(connector: Connector, access: Access) -> dict[str, str]:
    if not access.key_variable:
        return {}
    name, _, variable = access.key_variable.partition("=")
    key = os.environ.get(variable, "")
    if not key:
        raise MissingKeyVariableError(
            source_id=connector.source_id, variable=variable, publisher=connector.declaration.publisher
        )
    return {name: key}


@dataclass(frozen=True)
class _Place:
    """Where bytes come through and go to."""

    shelf: Shelf
    wire: Wire
    exempt: frozenset[str]
    headers: dict[str, str]
    origin: str = "publisher"


def _one_address(file: SourceFile, place: _Place, access: Access, name: str | None = None) -> _Arrived | None:
    name = name or _file_name(file)
    done = place.shelf.incoming / f"{name}.done"
    address = file.address or ""
    if done.is_file():
        return _Arrived(describe(done, file.unit, name, address), done, place.origin, {})
    known = _stored(place.shelf, file.unit, name)
    try:
        record = _download_to(done, file, place, access, known=known)
    except HttpStatusError as error:
        if file.is_optional and error.values["status"] == NOT_FOUND:
            return None
        raise
    if known and (record is None or known.sha256 == record.sha256):
        done.unlink(missing_ok=True)
        return _Arrived(known, None, place.origin, {})
    return _Arrived(record, done, place.origin, {}) if record else None


def _download_to(
    done: Path, file: SourceFile, place: _Place, access: Access, *, known: StoredFile | None
) -> StoredFile | None:
    """The record of what arrived at `done`, or None where the server says that nothing is new."""
    address = file.address or ""
    part = done.with_suffix(".part")
    validators = Validators(known.etag, known.last_modified) if known else Validators()
    source_id = place.shelf.source_id
    received = download(
        Job(source_id, address, part, access, validators, place.exempt, place.headers), place.wire
    )
    if received.is_unchanged:
        return None
    part.rename(done)
    part.with_name(part.name + ".json").unlink(missing_ok=True)
    found = {
        "etag": received.validators.etag,
        "last_modified": received.validators.last_modified,
        "media_type": received.media_type,
    }
    return describe(done, file.unit, done.stem, address).model_copy(update=found)


def _file_name(file: SourceFile) -> str:
    """A name that its own pattern would find again."""
    return file.pattern.replace("*", file.unit if "*" in file.pattern else "")


def _stored(shelf: Shelf, unit: str, name: str) -> StoredFile | None:
    active = shelf.active()
    files = active.files if active else ()
    return next((found for found in files if found.unit == unit and found.name == name), None)


def _from_http_mirror(connector: Connector, options: Options, shelf: Shelf) -> list[_Arrived]:
    base = f"{(options.mirror or '').rstrip('/')}/{quote(connector.source_id)}"
    wire = _wire(connector, shelf, options.report)
    place = _Place(shelf, wire, options.exempt | {host_key(base)}, {}, "mirror")
    access = connector.declaration.access.model_copy(update={"rate_per_second": 1000.0, "burst": 1000})
    wire.pace = Pace(access.rate_per_second, access.burst)
    arrived: list[_Arrived] = []
    with wire.client:
        entries = _listing(base, place)
        for file in connector.declaration.files:
            chosen = choose(entries, file, connector.source_id)
            arrived += [
                _mirrored(f"{base}/{quote(entry.name)}", entry.name, file, place, access=access)
                for entry in chosen
            ]
    return _demand(connector, arrived, base)


def _mirrored(address: str, name: str, file: SourceFile, place: _Place, *, access: Access) -> _Arrived:
    there = file.model_copy(update={"address": address, "is_optional": False})
    found = _one_address(there, place, access, name)
    side = sidecar_of(_small(address + SIDECAR, place))
    if found is None:
        raise MissingFileError(source_id=place.shelf.source_id, place=address, pattern=name)
    try:
        _compare(found.record, side)
    except ChecksumError:
        if found.path:
            found.path.unlink()
        raise
    return _Arrived(found.record, found.path, found.origin, side)


def _listing(base: str, place: _Place) -> list[Entry]:
    for address in (f"{base}/{INDEX}", f"{base}/"):
        content = _small(address, place)
        if content:
            return names_in_listing(content, address)
    raise MissingFileError(source_id=place.shelf.source_id, place=base, pattern="at all")


def _small(address: str, place: _Place) -> bytes | None:
    """A listing or sidecar of at most a megabyte; None where there is none."""
    place.wire.pace.wait()
    with place.wire.client.stream("GET", address) as response:
        if response.status_code != HTTP_OK:
            return None
        content = b""
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > MEGABYTE:
                raise TooLargeError(address=address, max_mb=1)
    return content
