"""What every answer carries and which requests are heard: host list, content policy, request id."""

import secrets
from collections.abc import Callable, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Refusal = Callable[[Request, str], ASGIApp]
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""For pictures opened by themselves: an SVG file carries its own style and nothing else."""
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
REQUEST_ID_BYTES = 6


class Guard:
    """Middleware that gives each request an id and each answer its headers.

    Args:
        app: What answers.
        refuse: Makes the answer to a request under a foreign host name.
        hosts: Host names that are answered, without port; `*` answers all.
    """

    def __init__(self, app: ASGIApp, refuse: Refusal, hosts: Iterable[str] = LOCAL_HOSTS) -> None:
        """See the class."""
        self.app = app
        self.refuse = refuse
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(REQUEST_ID_BYTES)
        scope.setdefault("state", {})["request_id"] = request_id
        foreign = self._foreign_host(Headers(scope=scope).get("host", ""))
        answer = self.refuse(Request(scope, receive), foreign) if foreign else self.app

        is_head = scope["method"] == "HEAD"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message), request_id, str(scope["path"]))
            await send({**message, "body": b""} if is_head and "body" in message else message)

        await answer({**scope, "method": "GET"} if is_head else scope, receive, send_with_headers)

    def _foreign_host(self, host: str) -> str:
        """The host name if it is none of ours, else empty."""
        name = host.rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdigit() else host
        return "" if "*" in self.hosts or name.lower() in self.hosts else (name or "?")


def _complete(headers: MutableHeaders, request_id: str, path: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers["X-Request-Id"] = request_id
    headers.setdefault("Cache-Control", FOREVER if path.startswith("/static/") else ASK_AGAIN)
