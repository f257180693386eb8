"""Writing articles and codings into a project, in batches that are there as a whole or not at all."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from dragoman.reading import Details, Reject
from dragoman.records import Article, Coding
from dragoman.store.database import Database
from dragoman.store.dates import days, status

_BATCH = 64  # articles
_EVERY = 1.0  # seconds

Record = Mapping[str, Any]


@dataclass(slots=True)
class Counts:
    """What a run did: articles coded, those that were there already, and what was set aside."""

    coded: int = 0
    known: int = 0
    rejected: int = 0

    def to_dict(self) -> dict[str, int]:
        """``{"coded", "known", "rejected"}``."""
        return asdict(self)

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(self.coded + other.coded, self.known + other.known, self.rejected + other.rejected)


class Writer:
    """Writes one run. What is written is in the file after `commit`, which comes by itself every second."""

    def __init__(self, connection: Database, *, kind: str, settings: Mapping[str, Any]) -> None:
        self._connection = connection
        self._actors: dict[tuple[Any, ...], int] = {}
        self._places: dict[tuple[Any, ...], int] = {}
        self._coders: dict[tuple[str, ...], int] = {}
        self._countries: dict[int, Sequence[str]] = {}
        self._waiting = 0
        self._since = 0.0
        self.counts = Counts()
        self._begin()
        said = json.dumps(dict(settings), ensure_ascii=False, sort_keys=True)
        self.run = self._insert(
            "INSERT INTO runs (kind, started, settings) VALUES (?, ?, ?)", (kind, _now(), said), "run"
        )
        self.commit()

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.begin()
            self._since = time.monotonic()

    def _insert(self, sql: str, values: Sequence[Any], key: str) -> int:
        """Insert a row that is not there; its number."""
        number = self._connection.insert(sql, values, key)
        assert number is not None
        return number

    def commit(self) -> None:
        """Make sure of what was written."""
        if self._connection.in_transaction:
            self._connection.execute(
                "UPDATE runs SET coded = ?, known = ?, rejected = ? WHERE run = ?",
                (self.counts.coded, self.counts.known, self.counts.rejected, self.run),
            )
            self._connection.execute("COMMIT")
        self._waiting = 0

    def _written(self) -> None:
        self._waiting += 1
        if self._waiting >= _BATCH or time.monotonic() - self._since > _EVERY:
            self.commit()

    def end(self) -> None:
        """The run is over: nothing of it is left to do."""
        self._begin()
        self._connection.execute("UPDATE runs SET ended = ? WHERE run = ?", (_now(), self.run))
        self.commit()

    def abandon(self) -> None:
        """Let go of what was not committed yet."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """What is written within is written as a whole, even if it is interrupted."""
        self._begin()
        self._connection.execute("SAVEPOINT whole")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO whole")
                self._actors.clear()
                self._places.clear()
                self._coders.clear()
            raise
        self._connection.execute("RELEASE whole")

    def store(
        self, article: Article, key: str, details: Details, where: tuple[str, int | None], record: Record
    ) -> None:
        """Write an article and its coding, unless another process was first."""
        with self._whole():
            self._connection.execute("DELETE FROM rejects WHERE article = ? AND article <> ''", (key,))
            number = self._article(article, key, details, where)
            if number is not None:
                self._coding(number, record)
        if number is None:
            self.known()
        else:
            self.counts.coded += 1
        self._written()

    def recoded(self, article: int, record: Record) -> None:
        """Write a stored article's new coding, which is from now on the one that counts."""
        with self._whole():
            self._coding(article, record)
        self.counts.coded += 1
        self._written()

    def _article(
        self, article: Article, key: str, details: Details, where: tuple[str, int | None]
    ) -> int | None:
        """Write an article; its number, None where it is there already."""
        row = (key, article.id, article.published, details.published_time, article.title, article.text)
        more = (article.url, article.source, article.language)
        credits = (details.byline, details.dateline, details.agency)
        values = (*map(self._sound, (*row, *more, *credits, where[0])), where[1], self.run)
        return self._connection.insert(
            "INSERT INTO articles (id, given_id, published, published_time, title, text, url, source, "
            "language, byline, dateline, agency, file, line, run) "
            f"VALUES ({_marks(len(values))}) ON CONFLICT (id) DO NOTHING",
            values,
            "article",
        )

    def _coding(self, article: int, record: Record) -> None:
        coder = self._coder(record["coder"])
        self._connection.execute(
            "INSERT INTO codings (article, coder, run, record) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (article, coder) DO UPDATE SET run = excluded.run, record = excluded.record",
            (article, coder, self.run, pack(record)),
        )
        self._clear(article)
        self._connection.execute(
            "UPDATE articles SET coding = (SELECT coding FROM codings WHERE article = ? AND coder = ?) "
            "WHERE article = ?",
            (article, coder, article),
        )
        self._parts(article, record)

    def _sound(self, value: Any) -> Any:
        return self._connection.text(value) if isinstance(value, str) else value

    def known(self) -> None:
        """Count an article that is there already."""
        self.counts.known += 1

    def reject(self, reject: Reject, *, key: str = "", title: str = "", coder: str = "") -> None:
        """Write what could not be read or coded; once, however often it is met."""
        self._begin()
        self._connection.execute(
            "INSERT INTO rejects (run, article, title, file, line, code, message, coder) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (file, line, article, code) DO UPDATE SET "
            "message = excluded.message, coder = excluded.coder",
            (
                self.run,
                key,
                self._sound(title),
                self._sound(reject.file),
                reject.line or 0,
                reject.code,
                self._sound(reject.message),
                coder,
            ),
        )
        self.counts.rejected += 1
        self._written()

    def _clear(self, article: int) -> None:
        """Take away the rows of the coding that counted until now; its record stays."""
        run = self._connection.execute
        for table in ("statements", "events", "actor_articles"):
            run(f"DELETE FROM {table} WHERE article = ?", (article,))
        run("DELETE FROM actors WHERE article = ?", (article,))

    def _coder(self, versions: Mapping[str, str]) -> int:
        row = (versions["version"], versions["model"], versions["ontology"], versions["knowledge"])
        if row not in self._coders:
            run = self._connection.execute
            run(
                "INSERT INTO coders (version, model, ontology, knowledge) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                row,
            )
            found = run(
                "SELECT coder FROM coders WHERE (version, model, ontology, knowledge) = (?, ?, ?, ?)", row
            ).fetchone()
            self._coders[row] = int(found[0])
        return self._coders[row]

    def _actor(self, actor: Record, article: int) -> int:
        own = is_local(actor["name"])
        row = (
            actor["id"],
            actor["name"],
            actor["kind"],
            " ".join(actor["country"]),
            " ".join(actor["sector"]),
            actor["wikidata"],
        )
        if not own and row in self._actors:
            return self._actors[row]
        run = self._connection.execute
        if not own:
            found = run(
                "SELECT actor FROM actors WHERE id = ? AND name = ? AND kind = ? AND country = ? "
                "AND sector = ? AND coalesce(wikidata, '') = coalesce(?, '') AND article IS NULL",
                row,
            ).fetchone()
            if found:
                self._actors[row] = int(found[0])
                return int(found[0])
        number = self._insert(
            "INSERT INTO actors (id, name, kind, country, sector, wikidata, article) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*map(self._sound, row), article if own else None),
            "actor",
        )
        for table, codes in (("country", actor["country"]), ("sector", actor["sector"])):
            name = "actor_countries" if table == "country" else "actor_sectors"
            self._connection.executemany(
                f"INSERT INTO {name} ({table}, actor) VALUES (?, ?)", [(code, number) for code in set(codes)]
            )
        if not own:
            self._actors[row] = number
        return number

    def _place(self, place: Record) -> int:
        row = (place["country"], place["name"], place["lat"], place["lon"], place["geonames"])
        if row not in self._places:
            # None counts as a value here, and there is no number 999.
            found = self._connection.execute(
                "SELECT place FROM places WHERE country = ? AND coalesce(name, '') = coalesce(?, '') AND "
                "coalesce(lat, 999) = coalesce(?, 999.0) AND coalesce(lon, 999) = coalesce(?, 999.0) "
                "AND coalesce(geonames, 0) = coalesce(?, 0)",
                tuple(map(self._sound, row)),
            ).fetchone()
            insert = "INSERT INTO places (country, name, lat, lon, geonames) VALUES (?, ?, ?, ?, ?)"
            number = int(found[0]) if found else self._insert(insert, tuple(map(self._sound, row)), "place")
            self._places[row] = number
        return self._places[row]

    def _parts(self, article: int, record: Record) -> None:
        actors = {actor["id"]: self._actor(actor, article) for actor in record["actors"]}
        self._countries = {actors[actor["id"]]: actor["country"] for actor in record["actors"]}
        events = {event["id"]: self._event(event, article, actors) for event in record["events"]}
        for statement in record["statements"]:
            self._statement(statement, article, actors, events)
        self._count(article, record, actors)

    def _count(self, article: int, record: Record, actors: Mapping[str, int]) -> None:
        """How often each actor acts, receives and says here."""
        found: dict[int, list[int]] = {}
        roles = [(arg, 0) for event in record["events"] for arg in event["actors"]]
        roles += [(arg, 1) for event in record["events"] for arg in event["recipients"]]
        roles += [(said["speaker"], 2) for said in record["statements"] if said["speaker"]]
        for arg, role in roles:
            if arg.get("actor") in actors:
                found.setdefault(actors[arg["actor"]], [0, 0, 0])[role] += 1
        self._connection.executemany(
            "INSERT INTO actor_articles SELECT ?, article, ?, ?, ?, published FROM articles "
            "WHERE article = ?",
            [(actor, *counts, article) for actor, counts in sorted(found.items())],
        )

    def _event(self, event: Record, article: int, actors: Mapping[str, int]) -> int:
        date, numbers, sentence = event["date"], event["numbers"], event["sentence"] or {}
        span = days(date["value"]) if date else None
        values = (
            article,
            event["id"],
            event["event"],
            event["type"],
            " ".join(event["mode"]),
            " ".join(event["context"]),
            event["aux"],
            status(event["aux"], claimed=event["by"] is not None),
            event["quad"],
            event["score"],
            event["cameo"],
            event["trigger"]["start"],
            event["trigger"]["end"],
            sentence.get("start"),
            sentence.get("end"),
            date["value"] if date else None,
            span[0] if span else None,
            span[1] if span else None,
            date["granularity"] if date else None,
            *(numbers.get(name) for name in ("killed", "injured", "arrested", "participants", "money")),
            event["confidence"],
            json.dumps(event["types"]) if event.get("types") else "",
        )
        number = self._insert(
            "INSERT INTO events (article, id, mention_of, type, mode, context, aux, status, quad, score, "
            "cameo, trigger_start, trigger_end, sentence_start, sentence_end, date, first_day, last_day, "
            "granularity, killed, injured, arrested, participants, money, confidence, types) "
            f"VALUES ({_marks(len(values))})",
            values,
            "event",
        )
        rows: list[tuple[Any, ...]] = []
        roles = (
            ("actor", event["actors"]),
            ("recipient", event["recipients"]),
            ("by", [event["by"]] if event["by"] else []),
            ("place", event["places"]),
            ("time", event["times"]),
        )
        for role, spans in roles:
            for position, at in enumerate(spans):
                actor = actors.get(at["actor"]) if "actor" in at else None
                place = self._place(at) if role == "place" else None
                rows.append((number, role, position, at["start"], at["end"], actor, place, at.get("value")))
        self._connection.executemany("INSERT INTO event_spans VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._pairs(number, event, actors)
        return number

    def _pairs(self, number: int, event: Record, actors: Mapping[str, int]) -> None:
        """Who acts on whom."""
        sides = [
            {actors[arg["actor"]] for arg in event[role] if arg.get("actor") in actors}
            for role in ("actors", "recipients")
        ]
        pairs = sorted((one, other) for one in sides[0] for other in sides[1])
        codes = sorted(
            {(a, b) for one, other in pairs for a in self._countries[one] for b in self._countries[other]}
        )
        run = self._connection.executemany
        run("INSERT INTO actor_pairs VALUES (?, ?, ?)", [(number, *pair) for pair in pairs])
        run("INSERT INTO country_pairs VALUES (?, ?, ?)", [(number, *pair) for pair in codes])

    def _statement(
        self, said: Record, article: int, actors: Mapping[str, int], events: Mapping[str, int]
    ) -> None:
        number = self._insert(
            "INSERT INTO statements (article, id, mode, stance, confidence) VALUES (?, ?, ?, ?, ?)",
            (article, said["id"], said["mode"], said["stance"], said["confidence"]),
            "statement",
        )
        roles: Sequence[tuple[str, Sequence[Record]]] = (
            ("speaker", [said["speaker"]] if said["speaker"] else []),
            ("cue", [said["cue"]] if said["cue"] else []),
            ("content", said["content"]),
            ("addressee", said["addressees"]),
        )
        self._connection.executemany(
            "INSERT INTO statement_spans VALUES (?, ?, ?, ?, ?, ?)",
            [
                (number, role, position, at["start"], at["end"], actors.get(at.get("actor", "")))
                for role, spans in roles
                for position, at in enumerate(spans)
            ],
        )
        about = sorted({actors[name] for name in said["about"] if name in actors})
        asserts = sorted({events[name] for name in said["asserts"] if name in events})
        run = self._connection.executemany
        run("INSERT INTO statement_about VALUES (?, ?)", [(number, actor) for actor in about])
        run("INSERT INTO statement_asserts VALUES (?, ?)", [(number, event) for event in asserts])


def is_local(name: str) -> bool:
    """Whether an actor of that name is one of its article only: "protesters", not "Taliban"."""
    return not name[:1].isupper()


def pack(record: Record) -> bytes:
    """A record without its article, packed."""
    text = json.dumps({key: value for key, value in record.items() if key != "article"}, ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack(blob: bytes, article: Article) -> Coding:
    """The coding in a packed record, with its article."""
    return Coding.from_dict({**unpack_record(blob), "article": article.to_dict()})


def unpack_record(blob: bytes) -> dict[str, Any]:
    """The packed record, without its article."""
    record: dict[str, Any] = json.loads(zlib.decompress(blob).decode("utf-8", "surrogatepass"))
    return record


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
