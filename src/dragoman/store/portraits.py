"""One actor on one page: names, offices, what it did and said, and what was done to it and said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dragoman.store import asking
from dragoman.store.database import Database
from dragoman.store.filters import Conditions

_MOST = 20  # others that are listed


def portrait(
    connection: Database,
    key: str,
    *,
    latest: int,
    events: Conditions | None = None,
    statements: Conditions | None = None,
) -> dict[str, Any] | None:
    """See `dragoman.store.Project.actor`."""
    rows = connection.execute(
        "SELECT c.actor, c.name, c.kind, c.country, c.sector, c.wikidata, sum(d.acts), sum(d.receives), "
        "sum(d.says), count(d.article), min(d.published), max(d.published) FROM actors c "
        "LEFT JOIN actor_articles d ON d.actor = c.actor WHERE c.id = ? "
        "GROUP BY c.actor, c.name, c.kind, c.country, c.sector, c.wikidata "
        "ORDER BY coalesce(max(d.published), ''), c.actor",
        (key,),
    ).fetchall()
    if not rows:
        return None
    numbers = [row[0] for row in rows]
    _, name, kind, _, _, wikidata, *_ = rows[-1]
    days = [row[10:12] for row in rows if row[10]]
    return {
        "id": key,
        "name": name,
        "kind": kind,
        "wikidata": wikidata,
        "names": sorted({row[1] for row in rows}),
        "acts": sum(int(row[6] or 0) for row in rows),
        "receives": sum(int(row[7] or 0) for row in rows),
        "says": sum(int(row[8] or 0) for row in rows),
        "articles": sum(row[9] for row in rows),
        "first": min((one for one, _ in days), default=None),
        "last": max((other for _, other in days), default=None),
        "roles": _roles(rows),
        "did": _did(connection, numbers, "actor", latest, events),
        "done_to": _did(connection, numbers, "recipient", latest, events),
        "said": _said(connection, numbers, latest, statements),
        "said_of": _said_of(connection, numbers, latest, statements),
    }


def _roles(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """As what it was described, and from when to when."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for _, _, kind, country, sector, _, _, _, _, articles, first, last in rows:
        made = found.setdefault(
            (kind, country, sector),
            {"kind": kind, "country": country.split(), "sector": sector.split(), "articles": 0,
             "first": None, "last": None},
        )  # fmt: skip
        made["articles"] += articles
        made["first"] = min(filter(None, (made["first"], first)), default=None)
        made["last"] = max(filter(None, (made["last"], last)), default=None)
    return list(found.values())


def _did(
    connection: Database, numbers: list[int], role: str, latest: int, asked: Conditions | None
) -> dict[str, Any]:
    marks = ", ".join("?" * len(numbers))
    more, values = _more(asked)
    types = connection.execute(
        "SELECT e.type, e.quad, count(DISTINCT e.event) FROM event_spans s "
        f"JOIN events e ON e.event = s.event{_joined(asked)} WHERE s.actor IN ({marks}) "
        f"AND s.role = '{role}'{more} GROUP BY e.type, e.quad ORDER BY 3 DESC, 1, 2",
        [*numbers, *values],
    ).fetchall()
    other = "recipient" if role == "actor" else "actor"
    event = f" JOIN events e ON e.event = p.event{_joined(asked)}" if asked else ""
    others = connection.execute(
        f"SELECT c.id, max(c.name), sum(p.n) FROM (SELECT p.{other} AS other, count(*) AS n "
        f"FROM actor_pairs p{event} WHERE p.{role} IN ({marks}){more} GROUP BY p.{other}) p "
        "JOIN actors c ON c.actor = p.other GROUP BY c.id ORDER BY 3 DESC, 1 LIMIT ?",
        [*numbers, *values, _MOST],
    ).fetchall()
    made = Conditions(connection)
    if asked is None:
        what = "acts" if role == "actor" else "receives"
        found = _latest(connection, numbers, f"d.{what} > 0", latest)
        made.add(f"e.article IN ({', '.join('?' * len(found)) or 'NULL'})", *found)
        made.add(
            "EXISTS (SELECT 1 FROM event_spans s WHERE s.event = e.event "
            f"AND s.role = '{role}' AND s.actor IN ({marks}))",
            *numbers,
        )
    else:
        found = _those(connection, "event", f"'{role}'", numbers, asked, latest)
        made.add(f"e.event IN ({', '.join('?' * len(found)) or 'NULL'})", *found)
    rows = asking.events(connection, made, limit=None).to_list()
    return {
        "types": [{"type": one, "quad": quad, "events": n} for one, quad, n in types],
        "to" if role == "actor" else "by": [
            {"id": one, "name": name, "events": int(n)} for one, name, n in others
        ],
        "latest": _newest(rows, latest),
    }


