"""Who may ask, and what a page may do: hosts, the token, forms of our own pages only, the security policy.

Article text comes from anywhere. Pages therefore run no script and take no style but our own files, send
nothing elsewhere and cannot be framed; what changes the project must come from a form of this server.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    # "no-referrer" would make the browser send "Origin: null" with our own forms.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
LOCAL = ("127.0.0.1", "localhost", "::1")
#: Largest form that is read, in bytes.
LARGEST = 64_000
_FORM = b"dragoman form"
_YEAR = 365 * 24 * 3600


def is_loopback(host: str) -> bool:
    """Whether only this machine can ask at that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Guard:
    """What is let in. ``token`` is None where this machine alone can ask.

    ``hosts`` are the names that the server goes by; a page that reaches it by another name (a rebound DNS
    name) is refused.
    """

    def __init__(self, *, token: str | None = None, hosts: Iterable[str] = ()) -> None:
        self.token = token
        self.hosts = frozenset({*LOCAL, *(host.strip("[]").lower() for host in hosts)})
        self._secret = secrets.token_bytes(32)

    def knows(self, host: str) -> bool:
        """Whether the Host header names this server."""
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        if name in self.hosts:
            return True
        # Only names can be rebound: where the token is asked for, any of the machine's numbers will do.
        return self.token is not None and name is not None and _is_number(name)

    def cookie(self, port: int | None) -> str:
        """The cookie's name: two servers on one machine share their cookies, and must not their tokens."""
        return f"dragoman-token-{port or 80}"

    def admits(self, asking: HTTPConnection) -> bool:
        """Whether the token is there, in the address, the cookie or the header."""
        if self.token is None:
            return True
        bearer = asking.headers.get("authorization", "").removeprefix("Bearer ")
        given = (asking.query_params.get("token"), asking.cookies.get(self.cookie(asking.url.port)), bearer)
        return any(one and hmac.compare_digest(one.encode(), self.token.encode()) for one in given)

    @property
    def form_token(self) -> str:
        """What our own forms carry. Another site can send a form here, but cannot read this."""
        return hmac.new(self._secret, _FORM, hashlib.sha256).hexdigest()

    def wrong_form(self, request: Request, given: str) -> str:
        """What is wrong with a form that was sent, "" if nothing."""
        origin = request.headers.get("origin")
        site = request.headers.get("sec-fetch-site")
        host = request.headers.get("host", "")
        if origin is not None and (urlsplit(origin).netloc != host or not self.knows(host)):
            return "The form came from another site."
        if site not in (None, "same-origin", "none"):
            return "The form came from another site."
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self.form_token.encode()):
            return "The page is older than the server: go back, load it again, and send the form once more."
        return ""


class Guarded:
    """ASGI middleware: refuses unknown hosts and missing tokens, and sends the security headers with all."""

    def __init__(self, app: ASGIApp, *, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        asking = Request(scope)
        extra = list(HEADERS)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *extra]
            await send(message)

        if not self._guard.knows(asking.headers.get("host", "")):
            await _refuse(answer, 421, "This server does not go by that name.")
        elif not self._guard.admits(asking):
            await _refuse(answer, 401, "Open the address that dragoman serve printed: it has a token.")
        elif int(asking.headers.get("content-length") or 0) > LARGEST:
            await _refuse(answer, 413, "That form is too large.")
        else:
            if self._guard.token and asking.query_params.get("token"):
                name = self._guard.cookie(asking.url.port)
                cookie = f"{name}={self._guard.token}; HttpOnly; SameSite=Strict; Path=/; Max-Age={_YEAR}"
                extra.append((b"set-cookie", cookie.encode()))
            await self._app(scope, receive, answer)


async def _refuse(send: Send, status: int, words: str) -> None:
    body = f"{words}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
