"""The door of the room where codings are shown: in a terminal (`table`) and in a browser (`html`)."""

from __future__ import annotations

__all__ = ["evidence", "html", "table", "terminal", "wording"]
