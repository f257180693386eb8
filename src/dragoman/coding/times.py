"""When: the words for a time in English news, and the calendar date they mean.

Dates come out in ISO form at the granularity that the words have: ``2021-08-21``, ``2021-W33``,
``2021-07`` or ``2021``. Words that count from the day of publication ("yesterday") need that day;
words that count from another event ("two days later", "the same day") are left unresolved, since
what they count from is not in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .numerals import parse_number


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A resolved time: ISO ``value``, its ``granularity`` (day, week, month, year), and the rule used."""

    value: str
    granularity: str
    rule: str


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_NUMBER = {name: i + 1 for i, name in enumerate(_MONTHS)}
_MONTH_NUMBER |= {name[:3]: i + 1 for i, name in enumerate(_MONTHS)} | {"sept": 9}
_DAY_NUMBER = {name: i for i, name in enumerate(_DAYS)}
_DAY_NUMBER |= {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}

_M = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_D = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?:mon|tues?|weds?|thu(?:rs?)?|fri"
    r"|sat|sun)\b\.)"
)
_DAY = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_COUNT = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|a hundred|a couple of|\d{1,3})"
)
_UNIT = r"(?:day|week|fortnight|month|year|decade|century|hour|minute)s?"
_PART = r"(?:morning|afternoon|evening|night|lunchtime|noon|midday|midnight|dawn|dusk)"

_FULL_DMY = re.compile(rf"\b({_DAY})(?: of)? ({_M}),? ({_YEAR})\b")
_FULL_MDY = re.compile(rf"\b({_M}) ({_DAY})(?: ?[-\u2013] ?{_DAY})?,? ({_YEAR})\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_MONTH_YEAR = re.compile(rf"\b({_M}),?(?: of)? ({_YEAR})\b")
_AGO = re.compile(rf"\b({_COUNT}) ({_UNIT}) ago\b")
_RELATIVE = re.compile(
    rf"\b(day before yesterday|day after tomorrow|yesterday|today|tonight|tomorrow"
    rf"|last night"
    rf"|this {_PART}|earlier in the day|overnight)\b"
)
_SHIFTS = {
    "yesterday": -1,
    "last night": -1,
    "overnight": -1,
    "day before yesterday": -2,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_UNITS = re.compile(r"\b(last|past|previous|this|current|next|coming) (week|month|year|weekend|decade)\b")
_WEEKDAY = re.compile(rf"\b(?:(last|past|next|this|coming|previous) )?({_D})(?!\w)")
_DAY_MONTH = re.compile(rf"\b({_DAY})(?: of)? ({_M})(?!\w)")
_MONTH_DAY = re.compile(rf"\b({_M}) ?({_DAY})\b(?!:)")
_MONTH_ALONE = re.compile(rf"\b(?:(last|past|next|this|coming) )?({_M})(?!\w)")
_YEAR_ALONE = re.compile(rf"(?<![\d.,])({_YEAR})(?![\d,.]*\d|s\b)")
_NTH = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b")
_SEASON = re.compile(r"\b(?:(last|past|next|this|coming) )?(spring|summer|autumn|winter)\b")
_WEEKEND = re.compile(r"\bweekend\b")
_HOLIDAY = re.compile(
    r"\b(new year's day|new year's eve|christmas day|christmas eve|christmas"
    r"|boxing day|may day)\b"
)
_HOLIDAYS = {
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "may day": (5, 1),
}
_COUNTED = re.compile(
    rf"\b({_COUNT}) ({_UNIT}) (?:later|earlier|afterwards|previously)\b"
    r"|\b(?:hours|minutes) (?:later|earlier)\b|\bthe (?:day|evening|night) (?:before"
    r"|after)$"
)
_SAME = re.compile(
    rf"\b(?:the same|that) (?:day|night|{_PART})\b|\bthe (?:following|next"
    rf"|previous) (?:day|{_PART})\b"
    r"|\bwithin (?:the hour|hours)\b|\bby (?:nightfall|dusk|then)\b"
)
_MONTH_THEN = re.compile(rf"\b({_M})(?: of)? (last|this|next) year\b")
_EDGE = re.compile(
    r"\b(?:end|start|beginning|middle|rest) of the (week|month|year)\b|\b(?:in"
    r"|within) the (week|month)\b"
)
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d)|\b(?:1[0-2]|[1-9]) ?[ap]\.?m\b")

#: Longest text that can be one expression of time; what is longer is cut here.
_LIMIT = 120


def resolve_time(
    text: str, *, published: str | None, tense: str = "", anchor: str | None = None
) -> TimeValue | None:
    """The date that the words ``text`` mean in an article published on ``published``.

    Args:
        text: the expression, with or without a preposition ("on Monday", "4 July 2019").
        published: the publication date, ``YYYY-MM-DD`` or longer; None when it is not known.
        tense: "future" where what is told is still to come, else "".
        anchor: the day (``YYYY-MM-DD``) last told of before these words, from which "the same day"
            and "two days later" count; without it they stay unresolved.

    Returns:
        None where the words name no date, or count from something other than the publication.
    """
    words = " ".join(text[:_LIMIT].lower().replace("\u2019", "'").split())
    found = _absolute(words)
    if found is not None:
        return found
    today = _day(published)
    if today is None or not 200 <= today.year <= 9000:
        return _bare_year(words)
    future = tense == "future"
    if _COUNTED.search(words) or _SAME.search(words):
        since = _day(anchor)
        found = _counted(words, since) if since is not None else None
        # What is told as past cannot lie after the publication: then the words counted from elsewhere.
        late = found is not None and not future and found.value > today.isoformat()
        return None if late else found
    for rule in _RULES:
        found = rule(words, today, future)
        if found is not None:
            return found
    return None


# absolute dates ---------------------------------------------------------------------------------


def _absolute(words: str) -> TimeValue | None:
    match = _ISO.search(words)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]), "ISO date")
    match = _FULL_DMY.search(words)
    if match:
        return _date(int(match[3]), _month(match[2]), _number(match[1]), "full date")
    match = _FULL_MDY.search(words)
    if match:
        return _date(int(match[3]), _month(match[1]), _number(match[2]), "full date")
    match = _MONTH_YEAR.search(words)
    if match:
        return TimeValue(f"{match[2]}-{_month(match[1]):02d}", "month", "month and year")
    return None


