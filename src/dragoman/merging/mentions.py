"""What merging sees of an event: who, where, when, how many, and in which article it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
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
#: Words of a sentence, and telling ones among them, that two reports do not both have by chance.
_LONG, _TELLING = 8, 3
_BEFORE = 40  # characters before and after a trigger that say whether it is known, or another one
_LEAST_OF_NAMES = 0.2  # what a word that stands for somebody weighs at least
#: Words of a trigger that say nothing where another one does.
_SMALL = frozenset(
    "in on at to of off out up down over with into by for from away back under a the an and was were be been "
    "is are had has have".split()
)
_ANOTHER = frozenset(
    "another second third fourth fifth next new further similar such previous earlier other also again more "
    "fresh separate later last".split()
)
_IN_RETURN = frozenset("back again return reply retaliation response turn retaliated retaliatory".split())
_POINTING = frozenset("the this that these those such its their his her".split())
_MANY = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "dozen": 12, "dozens": 30, "hundred": 100, "hundreds": 300, "thousand": 1000, "thousands": 3000,
    "million": 1_000_000,
}  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Trigger:
    """What the words that name an act say: ``stems`` without endings, ``known`` whether "the" or "this"
    stands before them, ``counted`` whether a number does ("three bombings"), ``several`` whether they are
    plural, ``another`` whether they speak of one more ("a second raid"), ``back`` whether of one in return
    ("fired back").
    """

    stems: frozenset[str]
    known: bool
    counted: bool
    several: bool
    another: bool = False
    back: bool = False


NO_TRIGGER = Trigger(frozenset(), False, False, False)


@dataclass(frozen=True)
class Mention:
    """One event of a coding.

    ``first`` and ``last`` are ordinals of the days between which it happened, None where that is not told.
    ``group`` is what the coder calls the happening within the article. ``word`` is the last of its trigger's
    words. ``head`` is 2 in the title, 1 at the very beginning, else 0,
    ``cast`` who and where is in any of the article's events (see `cast_of`). ``sentence_at`` is where the
    sentence begins in the article's text, ``words`` what its telling words weigh, ``trigger`` what the
    trigger and the words before it say (see `Trigger`), ``sure`` the coder's confidence, 1 where it has none.
    ``actor_words`` and ``recipient_words`` are the words that stand for those who take part,
    ``actor_count`` and ``recipient_count`` how many these say they are. ``types`` gives each type that is
    likely its share, and is empty where only one is; ``fellows`` is how many events of its type its article
    has.
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
    row: Any = None
    sentence: str = ""
    sentence_at: int = 0
    head: int = 0
    cast: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    sure: float = 1.0
    trigger: Trigger = NO_TRIGGER
    words: Mapping[str, float] = field(default_factory=dict)
    actor_words: frozenset[str] = frozenset()
    recipient_words: frozenset[str] = frozenset()
    actor_count: int | None = None
    recipient_count: int | None = None
    types: Mapping[str, float] = field(default_factory=dict)
    fellows: int = 1

    @cached_property
    def twin(self) -> tuple[Any, ...] | None:
        """What a mention has in common with its like in a copy of its report: day, sentence, trigger and all
        that was read of it; of a sentence that is too short to be the same by copying only, also who and
        where is in the article. None where that is too little.
        """
        if self.report.linked:
            return None
        long = len(self.words) >= _TELLING and len(words(self.sentence)) >= _LONG
        if not long and len(self.cast) < _TELLING:
            return None
        return (
            frozenset() if long else self.cast,
            self.report.day, self.sentence, self.key[1] - self.sentence_at, self.key[2] - self.key[1],
            self.type, self.mode, self.context, self.aux, self.actors, self.recipients,
            self.places, self.first, self.last, tuple(sorted(self.numbers.items())), self.by, self.head,
        )  # fmt: skip

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


@lru_cache(maxsize=4096)
def telling(sentence: str) -> Mapping[str, float]:
    """What the telling words of a sentence, without their endings, weigh; figures are none."""
    out: dict[str, float] = {}
    for word in words(sentence):
        heavy = weight(word)
        if heavy >= LEAST_WEIGHT and not word.isdigit():
            key = stem(word)
            out[key] = max(out.get(key, 0.0), heavy)
    return out


def trigger_of(trigger: str, before: str, after: str = "") -> Trigger:
    """What an event's trigger says, with the words before and after it in its sentence."""
    told = words(trigger)
    kept = [word for word in told if word not in _SMALL] or told
    last = words(before[-_BEFORE:])[-3:]
    around = (*last[-2:], *told, *words(after[:_BEFORE])[:2])
    return Trigger(
        frozenset(stem(word) for word in kept),
        any(word in _POINTING for word in last),
        bool(last) and (last[-1] in _MANY or (len(last) > 1 and last[-2] in _MANY)),
        any(word.endswith("s") and not word.endswith("ss") for word in kept),
        any(word in _ANOTHER for word in (*last, *told)),
        any(word in _IN_RETURN for word in around),
    )


def taking_part(names: Iterable[str]) -> frozenset[str]:
    """The words, without endings, that stand for those who take part."""
    return frozenset().union(*(_of_name(name) for name in names))


@lru_cache(maxsize=65_536)
def _of_name(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(name) if weight(word) >= _LEAST_OF_NAMES)


