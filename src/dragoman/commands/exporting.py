"""``dragoman export`` and ``compare``: what was read, for other programs and beside theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from dragoman.commands.output import answer_options, give, opened

if TYPE_CHECKING:
    from dragoman.records import Coding

FORMATS = (
    "csv", "tsv", "jsonl", "parquet", "records", "geojson", "graphml", "polecat", "icews", "gdelt",
    "gdelt-mentions", "phoenix", "petrarch", "doccano", "label-studio", "web-annotation", "conllu",
)  # fmt: skip
_undated = click.option(
    "--undated",
    type=click.Choice(["empty", "published", "drop"]),
    default="empty",
    show_default=True,
    help="Where the day of an event is not told: leave it open, take the article's, or leave the event out.",
)
_source = click.argument("source", metavar="NEWS.DB|RECORDS.JSONL", type=click.Path())


def _complain(said: str) -> None:
    click.echo(said.encode("utf-8", "replace").decode(), err=True)


@contextmanager
def _codings(path: str) -> Iterator[Iterator[Coding]]:
    """The codings of a project, or of a file of records, told by its ending."""
    from dragoman.export import ExportError, read_codings

    try:
        if path.lower().endswith((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")):
            yield read_codings(path, complain=_complain)
        else:
            with opened(path) as project:
                yield project.codings()
    except ExportError as error:
        raise click.ClickException(str(error)) from error


@click.command()
@_source
@click.argument("out", metavar="OUT", type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "--table",
    "tables",
    type=click.Choice(["events", "statements", "actors"]),
    multiple=True,
    help="Which of our tables (again for each); all of them in a folder, events in a file.",
)
@_undated
@click.option(
    "--every", is_flag=True, help="In the field's layouts, planned, possible and denied events as well."
)
@click.option("--licence", metavar="NAME", help="What you give the tables out under, such as CC-BY-4.0.")
def export(
    source: str, out: str, form: str, tables: tuple[str, ...], undated: str, every: bool, licence: str | None
) -> None:
    """Write what was read for other programs: tables, the field's layouts, maps, networks, annotators.

    OUT is a file, or for csv, tsv, jsonl and parquet a folder.
    """
    from dragoman.export import export as write

    with _codings(source) as codings:
        done = write(codings, out, format=form, tables=tables, undated=undated, every=every, licence=licence)
    rows = ", ".join(f"{count:,} {name}" for name, count in done.rows.items())
    _complain(f"{rows} written to {out}")
    if done.unreal:
        _complain(f"{done.unreal:,} planned, possible or denied events left out: --every keeps them")
    if done.undated and undated == "empty":
        _complain(
            f"{done.undated:,} events are not told to the day, and have none: --undated published takes the "
            "article's, as the field's data sets do, --undated drop leaves them out"
        )


@click.command()
@_source
@click.argument("gdelt", metavar="GDELT.EXPORT.CSV", type=click.Path())
@_undated
@click.option("--domestic", is_flag=True, help="Acts within one country, too.")
@answer_options
def compare(
    source: str, gdelt: str, undated: str, domestic: bool, form: str, output: str | None, limit: int | None
) -> None:
    """Count our events beside those of a GDELT 2.0 file, by CAMEO root, pair of countries and day."""
    from itertools import islice

    from dragoman.export import compare as put_beside
    from dragoman.store import Table

    with _codings(source) as codings:
        found = put_beside(codings, gdelt, undated=undated, domestic=domestic, complain=_complain)
    columns: dict[str, type] = {
        "root": str, "actor": str, "recipient": str, "day": str, "ours": int, "theirs": int, "found": str
    }  # fmt: skip
    give(Table(columns, lambda: islice(found.rows(), limit)), form=form, output=output, limit=limit, shown=())
    told = ", ".join(f"{count:,} {name}" for name, count in found.totals().items())
    _complain(
        f"{told}; without a day or two countries: {found.left_out:,} of ours, "
        f"{found.theirs_left_out:,} of theirs"
    )


COMMANDS = {"export": export, "compare": compare}
