"""What merging sees of an event: who, where, when, how many, and in which article it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from dragoman.merging.days import days
from dragoman.merging.words import LEAST_WEIGHT, stem, weight, words
from dragoman.records import Coding

#: An event's name across codings: the article's id, where its trigger begins and ends, its type.
Key = tuple[str, int, int, str]
_NAME = re.compile(r"[^\W\d_a-z]\w*(?:[-'’]\w+)*", re.UNICODE)
#: Reports further apart than this, in days, are compared only where the later dates what it looks back at.
WINDOW = 60
_HEAD = 170  # characters of the text, its dateline among them, that tell what is the news
#: Days before a report in which what it does not date happened.
BEFORE = 3
_NOT_NAMES = frozenset(
    "the a an in on at of to from near north south east west northern southern eastern western central "
    "province district region city town village state county capital".split()
)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who takes part. ``local`` where the id means somebody of one article only."""

    id: str
    name: str
    kind: str
    country: frozenset[str]
    sector: frozenset[str]
    local: bool
    tokens: tuple[str, ...]

    @classmethod
    def make(cls, id: str, name: str, kind: str, country: Iterable[str], sector: Iterable[str]) -> Who:
        """From an actor's fields."""
        local = not name[:1].isupper()
        tokens = tuple(stem(word) for word in words(name) if word not in _NOT_NAMES)
        return cls(id, name, kind, frozenset(country), frozenset(sector) - {"UNK"}, local, tokens)


@dataclass(frozen=True, slots=True)
class Where:
    """A place; ``names`` are the words of its name, none where it is a country."""

    country: str
    name: str
    names: frozenset[str]
    lat: float | None = None
    lon: float | None = None

    @classmethod
    def make(
        cls, text: str, country: str, name: str | None, lat: float | None = None, lon: float | None = None
    ) -> Where:
        """From a place's fields."""
        shown = name or text
        names = frozenset(
            word
            for part in (name or "", text)
            for word in (found.group().lower() for found in _NAME.finditer(part))
            if word not in _NOT_NAMES
        )
        whole = not name and text.lower() == text
        return cls(country, shown, frozenset() if whole else names, lat, lon)


@dataclass(frozen=True, slots=True)
class Report:
    """An article as merging sees it. ``day`` is its day of publication as an ordinal, None if not known.

    ``linked`` says that its coding already links all its mentions of one happening: no two are joined that
    it keeps apart.
    """

    id: str
    day: int | None
    published: str | None = None
    source: str | None = None
    agency: str | None = None
    number: int = 0  # the store's
    linked: bool = False


@dataclass(frozen=True)
class Mention:
    """One event of a coding.

    ``first`` and ``last`` are ordinals of the days between which it happened, None where that is not told.
    ``group`` is what the coder calls the happening within the article. ``around`` are the telling words of
    its sentence, ``word`` its trigger. ``head`` is 2 in the title, 1 at the very beginning, else 0,
    ``like_it`` how many happenings of its type the article tells of, ``cast`` who
    and where is in any of the article's events (see `cast_of`).
    """

    key: Key
    report: Report
    type: str
    mode: frozenset[str]
    aux: str
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    places: tuple[Where, ...]
    first: int | None
    last: int | None
    numbers: Mapping[str, int | str]
    by: str
    group: str
    word: str
    around: frozenset[str]
    row: Any = None
    sentence: str = ""
    head: int = 0
    like_it: int = 1
    cast: frozenset[str] = frozenset()

    @cached_property
    def order(self) -> tuple[int, Key]:
        """What mentions are sorted by, whatever order they come in."""
        return (self.report.day or 0, self.key)


def ordinal(day: str | None) -> int | None:
    """An ISO day as an ordinal, None where it is none."""
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None


def around(sentence: str) -> frozenset[str]:
    """The telling words of a sentence."""
    return frozenset(stem(word) for word in words(sentence) if weight(word) >= LEAST_WEIGHT)


def in_head(start: int, title: str) -> int:
    """Where an event's trigger begins: 2 in the title, 1 at the beginning of the text, 0 elsewhere."""
    if start < len(title):
        return 2
    return int(start < (len(title) + 2 if title else 0) + _HEAD)


def cast_of(people: Iterable[Who], places: Iterable[Where]) -> frozenset[str]:
    """Who and where is in the events of one article: "who ID", "at NAME" and, for countries, "in CODE"."""
    out = set[str]()
    for who in people:
        out.update(f"in {code}" for code in who.country)
        if who.kind != "country" and not who.local:
            out.add(f"who {who.id}")
    for place in places:
        if place.country:
            out.add(f"in {place.country}")
        out.update(f"at {name}" for name in place.names)
    return frozenset(out)


