"""What annotators changed, as corrections of a project: nothing that was coded is changed or lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.export.importing import MARKED, read_marked
from dragoman.export.marks import coding_of, marks_of
from dragoman.export.writing import ExportError
from dragoman.records import Coding
from dragoman.store.corrections import part_of

if TYPE_CHECKING:
    from dragoman.store import Project

_FIELDS = {
    "event": ("actors", "recipients", "places", "times", "by"),
    "statement": ("stance", "speaker", "addressees", "cue", "content", "asserts"),
}
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A correction as `Project.correct` takes it."""

    part: str
    kind: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What was done: articles read, corrections stored, and those that were stored before."""

    articles: int
    corrections: int
    known: int


def import_changes(
    project: Project,
    path: str | os.PathLike[str],
    *,
    format: str,
    maker: str = "",
    note: str = "",
    accept: bool = False,
    complain: Callable[[str], None] = lambda _said: None,
) -> Imported:
    """Store as corrections what annotators changed in a file that `export` wrote.

    An event or statement whose mark is gone is rejected, one with another label or other links is fixed. A
    mark that was added cannot be a correction, which is of something coded: ``complain`` is told.

    Args:
        format: one of `dragoman.export.importing.MARKED`.
        maker, note: who says so, and why.
        accept: what was left as it was is accepted.
        complain: called with what could not be kept, and what to do.

    Raises ExportError where the file cannot be read; what came before stays.
    """
    if format not in MARKED:
        raise ExportError(f"{format} holds no marks to import: {', '.join(MARKED)} do")
    standing = {
        (row["article"], row["part"], row["kind"], row["after"])
        for row in project.corrections()
        if row["holds"]
    }
    articles = stored = known = 0
    for record, after in read_marked(path, format=format):
        key = after.article.id
        coded = project.coding(key)
        if coded is None or coded.article.text != after.article.text:
            why = "no such article in the project" if coded is None else "its text is another one there"
            complain(f"{path}: article {key!r} left out ({why}): import what this project exported")
            continue
        articles += 1
        own = Coding.from_dict({**record, "article": after.article.to_dict()}) if record else coded
        # What nobody changed is compared as it comes back, so that no difference is of the way's making.
        was = coding_of(own.article, *marks_of(own), own.to_dict())
        found, left_out = changes(was, after, accept=accept)
        for said in left_out:
            complain(f"{path}: article {key!r}: {said}")
        for change in found:
            made = None if change.after is None else json.dumps(change.after, sort_keys=True)
            if (key, change.part, change.kind, made) in standing:
                known += 1
                continue
            project.correct(
                key, change.part, change.before, change.after, kind=change.kind, maker=maker, note=note
            )
            standing.add((key, change.part, change.kind, made))
            stored += 1
    return Imported(articles, stored, known)


def changes(before: Coding, after: Coding, *, accept: bool = False) -> tuple[list[Change], list[str]]:
    """What differs between two codings of an article as corrections of the first, and what cannot be one."""
    out: list[Change] = []
    left_out: list[str] = []
    was, now = before.to_dict(), after.to_dict()
    names: dict[str, str] = {}
    for of in ("event", "statement"):
        old = {item["id"]: item for item in was[f"{of}s"]}
        new = {item["id"]: item for item in now[f"{of}s"]}
        added = [item for key, item in new.items() if key not in old]
        for key, item in old.items():
            other = new.get(key) or next((one for one in added if _at(of, one) == _at(of, item)), None)
            if other is None:
                names[key] = ""
                out.append(Change(part_of(of, item), "reject"))
                continue
            if other in added:  # another type at the same words
                added.remove(other)
                names[other["id"]] = key
                out.append(Change(part_of(of, item, "type"), "fix", item["type"], other["type"]))
            elif accept:
                out.append(Change(part_of(of, item), "accept"))
            for field in _FIELDS[of]:
                if _value(item[field], names) != _value(other[field], names):
                    found = other[field]
                    if field == "asserts":
                        found = [name for name in (names.get(one, one) for one in found) if name]
                    out.append(Change(part_of(of, item, field), "fix", item[field], found))
        for item in added:
            at = _at(of, item)
            left_out.append(f"a new {of} at {at[0]}-{at[1]} left out: only what was coded can be corrected")
    return out, left_out


def _at(of: str, item: Record) -> tuple[int, int]:
    span = item["trigger"] if of == "event" else item["content"][0]
    return span["start"], span["end"]


def _value(value: Any, names: Mapping[str, str]) -> Any:
    """The value in no order, with events by the names they had; those that are gone ("") are out."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return value
    named = [names.get(one, one) if isinstance(one, str) else one for one in value]
    return sorted(json.dumps(one, sort_keys=True) for one in named if one != "")
