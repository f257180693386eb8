"""Events and statements as lists with facets."""

from __future__ import annotations

from typing import Any

from dragoman.store import Table
from dragoman.web import questions
from dragoman.web.copying import copies
from dragoman.web.site import Asked, Page, View

SIZE = 40  # rows of a page
_FACETS = (("quad", "e.quad"), ("type", "e.type"), ("status", "e.status"), ("source", "a.source"))
_SHOWN = 12  # values of a facet


def events(asked: Asked) -> Page:
    """The events of the filter, the latest published first."""
    made = asked.conditions()
    number = asked.number("page", most=2500)
    total = asked.kept_count("events", made)
    rows = questions.page_of(
        asked.project, "events", made, page=number, size=SIZE, order="e.event DESC"
    )
    values: dict[str, Any] = {
        "rows": rows,
        "total": total,
        "page": number,
        "more": number * SIZE < total,
        "facets": asked.kept("facets", lambda: facets(asked, made)),
        "copies": copies(asked, found=f"{total:,} events"),
    }
    return Page("events.html", values)


def facets(asked: Asked, made: questions.Conditions) -> list[tuple[str, list[tuple[str, int]]]]:
    """How many of the events have each value of what one may ask for next."""
    out = []
    for name, column in _FACETS:
        source = questions.from_events(made, article=column.startswith("a."))
        found = questions.rows(
            asked.project,
            f"SELECT {column}, count(*) {source} AND {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 "
            "LIMIT ?",
            [*made.values, _SHOWN],
        )
        out.append((name, [(str(value), int(count)) for value, count in found]))
    return out


def statements(asked: Asked) -> Page:
    """The statements of the filter."""
    made = asked.said()
    number = asked.number("page", most=2500)
    total = asked.kept_count("statements", made)
    rows = questions.page_of(
        asked.project, "statements", made, page=number, size=SIZE, order="e.statement DESC"
    )
    values = {
        "rows": rows,
        "total": total,
        "page": number,
        "more": number * SIZE < total,
        "ignored": asked.filter.ignored(),
        "copies": copies(asked, found=f"{total:,} statements", method="statements"),
    }
    return Page("statements.html", values)


def all_events(asked: Asked) -> Table:
    """Every event of the filter."""
    return asked.project.events(**asked.filter.events())


def all_statements(asked: Asked) -> Table:
    """Every statement of the filter."""
    return asked.project.statements(**asked.filter.statements())


VIEWS = (View("/events", events, all_events), View("/statements", statements, all_statements))
