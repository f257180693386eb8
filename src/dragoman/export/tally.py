"""Sums over all articles that would not fit in memory: kept in a database on disk while they grow."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from dragoman.export.codes import actor_code, cow
from dragoman.export.columns import Row
from dragoman.export.facts import iso_day, pairs
from dragoman.records import Actor, Coding
from dragoman.store.writing import is_local

_TABLES = """
CREATE TABLE actors (
    id TEXT PRIMARY KEY, name TEXT, kind TEXT, country TEXT, sector TEXT, wikidata TEXT,
    acts INTEGER, receives INTEGER, says INTEGER, articles INTEGER, first TEXT, last TEXT
) WITHOUT ROWID;
CREATE TABLE edges (
    what TEXT, source TEXT, target TEXT, kind TEXT, n INTEGER, score REAL, scored INTEGER,
    first TEXT, last TEXT,
    PRIMARY KEY (what, source, target, kind)
) WITHOUT ROWID;
"""


class Sums:
    """Who takes part how often, and in what with whom. The file has no name and is gone when it is closed."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + _TABLES)

    def close(self) -> None:
        """Let go of the sums."""
        self._file.close()

    def add(self, coding: Coding, *, edges: bool = False) -> None:
        """Count one article."""
        acts = _times(
            arg.actor for event in coding.events for arg in {a.actor: a for a in event.actors}.values()
        )
        gets = _times(
            arg.actor for event in coding.events for arg in {a.actor: a for a in event.recipients}.values()
        )
        says = _times(said.speaker.actor for said in coding.statements if said.speaker)
        day = iso_day(coding.article.published)
        self._file.executemany(
            "INSERT INTO actors VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "name = excluded.name, kind = excluded.kind, country = excluded.country, "
            "sector = excluded.sector, "
            "wikidata = coalesce(excluded.wikidata, wikidata), acts = acts + excluded.acts, "
            "receives = receives + excluded.receives, says = says + excluded.says, "
            "articles = articles + 1, "
            "first = min(coalesce(first, excluded.first), coalesce(excluded.first, first)), "
            "last = max(coalesce(last, excluded.last), coalesce(excluded.last, last))",
            [
                (
                    *map(_sound, (actor.id, actor.name, actor.kind)), json.dumps(actor.country),
                    json.dumps(actor.sector), actor.wikidata,
                    acts.get(actor.id, 0), gets.get(actor.id, 0), says.get(actor.id, 0), day, day,
                )
                for actor in coding.actors
            ],
        )  # fmt: skip
        if edges:
            self._edges(coding, day)

    def _edges(self, coding: Coding, published: str | None) -> None:
        rows = []
        for event in coding.events:
            if event.aux in ("future", "hypothetical", "negation"):
                continue
            day = iso_day(event.date.value) if event.date else None
            for source, target in pairs(coding, event):
                if source and target and source[0].id != target[0].id:
                    rows.append(("event", source[0].id, target[0].id, event.type, event.score, day))
        for said in coding.statements:
            for about in said.about:
                if said.speaker and about != said.speaker.actor:
                    rows.append(("statement", said.speaker.actor, about, said.stance, None, published))
        self._file.executemany(
            "INSERT INTO edges VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + 1, "
            "score = score + excluded.score, scored = scored + excluded.scored, "
            "first = min(coalesce(first, excluded.first), coalesce(excluded.first, first)), "
            "last = max(coalesce(last, excluded.last), coalesce(excluded.last, last))",
            [
                (what, _sound(source), _sound(target), kind, score or 0.0, int(score is not None), day, day)
                for what, source, target, kind, score, day in rows
            ],
        )

    def actors(self) -> Iterator[Row]:
        """The rows of the table of actors, by id."""
        for row in self._file.execute("SELECT * FROM actors ORDER BY id"):
            key, name, kind, country, sector, wikidata, acts, gets, says, articles, first, last = row
            actor = Actor(key, name, kind, tuple(json.loads(country)), tuple(json.loads(sector)), wikidata)
            yield {
                "actor_id": key,
                "name": name,
                "named": not is_local(name),
                "kind": kind,
                "country": list(actor.country),
                "cow": [number for number in map(cow, actor.country) if number],
                "sector": list(actor.sector),
                "cameo": actor_code(actor) or None,
                "wikidata": wikidata,
                "acts": acts,
                "receives": gets,
                "says": says,
                "articles": articles,
                "first": first,
                "last": last,
            }

    def edges(self) -> Iterator[dict[str, Any]]:
        """Each kind of act or stance between two actors: how often, mean score, first and last day."""
        for what, source, target, kind, n, score, scored, first, last in self._file.execute(
            "SELECT * FROM edges ORDER BY what, source, target, kind"
        ):
            mean = round(score / scored, 4) if scored else None
            yield {
                "what": what, "source": source, "target": target, "kind": kind, "weight": n, "score": mean,
                "first": first, "last": last,
            }  # fmt: skip


def _times(ids: Iterator[str] | Any) -> dict[str, int]:
    out: dict[str, int] = {}
    for key in ids:
        out[key] = out.get(key, 0) + 1
    return out


def _sound(text: str) -> str:
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text
