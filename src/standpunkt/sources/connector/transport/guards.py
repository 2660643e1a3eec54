"""What may be asked and what may be kept: public addresses, files instead of pages."""

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from standpunkt.vocabulary.errors.sources import (
    HtmlInsteadError,
    PrivateAddressError,
)

MEGABYTE = 1_000_000
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
