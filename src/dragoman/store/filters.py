"""What is asked for, as SQL: who, what, when, where, on whose word, in which articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dragoman import ontology
from dragoman.records import AUX, QUOTE_MODES, STANCES
from dragoman.store.database import Database, FullText, StoreError
from dragoman.store.dates import STATUSES, days

Words = str | Sequence[str] | None
#: What is asked of the article alone.
OF_ARTICLES = frozenset(("source", "article", "text", "published_since", "published_until"))
_CODE = re.compile(r"[A-Z]{3}")
_ARTICLE = re.compile(r"\ba\.")


class Conditions:
    """Conditions that hold together, with the values for their question marks.

    ``sql()`` is to follow WHERE; ``e`` is the table asked (events or statements), ``a`` its articles.
    """

    def __init__(self, connection: Database) -> None:
        self._connection = connection
        self._parts: list[str] = []
        #: Whether numbers of events or statements are given, each of which is to be looked up.
        self.by_number = False
        #: The query for just these numbers, where nothing else is asked.
        self.query: str | None = None
        self.values: list[Any] = []

    def sql(self) -> str:
        """The conditions, one that always holds where there are none."""
        return " AND ".join(self._parts) or "1 = 1"

    def add(self, sql: str, *values: Any) -> None:
        """One more condition."""
        self.query = None
        self._parts.append(sql)
        self.values.extend(values)

    def one_of(
        self, column: str, asked: Words, known: Sequence[str], what: str, *, upper: bool = False
    ) -> None:
        """The column holds one of the words, all of which must be known."""
        words = [word.upper() if upper else word for word in listed(asked)]
        for word in words:
            if word not in known:
                raise StoreError(f"{word!r} is no {what}: it is one of {', '.join(filter(None, known))}")
        if words:
            self.add(f"{column} IN ({', '.join('?' * len(words))})", *words)

    def has_word(self, column: str, asked: Words, known: Sequence[str], what: str) -> None:
        """The column's words include one of those asked for."""
        words = listed(asked)
        for word in words:
            if word not in known:
                raise StoreError(f"{word!r} is no {what}: it is one of {', '.join(known)}")
        if words:
            one = f"instr(' ' || {column} || ' ', ?) > 0"
            self.add("(" + " OR ".join([one] * len(words)) + ")", *(f" {word} " for word in words))

    def period(self, since: str | None, until: str | None, *, undated: bool = False) -> None:
        """The event's date, as exactly as it is known, touches the time from ``since`` to ``until``."""
        parts, values = [], []
        if since is not None:
            parts.append("e.last_day >= ?")
            values.append(_days(since)[0])
        if until is not None:
            parts.append("e.first_day <= ?")
            values.append(_days(until)[1])
        if parts:
            dated = " AND ".join(parts)
            self.add(f"({dated} OR e.first_day IS NULL)" if undated else dated, *values)

    def numbered(self, key: str, query: str, *values: Any) -> None:
        """The event or statement is one of those whose numbers the query gives."""
        self.by_number = True
        alone = not self._parts
        self.add(f"e.{key} IN ({query})", *values)
        self.query = query if alone else None

    def of_article(self, condition: str, *values: Any) -> None:
        """A condition on the article, called ``a``.

        Articles are chosen apart, as there are far fewer of them. Where numbers are given, SQLite must not
        come from their side: it would look for each number in each article.
        """
        apart = _ARTICLE.sub("t.", condition)
        plus = "+" if self.by_number else ""
        self.add(f"{plus}e.article IN (SELECT t.article FROM articles t WHERE {apart})", *values)

    def published(self, since: str | None, until: str | None) -> None:
        """The article was published from ``since`` to ``until``."""
        if since is not None:
            self.of_article("a.published >= ?", _days(since)[0])
        if until is not None:
            self.of_article("a.published <= ?", _days(until)[1])

    def article(self, article: Words, source: Words, text: str | None) -> None:
        """The article has one of these ids, is from one of these outlets, and has these words in it."""
        ids = listed(article)
        if ids:
            marks = ", ".join("?" * len(ids))
            self.of_article(f"(a.given_id IN ({marks}) OR a.id IN ({marks}))", *ids, *ids)
        sources = listed(source)
        if sources:
            one = "lower(a.source) = lower(?)"
            self.of_article("(" + " OR ".join([one] * len(sources)) + ")", *sources)
        if text is not None:
            found = full_text(self._connection, text)
            self.of_article(found.condition, *found.values)

    def acts(self, table: str, key: str, roles: Sequence[str], asked: Words) -> None:
        """One of the spans in these roles stands for one of those asked for (see `who`)."""
        words = listed(asked)
        if not words:
            return
        found = [who(self._connection, word) for word in words]
        actors = " UNION ".join(f"SELECT actor FROM ({sql}) AS these" for sql, _ in found)
        marks = ", ".join(f"'{role}'" for role in roles)
        self.numbered(
            key,
            f"SELECT {key} FROM {table} WHERE role IN ({marks}) AND actor IN ({actors})",
            *(value for _, values in found for value in values),
        )


