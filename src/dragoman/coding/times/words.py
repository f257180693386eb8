"""The vocabulary of time in English news: names, numbers, units, and the patterns made of them.

The patterns are for words in small letters with single spaces, as :func:`normal` makes them; ``finding``
reads running text with the same ones.
"""

from __future__ import annotations

import re

from dragoman.coding.numerals import parse_number

MONTH_NAMES = "january february march april may june july august september october november december".split()
DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = {name: i + 1 for i, name in enumerate(MONTH_NAMES)}
_MONTHS |= {name[:3]: i + 1 for i, name in enumerate(MONTH_NAMES)} | {"sept": 9}
_DAYS = {name: i for i, name in enumerate(DAY_NAMES)}
_DAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3}
_DAYS |= {"fri": 4, "sat": 5, "sun": 6}
_ORDINALS = {
    word: i + 1
    for i, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
            " twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth"
            " twenty-ninth thirtieth thirty-first"
        ).split()
    )
}
#: The decades that have a name, in tens of years.
DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}

#: A month, short or long; group-free, like all patterns here.
MONTH = rf"(?:{'|'.join(MONTH_NAMES)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
#: A day of the week; the short form needs its full stop.
WEEKDAY = rf"(?:{'|'.join(DAY_NAMES)}|(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b\.)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
YEAR = r"(?:1[1-9]\d\d|20\d\d)(?!\d)"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
#: A number of units of time.
COUNT = (
    rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?(?: and a half)?|(?:{_ONES}) and a half|{_TEENS}|{_ONES}"
    rf"|an?\b(?: (?:couple of|dozen|hundred))?|half an?"
    r"|\d{1,3}(?:\.\d)?)"
)
#: A number that nobody counted.
SOME = r"(?:several|a few|few|many|some|a number of|countless)"
UNIT = r"(?:second|minute|hour|day|weekend|week|fortnight|month|quarter|year|decade|centur(?:y|ie))s?"
#: A part of the day.
PART = (
    r"(?:morning|afternoon|evening|night|lunchtime|noon|midday|midnight|dawn|dusk|nightfall|daybreak"
    r"|sunset|sunrise)"
)
SEASON = r"(?:spring|summer|autumn|winter)"
ORDINAL = rf"(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|\d{{1,2}}(?:st|nd|rd|th))"
#: A clock time; the zone behind it is part of it.
CLOCK = (
    r"(?:(?<![\d.:,])(?:(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d.:]*\d)(?: ?[ap]\.?m\b\.?)?|(?:1[0-2]|[1-9]) "
    r"?[ap]\.?m\b\.?"
    r"|(?:[01]\d|2[0-3])[0-5]\d(?= (?:utc|gmt|hours|local)))"
    r"(?: (?:hours|local time|utc|gmt|est|edt|cet|bst|pst|pdt|cst)\b)?)"
)
DECADE_NAME = rf"(?:{'|'.join(DECADES)})"

#: TIMEX3's letters for the parts of a day.
PART_CODES = {
    "morning": "TMO",
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "lunchtime": "TMI",
    "noon": "T12:00",
    "midday": "T12:00",
    "midnight": "T24:00",
    "nightfall": "TEV",
}
SEASON_CODES = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
_UNIT_CODES = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_LONGER = {"fortnight": ("week", 2), "decade": ("year", 10), "century": ("year", 100), "weekend": ("day", 2)}

_SPACES = re.compile(r"\s+")


def normal(text: str) -> str:
    """Small letters, straight apostrophes, plain hyphens, single spaces."""
    text = text.lower().replace("\u2019", "'").replace("\u2011", "-").replace("\u2013", "-")
    return _SPACES.sub(" ", text.replace("\u2014", "-").replace("\u2018", "'")).strip()


def month_number(word: str) -> int:
    """1 to 12; the word must be a month's name."""
    return _MONTHS[word.rstrip(".")]


def weekday_number(word: str) -> int:
    """0 (Monday) to 6; the word must be a day's name."""
    return _DAYS[word.rstrip(".")]


def day_number(word: str) -> int:
    """The number in "4" or "4th"."""
    return int("".join(letter for letter in word if letter in "0123456789") or 0)


def ordinal_number(word: str) -> int:
    """The number in "4th" or "fourth"."""
    return _ORDINALS.get(word) or day_number(word)


def count_of(words: str) -> float | None:
    """The number that ``COUNT`` matched."""
    if words in ("a", "an"):
        return 1
    if words.endswith(" and a half"):
        whole = count_of(words.removesuffix(" and a half"))
        return None if whole is None else whole + 0.5
    if words.startswith("half"):
        return 0.5
    if "couple" in words:
        return 2
    number = parse_number(words)
    return None if number is None else float(number)


def unit_of(word: str) -> str:
    """The singular: "days" is "day", "centuries" is "century"."""
    return "century" if word.startswith("centur") else word.rstrip("s")


def basic(count: float, unit: str) -> tuple[float, str]:
    """Fortnights and weekends, decades and centuries in weeks, days and years."""
    longer, times = _LONGER.get(unit, (unit, 1))
    return count * times, longer


def period(count: float | None, unit: str) -> str:
    """TIMEX3's value of a length of time: ``P3W``, ``PT12H``, ``PXY`` for an unknown number of years."""
    number = "X"
    if count is not None:
        count, unit = basic(count, unit)
        number = f"{count:g}"
    elif unit in _LONGER:
        unit = _LONGER[unit][0]
    if unit in ("hour", "minute", "second"):
        return f"PT{number}{unit[0].upper()}"
    return f"P{number}{_UNIT_CODES[unit]}"
