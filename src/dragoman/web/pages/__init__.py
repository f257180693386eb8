"""The pages, one module a page or two; each lists its addresses as ``VIEWS``."""

from __future__ import annotations

from dragoman.web.pages import (
    actor,
    article,
    dyad,
    happened,
    map,
    network,
    overview,
    positions,
    reviewing,
    searching,
    tables,
)
from dragoman.web.site import View

VIEWS: tuple[View, ...] = (
    *overview.VIEWS,
    *article.VIEWS,
    *tables.VIEWS,
    *searching.VIEWS,
    *happened.VIEWS,
    *actor.VIEWS,
    *dyad.VIEWS,
    *positions.VIEWS,
    *map.VIEWS,
    *network.VIEWS,
    *reviewing.VIEWS,
)
