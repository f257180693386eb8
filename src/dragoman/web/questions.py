"""Questions of the pages to a project, in SQL that SQLite and PostgreSQL read the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dragoman.store import Project, StoreError, filters
from dragoman.store.filters import Conditions

_NEAR = 260  # characters of a sentence shown on either side of its act
Rows = list[tuple[Any, ...]]
__all__ = ["Conditions", "event_conditions", "rows", "stamp", "statement_conditions"]
#: Told to have happened, by the article or by somebody in it.
DONE = "e.status IN ('reported', 'claimed')"


def rows(project: Project, sql: str, values: Sequence[Any] = ()) -> Rows:
    """All rows of a query."""
    return [tuple(row) for row in project.connection.execute(sql, list(values)).fetchall()]


def stamp(project: Project) -> tuple[Any, ...]:
    """Differs where anything was added, coded again, merged or put right."""
    found = rows(
        project,
        "SELECT (SELECT max(run) FROM runs), (SELECT sum(coded) FROM runs), "
        "(SELECT max(correction) FROM corrections), (SELECT max(decision) FROM decisions), "
        "(SELECT coding FROM merged ORDER BY article DESC LIMIT 1)",
    )
    return found[0]


def coders(project: Project) -> Rows:
    """What articles were read by: versions of dragoman, its model, ontology and knowledge; a few at most."""
    return rows(
        project,
        "SELECT DISTINCT v.version, v.model, v.ontology, v.knowledge FROM "
        "(SELECT DISTINCT c.coder FROM articles a JOIN codings c ON c.coding = a.coding) AS k "
        "JOIN coders v ON v.coder = k.coder ORDER BY 1, 2, 3, 4 LIMIT 3",
    )


def event_conditions(project: Project, asked: Mapping[str, Any]) -> Conditions:
    """The conditions of `dragoman.store.Project.events`. Raises StoreError."""
    return filters.event_conditions(project.connection, **asked)


def statement_conditions(project: Project, asked: Mapping[str, Any]) -> Conditions:
    """The conditions of `dragoman.store.Project.statements`. Raises StoreError."""
    return filters.statement_conditions(project.connection, **asked)


def needs_article(conditions: Conditions) -> bool:
    """Whether the conditions speak of the article, so that its table must be joined."""
    return "a." in conditions.sql()


def from_events(conditions: Conditions, *, article: bool = False) -> str:
    """``FROM events e … WHERE …``, joined with articles only where that is needed."""
    join = " JOIN articles a ON a.article = e.article" if article or needs_article(conditions) else ""
    return f"FROM events e{join} WHERE {conditions.sql()}"


def from_happenings(conditions: Conditions, statuses: Sequence[str] = ()) -> tuple[str, list[Any]]:
    """``FROM happenings h WHERE …`` and its values: an event of it meets the conditions, and it is of one of
    the statuses."""
    parts, values = [], list[Any]()
    if conditions.values:
        join = " JOIN articles a ON a.article = e.article" if needs_article(conditions) else ""
        inner = f"JOIN events e ON e.event = x.event{join} WHERE {conditions.sql()}"
        if conditions.query:
            inner = f"WHERE x.event IN ({conditions.query})"
        parts.append(f"h.happening IN (SELECT x.happening FROM happening_events x {inner})")
        values += conditions.values
    if statuses:
        parts.append(f"h.status IN ({marks(statuses)})")
        values += statuses
    return f"FROM happenings h WHERE {' AND '.join(parts) or '1 = 1'}", values


def from_statements(conditions: Conditions, *, article: bool = False) -> str:
    """``FROM statements e … WHERE …``, joined with articles only where that is needed."""
    join = " JOIN articles a ON a.article = e.article" if article or needs_article(conditions) else ""
    return f"FROM statements e{join} WHERE {conditions.sql()}"


def numbers(conditions: Conditions, table: str) -> str:
    """The query for the numbers of the events or statements that meet the conditions."""
    source = from_events if table == "events" else from_statements
    return conditions.query or f"SELECT e.{table.removesuffix('s')} {source(conditions)}"


def marks(values: Sequence[Any]) -> str:
    """Question marks for so many values."""
    return ", ".join("?" * len(values))


def count(project: Project, source: str, values: Sequence[Any]) -> int:
    """How many rows there are."""
    return int(rows(project, f"SELECT count(*) {source}", values)[0][0])


def homes(
    project: Project, table: str, numbers: Iterable[int]
) -> dict[int, tuple[int, str, str, int | None]]:
    """Of each event or statement: its article's number, its id in there, the article's title, and where an
    event's sentence begins."""
    listed = list(numbers)
    key = table.removesuffix("s")
    begins = "e.sentence_start" if table == "events" else "NULL"
    found = rows(
        project,
        f"SELECT e.{key}, e.article, e.id, a.title, {begins} FROM {table} e "
        f"JOIN articles a ON a.article = e.article WHERE e.{key} IN ({marks(listed) or 'NULL'})",
        listed,
    )
    return {int(row[0]): (int(row[1]), row[2], row[3], row[4]) for row in found}


