"""The command line: ``dragoman code``, ``who``, ``where``, ``example`` and ``schema``; others in `commands`.

What is wrong with the input goes to standard error as ``file:line: what was wrong: what to do``, and the
rest of the input goes on. Exit status: 0, or 1 if any article could not be coded, 2 if the command was
misused, 130 if it was interrupted, 141 if nobody reads its output any more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import click

from dragoman import __version__
from dragoman.commands import LazyGroup
from dragoman.commands.output import nobody_reads
from dragoman.commands.reading import day, reading_options
from dragoman.commands.watching import log_json, watching
from dragoman.commands.writing import complain, identity, opened, said, standard_output, written

# The rooms are imported inside the commands: `dragoman --help` pays for none of them.
if TYPE_CHECKING:
    from dragoman.knowledge import Candidate, Knowledge
    from dragoman.reading import Note, Reader, Reject
    from dragoman.records import Article, Coding
    from dragoman.store.stopping import Stop

EXAMPLE_DATE = "2023-03-14"
PEOPLE = ("country", "organisation", "group", "person")  #: kinds that ``who`` looks for
PRESETS = ("strict", "balanced", "recall")
_NOTES = 10  #: how many lines that were left out of a dictionary are told


class Pooled(Protocol):
    """Codes with many processes what a reader gives."""

    def __call__(self, reader: Reader, *, stop: Stop) -> Iterator[Coding | Reject | Note]:
        """Codings and problems, in the order of reading."""
        ...


class ArticleCoder(Protocol):
    """What the command line asks of a coder."""

    def code_article(self, article: Article) -> Coding:
        """The article's coding."""
        ...


class LateCoder:
    """The coder, loaded when the first article comes, so that a wrong path is told at once."""

    def __init__(self, *, knowledge: Knowledge | None = None, preset: str = "balanced") -> None:
        self._coder: ArticleCoder | None = None
        self._knowledge = knowledge
        self._preset = preset

    def code_article(self, article: Article) -> Coding:
        """The article's coding. Raises ClickException where the language model cannot be loaded."""
        if self._coder is None:
            try:
                from dragoman.coding import Coder

                coder = Coder(knowledge=self._knowledge, preset=self._preset)
                _ = coder.language
            except (ImportError, OSError, ValueError, RuntimeError) as error:
                raise click.ClickException(
                    f"the language model could not be loaded ({said(error)}): install dragoman again"
                ) from error
            self._coder = coder
        return self._coder.code_article(article)


def code_articles(reader: Reader, coder: ArticleCoder) -> Iterator[Coding | Reject | Note]:
    """Code what is read, in its order; what could not be read or coded comes as a Reject in its place.

    An article on which the coder breaks down becomes a Reject that says where and how, and costs no other.
    """
    from dragoman.reading import Note, Reject

    for item in reader:
        if isinstance(item, Reject | Note):
            yield item
            continue
        try:
            coding = coder.code_article(item)
        except click.ClickException:
            raise
        except Exception as error:  # whatever it is, the next article may well be sound
            file, line = reader.where
            yield Reject(
                file,
                line,
                "failed",
                f"coding broke down ({said(error)}): report it, with the article if you may",
            )
        else:
            yield coding


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="dragoman", message="%(prog)s %(version)s")
def main() -> None:
    """Read news articles and write down who did what to whom, and who said what about whom."""


