"""A coding as spans with labels and links between them, which annotators change, and the way back.

Labels: an event's words carry PLOVER's type; those who take part ACTOR, places PLACE, times TIME; what is
said SAYS, SUPPORTS or CRITICISES by its stance, and the word of saying CUE. Links lead from an event to
actor, recipient, place, time and by, from what is said to speaker, addressee, cue, asserts, and more (its
further sentences).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman import ontology
from dragoman.records import Actor, Arg, Article, Coding, Event, Place, Span, Statement, Time

STANCE_LABELS = {"+": "SUPPORTS", "-": "CRITICISES", "0": "SAYS"}
_STANCES = {label: stance for stance, label in STANCE_LABELS.items()}
LABELS = (*ontology.TYPES, "ACTOR", "PLACE", "TIME", "CUE", *STANCE_LABELS.values())
_QUOTES = '"“”„«»'
_NOT_SLUG = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` to ``end`` of the text, with a label."""

    id: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """What leads from one mark to another, by their ids."""

    source: str
    target: str
    role: str


def marks_of(coding: Coding) -> tuple[list[Mark], list[Link]]:
    """The marks and links of a coding. Words that stand for somebody are marked once."""
    marks: dict[str, Mark] = {}
    links: dict[Link, None] = {}

    def shared(span: Span, label: str) -> str:
        key = f"{label}-{span.start}-{span.end}"
        marks.setdefault(key, Mark(key, span.start, span.end, label))
        return key

    for event in coding.events:
        own = f"event-{event.id}"
        marks[own] = Mark(own, event.trigger.start, event.trigger.end, event.type)
        by = (event.by,) if event.by else ()
        roles: tuple[tuple[str, Sequence[Span], str], ...] = (
            ("actor", event.actors, "ACTOR"), ("recipient", event.recipients, "ACTOR"),
            ("place", event.places, "PLACE"), ("time", event.times, "TIME"), ("by", by, "ACTOR"),
        )  # fmt: skip
        for role, spans, label in roles:
            for span in spans:
                links[Link(own, shared(span, label), role)] = None
    for said in coding.statements:
        label = STANCE_LABELS.get(said.stance, "SAYS")
        own = f"statement-{said.id}"
        for at, span in enumerate(said.content):
            key = own if not at else f"{own}-{at + 1}"
            marks[key] = Mark(key, span.start, span.end, label)
            if at:
                links[Link(own, key, "more")] = None
        if said.speaker:
            links[Link(own, shared(said.speaker, "ACTOR"), "speaker")] = None
        for arg in said.addressees:
            links[Link(own, shared(arg, "ACTOR"), "addressee")] = None
        if said.cue:
            links[Link(own, shared(said.cue, "CUE"), "cue")] = None
        for name in said.asserts:
            if f"event-{name}" in marks:
                links[Link(own, f"event-{name}", "asserts")] = None
    return list(marks.values()), list(links)


def coding_of(
    article: Article, marks: Sequence[Mark], links: Sequence[Link], before: Mapping[str, Any] | None
) -> Coding:
    """The coding that marks and links stand for.

    What marks cannot say (modes, contexts, dates, who is who) is taken from ``before``, the record that was
    written out, where the words and the label are the same still; else it is empty, or follows from the type.
    Raises ValueError where a mark lies outside the text or has no label of `LABELS`.
    """
    old = Coding.from_dict({**(before or {}), "article": article.to_dict()})
    text = article.text
    for mark in marks:
        if not 0 <= mark.start < mark.end <= len(text):
            raise ValueError(f"mark {mark.id} ({mark.start} to {mark.end}) lies outside the text")
        if mark.label not in LABELS:
            raise ValueError(f"no label {mark.label!r}: the labels are {', '.join(LABELS)}")
    by_id = {mark.id: mark for mark in marks}
    out: dict[str, list[tuple[str, Mark]]] = {}
    for link in links:
        if link.source in by_id and link.target in by_id:
            out.setdefault(link.source, []).append((link.role, by_id[link.target]))
    known = {(arg.start, arg.end): arg.actor for arg in _args(old)}
    places = {(one.start, one.end): one for event in old.events for one in event.places}
    times = {(one.start, one.end): one for event in old.events for one in event.times}
    actors = {actor.id: actor for actor in old.actors}

    def arg(mark: Mark) -> Arg:
        words = text[mark.start : mark.end]
        key = known.get((mark.start, mark.end)) or _slug(words)
        if key not in actors:
            actors[key] = Actor(key, words, "group")
        return Arg(mark.start, mark.end, words, key)

    def of(mark: Mark, role: str) -> list[Mark]:
        return [target for name, target in out.get(mark.id, ()) if name == role]

    events, names = _events(text, marks, old, arg, of, places, times)
    statements = _statements(text, marks, old, arg, of, names)
    return replace(old, actors=tuple(actors.values()), events=tuple(events), statements=tuple(statements))


