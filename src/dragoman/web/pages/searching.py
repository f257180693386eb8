"""Search over text, actors and quotations."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from dragoman.store import StoreError, Table
from dragoman.web import questions
from dragoman.web.site import Asked, Page, View

_SHOWN = 20
_MARKED = re.compile(r"\[([^\[\]]*)\]")


def page(asked: Asked) -> Page:
    """What was found in articles, in names, and in statements."""
    words = asked.filter.extra.get("q", "")
    values: dict[str, Any] = {"q": words, "articles": [], "actors": [], "said": [], "wrong": ""}
    if words:
        try:
            found = list(islice(asked.project.search(words, limit=_SHOWN), _SHOWN))
            made = questions.statement_conditions(asked.project, {"text": words})
            values["said"] = questions.page_of(
                asked.project, "statements", made, page=1, size=10, order="e.statement"
            )
        except StoreError as error:
            found, values["wrong"] = [], str(error)
        for row in found:
            number = questions.rows(
                asked.project,
                "SELECT article FROM articles WHERE given_id = ? AND title = ? ORDER BY article LIMIT 1",
                [row["article"], row["title"]],
            )
            row["number"] = number[0][0] if number else None
            row["pieces"] = [
                (piece, place % 2 == 1) for place, piece in enumerate(_MARKED.split(row["words"] or ""))
            ]
        values["articles"] = found
        values["actors"] = named(asked, words)
    return Page("search.html", values)


def named(asked: Asked, words: str) -> list[dict[str, Any]]:
    """Actors in whose names the words stand."""
    pattern = "%" + re.sub(r"([%_\\])", r"\\\1", words.casefold()) + "%"
    found = questions.rows(
        asked.project,
        "SELECT id, max(name), max(kind), max(country) FROM actors WHERE article IS NULL AND "
        "lower(name) LIKE ? ESCAPE '\\' GROUP BY id ORDER BY id LIMIT ?",
        [pattern, _SHOWN],
    )
    return [dict(zip(("id", "name", "kind", "country"), row, strict=True)) for row in found]


def table(asked: Asked) -> Table:
    """All articles found."""
    words = asked.filter.extra.get("q", "")
    if not words:
        raise StoreError("no words to search for: give one or more as q=")
    return asked.project.search(words)


VIEWS = (View("/search", page, table),)
