"""Counts that several pages show: events by time and class, who acts most, who acts on whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dragoman.store import Project
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
    made = asked.conditions()
    column = "a.published" if dated == "published" else "e.first_day"
    source = questions.from_events(made, article=dated == "published")
    exact = "" if dated == "published" else " AND e.granularity = 'day'"
    found = questions.rows(
        asked.project,
        f"SELECT substr({column}, 1, 10), e.quad, count(*) {source} AND {column} IS NOT NULL{exact} "
        "GROUP BY 1, 2 ORDER BY 1, 2",
        made.values,
    )
    rows = [(str(day), str(quad), int(count)) for day, quad, count in found]
    if not rows:
        return ByTime([], 10)
    size = _size(rows[0][0], rows[-1][0])
    counts: dict[tuple[str, str], int] = {}
    for day, quad, count in rows:
        key = day[:size], quad
        counts[key] = counts.get(key, 0) + count
    return ByTime([(*key, count) for key, count in counts.items()], size)


def _size(first: str, last: str) -> int:
    from datetime import date

    try:
        days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return 4
    return 10 if days <= _BY_DAY else 7 if days <= _BY_MONTH else 4


def most_active(project: Project, limit: int) -> list[dict[str, Any]]:
    """Who acts in most events; those without a name are left out."""
    found = questions.rows(
        project,
        "SELECT c.id, max(c.name), max(c.country), sum(s.n) FROM "
        "(SELECT actor, count(*) AS n FROM event_spans WHERE actor IS NOT NULL AND role = 'actor' "
        "GROUP BY actor) s JOIN actors c ON c.actor = s.actor WHERE c.article IS NULL "
        "GROUP BY c.id ORDER BY 4 DESC, 1 LIMIT ?",
        [limit],
    )
    return [
        {"id": key, "name": name, "country": country, "events": int(count)}
        for key, name, country, count in found
    ]


def pairs(asked: Asked, limit: int, *, level: str = "actor") -> list[dict[str, Any]]:
    """Who acts on whom most often, and how, on the average of PLOVER's score."""
    made = asked.conditions()
    one = "c.id" if level == "actor" else "c.country"
    done = "" if asked.filter.values.get("status") else f" AND {questions.DONE}"
    known = "c.article IS NULL" if level == "actor" else "c.country <> ''"
    found = questions.rows(
        asked.project,
        f"SELECT {one}, max(c.name), {one.replace('c.', 'd.')}, max(d.name), count(DISTINCT e.event), "
        "avg(e.score), "
        + ", ".join(f"sum(CASE WHEN e.quad = '{quad}' THEN 1 ELSE 0 END)" for quad in _QUADS)
        + " FROM events e JOIN event_spans s ON s.event = e.event AND s.role = 'actor' "
        "JOIN event_spans t ON t.event = e.event AND t.role = 'recipient' "
        "JOIN actors c ON c.actor = s.actor JOIN actors d ON d.actor = t.actor "
        + ("JOIN articles a ON a.article = e.article " if questions.needs_article(made) else "")
        + f"WHERE {made.sql()}{done} AND {known} AND {known.replace('c.', 'd.')} AND {one} <> "
        f"{one.replace('c.', 'd.')} GROUP BY 1, 3 ORDER BY 5 DESC, 1, 3 LIMIT ?",
        [*made.values, limit],
    )
    out = []
    for key, name, other, other_name, count, score, *quads in found:
        if level == "country":
            name, other_name = key, other
        out.append(
            {
                "a": key, "a_name": name, "b": other, "b_name": other_name, "events": int(count),
                "score": None if score is None else round(float(score), 2), "quads": [int(n) for n in quads],
            }
        )  # fmt: skip
    return out


_QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def happenings(asked: Asked, limit: int) -> list[dict[str, Any]]:
    """What most reports tell of, with its quad class."""
    from dragoman import ontology

    found = asked.project.happenings(limit=limit, **asked.filter.events())
    return [{**row, "quad": ontology.quad(row["type"])} for row in found]
