"""Dates that stand by themselves: they mean the same whenever the article was published."""

from __future__ import annotations

import re
from collections.abc import Callable

from dragoman.coding.times.calendar import (
    HOLIDAYS,
    TimeValue,
    century_value,
    day_value,
    decade_value,
    half_value,
    holiday,
    make_day,
    month_value,
    nothing,
    quarter_value,
    stretch,
    year_value,
)
from dragoman.coding.times.words import (
    CLOCK,
    DAY,
    DECADE_NAME,
    DECADES,
    MONTH,
    ORDINAL,
    SEASON,
    SEASON_CODES,
    YEAR,
    day_number,
    month_number,
    ordinal_number,
)

_TO = r"(?: ?- ?| (?:to|and|until|till|through) )"
_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])")
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d/]|\.\d)")
_DMY = re.compile(rf"(?<!\d)({DAY})(?: of)? ({MONTH}),? ({YEAR})")
_MDY = re.compile(rf"\b({MONTH}) ?({DAY}),? ({YEAR})")
_DAYS_MONTH = re.compile(rf"(?<![\d-])({DAY}){_TO}({DAY})(?: of)? ({MONTH})(?:,? ({YEAR}))?(?!\w)")
_MONTH_DAYS = re.compile(rf"\b({MONTH}) ?({DAY}){_TO}({DAY})(?!\w)(?:,? ({YEAR}))?")
_MONTH_YEAR = re.compile(rf"\b({MONTH}),?(?: of| in)? ({YEAR})")
_MONTHS_YEAR = re.compile(rf"\b({MONTH}){_TO}({MONTH}),?(?: of)? ({YEAR})")
_TWO_MONTH_YEARS = re.compile(rf"\b({MONTH}),? ({YEAR}){_TO}({MONTH}),? ({YEAR})")
_SEPTEMBER_11 = re.compile(r"(?<![\d/])9/11(?![\d/])")
_QUARTER = re.compile(rf"\bq([1-4])(?: of| in|,)? ?'?({YEAR}|\d\d(?!\d))|\b({YEAR}) ?-?q([1-4])\b")
_NAMED_QUARTER = re.compile(rf"\b(first|second|third|fourth|last|final)[ -]quarters?,? (?:of|in)? ?({YEAR})")
_HALF = re.compile(rf"\bh([12]) (?:of )?({YEAR})|\b(first|second) half of ({YEAR})")
_FISCAL = re.compile(
    rf"\b(?:fy ?-?'?|(?:fiscal|financial)(?: year)? ?)(?:({YEAR})|(\d\d)(?!\d))(?:[-/](\d\d(?!\d)|{YEAR}))?"
    rf"|\b({YEAR})(?:[-/](\d\d(?!\d)|{YEAR}))? (?:fiscal|financial) year\b"
)
_SEASON_YEAR = re.compile(rf"\b({SEASON}),?(?: of| in)? ({YEAR})(?:[-/]\d\d(?!\d))?")
_HOLIDAY_NAMES = "|".join(re.escape(name) for name in sorted(HOLIDAYS, key=lambda name: (-len(name), name)))
HOLIDAY = rf"(?:(?:the )?(?:{_HOLIDAY_NAMES}))"
_HOLIDAY_YEAR = re.compile(rf"\b({_HOLIDAY_NAMES}),?(?: of| in)? ({YEAR})")
_DECADE = re.compile(rf"(?<![\d.])((?:1[0-9]|20)\d)0'?s\b|(?<!\w)'?([2-9])0'?s\b|\b({DECADE_NAME})\b")
_CENTURY = re.compile(rf"\b({ORDINAL})[ -](?:century|c\.)")
_YEARS = re.compile(
    rf"(?<![\d.,-])({YEAR})(?: ?[-/] ?| (?:to|and|until|till|through) )({YEAR}|\d\d(?![\d-]))"
)
_YEAR = re.compile(rf"(?<![\d.,$#])({YEAR})(?!,\d|\.\d|s\b| ?(?:utc|gmt|hours|local))")
_SHORT_YEAR = re.compile(r"(?<!\w)'(\d\d)(?!\w)")
_CLOCK = re.compile(rf"{CLOCK}")
_TIME = re.compile(r"(\d{1,2})(?:[.:](\d\d)|(?<=\d\d)(\d\d))?(?: ?([ap])\.?m)?")

Order = bool | None  #: are 4/5/2019 and the like day before month? None where nothing tells


def _iso(words: str, order: Order) -> TimeValue | None:
    match = _ISO.search(words)
    return make_day(int(match[1]), int(match[2]), int(match[3]), "ISO date") if match else None


def _numeric(words: str, order: Order) -> TimeValue | None:
    match = _NUMERIC.search(words)
    if not match:
        return None
    one, other, year = int(match[1]), int(match[3]), _long_year(match[4])
    if one > 12 or (one == other <= 12):
        return make_day(year, other, one, "numeric date, day first")
    if other > 12:
        return make_day(year, one, other, "numeric date, month first")
    if match[2] == ".":  # dots are written where the day comes first
        return make_day(year, other, one, "numeric date, day first")
    if order is None:
        return nothing("numeric date that may be day or month first")
    day, month = (one, other) if order else (other, one)
    return make_day(year, month, day, f"numeric date, {'day' if order else 'month'} first as in this article")


