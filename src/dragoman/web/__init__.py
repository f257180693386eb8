"""The door of the room that shows a project in a browser.

`application` is the app for any ASGI server, `serve` runs it on this machine. Needs the extra ``web``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.web.routing import application
    from dragoman.web.serving import serve

__all__ = ["application", "serve"]
_HOMES = {"application": "dragoman.web.routing", "serve": "dragoman.web.serving"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
