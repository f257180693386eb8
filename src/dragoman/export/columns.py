"""What a column of an exported table is: its name, type, meaning and values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.records import Coding

if TYPE_CHECKING:
    from dragoman.export.choosing import Standing

#: ``code`` is text without words of an article in it; ``list`` holds texts.
TYPES = ("text", "code", "integer", "number", "boolean", "date", "list")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``values`` are those it may have, where they can be listed."""

    name: str
    type: str
    meaning: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """How the field's layouts are filled; see `dragoman.export.export`.

    ``standing`` gives the happening of an event of the article at hand, by its id, where rows are of
    happenings; it gives None everywhere else.
    """

    undated: str = "empty"
    every: bool = False
    standing: Callable[[str], Standing | None] = lambda _event: None


@dataclass(slots=True)
class Tally:
    """What was written and what could not be said: rows by table, and counts of notes."""

    rows: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    undated: int = 0
    unreal: int = 0
    versions: dict[tuple[str, ...], None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of the field: columns in their order, with or without a line of names.

    ``rows`` gives the rows of one article, as dicts by column name.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Coding, Options, Tally], Iterator[Mapping[str, Any]]]
    header: bool
    suffix: str = ".tsv"
    missing: str = ""
    key: str = ""
