"""The day an article was written: the dateline's own where it has one, else the publication's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dragoman.coding.times.finding import find_expressions
from dragoman.coding.times.resolving import days_of, resolve_time

#: "BRUSSELS, March 23 -", "HURDAL, Norway (Thursday) -", "WASHINGTON, Jan. 5 (Agency) --"
_HEAD = re.compile(r"[^\W\d_a-z][^\n]{2,100}?(?:\s[-\u2013\u2014]{1,2}\s|\s?\u2014\s?|--|:\s)")
_PLACE = re.compile(r"[^\W\d_]{2,}")
#: A line that is nothing but a date: "Friday, May 7, 2005".
_LINE = re.compile(r"[^\n]{6,60}(?=\n|$)")
_REST = re.compile(r"[\s,.;:()|-]*(?:(?:posted|published|updated)(?: on)?[\s:]*)?", re.IGNORECASE)
#: Days that may lie between a dateline without a year and the publication.
_FAR = 31


@dataclass(frozen=True, slots=True)
class Written:
    """What "yesterday" counts from.

    ``day`` is the ISO date (of a publication only known by its month or year, that), None where nothing
    tells; ``source`` is "dateline" or "publication". ``start`` and ``end`` are the characters of the
    dateline's date, 0 and 0 without one.
    """

    day: str | None
    source: str
    start: int = 0
    end: int = 0


def written(text: str, published: str | None, body: int = 0) -> Written:
    """Read the dateline of an article whose body begins at character ``body`` of ``text``.

    >>> written("BRUSSELS, March 23 - Ministers met on Tuesday.", "1999-03-24").day
    '1999-03-23'
    """
    known = days_of(published)
    start = body + len(text[body : body + 40]) - len(text[body : body + 40].lstrip())
    head = _line(text, start) or _head(text, start)
    if head is not None:
        for one in find_expressions(text[head[0] : head[1]]):
            first, last = head[0] + one.start, head[0] + one.end
            if one.kind != "date":
                continue
            found = resolve_time(text[first:last], published=published)
            if found is not None and found.granularity == "day" and len(found.value) == 10:
                whole = resolve_time(text[first:last], published=None) is not None
                day = date.fromisoformat(found.value)
                if whole or (known and min(abs((day - one_day).days) for one_day in known) <= _FAR):
                    return Written(found.value, "dateline", first, last)
    today = known[0].isoformat() if len(known) == 1 else published if known else None
    return Written(today, "publication")


def _head(text: str, start: int) -> tuple[int, int] | None:
    """What stands before the dash, where it begins with a place in capitals."""
    match = _HEAD.match(text, start)
    place = _PLACE.match(text, start)
    if not match or not place or not place[0].isupper():
        return None
    return match.span()


def _line(text: str, start: int) -> tuple[int, int] | None:
    match = _LINE.match(text, start)
    if not match:
        return None
    found = [one for one in find_expressions(match[0]) if one.kind == "date"]
    rest = match[0] if not found else match[0][: found[0].start] + match[0][found[-1].end :]
    return match.span() if found and _REST.fullmatch(rest) else None
