"""What every request passes: is its site allowed, does its body come in time, which headers guard its response.

The middlewares are plain ASGI, so that streamed answers pass through them piece by piece.
"""

from __future__ import annotations

import asyncio
import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bots.settings import BotSettings
from bots.web.errors import (
    AdminClosedError,
    BodyTooLargeError,
    OriginError,
    TokenError,
    TooSlowError,
    WebError,
)
from bots.web.problems import problem_response, wants_english

OPEN_PATHS = frozenset({"/widget.js", "/api/widget"})
"""What pages of any site may load: the widget and the reason why it may not go on."""

ADMIN = "/api/admin/"
"""Where the administrator's token is asked for, and large bodies are taken, and so for longer."""

_FORM_BYTES = 8192
"""What a form may have around the file it uploads."""


class OriginGuard:
    """Refuses requests from pages of sites that are not on the list, and says why."""

    def __init__(self, app: ASGIApp, settings: BotSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that its site is not allowed."""
        if scope["type"] == "http" and scope["path"] not in OPEN_PATHS:
            headers = Headers(scope=scope)
            origin = headers.get("origin", "")
            if origin and not is_allowed(origin, scope, self._settings):
                await _refuse(OriginError(origin[:200]), scope, receive, send)
                return
        await self._app(scope, receive, send)


class AdminGate:
    """Turns away whoever lacks the administrator's token before a byte of what they send is read."""

    def __init__(self, app: ASGIApp, settings: BotSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where it needs no token or has the right one."""
        if scope["type"] == "http" and scope["path"].startswith(ADMIN):
            scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
            try:
                if not is_token(self._settings, token.encode("latin-1")) or scheme.lower() != "bearer":
                    raise TokenError()
            except WebError as error:
                await _refuse(error, scope, receive, send)
                return
        await self._app(scope, receive, send)


class BodyLimits:
    """Answers 413 to a client that sends too much and 408 to one that takes too long, and lets it go.

    The framework would tell what its receiver raises in words of its own, so the refusal takes the response's place.
    """

    def __init__(self, app: ASGIApp, settings: BotSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a receiver that counts bytes and seconds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        upload = scope["path"].startswith(ADMIN)
        body = _Body(
            receive,
            self._settings.upload_bytes + _FORM_BYTES if upload else self._settings.body_bytes,
            self._settings.upload_seconds if upload else self._settings.request_seconds,
        )
        started = False

        async def send_unless_refused(message: Message) -> None:
            nonlocal started
            if body.fault is None or started:
                started = True
                await send(message)

        try:
            if Headers(scope=scope).get("content-length", "0").isdecimal():
                body.check_size(int(Headers(scope=scope).get("content-length", "0")))
            await self._app(scope, body.receive, send_unless_refused)
        except Exception:
            if body.fault is None or started:
                raise
        if body.fault is not None and not started:
            await _refuse(body.fault, scope, receive, send)


class _Body:
    """The body of one request as it comes in."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive = receive
        self._most = most
        self._seconds = seconds
        self._ends_at = asyncio.get_running_loop().time() + seconds
        self._size = 0
        self._complete = False
        self.fault: WebError | None = None

    def check_size(self, size: int) -> None:
        """Raises BodyTooLargeError."""
        if size > self._most:
            self.fault = BodyTooLargeError()
            raise self.fault

    async def receive(self) -> Message:
        """The next part. Raises BodyTooLargeError or TooSlowError, which is kept in `fault`."""
        if self._complete:
            return await self._receive()
        try:
            left = self._ends_at - asyncio.get_running_loop().time()
            message = await asyncio.wait_for(self._receive(), max(0.0, left))
        except TimeoutError:
            self.fault = TooSlowError(self._seconds)
            raise self.fault from None
        self._complete = message["type"] == "http.disconnect" or not message.get("more_body", False)
        self._size += len(message.get("body", b""))
        self.check_size(self._size)
        return message


class SecurityHeaders:
    """Headers that tell browsers what the response may do, which is little."""

    def __init__(self, app: ASGIApp, settings: BotSettings) -> None:
        self._app = app
        frames = " ".join(("'self'", *settings.allowed_origins))
        own = "'self'"
        self._headers = {
            "content-security-policy": (
                f"default-src 'none'; script-src {own}; style-src {own}; img-src {own} data:; connect-src {own};"
                f" form-action {own}; base-uri 'none'; frame-ancestors {frames}"
            ),
            "x-content-type-options": "nosniff",
            "referrer-policy": "strict-origin-when-cross-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
        }
        if not settings.allowed_origins:
            self._headers["x-frame-options"] = "SAMEORIGIN"
        if urlsplit(settings.public_url).scheme == "https":
            self._headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers that its route did not set itself."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if scope["path"] in OPEN_PATHS:
                    headers["cross-origin-resource-policy"] = "cross-origin"
                    headers["access-control-allow-origin"] = "*"
            await send(message)

        await self._app(scope, receive, send_guarded if scope["type"] == "http" else send)


def is_allowed(origin: str, scope: Scope, settings: BotSettings) -> bool:
    """Whether pages of an origin may call: those on the list, and this server's own."""
    own = f"{scope['scheme']}://{Headers(scope=scope).get('host', '')}"
    return origin.lower() in {*settings.allowed_origins, origin_of(settings.public_url), own.lower()} - {""}


def origin_of(address: str) -> str:
    """The origin of an address: "https://syt.example.vn/hoi-dap" -> "https://syt.example.vn"; "" for none."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme and parts.netloc else ""


def is_token(settings: BotSettings, given: bytes) -> bool:
    """Whether this is the administrator's token, in a time that does not tell how much of it is right.

    Raises AdminClosedError where no token is set.
    """
    if settings.admin_token is None:
        raise AdminClosedError()
    return hmac.compare_digest(given, settings.admin_token.get_secret_value().encode())


async def _refuse(error: WebError, scope: Scope, receive: Receive, send: Send) -> None:
    response = problem_response(error, wants_english(Request(scope)))
    await response(scope, receive, send)
