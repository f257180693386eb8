"""What to copy from a view: the same question in Python and in SQL, and how to cite it."""

from __future__ import annotations

from typing import Any

from dragoman import __version__
from dragoman.web import questions
from dragoman.web.site import Asked


def python(asked: Asked, method: str, given: dict[str, Any]) -> str:
    """The call that gives the rows of this view."""
    parts = [f"{name}={_short(value)!r}" for name, value in given.items()]
    return (
        f"import dragoman\n\nnews = dragoman.open({asked.site.where!r})\n"
        f"news.{method}({', '.join(parts)}).to_pandas()\n"
    )


def _short(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def sql(conditions: questions.Conditions, table: str) -> str:
    """The query for the rows that the view speaks of."""
    source = questions.from_events if table == "events" else questions.from_statements
    query = f"SELECT e.*\n{source(conditions)}".replace(" WHERE ", "\nWHERE ").replace(" AND ", "\n  AND ")
    return questions.inlined(query, conditions.values) + ";\n"


def citation(asked: Asked, found: str) -> str:
    """What was asked of what, read by which coder."""
    made = questions.rows(
        asked.project,
        "SELECT DISTINCT v.version, v.model, v.ontology, v.knowledge FROM articles a "
        "JOIN codings c USING (coding) JOIN coders v ON v.coder = c.coder ORDER BY 1, 2, 3, 4 LIMIT 3",
    ) if asked.site else []
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