def _bare_year(words: str) -> TimeValue | None:
    if _MONTH_ALONE.search(words) or _WEEKDAY.search(words):
        return None
    match = _YEAR_ALONE.search(words)
    return TimeValue(match[1], "year", "year") if match else None


def _year_rule(words: str, today: date, future: bool) -> TimeValue | None:
    return _bare_year(words)


# dates that count from the publication ----------------------------------------------------------


def _ago(words: str, today: date, future: bool) -> TimeValue | None:
    match = _AGO.search(words)
    if not match:
        return None
    count = 2 if "couple" in match[1] else parse_number(match[1])
    if count is None:
        return None
    n, unit = int(count), match[2].rstrip("s")
    rule = f"{unit}s ago"
    if unit in ("hour", "minute"):
        return _value(today, rule)
    if unit == "day":
        return _value(today - timedelta(days=n), rule)
    if unit in ("week", "fortnight"):
        return _value(today - timedelta(days=n * (7 if unit == "week" else 14)), rule)
    if unit == "month":
        return _months(today, -n, rule)
    if n > 999:
        return None
    years = n * {"year": 1, "decade": 10, "century": 100}.get("century" if unit == "centurie" else unit, 1)
    return TimeValue(f"{today.year - years:04d}", "year", rule) if years < today.year else None


def _relative(words: str, today: date, future: bool) -> TimeValue | None:
    match = _RELATIVE.search(words)
    if not match:
        return None
    word = match[1]
    return _value(today + timedelta(days=_SHIFTS.get(word, 0)), word)


def _units(words: str, today: date, future: bool) -> TimeValue | None:
    match = _UNITS.search(words)
    if not match:
        return None
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(match[1], 0)
    if match[1] == "previous" and words.startswith("the "):
        return None
    unit, rule = match[2], f"{match[1]} {match[2]}"
    if unit == "week":
        return _week(today + timedelta(days=7 * step), rule)
    if unit == "weekend":
        if step > 0 or (step == 0 and today.weekday() >= 3):
            return _week(today, rule)
        return _week(today - timedelta(days=7), rule) if today.weekday() < 5 else _week(today, rule)
    if unit == "month":
        return _months(today, step, rule)
    if unit == "decade":
        return None
    return TimeValue(f"{today.year + step:04d}", "year", rule)


def _weekend(words: str, today: date, future: bool) -> TimeValue | None:
    if not _WEEKEND.search(words):
        return None
    if future or today.weekday() >= 5:
        return _week(today, "weekend")
    return _week(today - timedelta(days=7), "weekend")


