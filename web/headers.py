"""The headers every reply carries, which requests are clear enough, and who else's page may use the chat."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.doors import Doors

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
A_YEAR = 31_536_000
FRESH_FOR_A_DAY = "public, max-age=86400"  # what lies in static/ is asked for with its version in the address
FOR_EVERYBODY = "public, no-cache"  # may be kept, and is asked about each time (If-None-Match)


def put_on(headers: MutableHeaders, path: str, *, https: bool) -> None:
    """Puts on what every reply carries."""
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
    headers["Cache-Control"] = FRESH_FOR_A_DAY if path.startswith("/static/") else "no-store"
    if path == "/hsds" or path.startswith("/hsds/"):  # public data: the pages of others may read it too; cookies never count here
        headers["Cache-Control"] = FOR_EVERYBODY
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        headers["Access-Control-Allow-Origin"] = "*"
    if https:
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"


class Safe:
    """Every reply is safe by default."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app = app
        self._https = doors.public_url.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                put_on(MutableHeaders(scope=message), scope["path"], https=self._https)
            await send(message)

        await self._app(scope, receive, send_safe)


class OneEnd:
    """Refuses a request whose end can be read in two ways, and whatever follows it on this connection (RFC 9112, 6.1)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        names = {name for name, _ in scope.get("headers", ())}
        app: ASGIApp = self._app
        if names >= {b"transfer-encoding", b"content-length"}:
            app = PlainTextResponse("no", 400, {"Connection": "close"})
        await app(scope, receive, send)


class OtherPages:
    """Lets the pages of the municipalities that are named in the settings use the chat API. Cookies never travel there."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app = app
        self._origins = frozenset(origin.rstrip("/") for origin in doors.chat_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/chat/api/") or not self._origins:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        origin = asked.get("origin", "")
        allowed = origin in self._origins
        if allowed and scope["method"] == "OPTIONS" and "access-control-request-method" in asked:
            await send({"type": "http.response.start", "status": 204, "headers": _preflight(origin)})
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Origin")
                if allowed:
                    headers["Access-Control-Allow-Origin"] = origin
                    headers["Access-Control-Expose-Headers"] = "Retry-After"
            await send(message)

        await self._app(scope, receive, send_shared)


def _preflight(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", b"authorization, content-type, accept-language, last-event-id"),
        (b"access-control-max-age", b"600"),
        (b"vary", b"Origin"),
    ]
