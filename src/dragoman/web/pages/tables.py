"""Events and statements as lists with facets."""

from __future__ import annotations

from typing import Any

from dragoman.store import Table
from dragoman.web import questions
from dragoman.web.copying import copies
from dragoman.web.pages import facets
from dragoman.web.site import Asked, Page, View

SIZE = 40  # rows of a page


def events(asked: Asked) -> Page:
    """The events of the filter, the latest stored first."""
    made = asked.chosen()
    number = asked.number("page", most=2500)
    total = asked.kept_count("events", made)
    rows = questions.page_of(asked.project, "events", made, page=number, size=SIZE, order="e.event DESC")
    values: dict[str, Any] = {
        "rows": rows,
        "total": total,
        "page": number,
        "more": number * SIZE < total,
        "facets": asked.kept_facets(lambda: facets.of_events(asked, _needed(asked, made, total))),
        "copies": copies(asked, found=f"{total:,} events"),
    }
    return Page("events.html", values)


def _needed(asked: Asked, made: questions.Conditions, total: int) -> questions.Conditions:
    """The conditions, none where every event there is meets them."""
    none = questions.Conditions(asked.project.connection)
    everything = asked.site.kept(
        ("count", "events", ()),
        asked.project,
        lambda: questions.count(asked.project, questions.from_events(none), ()),
    )
    return none if total == everything else made


def statements(asked: Asked) -> Page:
    """The statements of the filter."""
    made = asked.chosen_said()
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
        "facets": asked.kept_facets(lambda: facets.of_statements(asked, made)),
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
