"""What to copy from a view: the same question in Python and in SQL, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dragoman import __version__
from dragoman.web import questions
from dragoman.web.site import Asked


def python(asked: Asked, method: str, given: dict[str, Any]) -> str:
    """The call that gives the rows of this view."""
    parts = [f"{name}={_short(value)!r}" for name, value in given.items()]
    return called(asked, f"news.{method}({', '.join(parts)}).to_pandas()")


def called(asked: Asked, *lines: str) -> str:
    """Lines of Python that ask the project, as ``news``."""
    return "\n".join(["import dragoman", "", f"news = dragoman.open({asked.site.where!r})", *lines, ""])


def _short(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def sql(conditions: questions.Conditions, table: str) -> str:
    """The query for the rows that the view speaks of."""
    source = questions.from_events if table == "events" else questions.from_statements
    return query(f"SELECT e.* {source(conditions)}", conditions.values)


def query(select: str, values: Sequence[Any]) -> str:
    """A query as people copy it."""
    for word in ("FROM events e", "FROM statements e", "FROM happenings h", "WHERE"):
        select = select.replace(f" {word}", f"\n{word}", 1)
    select = select.replace(" AND ", "\n  AND ").replace(" ORDER BY ", "\nORDER BY ")
    return questions.inlined(select, values) + ";\n"


def by_query(asked: Asked, *asks: tuple[str, Sequence[Any]]) -> list[tuple[str, str]]:
    """The same questions in Python and in SQL, where queries are all there is of them."""
    made = [query(*ask) for ask in asks]
    quoted = [one.removesuffix(";\n").replace("\\", "\\\\").replace('"""', '\\"""') for one in made]
    lines = [f'news.sql("""\n{one}\n""").to_pandas()' for one in quoted]
    return [("Python", called(asked, *lines)), ("SQL", "".join(made))]


def citation(asked: Asked, found: str) -> str:
    """What was asked of what, read by which coder."""
    made = asked.site.kept("coders", asked.project, lambda: questions.coders(asked.project))
    coders = "; ".join(
        f"Dragoman {version} (model {model}, ontology {ontology}, knowledge {knowledge})"
        for version, model, ontology, knowledge in made
    )
    filters = ", ".join(f"{label.lower()} {value}" for label, value, _ in asked.filter.chips())
    return (
        f"{asked.site.name}: {found}{f' ({filters})' if filters else ''}. Coded by "
        f"{coders or f'Dragoman {__version__}'}.\n"
    )


def copies(asked: Asked, *, found: str, method: str = "events", **given: Any) -> list[tuple[str, str]]:
    """Names and texts of what can be copied from a view of events or statements."""
    of_statements = method == "statements"
    filters = asked.filter.statements() if of_statements else asked.filter.events()
    conditions = asked.said() if of_statements else asked.conditions()
    return [
        ("Python", python(asked, method, {**given, **filters})),
        ("SQL", sql(conditions, "statements" if of_statements else "events")),
        cited(asked, found),
    ]


def cited(asked: Asked, found: str) -> tuple[str, str]:
    """See `citation`: its name and its words."""
    key = ("citation", found, asked.filter.query())
    return "Citation", asked.site.kept(key, asked.project, lambda: citation(asked, found))
