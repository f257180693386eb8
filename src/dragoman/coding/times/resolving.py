"""From the words for a time to the date that they mean."""

from __future__ import annotations

import calendar as months
import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from dragoman.coding.times.absolute import absolute, bare_year, clock_code
from dragoman.coding.times.anchored import anchored, is_anchored
from dragoman.coding.times.calendar import FIRST_YEAR, LAST_YEAR, TimeValue, day_value, first_day, nothing
from dragoman.coding.times.nearest import Now
from dragoman.coding.times.relative import back_from, relative
from dragoman.coding.times.words import COUNT, SOME, UNIT, basic, count_of, normal, period, unit_of

#: Longest text that can be one expression of time; what is longer is cut here.
LIMIT = 120

_PUBLISHED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
_LENGTH = re.compile(
    rf"\b({COUNT}|{SOME})(?: more| full| straight| consecutive| whole)?[ -](?:(?!{COUNT} )\w+ )?({UNIT})\b"
)
_LONG = re.compile(r"\b(second|minute|hour|day|week|month|year|decade|centurie)s\b")
_SET = re.compile(r"\b(?:every|each|per) (day|week|month|year)\b|\b(annual|yearly|monthly|weekly|daily)")
_SETS = {"annual": "P1Y", "yearly": "P1Y", "monthly": "P1M", "weekly": "P1W", "daily": "P1D"}
_PRESENT = re.compile(
    r"\b(?:now|nowadays|currently|current|at present|at the moment|these days|the time being)\b"
)
_PAST = re.compile(r"\b(?:recent|recently|lately|once|formerly|previously|in the past|ever|long ago)\b")
_FUTURE = re.compile(r"\b(?:soon|shortly|in the future|the near future|later|the near term|eventually)\b")
_ERA = re.compile(r"\b(?:b\.?c\.?e?|a\.?h)\b\.?$")


def resolve_time(
    text: str,
    *,
    published: str | None,
    tense: str = "",
    anchor: str | None = None,
    day_first: bool | None = None,
) -> TimeValue | None:
    """The date that the words ``text`` mean in an article published on ``published``.

    Args:
        text: the expression, with or without a preposition ("on Monday", "4 July 2019").
        published: the publication date, ``YYYY-MM-DD`` or longer, on the page's own clock: of a time with a
            zone the date counts as written. Only ``YYYY-MM`` or ``YYYY`` resolves what comes out the same
            from the first to the last day of it. None when it is not known.
        tense: "future" where what is told is still to come, "present" where it is told in the present
            tense ("he flies on Friday"), else "" or "past".
        anchor: the time told of before these words (ISO), from which "the same day" and "two days later"
            count; without it they stay unresolved.
        day_first: does the article write the day before the month? None where that is not known.

    Returns:
        None where the words name no date, or count from something that is not known.
    """
    found = read_time(text, published=published, tense=tense, anchor=anchor, day_first=day_first)
    return found if found is not None and found.value else None


def read_time(
    text: str,
    *,
    published: str | None,
    tense: str = "",
    anchor: str | None = None,
    day_first: bool | None = None,
) -> TimeValue | None:
    """As :func:`resolve_time`, but keeps what is a time without a date: lengths, "recently", "every week".

    These have an empty ``value`` and a ``timex``. None is left for words that mean no time.
    """
    days = days_of(published)
    since = anchor_of(anchor)
    words = normal(text[:LIMIT])
    found = _read(words, days[0] if days else None, tense, since, day_first)
    if found is not None and days and days[0] != days[-1]:
        other = _read(words, days[-1], tense, since, day_first)
        if other is None or other.value != found.value:
            return nothing("the day of writing is not known closely enough")
    return found


@lru_cache(maxsize=2_000)  # one expression is read as past and as not, and once more for each act near it
def _read(
    words: str, today: date | None, tense: str, since: TimeValue | None, day_first: bool | None
) -> TimeValue | None:
    future = tense in ("future", "present")
    if _ERA.search(words):
        return nothing("before our calendar")
    found = absolute(words, day_first)
    if found is not None:
        return found
    if is_anchored(words):
        found = anchored(words, since)
        if found is None:
            return _clock_today(words, today) if since is None else None
        # What is told as past cannot lie after the day of writing: then the words counted from elsewhere.
        return None if today is not None and not future and _late(found, since, today) else found
    if today is not None:
        found = relative(words, Now(today, future, tense == "present"))
        if found is not None:
            return found
    elif not _needs_today(words):
        found = bare_year(words)
        if found is not None:
            return found
    return _clock_today(words, today) or _dateless(words)


def shifted(text: str, since: str, sign: int) -> TimeValue | None:
    """A length of time ("two days") counted on (``sign`` 1) or back (-1) from an ISO date."""
    words, day = normal(text[:LIMIT]), first_day(since)
    match = _LENGTH.search(words)
    count = count_of(match[1]) if match else None
    if match is None or day is None or count is None:
        return None
    way = "before" if sign < 0 else "after"
    unit = unit_of(match[2])
    if len(since) < 10 and basic(1, unit)[1] not in ("year", "month")[: 1 if len(since) == 4 else 2]:
        return None
    found = back_from(day, sign * count, unit, f"{match[0]} {way} it")
    return replace(found, anchor=since) if found else None


def _late(found: TimeValue, since: TimeValue | None, today: date) -> bool:
    begins, from_day = first_day(found.value), first_day(since.value) if since else None
    return bool(begins and from_day and from_day <= today < begins)


def _needs_today(words: str) -> bool:
    """Would a publication date read something finer than the year in these words?"""
    found = relative(words, Now(date(2001, 1, 1)))
    return found is not None and found.rule != "year"


def _clock_today(words: str, today: date | None) -> TimeValue | None:
    """A time of the day by itself is on the day of writing, where no other day was told of."""
    code = clock_code(words)
    if not code or today is None or len(words) >= 24:
        return None
    return day_value(today, "time of day", suffix=code)


def _dateless(words: str) -> TimeValue | None:
    match = _SET.search(words)
    if match:
        code = _SETS.get(match[2] or "") or period(1, match[1])
        return nothing("happens again and again", code)
    if _PAST.search(words):
        return nothing("some time ago", "PAST_REF")
    match = _LENGTH.search(words)
    if match:
        return nothing("a length of time", period(count_of(match[1]), unit_of(match[2])))
    if _PRESENT.search(words):
        return nothing("at present", "PRESENT_REF")
    if _FUTURE.search(words):
        return nothing("some time ahead", "FUTURE_REF")
    match = _LONG.search(words)
    return nothing("a length of time", period(None, unit_of(match[0]))) if match else None


def anchor_of(value: str | None) -> TimeValue | None:
    """An ISO value as the anchor that it is; None where it is no ISO value."""
    if not value or first_day(value) is None:
        return None
    size = len(value.partition("/")[0])
    return TimeValue(value, {4: "year", 7: "month", 8: "week", 10: "day"}[size], "")


def days_of(published: str | None) -> tuple[date, ...]:
    """The first and last day that the article can be of: one day, or the ends of a month or year.

    Empty where the date is not known, or no date.
    """
    match = _PUBLISHED.match(published.strip()) if published else None
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return ()
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if day:
            return (date(year, int(month), int(day)),)
        if month:
            last = months.monthrange(year, int(month))[1]
            return date(year, int(month), 1), date(year, int(month), last)
    except ValueError:
        return ()
    return date(year, 1, 1), date(year, 12, 31)