def by_number(project: Project, method: str, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Events or statements of these numbers, in this order, as rows of `Project.events`."""
    from dragoman.store import asking

    if not numbers:
        return []
    key = method.removesuffix("s")
    made = filters.Conditions(project.connection)
    made.add(f"e.{key} IN ({marks(numbers)})", *numbers)
    ask = asking.events if method == "events" else asking.statements
    found = {row[key]: row for row in ask(project.connection, made, limit=None)}
    places = homes(project, method, found)
    out = []
    for number in numbers:
        if number in found and number in places:
            article, own, title, begins = places[number]
            row = {**found[number], "number": article, "own": own, "title": title}
            if method == "events":
                row["parts"] = _around(row["sentence"] or row["trigger"], row["start"], row["end"], begins)
            out.append(row)
    return out


def _around(sentence: str, start: int, end: int, begins: int | None) -> tuple[str, str, str]:
    """The sentence before, in and after the words of the act, where it is long only what is near them."""
    first = max(0, start - (start if begins is None else begins))
    last = min(len(sentence), first + end - start)
    before, after = sentence[:first], sentence[last:]
    if len(before) > _NEAR:
        before = "…" + before[-_NEAR:]
    if len(after) > _NEAR:
        after = after[:_NEAR] + "…"
    act = sentence[first:last]
    return before, act if len(act) <= 2 * _NEAR else act[: 2 * _NEAR] + "…", after


def page_of(
    project: Project, method: str, conditions: Conditions, *, page: int, size: int, order: str
) -> list[dict[str, Any]]:
    """One page of events or statements that meet the conditions."""
    key = method.removesuffix("s")
    source = (from_events if method == "events" else from_statements)(conditions, article="a." in order)
    found = rows(
        project,
        f"SELECT e.{key} {source} ORDER BY {order} LIMIT ? OFFSET ?",
        [*conditions.values, size, (page - 1) * size],
    )
    return by_number(project, method, [int(row[0]) for row in found])


def article_key(project: Project, number: int) -> str | None:
    """The stable id of the article of that number."""
    found = rows(project, "SELECT id FROM articles WHERE article = ?", [number])
    return found[0][0] if found else None


def actor_row(project: Project, key: str) -> dict[str, Any] | None:
    """Who has this id, as last described."""
    found = rows(
        project,
        "SELECT id, name, kind, country, sector, wikidata, article FROM actors WHERE id = ? "
        "ORDER BY actor DESC LIMIT 1",
        [key],
    )
    if not found:
        return None
    names = ("id", "name", "kind", "country", "sector", "wikidata", "article")
    return dict(zip(names, found[0], strict=True))


def literal(value: Any) -> str:
    """A value as SQL writes it."""
    if isinstance(value, (int, float)):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def inlined(sql: str, values: Sequence[Any]) -> str:
    """A query with its values in the place of the question marks, for people to copy.

    Raises StoreError where there are not as many of the one as of the other.
    """
    out: list[str] = []
    left = list(values)
    quoted = False
    for letter in sql:
        if letter == "'":
            quoted = not quoted
        if letter == "?" and not quoted:
            if not left:
                raise StoreError("a question with more marks than values")
            out.append(literal(left.pop(0)))
        else:
            out.append(letter)
    return "".join(out)