def _weekday(words: str, today: date, future: bool) -> TimeValue | None:
    match = _WEEKDAY.search(words)
    if not match:
        return None
    back = (today.weekday() - _DAY_NUMBER[match[2].rstrip(".")]) % 7
    which = match[1] or ""
    if which in ("next", "coming") or (future and which not in ("last", "past", "previous")):
        ahead = 7 - back if back or which else 0
        return _value(today + timedelta(days=ahead), f"{which or 'coming'} weekday")
    if which == "this":
        return _value(today + timedelta(days=7 - back if future else -back), "this weekday")
    if which and back == 0:
        back = 7
    return _value(today - timedelta(days=back), f"{which or 'past'} weekday")


def _day_month(words: str, today: date, future: bool) -> TimeValue | None:
    match = _DAY_MONTH.search(words)
    if match:
        day, month = _number(match[1]), _month(match[2])
    else:
        match = _MONTH_DAY.search(words)
        if not match:
            return None
        day, month = _number(match[2]), _month(match[1])
    return _near(today, month, day, future, "day and month")


def _holiday(words: str, today: date, future: bool) -> TimeValue | None:
    match = _HOLIDAY.search(words)
    return _near(today, *_HOLIDAYS[match[1]], future, "holiday") if match else None


def _month_alone(words: str, today: date, future: bool) -> TimeValue | None:
    match = _MONTH_ALONE.search(words)
    if not match:
        return None
    month, which, year = _month(match[2]), match[1] or "", today.year
    if which in ("next", "coming") or (future and not which):
        year += month < today.month or (month == today.month and bool(which))
    elif which != "this":
        year -= month > today.month or (month == today.month and which in ("last", "past"))
    return TimeValue(f"{year:04d}-{month:02d}", "month", f"{which} month".strip())


def _season(words: str, today: date, future: bool) -> TimeValue | None:
    match = _SEASON.search(words)
    if not match or _YEAR_ALONE.search(words):
        return None
    which, year = match[1] or "", today.year
    first = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[match[2]]
    if which in ("next", "coming") or (future and not which):
        year += first < today.month
    elif which != "this":
        year -= first > today.month or (which in ("last", "past") and today.month < first + 3)
    return TimeValue(f"{year:04d}", "year", "season")


def _nth(words: str, today: date, future: bool) -> TimeValue | None:
    match = _NTH.search(words)
    if not match:
        return None
    day = int(match[1])
    year, month = today.year, today.month
    if not future and day > today.day:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    elif future and day < today.day:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return _date(year, month, day, "day of the month")


def _clock(words: str, today: date, future: bool) -> TimeValue | None:
    """A time of the day by itself is on the day of publication."""
    return _value(today, "time of day") if _CLOCK.search(words) and len(words) < 24 else None


def _counted(words: str, since: date) -> TimeValue | None:
    """Days that count from another day than the publication's."""
    match = _COUNTED.search(words)
    if match and match[1]:
        count = 2 if "couple" in match[1] else parse_number(match[1])
        unit, sign = (
            match[2].rstrip("s"),
            -1
            if re.search(
                r"\b(?:earlier|before"
                r"|previously)\b",
                words,
            )
            else 1,
        )
        if count is None:
            return None
        rule = f"{unit}s from the day told of"
        if unit in ("hour", "minute"):
            return _value(since, rule)
        if unit in ("day", "week", "fortnight"):
            days = sign * int(count) * {"day": 1, "week": 7, "fortnight": 14}[unit]
            return _value(since + timedelta(days=days), rule)
        if unit == "month":
            return _months(since, sign * int(count), rule)
        if unit == "year":
            return TimeValue(f"{since.year + sign * int(count):04d}", "year", rule)
        return None
    step = 1 if re.search(r"\bthe (?:following|next)\b|\bthe (?:day|evening|night) after\b", words) else 0
    if re.search(r"\bthe previous\b|\bthe (?:day|evening|night) before\b", words):
        step = -1
    return _value(since + timedelta(days=step), "the day told of")


def _this_year(words: str, today: date, future: bool) -> TimeValue | None:
    """ "March last year", "June of this year"."""
    match = _MONTH_THEN.search(words)
    if not match:
        return None
    year = today.year + {"last": -1, "next": 1}.get(match[2], 0)
    return TimeValue(f"{year:04d}-{_month(match[1]):02d}", "month", f"month {match[2]} year")


