"""Questions to a project: events, statements, actors, pairs of actors, articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dragoman.store.database import Database, StoreError
from dragoman.store.filters import Conditions, Words, listed, who
from dragoman.store.results import Row, Table

_CHUNK = 400  # events whose spans are fetched together
#: Columns of `events`, with their types.
EVENT_COLUMNS: dict[str, type] = {
    "event": int, "article": str, "published": str, "source": str, "url": str,
    "type": str, "mode": list, "context": list, "aux": str, "status": str, "quad": str, "score": float,
    "cameo": str,
    "actor": list, "actor_id": list, "actor_country": list, "actor_sector": list,
    "recipient": list, "recipient_id": list, "recipient_country": list, "recipient_sector": list,
    "by": str, "by_id": str,
    "date": str, "granularity": str,
    "place": list, "place_country": list, "lat": float, "lon": float, "geonames": int,
    "killed": int, "injured": int, "arrested": int, "participants": int, "money": str,
    "trigger": str, "start": int, "end": int, "sentence": str, "confidence": float,
}  # fmt: skip
#: Columns of `statements`.
STATEMENT_COLUMNS: dict[str, type] = {
    "statement": int, "article": str, "published": str, "source": str, "url": str,
    "speaker": str, "speaker_id": str, "speaker_country": list, "speaker_sector": list,
    "cue": str, "mode": str, "stance": str, "words": str, "start": int, "end": int,
    "addressee": list, "about": list, "about_id": list, "asserts": list, "confidence": float,
}  # fmt: skip
#: Columns of `actors`.
ACTOR_COLUMNS: dict[str, type] = {
    "id": str, "name": str, "kind": str, "country": list, "sector": list, "wikidata": str,
    "acts": int, "receives": int, "says": int, "articles": int, "first": str, "last": str,
}  # fmt: skip
LEVELS = ("country", "actor")
PERIODS = ("year", "month", "day")
SPLITS = ("type", "quad")
_OF_ARTICLE = re.compile(r"\ba\.")
DATED = ("event", "published")
QUADS = {
    "verbal_cooperation": "verbal cooperation",
    "material_cooperation": "material cooperation",
    "verbal_conflict": "verbal conflict",
    "material_conflict": "material conflict",
}


def events(connection: Database, conditions: Conditions, *, limit: int | None) -> Table:
    """The events that meet the conditions, in the order in which they were stored."""
    select = (
        "SELECT e.event, a.given_id, a.published, a.source, a.url, e.type, e.mode, e.context, e.aux, "
        "e.status, "
        "e.quad, e.score, e.cameo, e.date, e.granularity, e.killed, e.injured, e.arrested, e.participants, "
        "e.money, substr(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start), e.trigger_start, "
        "e.trigger_end, substr(a.text, e.sentence_start + 1, e.sentence_end - e.sentence_start), "
        "e.confidence "
        f"FROM events e JOIN articles a USING (article) WHERE {conditions.sql()} ORDER BY e.event"
    )
    names = (
        "event article published source url type mode context aux status quad score cameo date granularity "
        "killed injured arrested participants money trigger start end sentence confidence"
    ).split()

    def rows() -> Iterator[Row]:
        for chunk in _chunks(connection, select, conditions.values, limit):
            made = {row[0]: dict(zip(names, row, strict=True)) for row in chunk}
            for row in made.values():
                row["mode"], row["context"] = row["mode"].split(), row["context"].split()
                for role in ("actor", "recipient"):
                    for part in ("", "_id", "_country", "_sector"):
                        row[f"{role}{part}"] = []
                row["place"], row["place_country"] = [], []
                for empty in ("by", "by_id", "lat", "lon", "geonames"):
                    row[empty] = None
            _fill(connection, made)
            for row in made.values():
                yield {name: row[name] for name in EVENT_COLUMNS}

    return Table(EVENT_COLUMNS, rows)


def _fill(connection: Database, made: dict[int, Row]) -> None:
    """Put in who took part and where. Changes the rows."""
    marks = ", ".join("?" * len(made))
    found = connection.execute(
        "SELECT s.event, s.role, c.name, c.id, c.country, c.sector FROM event_spans s JOIN actors c USING "
        "(actor) "
        f"WHERE s.event IN ({marks}) AND s.role IN ('actor', 'recipient', 'by') "
        "ORDER BY s.event, s.role, s.position",
        list(made),
    )
    for event, role, name, key, country, sector in found:
        row = made[event]
        if role == "by":
            row["by"], row["by_id"] = name, key
            continue
        if key in row[f"{role}_id"]:
            continue  # the same actor, called by two of its names
        row[role].append(name)
        row[f"{role}_id"].append(key)
        row[f"{role}_country"].append(country)
        row[f"{role}_sector"].append(sector)
    found = connection.execute(
        'SELECT s.event, p.name, p.country, p.lat, p.lon, p.geonames, s.start, s."end", a.text '
        "FROM event_spans s JOIN places p USING (place) JOIN events e USING (event) JOIN articles a USING "
        "(article) "
        f"WHERE s.event IN ({marks}) AND s.role = 'place' ORDER BY s.event, s.position",
        list(made),
    )
    for event, name, country, lat, lon, geonames, start, end, text in found:
        row = made[event]
        row["place"].append(name or text[start:end])
        row["place_country"].append(country)
        if row["lat"] is None:  # the point is that of the first place that has one
            row["lat"], row["lon"], row["geonames"] = lat, lon, geonames


def statements(connection: Database, conditions: Conditions, *, limit: int | None) -> Table:
    """The statements that meet the conditions, in the order in which they were stored."""
    select = (
        "SELECT e.statement, a.given_id, a.published, a.source, a.url, e.mode, e.stance, e.confidence, "
        "a.text "
        f"FROM statements e JOIN articles a USING (article) WHERE {conditions.sql()} ORDER BY e.statement"
    )
    names = "statement article published source url mode stance confidence text".split()

    def rows() -> Iterator[Row]:
        for chunk in _chunks(connection, select, conditions.values, limit):
            made = {row[0]: dict(zip(names, row, strict=True)) for row in chunk}
            for row in made.values():
                for name, kind in STATEMENT_COLUMNS.items():
                    row.setdefault(name, [] if kind is list else None)
            _fill_said(connection, made)
            for row in made.values():
                yield {name: row[name] for name in STATEMENT_COLUMNS}

    return Table(STATEMENT_COLUMNS, rows)


def _fill_said(connection: Database, made: dict[int, Row]) -> None:
    """Put in who said what to whom. Changes the rows."""
    marks = ", ".join("?" * len(made))
    found = connection.execute(
        'SELECT s.statement, s.role, s.start, s."end", c.name, c.id, c.country, c.sector '
        f"FROM statement_spans s LEFT JOIN actors c USING (actor) WHERE s.statement IN ({marks}) "
        "ORDER BY s.statement, s.role, s.position",
        list(made),
    )
    for statement, role, start, end, name, key, country, sector in found:
        row = made[statement]
        words = row["text"][start:end]
        if role == "speaker":
            row["speaker"], row["speaker_id"] = name or words, key
            row["speaker_country"], row["speaker_sector"] = (country or "").split(), (sector or "").split()
        elif role == "cue":
            row["cue"] = words
        elif role == "content":
            row["words"] = f"{row['words']} {words}" if row["words"] else words
            row["start"] = start if row["start"] is None else min(start, row["start"])
            row["end"] = end if row["end"] is None else max(end, row["end"])
        else:
            row["addressee"].append(name or words)
    found = connection.execute(
        "SELECT b.statement, c.name, c.id FROM statement_about b JOIN actors c USING (actor) "
        f"WHERE b.statement IN ({marks}) ORDER BY b.statement, b.actor",
        list(made),
    )
    for statement, name, key in found:
        made[statement]["about"].append(name)
        made[statement]["about_id"].append(key)
    found = connection.execute(
        f"SELECT statement, event FROM statement_asserts WHERE statement IN ({marks}) ORDER BY statement, "
        "event",
        list(made),
    )
    for statement, event in found:
        made[statement]["asserts"].append(str(event))


def actors(
    connection: Database,
    *,
    name: Words = None,
    kind: Words = None,
    country: Words = None,
    sector: Words = None,
    unnamed: bool = False,
    limit: int | None = None,
) -> Table:
    """Who there is, those that take part in most events first.

    ``name`` is as in `filters.who`. Actors that are known from one article only ("protesters") are left out
    unless ``unnamed``; they count as one where they are called the same.
    """
    parts, values = ["1 = 1"], list[Any]()
    for word in listed(name):
        sql, more = who(connection, word)
        parts.append(f"c.actor IN ({sql})")
        values += more
    if not unnamed:
        parts.append("c.article IS NULL")
    for column, asked in (("kind", kind), ("country", country), ("sector", sector)):
        words = listed(asked)
        if words:
            one = "c.kind = ?" if column == "kind" else f"instr(' ' || c.{column} || ' ', ?) > 0"
            parts.append("(" + " OR ".join([one] * len(words)) + ")")
            values += words if column == "kind" else [f" {word} " for word in words]
    select = (
        f"WITH chosen AS (SELECT c.actor, c.id FROM actors c WHERE {' AND '.join(parts)}), "
        "counted AS (SELECT c.id, max(c.actor) AS actor, sum(d.acts) AS acts, sum(d.receives) AS receives, "
        "sum(d.says) AS says, count(*) AS articles, min(d.published) AS first, max(d.published) AS last "
        "FROM chosen c JOIN actor_articles d ON d.actor = c.actor GROUP BY c.id) "
        "SELECT n.id, c.name, c.kind, c.country, c.sector, c.wikidata, n.acts, n.receives, n.says, "
        "n.articles, n.first, n.last FROM counted n JOIN actors c ON c.actor = n.actor "
        "ORDER BY n.acts + n.receives DESC, n.says DESC, n.id"
    )

    def rows() -> Iterator[Row]:
        for chunk in _chunks(connection, select, values, limit):
            for row in chunk:
                made = dict(zip(ACTOR_COLUMNS, row, strict=True))
                made["country"], made["sector"] = made["country"].split(), made["sector"].split()
                for name in ("acts", "receives", "says"):
                    made[name] = int(made[name])  # sums are decimals in PostgreSQL
                yield made

    return Table(ACTOR_COLUMNS, rows)


def dyads(
    connection: Database,
    conditions: Conditions,
    *,
    level: str,
    period: str | None,
    dated: str,
    limit: int | None,
) -> Table:
    """How often each one acted on each other one, most often first, or by period of time."""
    for name, value, known in (
        ("level", level, LEVELS),
        ("dated", dated, DATED),
        ("period", period, PERIODS),
    ):
        if value not in known and not (name == "period" and value is None):
            raise StoreError(f"{name} is {value!r}: it is one of {', '.join(known)}")
    when, extra = _period(period, dated)
    counts = ", ".join(f"count(*) FILTER (WHERE e.quad = '{value}')" for value in QUADS.values())
    pairs = "country_pairs p ON p.event = e.event"
    one, other = "p.actor", "p.recipient"
    if level == "actor":
        pairs = (
            "actor_pairs p ON p.event = e.event JOIN actors s ON s.actor = p.actor "
            "JOIN actors t ON t.actor = p.recipient"
        )
        one, other = "s.id", "t.id"
    where = conditions.sql() + extra
    select = (
        f"SELECT {when}, {one}, {other}, count(*), {counts}, avg(e.score) FROM events e JOIN {pairs} "
        f"{_articles(where, when)} WHERE {where} GROUP BY 1, 2, 3 "
        f"ORDER BY {'1, 4 DESC' if period else '4 DESC'}, 2, 3"
    )
    columns: dict[str, type] = {"period": str} if period else {}
    columns |= {"actor": str, "recipient": str, "events": int, **dict.fromkeys(QUADS, int), "score": float}

    def rows() -> Iterator[Row]:
        for chunk in _chunks(connection, select, conditions.values, limit):
            for row in chunk:
                made = dict(zip(columns, row if period else row[1:], strict=True))
                made["score"] = None if made["score"] is None else round(made["score"], 4)
                yield made

    return Table(columns, rows)


def _period(period: str | None, dated: str) -> tuple[str, str]:
    """The column that a period goes by, and the condition that a date is known so exactly."""
    if period is None:
        return "'' ", ""
    size = {"year": 4, "month": 7, "day": 10}[period]
    column = "e.date" if dated == "event" else "a.published"
    exact = f" AND length({column}) >= {size} AND instr({column}, 'W') = 0 AND instr({column}, '/') = 0"
    return f"substr({column}, 1, {size})", exact


def _articles(*parts: str) -> str:
    """The articles, where they are asked for."""
    return "JOIN articles a ON a.article = e.article" if any(_OF_ARTICLE.search(p) for p in parts) else ""


def series(
    connection: Database,
    conditions: Conditions,
    *,
    period: str,
    split: str | None,
    dated: str,
    limit: int | None,
) -> Table:
    """How many events there were in each period, in all or of each type or quad class."""
    for name, value, known in (
        ("period", period, (*PERIODS, "week")),
        ("split", split, (None, *SPLITS)),
        ("dated", dated, DATED),
    ):
        if value not in known:
            raise StoreError(f"{name} is {value!r}: it is one of {', '.join(filter(None, known))}")
    # A week is known from a day; a date that is told as a week ("2021-W33") is one itself.
    when, exact = _period("day" if period == "week" else period, dated)
    if period == "week" and dated == "event":
        when = "e.date"
        exact = " AND (length(e.date) = 10 OR length(e.date) = 8) AND instr(e.date, '/') = 0"
    what = f"e.{split}" if split else "'' "
    where = conditions.sql() + exact
    select = (
        f"SELECT {when}, {what}, count(*), sum(e.score), count(e.score) FROM events e "
        f"{_articles(where, when)} WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    columns: dict[str, type] = {
        "period": str,
        **({split: str} if split else {}),
        "events": int,
        "score": float,
    }

    def rows() -> Iterator[Row]:
        found: dict[tuple[str, str], list[Any]] = {}
        for chunk in connection.stream(select, conditions.values, _CHUNK):
            for at, kind, events, score, scored in chunk:
                if period == "week" and "W" not in at:
                    year, week, _ = date.fromisoformat(at).isocalendar()
                    at = f"{year:04}-W{week:02}"
                sums = found.setdefault((at, kind), [0, 0.0, 0])
                sums[:] = sums[0] + events, sums[1] + (score or 0.0), sums[2] + scored
        for number, ((at, kind), (events, score, scored)) in enumerate(sorted(found.items())):
            if limit is not None and number >= limit:
                return
            mean = round(score / scored, 4) if scored else None
            yield {"period": at, **({split: kind} if split else {}), "events": events, "score": mean}

    return Table(columns, rows)


def _chunks(
    connection: Database, select: str, values: Sequence[Any], limit: int | None
) -> Iterator[list[tuple[Any, ...]]]:
    if limit is not None:
        select, values = f"{select} LIMIT ?", [*values, limit]
    yield from connection.stream(select, values, _CHUNK)
