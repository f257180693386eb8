"""The words that every room shares, as types: article, actor, event, statement, coding.

A :class:`Coding` is all that was read out of one article. ``to_dict()`` gives the record that is
written as one JSON object per article, keys in a fixed order; ``from_dict()`` reads it back, and
also reads hand-made records that leave out what can be computed.

Offsets count Unicode characters (code points) of ``Article.text``: the title, a blank line and the
body where there is a title, else the body. ``article.text[span.start:span.end] == span.text``, always.
Everything here is frozen, so that a coding can be shared between threads; the parts are tuples.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

#: Kinds of actors.
KINDS = ("person", "country", "organisation", "group", "place")
#: Auxiliary modes: "" is reported as done or under way.
AUX = ("", "historical", "future", "hypothetical", "negation")
#: How much of a statement stands in quotation marks: all, part, none.
QUOTE_MODES = ("direct", "mixed", "indirect")
#: What the speaker thinks of those spoken about: supports, criticises, neither.
STANCES = ("+", "-", "0")
#: What an event's ``confidences`` give the probability of. ``type``: there is an act of this type at these
#: words; ``actors``: and just these act, each the entity named; ``recipients`` and ``aux`` likewise;
#: ``row``: type, actors and recipients.
EVENT_CONFIDENCES = ("type", "actors", "recipients", "aux", "row")
#: The same for a statement. ``said``: somebody is made to say these words, and stands where we say;
#: ``speaker``: and is that entity; ``stance``: and has that stance.
STATEMENT_CONFIDENCES = ("said", "speaker", "stance")
#: What an event's ``numbers`` may count, in the order written; ``money`` is "USD 5000000", the others int.
NUMBERS = ("killed", "injured", "arrested", "participants", "money")
#: How exactly a date is known.
GRANULARITIES = ("day", "week", "month", "year")
#: What a date was read from (`EventDate.source`).
DATE_SOURCES = ("time", "clause", "dateline", "lead", "reviewer")

_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# Line ends to Unicode though not to JSON: a record must stay one line for str.splitlines() as well.
_LINE_END = re.compile("[\x85\u2028\u2029]")


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


@dataclass(frozen=True, slots=True)
class Article:
    """One news text as it was given: nothing in it is trimmed or normalised.

    ``published`` is an ISO date (``2021-08-20``) or None where it is not known. ``body`` is the text
    without the title. ``text`` (also ``full_text``) is what offsets count.
    """

    id: str = ""
    published: str | None = None
    title: str = ""
    body: str = ""
    url: str | None = None
    source: str | None = None
    language: str = "en"

    @property
    def text(self) -> str:
        """Title, blank line and body; the body alone where there is no title."""
        return f"{self.title}\n\n{self.body}" if self.title else self.body

    full_text = text

    @property
    def title_end(self) -> int:
        """Number of characters of ``text`` that are the title, 0 without one."""
        return len(self.title)

    def to_dict(self) -> dict[str, Any]:
        """The record's ``article``; its ``text`` is title and body."""
        return {
            "id": self.id,
            "published": self.published,
            "title": self.title,
            "text": self.text,
            "url": self.url,
            "source": self.source,
            "language": self.language,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Article:
        """Read a record's ``article``, whose ``text`` starts with its title if it has one.

        Raises ValueError where it does not: offsets would point elsewhere.
        """
        title, text = data.get("title") or "", data.get("text") or ""
        if title and not text.startswith(title + "\n\n"):
            raise ValueError(
                f"article {data.get('id')!r}: text does not start with the title and a blank line; a coded "
                "record needs both in article.text (an article not yet coded is read by dragoman.reading)"
            )
        return cls(
            id=data.get("id") or "",
            published=data.get("published") or None,
            title=title,
            body=text[len(title) + 2 :] if title else text,
            url=data.get("url") or None,
            source=data.get("source") or None,
            language=data.get("language") or "en",
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the article's text, and what stands there."""

    start: int
    end: int
    text: str

    @classmethod
    def at(cls, article_text: str, start: int, end: int) -> Span:
        """The span of these offsets, its words taken from the text."""
        return cls(start, end, article_text[start:end])

    def to_dict(self) -> dict[str, Any]:
        """``{"start", "end", "text"}``."""
        return {"start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Span:
        """Read ``to_dict()`` back."""
        return cls(data["start"], data["end"], data["text"])


@dataclass(frozen=True, slots=True)
class Arg(Span):
    """Words that stand for an actor; ``actor`` is the id of one of the coding's actors."""

    actor: str

    def to_dict(self) -> dict[str, Any]:
        """A span with ``"actor"``."""
        return {"start": self.start, "end": self.end, "text": self.text, "actor": self.actor}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Arg:
        """Read ``to_dict()`` back."""
        return cls(data["start"], data["end"], data["text"], data.get("actor") or "")


@dataclass(frozen=True, slots=True)
class Place(Span):
    """Where an event happened. ``country`` is ISO 3166-1 alpha-3 (or XKX), "" where not known.

    ``lat`` and ``lon`` are degrees (WGS 84), ``geonames`` the place's GeoNames id; None where not known.
    """

    country: str = ""
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """A span with ``"country", "name", "lat", "lon", "geonames"``."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "country": self.country,
            "name": self.name,
            "lat": self.lat,
            "lon": self.lon,
            "geonames": self.geonames,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Place:
        """Read ``to_dict()`` back."""
        return cls(
            data["start"],
            data["end"],
            data["text"],
            data.get("country") or "",
            data.get("name"),
            data.get("lat"),
            data.get("lon"),
            data.get("geonames"),
        )


@dataclass(frozen=True, slots=True)
class Time(Span):
    """Words that say when. ``value`` is ISO at the granularity told, "" where it cannot be resolved."""

    value: str = ""

    def to_dict(self) -> dict[str, Any]:
        """A span with ``"value"``."""
        return {"start": self.start, "end": self.end, "text": self.text, "value": self.value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Time:
        """Read ``to_dict()`` back."""
        return cls(data["start"], data["end"], data["text"], data.get("value") or "")


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an event happened: ``value`` is ISO, ``granularity`` day, week, month or year.

    A stretch of time is ``first/last``. ``source`` names what the date was read from: "time" for a time
    told of the event, "clause" for that of what the same clause tells of, "dateline" or "lead" for the days
    before the news was written, "reviewer" for a correction. The day an article was published is never one.
    """

    value: str
    granularity: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        """``{"value", "granularity", "source"}``."""
        return {"value": self.value, "granularity": self.granularity, "source": self.source}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> EventDate:
        """Read ``to_dict()`` back."""
        return cls(data["value"], data["granularity"], data["source"])


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of the article's text without its words: an event's sentence."""

    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """``{"start", "end"}``."""
        return {"start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Why:
    """The rule by which a field that no words state was derived.

    ``field`` is the record's key ("actors", "quad", "date"), ``rule`` a short sentence a person can read.
    """

    field: str
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """``{"field", "rule"}``."""
        return {"field": self.field, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing, or less than all, was read: ``code`` for programs, ``message`` for people."""

    code: str
    message: str

    def to_dict(self) -> dict[str, Any]:
        """``{"code", "message"}``."""
        return {"code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True)
class Actor:
    """An entity that acts, speaks or is acted on.

    ``id`` is a stable slug for a known entity, local to the article for others. ``kind`` is one of
    :data:`KINDS`; ``country`` holds ISO 3166-1 alpha-3 codes (empty for international bodies), ``sector``
    PLOVER sectors, the main one first; ``wikidata`` is an item ("Q7747") or None.
    """

    id: str
    name: str
    kind: str
    country: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    wikidata: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The record's entry of ``actors``."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "country": list(self.country),
            "sector": list(self.sector),
            "wikidata": self.wikidata,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Actor:
        """Read ``to_dict()`` back."""
        return cls(
            data["id"],
            data["name"],
            data.get("kind") or "group",
            tuple(data.get("country") or ()),
            tuple(data.get("sector") or ()),
            data.get("wikidata"),
        )


@dataclass(frozen=True, slots=True)
class Event:
    """One mention in the article of who did what to whom, in PLOVER terms.

    ``aux`` is one of :data:`AUX`; ``quad``, ``score`` (-10 to +10) and ``cameo`` follow from type and mode,
    and are "", None and "" only in hand-made records that leave them out. ``by`` is on whose word
    it is told, None where the article itself says so. ``event`` is shared by the mentions of one
    happening. ``confidence`` is the probability (0 to 1, or None) that there is an act of this type at these
    words; ``confidences`` gives it by field (:data:`EVENT_CONFIDENCES`), empty where nobody has said.
    ``types`` gives each type that is at all likely its share (0 to 1, likeliest first); empty where no other
    than ``type`` is, or a person said which.
    """

    id: str
    type: str
    trigger: Span
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    aux: str = ""
    quad: str = ""
    score: float | None = None
    cameo: str = ""
    sentence: Extent | None = None
    actors: tuple[Arg, ...] = ()
    recipients: tuple[Arg, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    date: EventDate | None = None
    by: Arg | None = None
    numbers: Mapping[str, int | str] = field(default_factory=dict)
    event: str = ""
    confidence: float | None = None
    confidences: Mapping[str, float] = field(default_factory=dict)
    why: tuple[Why, ...] = ()
    types: Mapping[str, float] = field(default_factory=dict)

    def spans(self) -> Iterator[Span]:
        """Every span of the event, trigger first."""
        yield self.trigger
        yield from self.actors
        yield from self.recipients
        yield from self.places
        yield from self.times
        if self.by:
            yield self.by

    def to_dict(self) -> dict[str, Any]:
        """The record's entry of ``events``."""
        return {
            "id": self.id,
            "type": self.type,
            "mode": list(self.mode),
            "context": list(self.context),
            "aux": self.aux,
            "quad": self.quad,
            "score": self.score,
            "cameo": self.cameo,
            "trigger": self.trigger.to_dict(),
            "sentence": self.sentence.to_dict() if self.sentence else None,
            "actors": [arg.to_dict() for arg in self.actors],
            "recipients": [arg.to_dict() for arg in self.recipients],
            "places": [place.to_dict() for place in self.places],
            "times": [time.to_dict() for time in self.times],
            "date": self.date.to_dict() if self.date else None,
            "by": self.by.to_dict() if self.by else None,
            "numbers": {name: self.numbers[name] for name in NUMBERS if name in self.numbers},
            "event": self.event,
            "confidence": self.confidence,
            "confidences": dict(self.confidences),
            "types": dict(self.types),
            "why": [why.to_dict() for why in self.why],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Event:
        """Read ``to_dict()`` back; only ``id``, ``type`` and ``trigger`` must be there."""
        sentence, date, by = data.get("sentence"), data.get("date"), data.get("by")
        return cls(
            id=data["id"],
            type=data["type"],
            trigger=Span.from_dict(data["trigger"]),
            mode=tuple(data.get("mode") or ()),
            context=tuple(data.get("context") or ()),
            aux=data.get("aux") or "",
            quad=data.get("quad") or "",
            score=data.get("score"),
            cameo=data.get("cameo") or "",
            sentence=Extent(sentence["start"], sentence["end"]) if sentence else None,
            actors=tuple(Arg.from_dict(arg) for arg in data.get("actors") or ()),
            recipients=tuple(Arg.from_dict(arg) for arg in data.get("recipients") or ()),
            places=tuple(Place.from_dict(place) for place in data.get("places") or ()),
            times=tuple(Time.from_dict(time) for time in data.get("times") or ()),
            date=EventDate.from_dict(date) if date else None,
            by=Arg.from_dict(by) if by else None,
            numbers=dict(data.get("numbers") or {}),
            event=data.get("event") or "",
            confidence=data.get("confidence"),
            confidences=dict(data.get("confidences") or {}),
            why=tuple(Why(why["field"], why["rule"]) for why in data.get("why") or ()),
            types=dict(data.get("types") or {}),
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """Words or thoughts that the article attributes to somebody.

    ``mode`` is one of :data:`QUOTE_MODES`, ``stance`` of :data:`STANCES`. ``cue`` is the word of saying,
    None where there is none; ``speaker`` is None where the text names nobody. ``content`` holds one span per
    sentence. ``about`` names actors, ``asserts`` events, by id. ``confidence`` is the probability (0 to 1, or
    None) that somebody says this and it is who stands there; ``confidences`` gives it by field
    (:data:`STATEMENT_CONFIDENCES`).
    """

    id: str
    mode: str
    content: tuple[Span, ...]
    cue: Span | None = None
    speaker: Arg | None = None
    addressees: tuple[Arg, ...] = ()
    about: tuple[str, ...] = ()
    stance: str = "0"
    asserts: tuple[str, ...] = ()
    confidence: float | None = None
    confidences: Mapping[str, float] = field(default_factory=dict)

    def spans(self) -> Iterator[Span]:
        """Every span of the statement, content first."""
        yield from self.content
        if self.cue:
            yield self.cue
        if self.speaker:
            yield self.speaker
        yield from self.addressees

    def to_dict(self) -> dict[str, Any]:
        """The record's entry of ``statements``."""
        return {
            "id": self.id,
            "mode": self.mode,
            "cue": self.cue.to_dict() if self.cue else None,
            "speaker": self.speaker.to_dict() if self.speaker else None,
            "content": [span.to_dict() for span in self.content],
            "addressees": [arg.to_dict() for arg in self.addressees],
            "about": list(self.about),
            "stance": self.stance,
            "asserts": list(self.asserts),
            "confidence": self.confidence,
            "confidences": dict(self.confidences),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Statement:
        """Read ``to_dict()`` back; only ``id``, ``mode`` and ``content`` must be there."""
        cue, speaker = data.get("cue"), data.get("speaker")
        return cls(
            id=data["id"],
            mode=data["mode"],
            content=tuple(Span.from_dict(span) for span in data["content"]),
            cue=Span.from_dict(cue) if cue else None,
            speaker=Arg.from_dict(speaker) if speaker else None,
            addressees=tuple(Arg.from_dict(arg) for arg in data.get("addressees") or ()),
            about=tuple(data.get("about") or ()),
            stance=data.get("stance") or "0",
            asserts=tuple(data.get("asserts") or ()),
            confidence=data.get("confidence"),
            confidences=dict(data.get("confidences") or {}),
        )


@dataclass(frozen=True, slots=True)
class Versions:
    """What made a coding: versions of the package, the model file, the ontology and the knowledge files."""

    version: str = ""
    model: str = ""
    ontology: str = ""
    knowledge: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The record's ``coder``."""
        return {
            "version": self.version,
            "model": self.model,
            "ontology": self.ontology,
            "knowledge": self.knowledge,
        }


@dataclass(frozen=True, slots=True)
class Coding:
    """All that was read out of one article, with the versions that made it.

    ``reasons`` says why nothing, or less than all, was read (not English, no date, too long).
    """

    article: Article
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    coder: Versions = field(default_factory=Versions)
    reasons: tuple[Reason, ...] = ()

    def spans(self) -> Iterator[Span]:
        """Every span of the coding, events first."""
        for event in self.events:
            yield from event.spans()
        for statement in self.statements:
            yield from statement.spans()

    def misfits(self) -> list[Span]:
        """The spans whose offsets do not give their text.

        There are none, unless the record was made or changed by hand.
        """
        text = self.article.text
        return [
            span
            for span in self.spans()
            if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.text
        ]

    def actor(self, actor_id: str) -> Actor | None:
        """The actor of that id, None where there is none."""
        return next((actor for actor in self.actors if actor.id == actor_id), None)

    def to_dict(self) -> dict[str, Any]:
        """The record: plain dicts, lists, strings and numbers, keys in a fixed order."""
        return {
            "article": self.article.to_dict(),
            "actors": [actor.to_dict() for actor in self.actors],
            "events": [event.to_dict() for event in self.events],
            "statements": [statement.to_dict() for statement in self.statements],
            "coder": self.coder.to_dict(),
            "reasons": [reason.to_dict() for reason in self.reasons],
        }

    def to_json(self) -> str:
        r"""The record as one line of JSON without its line end; UTF-8 can always encode it.

        Letters are written as they are. What would break the line or the encoding is written as a JSON
        escape, which reads back as the same character: U+0085, U+2028, U+2029 and lone surrogates
        (``\ud800``). Two surrogates side by side, which only a string made in Python can hold, would
        read back as one character and move every offset behind them; in such an article each surrogate
        becomes U+FFFD, one for one.
        """
        line = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False)
        if _SURROGATE_PAIR.search(line):
            line = _SURROGATE.sub("\ufffd", line)
        return _LINE_END.sub(_escape, _SURROGATE.sub(_escape, line))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Coding:
        """Read a record back. Hand-made records may leave out what is computed.

        Raises KeyError where a part lacks what it cannot do without, ValueError where offsets cannot hold.
        """
        events = tuple(Event.from_dict(event) for event in data.get("events") or ())
        sentences: Sequence[Sequence[int]] = data.get("sentences") or ()
        coder = data.get("coder") or {}
        return cls(
            article=Article.from_dict(data["article"]),
            actors=tuple(Actor.from_dict(actor) for actor in data.get("actors") or ()),
            events=tuple(_in_sentence(event, sentences) for event in events) if sentences else events,
            statements=tuple(Statement.from_dict(statement) for statement in data.get("statements") or ()),
            coder=Versions(**{name: coder.get(name) or "" for name in Versions.__slots__}),
            reasons=tuple(Reason(reason["code"], reason["message"]) for reason in data.get("reasons") or ()),
        )

    def _repr_html_(self) -> str:
        """The coded article for a notebook: evidence highlighted, events and statements beside it."""
        from dragoman.display.html import fragment

        return fragment(self)


def _in_sentence(event: Event, sentences: Sequence[Sequence[int]]) -> Event:
    """The event with its sentence, looked up in an annotated article's list of ``[start, end]``."""
    if event.sentence:
        return event
    for start, end in sentences:
        if start <= event.trigger.start < end:
            return replace(event, sentence=Extent(start, end))
    return event
