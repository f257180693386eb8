"""All times of one article, each in its place: what was told before is what the next can count from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dragoman.coding.times.anchored import is_anchored, is_of_day
from dragoman.coding.times.calendar import TimeValue, first_day, last_day
from dragoman.coding.times.dateline import Written, written
from dragoman.coding.times.finding import Expression, find_expressions
from dragoman.coding.times.resolving import days_of, read_time, resolve_time
from dragoman.coding.times.words import normal

_DAY_MONTH = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|Sept|Oct|Nov|Dec)"
)
_MONTH_DAY = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|Sept\w*|Oct\w*|Nov\w*|Dec\w*)\.? \d{1,2}\b(?!:)"
)
_SPOKEN = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|last night|this (?:morning|afternoon|evening))\b", re.IGNORECASE
)
_ON = re.compile(r",?\s+(?:on\s+)?(?:late\s+|early\s+|the\s+)?")
#: Told as past, "the next year" is the one after the time told of before.
_THE_NEXT = re.compile(r"\b[Tt]he next (?=(?:week|month|year)$)")
#: Rules by which a month or day was given the nearest year.
_WITHOUT_YEAR = frozenset(("day and month", "month"))
#: Longest gap, in days, between words spoken and the article that quotes them, for "today" in them.
_SPOKEN_WITHIN = 10
_YEAR = 366


@dataclass(frozen=True, slots=True)
class Mark:
    """An expression of time in the text, and what it means; ``value`` is None where that stays open."""

    start: int
    end: int
    kind: str
    value: TimeValue | None


class Clock:
    """The times of an article.

    Args:
        text: the article's text.
        published: its publication date, None where it is not known.
        body: the character at which its body begins.
        tense: for a character, "future" where what is told there is still to come, else "".
        quoted: character ranges that stand in quotation marks, in order.
    """

    def __init__(
        self,
        text: str,
        *,
        published: str | None,
        body: int = 0,
        tense: Callable[[int], str] = lambda _: "",
        quoted: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.text = text
        self.written: Written = written(text, published, body)
        self._quoted = quoted
        self._quote_starts = [start for start, _ in quoted]
        self._day_first = _order(text)
        self.marks: list[Mark] = []
        self._starts: list[int] = []
        self._ahead: dict[int, str] = {}
        found = find_expressions(text)
        for number, one in enumerate(found):
            following = found[number + 1] if number + 1 < len(found) else None
            self._add(one, following, tense(one.start))

    def _add(self, one: Expression, following: Expression | None, tense: str) -> None:
        if one.kind == "time" and following and _ON.fullmatch(self.text[one.end : following.start][:20]):
            # "at noon on Wednesday" counts from what stands behind it
            day = self.read(following.start, following.end, tense)
            if day is not None and day.granularity == "day":
                self._ahead[one.start] = day.value
        value = self.read(one.start, one.end, tense)
        self.marks.append(Mark(one.start, one.end, one.kind, value))
        self._starts.append(one.start)

    def at(self, position: int) -> Mark | None:
        """The expression that holds the character at ``position``."""
        number = bisect_right(self._starts, position) - 1
        if number < 0 or position >= self.marks[number].end:
            return None
        return self.marks[number]

    def read(self, start: int, end: int, tense: str = "", *, historical: bool = False) -> TimeValue | None:
        """What the words at these characters mean, at their place in the text.

        ``tense`` is as :func:`resolve_time` takes it. What is ``historical`` lies more than about a year
        back: a month that would be closer is of the year told of before.
        """
        words = self.text[start:end]
        before = self.before(start)
        day = self.written.day
        if historical and (found := self._of_old(words, before)) is not None:
            return found
        if _SPOKEN.search(words) and self._in_quotes(start):
            day = self._said_on(before) or day
        if tense == "past" and (found := self._not_to_come(words, before)) is not None:
            return found
        told = _THE_NEXT.sub("the following ", words) if tense == "past" else words
        anchors = [self._ahead[start]] if start in self._ahead else self._anchors(before, told, tense)
        for anchor in anchors:
            found = read_time(told, published=day, tense=tense, anchor=anchor, day_first=self._day_first)
            if found is not None and found.value:
                return found
        return read_time(words, published=day, tense=tense, day_first=self._day_first)

    def _of_old(self, words: str, before: list[Mark]) -> TimeValue | None:
        return self._of_year_before(words, before, 365)

    def _not_to_come(self, words: str, before: list[Mark]) -> TimeValue | None:
        """For what is told as past, of a day or month that the nearest year puts after the day of writing:
        the one in the year told of before.
        """
        return self._of_year_before(words, before, -1)

    def _of_year_before(self, words: str, before: list[Mark], back: int) -> TimeValue | None:
        """Of a day or month without a year that would lie ``back`` days or less before the day of writing,
        the one in the year told of before instead.
        """
        today = days_of(self.written.day)
        found = resolve_time(words, published=self.written.day, day_first=self._day_first)
        if not today or found is None or found.rule not in _WITHOUT_YEAR:
            return None
        begins = first_day(found.value)
        if begins is None or (today[0] - begins).days > back:
            return None
        for mark in before:
            assert mark.value is not None
            if mark.start == self.written.start and mark.end == self.written.end:
                continue
            year = int(mark.value.value[:4])
            if year < begins.year and len(found.value) in (7, 10) and mark.value.rule not in _WITHOUT_YEAR:
                value = f"{year:04d}{found.value[4:]}"
                if first_day(value) is None:
                    return None
                rule = f"{found.rule}, of the year told of before"
                return replace(found, value=value, timex=value, rule=rule, anchor=mark.value.value)
        return None

    def before(self, position: int) -> list[Mark]:
        """The dated marks that end before ``position``, the nearest first; at most 12."""
        number = bisect_right(self._starts, position - 1)
        found = [mark for mark in self.marks[max(0, number - 24) : number] if mark.value and mark.value.value]
        return found[:-13:-1]

    def _anchors(self, before: list[Mark], words: str, tense: str) -> list[str]:
        """What the words may count from: the time told last, and the last that is a day."""
        words = normal(words[:120])
        if not is_anchored(words):
            return []
        out: list[str] = []
        later: list[str] = []
        of_day = is_of_day(words)
        today = self.written.day or "9999"
        for mark in before:
            assert mark.value is not None
            if mark.start == self.written.start and mark.end == self.written.end:
                continue  # the dateline tells of no event
            if tense != "future" and _after(mark, today):
                later.append(mark.value.value)
                continue  # what is past does not count from what is still to come
            # after "in June 1968" midnight is none of last Friday's
            if not out or (mark.value.granularity == "day" and not (of_day and _long_before(out[0], mark))):
                out.append(mark.value.value)
            if mark.value.granularity == "day":
                break
        return out or later[:1]

    def _in_quotes(self, position: int) -> bool:
        number = bisect_right(self._quote_starts, position) - 1
        return number >= 0 and position < self._quoted[number][1]

    def _said_on(self, before: list[Mark]) -> str | None:
        """The day on which quoted words were said: the last told of, if it is close to the writing."""
        today = days_of(self.written.day)
        for mark in before:
            assert mark.value is not None
            if (
                mark.value.granularity == "day"
                and len(mark.value.value) == 10
                and today
                and not self._in_quotes(mark.start)
            ):
                said = days_of(mark.value.value)
                if said and 0 <= (today[0] - said[0]).days <= _SPOKEN_WITHIN:
                    return mark.value.value
        return None


def _long_before(told: str, mark: Mark) -> bool:
    """Is the time ``told`` over a year before that of the mark?"""
    end = last_day(told)
    day = first_day(mark.value.value) if mark.value else None
    return bool(end and day and (day - end).days > _YEAR)


def _after(mark: Mark, today: str) -> bool:
    """Does the mark's time begin after the day of writing?"""
    begins, now = first_day(mark.value.value) if mark.value else None, days_of(today)
    return bool(begins and now and begins > now[-1])


def _order(text: str) -> bool | None:
    """Does the article write days before months? None where it writes neither way, or both."""
    first, second = bool(_DAY_MONTH.search(text)), bool(_MONTH_DAY.search(text))
    return first if first != second else None
