"""When events happened: the times that belong to each, and the date that follows from them.

An event's date comes from its own time, from the clause that it stands in, from the time of the same
happening told again, from the dateline, or from the tense of a news lead; ``source`` and ``why`` say which.
It is never the bare day of publication.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from dragoman.coding.attached import dates, hangs_from
from dragoman.coding.clausal import timed_with
from dragoman.coding.quotes import quoted_ranges
from dragoman.coding.spans import phrase, top_of
from dragoman.coding.tense import tense_at
from dragoman.coding.times import Clock, Mark, TimeValue, first_day, last_day, resolve_time, shifted
from dragoman.coding.view import Range, View
from dragoman.records import GRANULARITIES, EventDate, Time, Why

if TYPE_CHECKING:
    from dragoman.coding.events import Made

#: Days before the writing within which nearly all news happened (measured on annotated articles).
_DAYS_BEFORE = {"dateline": 1, "publication": 3}
#: A stretch of fewer days than this is known to the week, month or year.
_LENGTHS = ((7, "week"), (31, "month"), (367, "year"))
_TENSE_NAMES = {"past": "past tense", "present": "present tense"}
#: What ends then did not happen then.
_UNTIL = frozenset(("until", "till", "through", "than"))
#: Behind "two days" or "the eve": it counts from what follows.
_NAMES = r"\b(?!\s+(?:that|which|then)\b)(?!\s*[,.;:])"  # ... and that is named there
_AFTER = re.compile(r"\s+(after|before|of|following)" + _NAMES)
#: The same behind a length of time that the model tied to no act.
_SINCE = re.compile(r"(?:\s+to the day)?\s+(?:after|since|following)" + _NAMES)
#: So long after is the same day, or the night before it.
_SAME_DAY = re.compile(r"\b(?:hour|minute|second|moment)s?$", re.IGNORECASE)
_PART = re.compile(r"(?:the )?(?:eve|day|night|morning|evening|afternoon|week)", re.IGNORECASE)
_PARTLY = frozenset(("late", "early", "later", "earlier"))
#: What joins the two ends of a stretch ("May 5 and 6", "2009 to 2013", "1998-2000").
_JOINT = re.compile(r"\s*(?:\b(?:and|to|until|till|through|or)\b|[-\u2010-\u2015/&])\s*")
#: Prepositions before what was earlier than what is told.
_BACK = frozenset(("after", "since", "following", "over"))
_DIGIT = re.compile(r"\d")
#: Tokens in which the act that a time counts from must be named.
_NEAR = 12


class Dating:
    """Gives the events of one article their times and dates."""

    def __init__(self, view: View, published: str | None, acts: Sequence[Range] = ()) -> None:
        self._view = view
        self._named = frozenset(token for act in acts for token in range(*act))
        self._acts = sorted(set(acts))  # where the article's acts are named, as token ranges
        self._open: list[tuple[Made, Range, int]] = []  # times that count from another event's date
        self._starts = [token.start for token in view.tokens]
        body = next((sentence.start for sentence in view.parse.sentences if not sentence.title), 0)
        self.clock = Clock(
            view.text,
            published=published,
            body=body,
            tense=lambda position: tense_at(view, self._token(position)),
            quoted=quoted_ranges(view.text),
        )

        self._lead = next((i for i, one in enumerate(view.parse.sentences) if not one.title), 0)
        self._marks: dict[int, list[tuple[Mark, Range]]] = {}
        for mark in self.clock.marks:
            if mark.kind not in ("date", "time") or not mark.value or not mark.value.value:
                continue
            if mark.start == self.clock.written.start and mark.end == self.clock.written.end:
                continue  # the dateline dates the article, not what its sentence tells
            span = (self._token(mark.start), self._token(mark.end - 1) + 1)
            self._marks.setdefault(view.sentence_of(span[0]), []).append((mark, span))

    def _token(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    def times(self, event: Made) -> None:
        """Fill in the event's times, and its date where one of them gives it."""
        view = self._view
        spans = [(token, *self._span(token, event)) for token in event.draft.roles["time"]]
        rule = ""
        if not spans:
            rule = "; it hangs from the act in the sentence's tree"
            for mark, span in self._marks.get(view.sentence_of(event.trigger[0]), ()):
                until = view.lower[max(0, span[0] - 1)] in _UNTIL
                past = event.draft.aux == "historical"
                if not until and dates(view, span, event.trigger, self._named, historical=past):
                    spans.append((span[1] - 1, mark.start, mark.end))
        seen = set()
        for token, start, end in spans:
            if start >= end or (start, end) in seen:
                continue
            seen.add((start, end))
            text = view.text[start:end]
            act = self._counts_from(start, end)
            if act is not None and act != event.trigger:
                self._open.append((event, act, len(event.times)))
                event.times.append(Time(start, end, text, ""))
                continue
            value = self._value(event, token, start, end, follows=act is not None)
            event.times.extend(_written(start, end, text, value.value if value else ""))
            if value is None or not value.value:
                continue
            event.why.append(Why("times", f'"{text}" is {_told(value)}{rule}'))
            if event.date is None or _finer(value.granularity, event.date.granularity):
                event.date = _date(value, "time") or event.date

    def _span(self, token: int, event: Made) -> tuple[int, int]:
        """The expression around a linked word, else the word's phrase."""
        view = self._view
        mark = self.clock.at(view.tokens[token].start)
        if mark is not None:
            return mark.start, mark.end
        if view.lower[token] in _PARTLY and token + 2 < view.sentence(token)[1]:
            # "late on Thursday", "early in May": the day is what says when
            mark = self.clock.at(view.tokens[token + 2].start)
            if mark is not None and mark.kind == "date" and view.lower[token + 1] in ("on", "in"):
                return view.tokens[token].start, mark.end
        if view.upos[token] in ("PRON", "VERB", "AUX", "DET"):
            return 0, 0  # a clause tells when; its words are no expression of time
        low, high = phrase(view, token, event.trigger)
        return (view.tokens[low].start, view.tokens[high - 1].end) if low < high else (0, 0)

    def _counts_from(self, start: int, end: int) -> Range | None:
        """The act that a time counts from: *raid* of "two days after the raid", "on the eve of the raid"."""
        view = self._view
        follows, part = _AFTER.match(view.text, end), _PART.fullmatch(view.text[start:end][:20])
        if not follows or (follows[1] == "of" and not part):
            return None
        mark = self.clock.at(start)
        if mark is not None and mark.kind != "duration" and not part:
            return None  # "on Monday after the raid" is a day by itself
        return self._next_act(follows.end())

    def _next_act(self, position: int) -> Range | None:
        """The first act named within a few words behind a character, in its sentence."""
        low = self._token(position - 1)
        high = min(low + _NEAR, self._view.sentence(low)[1])
        number = bisect_right(self._acts, (low, 0))
        found = self._acts[number] if number < len(self._acts) else None
        return found if found is not None and found[0] < high else None

    def _value(self, event: Made, token: int, start: int, end: int, *, follows: bool) -> TimeValue | None:
        """What the words mean for this event; ``follows``: they count from the main clause back to it."""
        view, aux = self._view, event.draft.aux
        way = _AFTER.match(view.text, end) if follows else None
        if way is not None and way[1] in ("after", "before", "following"):
            found = self._counted_back(start, end, 1 if way[1] == "before" else -1)
            if found is not None:
                return found
        tense = tense_at(view, self._token(end - 1))
        if aux == "future" and view.lower[max(0, self._token(start) - 1)] != "since":
            tense = "future"
        return self.clock.read(start, end, tense, historical=aux == "historical")

    def _counted_back(self, start: int, end: int, sign: int) -> TimeValue | None:
        """For "on Friday, two days after the raid": the raid's day."""
        since = self._day_before(start)
        return shifted(self._view.text[start:end], since.value, sign) if since else None

    def _day_before(self, start: int) -> TimeValue | None:
        """The last time told before a character in its sentence, else the first day behind it, else the day
        of writing.
        """
        number = self._view.tokens[self._token(start)].sentence
        here = self._view.parse.sentences[number]
        for mark in self.clock.before(start):
            if mark.start >= here.start and mark.value is not None and mark.value.value:
                return mark.value
        for mark, _ in self._marks.get(number, ()):
            if mark.start > start and mark.value is not None and mark.value.granularity == "day":
                return mark.value
        written = self.clock.written.day
        return TimeValue(written, "day", "the day of writing") if written and len(written) == 10 else None

    def complete(self, made: Sequence[Made]) -> None:
        """Date what has no time of its own, after the events were linked to happenings."""
        self._resolve_open(made)
        at = {token: event for event in reversed(made) for token in range(*event.trigger)}
        for event in made:
            if event.date is None and not event.times and not self._from_length(event):
                self._from_clause(event, at)
        told: dict[str, tuple[EventDate, str]] = {}
        for event in made:
            if event.date is not None and event.date.source == "time" and event.happening not in told:
                told[event.happening] = event.date, self._view.words(event.trigger)
        for event in made:
            if event.date is not None:
                if event.date.source == "time":
                    event.why.append(Why("date", "the event's own time"))
            elif event.times:
                continue  # a time that could not be resolved is not replaced by a guess
            elif event.happening in told:
                event.date, words = told[event.happening]
                event.why.append(Why("date", f'the time of the same happening, told again with "{words}"'))
            else:
                self._from_lead(event)

    def _resolve_open(self, made: Sequence[Made]) -> None:
        """Times that count from another event, now that all have their dates."""
        dates_of: dict[Range, EventDate] = {}
        by_happening = {event.happening: event.date for event in reversed(made) if event.date}
        for event in made:
            date_of = event.date or by_happening.get(event.happening)
            if date_of is not None:
                dates_of.setdefault(event.trigger, date_of)
        for event, act, number in self._open:
            since, time = dates_of.get(act), event.times[number]
            way = _AFTER.match(self._view.text, time.end)
            if since is None or way is None:
                continue
            if way[1] == "of":
                step = "the day before" if time.text.lower().endswith("eve") else "the same day"
                value = resolve_time(step, published=None, anchor=since.value)
            else:
                value = shifted(time.text, since.value, -1 if way[1] == "before" else 1)
            if value is None:
                continue
            event.times[number] = replace(time, value=value.value)
            act_words = self._view.words(act)
            event.why.append(Why("times", f'"{time.text}" is {_told(value)}, the date of "{act_words}"'))
            if event.date is None or _finer(value.granularity, event.date.granularity):
                event.date = _date(value, "time") or event.date

    def _from_length(self, event: Made) -> bool:
        """Of *two days after the raid*, where the model tied the time to no act: the raid's day, counted back
        from the day told beside it, else from the day of writing.
        """
        for mark, follows in self._lengths.get(event.trigger, ()):
            value = self._counted_back(mark.start, mark.end, -1)
            words = self._view.text[mark.start : mark.end]
            if value is None and _SAME_DAY.search(words):
                value = self._day_before(mark.start)
            if value is None or not value.value:
                continue
            event.date = _date(value, "clause")
            if event.date is not None:
                event.times.append(Time(mark.start, mark.end, words, value.value))
                event.why.append(Why("date", f'"{words}{follows}" it was {_told(value)}'))
                return True
        return False

    @cached_property
    def _lengths(self) -> dict[Range, list[tuple[Mark, str]]]:
        """Lengths of time ("two days"), each with what joins it ("after") to the act that it counts from."""
        found: dict[Range, list[tuple[Mark, str]]] = {}
        for mark in self.clock.marks:
            follows = _SINCE.match(self._view.text, mark.end) if mark.kind == "duration" else None
            act = self._next_act(follows.end()) if follows else None
            if (
                follows
                and act
                and self._view.sentence_of(act[0]) == self._view.sentence_of(self._token(mark.start))
            ):
                found.setdefault(act, []).append((mark, follows[0]))
        return found

    def _from_clause(self, event: Made, at: Mapping[int, Made]) -> None:
        """The date of what the same clause tells of: *raided the paper on Monday and arrested its editor*.

        ``at`` gives the events by the tokens that name them.
        """
        view = self._view
        for word in timed_with(view, self._top(event), event.draft.type):
            other = at.get(word)
            if other is not None and other.date is not None and other.trigger != event.trigger:
                if other.date.source == "time" and other.draft.aux == event.draft.aux:
                    event.date = replace(other.date, source="clause")
                    event.times.extend(time for time in other.times if time.value)
                    event.why.append(Why("date", f'that of "{view.words(other.trigger)}" in the same clause'))
                return
            for mark, span in self._marks.get(view.sentence_of(word), ()):
                if not hangs_from(view, span, word) or view.lower[max(0, span[0] - 1)] in _UNTIL:
                    continue
                assert mark.value is not None
                event.date = _date(mark.value, "clause")
                if event.date is not None:
                    words = view.text[mark.start : mark.end]
                    event.times.extend(_written(mark.start, mark.end, words, mark.value.value))
                    event.why.append(Why("date", f'"{words}" in the same clause is {_told(mark.value)}'))
                    return

    def _from_lead(self, event: Made) -> None:
        """What a headline or first sentence tells as news happened within the days before it was written."""
        view, written = self._view, self.clock.written
        head = event.trigger[1] - 1
        tense = tense_at(view, head)
        if event.draft.aux or not self._leads(head) or tense == "future" or not written.day:
            return
        if not (tense or view.in_title(head)) or self._in_saying(head) or self._looked_back_at(event):
            return
        days = _DAYS_BEFORE[written.source]
        try:
            last = date.fromisoformat(written.day)
            first = last - timedelta(days=days)
        except (ValueError, OverflowError):
            return
        source = "dateline" if written.source == "dateline" else "lead"
        event.date = EventDate(f"{first.isoformat()}/{last.isoformat()}", "week", source)
        told = "headline" if view.in_title(head) else f"first sentence in the {_TENSE_NAMES[tense]}"
        event.why.append(
            Why("date", f"news of the {told}: within {days} days before {last}, the {written.source}'s day")
        )

    def _top(self, event: Made) -> int:
        return top_of(self._view, *event.trigger, event.trigger[1] - 1)

    def _looked_back_at(self, event: Made) -> bool:
        """Is it named behind *after*: "UN sends patrol after raid"?"""
        view = self._view
        top = self._top(event)
        return view.deprel(top) in ("obl", "nmod") and any(
            view.lower[child] in _BACK for child in view.children[top] if view.deprel(child) == "case"
        )

    def _leads(self, token: int) -> bool:
        return self._view.tokens[token].sentence <= self._lead

    def _in_saying(self, token: int) -> bool:
        """Is it told by somebody in the sentence, who may speak of any time?"""
        view = self._view
        here = token
        for _ in range(12):
            if view.deprel(here).startswith(("ccomp", "acl", "advcl", "parataxis")):
                return True
            here = view.head(here)
            if here < 0:
                return False
        return True


