"""Questions about happenings and stories, and what people decide about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from dragoman.merging.card import card
from dragoman.merging.grouping import Happening, Join
from dragoman.merging.mentions import Mention, Report, Unit, ordinal
from dragoman.store import filters
from dragoman.store.database import Database, StoreError
from dragoman.store.mergeable import mentions, some
from dragoman.store.results import Row, Table
from dragoman.store.stories import Merging, merge

#: Columns of `Happenings.happenings`.
COLUMNS: dict[str, type] = {
    "happening": str, "type": str, "mode": list, "status": str, "denied": int,
    "actor": list, "actor_id": list, "recipient": list, "recipient_id": list,
    "place": list, "place_country": list, "lat": float, "lon": float,
    "first_day": str, "last_day": str,
    "killed": int, "injured": int, "arrested": int, "participants": int, "money": str,
    "reports": int, "sources": int, "events": int, "first": str, "last": str,
}  # fmt: skip
STORY_COLUMNS: dict[str, type] = {
    "story": str, "title": str, "articles": int, "copies": int, "first": str, "last": str
}  # fmt: skip
_DAILY: dict[str, type] = {
    "day": str, "actor": str, "recipient": str, "type": str, "events": int, "happenings": int
}  # fmt: skip
_STATUSES = ("reported", "claimed", "denied", "planned", "possible")


class Happenings:
    """What a project (`dragoman.store.Project`) answers and does about happenings."""

    connection: Database

    def merge(self) -> Merging:
        """Join what was coded since the last time to what was merged before.

        It is done as a whole or not at all. The outcome is the same as if all articles had been merged at
        once; what people decided (`split`, `join`) is kept.
        """
        return merge(self.connection)

    def happenings(
        self,
        *,
        reports: int | None = None,
        sources: int | None = None,
        status: filters.Words = None,
        denied: bool | None = None,
        limit: int | None = None,
        **asked: Any,
    ) -> Table:
        """Happenings of which an event meets what is asked, those reported by most first.

        Args:
            reports, sources: told in so many articles, by so many independent sources at least.
            status: of the happening as a whole: ``reported`` where any article says so itself, else
                ``claimed``, ``denied``, ``planned`` or ``possible``.
            denied: whether anybody denies it.
            asked: as for `dragoman.store.Project.events`.
        """
        parts, values = ["1 = 1"], list[Any]()
        if asked:
            try:
                made = filters.event_conditions(self.connection, **asked)
            except TypeError as error:
                name = str(error).partition("argument ")[2] or str(error)
                raise StoreError(f"no filter {name}: see help(dragoman.store.Project.happenings)") from None
            parts.append(
                "h.happening IN (SELECT x.happening FROM happening_events x "
                "JOIN events e ON e.event = x.event "
                f"JOIN articles a ON a.article = e.article WHERE {made.sql()})"
            )
            values += made.values
        for word in (words := filters.listed(status)):
            if word not in _STATUSES:
                raise StoreError(f"{word!r} is no status: it is one of {', '.join(_STATUSES)}")
        if words:
            parts.append(f"h.status IN ({', '.join('?' * len(words))})")
            values += words
        for column, least in (("reports", reports), ("sources", sources)):
            if least is not None:
                parts.append(f"h.{column} >= ?")
                values.append(least)
        if denied is not None:
            parts.append("h.denied = ?")
            values.append(int(denied))
        select = (
            "SELECT h.happening, h.type, h.mode, h.status, h.denied, h.first_day, h.last_day, h.reports, "
            f"h.sources, h.events, h.first, h.last, h.summary FROM happenings h WHERE {' AND '.join(parts)} "
            "ORDER BY h.sources DESC, h.reports DESC, coalesce(h.first, ''), h.happening"
        )
        return self._answer(COLUMNS, select, values, limit, row_of)

    def stories(self, *, articles: int | None = None, limit: int | None = None) -> Table:
        """The stories of at least so many articles, the latest first."""
        select = (
            "SELECT s.story, s.title, s.articles, (SELECT count(*) FROM story_articles x JOIN duplicates d "
            "ON d.article = x.article WHERE x.story = s.story), s.first, s.last FROM stories s "
            "WHERE s.articles >= ? ORDER BY coalesce(s.last, '') DESC, s.story"
        )
        return self._answer(STORY_COLUMNS, select, [articles or 1], limit, _plain(STORY_COLUMNS))

    def one_a_day(self, *, limit: int | None = None, **asked: Any) -> Table:
        """The field's usual filter, for comparison: one event a day of each type between each pair.

        ``events`` says how many events stand behind each, ``happenings`` how many happenings they are of.
        """
        made = filters.event_conditions(self.connection, **asked)
        side = (
            "(SELECT min(c.id) FROM event_spans s JOIN actors c ON c.actor = s.actor "
            "WHERE s.event = e.event AND s.role = '{}')"
        )
        inner = (
            "SELECT coalesce(e.first_day, a.published) AS day, "
            f"{side.format('actor')} AS actor, {side.format('recipient')} AS recipient, e.type AS type, "
            "e.event AS event, x.happening AS happening FROM events e "
            "JOIN articles a ON a.article = e.article "
            f"LEFT JOIN happening_events x ON x.event = e.event WHERE {made.sql()}"
        )
        select = (
            "SELECT day, actor, recipient, type, count(*), count(DISTINCT happening) "
            f"FROM ({inner}) AS one GROUP BY day, actor, recipient, type "
            "ORDER BY coalesce(day, ''), coalesce(actor, ''), coalesce(recipient, ''), type"
        )
        return self._answer(_DAILY, select, made.values, limit, _plain(_DAILY))

    def _answer(
        self, columns: dict[str, type], select: str, values: list[Any], limit: int | None, row: Any
    ) -> Table:
        if limit is not None:
            select, values = f"{select} LIMIT ?", [*values, limit]

        def rows() -> Iterator[Row]:
            for chunk in self.connection.stream(select, values, 200):
                for one in chunk:
                    yield row(one)

        return Table(columns, rows)

    def happening(self, happening: str) -> dict[str, Any] | None:
        """All that is told of a happening, as `dragoman.merging.card.card` gives it; None where none is.

        Articles are called by the ids they were given. ``mentions`` has each event (its number in `events`)
        with its words and, as ``why``, what speaks for its standing there and what against.
        """
        name = self._named(happening, missing=False)
        if name is None:
            return None
        found, reasons = self._members(name)
        articles = {m.report.number for m in found}
        query = "SELECT article, id, given_id, title, url FROM articles WHERE article IN ({})"
        rows = {number: row for number, *row in some(self.connection, query, articles)}
        query = (
            "SELECT a.id, b.id FROM duplicates d JOIN articles a ON a.article = d.article "
            "JOIN articles b ON b.article = d.original WHERE d.article IN ({})"
        )
        copies = dict(some(self.connection, query, articles))
        given = {row[0]: row[1] or row[0] for row in rows.values()}
        out = card(Happening([Join(Unit(found))]), copies)
        out["happening"] = name
        _rename(out, given)
        out["articles"] = [
            {
                "article": given[row[0]], "title": row[2], "url": row[3],
                "source": (report := self._report_of(found, number)).source, "published": report.published,
                "copy_of": given.get(copies.get(row[0], ""), copies.get(row[0])),
            }
            for number, row in sorted(rows.items(), key=lambda pair: _report_order(found, pair[0]))
        ]  # fmt: skip
        out["mentions"] = [
            {
                "event": m.row, "article": given[m.report.id], "published": m.report.published,
                "source": m.report.source, "type": m.type, "aux": m.aux, "by": m.by or None,
                "actors": [who.name for who in m.actors], "recipients": [who.name for who in m.recipients],
                "start": m.key[1], "end": m.key[2], "sentence": m.sentence, "why": reasons[m.row],
            }
            for m in found
        ]  # fmt: skip
        return out

    @staticmethod
    def _report_of(found: list[Mention], number: int) -> Report:
        return next(m.report for m in found if m.report.number == number)

    def _members(self, name: str) -> tuple[list[Mention], dict[int, Any]]:
        query = (
            "SELECT x.event, x.reasons, e.article FROM happening_events x JOIN events e ON e.event = x.event "
            "WHERE x.happening = ?"
        )
        rows = self.connection.execute(query, (name,)).fetchall()
        reasons = {event: json.loads(why) for event, why, _ in rows}
        numbers = {article for _, _, article in rows}
        reports = {}
        query = "SELECT article, id, published, source, agency FROM articles WHERE article IN ({})"
        for number, key, published, source, agency in some(self.connection, query, numbers):
            reports[number] = Report(key, ordinal(published), published, source, agency, number)
        found = [m for m in mentions(self.connection, numbers, reports) if m.row in reasons]
        return sorted(found, key=lambda m: m.order), reasons

    def _named(self, word: str, *, missing: bool = True) -> str | None:
        """The id of the happening that a word means: its id, or as much of it as no other one has."""
        query = (
            "SELECT happening FROM happenings WHERE happening >= ? AND happening < ? "
            "ORDER BY happening LIMIT 2"
        )
        rows = self.connection.execute(query, (word, f"{word}~")).fetchall() if word else []
        if len(rows) == 1 or (rows and rows[0][0] == word):
            return str(rows[0][0])
        if len(rows) > 1:
            raise StoreError(f"{word!r} begins the names of several happenings: give more of it")
        if missing:
            raise StoreError(f"no happening {word!r} here: dragoman happenings lists them")
        return None

    def split(self, happening: str, events: Iterable[int], *, maker: str = "", note: str = "") -> list[str]:
        """Take events (numbers as in `events`) out of a happening; what is left and what they are now.

        The events stand together from now on and never again with the others, however often is merged or
        coded again, unless `join` says so later.
        """
        name = self._named(happening)
        assert name is not None
        found, _ = self._members(name)
        chosen = set(events)
        strange = sorted(chosen - {m.row for m in found})
        if strange:
            raise StoreError(
                f"no event {strange[0]} in {name}: there are {', '.join(str(m.row) for m in found)}"
            )
        if not chosen or len(chosen) == len(found):
            raise StoreError(f"{name}: name some of its events, not all and not none")
        out = [m for m in found if m.row in chosen]
        rest = [m for m in found if m.row not in chosen]
        return self._decide("split", out, rest, maker, note)

    def join(self, one: str, other: str, *, maker: str = "", note: str = "") -> list[str]:
        """Say that two happenings are one; its name. It stays so until `split` says otherwise."""
        names = self._named(one), self._named(other)
        assert names[0] is not None and names[1] is not None
        if names[0] == names[1]:
            raise StoreError(f"{one} and {other} are one happening already")
        return self._decide("join", self._members(names[0])[0], self._members(names[1])[0], maker, note)

    def _decide(
        self, kind: str, one: list[Mention], other: list[Mention], maker: str, note: str
    ) -> list[str]:
        self.connection.begin()
        try:
            number = self.connection.insert(
                "INSERT INTO decisions (kind, made, maker, note) VALUES (?, ?, ?, ?)",
                (kind, datetime.now(UTC).isoformat(timespec="seconds"), maker, note),
                "decision",
            )
            self.connection.executemany(
                "INSERT INTO decision_events VALUES (?, ?, ?, ?, ?, ?)",
                [(number, side, *m.key) for side, part in enumerate((one, other)) for m in part],
            )
            merge(self.connection, dirty={m.report.number for m in (*one, *other)})
            query = "SELECT DISTINCT happening FROM happening_events WHERE event IN ({})"
            out = [name for (name,) in some(self.connection, query, [m.row for m in (*one, *other)])]
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        return sorted(set(out))


def _rename(value: Any, given: dict[str, str]) -> None:
    """Call articles by the ids they were given. Changes the value."""
    if isinstance(value, list):
        for one in value:
            _rename(one, given)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key == "article":
                value[key] = given.get(one, one)
            else:
                _rename(one, given)


def _report_order(found: list[Mention], number: int) -> tuple[int, str]:
    report = next(m.report for m in found if m.report.number == number)
    return (report.day or 0, report.id)


def row_of(row: tuple[Any, ...]) -> Row:
    """One row of `Happenings.happenings`, of what its query gives."""
    name, kind, mode, status, denied, first_day, last_day, reports, sources, events, first, last, summary = (
        row
    )
    told = json.loads(summary)
    points = [place for place in told["places"] if place["lat"] is not None]
    out: Row = {
        "happening": name, "type": kind, "mode": mode.split(), "status": status, "denied": denied,
        "actor": [who["name"] for who in told["actors"]], "actor_id": [who["id"] for who in told["actors"]],
        "recipient": [who["name"] for who in told["recipients"]],
        "recipient_id": [who["id"] for who in told["recipients"]],
        "place": [place["name"] for place in told["places"]],
        "place_country": [place["country"] for place in told["places"]],
        "lat": points[0]["lat"] if points else None, "lon": points[0]["lon"] if points else None,
        "first_day": first_day, "last_day": last_day,
        **{
            key: told["numbers"].get(key)
            for key in ("killed", "injured", "arrested", "participants", "money")
        },
        "reports": reports, "sources": sources, "events": events, "first": first, "last": last,
    }  # fmt: skip
    return out


def _plain(columns: dict[str, type]) -> Any:
    return lambda row: dict(zip(columns, row, strict=True))
