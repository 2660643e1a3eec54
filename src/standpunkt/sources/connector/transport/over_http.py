"""From an origin or from a mirror behind http: every file of a source, the unchanged ones recognised."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from standpunkt.sources.connector.declaration import Access, SourceDeclaration, SourceFile
from standpunkt.sources.connector.mirror import INDEX, SIDECAR, Entry, choose, names_in_listing, sidecar_of
from standpunkt.sources.connector.plan import Request, requests_in, requests_of, wanted_files
from standpunkt.sources.connector.snapshot import Arrived, Shelf, StoredFile, describe
from standpunkt.sources.connector.transport.download import (
    HTTP_OK,
    Job,
    Validators,
    Wire,
    download,
    open_client,
)
from standpunkt.sources.connector.transport.guards import MEGABYTE, host_key
from standpunkt.sources.connector.transport.pace import Pace, Quota
from standpunkt.vocabulary.errors.sources import (
    ChecksumError,
    FetchByHandError,
    HttpStatusError,
    MissingFileError,
    MissingKeyVariableError,
    TooLargeError,
)
from standpunkt.vocabulary.progress import Progress, Report

NOT_FOUND = 404
KILOBYTE = 1000
MIRROR_PACE = Pace(1000.0, 1000)


@dataclass(frozen=True)
class Asked:
    """A source that is asked for over http, and where its files go."""

    source_id: str
    declared: SourceDeclaration
    shelf: Shelf
    exempt: frozenset[str]
    report: Report


@dataclass(frozen=True)
class _Place:
    """Where bytes come through and go to."""

    asked: Asked
    wire: Wire
    headers: dict[str, str]
    origin: str = "publisher"

    @property
    def shelf(self) -> Shelf:
        """The source's snapshots."""
        return self.asked.shelf

    @property
    def access(self) -> Access:
        """How the source is asked."""
        return self.asked.declared.access


def key_of(access: Access) -> str:
    """The source's key from the environment, empty where it needs none or has none."""
    return os.environ.get(access.key_variable.partition("=")[2], "") if access.key_variable else ""


def from_origin(asked: Asked) -> list[Arrived]:
    """Asks the publisher for every file.

    Args:
        asked: The source.

    Returns:
        What arrived or is unchanged.

    Raises:
        FetchByHandError: If the publisher serves people only.
    """
    declared = asked.declared
    key = key_of(declared.access)
    files = wanted_files(declared, has_key=bool(key))
    if declared.access.kind != "http" or not files:
        first = declared.files[0] if declared.files else None
        raise FetchByHandError(
            source_id=asked.source_id,
            address=(first.address if first else None) or declared.home_address,
            pattern=first.pattern if first else "",
        )
    wire = _wire(asked)
    with wire.client:
        place = _Place(asked, wire, _key_headers(asked, key))
        return [
            found
            for file in files
            for found in (_listed(file, place) if file.listing else _requested(file, place))
        ]


def _key_headers(asked: Asked, key: str) -> dict[str, str]:
    access = asked.declared.access
    if not access.key_variable:
        return {}
    name, _, variable = access.key_variable.partition("=")
    if key:
        return {name: key}
    if any(file.when_key == "without" for file in asked.declared.files):
        return {}
    raise MissingKeyVariableError(
        source_id=asked.source_id, variable=variable, publisher=asked.declared.publisher
    )


def _wire(asked: Asked) -> Wire:
    access = asked.declared.access
    step = f"fetch {asked.source_id}"
    return Wire(
        client=open_client(access),
        pace=Pace(access.rate_per_second, access.burst),
        quota=Quota(asked.shelf.folder / "quota.json", asked.source_id, access.per_day),
        journal=asked.shelf.folder / "contacts.ndjson",
        progress=lambda done, total: asked.report(Progress(step, done, total, "bytes")),
    )


def _requested(file: SourceFile, place: _Place) -> Iterator[Arrived]:
    for request in requests_of(file):
        found = _one_request(request, file, place)
        if found:
            yield found