def _date(value: TimeValue, source: str) -> EventDate | None:
    """The record's date; how exactly a stretch of time is known goes by its length. None for decades."""
    if "/" not in value.value:
        return EventDate(value.value, value.granularity, source)
    first, last = first_day(value.value), last_day(value.value)
    length = (last - first).days if first and last else 10**6
    for days, granularity in _LENGTHS:
        if length < days:
            return EventDate(value.value, granularity, source)
    return None


def _written(start: int, end: int, text: str, value: str) -> list[Time]:
    """The record's times for one expression: a stretch is told by its two ends, and where the words cannot be
    parted by its first.
    """
    first, joined, last = value.partition("/")
    for joint in _JOINT.finditer(text) if joined else ():
        left, right = text[: joint.start()], text[joint.end() :]
        if _DIGIT.search(left) and _DIGIT.search(right):
            return [Time(start, start + len(left), left, first), Time(end - len(right), end, right, last)]
    return [Time(start, end, text, first)]


def _finer(one: str, other: str) -> bool:
    return one in GRANULARITIES and GRANULARITIES.index(one) < GRANULARITIES.index(other)


def _told(value: TimeValue) -> str:
    """ "2021-08-16 (day): 2 days before the time told of before, counted from 2021-08-18"."""
    counted = f", counted from {value.anchor}" if value.anchor else ""
    return f"{value.value} ({value.granularity}): {value.rule}{counted}"
