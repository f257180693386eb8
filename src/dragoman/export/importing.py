"""Reading back what annotators and other programs did with what was exported."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dragoman import ontology
from dragoman.export.marks import Link, Mark, coding_of
from dragoman.export.markup import KEY, OWN
from dragoman.export.records import read_codings
from dragoman.export.tables import EVENTS
from dragoman.export.told import JOINT
from dragoman.export.writing import FORMULA, ExportError
from dragoman.records import NUMBERS, Actor, Arg, Article, Coding, Event, EventDate, Span, Versions

#: Formats that are read back.
READERS = ("records", "doccano", "label-studio", "web-annotation", "csv", "tsv")
#: Those in which people put marks.
MARKED = ("doccano", "label-studio")
Marked = tuple[dict[str, Any] | None, Coding]


def read_back(path: str | os.PathLike[str], *, format: str) -> Iterator[Coding]:
    """The codings in a file of one of `READERS`.

    What the format does not carry is empty: a table of events has no text, so its offsets point into none.
    Raises ExportError, with file and place, where it cannot be read.
    """
    where = Path(path)
    if format not in READERS:
        raise ExportError(f"{format} cannot be read back: {', '.join(READERS)} can")
    if format == "records":
        yield from read_codings(where)
        return
    if format in MARKED:
        yield from (coding for _, coding in read_marked(where, format=format))
        return
    read = _web_annotation if format == "web-annotation" else _table
    with _telling(where, format) as at:
        yield from read(where, at)


def read_marked(path: str | os.PathLike[str], *, format: str) -> Iterator[Marked]:
    """What annotators made of each article in a file of one of `MARKED`, with the record it was made of.

    The record is that which travelled along, None where there is none. Raises ExportError as `read_back`.
    """
    where = Path(path)
    with _telling(where, format) as at:
        yield from (_doccano if format == "doccano" else _label_studio)(where, at)


@contextmanager
def _telling(where: Path, format: str) -> Iterator[list[str]]:
    """Raise ExportError with the place that the reader notes."""
    at = ["1"]
    try:
        yield at
    except OSError as error:
        raise ExportError(f"{where}: cannot be read ({error.strerror or error}): check the file") from None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        said = f"{type(error).__name__}: {error}"
        raise ExportError(f"{where}:{at[0]}: no {format} that can be read ({said}): check it there") from None


def _article(text: str, record: Mapping[str, Any] | None, key: str) -> Article:
    given = dict((record or {}).get("article") or {})
    return Article.from_dict({"id": key, **given, "text": text})


def _doccano(path: Path, at: list[str]) -> Iterator[Marked]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            at[0] = str(number)
            if not line.strip():
                continue
            data = json.loads(line)
            record = data.get(KEY) or (data.get("meta") or {}).get(KEY)
            entities = data.get("entities")
            if entities is None:
                entities = [
                    {"id": place, "start_offset": start, "end_offset": end, "label": label}
                    for place, (start, end, label) in enumerate(data.get("label") or [])
                ]
            marks = [Mark(str(e["id"]), e["start_offset"], e["end_offset"], e["label"]) for e in entities]
            links = [Link(str(r["from_id"]), str(r["to_id"]), r["type"]) for r in data.get("relations") or ()]
            article = _article(data["text"], record, str(data.get("id", "")))
            yield record, coding_of(article, marks, links, record)


def _label_studio(path: Path, at: list[str]) -> Iterator[Marked]:
    for number, task in enumerate(json.loads(path.read_text(encoding="utf-8-sig")), 1):
        at[0] = f"task {number}"
        data = task["data"]
        text, record = data["text"], data.get(KEY)
        done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
        chosen = (done or task.get("predictions") or [{"result": []}])[-1]
        where = _characters(text)
        marks, links = [], []
        for one in chosen["result"]:
            if one["type"] == "labels":
                value = one["value"]
                start, end = where[value["start"]], where[value["end"]]
                marks.append(Mark(one["id"], start, end, value["labels"][0]))
            elif one["type"] == "relation":
                source, target = one["from_id"], one["to_id"]
                if one.get("direction") == "left":
                    source, target = target, source
                links += [Link(source, target, role) for role in one.get("labels") or ()]
        article = _article(text, record, str(data.get("id", "")))
        yield record, coding_of(article, marks, links, record)


def _characters(text: str) -> dict[int, int]:
    """UTF-16 offsets as characters; one within a pair is that of the whole character."""
    out, units = {0: 0}, 0
    for place, char in enumerate(text, 1):
        units += 2 if ord(char) > 0xFFFF else 1
        out[units] = place
    return out


def _web_annotation(path: Path, at: list[str]) -> Iterator[Coding]:
    own: dict[str, Any] | None = None
    for number, item in enumerate(json.loads(path.read_text(encoding="utf-8-sig"))["items"], 1):
        at[0] = f"item {number}"
        if "dragoman:record" in item:
            if own is not None:
                yield Coding.from_dict(own)
            own = {**item["dragoman:record"], "events": [], "statements": []}
            own["article"] = {**own["article"], "text": item["body"]["value"]}
        elif own is None:
            raise ValueError(f"{item.get('id')} comes before its article ({OWN})")
        else:
            for part in ("event", "statement"):
                if f"dragoman:{part}" in item:
                    own[f"{part}s"].append(item[f"dragoman:{part}"])
    if own is not None:
        yield Coding.from_dict(own)


def _table(path: Path, at: list[str]) -> Iterator[Coding]:
    """The codings in a table of events, one for each run of rows of one article."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter="," if path.suffix == ".csv" else "\t", strict=True)
        lacking = {column.name for column in EVENTS if column.name != "happening"} - set(
            rows.fieldnames or ()
        )
        if lacking:
            raise ValueError(f"no table of events: it lacks {', '.join(sorted(lacking)[:5])}")
        kept: list[dict[str, str]] = []
        for row in rows:
            at[0] = str(rows.line_num)
            row = {name: _unescaped(cell or "") for name, cell in row.items()}
            if kept and row["article"] != kept[0]["article"]:
                yield _coding(kept)
                kept = []
            kept.append(row)
        if kept:
            yield _coding(kept)