def counted(events: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    """How many happenings of each type one article tells of, from its events' type, group and number."""
    seen: dict[str, set[str]] = {}
    for kind, name, number in events:
        seen.setdefault(kind, set()).add(name or f"\0{number}")
    return {kind: len(names) for kind, names in seen.items()}


def mentions_of(coding: Coding, report: Report) -> list[Mention]:
    """The events of a coding."""
    text = coding.article.text
    people = {
        actor.id: Who.make(actor.id, actor.name, actor.kind, actor.country, actor.sector)
        for actor in coding.actors
    }
    many = counted((event.type, event.event, number) for number, event in enumerate(coding.events))
    cast = cast_of(
        (
            people[arg.actor]
            for e in coding.events
            for arg in (*e.actors, *e.recipients)
            if arg.actor in people
        ),
        (Where.make(p.text, p.country, p.name) for e in coding.events for p in e.places),
    )
    out = []
    for event in coding.events:
        span = days(event.date.value) if event.date else None
        if span is None and event.times:
            span = next((found for time in event.times if (found := days(time.value))), None)
        sentence = text[event.sentence.start : event.sentence.end] if event.sentence else event.trigger.text
        trigger = event.trigger
        out.append(
            Mention(
                (report.id, trigger.start, trigger.end, event.type),
                report,
                event.type,
                frozenset(event.mode),
                event.aux,
                tuple(people[arg.actor] for arg in event.actors if arg.actor in people),
                tuple(people[arg.actor] for arg in event.recipients if arg.actor in people),
                tuple(Where.make(p.text, p.country, p.name, p.lat, p.lon) for p in event.places),
                ordinal(span[0]) if span else None,
                ordinal(span[1]) if span else None,
                dict(event.numbers),
                people[event.by.actor].name if event.by and event.by.actor in people else "",
                event.event,
                stem((words(trigger.text) or [""])[-1]),
                around(sentence),
                event.id,
                sentence,
                in_head(trigger.start, coding.article.title),
                many[event.type],
                cast,
            )
        )
    return out


@dataclass
class Unit:
    """Mentions in one article of one happening, as the coder linked them: the atoms of merging."""

    members: Sequence[Mention]
    types: frozenset[str] = field(init=False)
    mode: frozenset[str] = field(init=False)
    actors: tuple[Who, ...] = field(init=False)
    recipients: tuple[Who, ...] = field(init=False)
    places: tuple[Where, ...] = field(init=False)
    names: frozenset[str] = field(init=False)
    words: frozenset[str] = field(init=False)
    around: frozenset[str] = field(init=False)
    numbers: dict[str, set[int]] = field(init=False)
    days: tuple[int, int] | None = field(init=False)
    when: tuple[int, int] | None = field(init=False)
    back: bool = field(init=False)

    def __post_init__(self) -> None:
        members = self.members = tuple(sorted(self.members, key=lambda m: m.order))
        self.key = members[0].key
        self.order = members[0].order
        self.report = members[0].report
        self.cast = members[0].cast
        self.types = frozenset(m.type for m in members)
        self.aux = frozenset(m.aux for m in members)
        self.mode = frozenset(mode for m in members for mode in m.mode)
        self.actors = _once(who for m in members for who in m.actors)
        self.recipients = _once(who for m in members for who in m.recipients)
        self.claimed = all(m.by for m in members)
        places: dict[tuple[str, frozenset[str]], Where] = {}
        for m in members:
            for place in m.places:
                places.setdefault((place.country, place.names), place)
        self.places = tuple(places.values())
        self.names = frozenset(name for place in self.places for name in place.names)
        self.words = frozenset(m.word for m in members)
        self.around = frozenset(word for m in members for word in m.around)
        self.numbers = {}
        for m in members:
            for name, value in m.numbers.items():
                if isinstance(value, int):
                    self.numbers.setdefault(name, set()).add(value)
        told = sorted(
            (m.last - m.first, m.first, m.last) for m in members if m.first is not None and m.last is not None
        )
        self.days = told[0][1:] if told else None
        self.head = max(m.head for m in members)
        self.heads = frozenset(m.head for m in members)
        self.like_it = {m.type: m.like_it for m in members}
        day = self.report.day
        self.when = self.days
        if not told and day is not None and "historical" not in self.aux:
            self.when = (day - BEFORE, day)
        #: whether it looks back further than reports are otherwise compared
        self.back = self.days is not None and day is not None and day - self.days[1] > WINDOW


def _once(people: Iterable[Who]) -> tuple[Who, ...]:
    return tuple({who.id: who for who in people}.values())
