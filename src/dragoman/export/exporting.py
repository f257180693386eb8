"""Writing codings out, in any format, in one pass over them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.export import markup, syntax
from dragoman.export.choosing import Selection
from dragoman.export.columns import Layout, Options, Tally
from dragoman.export.describing import Resource, codebook, package
from dragoman.export.facts import UNDATED
from dragoman.export.gdelt import GDELT, GDELT_MENTIONS
from dragoman.export.icews import ICEWS
from dragoman.export.maps import GeoJSON, graphml
from dragoman.export.phoenix import PETRARCH, PHOENIX
from dragoman.export.polecat import POLECAT
from dragoman.export.tables import COLUMNS, KEYS, NAMES, TITLES, event_rows, happening_row, statement_rows
from dragoman.export.tally import Sums
from dragoman.export.writing import SUFFIXES, Delimited, ExportError, Sink, table_sink, whole
from dragoman.records import Coding

#: The field's layouts, by name.
LAYOUTS = {one.name: one for one in (POLECAT, ICEWS, GDELT, GDELT_MENTIONS, PHOENIX, PETRARCH)}
#: All formats.
FORMATS = (*SUFFIXES, "records", "geojson", "graphml", *LAYOUTS, *markup.WRITERS, "conllu")
#: What a row of the field's layouts can be of.
PER = ("report", "happening")
#: Formats of whole articles: filters of events choose the articles with such an event.
WHOLE = ("records", *markup.WRITERS, "conllu")
_CODEBOOK, _PACKAGE = "codebook.md", "datapackage.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: files, articles, rows by table; ``undated`` and ``unreal`` count events of the
    field's layouts whose day is not told, and that are left out as planned, possible or denied."""

    files: tuple[Path, ...]
    articles: int
    rows: dict[str, int]
    undated: int = 0
    unreal: int = 0


def export(
    codings: Iterable[Coding],
    out: str | os.PathLike[str],
    *,
    format: str,
    tables: Sequence[str] = (),
    undated: str = "empty",
    every: bool = False,
    licence: str | None = None,
    per: str | None = None,
) -> Written:
    """Write codings in a format; they are read once, one at a time.

    Args:
        codings: such as `Selection(project)`, `Project.codings()`, `read_codings(path)` or a list. Only a
            selection knows of happenings.
        out: a file; for csv, tsv, jsonl and parquet also a folder, which gets all tables.
        format: one of `FORMATS`.
        tables: of csv, tsv, jsonl and parquet, which of events, statements, actors and happenings (of a
            merged project); by default all in a folder, events in a file.
        undated: in the field's layouts, what becomes of an event whose day is not told: ``empty`` leaves the
            day open, ``published`` takes the article's, ``drop`` leaves the event out.
        every: in the field's layouts, also what is planned, possible or denied, which they cannot tell apart.
        per: in the field's layouts, whether a row is of one ``report`` or of one ``happening``, which a
            merged project has; by default of a happening in GDELT's of such a project, else of a report.
        licence: what you give the tables out under (CC-BY-4.0), for their data package.

    Raises:
        ExportError: what is asked for cannot be written, and what to do.
    """
    path = Path(out)
    if format not in FORMATS:
        raise ExportError(f"no format {format!r}: it is one of {', '.join(FORMATS)}")
    if undated not in UNDATED:
        raise ExportError(f"undated is {undated!r}: it is one of {', '.join(UNDATED)}")
    for name in tables:
        if name not in NAMES:
            raise ExportError(f"no table {name!r}: it is one of {', '.join(NAMES)}")
    if tables and format not in SUFFIXES:
        raise ExportError(f"{format} has no tables to choose from: leave the table out")
    tally = Tally()
    chosen = codings if isinstance(codings, Selection) else None
    leads = _per_happening(chosen, format, per)
    if chosen:
        chosen.prepare(whole=format in WHOLE, leads=leads, every=every, dated=undated == "drop")
    if format in SUFFIXES:
        files = _tables(codings, path, format, tables, licence, tally)
    elif path.is_dir():
        raise ExportError(f"{path}: a folder: give the name of a file for {format}")
    elif format in LAYOUTS:
        options = Options(undated=undated, every=every)
        if leads and chosen:
            options = replace(options, standing=chosen.standing)
        files = _layout(codings, path, LAYOUTS[format], options, licence, tally)
    else:
        files = [path]
        _plain(codings, path, format, tally)
    return Written(tuple(files), tally.articles, dict(tally.rows), tally.undated, tally.unreal)


def _per_happening(chosen: Selection | None, format: str, per: str | None) -> bool:
    """Whether rows are of happenings."""
    merged = chosen is not None and chosen.merged
    if per is None:
        return merged and format in ("gdelt", "gdelt-mentions")
    if per not in PER:
        raise ExportError(f"per is {per!r}: it is one of {', '.join(PER)}")
    if format not in LAYOUTS:
        raise ExportError(f"{format} has no rows per {per}: leave that out (csv has a table of happenings)")
    if per == "happening" and not merged:
        raise ExportError("no happenings here: merge a project first (dragoman merge news.db)")
    return per == "happening"


