"""Merging what a project holds: new articles join those merged before, in one transaction.

What connects two articles, or two events, is a matter of these two alone. So only what new articles touch is
put together anew: the parts (``component``) with an event that a new one might join; everything else would
come out as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dragoman.merging.articles import WINDOW, Link, likenesses, links, originals, stories
from dragoman.merging.card import card, name_of
from dragoman.merging.compare import LONGEST
from dragoman.merging.decisions import Rules
from dragoman.merging.grouping import Compared, Happening, group, units_of
from dragoman.merging.mentions import (
    BEFORE,
    Mention,
    Report,
    ordinal,
)
from dragoman.merging.mentions import WINDOW as NEAR
from dragoman.merging.sketch import Sketch, sketch
from dragoman.store.database import Database
from dragoman.store.mergeable import mentions, rules, some


@dataclass(frozen=True, slots=True)
class Merging:
    """What a run of merging did: articles merged anew, and what there is now."""

    articles: int
    copies: int
    stories: int
    happenings: int


def merge(connection: Database, *, dirty: Iterable[int] = ()) -> Merging:
    """Merge what was coded since the last time, and the articles ``dirty``: all of it or nothing."""
    own = not connection.in_transaction
    if own:
        connection.begin()
    try:
        done = _Merger(connection).run(set(dirty))
        if own:
            connection.execute("COMMIT")
    except BaseException:
        if own and connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return done


class _Merger:
    def __init__(self, connection: Database) -> None:
        self._connection = connection
        self._reports: dict[int, Report] = {}

    def run(self, dirty: set[int]) -> Merging:
        todo = {
            int(number)
            for (number,) in self._connection.execute(
                "SELECT a.article FROM articles a LEFT JOIN merged m ON m.article = a.article "
                "WHERE a.coding IS NOT NULL AND (m.coding IS NULL OR m.coding <> a.coding)"
            ).fetchall()
        }
        if todo:
            self._sketch(todo)
            self._connection.executemany(
                "INSERT INTO merged (article, coding) SELECT article, coding FROM articles WHERE article = ? "
                "ON CONFLICT (article) DO UPDATE SET coding = excluded.coding",
                [(number,) for number in sorted(todo)],
            )
        dirty |= todo
        if dirty:
            self._happenings(dirty)
        counts = [
            int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("duplicates", "stories", "happenings")
        ]
        return Merging(len(todo), *counts)

    def _report(self, numbers: Iterable[int]) -> None:
        """Fetch reports that are not known yet."""
        missing = [number for number in numbers if number not in self._reports]
        query = "SELECT article, id, published, source, agency FROM articles WHERE article IN ({})"
        for number, key, published, source, agency in some(self._connection, query, missing):
            self._reports[number] = Report(key, ordinal(published), published, source, agency, number)

    def _sketch(self, todo: set[int]) -> None:
        """Sketch new articles, find what is like them, and put the stories together that they touch."""
        known = {
            n for (n,) in some(self._connection, "SELECT article FROM sketches WHERE article IN ({})", todo)
        }
        new = sorted(todo - known)
        if not new:
            return
        query = "SELECT article, title, text FROM articles WHERE article IN ({})"
        rows = []
        for number, title, text in some(self._connection, query, new):
            rows.append((number, *sketch(title, text[len(title) + 2 :] if title else text).pack()))
        self._connection.executemany("INSERT INTO sketches VALUES (?, ?, ?, ?)", rows)
        near = self._around(set(new))
        self._report(near)
        query = "SELECT article, signature, phrases, telling FROM sketches WHERE article IN ({})"
        sketched = [
            (self._reports[number], Sketch.unpack(bytes(signature), phrases, telling))
            for number, signature, phrases, telling in some(self._connection, query, near)
        ]
        sketched.sort(key=lambda pair: pair[0].id)
        found = links(sketched, {self._reports[number].id for number in new})
        number_of = {report.id: report.number for report, _ in sketched}
        self._connection.executemany(
            "INSERT INTO likenesses VALUES (?, ?, ?, ?, ?)",
            [(number_of[x.one], number_of[x.other], x.phrases, x.likeness, int(x.copy)) for x in found],
        )
        self._stories(set(new))

    def _around(self, numbers: set[int]) -> set[int]:
        """Articles published near any of these, or at a time not known; themselves as well."""
        query = "SELECT published FROM articles WHERE article IN ({})"
        published = {row[0] for row in some(self._connection, query, numbers)}
        days = sorted(day for value in published if (day := ordinal(value)) is not None)
        if not days or None in published:
            return {n for (n,) in self._connection.execute("SELECT article FROM articles").fetchall()}
        out = set(numbers)
        start = 0
        for at, day in enumerate(days):
            if at + 1 < len(days) and days[at + 1] - day <= 2 * WINDOW:
                continue
            first = date.fromordinal(days[start]) - timedelta(WINDOW)
            last = date.fromordinal(day) + timedelta(WINDOW + 1)
            query = "SELECT article FROM articles WHERE published >= ? AND published < ? OR published IS NULL"
            out |= {
                n
                for (n,) in self._connection.execute(query, (first.isoformat(), last.isoformat())).fetchall()
            }
            start = at + 1
        return out

    def _back(self, numbers: set[int]) -> set[int]:
        """Articles of the times that events of these look back at, and articles that look back at theirs."""
        self._report(numbers)
        query = (
            "SELECT e.article, e.first_day, e.last_day FROM events e "
            "WHERE e.last_day IS NOT NULL AND e.article IN ({})"
        )
        spans = set()
        for number, first, last in some(self._connection, query, numbers):
            begin, end, day = ordinal(first), ordinal(last), self._reports[number].day
            if begin is None or end is None or day is None:
                continue
            if end - begin <= LONGEST and day - end > NEAR:
                spans.add((begin, end))
        out: set[int] = set()
        for begin, end in _stretches(spans):
            days = [
                date.fromordinal(day).isoformat() for day in (begin, end, end + BEFORE + 1, end + LONGEST)
            ]
            query = "SELECT article FROM articles WHERE published >= ? AND published < ?"
            out.update(n for (n,) in self._connection.execute(query, (days[0], days[2])).fetchall())
            query = (
                "SELECT DISTINCT article FROM events WHERE last_day >= ? AND last_day <= ? AND first_day <= ?"
            )
            out.update(n for (n,) in self._connection.execute(query, (days[0], days[3], days[1])).fetchall())
        # the other way round: what was merged before and looks back at the time of these
        told = {(day - BEFORE, day) for n in numbers if (day := self._reports[n].day) is not None}
        query = "SELECT e.first_day, e.last_day FROM events e WHERE e.article IN ({})"
        for first, last in some(self._connection, query, numbers):
            begin, end = ordinal(first), ordinal(last)
            if begin is not None and end is not None and end - begin <= LONGEST:
                told.add((begin, end))
        for begin, end in _stretches(told):
            days = [date.fromordinal(day).isoformat() for day in (begin, end, end + LONGEST)]
            query = (
                "SELECT e.article, e.last_day, a.published FROM events e "
                "JOIN articles a ON a.article = e.article "
                "WHERE e.last_day >= ? AND e.last_day <= ? AND e.first_day <= ? AND a.published > e.last_day"
            )
            for number, last, published in self._connection.execute(
                query, (days[0], days[2], days[1])
            ).fetchall():
                day, end_day = ordinal(published), ordinal(last)
                if day is not None and end_day is not None and day - end_day > NEAR:
                    out.add(number)
        return out

    def _links(self, numbers: Iterable[int]) -> list[tuple[int, int, float, float, int]]:
        """The stored likenesses of these articles with any other."""
        every = set(numbers)
        out: set[Any] = set()
        for side in ("one", "other"):
            query = f"SELECT one, other, phrases, likeness, copy FROM likenesses WHERE {side} IN ({{}})"
            out.update(tuple(row) for row in some(self._connection, query, every))
        return sorted(out)

    def _named(self, rows: Iterable[tuple[int, int, float, float, int]]) -> list[Link]:
        return [
            Link(self._reports[one].id, self._reports[other].id, phrases, like, bool(copy))
            for one, other, phrases, like, copy in rows
            if one in self._reports and other in self._reports
        ]

    def _stories(self, new: set[int]) -> None:
        """Put together anew all stories that hang together with the new articles."""
        part, edge, rows = set(new), set(new), set[Any]()
        while edge:
            more = self._links(edge)
            rows.update(more)
            edge = {n for row in more for n in row[:2]} - part
            part |= edge
        self._report(part)
        found = self._named(sorted(rows))
        reports = [self._reports[number] for number in sorted(part)]
        number_of = {report.id: report.number for report in reports}
        old = {
            s
            for (s,) in some(self._connection, "SELECT story FROM story_articles WHERE article IN ({})", part)
        }
        run = self._connection.executemany
        run("DELETE FROM story_articles WHERE article = ?", [(n,) for n in sorted(part)])
        run("DELETE FROM duplicates WHERE article = ?", [(n,) for n in sorted(part)])
        run("DELETE FROM stories WHERE story = ?", [(s,) for s in sorted(old)])
        run(
            "INSERT INTO duplicates VALUES (?, ?)",
            [(number_of[a], number_of[b]) for a, b in sorted(originals(reports, found).items())],
        )
        titles = dict(
            some(self._connection, "SELECT article, title FROM articles WHERE article IN ({})", part)
        )
        for told in stories(reports, found):
            name = "s" + hashlib.sha256(told[0].encode()).hexdigest()[:12]
            numbers = [number_of[key] for key in told]
            days = sorted(day for n in numbers if (day := self._reports[n].published))
            ends = (days[0], days[-1]) if days else (None, None)
            self._connection.execute(
                "INSERT INTO stories VALUES (?, ?, ?, ?, ?)", (name, titles[numbers[0]], len(numbers), *ends)
            )
            run("INSERT INTO story_articles VALUES (?, ?)", [(number, name) for number in numbers])

    def _happenings(self, dirty: set[int]) -> None:
        near = self._around(dirty) | self._back(dirty)
        linked = self._links(dirty)
        near.update(n for row in linked for n in row[:2])
        rules, decided = self._rules()
        mentions = {m.row: m for m in self._mentions(near | decided)}
        units = units_of(mentions.values(), rules)
        inside = (
            "SELECT h.component, x.event FROM happening_events x JOIN happenings h USING (happening) "
            "WHERE {} IN ({{}})"
        )
        query = (
            "SELECT DISTINCT h.component FROM happening_articles x JOIN happenings h USING (happening) "
            "WHERE x.article IN ({})"
        )
        parts = {str(c) for (c,) in some(self._connection, query, dirty)}
        # Copies of a report that is coded again stood behind it, and one of them may now stand for all.
        before = {e for _, e in some(self._connection, inside.format("h.component"), parts)}
        days = {self._reports[number].day for number in dirty if number in self._reports}
        fresh = [
            any(m.report.number in dirty for m in unit.members)
            or (unit.report.day in days and any(m.row in before for m in unit.members))
            for unit in units
        ]
        shown = {unit.report.number for unit, new in zip(units, fresh, strict=True) if new}
        if shown - dirty:
            linked = self._links(shown | dirty)
        like = likenesses(self._named(linked))
        touched: set[int] = {m.row for m in mentions.values() if m.report.number in dirty}
        for unit in units:
            if len(unit.members) > 1 and any(m.report.number in dirty for m in unit.members):
                touched.update(m.row for m in unit.members)
        compared = Compared.make(units, like, fresh)
        for one, other in compared.touching():
            touched.update(m.row for m in (*one.members, *other.members))
        # What stands together on a person's word is decided upon together.
        by_key = {m.key: m.row for m in mentions.values()}
        pairs = [(by_key[a], by_key[b]) for a, b in rules.together() if a in by_key and b in by_key]
        while True:
            size = len(touched)
            parts.update(c for c, _ in some(self._connection, inside.format("x.event"), touched))
            touched.update(e for _, e in some(self._connection, inside.format("h.component"), parts))
            for a, b in pairs:
                if (a in touched) != (b in touched):
                    touched.update((a, b))
            if len(touched) == size:
                break
        missing = {n for (n,) in some(self._connection, "SELECT article FROM events WHERE event IN ({})",
                                      touched - set(mentions))}  # fmt: skip
        mentions.update((m.row, m) for m in self._mentions(missing))
        chosen = [mentions[row] for row in sorted(touched) if row in mentions]
        articles = {m.report.number for m in chosen}
        if all(fresh) and len(chosen) == len(mentions):
            grouped = group(units, like, rules, compared)
        else:
            rows = self._links(articles)
            grouped = group(units_of(chosen, rules), likenesses(self._named(rows)), rules)
        self._connection.executemany(
            "DELETE FROM happenings WHERE component = ?", [(part,) for part in sorted(parts)]
        )
        query = "SELECT article, original FROM duplicates WHERE article IN ({})"
        pairs_of = list(some(self._connection, query, articles))
        self._report({n for pair in pairs_of for n in pair})
        copies = {self._reports[a].id: self._reports[b].id for a, b in pairs_of}
        self._write(grouped, copies)

    def _write(self, grouped: Sequence[Sequence[Happening]], copies: dict[str, str]) -> None:
        happenings, events, articles = [], [], []
        for part in grouped:
            component = min(name_of(one) for one in part)
            for one in part:
                told = card(one, copies)
                name = told["happening"]
                summary = {key: told[key] for key in ("actors", "recipients", "places", "numbers")}
                happenings.append(
                    (
                        name, component, told["type"], " ".join(told["mode"]), told["status"],
                        int(told["denied"]), told["first_day"], told["last_day"], told["reports"],
                        told["sources"], told["events"], told["first"], told["last"],
                        json.dumps(summary, ensure_ascii=False),
                    )
                )  # fmt: skip
                for join in one.joins:
                    reasons = _reasons(join)
                    events += [(m.row, name, reasons) for m in join.unit.members]
                numbers = sorted({m.report.number for m in one.mentions})
                articles += [(number, name) for number in numbers]
        run = self._connection.executemany
        run(f"INSERT INTO happenings VALUES ({', '.join('?' * 14)})", happenings)
        run("INSERT INTO happening_events VALUES (?, ?, ?)", events)
        run("INSERT INTO happening_articles VALUES (?, ?)", articles)

    def _rules(self) -> tuple[Rules, set[int]]:
        """What people decided, of the events that there are now, and the articles concerned."""
        return rules(self._connection)

    def _mentions(self, numbers: Iterable[int]) -> list[Mention]:
        every = set(numbers)
        self._report(every)
        return mentions(self._connection, every, self._reports)


def _stretches(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of days that overlap put together."""
    out: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if out and begin <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((begin, end))
    return out


def _reasons(join: Any) -> str:
    if join.verdict is None:
        return "{}"
    article, start, end, kind = join.with_
    return json.dumps(
        {
            "with": {"article": article, "start": start, "end": end, "type": kind},
            "score": round(join.verdict.score, 3),
            "for": {name: value for name, value in join.verdict.reasons.items() if value > 0},
            "against": {name: value for name, value in join.verdict.reasons.items() if value < 0},
            "decided": join.decided,
        },
        ensure_ascii=False,
    )
