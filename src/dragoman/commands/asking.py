"""``dragoman events``, ``statements``, ``actors``, ``dyads``, ``search``, ``sql``: questions to a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from dragoman.commands.output import answer_options, database, give, opened

_Command = Callable[..., Any]


def _many(name: str, metavar: str, help: str) -> Callable[[_Command], _Command]:
    return click.option(f"--{name}", name.replace("-", "_"), metavar=metavar, multiple=True, help=help)


def _one(name: str, metavar: str, help: str, **more: Any) -> Callable[[_Command], _Command]:
    return click.option(f"--{name}", name.replace("-", "_"), metavar=metavar, help=help, **more)


_ARTICLE = (
    _one("published-since", "DATE", "In articles published from then on."),
    _one("published-until", "DATE", "In articles published up to then."),
    _many("source", "OUTLET", "In articles of this outlet."),
    _many("article", "ID", "In this article."),
    _one("text", "WORDS", "In articles with these words in them."),
    _one("confidence", "0-1", "At least so sure.", type=float),
)
_UNDATED = click.option(
    "--undated", is_flag=True, help="With --since and --until, keep events without a date."
)
_EVENTS = (
    _many("actor", "WHO", "Who acts: a code (RUS, GOV, RUS:GOV), an id or a name."),
    _many("recipient", "WHO", "Who is acted on."),
    _many("involving", "WHO", "Who acts or is acted on."),
    _many("by", "WHO", "Who says so."),
    _many("type", "TYPE", "PLOVER's type: CONSULT, ASSAULT."),
    _many("mode", "MODE", "PLOVER's mode: visit, arrest."),
    _many("context", "CONTEXT", "PLOVER's context: election, migration."),
    _many("aux", "AUX", "historical, future, hypothetical or negation."),
    _many("status", "STATUS", "reported, claimed, planned, possible or denied."),
    _many("quad", "CLASS", "Such as 'material conflict'."),
    _one("since", "DATE", "Happened then or later (YYYY, YYYY-MM or YYYY-MM-DD)."),
    _one("until", "DATE", "Happened then or earlier."),
    _UNDATED,
    _many("place", "WHERE", "A country's code, or a place's name."),
    *_ARTICLE,
)
_STATEMENTS = (
    _many("speaker", "WHO", "Who says it: a code (RUS, GOV, RUS:GOV), an id or a name."),
    _many("about", "WHO", "Who is spoken about."),
    _many("addressee", "WHO", "Who is spoken to."),
    _many("stance", "+|-|0", "Supports, criticises or neither."),
    _many("mode", "MODE", "direct, mixed or indirect."),
    *_ARTICLE,
)


def _with(options: tuple[Callable[[_Command], _Command], ...]) -> Callable[[_Command], _Command]:
    def give_them(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return give_them


def _asked(options: dict[str, Any]) -> dict[str, Any]:
    """Only what was asked for."""
    return {name: value for name, value in options.items() if value not in (None, (), False)}


_dated = click.option(
    "--dated",
    type=click.Choice(["event", "published"]),
    default="event",
    show_default=True,
    help="Whether a period goes by the event's own date or the article's.",
)


@click.command()
@database
@_with(_EVENTS)
@answer_options
def events(database: str, form: str, output: str | None, limit: int | None, **options: Any) -> None:
    """List events. A filter given twice means either; different filters hold together."""
    shown = ("date", "published", "actor", "type", "recipient", "place", "status", "by", "trigger", "article")
    with opened(database) as project:
        found = project.events(limit=_most(form, limit), **_asked(options))
        give(found, form=form, output=output, limit=limit, shown=shown)


@click.command()
@database
@_with(_STATEMENTS)
@answer_options
def statements(database: str, form: str, output: str | None, limit: int | None, **options: Any) -> None:
    """List statements: who said what about whom."""
    shown = ("published", "speaker", "about", "stance", "mode", "words", "article")
    with opened(database) as project:
        found = project.statements(limit=_most(form, limit), **_asked(options))
        give(found, form=form, output=output, limit=limit, shown=shown)


@click.command()
@database
@_many("name", "WHO", "A code (RUS, GOV, RUS:GOV), an id or a name.")
@_many("kind", "KIND", "person, country, organisation, group or place.")
@_many("country", "CODE", "Of this country.")
@_many("sector", "CODE", "Of this sector.")
@click.option("--unnamed", is_flag=True, help='Those without a name ("protesters") as well.')
@answer_options
def actors(database: str, form: str, output: str | None, limit: int | None, **options: Any) -> None:
    """List who takes part, most often first."""
    with opened(database) as project:
        found = project.actors(limit=_most(form, limit), **_asked(options))
        give(found, form=form, output=output, limit=limit, shown=())


@click.command()
@database
@click.option(
    "--level",
    type=click.Choice(["country", "actor"]),
    default="country",
    show_default=True,
    help="Who is counted.",
)
@click.option("--period", type=click.Choice(["year", "month", "day"]), help="Count for each of these.")
@_dated
@_with(_EVENTS)
@answer_options
def dyads(
    database: str,
    form: str,
    output: str | None,
    limit: int | None,
    level: str,
    period: str | None,
    dated: str,
    **options: Any,
) -> None:
    """Count how often each one acted on each other one."""
    with opened(database) as project:
        found = project.dyads(
            level=level, period=period, dated=dated, limit=_most(form, limit), **_asked(options)
        )
        give(found, form=form, output=output, limit=limit, shown=())


@click.command()
@database
@click.option(
    "--period",
    type=click.Choice(["day", "week", "month", "year"]),
    default="month",
    show_default=True,
    help="Count for each of these.",
)
@click.option("--split", type=click.Choice(["type", "quad"]), help="Count apart by these.")
@_dated
@_with(_EVENTS)
@answer_options
def series(
    database: str,
    form: str,
    output: str | None,
    limit: int | None,
    period: str,
    split: str | None,
    dated: str,
    **options: Any,
) -> None:
    """Count events over time."""
    with opened(database) as project:
        found = project.series(
            period=period, split=split, dated=dated, limit=_most(form, limit), **_asked(options)
        )
        give(found, form=form, output=output, limit=limit, shown=())


@click.command()
@database
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@answer_options
def search(database: str, words: tuple[str, ...], form: str, output: str | None, limit: int | None) -> None:
    """List articles with these words in them ("prime minister", AND, OR, NOT and * are understood)."""
    with opened(database) as project:
        found = project.search(" ".join(words), limit=_most(form, limit))
        give(found, form=form, output=output, limit=limit, shown=())


@click.command()
@database
@click.argument("query")
@answer_options
def sql(database: str, query: str, form: str, output: str | None, limit: int | None) -> None:
    """Ask in SQL. It can read everything and change nothing."""
    with opened(database) as project:
        give(project.sql(query), form=form, output=output, limit=limit, shown=())


def _most(form: str, limit: int | None) -> int | None:
    """One more than a table shows, so that it can say that there are more."""
    return 51 if form == "table" and limit is None else limit


COMMANDS = {
    "events": events,
    "statements": statements,
    "actors": actors,
    "dyads": dyads,
    "series": series,
    "search": search,
    "sql": sql,
}
