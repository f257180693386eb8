"""Adding articles to a project, and coding again what an older coder read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dragoman.reading import Details, Note, Reader, Reject, read
from dragoman.reading.articles import stable_id
from dragoman.reading.languages import checked_by, refusal
from dragoman.records import Article, Versions
from dragoman.store.database import Database, StoreError
from dragoman.store.pool import CODER, PRESET, Failure, Pool
from dragoman.store.stopping import Stop
from dragoman.store.writing import Counts, Writer

#: Called after each article with what was done so far, and the part of the input (0 to 1) if known.
Tell = Callable[[Counts, float | None], None]
#: Called with each thing that was wrong, or is to be told.
Complain = Callable[[Reject | Note], None]


@dataclass(frozen=True, slots=True)
class _Key:
    """What is known of an article while it is coded."""

    id: str
    details: Details
    where: tuple[str, int | None]
    part: float | None
    article: int | None = None


def add(
    connection: Database,
    paths: Iterable[str | os.PathLike[str]],
    *,
    pool: Pool,
    reading: Mapping[str, Any],
    retry: bool,
    tell: Tell,
    complain: Complain,
    stop: Stop,
) -> Counts:
    """Read, code and store what is new; see `dragoman.store.Project.add`."""
    paths = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    reader = read(paths, left_out=_own_files(connection.where), **reading)
    settings = {
        "paths": [os.fspath(path) for path in paths],
        "language": checked_by(),
        "preset": pool.preset,
        **{name: value for name, value in reading.items() if name != "stdin"},
    }
    tell_of_presets(connection, pool.preset, complain)
    writer = Writer(connection, kind="add", settings=settings)
    coder = _Name(pool)
    source = _Source(connection, reader, writer, coder, complain, retry=retry)

    def keep(key: _Key, outcome: dict[str, Any] | Failure) -> None:
        _store(writer, key, source.taken.pop(key.id), outcome, coder, complain)

    return _run(writer, pool, source, keep, tell, stop)


def presets(connection: Database) -> dict[int, str]:
    """The preset of each run."""
    runs = connection.execute("SELECT run, settings FROM runs ORDER BY run").fetchall()
    return {run: json.loads(settings).get("preset", PRESET) for run, settings in runs}


def tell_of_presets(connection: Database, preset: str, complain: Complain) -> None:
    """Say so where what is stored was coded with another preset: it stays as it is."""
    used = presets(connection)
    coded = [run for (run,) in connection.execute(
        "SELECT DISTINCT c.run FROM articles a JOIN codings c USING (coding)").fetchall()]  # fmt: skip
    others = sorted({used[run] for run in coded} - {preset})
    if others:
        said = (
            f"what is stored was coded with the preset {' and '.join(others)} and stays so, what is new is "
            f"coded with {preset}: dragoman recode {connection.where} --preset {preset} makes all alike"
        )
        complain(Note(connection.where, None, "preset", said))


def _run(
    writer: Writer,
    pool: Pool,
    articles: Iterable[tuple[_Key, Article]],
    keep: Callable[[_Key, dict[str, Any] | Failure], None],
    tell: Tell,
    stop: Stop,
) -> Counts:
    """Code the articles and keep what becomes of each. KeyboardInterrupt where ``stop`` was asked."""
    try:
        coding = pool.code(articles, stop=stop)
        try:
            for key, outcome in coding:
                keep(key, outcome)
                tell(writer.counts, key.part)
        finally:
            coding.close()  # type: ignore[attr-defined]
            # What was coded before an interruption stays.
            writer.commit()
        stop.check()
        writer.end()
    finally:
        writer.abandon()
    return writer.counts


class _Name:
    """What the coder is called where something was set aside: its versions, found when first asked for."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @cached_property
    def name(self) -> str:
        return " ".join(current_versions(self._pool).to_dict().values())


class _Source(Iterator[tuple[_Key, Article]]):
    """What is read and is to be coded; the rest is counted and written on the way."""

    def __init__(
        self,
        connection: Database,
        reader: Reader,
        writer: Writer,
        coder: _Name,
        complain: Complain,
        *,
        retry: bool,
    ) -> None:
        self._retry = retry
        self._connection = connection
        self._reader = reader
        self._writer = writer
        self._coder = coder
        self._complain = complain
        self._total = reader.total()
        self.taken: dict[str, Article] = {}

    def __next__(self) -> tuple[_Key, Article]:
        for item in self._reader:
            if isinstance(item, Note):
                if item.code not in ("duplicate", "language"):
                    self._complain(item)
            elif isinstance(item, Reject):
                self._complain(item)
                self._writer.reject(item)
            elif (key := self._new(item)) is not None:
                self.taken[key.id] = item
                return key, item
        raise StopIteration

    def _new(self, article: Article) -> _Key | None:
        """The key of an article that is to be coded, None where it is not."""
        key = stable_id(article.title, article.body, article.source, article.published)
        if key in self.taken or self._find("SELECT 1 FROM articles WHERE id = ?", key):
            self._writer.known()
            return None
        if not self._retry and self._set_aside(key):
            self._writer.known()
            return None
        where = self._reader.where
        if why := refusal(article.language, article.text):
            reject = Reject(where[0], where[1], "language", why)
            self._complain(reject)
            self._writer.reject(reject, key=key, title=article.title[:200], coder=self._coder.name)
            return None
        part = self._reader.done / self._total if self._total else None
        return _Key(key, self._reader.details, where, part)

    def _set_aside(self, key: str) -> bool:
        """Whether this very coder could not code the article before."""
        # The second condition is what lets the index be used, which is of articles alone.
        row = self._connection.execute(
            "SELECT coder FROM rejects WHERE article = ? AND article <> ''", (key,)
        ).fetchone()
        return row is not None and row[0] == self._coder.name

    def _find(self, query: str, *values: str) -> bool:
        return self._connection.execute(query, values).fetchone() is not None


