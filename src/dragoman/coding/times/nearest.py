"""Dates told by the name of a day, month, season, holiday or quarter: the nearest that fits what is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dragoman.coding.times.absolute import HOLIDAY, clock_code
from dragoman.coding.times.calendar import (
    TimeValue,
    day_value,
    half_value,
    holiday,
    make_day,
    month_value,
    quarter_value,
    stretch,
    year_value,
)
from dragoman.coding.times.words import (
    DAY,
    MONTH,
    ORDINAL,
    SEASON,
    SEASON_CODES,
    day_number,
    month_number,
    ordinal_number,
)

BACK = ("last", "past", "previous")
AHEAD = ("next", "coming", "upcoming", "following")
WHICH = r"(last|past|previous|this past|this coming|this|current|next|coming|upcoming|following)"
YEAR_SHIFT = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class Now:
    """What relative words count from: the day of writing, and whether what is told is still to come.

    ``near``: it is told in the present tense, so of a date without a year the nearest is meant.
    """

    today: date
    future: bool = False
    near: bool = False


_TO = r"(?: ?- ?| (?:to|and|until|till|through) )"
_DAYS_MONTH = re.compile(rf"(?<![\d-])({DAY}){_TO}({DAY})(?: of)? ({MONTH})(?!\w)")
_MONTH_DAYS = re.compile(rf"\b({MONTH}) ?({DAY}){_TO}({DAY})(?!\w)")
_DAY_MONTH = re.compile(
    rf"(?<![\d.,-])({DAY})(?: of)? ({MONTH})(?!\w)|\b({ORDINAL}) (?:day )?of ({MONTH})(?!\w)"
)
_MONTH_DAY = re.compile(rf"\b({MONTH}) ?(?:the )?({DAY})(?![\w:])(?!\.\d)")
_MONTHS = re.compile(rf"\b({MONTH}){_TO}({MONTH})(?!\w)")
_MONTH_THEN = re.compile(rf"\b({MONTH})(?: of)? (last|this|next) year\b")
_DAY_THEN = re.compile(
    rf"\b(?:({DAY})(?: of)? ({MONTH})|({MONTH}) ({DAY})),?(?: of)? (last|this|next) year\b"
)
_MONTH = re.compile(rf"\b(?:{WHICH} )?({MONTH})(?!\w)")
_SEASON = re.compile(rf"\b(?:{WHICH} )?({SEASON})\b(?: (?:of )?(last|this|next) year\b)?")
_HOLIDAY = re.compile(rf"\b(?:{WHICH} )?({HOLIDAY})(?!\w)")
_NTH = re.compile(
    rf"\bthe (\d{{1,2}})(?:st|nd|rd|th)\b(?! century)|\bthe ({ORDINAL}) of (?:the|this) month\b"
)
_QUARTER = re.compile(r"\b(first|second|third|fourth|final)[ -]quarter\b(?: of (last|this|next) year\b)?")
_HALF = re.compile(r"\b(first|second) half of (?:the|(last|this|next)) year\b")


def days(words: str, now: Now) -> TimeValue | None:
    """ "12-14 March" without a year."""
    match = _DAYS_MONTH.search(words)
    if match:
        first, last, month = match.groups()
    else:
        match = _MONTH_DAYS.search(words)
        if not match:
            return None
        month, first, last = match.groups()
    ends = [_near(now, month_number(month), day_number(day), "day and month") for day in (first, last)]
    return stretch(ends[0], ends[1], "days from and to")


def day_month(words: str, now: Now) -> TimeValue | None:
    """ "4 July", "the fourth of July", "4 July last year"."""
    match = _DAY_THEN.search(words)
    if match:
        day, month = match[1] or match[4], match[2] or match[3]
        year = now.today.year + YEAR_SHIFT[match[5]]
        return make_day(year, month_number(month), day_number(day), f"day of {match[5]} year")
    match = _DAY_MONTH.search(words)
    if match:
        day, month = ordinal_number(match[1] or match[3]), month_number(match[2] or match[4])
    else:
        match = _MONTH_DAY.search(words)
        if not match:
            return None
        day, month = day_number(match[2]), month_number(match[1])
    return _near(now, month, day, "day and month", suffix=clock_code(words))


def _near(now: Now, month: int, day: int, rule: str, *, suffix: str = "") -> TimeValue | None:
    """The last such day, unless it is the best part of a year away and the next one is near."""
    options = []
    for year in (now.today.year - 1, now.today.year, now.today.year + 1):
        try:
            options.append(date(year, month, day))
        except ValueError:
            continue
    return _nearest(now, options, rule, suffix=suffix)


def _nearest(now: Now, options: list[date], rule: str, *, suffix: str = "") -> TimeValue | None:
    if now.near and options:
        nearest = min(options, key=lambda option: (abs((option - now.today).days), option))
        return day_value(nearest, rule, suffix=suffix)
    past = [option for option in options if option <= now.today]
    ahead = [option for option in options if option >= now.today]
    if now.future and ahead:
        return day_value(ahead[0], rule, suffix=suffix)
    if past and ahead and (now.today - past[-1]).days > 250 and (ahead[0] - now.today).days < 100:
        return day_value(ahead[0], rule, suffix=suffix)
    chosen = past[-1] if past else ahead[0] if ahead else None
    return day_value(chosen, rule, suffix=suffix) if chosen else None


def a_holiday(words: str, now: Now) -> TimeValue | None:
    """ "Christmas Eve", "last Easter"."""
    match = _HOLIDAY.search(words)
    if not match:
        return None
    name = match[2].removeprefix("the ")
    years = (now.today.year - 1, now.today.year, now.today.year + 1)
    options = [day for day in (holiday(name, year) for year in years) if day]
    future = now.future or match[1] in AHEAD
    if match[1] in BACK:
        options = [day for day in options if day <= now.today]
    return _nearest(Now(now.today, future and match[1] not in BACK), options, "holiday")


def months(words: str, now: Now) -> TimeValue | None:
    """ "June to August", "between April and June"."""
    match = _MONTHS.search(words)
    if not match:
        return None
    last = _month_near(month_number(match[2]), "", now, "month")
    if last is None:
        return None
    year = int(last.value[:4]) - (month_number(match[1]) > month_number(match[2]))
    return stretch(month_value(year, month_number(match[1]), "month"), last, "months from and to")


def month_of(words: str, now: Now) -> TimeValue | None:
    """ "July", "last July", "July last year"."""
    match = _MONTH_THEN.search(words)
    if match:
        year = now.today.year + YEAR_SHIFT[match[2]]
        return month_value(year, month_number(match[1]), f"month of {match[2]} year")
    match = _MONTH.search(words)
    if not match:
        return None
    which = match[1] or ""
    return _month_near(month_number(match[2]), which, now, f"{which} month".strip())


def _month_near(month: int, which: str, now: Now, rule: str) -> TimeValue | None:
    year, here = now.today.year, now.today.month
    which = which.removeprefix("this ") if which != "this" else which
    if now.near and not which:
        year += 1 if here - month > 6 else -1 if month - here > 6 else 0
    elif which in AHEAD or (now.future and which not in (*BACK, "this")):
        year += month < here or (month == here and which in AHEAD)
    elif which not in ("this", "current"):
        year -= month > here or (month == here and which in BACK)
    return month_value(year, month, rule)


def season(words: str, now: Now) -> TimeValue | None:
    """ "the spring", "last summer": known by its year, as it falls on either side of the equator."""
    match = _SEASON.search(words)
    if not match:
        return None
    which, name, year, here = match[1] or "", match[2], now.today.year, now.today.month
    which = which.removeprefix("this ") if which != "this" else which
    first = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[name]
    if match[3]:
        year += YEAR_SHIFT[match[3]]
    elif which in AHEAD or (now.future and which not in (*BACK, "this")):
        year += first < here
    elif which not in ("this", "current"):
        year -= first > here or (which in BACK and here < first + 3)
    return year_value(year, f"{which} season".strip(), timex=f"{year:04d}-{SEASON_CODES[name]}")


def nth(words: str, now: Now) -> TimeValue | None:
    """ "on the 14th", "the fifth of the month"."""
    match = _NTH.search(words)
    if not match:
        return None
    day = int(match[1]) if match[1] else ordinal_number(match[2])
    year, month = now.today.year, now.today.month
    if not now.future and day > now.today.day:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    elif now.future and day < now.today.day:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return make_day(year, month, day, "day of the month")


def quarter(words: str, now: Now) -> TimeValue | None:
    """The latest such quarter that is over, where no year is told."""
    match = _HALF.search(words)
    if match:
        year = now.today.year + YEAR_SHIFT.get(match[2] or "this", 0)
        return half_value(year, ordinal_number(match[1]), "half of a year")
    match = _QUARTER.search(words)
    if not match:
        return None
    number = 4 if match[1] == "final" else ordinal_number(match[1])
    if match[2]:
        return quarter_value(now.today.year + YEAR_SHIFT[match[2]], number, f"quarter of {match[2]} year")
    here = (now.today.month - 1) // 3 + 1
    year = now.today.year
    if now.future:
        year += number < here
    else:
        year -= number >= here
    return quarter_value(year, number, "coming quarter" if now.future else "past quarter")
