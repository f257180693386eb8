"""Options that say how articles are to be read, for every command that reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

FIELDS = ("id", "published", "title", "text", "url", "source", "language", "byline")
KINDS = ("text", "jsonl", "html", "feed", "csv", "tsv", "parquet", "warc", "zip")


def _columns(
    _context: click.Context, _option: click.Parameter, value: tuple[str, ...]
) -> dict[str, str] | None:
    out = {}
    for given in value:
        field, sign, name = given.partition("=")
        if field not in FIELDS or not sign or not name:
            raise click.BadParameter(f"{given!r}: write FIELD=NAME, FIELD being one of {', '.join(FIELDS)}.")
        out[field] = name
    return out or None


def day(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The day in an option. BadParameter where it is none."""
    if value is None:
        return None
    from dragoman.reading import iso_date

    day = iso_date(value)
    if day is None:
        raise click.BadParameter(f"{value!r} is no date; write it YYYY-MM-DD.")
    return day


_OPTIONS = (
    click.option(
        "--column",
        "columns",
        metavar="FIELD=NAME",
        multiple=True,
        callback=_columns,
        help="What a field is called in your tables: text=body, published=date (again for each).",
    ),
    click.option(
        "--as",
        "kind",
        type=click.Choice(KINDS),
        help="What the files are, whatever they are called.",
    ),
    click.option("--follow", is_flag=True, help="Fetch the page of each entry of a feed."),
    click.option("--allow-private", is_flag=True, help="Fetch from addresses that are not public, too."),
)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options; they come as ``columns``, ``kind``, ``follow`` and ``allow_private``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
