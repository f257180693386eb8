"""Dragoman reads news articles and writes down who did what to whom, and who said what about whom.

>>> import dragoman
>>> coding = dragoman.Coder().code("France recalled its ambassador to Ankara.", published="2020-10-25")
>>> coding.events[0].type
'SANCTION'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.coding import Coder
    from dragoman.records import Article, Coding
    from dragoman.store import open_project as open

__version__ = "0.1.0"
__all__ = ["Article", "Coder", "Coding", "__version__", "open"]

# Read when first asked for, so that ``dragoman --help`` does not pay for the model's libraries.
_HOMES = {"Article": "dragoman.records", "Coding": "dragoman.records", "Coder": "dragoman.coding"}
_HOMES["open"] = "dragoman.store"


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), "open_project" if name == "open" else name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