def event_conditions(
    connection: Database,
    *,
    actor: Words = None,
    recipient: Words = None,
    involving: Words = None,
    by: Words = None,
    type: Words = None,
    mode: Words = None,
    context: Words = None,
    aux: Words = None,
    status: Words = None,
    quad: Words = None,
    since: str | None = None,
    until: str | None = None,
    undated: bool = False,
    published_since: str | None = None,
    published_until: str | None = None,
    place: Words = None,
    source: Words = None,
    article: Words = None,
    text: str | None = None,
    confidence: float | None = None,
    happening: Words = None,
    reports: int | None = None,
) -> Conditions:
    """The conditions of `dragoman.store.Project.events`. Raises StoreError where one says nothing."""
    made = Conditions(connection)
    made.acts("event_spans", "event", ("actor",), actor)
    made.acts("event_spans", "event", ("recipient",), recipient)
    made.acts("event_spans", "event", ("actor", "recipient"), involving)
    made.acts("event_spans", "event", ("by",), by)
    made.one_of("e.type", type, tuple(ontology.TYPES), "type", upper=True)
    every_mode = sorted({name for modes in ontology.MODES.values() for name in modes})
    made.has_word("e.mode", mode, every_mode, "mode")
    made.has_word("e.context", context, tuple(ontology.CONTEXTS), "context")
    made.one_of("e.aux", aux, AUX, "aux")
    made.one_of("e.status", status, STATUSES, "status")
    made.one_of("e.quad", quad, tuple(ontology.QUADS), "quad class")
    places = listed(place)
    if places:
        one = "country = ? OR lower(name) = lower(?)"
        made.numbered(
            "event",
            "SELECT event FROM event_spans WHERE place IN "
            f"(SELECT place FROM places WHERE {' OR '.join([one] * len(places))})",
            *(value for word in places for value in (word, word)),
        )
    names = listed(happening)
    if names:
        marks = ", ".join("?" * len(names))
        made.numbered("event", f"SELECT event FROM happening_events WHERE happening IN ({marks})", *names)
    if reports is not None:
        made.numbered(
            "event",
            "SELECT event FROM happening_events WHERE happening IN "
            "(SELECT happening FROM happenings WHERE reports >= ?)",
            reports,
        )
    made.period(since, until, undated=undated)
    made.published(published_since, published_until)
    made.article(article, source, text)
    if confidence is not None:
        made.add("e.confidence >= ?", confidence)
    return made


def statement_conditions(
    connection: Database,
    *,
    speaker: Words = None,
    about: Words = None,
    addressee: Words = None,
    stance: Words = None,
    mode: Words = None,
    published_since: str | None = None,
    published_until: str | None = None,
    source: Words = None,
    article: Words = None,
    text: str | None = None,
    confidence: float | None = None,
) -> Conditions:
    """The conditions of `dragoman.store.Project.statements`. Raises StoreError where one says nothing."""
    made = Conditions(connection)
    made.acts("statement_spans", "statement", ("speaker",), speaker)
    made.acts("statement_spans", "statement", ("addressee",), addressee)
    for word in listed(about):
        sql, values = who(connection, word)
        made.numbered("statement", f"SELECT statement FROM statement_about WHERE actor IN ({sql})", *values)
    made.one_of("e.stance", stance, STANCES, "stance")
    made.one_of("e.mode", mode, QUOTE_MODES, "mode")
    made.published(published_since, published_until)
    made.article(article, source, text)
    if confidence is not None:
        made.add("e.confidence >= ?", confidence)
    return made


def who(connection: Database, words: str) -> tuple[str, list[str]]:
    """A query for the numbers of the actors that ``words`` mean, and its values.

    ``RUS`` is everybody of that country, ``GOV`` everybody of that sector, ``RUS:MIL`` both at once; else
    an actor's id or whole name, a name that the knowledge tables have for it ("Daesh"), or failing that words
    that stand in names. Raises StoreError where nobody is meant.
    """
    codes = words.split(":")
    if all(_CODE.fullmatch(code) for code in codes):
        parts, values = [], []
        for code in codes:
            column = "sector" if code in ontology.SECTORS else "country"
            table = "actor_sectors" if column == "sector" else "actor_countries"
            parts.append(f"SELECT actor FROM {table} WHERE {column} = ?")
            values.append(code)
        return " INTERSECT ".join(parts), values
    exact = (
        "SELECT actor FROM actors WHERE id = ? UNION SELECT actor FROM actors WHERE lower(name) = lower(?)"
    )
    names = [words, *_known(words)]
    for name in names:
        if connection.execute(exact, (name, name)).fetchone():
            return exact, [name, name]
    inside = "SELECT actor FROM actors WHERE lower(name) LIKE lower(?) ESCAPE '!'"
    pattern = "%" + re.sub(r"([%_!])", r"!\1", words) + "%"
    if words.strip() and connection.execute(inside, (pattern,)).fetchone():
        return inside, [pattern]
    raise StoreError(
        f"nobody called {words!r} here: check the spelling, or list whom there is (dragoman actors)"
    )


def _known(words: str) -> list[str]:
    from dragoman.knowledge import Knowledge

    found = Knowledge.load().candidates(words, kinds=("country", "organisation", "group", "person"))
    return [candidate.name for candidate in found[:3]]


def full_text(connection: Database, text: str) -> FullText:
    """The words to search for in articles: plain words must all be there.

    Quotation marks, AND, OR, NOT and * are kept where they are well formed. Raises StoreError.
    """
    if not text.strip():
        raise StoreError("no words to search for: give one or more")
    return connection.words(text)


def listed(words: Words) -> list[str]:
    """One word or several as a list."""
    if words is None:
        return []
    return [words] if isinstance(words, str) else list(words)


def _days(value: str) -> tuple[str, str]:
    found = days(value)
    if found is None:
        raise StoreError(f"{value!r} is no date: write it YYYY, YYYY-MM or YYYY-MM-DD")
    return found