def _unescaped(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def _list(cell: str) -> list[str]:
    return cell.split(JOINT) if cell else []


def _coding(rows: list[dict[str, str]]) -> Coding:
    first = rows[0]
    article = Article(
        first["article"], first["published"] or None, first["title"], "", first["url"] or None,
        first["source"] or None, first["language"],
    )  # fmt: skip
    actors: dict[str, Actor] = {}
    events = []
    for row in rows:
        start, end = int(row["start"]), int(row["end"])
        numbers: dict[str, int | str] = {
            name: row[name] if name == "money" else int(row[name]) for name in NUMBERS if row[name]
        }
        score, sure = row["score"], row["confidence"]
        date = EventDate(row["date"], row["granularity"], row["date_source"]) if row["date"] else None
        if row["type"] not in ontology.TYPES:
            raise ValueError(f"no type {row['type']!r}")
        events.append(
            Event(
                row["event_id"], row["type"], Span(start, end, row["trigger"]),
                tuple(_list(row["mode"])), tuple(_list(row["context"])), row["aux"], row["quad"],
                float(score) if score else None, row["cameo"],
                actors=_args(row, "actor", actors), recipients=_args(row, "recipient", actors), date=date,
                numbers=numbers, event=row["mention_of"], confidence=float(sure) if sure else None,
            )
        )  # fmt: skip
    coder = Versions(first["coder"], first["model"], first["ontology"], first["knowledge"])
    return Coding(article, tuple(actors.values()), tuple(events), coder=coder)


def _args(row: Mapping[str, str], role: str, actors: dict[str, Actor]) -> tuple[Arg, ...]:
    names = row[role].split(JOINT) if row[f"{role}_id"] else []
    parts = [row[f"{role}_{part}"].split(JOINT) for part in ("id", "kind", "country", "sector", "text")]
    out = []
    for name, key, kind, country, sector, words in zip(names, *parts, strict=True) if names else ():
        actors.setdefault(key, Actor(key, name, kind, tuple(country.split()), tuple(sector.split())))
        out.append(Arg(0, 0, words, key))
    return tuple(out)