def _listed(file: SourceFile, place: _Place) -> Iterator[Arrived]:
    """What is stored stays as it is; the newest of the list that are not stored yet are asked for."""
    listing = file.listing
    active = place.shelf.active()
    stored = [found for found in (active.files if active else ()) if found.unit == file.unit]
    yield from (Arrived(found, None, place.origin, {}) for found in stored)
    if listing is None:
        return
    part = place.shelf.incoming / f"{file.unit}.list.part"
    access = place.access.model_copy(update={"max_mb": listing.max_mb})
    tail = listing.tail_kb * KILOBYTE if listing.tail_kb else None
    download(replace(_job(listing.address, part, place, access), tail_bytes=tail), place.wire)
    text = part.read_text(encoding="utf-8", errors="replace")
    if tail and len(text) >= tail:  # the first line may be cut
        text = text.partition("\n")[2]
    part.unlink()
    known = frozenset(found.name for found in stored)
    for request in requests_in(text, file, place.asked.source_id, known):
        found = _one_request(request, file, place)
        if found:
            yield found


def _one_request(request: Request, file: SourceFile, place: _Place) -> Arrived | None:
    done = place.shelf.incoming / f"{request.name}.done"
    if done.is_file():
        record = describe(done, file.unit, request.name, request.address)
        return Arrived(record, done, place.origin, {})
    known = _stored(place.shelf, file.unit, request.name)
    try:
        record_or_none = _download_to(done, request, file, place, known=known)
    except HttpStatusError as error:
        if file.is_optional and error.values["status"] == NOT_FOUND:
            return None
        raise
    if known and (record_or_none is None or known.sha256 == record_or_none.sha256):
        done.unlink(missing_ok=True)
        return Arrived(known, None, place.origin, {})
    return Arrived(record_or_none, done, place.origin, {}) if record_or_none else None


def _download_to(
    done: Path, request: Request, file: SourceFile, place: _Place, *, known: StoredFile | None
) -> StoredFile | None:
    """The record of what arrived at `done`, or None where the server says that nothing is new."""
    part = done.with_suffix(".part")
    validators = Validators(known.etag, known.last_modified) if known else Validators()
    received = download(
        replace(_job(request.address, part, place, place.access), known=validators), place.wire
    )
    if received.is_unchanged:
        return None
    _compare_with_list(part, request)
    part.rename(done)
    part.with_name(part.name + ".json").unlink(missing_ok=True)
    found = {
        "etag": received.validators.etag,
        "last_modified": received.validators.last_modified,
        "media_type": received.media_type,
    }
    return describe(done, file.unit, done.stem, request.address).model_copy(update=found)


def _job(address: str, part: Path, place: _Place, access: Access) -> Job:
    asked = place.asked
    return Job(asked.source_id, address, part, access, Validators(), asked.exempt, place.headers)


def _compare_with_list(part: Path, request: Request) -> None:
    """Size and MD5 as the publisher's list states them; this finds broken files, not forged ones."""
    size = part.stat().st_size
    found = hashlib.md5(part.read_bytes(), usedforsecurity=False).hexdigest() if request.md5 else None
    if request.byte_count in {None, size} and request.md5 in {None, found}:
        return
    part.unlink()
    stated = request.md5 or f"{request.byte_count} bytes"
    raise ChecksumError(file=request.name, found=found or f"{size} bytes", stated=stated)


def _stored(shelf: Shelf, unit: str, name: str) -> StoredFile | None:
    active = shelf.active()
    files = active.files if active else ()
    return next((found for found in files if found.unit == unit and found.name == name), None)


# --- a mirror behind http -------------------------------------------------------------------------------


def from_http_mirror(asked: Asked, mirror: str) -> list[Arrived]:
    """Lists the source's folder in a mirror and asks for its files.

    Args:
        asked: The source.
        mirror: Address of the mirror, which the user named.

    Returns:
        What arrived or is unchanged.
    """
    base = f"{mirror.rstrip('/')}/{quote(asked.source_id)}"
    wire = _wire(asked)
    wire.pace = replace(MIRROR_PACE)
    place = _Place(replace(asked, exempt=asked.exempt | {host_key(base)}), wire, {}, "mirror")
    with wire.client:
        entries = _listing(base, place)
        return [
            _mirrored(f"{base}/{quote(entry.name)}", entry.name, file, place)
            for file in asked.declared.files
            for entry in choose(entries, file, asked.source_id)
        ]


def _mirrored(address: str, name: str, file: SourceFile, place: _Place) -> Arrived:
    there = file.model_copy(update={"is_optional": False})
    found = _one_request(Request(address, name), there, place)
    side = sidecar_of(_small(address + SIDECAR, place))
    if found is None:
        raise MissingFileError(source_id=place.shelf.source_id, place=address, pattern=name)
    stated = side.get("sha256")
    if stated and stated != found.record.sha256:
        if found.path:
            found.path.unlink()
        raise ChecksumError(file=name, found=found.record.sha256, stated=stated)
    return replace(found, side=side)


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