def _within(words: str, today: date, future: bool) -> TimeValue | None:
    """ "by the end of the month", "since the start of the year", "later in the week"."""
    match = _EDGE.search(words)
    if not match:
        return None
    unit = match[1] or match[2]
    if unit == "year":
        return TimeValue(f"{today.year:04d}", "year", "of the year")
    return _months(today, 0, "of the month") if unit == "month" else _week(today, "of the week")


_RULES: tuple[Callable[[str, date, bool], TimeValue | None], ...] = (
    _ago,
    _this_year,
    _day_month,
    _relative,
    _units,
    _weekday,
    _weekend,
    _holiday,
    _month_alone,
    _year_rule,
    _nth,
    _season,
    _within,
    _clock,
)


# helpers ----------------------------------------------------------------------------------------


def _day(published: str | None) -> date | None:
    if not published:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def _month(word: str) -> int:
    return _MONTH_NUMBER[word.rstrip(".")]


def _number(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _value(day: date, rule: str) -> TimeValue:
    return TimeValue(day.isoformat(), "day", rule)


def _date(year: int, month: int, day: int, rule: str) -> TimeValue | None:
    try:
        return _value(date(year, month, day), rule)
    except ValueError:
        return None


def _week(day: date, rule: str) -> TimeValue:
    year, week, _ = day.isocalendar()
    return TimeValue(f"{year:04d}-W{week:02d}", "week", rule)


def _months(today: date, step: int, rule: str) -> TimeValue | None:
    index = today.year * 12 + today.month - 1 + step
    return TimeValue(f"{index // 12:04d}-{index % 12 + 1:02d}", "month", rule) if index >= 12 else None


def _near(today: date, month: int, day: int, future: bool, rule: str) -> TimeValue | None:
    """The last such day, unless it is the best part of a year away and the next one is near."""
    options = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            options.append(date(year, month, day))
        except ValueError:
            continue
    past = [d for d in options if d <= today]
    ahead = [d for d in options if d >= today]
    if future and ahead:
        return _value(ahead[0], rule)
    if past and ahead and (today - past[-1]).days > 250 and (ahead[0] - today).days < 100:
        return _value(ahead[0], rule)
    chosen = past[-1] if past else ahead[0] if ahead else None
    return _value(chosen, rule) if chosen else None


# where the words are ----------------------------------------------------------------------------

_CAP_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_CAP_D = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_SPAN = re.compile(
    rf"(?:\b(?:[Ee]arly|[Ll]ate|[Mm]id)[ -](?:on )?|\b(?:[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming) "
    rf"|\b(?:[Tt]he) )?"
    rf"(?:\b\d{{4}}-\d\d-\d\d\b"
    rf"|\b{_DAY}(?: of)? {_CAP_M}(?:,? {_YEAR}\b)?"
    rf"|\b(?:{_CAP_D}, )?{_CAP_M} {_DAY}\b(?!:)(?:,? {_YEAR}\b)?"
    rf"|\b(?!May\b|March\b){_CAP_M}(?:,? {_YEAR}\b)?|\b(?:May|March) {_YEAR}\b|(?<=[Ii]n )(?:May|March)\b"
    rf"|(?<=[Ll]ast )(?:May|March)\b|(?<=[Ss]ince )(?:May|March)\b|(?<=[Nn]ext )(?:May|March)\b"
    rf"|\b{_CAP_D}(?: {_PART}\b)?"
    rf"|\b(?:[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|[Oo]vernight)\b(?: {_PART}\b)?"
    rf"|\b(?:(?<=[Ll]ast )night|(?<=[Tt]his )(?:morning|afternoon|evening))\b"
    rf"|(?:(?<=[Ll]ast )|(?<=[Tt]his )|(?<=[Nn]ext )|(?<=[Pp]ast ))(?:week|month|year|weekend|spring"
    rf"|summer|autumn|winter)\b"
    rf"|(?<=[Tt]he )weekend\b"
    rf"|\b(?i:{_COUNT}) (?:{_UNIT}) ago\b"
    rf"|\b{_YEAR}\b(?!,\d|s\b| (?:people|soldiers|troops|men|women|civilians|police|protesters|refugees"
    rf"|migrants)))"
)


def find_times(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Character spans of the expressions of time in ``text[start:end]``, in order, not overlapping.

    Reads by rule and misses what has no words of the calendar in it ("the same day"). Takes time
    in the length of the text.
    """
    stop = len(text) if end is None else end
    spans = []
    for match in _SPAN.finditer(text, start, stop):
        first = match.start()
        if text[first : first + 4].lower() == "the " and not match[0].lower().startswith("the weekend"):
            first += 4
        spans.append((first, match.end()))
    return spans
