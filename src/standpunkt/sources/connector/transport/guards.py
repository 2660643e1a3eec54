"""What may be asked and what may be kept: addresses, pages instead of files, cut and exploding archives."""

import gzip
import io
import ipaddress
import socket
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from standpunkt.vocabulary.errors.sources import (
    ArchivePathError,
    BombError,
    CutFileError,
    HtmlInsteadError,
    PrivateAddressError,
)

MEGABYTE = 1_000_000
CHUNK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
Resolve = Callable[[str], list[str]]


def addresses_of(host: str) -> list[str]:
    """The numeric addresses of a host, empty where it cannot be resolved."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None)]
    except OSError:
        return []


def refuse_private(address: str, exempt: frozenset[str], resolve: Resolve = addresses_of) -> None:
    """Refuses other schemes and hosts inside private networks.

    Args:
        address: Where a request would go.
        exempt: `host:port` of mirrors that the user configured.
        resolve: Gives the numeric addresses of a host.

    Raises:
        PrivateAddressError: For anything but a public address over http or https.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise PrivateAddressError(address=address, reason=f"its scheme is '{parts.scheme}'")
    if host_key(address) in exempt:
        return
    if parts.username or parts.password:
        raise PrivateAddressError(address=parts.hostname, reason="it carries a user name")
    for number in resolve(parts.hostname):
        if not ipaddress.ip_address(number.split("%")[0]).is_global:
            raise PrivateAddressError(address=address, reason=f"{number} is not a public address")


def host_key(address: str) -> str:
    """`host:port` of an address."""
    parts = urlsplit(address)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def refuse_page(content_start: bytes, address: str, source_id: str) -> None:
    """Refuses an HTML page or nothing at all where a file is expected.

    Args:
        content_start: The first bytes.
        address: Where they come from.
        source_id: The source.

    Raises:
        HtmlInsteadError: If the bytes begin like a page or are empty.
    """
    start = content_start[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start or start.startswith(HTML_STARTS):
        shown = content_start[:40].decode("utf-8", "replace").strip()
        raise HtmlInsteadError(address=address, start=shown, source_id=source_id)


def unpack(content: bytes, file: str, max_mb: int, max_ratio: int) -> bytes:
    """The bytes inside a gzip or a zip of one file; other bytes as they are.

    Args:
        content: The bytes.
        file: Their name, for messages.
        max_mb: Limit of the unpacked size.
        max_ratio: Limit of unpacked by packed size, checked above one megabyte.

    Returns:
        Unpacked bytes.
    """
    limit = min(max_mb * MEGABYTE, max(max_ratio * len(content), MEGABYTE))
    if content.startswith(GZIP_MAGIC):
        return _gunzip(content, file, limit, max_ratio)
    if content.startswith(ZIP_MAGIC):
        return _unzip(content, file, limit, max_ratio)
    return content


def _gunzip(content: bytes, file: str, limit: int, ratio: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise BombError(file=file, limit=limit // MEGABYTE, ratio=ratio)
                chunks.append(chunk)
    except (EOFError, OSError, zlib.error) as error:
        raise CutFileError(file=file, problem=str(error)) from error
    return b"".join(chunks)


def _unzip(content: bytes, file: str, limit: int, ratio: int) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [found for found in archive.infolist() if not found.is_dir()]
            for member in members:
                _refuse_path(member.filename, file)
            if len(members) != 1:
                raise CutFileError(file=file, problem=f"it holds {len(members)} files, one is expected")
            with archive.open(members[0]) as stream:
                unpacked = stream.read(limit + 1)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise CutFileError(file=file, problem=str(error)) from error
    if len(unpacked) > limit:
        raise BombError(file=file, limit=limit // MEGABYTE, ratio=ratio)
    return unpacked


def _refuse_path(name: str, file: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name:
        raise ArchivePathError(file=file, value=name)