def _counted(codings: Iterable[Coding], tally: Tally) -> Iterable[Coding]:
    for coding in codings:
        tally.articles += 1
        tally.versions[tuple(coding.coder.to_dict().values())] = None
        if coding.article.source:
            tally.sources[coding.article.source] = None
        yield coding


def _tables(
    codings: Iterable[Coding], path: Path, kind: str, names: Sequence[str], licence: str | None, tally: Tally
) -> list[Path]:
    single = path.suffix in (SUFFIXES[kind], ".pq", ".ndjson", ".txt") and not path.is_dir()
    if single and len(names) > 1:
        raise ExportError(f"{path}: one file holds one table: give a folder, or one table")
    chosen = codings if isinstance(codings, Selection) else None
    if "happenings" in names and not (chosen and chosen.merged):
        raise ExportError("no happenings here: merge a project first (dragoman merge news.db)")
    every = [name for name in NAMES if name != "happenings" or (chosen and chosen.merged)]
    names = list(dict.fromkeys(names)) or (["events"] if single else every)
    standing = chosen.standing if chosen else None
    if not single:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExportError(f"{path}: no folder can be made ({error.strerror}): give another") from error
    files = {name: path if single else path / f"{name}{SUFFIXES[kind]}" for name in names}
    with ExitStack() as stack:
        sinks: dict[str, Sink] = {
            name: table_sink(stack.enter_context(whole(file)), kind, COLUMNS[name])
            for name, file in files.items()
        }
        sums = Sums() if "actors" in sinks else None
        if sums:
            stack.callback(sums.close)
        tally.rows.update(dict.fromkeys(names, 0))
        for coding in _counted(codings, tally):
            for name, rows in (
                ("events", event_rows(coding, standing)),
                ("statements", statement_rows(coding)),
            ):
                if name in sinks:
                    for row in rows:
                        sinks[name].write(row)
                        tally.rows[name] += 1
            if sums:
                sums.add(coding)
        if sums:
            for row in sums.actors():
                sinks["actors"].write(row)
                tally.rows["actors"] += 1
        if chosen and "happenings" in sinks:
            for told in chosen.happenings():
                sinks["happenings"].write(happening_row(told))
                tally.rows["happenings"] += 1
        for sink in sinks.values():
            sink.end()
    made = [
        Resource(name, TITLES[name], file, kind, COLUMNS[name], tally.rows[name], KEYS[name])
        for name, file in files.items()
    ]
    title = "Events and statements read from news" if len(made) > 1 else made[0].title
    return [*files.values(), *_beside(path, made, tally, licence, title, folder=not single)]


def _layout(
    codings: Iterable[Coding], path: Path, layout: Layout, options: Options, licence: str | None, tally: Tally
) -> list[Path]:
    tally.rows["events"] = 0
    with whole(path) as stream:
        sink = Delimited(
            stream, layout.columns, delimiter="\t", header=layout.header, plain=True, missing=layout.missing
        )
        for coding in _counted(codings, tally):
            for row in layout.rows(coding, options, tally):
                sink.write(row)
                tally.rows["events"] += 1
    key = (layout.key,) if layout.key else ()
    made = Resource(
        layout.name, layout.title, path, "tsv", layout.columns, tally.rows["events"], key, layout.header, True
    )
    return [path, *_beside(path, [made], tally, licence, layout.title, folder=False)]


def _plain(codings: Iterable[Coding], path: Path, format: str, tally: Tally) -> None:
    with whole(path) as stream:
        if format == "graphml":
            sums = Sums()
            try:
                for coding in _counted(codings, tally):
                    sums.add(coding, edges=True)
                graphml(stream, sums, tally)
            finally:
                sums.close()
        elif format == "geojson":
            points = GeoJSON(stream, codings.standing if isinstance(codings, Selection) else None)
            for coding in _counted(codings, tally):
                points.add(coding, tally)
            points.end()
        elif format == "conllu":
            for block in syntax.conllu(_counted(codings, tally)):
                stream.write(block)
        elif format == "records":
            for coding in _counted(codings, tally):
                stream.write(f"{coding.to_json()}\n".encode())
        else:
            for block in markup.WRITERS[format](_counted(codings, tally)):
                stream.write(block)
        if format not in ("graphml", "geojson"):
            tally.rows["articles"] = tally.articles


def _beside(
    path: Path, made: Sequence[Resource], tally: Tally, licence: str | None, title: str, *, folder: bool
) -> list[Path]:
    """Write the codebook and the data package: in the folder, or by the file's own name."""
    out = [path / name if folder else path.with_name(f"{path.name}.{name}") for name in (_CODEBOOK, _PACKAGE)]
    name = "dragoman" if folder else made[0].name
    for file, text in zip(
        out, (codebook(made, tally), package(name, title, made, tally, licence)), strict=True
    ):
        with whole(file) as stream:
            stream.write(text)
    return out