def _known_on(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from dragoman.reading import iso_date

    rest = {4: "-01-01", 7: "-01", 10: ""}.get(len(value))
    if rest is None or iso_date(value + rest) is None:
        raise click.BadParameter(f"{value!r} is no date; write it YYYY, YYYY-MM or YYYY-MM-DD.")
    return value


def _codes(_context: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    codes = tuple(code.upper() for part in value for code in part.split(",") if code)
    if codes:
        from dragoman.knowledge import Knowledge

        know = Knowledge.load()
        for code in codes:
            if know.country_by_code(code) is None:
                raise click.BadParameter(f"{code!r} is no country's code; write it as in ISO 3166: LBN.")
    return codes


_near = click.option(
    "--near",
    metavar="CODES",
    multiple=True,
    callback=_codes,
    help="Countries that it is about (ISO 3166 codes with commas between: LBN,SYR), likeliest first.",
)
_knowledge = click.option(
    "--knowledge",
    metavar="FOLDER",
    type=click.Path(),
    help="Tables of your own, or PETRARCH dictionaries, whose rows win over ours.",
)
_preset = click.option(
    "--preset",
    type=click.Choice([*PRESETS, "fast"]),
    default="balanced",
    show_default=True,
    help="How much to give: what is surest, the usual, doubtful things too, or the usual in less time, a bit "
    "less well.",
)
_answers = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="Lines to read, or one JSON object per answer.",
)
_format = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "html"]),
    default="table",
    show_default=True,
    help="A table to read, one JSON object per article, or one page for a browser.",
)
_output = click.option(
    "-o", "--output", type=click.Path(dir_okay=False), help="Write to this file, not to standard output."
)


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--published",
    metavar="DATE",
    callback=day,
    help="When the articles were published (YYYY-MM-DD), where they do not say it themselves.",
)
@reading_options
@_knowledge
@_preset
@click.option("--workers", type=click.IntRange(min=1), help="Processes that code; this one alone by default.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=120.0,
    show_default=True,
    help="Seconds that one article may take, with --workers or --on.",
)
@click.option(
    "--on",
    metavar="ENGINE",
    help="Code into shards in the folder -o: local, dask://HOST:PORT, ray or ray://HOST:PORT.",
)
@click.option("--retry", is_flag=True, help="With --on: do again the shards in which an article broke down.")
@log_json
@_format
@click.option("-o", "--output", type=click.Path(), help="Write to this file, not to standard output.")
def code(
    paths: tuple[str, ...],
    published: str | None,
    knowledge: str | None,
    preset: str,
    workers: int | None,
    timeout: float,
    on: str | None,
    retry: bool,
    log_json: bool,
    form: str,
    output: str | None,
    **reading: Any,
) -> None:
    """Code articles: events and statements, each with the words it was read from.

    PATH is a .txt file with one article (its first line is the title where a blank line follows), a .jsonl
    file with one article per line ({"id", "published", "title", "text", "url", "source", "language"}; only
    "text" must be there), a table (.csv, .tsv, .parquet), a page (.html), a feed (.rss), an archive (.zip,
    .gz, .warc), a folder of such files, an address (http://, https://), or - for standard input.
    """
    tables = None if knowledge is None else _tables(knowledge)
    if on:
        from dragoman.commands.scaling import code_on

        source = click.get_current_context().get_parameter_source("form")
        if source is not click.core.ParameterSource.DEFAULT and form != "jsonl":
            raise click.UsageError(f"--on writes shards of JSON Lines: leave --format {form} out.")
        reading["published"] = published
        sys.exit(
            code_on(
                paths,
                on=on,
                output=output,
                workers=workers,
                timeout=timeout,
                knowledge=knowledge,
                preset=preset,
                retry=retry,
                log_json=log_json,
                reading=reading,
            )
        )
    if output and os.path.isdir(output):
        raise click.BadParameter(f"{output!r} is a folder: name a file, or code into shards with --on.")
    if retry:
        raise click.UsageError("--retry goes with --on: without, every article is coded anyhow.")
    pooled = None
    if workers:
        from dragoman.commands.scaling import code_pooled
        from dragoman.store.pool import Pool

        pool = Pool(workers=workers, timeout=timeout, knowledge=knowledge, preset=preset)
        pooled = partial(code_pooled, pool=pool)
    given_all = {"published": published, **reading}
    coder = LateCoder(knowledge=tables, preset=preset)
    sys.exit(_run(paths, form=form, output=output, coder=coder, pooled=pooled, as_json=log_json, **given_all))


@main.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--date", metavar="DATE", callback=_known_on, help="At what date: YYYY, YYYY-MM or YYYY-MM-DD.")
@_near
@_knowledge
@_answers
def who(
    names: tuple[str, ...], date: str | None, near: tuple[str, ...], knowledge: str | None, form: str
) -> None:
    """Say who a name means: everybody who bears it, likeliest first, in what office, and from which source.

    NAME is a person, a country, an organisation or a word for people ("soldiers"), as an article writes it.
    """
    sys.exit(_look_up(names, _tables(knowledge), kinds=PEOPLE, date=date, near=near, form=form))


