"""Running the app on this machine."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from contextlib import suppress

from dragoman.web.guarding import is_loopback
from dragoman.web.routing import application

_LIMIT = 64  # requests at once


def serve(
    path: str,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    reviewer: str = "",
    start: str = "",
    ready: Callable[[str], None] = lambda _address: None,
) -> None:
    """Show the project in a browser until it is interrupted.

    On any other host than this machine a token must be known, which is made where none is given; it is in
    the address that ``ready`` is called with. ``port`` 0 takes any free one. ``start`` is the page that
    the address leads to.

    Raises:
        StoreError: the project cannot be opened. OSError: the port is taken.
    """
    import uvicorn

    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(24)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host.strip("[]"), port))
        hosts = [host]
        with suppress(OSError):
            hosts += [socket.gethostname(), socket.getfqdn()] if not is_loopback(host) else []
        app = application(path, token=token, hosts=hosts, reviewer=reviewer)
        shown = f"[{host}]" if ":" in host else host
        if host in ("0.0.0.0", "::"):
            shown = socket.gethostname()
        address = f"http://{shown}:{listening.getsockname()[1]}/{start.lstrip('/')}"
        if token:
            address += f"?token={token}"
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, limit_concurrency=_LIMIT, server_header=False
        )
        listening.listen(128)
        ready(address)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
