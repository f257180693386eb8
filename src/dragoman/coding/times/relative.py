"""Dates that count from the day the article was written: "yesterday", "last month", "on Monday"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from dragoman.coding.times.absolute import bare_year, clock_code
from dragoman.coding.times.calendar import (
    FIRST_YEAR,
    TimeValue,
    day_value,
    decade_value,
    month_value,
    nothing,
    quarter_value,
    shift_day,
    stretch,
    week_value,
    year_value,
)
from dragoman.coding.times.nearest import (
    AHEAD,
    BACK,
    WHICH,
    YEAR_SHIFT,
    Now,
    a_holiday,
    day_month,
    days,
    month_of,
    months,
    nth,
    quarter,
    season,
)
from dragoman.coding.times.words import (
    COUNT,
    PART,
    PART_CODES,
    SOME,
    UNIT,
    WEEKDAY,
    basic,
    count_of,
    period,
    unit_of,
    weekday_number,
)

_AGO = re.compile(rf"\b({COUNT}|{SOME}) ({UNIT}) ago\b(?:,? (?:on |this |in )?({WEEKDAY}|today|week|month))?")
_SPAN = re.compile(
    rf"\b(?:the |over |in |during |for )*(last|past|previous|next|coming|following) ({COUNT}|{SOME}) "
    rf"(?:\w+ )?({UNIT})\b"
)
_AHEAD_BY = re.compile(
    rf"\bin ({COUNT}) ({UNIT})' time\b|\bin ({COUNT}) ({UNIT})\b|\b({COUNT}) ({UNIT}) from (?:now|today)\b"
)
_NAMED = re.compile(
    rf"\b(day before yesterday|day after tomorrow|yesterday|today|tonight|tomorrow|last night|overnight"
    rf"|this (?:very )?({PART})|later in the day|earlier in the day)\b(?: ({PART}))?"
)
_SHIFTS = {
    "yesterday": -1,
    "last night": -1,
    "overnight": -1,
    "day before yesterday": -2,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_UNITS = re.compile(rf"\b{WHICH} (week|month|year|weekend|quarter|decade|century)\b")
_SCHOOL = re.compile(r"\b(?:last|this|next) (?:school|academic|fiscal|financial|calendar) year\b")
_WEEKDAY = re.compile(rf"\b(?:{WHICH} )?({WEEKDAY})(?!\w)(?: (week)\b)?(?: ({PART}))?")
_WEEK_ON = re.compile(
    rf"\b(?:a week (?:on|from|next) ({WEEKDAY})|({WEEKDAY}) of (last|this|next) week)(?!\w)"
)
_NIGHT = re.compile(rf"\bnight (?:of|from) ({WEEKDAY}) (?:to|through) ({WEEKDAY})(?!\w)")
_WEEKEND = re.compile(r"\bweekend\b")
_EDGE = re.compile(
    r"\b(?:(end|close|start|beginning|turn|middle|rest|course) of (?:the|this|(last|next)) (week|month"
    r"|year|decade)"
    r"|(?:later|earlier|late|early) (?:in|this|(last|next)) (?:the )?(week|month|year)"
    r"|so far this (week|month|year)|(?:with)?in the (week|month|year)|the (week|month|year))\b"
)
_YEAR_END = re.compile(r"\b(?:year's end|year-end|end of the year|end of this year|close of the year)\b")
_NEW_YEAR = re.compile(r"\bthe new year\b(?! ?'s)")
_TODAYS = re.compile(r"\b(?:the (?:start|end|close|rest) of the day|late in the day)\b")


def _ago(words: str, now: Now) -> TimeValue | None:
    match = _AGO.search(words)
    if not match:
        return None
    count, unit = count_of(match[1]), unit_of(match[2])
    if count is None:
        return nothing("an unknown time ago", "PAST_REF")
    rule = f"{match[1]} {match[2]} ago"
    if match[3] and unit in ("year", "decade", "week"):
        return _anniversary(match[3], count, unit, now, rule)
    return back_from(now.today, -count, unit, rule)


def _anniversary(what: str, count: float, unit: str, now: Now, rule: str) -> TimeValue | None:
    """ "ten years ago today", "a year ago this week", "a week ago on Monday"."""
    rule = f"{rule}, {what}"
    if unit == "week":
        if what in ("today", "week", "month"):
            return back_from(now.today, -count, unit, rule)
        day = _past_weekday(now.today, weekday_number(what))
        moved = shift_day(day, -7 * int(count)) if day else None
        return day_value(moved, rule) if moved else None
    years = int(basic(count, unit)[0])
    if what == "month":
        return month_value(now.today.year - years, now.today.month, rule)
    day = now.today if what in ("today", "week") else _past_weekday(now.today, weekday_number(what))
    if day is None or day.year - years < FIRST_YEAR:
        return None
    try:
        then = day.replace(year=day.year - years)
    except ValueError:  # 29 February
        then = day.replace(year=day.year - years, day=28)
    return week_value(then, rule) if what == "week" else day_value(then, rule)


def back_from(since: date, count: float, unit: str, rule: str) -> TimeValue | None:
    """``count`` units from a day, back where it is negative, at the unit's granularity.

    Weeks give a day: "two weeks ago" is told of one.
    """
    count, unit = basic(count, unit)
    if unit in ("second", "minute", "hour"):
        moved = shift_day(since, int(count * {"second": 0, "minute": 0, "hour": 1}[unit] / 24))
        return day_value(moved, rule) if moved else None
    if unit in ("day", "week"):
        moved = shift_day(since, int(count * (7 if unit == "week" else 1)))
        return day_value(moved, rule) if moved else None
    if unit in ("month", "quarter"):
        return month_value(since.year, since.month + int(count * (3 if unit == "quarter" else 1)), rule)
    if count != int(count):
        return month_value(since.year, since.month + int(count * 12), rule)
    return year_value(since.year + int(count), rule)


def _span(words: str, now: Now) -> TimeValue | None:
    """ "the past three weeks", "the next two years": a stretch that ends or begins today."""
    match = _SPAN.search(words)
    if not match:
        return None
    count, unit, ahead = count_of(match[2]), unit_of(match[3]), match[1] in AHEAD
    if match[1] in ("following", "previous"):
        return None  # counts from another time
    length = period(count, unit)
    if count is None:
        return nothing(f"{match[1]} {match[2]} {match[3]}", length)
    rule = f"the {match[1]} {match[2]} {match[3]}"
    far = back_from(now.today, count if ahead else -count, unit, rule)
    if far is None:
        return None
    near = day_value(now.today, rule)
    if far.granularity == "month":
        near = month_value(now.today.year, now.today.month, rule) or near
    elif far.granularity == "year":
        near = year_value(now.today.year, rule) or near
    if far.value == near.value:
        return TimeValue(far.value, far.granularity, rule, timex=length)
    return stretch(near, far, rule, timex=length) if ahead else stretch(far, near, rule, timex=length)


def _ahead_by(words: str, now: Now) -> TimeValue | None:
    match = _AHEAD_BY.search(words)
    if not match:
        return None
    number, word = match[1] or match[3] or match[5], match[2] or match[4] or match[6]
    count = count_of(number)
    if count is None:
        return None
    if match[3] and not now.future:
        return nothing("a length of time", period(count, unit_of(word)))
    return back_from(now.today, count, unit_of(word), f"{number} {word} from the day of writing")


def _named(words: str, now: Now) -> TimeValue | None:
    match = _NAMED.search(words)
    if not match:
        return None
    name = match[1]
    part = match[2] or match[3] or {"last night": "night", "tonight": "night", "overnight": "night"}.get(name)
    day = shift_day(now.today, _SHIFTS.get(name, 0))
    if day is None:
        return None
    return day_value(day, name, suffix=clock_code(words) or PART_CODES.get(part or "", ""))


def _units(words: str, now: Now) -> TimeValue | None:
    match = _UNITS.search(words)
    if not match:
        return None
    which, unit, today = match[1].removeprefix("this ") if match[1] != "this" else "this", match[2], now.today
    if which in ("following", "previous") and words.startswith("the "):
        return None  # counts from another time
    step = -1 if which in BACK else 1 if which in AHEAD else 0
    rule = f"{match[1]} {unit}"
    if unit == "week":
        day = shift_day(today, 7 * step)
        return week_value(day, rule) if day else None
    if unit == "weekend":
        return _a_weekend(step, now, rule)
    if unit == "month":
        return month_value(today.year, today.month + step, rule)
    if unit == "quarter":
        return quarter_value(today.year, (today.month - 1) // 3 + 1 + step, rule)
    if unit == "year":
        return year_value(today.year + step, rule)
    if unit == "century":
        return nothing(rule)
    if which == "past":
        return stretch(year_value(today.year - 10, rule), year_value(today.year, rule), rule, timex="P10Y")
    return decade_value(today.year - today.year % 10 + 10 * step, rule)


def _a_weekend(step: int, now: Now, rule: str) -> TimeValue | None:
    """The ISO week that the weekend ends: before Thursday "this weekend" told as past is the last one."""
    weekday = now.today.weekday()
    if step < 0:
        back = 7 if weekday < 5 else 7 if rule.startswith("last") else 0
    elif step > 0 or now.future or weekday >= 5:
        back = -7 if step > 0 and rule.startswith("next") and weekday >= 5 else 0
    else:
        back = 0 if rule.startswith("this") and weekday >= 3 else 7
    day = shift_day(now.today, -back)
    return week_value(day, rule, suffix="-WE") if day else None


def _weekend(words: str, now: Now) -> TimeValue | None:
    return _a_weekend(0, now, "the weekend") if _WEEKEND.search(words) else None


def _past_weekday(today: date, weekday: int) -> date | None:
    return shift_day(today, -((today.weekday() - weekday) % 7))


def _night(words: str, now: Now) -> TimeValue | None:
    """ "the night of Saturday to Sunday": both days."""
    match = _NIGHT.search(words)
    if not match:
        return None
    first = _weekday(match[1], now)
    day = shift_day(date.fromisoformat(first.value), 1) if first else None
    if first is None or day is None or day.weekday() != weekday_number(match[2]):
        return None
    return stretch(first, day_value(day, first.rule), "the night between two days")


def _weekday(words: str, now: Now) -> TimeValue | None:
    match = _WEEK_ON.search(words)
    if match:
        weekday = weekday_number(match[1] or match[2])
        week = 1 if match[1] else YEAR_SHIFT[match[3]]
        if match[1]:  # "a week on Monday" is the Monday after the coming one
            ahead = (weekday - now.today.weekday()) % 7 + 7
        else:
            ahead = weekday - now.today.weekday() + 7 * week
        day = shift_day(now.today, ahead)
        return day_value(day, "weekday of a week") if day else None
    match = _WEEKDAY.search(words)
    if not match:
        return None
    which = (match[1] or "").removeprefix("this ") if match[1] != "this" else "this"
    back = (now.today.weekday() - weekday_number(match[2])) % 7
    code = clock_code(words) or PART_CODES.get(match[4] or "", "")
    if match[3] or which in AHEAD or (now.future and which not in BACK):
        # a future weekday of the same name as today is today, unless it is the "next" one
        steps = 7 - back if back or which in AHEAD else 0
        # "next Thursday" written on a Wednesday is not tomorrow
        steps += 7 if match[3] or (which == "next" and steps == 1) else 0
        rule = f"{which or 'coming'} weekday"
    elif which == "this":
        steps, rule = -back, "this weekday"
    else:
        steps, rule = -(back or 7) if which in BACK else -back, f"{which or 'past'} weekday"
    day = shift_day(now.today, steps)
    return day_value(day, rule, suffix=code) if day else None


def _edge(words: str, now: Now) -> TimeValue | None:
    """ "by the end of the month", "since the start of the year", "later in the week"."""
    if _NEW_YEAR.search(words):
        return year_value(now.today.year + now.future, "the new year")
    if _YEAR_END.search(words):
        return month_value(now.today.year, 12, "the end of the year")
    if _TODAYS.search(words):
        return day_value(now.today, "of the day")
    match = _EDGE.search(words)
    if not match:
        return None
    unit = match[3] or match[5] or match[6] or match[7] or match[8]
    step = YEAR_SHIFT.get(match[2] or match[4] or "this", 0)
    if unit == "decade":
        return decade_value(now.today.year - now.today.year % 10 + 10 * step, "of the decade")
    if unit == "year":
        return year_value(now.today.year + step, "of the year")
    if unit == "month":
        return month_value(now.today.year, now.today.month + step, "of the month")
    day = shift_day(now.today, 7 * step)
    return week_value(day, "of the week") if day else None


def _year(words: str, now: Now) -> TimeValue | None:
    return bare_year(words)


RULES: tuple[Callable[[str, Now], TimeValue | None], ...] = (
    _ago,
    days,
    day_month,
    a_holiday,
    _named,
    _night,
    _weekday,
    months,
    month_of,
    quarter,
    season,
    _units,
    _span,
    nth,
    _edge,
    _weekend,
    _year,
    _ahead_by,
)


def relative(words: str, now: Now) -> TimeValue | None:
    """The date that ``words`` mean, read on the day ``now.today``."""
    if _SCHOOL.search(words):
        match = re.search(r"\b(last|this|next)\b", words)
        year = now.today.year + YEAR_SHIFT[match[1]] if match else now.today.year
        return year_value(year, "a year by another calendar")
    for rule in RULES:
        found = rule(words, now)
        if found is not None:
            return found
    return None