def _day_range(words: str, order: Order) -> TimeValue | None:
    match = _DAYS_MONTH.search(words)
    if match:
        first, last, month, year = match.groups()
    else:
        match = _MONTH_DAYS.search(words)
        if not match:
            return None
        month, first, last, year = match.groups()
    if not year:
        return None
    ends = [make_day(int(year), month_number(month), day_number(day), "full date") for day in (first, last)]
    return stretch(ends[0], ends[1], "days from and to")


def _full(words: str, order: Order) -> TimeValue | None:
    match = _DMY.search(words)
    if match:
        day, month, year = match.groups()
    else:
        match = _MDY.search(words)
        if not match:
            return None
        month, day, year = match.groups()
    clock = clock_code(words)
    return make_day(int(year), month_number(month), day_number(day), "full date", suffix=clock)


def _month_year(words: str, order: Order) -> TimeValue | None:
    match = _TWO_MONTH_YEARS.search(words)
    if match:
        first = month_value(int(match[2]), month_number(match[1]), "month and year")
        last = month_value(int(match[4]), month_number(match[3]), "month and year")
        return stretch(first, last, "months from and to")
    match = _MONTHS_YEAR.search(words)
    if match:
        first = month_value(int(match[3]), month_number(match[1]), "month and year")
        last = month_value(int(match[3]), month_number(match[2]), "month and year")
        return stretch(first, last, "months from and to")
    match = _MONTH_YEAR.search(words)
    return month_value(int(match[2]), month_number(match[1]), "month and year") if match else None


def _september_11(words: str, order: Order) -> TimeValue | None:
    return make_day(2001, 9, 11, "9/11") if _SEPTEMBER_11.search(words) else None


def _quarter(words: str, order: Order) -> TimeValue | None:
    match = _FISCAL.search(words)
    if match:
        first = match[1] or match[2] or match[4]
        year = _long_year(first)
        last = match[3] or match[5]
        if last:
            year = year - year % 100 + int(last) if len(last) == 2 else int(last)
        return year_value(year, "fiscal year, named by the year it ends in", timex=f"FY{year}")
    match = _QUARTER.search(words)
    if match:
        written, quarter = (match[2], match[1]) if match[1] else (match[3], match[4])
        return quarter_value(_long_year(written), int(quarter), "quarter and year")
    match = _NAMED_QUARTER.search(words)
    if match:
        number = 4 if match[1] in ("last", "final") else ordinal_number(match[1])
        return quarter_value(int(match[2]), number, "quarter and year")
    match = _HALF.search(words)
    if match:
        half = int(match[1]) if match[1] else ordinal_number(match[3])
        return half_value(int(match[2] or match[4]), half, "half of a year")
    return None


def _season(words: str, order: Order) -> TimeValue | None:
    match = _SEASON_YEAR.search(words)
    if not match:
        return None
    return year_value(int(match[2]), f"{match[1]} of a year", timex=f"{match[2]}-{SEASON_CODES[match[1]]}")


def _holiday(words: str, order: Order) -> TimeValue | None:
    match = _HOLIDAY_YEAR.search(words)
    day = holiday(match[1], int(match[2])) if match else None
    return day_value(day, "holiday and year") if day else None


def _decade(words: str, order: Order) -> TimeValue | None:
    match = _DECADE.search(words)
    if match:
        if match[1]:
            return decade_value(int(match[1]) * 10, "decade")
        # "the nineties" and "the '80s" are of the last century in news
        number = int(match[2]) * 10 if match[2] else DECADES[match[3]]
        return decade_value(1900 + number, "decade of the twentieth century")
    match = _CENTURY.search(words)
    return century_value(ordinal_number(match[1]), "century") if match else None


def _years(words: str, order: Order) -> TimeValue | None:
    match = _YEARS.search(words)
    if not match:
        return None
    first, last = int(match[1]), match[2]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if not first < end <= first + 400:
        return None
    return stretch(year_value(first, "year"), year_value(end, "year"), "years from and to")


def bare_year(words: str, order: Order = None) -> TimeValue | None:
    """A year and nothing finer."""
    match = _YEAR.search(words)
    if match:
        return year_value(int(match[1]), "year")
    match = _SHORT_YEAR.fullmatch(words)
    return year_value(_long_year(match[1]), "year of two digits") if match else None


def _long_year(digits: str) -> int:
    """Years of two digits are from 1940 to 2039."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 40 else 2000)


def clock_code(words: str) -> str:
    """TIMEX3's ``T18:00Z`` of the first time of day in the words, "" where there is none."""
    match = _CLOCK.search(words)
    time = _TIME.match(match[0]) if match else None
    if not match or not time:
        return ""
    hour, minute = int(time[1]), int(time[2] or time[3] or 0)
    if time[4] and hour <= 12:
        hour = hour % 12 + (12 if time[4] == "p" else 0)
    zone = "Z" if match[0].rstrip().endswith(("utc", "gmt")) else ""
    return f"T{hour:02d}:{minute:02d}{zone}"


RULES: tuple[Callable[[str, Order], TimeValue | None], ...] = (
    _iso,
    _numeric,
    _day_range,
    _full,
    _quarter,
    _month_year,
    _september_11,
    _season,
    _holiday,
    _decade,
    _years,
)


def absolute(words: str, order: Order = None) -> TimeValue | None:
    """The date that ``words`` (as :func:`words.normal` makes them) name, a bare year left out."""
    for rule in RULES:
        found = rule(words, order)
        if found is not None:
            return found
    return None