def _store(
    writer: Writer,
    key: _Key,
    article: Article,
    outcome: dict[str, Any] | Failure,
    coder: _Name,
    complain: Complain,
) -> None:
    if isinstance(outcome, Failure):
        reject = Reject(key.where[0], key.where[1], outcome.code, outcome.message)
        complain(reject)
        writer.reject(reject, key=key.id, title=article.title[:200], coder=coder.name)
        return
    writer.store(article, key.id, key.details, key.where, outcome)


def recode(connection: Database, *, pool: Pool, tell: Tell, complain: Complain, stop: Stop) -> Counts:
    """Code again what was not read by this coder; see `dragoman.store.Project.recode`."""
    versions = current_versions(pool)
    row = tuple(versions.to_dict().values())
    todo = (
        "SELECT {} FROM articles a LEFT JOIN codings c USING (coding) LEFT JOIN coders v USING (coder) "
        "WHERE v.coder IS NULL OR (v.version, v.model, v.ontology, v.knowledge) <> (?, ?, ?, ?)"
    )
    others = [run for run, used in presets(connection).items() if used != pool.preset]
    if others:  # numbers of ours
        todo += f" OR c.run IN ({', '.join(map(str, others))})"
    numbers = [n for (n,) in connection.execute(todo.format("a.article") + " ORDER BY a.article", row)]
    writer = Writer(connection, kind="recode", settings={"preset": pool.preset})

    def articles() -> Iterator[tuple[_Key, Article]]:
        for at, number in enumerate(numbers, 1):
            article = read_article(connection, number)
            yield _Key(article.id, Details(), (article.id, None), at / len(numbers), number), article

    def keep(key: _Key, outcome: dict[str, Any] | Failure) -> None:
        if isinstance(outcome, Failure):
            reject = Reject(key.where[0], key.where[1], outcome.code, outcome.message)
            complain(reject)
            writer.reject(reject)
        else:
            writer.recoded(key.article or 0, outcome)

    return _run(writer, pool, articles(), keep, tell, stop)


ARTICLE = "a.given_id, a.published, a.title, a.text, a.url, a.source, a.language"


def read_article(connection: Database, number: int) -> Article:
    """The article of that number."""
    row = connection.execute(f"SELECT {ARTICLE} FROM articles a WHERE article = ?", (number,)).fetchone()
    return article_of(row)


def article_of(row: tuple[Any, ...]) -> Article:
    """The article in a row of `ARTICLE`."""
    given, published, title, text, url, source, language = row
    body = text[len(title) + 2 :] if title else text
    return Article(given, published, title, body, url, source, language)


def current_versions(pool: Pool) -> Versions:
    """The versions that codings made now carry, found without loading the model."""
    if pool.coder != CODER:
        from dragoman.store.worker import make_coder

        try:
            found: Versions = make_coder(pool.coder, pool.knowledge).versions()
        except Exception as error:  # whatever a coder of the user's own may raise
            said = f"{type(error).__name__}: {error}"
            raise StoreError(f"the coder {pool.coder} cannot be loaded ({said}): mend it") from None
        return found
    from dragoman import __version__, ontology
    from dragoman.coding import coreference
    from dragoman.coding.reranking import loglinear
    from dragoman.knowledge import Knowledge
    from dragoman.language.runtime import MODEL

    model = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))["version"]
    # as `Coder.versions` has it
    second = hashlib.sha256(loglinear.PATH.read_bytes()).hexdigest()[:8]
    knowledge = Knowledge.load(extra=pool.knowledge) if pool.knowledge else Knowledge.load()
    return Versions(
        __version__, f"{model}+{coreference.digest()[:8]}+{second}", ontology.VERSION, knowledge.version
    )


def _own_files(database: str) -> list[tuple[int, int]]:
    """The project's own files, which are no articles where they lie in the folder that is read."""
    out = []
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            status = os.stat(f"{database}{suffix}")
            out.append((status.st_dev, status.st_ino))
    return out
