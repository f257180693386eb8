"""``dragoman merge``, ``happenings``, ``happening``, ``stories``, ``split`` and ``join``: one event once."""

from __future__ import annotations

from typing import Any

import click

from dragoman.commands.asking import _EVENTS, _asked, _most, _with
from dragoman.commands.output import answer_options, database, give, opened

_by = (
    click.option("--maker", metavar="NAME", default="", help="Who decides so."),
    click.option("--note", metavar="WORDS", default="", help="Why."),
)


@click.command()
@database
def merge(database: str) -> None:
    """Put together what reports tell of the same: copies, stories, happenings.

    It is done by itself after add and recode; what was merged before is not done again.
    """
    with opened(database, read_only=False) as project:
        done = project.merge()
    click.echo(
        f"{done.articles:,} articles merged: {done.happenings:,} happenings, {done.stories:,} stories, "
        f"{done.copies:,} copies",
        err=True,
    )


@click.command()
@database
@click.option("--reports", type=click.IntRange(min=1), help="Told in so many articles at least.")
@click.option("--sources", type=click.IntRange(min=1), help="By so many independent sources at least.")
@click.option("--denied/--not-denied", default=None, help="Whether anybody denies it.")
@_with(_EVENTS)
@answer_options
def happenings(database: str, form: str, output: str | None, limit: int | None, **options: Any) -> None:
    """List happenings: each once, however many reports tell of it. Filters are those of events."""
    shown = (
        "happening", "first_day", "actor", "type", "recipient", "place", "status", "reports", "sources"
    )  # fmt: skip
    denied = options.pop("denied")
    asked = _asked(options) | ({} if denied is None else {"denied": denied})
    with opened(database) as project:
        give(
            project.happenings(limit=_most(form, limit), **asked),
            form=form, output=output, limit=limit, shown=shown,
        )  # fmt: skip


@click.command()
@database
@click.option("--articles", type=click.IntRange(min=1), help="Of so many articles at least.")
@answer_options
def stories(database: str, form: str, output: str | None, limit: int | None, articles: int | None) -> None:
    """List stories: articles about the same news."""
    with opened(database) as project:
        found = project.stories(articles=articles, limit=_most(form, limit))
        give(found, form=form, output=output, limit=limit, shown=())


@click.command()
@database
@click.argument("happening")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="To read, or all of it for a program.",
)  # fmt: skip
def happening(database: str, happening: str, form: str) -> None:
    """Show all that is told of a happening: who says so, who denies, figures, reports, and why."""
    import json

    from dragoman.reading import printable

    with opened(database) as project:
        card = project.happening(happening)
    if card is None:
        raise click.ClickException(f"no happening {happening!r} here: dragoman happenings lists them")
    if form == "json":
        click.echo(json.dumps(card, ensure_ascii=False))
        return
    for line in _told(card):
        click.echo(printable(line))


def _told(card: dict[str, Any]) -> list[str]:
    who = "; ".join(one["name"] for one in card["actors"]) or "(not told)"
    whom = "; ".join(one["name"] for one in card["recipients"]) or "(not told)"
    days = sorted({day for day in (card["first_day"], card["last_day"]) if day})
    out = [
        f"{card['happening']}  {card['type']} {' '.join(card['mode'])}".rstrip(),
        f"who     {who}",
        f"whom    {whom}",
        f"where   {'; '.join(place['name'] for place in card['places']) or '(not told)'}",
        f"when    {' to '.join(days) or '(not told)'}",
        f"status  {card['status']}{', denied' if card['denied'] else ''}",
        f"told    {card['events']} times in {card['reports']} reports of {card['sources']} sources, "
        f"{card['first']} to {card['last']}",
    ]
    for row in card["accounts"]:
        out.append(f"  account  {row['by'] or 'the report itself'}: {row['status']} ({row['mentions']})")
    for row in card["figures"]:
        out.append(
            f"  {row['figure']}  {row['value']}  {row['by'] or 'the report itself'}, "
            f"{row['source'] or row['article']}, "
            f"{row['published']}"
        )
    for row in card["history"]:
        if row["from"] is not None:
            out.append(
                f"  {row['published']}  {row['field']}: {row['from']} -> {row['to']} ({row['article']})"
            )
    for m in card["mentions"]:
        out.append(
            f"  event {m['event']}  {m['published']} {m['article']}: {' '.join(m['sentence'].split())}"
        )
        why = m["why"]
        if why:
            words = [f"{name} {value:+g}" for part in ("for", "against") for name, value in why[part].items()]
            said = "a person decided so; " if why["decided"] else ""
            out.append(f"    because  {said}{', '.join(words)}")
    return out


@click.command()
@database
@click.argument("happening")
@click.argument("events", metavar="EVENT...", nargs=-1, required=True, type=int)
@_with(_by)
def split(database: str, happening: str, events: tuple[int, ...], maker: str, note: str) -> None:
    """Take EVENTs out of a happening. They stay out, however often is merged or coded again."""
    with opened(database, read_only=False) as project:
        names = project.split(happening, events, maker=maker, note=note)
    click.echo(f"now {', '.join(names)}")


@click.command()
@database
@click.argument("one", metavar="HAPPENING")
@click.argument("other", metavar="HAPPENING")
@_with(_by)
def join(database: str, one: str, other: str, maker: str, note: str) -> None:
    """Say that two happenings are one. It stays so until split says otherwise."""
    with opened(database, read_only=False) as project:
        names = project.join(one, other, maker=maker, note=note)
    click.echo(f"now {', '.join(names)}")


COMMANDS = {
    "merge": merge, "happenings": happenings, "happening": happening, "stories": stories, "split": split,
    "join": join,
}  # fmt: skip
