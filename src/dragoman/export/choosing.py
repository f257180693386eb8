"""What of a project is written out: the codings that are asked for, and what merging says of their events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.export.facts import MUTUAL, UNREAL
from dragoman.records import Coding
from dragoman.store import StoreError, filters
from dragoman.store.adding import ARTICLE, article_of
from dragoman.store.happenings import COLUMNS, row_of
from dragoman.store.mergeable import some
from dragoman.store.writing import unpack

if TYPE_CHECKING:
    from dragoman.store import Project

#: Filters that choose articles rather than events.
OF_ARTICLES = ("published_since", "published_until", "source", "article", "text")
_CHUNK = 100  # articles fetched together


@dataclass(frozen=True, slots=True)
class Standing:
    """The happening that an event tells of.

    ``lead`` says whether the event is the one that stands for it: of what is written that which is told to
    the day and says most of who, whom and where, the earliest of equals. ``rows`` is how many pairs of actors
    that one has; ``mentions`` and ``reports`` count events and articles of what is written, ``sources`` how
    many of these are independent at most; ``first`` is the day of the first report.
    """

    happening: str
    lead: bool = False
    rows: int = 1
    mentions: int = 1
    reports: int = 1
    sources: int = 1
    first: str | None = None


class Selection:
    """The codings of a project that are asked for, to be read more than once, one at a time.

    Filters are those of `Project.events`. Those of articles (`OF_ARTICLES`) choose whole articles. With any
    other the events that meet all are left, with the statements that tell of them and whoever is in either;
    or whole articles, where a text is not to stand with half its marks (see `prepare`).
    """

    def __init__(self, project: Project, asked: Mapping[str, Any] | None = None) -> None:
        """Raises StoreError where a filter says nothing."""
        self._connection = project.connection
        try:
            self._made = filters.event_conditions(project.connection, **(asked or {}))
        except TypeError as error:
            name = str(error).partition("argument ")[2] or str(error)
            raise StoreError(f"no filter {name}: see help(dragoman.store.Project.events)") from None
        self._of_events = any(name not in OF_ARTICLES for name in asked or {})
        self._all = not asked
        self._found: dict[str, Standing] = {}
        self._whole = self._leads = self._every = self._dated = False
        #: Whether anything was merged.
        self.merged = self._connection.execute("SELECT 1 FROM happenings LIMIT 1").fetchone() is not None

    def prepare(self, *, whole: bool, leads: bool, every: bool = False, dated: bool = False) -> None:
        """Say what is to come: ``whole`` articles; with ``leads`` all of `Standing`, else its happening only.

        Leads are chosen, and mentions counted, among what is told as having happened, or ``every`` event; and
        with ``dated`` only among those told to the day.
        """
        self._whole, self._leads, self._every, self._dated = whole, leads, every, dated

    def standing(self, event: str) -> Standing | None:
        """That of an event of the article that was given last, by its id; None where it was not merged."""
        return self._found.get(event)

    def __iter__(self) -> Iterator[Coding]:
        chosen = self._chosen() if self._of_events and not self._whole else None
        where = "1 = 1"
        if not self._all:
            table = "events" if self._of_events else "articles"
            where = f"a.article IN (SELECT e.article FROM {table} e WHERE {self._made.sql()})"
        select = (
            f"SELECT a.article, c.record, {ARTICLE} FROM articles a JOIN codings c ON c.coding = a.coding "
            f"WHERE {where} ORDER BY a.article"
        )
        at: tuple[int, set[str]] | None = None
        for rows in self._connection.stream(select, self._made.values, _CHUNK):
            standings = self._standings([row[0] for row in rows]) if self.merged else {}
            for number, record, *row in rows:
                coding = unpack(record, article_of(tuple(row)))
                if chosen is not None:
                    while at is None or at[0] < number:
                        at = next(chosen, (1 << 62, set()))
                    if at[0] != number:
                        continue  # coded anew since the events were chosen
                    coding = only(coding, at[1])
                self._found = standings.get(number, {})
                yield coding

    def _chosen(self) -> Iterator[tuple[int, set[str]]]:
        """The ids of the events that are asked for, article by article."""
        select = (
            "SELECT e.article, e.id FROM events e JOIN articles a ON a.article = e.article "
            f"WHERE {self._made.sql()} ORDER BY e.article, e.event"
        )
        last, ids = -1, set[str]()
        for rows in self._connection.stream(select, self._made.values, _CHUNK * 10):
            for number, key in rows:
                if number != last:
                    if ids:
                        yield last, ids
                    last, ids = number, set()
                ids.add(key)
        if ids:
            yield last, ids

    def _standings(self, articles: Sequence[int]) -> dict[int, dict[str, Standing]]:
        """By article and id, what merging says of the events of these articles."""
        query = (
            "SELECT e.article, e.id, e.event, x.happening FROM events e "
            "JOIN happening_events x ON x.event = e.event WHERE e.article IN ({})"
        )
        rows = list(some(self._connection, query, articles))
        told = self._told({row[3] for row in rows}) if self._leads else {}
        out: dict[int, dict[str, Standing]] = {}
        for number, key, event, happening in rows:
            lead, standing = told.get(happening, (None, Standing(happening)))
            out.setdefault(number, {})[key] = replace(standing, lead=lead == event)
        return out

    def _told(self, happenings: set[str]) -> dict[str, tuple[int, Standing]]:
        """Of each happening its leading event, and how it stands."""
        side = (
            "(SELECT count(DISTINCT c.id) FROM event_spans s JOIN actors c ON c.actor = s.actor "
            "WHERE s.event = e.event AND s.role = '{}')"
        )
        where = (
            "(SELECT count(p.lat) FROM event_spans s JOIN places p ON p.place = s.place "
            "WHERE s.event = e.event)"
        )
        query = (
            "SELECT x.happening, e.event, e.aux, e.type, e.first_day, e.last_day, e.article, "
            f"a.published, a.id, {side.format('actor')}, {side.format('recipient')}, {where}, "
            "h.sources, h.first "
            "FROM happening_events x JOIN happenings h ON h.happening = x.happening "
            "JOIN events e ON e.event = x.event JOIN articles a ON a.article = e.article "
            "WHERE x.happening IN ({})"
        )
        more: Sequence[Any] = ()
        if not self._all:
            query, more = f"{query} AND {self._made.sql()}", self._made.values
        best: dict[str, tuple[Any, ...]] = {}
        counts: dict[str, tuple[int, set[int]]] = {}
        for row in some(self._connection, query, happenings, *more):
            name, event, aux, kind, first_day, last_day, article, published, key, *rest = row
            actors, recipients, points, sources, first = rest
            dated = first_day is not None and first_day == last_day
            if (aux in UNREAL and not self._every) or (self._dated and not dated):
                continue
            mentions, articles = counts.get(name, (0, set()))
            counts[name] = mentions + 1, articles | {article}
            full = bool(actors) + bool(recipients) + bool(points)
            order = (aux in UNREAL, not dated, -full, published or "~", key, event)
            together = kind in MUTUAL and not recipients and actors > 1
            pairs = actors * (actors - 1) if together else max(actors, 1) * max(recipients, 1)
            if name not in best or order < best[name][0]:
                best[name] = (order, event, pairs, sources, first)
        out = {}
        for name, (_, event, pairs, sources, first) in best.items():
            mentions, articles = counts[name]
            reports = len(articles)
            made = Standing(name, False, pairs, mentions, reports, min(sources, reports), first)
            out[name] = event, made
        return out

    def happenings(self) -> Iterator[dict[str, Any]]:
        """The happenings of the events asked for, as rows of `Project.happenings`, the earliest first."""
        parts = "1 = 1"
        if not self._all:
            parts = (
                "h.happening IN (SELECT x.happening FROM happening_events x "
                "JOIN events e ON e.event = x.event "
                f"JOIN articles a ON a.article = e.article WHERE {self._made.sql()})"
            )
        select = (
            "SELECT h.happening, h.type, h.mode, h.status, h.denied, h.first_day, h.last_day, h.reports, "
            f"h.sources, h.events, h.first, h.last, h.summary FROM happenings h WHERE {parts} "
            "ORDER BY h.first, h.happening"
        )
        for rows in self._connection.stream(select, self._made.values, _CHUNK):
            for row in rows:
                made = row_of(row)
                yield {name: made[name] for name in COLUMNS}


def only(coding: Coding, ids: set[str]) -> Coding:
    """The coding with these events alone, what is said of them, and whoever is in either."""
    events = tuple(event for event in coding.events if event.id in ids)
    statements = []
    for said in coding.statements:
        kept = tuple(name for name in said.asserts if name in ids)
        if kept:
            statements.append(replace(said, asserts=kept))
    args = [arg for event in events for arg in (*event.actors, *event.recipients, event.by)]
    args += [arg for said in statements for arg in (said.speaker, *said.addressees)]
    who = {arg.actor for arg in args if arg} | {name for said in statements for name in said.about}
    actors = tuple(actor for actor in coding.actors if actor.id in who)
    return replace(coding, actors=actors, events=events, statements=tuple(statements))
