"""Times that count from another time told before: "the same day", "two days earlier", "at dawn"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from dragoman.coding.times.absolute import clock_code
from dragoman.coding.times.calendar import (
    TimeValue,
    day_value,
    first_day,
    make_day,
    month_value,
    shift_day,
    week_value,
    year_value,
)
from dragoman.coding.times.relative import back_from
from dragoman.coding.times.words import (
    CLOCK,
    COUNT,
    DAY,
    MONTH,
    PART,
    PART_CODES,
    SOME,
    UNIT,
    WEEKDAY,
    basic,
    count_of,
    day_number,
    month_number,
    unit_of,
    weekday_number,
)

_STEP_BACK = r"before|earlier|previously|prior"
_COUNTED = re.compile(
    rf"\b(?:({COUNT}|{SOME}) )?({UNIT}) (later|after|afterwards|on$|{_STEP_BACK})(?!\w| yesterday| tomorrow)"
)
_SAME = re.compile(
    rf"\b(?:the (?:very )?same|that(?: very| same)?) (day|date|week|weekend|month|year|{PART})(?!\w)"
)
_NEXT = re.compile(
    rf"\b(?:the )?(?:(following|previous) (day|week|weekend|month|year|{PART})|(?<=the )(next) (day"
    rf"|{PART}))(?!\w)"
)
_BESIDE = re.compile(
    r"\b(?:the )?(day|evening|night|morning|week|month|year) (before|after)\b(?! (?:yesterday|tomorrow))"
)
_OF_MONTH = re.compile(rf"\b(?:that|(the (?:following|next)|following)) ({MONTH})(?!\w)")
_OF_THAT_YEAR = re.compile(
    rf"\b(?:({DAY})(?: of)? )?({MONTH})(?: ({DAY}))?,? of that (?:same )?year\b"
)
_WEEKDAY_BEFORE = re.compile(rf"\b({WEEKDAY}) (before|after)$")
_THE_TIME = re.compile(r"^(?:at )?the time$")
_EVE = re.compile(r"\b(?:the|on) eve\b")
_CLOSE = re.compile(
    rf"\bwithin (?:(?:a few |{COUNT} )?(?:minutes?|hours?)|the hour)\b|\bby then\b|\bat the time\b"
    rf"|^(?:in |on |of |for |by )?the (?:day|night)$"
    rf"|\b(?:in )?the same (?:hour|moment)\b"
)
_OF_DAY = re.compile(
    rf"^(?:the |by |at |before |after |around |about |shortly |just |early |late |later |in |until |till "
    rf"|that |from )*"
    rf"(?:({PART})|{CLOCK}|(?:{COUNT}) in the ({PART}))(?: local time)?(?: prayers)?$"
)
_LATER_THAT = re.compile(r"\b(?:later|earlier) (?:that|in the) (?:day|morning|afternoon|evening|night)\b")
#: Ways for words to count from something else than the day of writing.
_ANY = (
    _OF_THAT_YEAR, _WEEKDAY_BEFORE, _COUNTED, _SAME, _NEXT, _BESIDE, _OF_MONTH, _THE_TIME, _EVE,
    _CLOSE, _OF_DAY, _LATER_THAT,
)  # fmt: skip


@lru_cache(maxsize=2_000)  # of one expression it is asked for what it counts from, and when it is read
def is_anchored(words: str) -> bool:
    """Do the words count from a time told elsewhere in the text?"""
    return any(pattern.search(words) for pattern in _ANY)


def is_of_day(words: str) -> bool:
    """Are the words a time of the day by itself: "at noon", "just after midnight"?"""
    return bool(_OF_DAY.search(words))


def anchored(words: str, anchor: TimeValue | None) -> TimeValue | None:
    """The date that ``words`` mean, counted from ``anchor``; None where they cannot be.

    >>> anchored("two days later", day_value(date(2021, 8, 30), "")).value
    '2021-09-01'
    """
    if anchor is None or not anchor.value:
        return None
    found = _count(words, anchor)
    return replace(found, anchor=anchor.value) if found else None


def _count(words: str, anchor: TimeValue) -> TimeValue | None:
    match = _OF_THAT_YEAR.search(words)
    if match:
        return _of_year(anchor, month_number(match[2]), match[1] or match[3])
    match = _WEEKDAY_BEFORE.search(words)
    if match:
        return _beside_weekday(anchor, weekday_number(match[1]), -1 if match[2] == "before" else 1)
    match = _NEXT.search(words)
    if match:
        return _step(anchor, -1 if match[1] == "previous" else 1, match[2] or match[4])
    match = _SAME.search(words)
    if match:
        return _step(anchor, 0, match[1])
    match = _COUNTED.search(words)
    if match and match[1]:
        count, unit = count_of(match[1]), unit_of(match[2])
        sign = -1 if match[3] in _STEP_BACK.split("|") else 1
        return _far(anchor, sign, count, unit) if count is not None else _vague(anchor, unit)
    if match and unit_of(match[2]) in ("hour", "minute", "second"):
        return _vague(anchor, unit_of(match[2]))
    match = _BESIDE.search(words)
    if match:
        return _step(anchor, -1 if match[2] == "before" else 1, match[1])
    if _EVE.search(words):
        return _step(anchor, -1, "day")
    match = _OF_MONTH.search(words)
    if match:
        return _month(anchor, month_number(match[2]), following=bool(match[1]))
    if _THE_TIME.search(words):
        return None if "/" in anchor.value else replace(anchor, rule="the time told of before")
    match = _OF_DAY.search(words)
    if match or _CLOSE.search(words) or _LATER_THAT.search(words):
        code = clock_code(words) or PART_CODES.get((match[1] or match[2] or "") if match else "", "")
        return _on(anchor, code)
    return None


def _of_year(anchor: TimeValue, month: int, day: str | None) -> TimeValue | None:
    """The month, or a day in it, of the year told of before."""
    since, rule = first_day(anchor.value), "of the year told of before"
    if since is None:
        return None
    return make_day(since.year, month, day_number(day), rule) if day else month_value(since.year, month, rule)


def _beside_weekday(anchor: TimeValue, weekday: int, sign: int) -> TimeValue | None:
    """The last such weekday before the day told of, or the first after it."""
    since = first_day(anchor.value)
    if since is None or anchor.granularity != "day" or "/" in anchor.value:
        return None
    steps = (sign * (weekday - since.weekday())) % 7 or 7
    day = shift_day(since, sign * steps)
    way = "before" if sign < 0 else "after"
    return day_value(day, f"such weekday {way} the day told of") if day else None


def _month(anchor: TimeValue, month: int, *, following: bool) -> TimeValue | None:
    """The month of the year told of before, or the next such month after the time told of."""
    since = first_day(anchor.value)
    if since is None:
        return None
    if not following:
        return month_value(since.year, month, "month of the year told of before")
    this_year = month > since.month and anchor.granularity != "year"
    return month_value(since.year + (not this_year), month, "such month after the time told of before")


def _on(anchor: TimeValue, code: str = "") -> TimeValue | None:
    """The anchor's own day."""
    if anchor.granularity != "day" or "/" in anchor.value:
        return None
    return day_value(date.fromisoformat(anchor.value), "the day told of before", suffix=code)


