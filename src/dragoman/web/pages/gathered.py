"""Counts that several pages show: events by time and class, who acts most, who acts on whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dragoman.web import questions
from dragoman.web.site import Asked

#: The longest span of time that is counted by day, by month, in days.
_BY_DAY, _BY_MONTH = 120, 366 * 12


@dataclass(frozen=True, slots=True)
class ByTime:
    """``rows`` are (period, quad, count), ``size`` the characters of a period: 10, 7 or 4."""

    rows: list[tuple[str, str, int]]
    size: int


def by_time(asked: Asked, dated: str = "event") -> ByTime:
    """Events of the filter by class, at each day, month or year, whichever gives a picture."""
    made = asked.chosen()
    if dated == "published":
        select, _ = published(made)
    else:
        select = (
            f"SELECT e.first_day, e.quad, count(*) {questions.from_events(made)} AND e.granularity = 'day' "
            "GROUP BY 1, 2 ORDER BY 1, 2"
        )
    found = questions.rows(asked.project, select, made.values)
    rows = [(str(day), str(quad), int(count)) for day, quad, count in found]
    if not rows:
        return ByTime([], 10)
    size = _size(rows[0][0], rows[-1][0])
    counts: dict[tuple[str, str], int] = {}
    for day, quad, count in rows:
        key = day[:size], quad
        counts[key] = counts.get(key, 0) + count
    return ByTime([(*key, count) for key, count in counts.items()], size)


def published(made: questions.Conditions) -> tuple[str, list[Any]]:
    """The query for events by day of publication and class, and its values.

    They are counted by article first: there are far fewer of them than of events.
    """
    select = (
        "SELECT substr(p.published, 1, 10) AS day, n.quad AS quad, CAST(sum(n.n) AS bigint) AS events FROM "
        "(SELECT e.article AS article, e.quad AS quad, count(*) AS n "
        f"{questions.from_events(made)} GROUP BY e.article, e.quad) AS n "
        "JOIN articles p ON p.article = n.article WHERE p.published IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return select, list(made.values)


def _size(first: str, last: str) -> int:
    from datetime import date

    try:
        days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return 4
    return 10 if days <= _BY_DAY else 7 if days <= _BY_MONTH else 4


def most_active(asked: Asked, limit: int) -> list[dict[str, Any]]:
    """Who acts in most events of the filter; those without a name are left out."""
    made = asked.chosen()
    chosen = f" AND event IN ({questions.numbers(made, 'events')})" if made.values else ""
    found = questions.rows(
        asked.project,
        "SELECT c.id, max(c.name), max(c.country), sum(s.n) FROM "
        "(SELECT actor, count(*) AS n FROM event_spans WHERE actor IS NOT NULL AND role = 'actor'"
        f"{chosen} GROUP BY actor) s JOIN actors c ON c.actor = s.actor WHERE c.article IS NULL "
        "GROUP BY c.id ORDER BY 4 DESC, 1 LIMIT ?",
        [*made.values, limit],
    )
    return [
        {"id": key, "name": name, "country": country, "events": int(count)}
        for key, name, country, count in found
    ]


def happenings(asked: Asked, limit: int) -> list[dict[str, Any]]:
    """What most reports tell of, with its quad class."""
    from dragoman import ontology

    found = asked.project.happenings(limit=limit, **asked.filter.events())
    return [{**row, "quad": ontology.quad(row["type"])} for row in found]
