"""``dragoman export``, ``import`` and ``compare``: what was read, for other programs and beside theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from dragoman.commands.asking import _EVENTS, _UNDATED, _asked, _with
from dragoman.commands.output import answer_options, database, give, opened

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
_source = click.argument("origin", metavar="NEWS.DB|RECORDS.JSONL", type=click.Path())


def _complain(said: str) -> None:
    click.echo(said.encode("utf-8", "replace").decode(), err=True)


@contextmanager
def _codings(path: str, asked: dict[str, Any]) -> Iterator[Iterable[Coding]]:
    """The codings of a project that are asked for, or those of a file of records, told by its ending."""
    from dragoman.export import ExportError, Selection, read_codings

    try:
        if path.lower().endswith((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")):
            if asked:
                name = next(iter(asked)).replace("_", "-")
                raise ExportError(f"{path}: records, and --{name} asks a project: make one (dragoman add)")
            yield read_codings(path, complain=_complain)
        else:
            with opened(path) as project:
                yield Selection(project, asked)
    except ExportError as error:
        raise click.ClickException(str(error)) from error


@click.command()
@_source
@click.argument("out", metavar="OUT", type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "--table",
    "tables",
    type=click.Choice(["events", "statements", "actors", "happenings"]),
    multiple=True,
    help="Which of our tables (again for each); all of them in a folder, events in a file.",
)
@_undated
@click.option(
    "--every", is_flag=True, help="In the field's layouts, planned, possible and denied events as well."
)
@click.option(
    "--per",
    type=click.Choice(["report", "happening"]),
    help="In the field's layouts, a row for each report, or one for all reports of a happening.  [default: "
    "happening for gdelt and gdelt-mentions where the project is merged, else report]",
)
@click.option("--licence", metavar="NAME", help="What you give the tables out under, such as CC-BY-4.0.")
@click.option("--keep-undated", is_flag=True, help="With --since and --until, events without a date as well.")
@_with(tuple(option for option in _EVENTS if option is not _UNDATED))
def export(
    origin: str,
    out: str,
    form: str,
    tables: tuple[str, ...],
    undated: str,
    every: bool,
    per: str | None,
    licence: str | None,
    keep_undated: bool,
    **options: Any,
) -> None:
    """Write what was read for other programs: tables, the field's layouts, maps, networks, annotators.

    OUT is a file, or for csv, tsv, jsonl and parquet a folder. Filters are those of events: other events are
    left out, with what is said of them; records, annotators and conllu get whole articles with such an event.
    """
    from dragoman.export import export as write

    # What the filter calls undated is another thing here: what becomes of a day that is not told.
    with _codings(origin, _asked({**options, "undated": keep_undated})) as codings:
        done = write(
            codings, out, format=form, tables=tables, undated=undated, every=every, licence=licence, per=per
        )
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
    origin: str, gdelt: str, undated: str, domestic: bool, form: str, output: str | None, limit: int | None
) -> None:
    """Count our events beside those of a GDELT 2.0 file, by CAMEO root, pair of countries and day."""
    from itertools import islice

    from dragoman.export import compare as put_beside
    from dragoman.store import Table

    with _codings(origin, {}) as codings:
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


@click.command("import")
@database
@click.argument("path", metavar="FILE", type=click.Path())
@click.option(
    "--format", "form", type=click.Choice(["doccano", "label-studio"]), required=True, help="Who wrote it."
)
@click.option("--maker", metavar="NAME", default="", help="Who annotated it.")
@click.option("--note", metavar="WORDS", default="", help="Why.")
@click.option("--accept", is_flag=True, help="What was left as it was is right: everything was looked at.")
def import_(database: str, path: str, form: str, maker: str, note: str, accept: bool) -> None:
    """Keep what annotators changed in an exported file as corrections.

    Nothing that was coded is changed or lost: dragoman corrections lists them. The same file twice gives
    nothing new.
    """
    from dragoman.export import ExportError
    from dragoman.export.correcting import import_changes

    with opened(database):
        pass  # a project that is not there is not to be made
    with opened(database, read_only=False) as project:
        try:
            done = import_changes(
                project, path, format=form, maker=maker, note=note, accept=accept, complain=_complain
            )
        except ExportError as error:
            raise click.ClickException(str(error)) from error
    _complain(f"{done.articles:,} articles: {done.corrections:,} corrections, {done.known:,} known already")


COMMANDS = {"export": export, "import": import_, "compare": compare}
