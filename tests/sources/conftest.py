"""A real web server on this machine that can be told to misbehave."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

CHUNK = 1 << 14


@dataclass
class Answer:
    """What the server does with one request; by default it serves the whole body with an ETag."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    stall_after: int | None = None
    stall_seconds: float = 1.5


@dataclass
class Site:
    """Files of the server, planned misbehaviour per path, and the requests it got."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    plans: dict[str, list[Answer]] = field(default_factory=dict)
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    chunk_pause: float = 0.0

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://")

    def requests(self, path: str) -> list[dict[str, str]]:
        return [headers for found, headers in self.seen if found == path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, *_args: object):
        """Keeps quiet."""

    def do_GET(self):
        site, headers = self.site, {key.lower(): value for key, value in self.headers.items()}
        site.seen.append((self.path, headers))
        planned = site.plans.get(self.path, [])
        if planned:
            self._send(planned.pop(0))
        elif self.path in site.files:
            self._serve(site.files[self.path], headers)
        else:
            self._send(Answer(404, b"nothing here"))

    def _serve(self, body, headers):
        etag = f'"{hash(body) & 0xFFFFFF:x}"'
        if headers.get("if-none-match") == etag:
            self._send(Answer(304, b"", {"ETag": etag}))
            return
        span = headers.get("range", "")
        if span.startswith("bytes=-"):
            end = body[-int(span.removeprefix("bytes=-")) :]
            found = {"Content-Range": f"bytes {len(body) - len(end)}-{len(body) - 1}/{len(body)}"}
            self._send(Answer(206, end, found))
            return
        if span.startswith("bytes=") and headers.get("if-range") == etag:
            start = int(span.removeprefix("bytes=").rstrip("-"))
            found = {"ETag": etag, "Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
            self._send(Answer(206, body[start:], found))
            return
        self._send(Answer(200, body, {"ETag": etag}))

    def _send(self, answer):
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        body = answer.body
        if answer.stall_after is not None:
            self.wfile.write(body[: answer.stall_after])
            self.wfile.flush()
            threading.Event().wait(answer.stall_seconds)
            self.close_connection = True
            return
        if answer.cut_after is not None:
            self.wfile.write(body[: answer.cut_after])
            self.wfile.flush()
            self.close_connection = True
            return
        for start in range(0, len(body), CHUNK):
            self.wfile.write(body[start : start + CHUNK])
            if self.site.chunk_pause:
                self.wfile.flush()
                threading.Event().wait(self.site.chunk_pause)


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, _request, _client):
        """A client that hangs up is part of the tests."""


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    handler = type("Handler", (_Handler,), {"site": found})
    server = _QuietServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
