"""Which characters of an article which event or statement was read from, cut where marks begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dragoman.records import Event, Span, Statement

#: What a marked stretch is to its event or statement.
ROLES = ("trigger", "actor", "recipient", "place", "time", "by", "cue", "speaker", "addressee", "content")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` to ``end`` (exclusive) are what ``role`` was read from; ``owner`` says whose."""

    start: int
    end: int
    role: str
    owner: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that the same ``marks`` cover from end to end (none of them: unmarked text)."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def event_marks(event: Event, *, owner: int = 0) -> list[Mark]:
    """The event's evidence, in the order of the roles."""
    spans: list[tuple[str, Span]] = [("trigger", event.trigger)]
    spans += [("actor", arg) for arg in event.actors]
    spans += [("recipient", arg) for arg in event.recipients]
    spans += [("place", place) for place in event.places]
    spans += [("time", time) for time in event.times]
    if event.by:
        spans.append(("by", event.by))
    return [Mark(span.start, span.end, role, owner) for role, span in spans]


def statement_marks(statement: Statement, *, owner: int = 0) -> list[Mark]:
    """The statement's evidence, in the order of the roles."""
    spans: list[tuple[str, Span]] = [("cue", statement.cue)] if statement.cue else []
    if statement.speaker:
        spans.append(("speaker", statement.speaker))
    spans += [("addressee", arg) for arg in statement.addressees]
    spans += [("content", span) for span in statement.content]
    return [Mark(span.start, span.end, role, owner) for role, span in spans]


def segments(start: int, end: int, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> Iterator[Segment]:
    """The stretch ``start`` to ``end`` in pieces, in order and without gaps.

    A piece ends wherever a mark begins or ends and at each of ``cuts``, so marks may nest, cross or be the
    same. What of a mark lies outside the stretch is cut off. Marks come in the order they were given.
    """
    inside = [
        (max(start, mark.start), min(end, mark.end), number, mark)
        for number, mark in enumerate(marks)
        if max(start, mark.start) < min(end, mark.end)
    ]
    bounds = {start, end, *(cut for cut in cuts if start < cut < end)}
    opening: dict[int, list[tuple[int, Mark]]] = {}
    closing: dict[int, list[int]] = {}
    for first, last, number, mark in inside:
        bounds.update((first, last))
        opening.setdefault(first, []).append((number, mark))
        closing.setdefault(last, []).append(number)
    active: dict[int, Mark] = {}
    ordered = sorted(bounds)
    for here, there in pairwise(ordered):
        for number in closing.get(here, ()):
            active.pop(number, None)
        active.update(opening.get(here, ()))
        yield Segment(here, there, tuple(active[number] for number in sorted(active)))
