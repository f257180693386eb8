"""The pages, one module a page or two; each lists its addresses as ``VIEWS``."""

from __future__ import annotations

from dragoman.web.pages import actor, article, overview, searching, tables
from dragoman.web.site import View

VIEWS: tuple[View, ...] = (
    *overview.VIEWS,
    *article.VIEWS,
    *tables.VIEWS,
    *searching.VIEWS,
    *actor.VIEWS,
)
