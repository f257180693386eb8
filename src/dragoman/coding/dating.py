"""When events happened: the times that belong to each, and the date that follows from them.

An event's date comes from its own time, from the time of the same happening told again, from the dateline, or
from the tense of a news lead; ``source`` and ``why`` say which. It is never the bare day of publication.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.coding.quotes import quoted_ranges
from dragoman.coding.spans import phrase
from dragoman.coding.tense import tense_at
from dragoman.coding.times import Clock, TimeValue, shifted
from dragoman.coding.view import View
from dragoman.records import GRANULARITIES, EventDate, Time, Why

if TYPE_CHECKING:
    from dragoman.coding.events import Made

#: "two days" before this counts back from the main clause to what follows it.
_AFTER = re.compile(r"\s+(after|before)\b(?!\s+(?:that|which|then)\b)")


class Dating:
    """Gives the events of one article their times and dates."""

    def __init__(self, view: View, published: str | None) -> None:
        self._view = view
        self._starts = [token.start for token in view.tokens]
        body = next((sentence.start for sentence in view.parse.sentences if not sentence.title), 0)
        self.clock = Clock(
            view.text,
            published=published,
            body=body,
            tense=lambda position: tense_at(view, self._token(position)),
            quoted=quoted_ranges(view.text),
        )

    def _token(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    def times(self, event: Made) -> None:
        """Fill in the event's times, and its date where one of them gives it."""
        view, seen = self._view, set()
        for token in event.draft.roles["time"]:
            start, end = self._span(token, event)
            if start >= end or (start, end) in seen:
                continue
            seen.add((start, end))
            value = self._value(event, token, start, end)
            text = view.text[start:end]
            event.times.append(Time(start, end, text, value.value if value else ""))
            if value is None or not value.value:
                continue
            event.why.append(Why("times", f'"{text}" is {_told(value)}'))
            if event.date is None or _finer(value.granularity, event.date.granularity):
                event.date = _date(value, "time") or event.date

    def _span(self, token: int, event: Made) -> tuple[int, int]:
        """The expression around a linked word, else the word's phrase."""
        view = self._view
        mark = self.clock.at(view.tokens[token].start)
        if mark is not None:
            return mark.start, mark.end
        low, high = phrase(view, token, event.trigger)
        return (view.tokens[low].start, view.tokens[high - 1].end) if low < high else (0, 0)

    def _value(self, event: Made, token: int, start: int, end: int) -> TimeValue | None:
        """What the words mean for this event."""
        view, aux = self._view, event.draft.aux
        follows = _AFTER.match(view.text, end)
        trigger = view.tokens[event.trigger[0]]
        if follows and trigger.start >= follows.end() and view.tokens[token].sentence == trigger.sentence:
            found = self._counted_back(start, end, -1 if follows[1] == "after" else 1)
            if found is not None:
                return found
        tense = "future" if aux == "future" else tense_at(view, self._token(end - 1))
        return self.clock.read(start, end, tense, historical=aux == "historical")

    def _counted_back(self, start: int, end: int, sign: int) -> TimeValue | None:
        """For "on Friday, two days after the raid": the raid's day."""
        here = self._view.parse.sentences[self._view.tokens[self._token(start)].sentence]
        since = None
        for mark in self.clock.before(start):
            if mark.start >= here.start and mark.value is not None:
                since = mark.value.value
                break
        written = self.clock.written.day
        since = since or (written if written and len(written) == 10 else None)
        return shifted(self._view.text[start:end], since, sign) if since else None

    def complete(self, made: Sequence[Made]) -> None:
        """Date what has no time of its own, after the events were linked to happenings."""
        told: dict[str, tuple[EventDate, str]] = {}
        for event in made:
            if event.date is not None and event.happening not in told:
                told[event.happening] = event.date, self._view.words(event.trigger)
        for event in made:
            if event.date is not None:
                event.why.append(Why("date", "the event's own time"))
            elif event.times:
                continue  # a time that could not be resolved is not replaced by a guess
            elif event.happening in told:
                event.date, words = told[event.happening]
                event.why.append(Why("date", f'the time of the same happening, told again with "{words}"'))
            else:
                self._from_lead(event)

    def _from_lead(self, event: Made) -> None:
        """What a headline or first sentence tells as news happened within the days before it was written."""


def _date(value: TimeValue, source: str) -> EventDate | None:
    if value.granularity not in GRANULARITIES:
        return EventDate(value.value, "year", source) if value.granularity in ("quarter", "decade") else None
    return EventDate(value.value, value.granularity, source)


def _finer(one: str, other: str) -> bool:
    order = (*GRANULARITIES, "quarter", "decade", "century")
    return one in order and order.index(one) < order.index(other)


def _told(value: TimeValue) -> str:
    """ "2021-08-16 (day): 2 days before the time told of before, counted from 2021-08-18"."""
    counted = f", counted from {value.anchor}" if value.anchor else ""
    return f"{value.value} ({value.granularity}): {value.rule}{counted}"
