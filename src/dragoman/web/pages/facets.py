"""What one may ask for next, and how much of what is shown has it: beside lists of events, statements and
happenings.

Each count is what the list says when one clicks on it. What the filter has already is counted where it can
only narrow down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dragoman.store.dates import STATUSES
from dragoman.web import questions
from dragoman.web.site import Asked

#: The filter's name, and its values with their counts. ``published`` is a time of publication.
Facet = tuple[str, list[tuple[str, int]]]
_KINDS = ("quad", "type", "status")
_SHOWN = 12  # values of a facet
_PERIODS = 24


def of_events(asked: Asked, made: questions.Conditions) -> list[Facet]:
    """Of the events that meet the conditions."""
    kinds = questions.rows(
        asked.project,
        f"SELECT e.quad, e.type, e.status, count(*) {questions.from_events(made)} "
        "GROUP BY e.type, e.quad, e.status",
        made.values,
    )
    return [
        *((name, _first((row[at], row[3]) for row in kinds)) for at, name in enumerate(_KINDS)),
        *_countries(asked, made, "events", "event", (("actor", "actor"), ("recipient", "recipient"))),
        *_places(asked, made),
        *_articles(asked, made, "events"),
    ]


def of_statements(asked: Asked, made: questions.Conditions) -> list[Facet]:
    """Of the statements that meet the conditions."""
    stances = questions.rows(
        asked.project, f"SELECT e.stance, count(*) {questions.from_statements(made)} GROUP BY 1", made.values
    )
    about: questions.Rows = []
    if not _asked(asked, "about", "recipient"):
        about = questions.rows(
            asked.project,
            "SELECT c.country, count(DISTINCT b.statement) FROM actor_countries c "
            f"JOIN statement_about b ON b.actor = c.actor {_within(made, 'statements', 'b.statement')} "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_SHOWN}",
            made.values,
        )
    return [
        ("stance", _first(stances)),
        *_countries(asked, made, "statements", "statement", (("speaker", "speaker"),)),
        ("about", _first(about)),
        *_articles(asked, made, "statements"),
    ]


def of_happenings(asked: Asked, made: questions.Conditions) -> list[Facet]:
    """Of the happenings of which an event meets the conditions, those of the status asked for.

    Every happening has one status, so that their counts are that of all.
    """
    words = asked.filter.values.get("status", ())
    rest = tuple(status for status in STATUSES if status not in words)
    if not words or made.values or "reported" not in words:
        counts = _of_happenings(asked, made, words)
    else:  # most are of these: the few others are counted, and taken from all
        key = ("of all happenings",)
        counts = Counter(asked.site.kept(key, asked.project, lambda: _of_happenings(asked, made, ())))
        if rest:
            counts.subtract(_of_happenings(asked, made, rest))
    names = ("type", "status") if _asked(asked, "place") else ("type", "status", "place")
    return [
        (name, _first((value, count) for (of, value), count in counts.items() if of == name and count > 0))
        for name in names
    ]


def _of_happenings(
    asked: Asked, made: questions.Conditions, statuses: Sequence[str]
) -> Counter[tuple[str, str]]:
    """How many happenings there are of each type, status, and country, by its name and its value."""
    parts, values = [], list[object](made.values)
    if made.values:
        parts.append(f"x.event IN ({questions.numbers(made, 'events')})")
    if statuses:
        of_status = f"SELECT h.happening FROM happenings h WHERE h.status IN ({questions.marks(statuses)})"
        parts.append(f"x.happening IN ({of_status})")
        values += statuses
    told, within, chosen = "happening_events", "", ""
    if parts:
        # Looked for once, and counted three ways.
        told, within = "told", " WHERE h.happening IN (SELECT t.happening FROM told t)"
        chosen = (
            "WITH told AS MATERIALIZED (SELECT x.event AS event, x.happening AS happening "
            f"FROM happening_events x WHERE {' AND '.join(parts)}) "
        )
    found = questions.rows(
        asked.project,
        f"{chosen}SELECT 'type', e.type, count(DISTINCT x.happening) FROM {told} x "
        "JOIN events e ON e.event = x.event GROUP BY e.type UNION ALL "
        f"SELECT 'status', h.status, count(*) FROM happenings h{within} GROUP BY h.status UNION ALL "
        f"SELECT 'place', p.country, count(DISTINCT x.happening) FROM {told} x "
        "JOIN event_spans s ON s.event = x.event AND s.role = 'place' JOIN places p ON p.place = s.place "
        "GROUP BY p.country",
        values,
    )
    return Counter({(name, str(value)): int(count) for name, value, count in found})


def _asked(asked: Asked, *names: str) -> bool:
    """Whether the filter has any of these already: one more value would ask for more, not for less."""
    return any(name in asked.filter.values for name in names)


def _first(rows: Iterable[Iterable[object]]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for value, count in rows:
        if value not in (None, ""):
            counts[str(value)] += int(str(count))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_SHOWN]


def _within(made: questions.Conditions, table: str, column: str) -> str:
    """``WHERE`` those that meet the conditions, nothing where there are none."""
    if not made.values:
        return ""
    return f"WHERE {column} IN ({questions.numbers(made, table)})"


def _countries(
    asked: Asked, made: questions.Conditions, table: str, key: str, roles: Iterable[tuple[str, str]]
) -> list[Facet]:
    """Whose country acts, is acted on, or speaks."""
    out = []
    for name, role in roles:
        if _asked(asked, name, *(("actor",) if name == "speaker" else ("involving",))):
            continue
        found = questions.rows(
            asked.project,
            f"SELECT c.country, count(DISTINCT s.{key}) FROM actor_countries c "
            f"JOIN {key}_spans s ON s.actor = c.actor AND s.role = '{role}' "
            f"{_within(made, table, f's.{key}')} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_SHOWN}",
            made.values,
        )
        out.append((name, _first(found)))
    return out


def _places(asked: Asked, made: questions.Conditions) -> list[Facet]:
    """The countries in which it happened."""
    if _asked(asked, "place"):
        return []
    within = _within(made, "events", "s.event")
    found = questions.rows(
        asked.project,
        "SELECT p.country, count(DISTINCT s.event) FROM places p JOIN event_spans s ON s.place = p.place "
        f"{within} {'AND' if within else 'WHERE'} p.country <> '' "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_SHOWN}",
        made.values,
    )
    return [("place", _first(found))]


def _articles(asked: Asked, made: questions.Conditions, table: str) -> list[Facet]:
    """From which outlet, and when it was published: counted by article first, of which there are fewer."""
    source = (questions.from_events if table == "events" else questions.from_statements)(made)
    found = questions.rows(
        asked.project,
        "SELECT p.source, substr(p.published, 1, 10), sum(n.n) FROM (SELECT e.article AS article, "
        f"count(*) AS n {source} GROUP BY e.article) AS n JOIN articles p ON p.article = n.article "
        "GROUP BY 1, 2",
        made.values,
    )
    days = [(day, int(count)) for _, day, count in found if day]
    for size in (10, 7, 4):
        counts: Counter[str] = Counter()
        for day, count in days:
            counts[day[:size]] += count
        if len(counts) <= _PERIODS:
            break
    periods = sorted(counts.items(), reverse=True)[:_PERIODS] if len(counts) > 1 else []
    return [("source", _first((name, count) for name, _, count in found)), ("published", periods)]