def how_many(texts: Iterable[str]) -> int | None:
    """How many people words speak of ("five fishermen", "at least 37 protesters"); None where they do not."""
    for text in texts:
        for word in words(text)[:4]:
            if word.isdigit() and len(word) < 7 and not (len(word) == 4 and word[:2] in ("19", "20")):
                return int(word)
            if word in _MANY and word != "one":
                return _MANY[word]
    return None


def mention(
    report: Report,
    *,
    start: int,
    end: int,
    type: str,
    trigger: str,
    sentence: str,
    sentence_at: int,
    title: str,
    actors: Sequence[tuple[Who, str]],
    recipients: Sequence[tuple[Who, str]],
    **told: Any,
) -> Mention:
    """An event of ``report``: ``actors`` and ``recipients`` come with the words that stand for them."""
    if not sentence:
        sentence, sentence_at = trigger, start
    return Mention(
        (report.id, start, end, type),
        report,
        type,
        actors=tuple(who for who, _ in actors),
        recipients=tuple(who for who, _ in recipients),
        word=stem((words(trigger) or [""])[-1]),
        sentence=sentence,
        sentence_at=sentence_at,
        head=in_head(start, title),
        trigger=trigger_of(
            trigger, sentence[: max(0, start - sentence_at)], sentence[max(0, end - sentence_at) :]
        ),
        words=telling(sentence),
        actor_words=taking_part(name for who, text in actors for name in (text, who.name)),
        recipient_words=taking_part(name for who, text in recipients for name in (text, who.name)),
        actor_count=how_many(text for _, text in actors),
        recipient_count=how_many(text for _, text in recipients),
        **told,
    )


def mentions_of(coding: Coding, report: Report) -> list[Mention]:
    """The events of a coding."""
    text = coding.article.text
    people = {
        actor.id: Who.make(actor.id, actor.name, actor.kind, actor.country, actor.sector)
        for actor in coding.actors
    }
    cast = cast_of(
        (
            people[arg.actor]
            for e in coding.events
            for arg in (*e.actors, *e.recipients)
            if arg.actor in people
        ),
        (Where.make(p.text, p.country, p.name) for e in coding.events for p in e.places),
    )
    of_type = Counter(event.type for event in coding.events)
    out = []
    for event in coding.events:
        span = days(event.date.value) if event.date else None
        if span is None and event.times:
            span = next((found for time in event.times if (found := days(time.value))), None)
        extent = event.sentence or event.trigger
        out.append(
            mention(
                report,
                start=event.trigger.start,
                end=event.trigger.end,
                type=event.type,
                trigger=event.trigger.text,
                sentence=text[extent.start : extent.end],
                sentence_at=extent.start,
                title=coding.article.title,
                actors=[(people[arg.actor], arg.text) for arg in event.actors if arg.actor in people],
                recipients=[(people[arg.actor], arg.text) for arg in event.recipients if arg.actor in people],
                mode=frozenset(event.mode),
                aux=event.aux,
                places=tuple(Where.make(p.text, p.country, p.name, p.lat, p.lon) for p in event.places),
                first=ordinal(span[0]) if span else None,
                last=ordinal(span[1]) if span else None,
                numbers=dict(event.numbers),
                by=people[event.by.actor].name if event.by and event.by.actor in people else "",
                group=event.event,
                row=event.id,
                cast=cast,
                context=frozenset(event.context),
                sure=1.0 if event.confidence is None else event.confidence,
                types=event.types,
                fellows=of_type[event.type],
            )
        )
    return out


@dataclass
class Unit:
    """What merging moves about as one: a mention, those in one article that a person linked, or those that
    are told in the same words in copies of one day (see `Mention.twin`). ``report`` is the first's.
    """

    members: Sequence[Mention]

    def __post_init__(self) -> None:
        members = self.members = tuple(sorted(self.members, key=lambda m: m.order))
        self.key = members[0].key
        self.order = members[0].order
        self.report = members[0].report
        self.cast = members[0].cast
        self.types = frozenset(m.type for m in members)
        self.aux = frozenset(m.aux for m in members)
        self.actors = _once(who for m in members for who in m.actors)
        self.recipients = _once(who for m in members for who in m.recipients)
        self.places = tuple({(p.country, p.names): p for m in members for p in m.places}.values())
        self.names = frozenset(name for place in self.places for name in place.names)
        self.words: Mapping[str, float] = members[0].words
        if len(members) > 1:
            self.words = {word: heavy for m in reversed(members) for word, heavy in m.words.items()}
        self.stems = frozenset(word for m in members for word in m.trigger.stems)
        told = sorted(
            (m.last - m.first, m.first, m.last) for m in members if m.first is not None and m.last is not None
        )
        self.days: tuple[int, int] | None = (told[0][1], told[0][2]) if told else None
        day = self.report.day
        #: the days in which it happened, as far as it says so or is news
        self.when = self.days
        if not told and day is not None and "historical" not in self.aux:
            self.when = (day - BEFORE, day)
        #: whether it looks back further than reports are otherwise compared
        self.back = self.days is not None and day is not None and day - self.days[1] > WINDOW

    @property
    def numbers(self) -> dict[str, list[int]]:
        """Of each figure what is told, smallest first."""
        out: dict[str, set[int]] = {}
        for m in self.members:
            for name, value in m.numbers.items():
                if isinstance(value, int):
                    out.setdefault(name, set()).add(value)
        return {name: sorted(values) for name, values in out.items()}


def _once(people: Iterable[Who]) -> tuple[Who, ...]:
    return tuple({who.id: who for who in people}.values())