def _joined(asked: Conditions | None) -> str:
    return " JOIN articles a ON a.article = e.article" if asked is not None else ""


def _more(asked: Conditions | None) -> tuple[str, list[Any]]:
    return ("", []) if asked is None else (f" AND {asked.sql()}", asked.values)


def _those(
    connection: Database, key: str, role: str, numbers: list[int], asked: Conditions, latest: int
) -> list[int]:
    """The latest events or statements that are asked for in which it stands in that role."""
    marks = ", ".join("?" * len(numbers))
    found = connection.execute(
        f"SELECT DISTINCT e.{key}, coalesce(a.published, '') FROM {key}_spans s JOIN {key}s e "
        f"ON e.{key} = s.{key}{_joined(asked)} WHERE s.actor IN ({marks}) AND s.role = {role} "
        f"AND {asked.sql()} ORDER BY 2 DESC, 1 DESC LIMIT ?",
        [*numbers, *asked.values, latest],
    ).fetchall()
    return [row[0] for row in found]


def _latest(connection: Database, numbers: list[int], condition: str, latest: int) -> list[int]:
    """The latest articles in which it does that."""
    marks = ", ".join("?" * len(numbers))
    found = connection.execute(
        f"SELECT d.article FROM actor_articles d WHERE d.actor IN ({marks}) AND {condition} "
        "ORDER BY coalesce(d.published, '') DESC, d.article DESC LIMIT ?",
        (*numbers, latest),
    )
    return [article for (article,) in found.fetchall()]


def _newest(rows: list[dict[str, Any]], latest: int) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["published"] or "", reverse=True)[:latest]


def _said(connection: Database, numbers: list[int], latest: int, asked: Conditions | None) -> dict[str, Any]:
    marks = ", ".join("?" * len(numbers))
    more, values = _more(asked)
    made = Conditions(connection)
    if asked is None:
        found = _latest(connection, numbers, "d.says > 0", latest)
        made.add(f"e.article IN ({', '.join('?' * len(found)) or 'NULL'})", *found)
        made.add(
            "EXISTS (SELECT 1 FROM statement_spans s WHERE s.statement = e.statement "
            f"AND s.role = 'speaker' AND s.actor IN ({marks}))",
            *numbers,
        )
    else:
        found = _those(connection, "statement", "'speaker'", numbers, asked, latest)
        made.add(f"e.statement IN ({', '.join('?' * len(found)) or 'NULL'})", *found)
    stances = connection.execute(
        "SELECT e.stance, count(*) FROM statement_spans s JOIN statements e ON e.statement = s.statement"
        f"{_joined(asked)} WHERE s.actor IN ({marks}) AND s.role = 'speaker'{more} "
        "GROUP BY e.stance ORDER BY 1",
        [*numbers, *values],
    ).fetchall()
    rows = asking.statements(connection, made, limit=None).to_list()
    return {"stances": dict(stances), "latest": _newest(rows, latest)}


def _said_of(
    connection: Database, numbers: list[int], latest: int, asked: Conditions | None
) -> dict[str, Any]:
    marks = ", ".join("?" * len(numbers))
    more, values = _more(asked)
    stances = connection.execute(
        "SELECT e.stance, count(DISTINCT e.statement) FROM statement_about b JOIN statements e "
        f"ON e.statement = b.statement{_joined(asked)} WHERE b.actor IN ({marks}){more} "
        "GROUP BY e.stance ORDER BY 1",
        [*numbers, *values],
    ).fetchall()
    found = connection.execute(
        "SELECT DISTINCT b.statement, coalesce(a.published, '') FROM statement_about b JOIN statements e "
        "ON e.statement = b.statement JOIN articles a ON a.article = e.article "
        f"WHERE b.actor IN ({marks}){more} ORDER BY 2 DESC, 1 DESC LIMIT ?",
        [*numbers, *values, latest],
    ).fetchall()
    made = Conditions(connection)
    made.add(f"e.statement IN ({', '.join('?' * len(found)) or 'NULL'})", *(row[0] for row in found))
    rows = asking.statements(connection, made, limit=None).to_list()
    return {"stances": dict(stances), "latest": _newest(rows, latest)}