def _vague(anchor: TimeValue, unit: str) -> TimeValue | None:
    """Some hours or minutes from a day are on that day; some days or weeks from it are anywhere."""
    return _on(anchor) if unit in ("hour", "minute", "second") else None


def _far(anchor: TimeValue, sign: int, count: float, unit: str) -> TimeValue | None:
    """So many units from the anchor, which must be known as finely as they count."""
    since = first_day(anchor.value)
    if since is None:
        return None
    way = "before" if sign < 0 else "after"
    rule = f"{count:g} {unit}{'' if count == 1 else 's'} {way} the time told of before"
    base = basic(count, unit)[1]
    if base == "year":
        return back_from(since, sign * count, unit, rule)
    if base in ("month", "quarter"):
        return back_from(since, sign * count, unit, rule) if anchor.granularity in ("day", "month") else None
    if anchor.granularity == "week" and base == "week":
        day = shift_day(since, sign * 7 * int(count))
        return week_value(day, rule) if day else None
    if base in ("hour", "minute", "second") and count < 24:
        return _on(anchor)
    return back_from(since, sign * count, unit, rule) if anchor.granularity == "day" else None


def _step(anchor: TimeValue, step: int, unit: str) -> TimeValue | None:
    """The same, the next or the previous day, week, month or year."""
    since = first_day(anchor.value)
    if since is None:
        return None
    rule = ("the {} before the time told of", "the {} told of before", "the {} after the time told of")[
        step + 1
    ]
    rule = rule.format(unit)
    if unit == "year":
        return year_value(since.year + step, rule)
    if unit == "month":
        return month_value(since.year, since.month + step, rule) if anchor.granularity != "year" else None
    if unit in ("week", "weekend"):
        day = shift_day(since, 7 * step) if anchor.granularity in ("day", "week") else None
        return week_value(day, rule, suffix="-WE" if unit == "weekend" else "") if day else None
    if anchor.granularity != "day" or "/" in anchor.value:
        return None
    day = shift_day(since, step)
    return day_value(day, rule, suffix=PART_CODES.get(unit, "")) if day else None
