"""Drafts of events with their participants resolved, and the record's events made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from dragoman import ontology
from dragoman.coding import happenings
from dragoman.coding.background import by_date
from dragoman.coding.confidence import Calibration, event_features
from dragoman.coding.dating import Dating
from dragoman.coding.drafts import EventDraft
from dragoman.coding.entities import Entity
from dragoman.coding.geography import Geography
from dragoman.coding.mentions import Mention, Resolver
from dragoman.coding.numbers import find_numbers
from dragoman.coding.places import Locating
from dragoman.coding.spans import characters
from dragoman.coding.view import Range, View
from dragoman.language.parse import Trigger
from dragoman.records import Arg, Event, EventDate, Extent, Place, Span, Time, Why

_PLAIN_RULES = frozenset(("name", "country"))


@dataclass(slots=True)
class Made:
    """An event whose participants are known."""

    draft: EventDraft
    trigger: Range
    actors: list[Mention] = field(default_factory=list)
    recipients: list[Mention] = field(default_factory=list)
    by: Mention | None = None
    places: list[Place] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    date: EventDate | None = None
    numbers: dict[str, int | str] = field(default_factory=dict)
    happening: str = ""
    why: list[Why] = field(default_factory=list)
    confidences: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Events:
    """All events of an article and, by token, the entities in them."""

    view: View
    made: list[Made]
    entities: list[tuple[int, Entity]]


def build(
    view: View,
    resolver: Resolver,
    geography: Geography,
    drafts: list[EventDraft],
    published: str | None,
    calibration: Calibration,
    least: Mapping[str, float] = MappingProxyType({}),
) -> Events:
    """Resolve participants, places, times and numbers; link repeated mentions.

    Events less probable than ``least`` asks of a field are left out.
    """
    made: list[Made] = []
    locating = Locating(view, geography)
    dating = Dating(view, published, [draft.range for draft in drafts])
    triggers: dict[int, list[Trigger]] = {}
    for draft in drafts:
        triggers.setdefault(view.sentence_of(draft.trigger.first), []).append(draft.trigger)
    for draft in drafts:
        others = triggers[view.sentence_of(draft.trigger.first)]
        event = _make(view, resolver, draft)
        locating.places(event)
        dating.times(event)
        event.numbers = dict(
            find_numbers(
                view.parse,
                draft.trigger,
                draft.type,
                draft.modes,
                others=[t for t in others if t is not draft.trigger],
            )
        )
        made.extend(_respectively(view, event))
    happenings.lend(view, made)
    happenings.link(view, made)
    locating.complete(made)
    dating.complete(made)
    by_date(made, dating.clock.written)
    for event in made:
        event.confidences = calibration.event(event_features(view, event))
    made = [event for event in made if all(event.confidences[name] >= value for name, value in least.items())]
    entities = []
    for event in made:
        for mention in (*event.actors, *event.recipients, *([event.by] if event.by else [])):
            entities.append((mention.token, mention.entity))
    return Events(view, made, entities)


def _make(view: View, resolver: Resolver, draft: EventDraft) -> Made:
    event = Made(draft, draft.range, why=[Why(name, rule) for name, rule in draft.rules])
    for role, kept in (("actor", event.actors), ("recipient", event.recipients)):
        for token in draft.roles[role]:
            mention = resolver.resolve(token, draft.range)
            if any(_same_place(mention, other) for other in kept):
                continue
            if mention.others:  # "French and German troops" are not France as well
                kept[:] = [other for other in kept if not _within(other, mention)]
            kept.append(mention)
            kept.extend(Mention(mention.token, mention.span, other, mention.rule) for other in mention.others)
            if mention.rule not in _PLAIN_RULES:
                event.why.append(
                    Why(role + "s", f'"{view.words(mention.span)}" is {mention.entity.name}: {mention.rule}')
                )
    for kept in (event.actors, event.recipients):
        # who stands inside another's phrase is part of that: "Troops loyal to the president" are one
        kept[:] = [m for m in kept if not any(m.span != o.span and _within(m, o) for o in kept)]
    # One phrase cannot be both doer and sufferer; the side that the model is surer of keeps it.
    for mention in list(event.recipients):
        if any(mention.span == other.span for other in event.actors):
            event.recipients.remove(mention)
    for token in draft.roles["by"]:
        event.by = resolver.resolve(token, draft.range)
        if event.by.rule not in _PLAIN_RULES:
            event.why.append(
                Why("by", f'"{view.words(event.by.span)}" is {event.by.entity.name}: {event.by.rule}')
            )
    return event


def _respectively(view: View, event: Made) -> list[Made]:
    """The events of "Chad and Niger recalled their envoys from Paris and Rome respectively": the first of one
    list with the first of the other. One event where the lists do not match.
    """
    if "respectively" not in view.lower[slice(*view.sentence(event.trigger[0]))]:
        return [event]
    sides = (event.actors, event.recipients)
    count = max(map(len, sides))
    if count < 2 or any(len(side) not in (0, 1, count) for side in sides):
        return [event]
    out = []
    for k in range(count):
        actors, recipients = (side[k : k + 1] if len(side) == count else list(side) for side in sides)
        why = [*event.why, Why("actors", f'"respectively": number {k + 1} of {count} with its own')]
        out.append(replace(
            event, actors=actors, recipients=recipients, places=list(event.places), times=list(event.times),
            numbers=dict(event.numbers), why=why,
        ))  # fmt: skip
    return out


def _same_place(mention: Mention, other: Mention) -> bool:
    """Do two links name one phrase (*President* and *Trump* of "President Trump"), or part of one for two?"""
    overlap = mention.span[0] < other.span[1] and other.span[0] < mention.span[1]
    return (overlap and mention.entity is other.entity) or bool(other.others and _within(mention, other))


def _within(mention: Mention, other: Mention) -> bool:
    """Is one phrase a part of the other?"""
    return other.span[0] <= mention.span[0] and mention.span[1] <= other.span[1]


def records(events: Events, ids: dict[int, str]) -> tuple[Event, ...]:
    """The record's events, ids ``e1``, ``e2`` … in text order."""
    view = events.view
    out = []
    for number, made in enumerate(events.made, 1):
        draft = made.draft
        sentence = view.parse.sentences[view.tokens[made.trigger[0]].sentence]
        start, end = characters(view, made.trigger)
        out.append(
            Event(
                id=f"e{number}",
                type=draft.type,
                trigger=Span.at(view.text, start, end),
                mode=draft.modes,
                context=draft.contexts,
                aux=draft.aux,
                quad=ontology.quad(draft.type),
                score=ontology.score(draft.type, draft.modes),
                cameo=ontology.cameo(draft.type, draft.modes, draft.contexts),
                sentence=Extent(sentence.start, sentence.end),
                actors=tuple(argument(view, mention, ids) for mention in made.actors),
                recipients=tuple(argument(view, mention, ids) for mention in made.recipients),
                places=tuple(made.places),
                times=tuple(made.times),
                date=made.date,
                by=argument(view, made.by, ids) if made.by else None,
                numbers=made.numbers,
                event=made.happening,
                confidence=made.confidences["type"],
                confidences=made.confidences,
                why=(*made.why, *_derived(made)),
                types=dict(draft.trigger.types) if len(draft.trigger.types) > 1 else {},
            )
        )
    return tuple(out)


def _derived(made: Made) -> list[Why]:
    basis = made.draft.type + ("/" + "+".join(made.draft.modes) if made.draft.modes else "")
    return [
        Why("quad", f"PLOVER: {made.draft.type}"),
        Why("score", f"PLOVER: {basis}"),
        Why("cameo", f"crosswalk: {basis}"),
    ]


def argument(view: View, mention: Mention, ids: dict[int, str]) -> Arg:
    """A mention as the record writes it."""
    start, end = characters(view, mention.span)
    return Arg(start, end, view.text[start:end], ids[id(mention.entity)])
