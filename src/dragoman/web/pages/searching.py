"""Search over text, actors and quotations."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from dragoman.store import StoreError, Table
from dragoman.web import questions
from dragoman.web.copying import called, cited, query
from dragoman.web.pages.quoting import quotations
from dragoman.web.site import Asked, Page, View

_SHOWN = 20
_MARKED = re.compile(r"\[([^\[\]]*)\]")


def page(asked: Asked) -> Page:
    """What was found in articles, in names, and in statements."""
    words = asked.filter.extra.get("q", "")
    values: dict[str, Any] = {
        "q": words, "articles": [], "actors": [], "said": [], "cut": False, "wrong": "", "copies": []
    }  # fmt: skip
    if words:
        try:
            events, said = _given(asked)
            found = list(islice(asked.project.search(words, limit=_SHOWN, **events), _SHOWN))
            values["said"], values["cut"] = quotations(asked, words, said)
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
        if not values["wrong"]:
            values["copies"] = _copies(asked, words)
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
    return asked.project.search(words, **_given(asked)[0])


def _given(asked: Asked) -> tuple[dict[str, Any], dict[str, Any]]:
    """The filter for articles and for statements. Its own words are looked for beside those of the search."""
    events = asked.filter.events()
    said = asked.filter.statements()
    said.pop("text", None)
    return events, said


def _copies(asked: Asked, words: str) -> list[tuple[str, str]]:
    events, _ = _given(asked)
    given = [repr(words), *(f"{name}={value!r}" for name, value in events.items())]
    return [
        ("Python", called(asked, f"news.search({', '.join(given)}).to_pandas()")),
        ("SQL", query(*asked.project.searching(words, **events))),
        cited(asked, f"articles with the words {words}"),
    ]


VIEWS = (View("/search", page, table),)
