"""One address to one file: conditional, resumed after a break, patient with a busy server.

The body goes to `<name>.part`; beside it `<name>.part.json` keeps what a resume needs: the address and the
validator (strong ETag or date) that `If-Range` sends. Without a validator a broken body starts again.
"""

import base64
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx2

from standpunkt.sources.connector.declaration import Access
from standpunkt.sources.connector.files import sha256_of
from standpunkt.sources.connector.transport.guards import MEGABYTE, host_key, refuse_page, refuse_private
from standpunkt.sources.connector.transport.pace import RETRIED, Pace, Quota, pause_before
from standpunkt.tables.placing import write_bytes
from standpunkt.vocabulary.clock import now
from standpunkt.vocabulary.errors.sources import (
    ChecksumError,
    HttpBrokenError,
    HttpStatusError,
    PrivateAddressError,
    TooLargeError,
)

MOST_REDIRECTS = 5
HTTP_OK, HTTP_PARTIAL, HTTP_NOT_MODIFIED, HTTP_RANGE_UNFIT = 200, 206, 304, 416
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Validators:
    """What a server gave to ask later whether something changed."""

    etag: str | None = None
    last_modified: str | None = None

    def conditional(self) -> dict[str, str]:
        """Headers that ask for the body only if it changed."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value}

    @property
    def for_range(self) -> str | None:
        """What `If-Range` may send: a strong ETag, else the date."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified


@dataclass(frozen=True)
class Job:
    """What is to be brought, where to, and what is known of it."""

    source_id: str
    address: str
    part: Path
    access: Access
    known: Validators = Validators()
    exempt: frozenset[str] = frozenset()
    headers: dict[str, str] = field(default_factory=dict)
    tail_bytes: int | None = None
    """Only the end of a file that grows; a server that cannot do that sends the whole."""


@dataclass(frozen=True)
class Received:
    """The end of a download; `is_unchanged`: the server says that nothing is new."""

    is_unchanged: bool
    validators: Validators
    media_type: str
    final_address: str


@dataclass
class Wire:
    """The connection, its pace and its journal, shared by the files of one source."""

    client: httpx2.Client
    pace: Pace
    quota: Quota
    journal: Path
    sleep: Callable[[float], None] = time.sleep
    progress: Callable[[int, int], None] = lambda _done, _total: None

    def note(self, address: str, attempt: int, started: float, **found: object) -> None:
        """Adds a line to `contacts.ndjson`, secrets struck out."""
        line = {
            "time": now().isoformat(timespec="seconds"),
            "address": without_secrets(address),
            "attempt": attempt,
            "seconds": round(time.monotonic() - started, 3),
            **found,
        }
        self.journal.parent.mkdir(parents=True, exist_ok=True)
        with self.journal.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


class _TryAgainError(Exception):
    """The attempt failed in a way that may pass."""

    def __init__(self, problem: str, status: int | None = None, retry_after: str | None = None) -> None:
        super().__init__(problem)
        self.status, self.retry_after = status, retry_after


def without_secrets(address: str) -> str:
    """An address without its query values and user names."""
    parts = urlsplit(address)
    query = "&".join(f"{pair.partition('=')[0]}=*" for pair in parts.query.split("&") if pair)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def open_client(access: Access) -> httpx2.Client:
    """A client that follows no redirect by itself and asks for bytes as they are.

    Args:
        access: The declared access.

    Returns:
        The client.
    """
    headers = {
        "User-Agent": "standpunkt (research; conditional requests)",
        "Accept-Encoding": "identity",
        **access.headers,
    }
    return httpx2.Client(headers=headers, timeout=access.timeout_seconds, follow_redirects=False)


def download(job: Job, wire: Wire) -> Received:
    """Brings one file, or learns that it is unchanged.

    Args:
        job: What and where to.
        wire: The connection.

    Returns:
        Validators and media type; the bytes lie in `job.part`, complete and forced to disk.

    Raises:
        HttpStatusError: If the server refuses for good.
        HttpBrokenError: If every attempt breaks off.
    """
    job.part.parent.mkdir(parents=True, exist_ok=True)
    last: _TryAgainError | None = None
    for attempt in range(1, job.access.tries + 1):
        wire.quota.take(now())
        wire.pace.wait()
        try:
            return _attempt(job, wire, attempt)
        except _TryAgainError as problem:
            last = problem
            if attempt < job.access.tries:
                wire.sleep(pause_before(attempt, problem.retry_after))
    shown = without_secrets(job.address)
    if last is not None and last.status is not None:
        raise HttpStatusError(address=shown, status=last.status, tries=job.access.tries) from last
    raise HttpBrokenError(address=shown, problem=str(last), tries=job.access.tries) from last


def _attempt(job: Job, wire: Wire, attempt: int) -> Received:
    started = time.monotonic()
    headers = {**job.headers, **_range_headers(job)}
    try:
        with _response(job, wire, headers) as response:
            found = _take(job, wire, response)
            wire.note(job.address, attempt, started, status=response.status_code, bytes=_size(job.part))
            return found
    except _TryAgainError as problem:
        wire.note(job.address, attempt, started, status=problem.status, error=str(problem))
        raise
    except (httpx2.TransportError, httpx2.DecodingError) as error:
        problem_text = f"{type(error).__name__} {error}".strip()
        wire.note(job.address, attempt, started, status=None, error=problem_text, bytes=_size(job.part))
        raise _TryAgainError(problem_text) from error


