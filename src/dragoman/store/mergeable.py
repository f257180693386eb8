"""What merging asks of a project: the events as it sees them, and what people decided about them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.merging.decisions import Decision, Rules
from dragoman.merging.mentions import Key, Mention, Report, Where, Who, cast_of, mention, ordinal
from dragoman.store.database import Database

_CHUNK = 400  #: keys asked for at a time


def some(connection: Database, query: str, keys: Iterable[Any], *more: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query with ``IN ({})``, asked for some keys at a time."""
    every = sorted(set(keys))
    for at in range(0, len(every), _CHUNK):
        part = every[at : at + _CHUNK]
        yield from connection.execute(query.format(", ".join("?" * len(part))), [*part, *more]).fetchall()


def mentions(connection: Database, numbers: set[int], reports: dict[int, Report]) -> list[Mention]:
    """The events of these articles as merging sees them."""
    roles: dict[int, dict[str, list[tuple[Who, str]]]] = {}
    where: dict[int, list[Where]] = {}
    people: dict[int, Who] = {}
    query = (
        'SELECT s.event, s.role, substr(a.text, s.start + 1, s."end" - s.start), '
        "c.actor, c.id, c.name, c.kind, c.country, c.sector FROM events e "
        "JOIN event_spans s ON s.event = e.event JOIN actors c ON c.actor = s.actor "
        "JOIN articles a ON a.article = e.article "
        "WHERE e.article IN ({}) ORDER BY s.event, s.role, s.position"
    )
    for event, role, text, number, key, name, kind, country, sector in some(connection, query, numbers):
        if number not in people:
            people[number] = Who.make(key, name, kind, country.split(), sector.split())
        roles.setdefault(event, {}).setdefault(role, []).append((people[number], text))
    query = (
        'SELECT s.event, substr(a.text, s.start + 1, s."end" - s.start), p.country, p.name, p.lat, p.lon '
        "FROM events e JOIN event_spans s ON s.event = e.event JOIN places p ON p.place = s.place "
        "JOIN articles a ON a.article = e.article WHERE e.article IN ({}) ORDER BY s.event, s.position"
    )
    for event, text, country, name, lat, lon in some(connection, query, numbers):
        where.setdefault(event, []).append(Where.make(text, country, name, lat, lon))
    query = (
        "SELECT e.event, e.article, e.mention_of, e.type, e.mode, e.context, e.aux, e.trigger_start, "
        "e.trigger_end, substr(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start), "
        "substr(a.text, e.sentence_start + 1, e.sentence_end - e.sentence_start), e.sentence_start, "
        "e.first_day, e.last_day, e.confidence, e.types, a.title, "
        "e.killed, e.injured, e.arrested, e.participants, e.money "
        "FROM events e JOIN articles a ON a.article = e.article WHERE e.article IN ({}) ORDER BY e.event"
    )
    names = ("killed", "injured", "arrested", "participants", "money")
    rows = list(some(connection, query, numbers))
    told: dict[int, list[int]] = {}
    of_type: Counter[tuple[int, str]] = Counter()
    for event, article, _, kind, *_ in rows:
        told.setdefault(article, []).append(event)
        of_type[article, kind] += 1
    cast = {
        article: cast_of(
            (
                who
                for event in events
                for role in ("actor", "recipient")
                for who, _ in roles.get(event, {}).get(role, ())
            ),
            (place for event in events for place in where.get(event, ())),
        )
        for article, events in told.items()
    }
    out = []
    for (
        event, article, of, kind, mode, context, aux, start, end, trigger, sentence, sentence_at,
        first, last, confidence, types, title, *counts,
    ) in rows:  # fmt: skip
        has = roles.get(event, {})
        out.append(
            mention(
                reports[article],
                start=start,
                end=end,
                type=kind,
                trigger=trigger,
                sentence=sentence or "",
                sentence_at=sentence_at or 0,
                title=title,
                actors=has.get("actor", ()),
                recipients=has.get("recipient", ()),
                mode=frozenset(mode.split()),
                aux=aux,
                places=tuple(where.get(event, ())),
                first=ordinal(first),
                last=ordinal(last),
                numbers={name: value for name, value in zip(names, counts, strict=True) if value is not None},
                by=has["by"][0][0].name if has.get("by") else "",
                group=of,
                row=event,
                cast=cast[article],
                context=frozenset(context.split()),
                sure=1.0 if confidence is None else confidence,
                types=json.loads(types) if types else {},
                fellows=of_type[article, kind],
            )
        )
    return out


def rules(connection: Database) -> tuple[Rules, set[int]]:
    """What people decided, in the order in which they did, of the events there are now; the articles.

    An event that was coded again is known by its characters and type, else by its characters.
    """
    made: dict[int, tuple[str, dict[int, list[Key]]]] = {}
    query = (
        'SELECT d.decision, d.kind, x.side, x.article, x.start, x."end", x.type FROM decisions d '
        "JOIN decision_events x ON x.decision = d.decision ORDER BY d.decision, x.side, x.article, x.start"
    )
    for decision, kind, side, article, start, end, of in connection.execute(query).fetchall():
        sides = made.setdefault(decision, (kind, {}))[1]
        sides.setdefault(side, []).append((article, start, end, of))
    ids = {key[0] for _, sides in made.values() for keys in sides.values() for key in keys}
    there: dict[str, list[Key]] = {}
    numbers = set()
    query = (
        "SELECT a.article, a.id, e.trigger_start, e.trigger_end, e.type FROM articles a "
        "JOIN events e ON e.article = a.article WHERE a.id IN ({})"
    )
    for number, article, start, end, of in some(connection, query, ids):
        numbers.add(number)
        there.setdefault(article, []).append((article, start, end, of))

    def now(key: Key) -> Key | None:
        found = there.get(key[0], [])
        touching = sorted(
            (other[3] != key[3], other[1:3] != key[1:3], other)
            for other in found
            if other[1] < key[2] and key[1] < other[2]
        )
        return touching[0][2] if touching else None

    def every(keys: Iterable[Key]) -> tuple[Key, ...]:
        return tuple(found for key in keys if (found := now(key)))

    return (
        Rules(
            Decision(kind, every(sides.get(0, ())), every(sides.get(1, ()))) for kind, sides in made.values()
        ),
        numbers,
    )
