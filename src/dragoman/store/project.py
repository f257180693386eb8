"""A project: one file of articles and what was read out of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from dragoman.records import Article, Coding
from dragoman.store import asking, filters
from dragoman.store.adding import ARTICLE, Complain, Tell, add, article_of, presets, read_article, recode
from dragoman.store.comparing import Difference, compare
from dragoman.store.database import Database, StoreError, connect
from dragoman.store.happenings import Happenings
from dragoman.store.pool import CODER, PRESET, TIMEOUT, Pool
from dragoman.store.results import Row, Table
from dragoman.store.stopping import Stop
from dragoman.store.writing import Counts, unpack

if TYPE_CHECKING:
    from typing import Self

    from dragoman.export import Written

_CHUNK = 100  # rows fetched together


def open_project(path: str | os.PathLike[str], *, read_only: bool = False) -> Project:
    """Open the project in a file, which is made if it is not there.

    >>> with open_project("news.db") as news:  # doctest: +SKIP
    ...     news.add(["articles/"])
    ...     for event in news.events(actor="RUS", type="CONSULT", since="2021-07"): ...

    Raises StoreError where it cannot be.
    """
    return Project(path, read_only=read_only)


_ALL: Mapping[str, Any] = {}


class Project(Happenings):
    """Articles, and what was read out of them. See `open_project`.

    What is asked comes as a `Table`, whose rows are dicts. Errors are `StoreError`, whose text says what to
    do.
    """

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.connection: Database = connect(path, read_only=read_only)
        #: The file, or the address without its password.
        self.where = self.connection.where
        self.path = Path(self.where)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def add(
        self,
        paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
        *,
        published: str | None = None,
        columns: Mapping[str, str] | None = None,
        kind: str | None = None,
        follow: bool = False,
        allow_private: bool = False,
        stdin: BinaryIO | None = None,
        knowledge: str | os.PathLike[str] | None = None,
        preset: str | None = None,
        workers: int | None = None,
        timeout: float = TIMEOUT,
        retry: bool = False,
        merge: bool = True,
        coder: str = CODER,
        tell: Tell = lambda _counts, _part: None,
        complain: Complain = lambda _problem: None,
        stop: Stop | None = None,
    ) -> Counts:
        """Read articles, code those that are new, and store them; what was done.

        Where it is cut off, even by force, all that was stored stays, and the next call goes on. An article
        is new where no article of the same words, outlet and day is stored. What cannot be read or coded is
        in `rejects`, and is not tried again by the same coder unless ``retry``.

        Args:
            paths, published, columns, kind, follow, allow_private, stdin: see `dragoman.reading.read`.
            knowledge: a folder of tables of one's own.
            preset: how much to give (see `dragoman.Coder`); "balanced" if None. What was coded with another
                preset stays so until `recode`, and a Note says it.
            workers: processes that code; None for one a core, fewer where memory is short.
            timeout: seconds that coding one article may take.
            merge: join what is new to the happenings and stories there are (see `merge`).
            coder: ``module:name`` of what makes the coder in each process.
            tell: called after each article with what was done so far and the part of the input, if known.
            complain: called with each Reject and Note.
            stop: by which another thread, or a signal's handler, may ask for the end: what was begun is
                finished and stored, then KeyboardInterrupt is raised.

        Raises:
            StoreError: the coder cannot be loaded. ValueError: an option says nothing.
        """
        reading = {
            "published": published,
            "columns": columns,
            "kind": kind,
            "follow": follow,
            "allow_private": allow_private,
            "stdin": stdin,
        }
        done = add(
            self.connection,
            [paths] if isinstance(paths, str | os.PathLike) else paths,
            pool=_pool(knowledge, workers, timeout, coder, preset or PRESET),
            reading=reading,
            retry=retry,
            tell=tell,
            complain=complain,
            stop=stop or Stop(),
        )
        if merge:
            self.merge()
        return done

    def collect(
        self,
        folder: str | os.PathLike[str],
        *,
        merge: bool = True,
        tell: Tell = lambda _counts, _part: None,
        complain: Complain = lambda _problem: None,
        stop: Stop | None = None,
    ) -> Counts:
        """Store what shards of codings hold (`dragoman.scale`) and the project does not; what was done.

        For ``merge`` and the rest see `add`.
        """
        from dragoman.scale.collecting import collect

        done = collect(self.connection, os.fspath(folder), tell=tell, complain=complain, stop=stop or Stop())
        if merge:
            self.merge()
        return done

    def recode(
        self,
        *,
        knowledge: str | os.PathLike[str] | None = None,
        preset: str | None = None,
        workers: int | None = None,
        timeout: float = TIMEOUT,
        merge: bool = True,
        coder: str = CODER,
        tell: Tell = lambda _counts, _part: None,
        complain: Complain = lambda _problem: None,
        stop: Stop | None = None,
    ) -> Counts:
        """Code again all articles that were not read by the coder, model and tables of now.

        With a ``preset``, those as well that were coded with another one; without, that of the last run is
        used. The codings there were are kept, and `diff` compares with them; `events` and the rest speak
        of the new
        ones. It can be cut off like `add`.
        """
        pool = _pool(knowledge, workers, timeout, coder, preset or self._preset())
        done = recode(self.connection, pool=pool, tell=tell, complain=complain, stop=stop or Stop())
        if merge:
            self.merge()
        return done

    def _preset(self) -> str:
        """The preset of the last run."""
        return next(reversed(presets(self.connection).values()), PRESET)

    def diff(self, before: int, after: int, *, examples: int = 3) -> Difference:
        """What differs between how articles stood after one run and after another, with examples of each."""
        return compare(self.connection, before, after, examples=examples)

    def events(self, *, limit: int | None = None, **asked: Any) -> Table:
        """The events that are asked for; several values of one filter mean any of them, filters hold
        together.

        Args:
            actor, recipient, by, involving: who acts, is acted on, says so, or takes part either way: a
            country's
                or sector's code (``RUS``, ``GOV``, ``RUS:GOV``), an actor's id, or a name.
            type, mode, context, aux, quad: PLOVER's codes.
            status: ``reported``, ``claimed`` (on somebody's word), ``planned``, ``possible`` or ``denied``.
            since, until: the event's own date, at the exactness known (``2021``, ``2021-07``,
            ``2021-07-03``).
                An event whose date is not told is left out unless ``undated=True``.
            published_since, published_until: when the article was published.
            place: a country's code or a place's name.
            source, article: the outlet, the article's id.
            text: words of the article (FTS5: ``"prime minister" NOT strike``).
            confidence: least confidence, 0 to 1.
            happening, reports: of the happening of that name; of one that so many articles tell of at least.
            limit: most rows.
        """
        return asking.events(self.connection, self._asked(filters.event_conditions, asked), limit=limit)

    def statements(self, *, limit: int | None = None, **asked: Any) -> Table:
        """The statements that are asked for.

        Args:
            speaker, about, addressee: who says it, of whom, to whom: as for `events`.
            stance: ``+``, ``-`` or ``0``. mode: ``direct``, ``mixed`` or ``indirect``.
            published_since, published_until, source, article, text, confidence, limit: as for `events`.
        """
        made = self._asked(filters.statement_conditions, asked)
        return asking.statements(self.connection, made, limit=limit)

    def actors(self, *, limit: int | None = None, **asked: Any) -> Table:
        """Who takes part: by ``name``, ``kind``, ``country``, ``sector``; the nameless too if ``unnamed``."""
        return asking.actors(self.connection, limit=limit, **asked)

    def dyads(
        self,
        *,
        level: str = "country",
        period: str | None = None,
        dated: str = "event",
        limit: int | None = None,
        **asked: Any,
    ) -> Table:
        """How often each one acted on each other one: counts by quad class, and the mean PLOVER score.

        Args:
            level: ``country`` or ``actor``.
            period: count apart for each ``year``, ``month`` or ``day``.
            dated: by what a period goes: ``event`` (its own date; events without one are left out) or
                ``published`` (the article's).
            asked: as for `events`. Without ``status`` only what is reported or claimed to have happened
            counts.
        """
        asked.setdefault("status", ["reported", "claimed"])
        made = self._asked(filters.event_conditions, asked)
        return asking.dyads(self.connection, made, level=level, period=period, dated=dated, limit=limit)

    def series(
        self,
        *,
        period: str = "month",
        split: str | None = None,
        dated: str = "event",
        limit: int | None = None,
        **asked: Any,
    ) -> Table:
        """How many events there were in each period, and their mean PLOVER score.

        Args:
            period: ``day``, ``week``, ``month`` or ``year``. Periods without an event have no row.
            split: count apart by ``type`` or ``quad`` class.
            dated, asked: as for `dyads`.
        """
        asked.setdefault("status", ["reported", "claimed"])
        made = self._asked(filters.event_conditions, asked)
        return asking.series(self.connection, made, period=period, split=split, dated=dated, limit=limit)

    def actor(
        self,
        id: str,
        *,
        latest: int = 20,
        events: Mapping[str, Any] | None = None,
        statements: Mapping[str, Any] | None = None,
    ) -> dict[str, Any] | None:
        """All about the actor of that id, None where there is none.

        ``id``, ``name`` (the latest), ``kind``, ``wikidata``, ``names``; counts (``acts``, ``receives``,
        ``says``, ``articles``) and days of publication (``first``, ``last``); ``roles``: kinds, countries and
        sectors over time. ``did`` and ``done_to``: ``types`` with how many events of each, ``to`` or ``by``
        whom most often, and the ``latest`` as rows of `events`. ``said`` and ``said_of``: ``stances`` with
        how many statements of each, and the ``latest`` as rows of `statements`. ``events`` and
        ``statements`` narrow these down, as `events` and `statements` take it; names, offices and counts
        are of all there is.
        """
        from dragoman.store.portraits import portrait

        return portrait(
            self.connection,
            id,
            latest=latest,
            events=self._asked(filters.event_conditions, events) if events else None,
            statements=self._asked(filters.statement_conditions, statements) if statements else None,
        )

    def correct(
        self,
        article: str,
        part: str,
        before: Any = None,
        after: Any = None,
        *,
        kind: str = "fix",
        maker: str = "",
        note: str = "",
    ) -> int:
        """Put something right, beside what was coded; the correction's number.

        Args:
            article: the article's id.
            part: ``event:START-END/TYPE`` by its trigger, ``statement:START-END`` by its first content, with
                ``:FIELD`` for one field (see `dragoman.store.corrections`).
            before, after: the field's value as it stands in records; ``before`` is looked up if None.
            kind: ``accept``, ``reject``, ``fix`` (of a field), ``skip``, or ``undo`` (takes back the last one
                of just this part: the maker's own, where there is one).
            maker, note: who says so, and why.

        Raises StoreError where there is no such article, part or field.
        """
        from dragoman.store import corrections

        change = (part, kind, before, after)
        return corrections.correct(self.connection, article, [change], maker=maker, note=note)[0]

    def decide(
        self, article: str, fixes: Mapping[str, Any], part: str, *, maker: str = "", note: str = ""
    ) -> list[int]:
        """Put several fields of one part right (``fixes`` are their new values) and accept the rest of it:
        all at once or nothing. See `correct`."""
        from dragoman.store import corrections

        changes = [(f"{part}:{name}", "fix", None, value) for name, value in fixes.items()]
        changes.append((part, "accept", None, None))
        return corrections.correct(self.connection, article, changes, maker=maker, note=note)

    def take_back(self, *, maker: str = "") -> tuple[str, str] | None:
        """Take back what this maker decided last and did not take back: its article and part, None if there
        is nothing."""
        from dragoman.store import corrections

        last = corrections.last_decision(self.connection, maker)
        if last is None:
            return None
        article, parts = last
        changes = [(part, "undo", None, None) for part in parts]
        corrections.correct(self.connection, article, changes, maker=maker, note="", own=True)
        return article, parts[0]

    def corrections(self) -> Table:
        """What people put right, in its order; ``holds`` is 0 where it was taken back or replaced."""
        from dragoman.store import corrections

        return corrections.listed(self.connection)

    def precision(self) -> Table:
        """Of what was reviewed, how much was right, by field ("" is the event or statement as such)."""
        from dragoman.store import corrections

        return corrections.precision(self.connection)

    def gold(self) -> Iterator[Coding]:
        """The codings of articles that were reviewed, put right."""
        from dragoman.store import corrections

        for record in corrections.gold(self.connection, read_article):
            yield Coding.from_dict(record)

    def queue(
        self,
        *,
        limit: int = 50,
        events: Mapping[str, Any] | None = _ALL,
        statements: Mapping[str, Any] | None = _ALL,
    ) -> Table:
        """The events and statements of which the coder is least sure, without those reviewed.

        ``part`` is what `correct` takes, ``number`` the event's or statement's own. ``events`` and
        ``statements`` narrow them down, as `events` and `statements` take it; with None there are none of
        them.
        """
        from dragoman.store import corrections

        return corrections.queue(
            self.connection,
            limit=limit,
            events=None if events is None else self._asked(filters.event_conditions, events),
            statements=(
                None if statements is None else self._asked(filters.statement_conditions, statements)
            ),
        )

    def _asked(self, conditions: Any, asked: Mapping[str, Any]) -> filters.Conditions:
        try:
            made: filters.Conditions = conditions(self.connection, **asked)
        except TypeError as error:
            name = str(error).partition("argument ")[2] or str(error)
            raise StoreError(f"no filter {name}: see help(dragoman.store.Project.events)") from None
        return made

    def search(self, text: str, *, limit: int | None = None, **asked: Any) -> Table:
        """The articles with these words in them, best first, each with the words around.

        ``asked`` as for `events`: of those articles that are so, or that have such an event.
        """
        select, values = self.searching(text, **asked)
        columns: dict[str, type] = dict.fromkeys(("article", "published", "source", "title", "words"), str)
        return self._table(columns, select, values, limit)

    def searching(self, text: str, **asked: Any) -> tuple[str, list[Any]]:
        """The query behind `search`, in this database's SQL, and its values."""
        found = filters.full_text(self.connection, text)
        if not asked:
            return found.found, found.values
        made = self._asked(filters.event_conditions, asked)
        table = "articles" if set(asked) <= filters.OF_ARTICLES else "events"
        chosen = f"SELECT e.article FROM {table} e WHERE {made.sql()}"
        return found.among(chosen), [*found.values, *made.values]

    def rejects(self, *, limit: int | None = None) -> Table:
        """What could not be read or coded, and why."""
        columns: dict[str, type] = {
            "run": int, "file": str, "line": int, "title": str, "code": str, "message": str
        }  # fmt: skip
        select = "SELECT run, file, nullif(line, 0), title, code, message FROM rejects ORDER BY reject"
        return self._table(columns, select, [], limit)

    def runs(self) -> Table:
        """What was done when, and with which coder."""
        columns: dict[str, type] = {
            "run": int, "kind": str, "started": str, "ended": str, "coded": int, "known": int, "rejected":
            int, "version": str, "model": str, "ontology": str, "knowledge": str,
        }  # fmt: skip
        select = (
            "SELECT r.run, kind, started, ended, coded, known, rejected, v.version, v.model, v.ontology, "
            "v.knowledge FROM runs r LEFT JOIN (SELECT run, max(coder) AS coder FROM codings GROUP BY run) c "
            "ON c.run = r.run LEFT JOIN coders v ON v.coder = c.coder ORDER BY r.run"
        )
        return self._table(columns, select, [], None)

    def sql(self, query: str, values: Iterable[Any] = ()) -> Table:
        """The rows of a query in SQL, which can read all (see `dragoman.store.layout`) and change nothing."""
        given = list(values)
        names, _ = self.connection.question(query, given)
        if not names:
            raise StoreError("SQL that gives no rows: write a query (SELECT ...)")

        def rows() -> Iterator[Row]:
            for row in self.connection.question(query, given)[1]:
                yield dict(zip(names, row, strict=True))

        return Table(dict.fromkeys(names, str), rows)

    def coding(self, article: str) -> Coding | None:
        """The coding of the article of that id that counts; None where there is none."""
        return next(self._codings("WHERE a.given_id = ? OR a.id = ?", (article, article)), None)

    def codings(self) -> Iterator[Coding]:
        """The codings that count, in the order in which articles were stored."""
        yield from self._codings("", ())

    def _codings(self, where: str, values: tuple[Any, ...]) -> Iterator[Coding]:
        select = f"SELECT c.record, {ARTICLE} FROM articles a JOIN codings c USING (coding) {where}"
        for rows in self.connection.stream(f"{select} ORDER BY a.article", values, _CHUNK):
            for record, *row in rows:
                yield unpack(record, article_of(tuple(row)))

    def export(
        self,
        out: str | os.PathLike[str],
        *,
        format: str,
        tables: Sequence[str] = (),
        undated: str = "empty",
        every: bool = False,
        licence: str | None = None,
        per: str | None = None,
        keep_undated: bool = False,
        **asked: Any,
    ) -> Written:
        """Write what is asked for to ``out``.

        Options are those of `dragoman.export.export`; ``asked`` are filters as for `events`: see
        `dragoman.export.Selection`. What is ``undated`` there is ``keep_undated`` here.
        """
        from dragoman.export import Selection, export

        if keep_undated:
            asked["undated"] = True

        return export(
            Selection(self, asked), out, format=format, tables=tables, undated=undated, every=every,
            licence=licence, per=per,
        )  # fmt: skip

    def articles(self) -> Iterator[Article]:
        """All articles, in the order in which they were stored."""
        select = f"SELECT {ARTICLE} FROM articles a ORDER BY a.article"
        for rows in self.connection.stream(select, (), _CHUNK):
            yield from map(article_of, rows)

    def _table(self, columns: dict[str, type], select: str, values: list[Any], limit: int | None) -> Table:
        if limit is not None:
            select, values = f"{select} LIMIT ?", [*values, limit]

        def rows() -> Iterator[Row]:
            for chunk in self.connection.stream(select, values, _CHUNK):
                for row in chunk:
                    yield dict(zip(columns, row, strict=True))

        return Table(columns, rows)


def _pool(
    knowledge: str | os.PathLike[str] | None, workers: int | None, timeout: float, coder: str, preset: str
) -> Pool:
    folder = None if knowledge is None else os.fspath(knowledge)
    return Pool(workers=workers, timeout=timeout, coder=coder, knowledge=folder, preset=preset)
