"""Who there is, and one actor on one page: names, offices over time, acts, statements, stance over time."""

from __future__ import annotations

import re
from typing import Any

from dragoman.store import Table
from dragoman.web import questions
from dragoman.web.copying import cited, python
from dragoman.web.drawing import stances
from dragoman.web.site import Asked, Missing, Page, View

SIZE = 50  # actors of a page
_LATEST = 8  # acts and statements of each kind on an actor's page
_KINDS = ("country", "organisation", "group", "person", "place")


def actors(asked: Asked) -> Page:
    """Those who take part in most events of the filter first."""
    number = asked.number("page", most=2000)
    name, kind = asked.extra("name"), asked.extra("kind", _KINDS)
    found = asked.kept("actors", lambda: ranked(asked, name, kind, SIZE + 1, (number - 1) * SIZE))
    given: dict[str, Any] = {key: value for key, value in (("name", name), ("kind", kind)) if value}
    return Page(
        "actors.html",
        {
            "rows": found[:SIZE],
            "page": number,
            "more": len(found) > SIZE,
            "name": name,
            "kind": kind,
            "kinds": _KINDS,
            "copies": [("Python", python(asked, "actors", given)), cited(asked, "actors")],
        },
    )


def ranked(asked: Asked, name: str, kind: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Actors with a name, with how often each acts, is acted on and speaks.

    Under a filter these are the events that meet it, and what is said is not counted.
    """
    parts, values = ["c.article IS NULL"], list[Any]()
    if name:
        parts.append("lower(c.name) LIKE lower(?) ESCAPE '!'")
        values.append("%" + re.sub(r"([%_!])", r"!\1", name) + "%")
    if kind:
        parts.append("c.kind = ?")
        values.append(kind)
    if asked.filter:
        made = asked.conditions()
        counted = (
            "SELECT s.actor, count(DISTINCT CASE WHEN s.role = 'actor' THEN s.event END) AS acts, "
            "count(DISTINCT CASE WHEN s.role = 'recipient' THEN s.event END) AS receives, 0 AS says "
            "FROM event_spans s WHERE s.actor IS NOT NULL AND s.role IN ('actor', 'recipient') "
            f"AND s.event IN (SELECT e.event {questions.from_events(made)}) GROUP BY s.actor"
        )
        given = [*made.values, *values]
    else:
        counted = (
            "SELECT actor, sum(acts) AS acts, sum(receives) AS receives, sum(says) AS says "
            "FROM actor_articles GROUP BY actor"
        )
        given = values
    found = questions.rows(
        asked.project,
        "SELECT c.id, max(c.name), max(c.kind), max(c.country), max(c.sector), sum(n.acts), sum(n.receives), "
        f"sum(n.says) FROM ({counted}) n JOIN actors c ON c.actor = n.actor WHERE {' AND '.join(parts)} "
        "GROUP BY c.id ORDER BY sum(n.acts) + sum(n.receives) DESC, sum(n.says) DESC, c.id LIMIT ? OFFSET ?",
        [*given, limit, offset],
    )
    names = ("id", "name", "kind", "country", "sector", "acts", "receives", "says")
    return [
        {name: int(value) if name in ("acts", "receives", "says") else value
         for name, value in zip(names, row, strict=True)}
        for row in found
    ]  # fmt: skip


def all_actors(asked: Asked) -> Table:
    """Everybody with a name, of the name and kind asked for."""
    given: dict[str, Any] = {name: asked.extra(name) for name in ("name", "kind") if asked.extra(name)}
    return asked.project.actors(**given)


def page(asked: Asked) -> Page:
    """The actor of the id in the address."""
    key = _key(asked)
    made = asked.site.kept(("portrait", key), asked.project, lambda: _portrait(asked, key))
    return Page(
        "actor.html",
        {**made, "copies": [("Python", _python(asked, key)), cited(asked, str(made["actor"]["name"]))]},
    )


def _key(asked: Asked) -> str:
    key = str(asked.request.path_params["key"])
    if questions.actor_row(asked.project, key) is None:
        raise Missing(f"No actor {key} here.")
    return key


def _portrait(asked: Asked, key: str) -> dict[str, Any]:
    found = asked.project.actor(key, latest=_LATEST)
    if found is None:
        raise Missing(f"No actor {key} here.")
    values: dict[str, Any] = {"actor": found}
    for name, method in (
        ("did", "events"),
        ("done_to", "events"),
        ("said", "statements"),
        ("said_of", "statements"),
    ):
        numbers = [int(row[method.removesuffix("s")]) for row in found[name]["latest"]]
        values[name] = questions.by_number(asked.project, method, numbers)
        counts = found[name].get("types") or []
        values[f"{name}_total"] = (
            sum(int(row["events"]) for row in counts)
            if method == "events"
            else sum(int(count) for count in found[name]["stances"].values())
        )
    by_year = stance_by_year(asked, key)
    values["by_year"] = by_year
    values["stances"] = stances.stances(by_year, name="Stance over time")
    return values


def stance_by_year(asked: Asked, key: str) -> list[dict[str, Any]]:
    """How many statements support, criticise or only tell, by the actor (``said``) and of it (``of``)."""
    found: dict[str, dict[str, Any]] = {}
    for name, table, role in (
        ("said", "statement_spans", " AND s.role = 'speaker'"),
        ("of", "statement_about", ""),
    ):
        rows = questions.rows(
            asked.project,
            "SELECT substr(a.published, 1, 4), e.stance, count(DISTINCT e.statement) "
            f"FROM {table} s JOIN statements e ON e.statement = s.statement "
            "JOIN articles a ON a.article = e.article "
            "WHERE s.actor IN (SELECT actor FROM actors WHERE id = ?)"
            f"{role} AND a.published IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2",
            [key],
        )
        for year, stance, count in rows:
            made = found.setdefault(year, {"year": year, "said": {}, "of": {}})
            made[name][stance] = int(count)
    return [found[year] for year in sorted(found)]


def _python(asked: Asked, key: str) -> str:
    return f"import dragoman\n\nnews = dragoman.open({asked.site.where!r})\nnews.actor({key!r})\n"


def acts(asked: Asked) -> Table:
    """The events that the actor takes part in."""
    return asked.project.events(**{**asked.filter.events(), "involving": _key(asked)})


def said(asked: Asked) -> Table:
    """What the actor says."""
    return asked.project.statements(**{**asked.filter.statements(), "speaker": _key(asked)})


def said_of(asked: Asked) -> Table:
    """What is said of the actor."""
    return asked.project.statements(**{**asked.filter.statements(), "about": _key(asked)})


VIEWS = (
    View("/actors", actors, all_actors),
    View("/actors/{key:path}/said", None, said),
    View("/actors/{key:path}/said-of", None, said_of),
    View("/actors/{key:path}", page, acts),
)
