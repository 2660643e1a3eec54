"""Answers with a strong ETag, kept in memory as finished bytes."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

MAX_BYTES = 64_000_000
COMPRESS_FROM = 1_000
TAG_LENGTH = 20


@dataclass(frozen=True)
class Body:
    """Finished bytes; `packed` is the same with gzip, empty where that does not pay."""

    plain: bytes
    packed: bytes
    media_type: str


class Answers:
    """Finished bodies by key, the longest unused ones dropped first.

    Args:
        build: Hash of the assets; another one gives other tags.
        limit: Most bytes kept.
    """

    def __init__(self, build: str, limit: int = MAX_BYTES) -> None:
        """See the class."""
        self.build = build
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[str, Body] = OrderedDict()
        self._lock = threading.Lock()

    def answer(
        self, request: Request, version: str, media_type: str, make: Callable[[], str | bytes]
    ) -> Response:
        """Answers a request from memory, or makes the body and keeps it.

        Args:
            request: The request, whose path and query name the body.
            version: Id of the version that is shown.
            media_type: Type of the body.
            make: Makes the body.

        Returns:
            The body, or 304 where the reader has it.
        """
        address = f"{request.url.path}?{'&'.join(sorted(request.url.query.split('&')))}"
        key = hashlib.sha256(f"{version} {self.build} {address}".encode()).hexdigest()[:TAG_LENGTH]
        packs = "gzip" in request.headers.get("accept-encoding", "")
        tag = f'"{key}{"-gz" if packs else ""}"'
        headers = {"ETag": tag, "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        body = self._get(key) or self._keep(key, _finish(make(), media_type))
        if packs and body.packed:
            return Response(
                body.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=media_type
            )
        return Response(body.plain, headers=headers, media_type=media_type)

    def _get(self, key: str) -> Body | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: str, body: Body) -> Body:
        with self._lock:
            self._kept[key] = body
            self.size += len(body.plain) + len(body.packed)
            while self.size > self.limit and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self.size -= len(dropped.plain) + len(dropped.packed)
        return body


def _finish(content: str | bytes, media_type: str) -> Body:
    plain = content.encode() if isinstance(content, str) else content
    is_text = media_type.startswith(("text/", "application/json", "image/svg"))
    packed = gzip.compress(plain, 6, mtime=0) if is_text and len(plain) >= COMPRESS_FROM else b""
    return Body(plain, packed, media_type)
