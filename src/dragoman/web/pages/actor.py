"""Who there is, and one actor on one page: names, offices over time, acts, statements, stance over time."""

from __future__ import annotations

import re
from typing import Any

from dragoman.store import Table
from dragoman.web import questions
from dragoman.web.copying import by_query, called, cited, query
from dragoman.web.drawing import stances
from dragoman.web.filtering import WHO
from dragoman.web.site import Asked, Missing, Page, View

SIZE = 50  # actors of a page
_LATEST = 8  # acts and statements of each kind on an actor's page
_COLUMNS: dict[str, type] = {
    "id": str, "name": str, "kind": str, "country": str, "sector": str, "acts": int, "receives": int,
    "says": int,
}  # fmt: skip
_KINDS = ("country", "organisation", "group", "person", "place")


def actors(asked: Asked) -> Page:
    """Those who take part in most events of the filter first."""
    number = asked.number("page", most=2000)
    name, kind = asked.extra("name"), asked.extra("kind", _KINDS)
    found = asked.kept("actors", lambda: ranked(asked, name, kind, SIZE + 1, (number - 1) * SIZE))
    return Page(
        "actors.html",
        {
            "rows": found[:SIZE],
            "page": number,
            "more": len(found) > SIZE,
            "name": name,
            "kind": kind,
            "kinds": _KINDS,
            "copies": [*by_query(asked, _ranking(asked, name, kind)), cited(asked, "actors")],
        },
    )


def ranked(asked: Asked, name: str, kind: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Actors with a name, with how often each acts, is acted on and speaks.

    Under a filter these are the events that meet it, and what is said is not counted.
    """
    select, values = _ranking(asked, name, kind, quick=True)
    found = questions.rows(asked.project, f"{select} LIMIT ? OFFSET ?", [*values, limit, offset])
    return [dict(zip(_COLUMNS, row, strict=True)) for row in found]


def _ranking(asked: Asked, name: str, kind: str, *, quick: bool = False) -> tuple[str, list[Any]]:
    """The query behind `ranked`, and its values; ``quick`` by the numbers of events (see `Asked.chosen`)."""
    parts, values = ["c.article IS NULL"], list[Any]()
    if name:
        parts.append("lower(c.name) LIKE lower(?) ESCAPE '!'")
        values.append("%" + re.sub(r"([%_!])", r"!\1", name) + "%")
    if kind:
        parts.append("c.kind = ?")
        values.append(kind)
    if asked.filter:
        made = asked.chosen() if quick else asked.conditions()
        counted = (
            "SELECT s.actor, count(DISTINCT CASE WHEN s.role = 'actor' THEN s.event END) AS acts, "
            "count(DISTINCT CASE WHEN s.role = 'recipient' THEN s.event END) AS receives, 0 AS says "
            "FROM event_spans s WHERE s.actor IS NOT NULL AND s.role IN ('actor', 'recipient') "
            f"AND s.event IN ({questions.numbers(made, 'events')}) GROUP BY s.actor"
        )
        given = [*made.values, *values]
    else:
        counted = (
            "SELECT actor, sum(acts) AS acts, sum(receives) AS receives, sum(says) AS says "
            "FROM actor_articles GROUP BY actor"
        )
        given = values
    select = (
        "SELECT c.id AS id, max(c.name) AS name, max(c.kind) AS kind, max(c.country) AS country, "
        "max(c.sector) AS sector, CAST(sum(n.acts) AS bigint) AS acts, "
        "CAST(sum(n.receives) AS bigint) AS receives, CAST(sum(n.says) AS bigint) AS says "
        f"FROM ({counted}) AS n JOIN actors c ON c.actor = n.actor WHERE {' AND '.join(parts)} GROUP BY c.id "
        "ORDER BY sum(n.acts) + sum(n.receives) DESC, sum(n.says) DESC, c.id"
    )
    return select, given


def all_actors(asked: Asked) -> Table:
    """Everybody with a name who is listed."""
    name, kind = asked.extra("name"), asked.extra("kind", _KINDS)
    return Table(_COLUMNS, lambda: iter(ranked(asked, name, kind, 10**9, 0)))


def page(asked: Asked) -> Page:
    """The actor of the id in the address, in the events and statements of the filter."""
    key = _key(asked)
    made = asked.kept("portrait", lambda: _portrait(asked, key))
    events = asked.filter.events(without=WHO)
    involved = questions.event_conditions(asked.project, {**events, "involving": key})
    return Page(
        "actor.html",
        {
            **made,
            "copies": [
                ("Python", _python(asked, key)),
                ("SQL", query(f"SELECT e.* {questions.from_events(involved)}", involved.values)),
                cited(asked, str(made["actor"]["name"])),
            ],
        },
    )


def _key(asked: Asked) -> str:
    key = str(asked.request.path_params["key"])
    if questions.actor_row(asked.project, key) is None:
        raise Missing(f"No actor {key} here.")
    return key


def _portrait(asked: Asked, key: str) -> dict[str, Any]:
    found = asked.project.actor(
        key,
        latest=_LATEST,
        events=asked.filter.events(without=WHO),
        statements=asked.filter.statements(without=WHO),
    )
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
    conditions = questions.statement_conditions(asked.project, asked.filter.statements(without=WHO))
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
            f"{role} AND a.published IS NOT NULL AND {conditions.sql()} GROUP BY 1, 2 ORDER BY 1, 2",
            [key, *conditions.values],
        )
        for year, stance, count in rows:
            made = found.setdefault(year, {"year": year, "said": {}, "of": {}})
            made[name][stance] = int(count)
    return [found[year] for year in sorted(found)]


def _python(asked: Asked, key: str) -> str:
    given = [repr(key)]
    for name, value in (
        ("events", asked.filter.events(without=WHO)),
        ("statements", asked.filter.statements(without=WHO)),
    ):
        if value:
            given.append(f"{name}={value!r}")
    return called(asked, f"news.actor({', '.join(given)})")


def acts(asked: Asked) -> Table:
    """The events of the filter that the actor takes part in."""
    return asked.project.events(**asked.filter.events(without=WHO), involving=_key(asked))


def said(asked: Asked) -> Table:
    """What the actor says."""
    return asked.project.statements(**asked.filter.statements(without=WHO), speaker=_key(asked))


def said_of(asked: Asked) -> Table:
    """What is said of the actor."""
    return asked.project.statements(**asked.filter.statements(without=WHO), about=_key(asked))


VIEWS = (
    View("/actors", actors, all_actors),
    View("/actors/{key:path}/said", None, said),
    View("/actors/{key:path}/said-of", None, said_of),
    View("/actors/{key:path}", page, acts),
)