@contextmanager
def _response(job: Job, wire: Wire, headers: dict[str, str]) -> Iterator[httpx2.Response]:
    address = job.address
    for _step in range(MOST_REDIRECTS + 1):
        refuse_private(address, job.exempt)
        if host_key(address) != host_key(job.address):  # a key is for the host it was given by
            headers = {name: value for name, value in headers.items() if name not in job.headers}
        with wire.client.stream("GET", address, headers=headers) as response:
            _refuse_private_peer(response, address, job.exempt)
            target = response.headers.get("location")
            if response.status_code not in REDIRECTS or not target:
                yield response
                return
        address = urljoin(address, target)
    raise PrivateAddressError(address=job.address, reason=f"more than {MOST_REDIRECTS} redirects")


def _refuse_private_peer(response: httpx2.Response, address: str, exempt: frozenset[str]) -> None:
    """A name may resolve differently the second time: look at who really answered, unless a proxy did."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer and not _has_proxy():
        refuse_private(address, exempt, lambda _host: [str(peer[0])])


def _has_proxy() -> bool:
    names = ("http_proxy", "https_proxy", "all_proxy")
    return any(os.environ.get(name) or os.environ.get(name.upper()) for name in names)


def _take(job: Job, wire: Wire, response: httpx2.Response) -> Received:
    status = response.status_code
    validators = Validators(response.headers.get("etag"), response.headers.get("last-modified"))
    media_type = response.headers.get("content-type", "")
    if status == HTTP_NOT_MODIFIED:
        return Received(True, validators, media_type, str(response.url))  # noqa: FBT003 (a record)
    if status == HTTP_RANGE_UNFIT:
        _forget(job.part)
        problem = "the stored part no longer fits"
        raise _TryAgainError(problem)
    if status in RETRIED:
        problem = f"status {status}"
        raise _TryAgainError(problem, status, response.headers.get("retry-after"))
    if status not in {HTTP_OK, HTTP_PARTIAL}:
        raise HttpStatusError(address=without_secrets(job.address), status=status, tries=1)
    _write_body(job, wire, response, validators)
    _verify_digest(job.part, response)
    with job.part.open("rb") as stream:
        start = stream.read(512)
    try:
        refuse_page(start, without_secrets(job.address), job.source_id)
    except Exception:
        _forget(job.part)
        raise
    return Received(False, validators, media_type, str(response.url))  # noqa: FBT003 (a record)


def _write_body(job: Job, wire: Wire, response: httpx2.Response, validators: Validators) -> None:
    offset = 0 if job.tail_bytes else _start_offset(job.part, response)
    is_encoded = response.headers.get("content-encoding", "identity") != "identity"
    length = response.headers.get("content-length")
    total = offset + int(length) if length and length.isdigit() and not is_encoded else 0
    limit = job.access.max_mb * MEGABYTE
    shown = without_secrets(job.address)
    if total > limit:
        raise TooLargeError(address=shown, max_mb=job.access.max_mb)
    if not offset:
        job.part.unlink(missing_ok=True)  # first: else a kill would leave old bytes beside a new validator
        _remember(job, Validators() if is_encoded else validators)
    done = offset
    with job.part.open("ab" if offset else "wb") as stream:
        for chunk in response.iter_bytes() if is_encoded else response.iter_raw():
            done += len(chunk)
            if done > limit:
                stream.close()
                _forget(job.part)
                raise TooLargeError(address=shown, max_mb=job.access.max_mb)
            stream.write(chunk)
            wire.progress(done, total)
        stream.flush()
        os.fsync(stream.fileno())
    if total and done != total:
        problem = f"{done} of {total} bytes arrived"
        raise _TryAgainError(problem)


def _start_offset(part: Path, response: httpx2.Response) -> int:
    """Where the body goes on; a range other than the one asked for starts the file again."""
    if response.status_code != HTTP_PARTIAL:
        return 0
    size = _size(part)
    stated = response.headers.get("content-range", "").removeprefix("bytes ").partition("-")[0]
    if stated.isdigit() and int(stated) == size:
        return size
    _forget(part)
    problem = f"the server sent a range from {stated or 'nowhere'} instead of {size}"
    raise _TryAgainError(problem)


def _verify_digest(part: Path, response: httpx2.Response) -> None:
    stated = response.headers.get("repr-digest", "")
    if not stated.startswith("sha-256=:"):
        return
    wanted = base64.b64decode(stated.removeprefix("sha-256=:").rstrip(":")).hex()
    found = sha256_of(part)
    if found != wanted:
        _forget(part)
        raise ChecksumError(file=part.stem, found=found, stated=wanted)


def _range_headers(job: Job) -> dict[str, str]:
    if job.tail_bytes:
        _forget(job.part)
        return {"Range": f"bytes=-{job.tail_bytes}"}
    return _resume_headers(job)


def _resume_headers(job: Job) -> dict[str, str]:
    note = _note_of(job.part)
    if not job.part.is_file() or not note.is_file():
        _forget(job.part)
        return job.known.conditional()
    stored = json.loads(note.read_text(encoding="utf-8"))
    if stored["address_key"] != _key(job.address) or not stored["validator"]:
        _forget(job.part)
        return job.known.conditional()
    if not _size(job.part):
        return job.known.conditional()
    return {"Range": f"bytes={_size(job.part)}-", "If-Range": stored["validator"]}


def _remember(job: Job, validators: Validators) -> None:
    stored = {"address_key": _key(job.address), "validator": validators.for_range}
    write_bytes(_note_of(job.part), json.dumps(stored).encode())


def _key(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _note_of(part).unlink(missing_ok=True)


def _note_of(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _size(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0