def _events(
    text: str, marks: Sequence[Mark], old: Coding, arg: Any, of: Any, places: Any, times: Any
) -> tuple[list[Event], dict[str, str]]:
    waiting: dict[tuple[int, int, str], list[Event]] = {}
    for event in old.events:
        waiting.setdefault((event.trigger.start, event.trigger.end, event.type), []).append(event)
    events, names = [], {}
    used = {event.id for event in old.events}
    for mark in marks:
        if mark.label not in ontology.TYPES:
            continue
        same = waiting.get((mark.start, mark.end, mark.label))
        if same:
            base = same.pop(0)
        else:
            name = _free("e", used)
            base = Event(
                name, mark.label, Span.at(text, mark.start, mark.end), quad=ontology.quad(mark.label),
                score=ontology.score(mark.label), cameo=ontology.cameo(mark.label), event=name,
            )  # fmt: skip
        by = of(mark, "by")
        names[mark.id] = base.id
        events.append(
            replace(
                base,
                actors=tuple(map(arg, of(mark, "actor"))),
                recipients=tuple(map(arg, of(mark, "recipient"))),
                places=tuple(
                    places.get((one.start, one.end)) or Place(one.start, one.end, text[one.start : one.end])
                    for one in of(mark, "place")
                ),
                times=tuple(
                    times.get((one.start, one.end)) or Time(one.start, one.end, text[one.start : one.end])
                    for one in of(mark, "time")
                ),
                by=arg(by[0]) if by else None,
            )
        )
    return events, names


def _statements(
    text: str, marks: Sequence[Mark], old: Coding, arg: Any, of: Any, names: Mapping[str, str]
) -> list[Statement]:
    waiting: dict[tuple[int, int], list[Statement]] = {}
    for said in old.statements:
        waiting.setdefault((said.content[0].start, said.content[0].end), []).append(said)
    further = {target.id for mark in marks for target in of(mark, "more")}
    used = {said.id for said in old.statements}
    out = []
    for mark in marks:
        if mark.label not in _STANCES or mark.id in further:
            continue
        content = tuple(Span.at(text, one.start, one.end) for one in (mark, *of(mark, "more")))
        same = waiting.get((mark.start, mark.end))
        base = same.pop(0) if same else Statement(_free("s", used), _mode(text, content), content)
        speaker, cue = of(mark, "speaker"), of(mark, "cue")
        asserts = [names[one.id] for one in of(mark, "asserts") if one.id in names]
        out.append(
            replace(
                base,
                content=content,
                stance=_STANCES[mark.label],
                speaker=arg(speaker[0]) if speaker else None,
                cue=Span.at(text, cue[0].start, cue[0].end) if cue else None,
                addressees=tuple(map(arg, of(mark, "addressee"))),
                asserts=tuple(asserts),
            )
        )
    return out


def _args(coding: Coding) -> list[Arg]:
    out = [
        arg
        for event in coding.events
        for arg in (*event.actors, *event.recipients, *filter(None, [event.by]))
    ]
    for said in coding.statements:
        out += [*filter(None, [said.speaker]), *said.addressees]
    return out


def _mode(text: str, content: Sequence[Span]) -> str:
    """How much of new words stands in quotation marks."""
    first = content[0]
    if text[max(0, first.start - 1) : first.start + 1].strip(_QUOTES + " ") != text[
        max(0, first.start - 1) : first.start + 1
    ].strip(" "):
        return "direct"
    return "mixed" if any(c in _QUOTES for span in content for c in span.text) else "indirect"


def _slug(words: str) -> str:
    return _NOT_SLUG.sub("-", words.casefold()).strip("-") or "somebody"


def _free(letter: str, used: set[str]) -> str:
    number = 1
    while f"{letter}{number}" in used:
        number += 1
    used.add(f"{letter}{number}")
    return f"{letter}{number}"