@main.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@_near
@_knowledge
@_answers
def where(names: tuple[str, ...], near: tuple[str, ...], knowledge: str | None, form: str) -> None:
    """Say where a place is: every place of that name, likeliest first, with country, coordinates and people.

    NAME may say what the place lies in: "Tripoli, Lebanon".
    """
    sys.exit(_look_up(names, _tables(knowledge), kinds=("place",), date=None, near=near, form=form))


@main.command()
@_format
@_output
def example(form: str, output: str | None) -> None:
    """Code an article that comes with dragoman, to see what it does."""
    from importlib import resources

    with resources.as_file(resources.files("dragoman") / "examples" / "harbour.txt") as path:
        sys.exit(_run([str(path)], published=EXAMPLE_DATE, form=form, output=output, coder=LateCoder()))


@main.command()
def schema() -> None:
    """Print the JSON Schema of what `dragoman code --format jsonl` writes per line."""
    import json

    from dragoman.schema import record_schema

    text = json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n"
    try:
        standard_output().write(text.encode())
        standard_output().flush()
    except BrokenPipeError:
        sys.exit(nobody_reads())


def _tables(folder: str | None) -> Knowledge:
    """The knowledge tables, with those in ``folder`` over them. ClickException where rows are wrong."""
    from dragoman.knowledge import Knowledge, KnowledgeError

    try:
        know = Knowledge.load(extra=folder)
    except KnowledgeError as error:
        raise click.ClickException(str(error)) from error
    for note in know.notes[:_NOTES]:
        complain(note)
    if len(know.notes) > _NOTES:
        complain(
            f"{folder}: note: {len(know.notes) - _NOTES:,} more lines of dictionaries left out: "
            "dragoman.knowledge.Knowledge.load(extra=FOLDER).notes has them all"
        )
    return know


def _look_up(
    names: tuple[str, ...],
    know: Knowledge,
    *,
    kinds: tuple[str, ...],
    date: str | None,
    near: tuple[str, ...],
    form: str,
) -> int:
    """Look names up and print what they mean; the exit status."""
    from dragoman.display import answers

    status = 0
    blank = False
    try:
        for name in names:
            found: list[Candidate] = know.candidates(name, kinds=kinds, date=date, near=near)
            role = know.role(name) if "person" in kinds else None
            if not found and role is None:
                status = 1
                complain(_unknown(name, know, places="place" in kinds))
                continue
            if form == "jsonl":
                text = answers.lines(name, found, role, date=date)
            else:
                text = ("\n" if blank else "") + answers.table(name, found, role, know, date=date)
                if sys.stdout.isatty():
                    from dragoman.display import terminal

                    text = terminal.encodable(text, sys.stdout.encoding or "utf-8")
            blank = True
            standard_output().write(text.encode("utf-8", "replace"))
            standard_output().flush()
    except BrokenPipeError:
        return nobody_reads()
    return status


def _unknown(name: str, know: Knowledge, *, places: bool) -> str:
    from dragoman.knowledge.spelling import near_spellings
    from dragoman.reading import printable

    near = near_spellings(know, name, places=places)
    told = f"{printable(name)!r} is not known"
    if near:
        told += f"; spelled nearly so: {', '.join(near)}"
    return f"{told}: check the spelling and the capitals, or give a table of your own with --knowledge FOLDER"


def _run(
    paths: tuple[str, ...] | list[str],
    *,
    form: str,
    output: str | None,
    coder: ArticleCoder,
    pooled: Pooled | None = None,
    as_json: bool = False,
    **reading: Any,
) -> int:
    """Read, code and write; the exit status. With ``pooled``, that codes in place of ``coder``."""
    from dragoman.reading import read

    if "-" in paths and sys.stdin.isatty():
        complain("reading from the keyboard: end with Ctrl-D on a line of its own")
    stream = opened(output, paths) if output else standard_output()
    reader = read(paths, output=identity(stream), **reading)
    with watching("code", as_json=as_json, stopped="", line=not stream.isatty()) as watch:
        watch.start(paths=list(paths), format=form, output=output)
        items = pooled(reader, stop=watch.stop) if pooled else code_articles(reader, coder)
        return written(stream, items, reader, watch, form=form, output=output)


if __name__ == "__main__":
    main()
