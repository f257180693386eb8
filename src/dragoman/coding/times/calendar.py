"""The calendar: a time as the record writes it, arithmetic on days, and holidays whose day is certain.

Values are ISO 8601 at the granularity that is known (``2021-08-21``, ``2021-W33``, ``2021-07``, ``2021``); a
stretch of several such is ``first/last``. Beside them stands the TIMEX3 value that annotated news uses,
which also has quarters, seasons, decades and lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

#: Years that can be written with four digits and still be counted back and forth from.
FIRST_YEAR, LAST_YEAR = 200, 9000


@dataclass(frozen=True, slots=True)
class TimeValue:
    """What words for a time mean.

    ``value`` is ISO, ``granularity`` how exactly that is known (day, week, month, quarter, year, decade,
    century); both are "" where the words give no date ("recently", "three weeks"). ``rule`` names how it was
    read. ``anchor`` is the ISO date it counts from, "" for a date that stands by itself. ``timex`` is the
    value in TIMEX3.
    """

    value: str
    granularity: str
    rule: str
    anchor: str = ""
    timex: str = ""


def nothing(rule: str, timex: str = "") -> TimeValue:
    """Words for a time that is no date."""
    return TimeValue("", "", rule, timex=timex)


def day_value(day: date, rule: str, *, suffix: str = "") -> TimeValue:
    """One day; ``suffix`` is what TIMEX3 writes behind it (``TMO``, ``T08:30``)."""
    return TimeValue(day.isoformat(), "day", rule, timex=day.isoformat() + suffix)


def make_day(year: int, month: int, day: int, rule: str, *, suffix: str = "") -> TimeValue | None:
    """One day given by its numbers; None where the calendar has none such."""
    try:
        return day_value(date(year, month, day), rule, suffix=suffix)
    except ValueError:
        return None


def week_value(day: date, rule: str, *, suffix: str = "") -> TimeValue:
    """The ISO week that ``day`` lies in."""
    year, week, _ = day.isocalendar()
    value = f"{year:04d}-W{week:02d}"
    return TimeValue(value, "week", rule, timex=value + suffix)


def month_value(year: int, month: int, rule: str) -> TimeValue | None:
    """A month; ``month`` may lie outside 1 to 12 and counts on into other years."""
    index = year * 12 + month - 1
    if not 12 * FIRST_YEAR <= index < 12 * (LAST_YEAR + 1):
        return None
    value = f"{index // 12:04d}-{index % 12 + 1:02d}"
    return TimeValue(value, "month", rule, timex=value)


def year_value(year: int, rule: str, *, timex: str = "") -> TimeValue | None:
    """A year, or what is known no better than by its year (``timex`` says what: ``2021-SU``, ``FY2021``)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return TimeValue(f"{year:04d}", "year", rule, timex=timex or f"{year:04d}")


def quarter_value(year: int, quarter: int, rule: str) -> TimeValue | None:
    """A quarter; ``quarter`` may lie outside 1 to 4 and counts on into other years."""
    index = year * 4 + quarter - 1
    year, quarter = index // 4, index % 4 + 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    value = f"{year:04d}-{3 * quarter - 2:02d}/{year:04d}-{3 * quarter:02d}"
    return TimeValue(value, "quarter", rule, timex=f"{year:04d}-Q{quarter}")


def half_value(year: int, half: int, rule: str) -> TimeValue:
    """Half a year."""
    value = f"{year:04d}-{6 * half - 5:02d}/{year:04d}-{6 * half:02d}"
    return TimeValue(value, "month", rule, timex=f"{year:04d}-H{half}")


def decade_value(first: int, rule: str) -> TimeValue:
    """The ten years from ``first``."""
    return TimeValue(f"{first:04d}/{first + 9:04d}", "decade", rule, timex=f"{first // 10:03d}")


def century_value(number: int, rule: str) -> TimeValue | None:
    """The ``number``-th century, the nineteenth being 1801 to 1900."""
    if not 1 <= number <= 40:
        return None
    return TimeValue(
        f"{100 * number - 99:04d}/{100 * number:04d}", "century", rule, timex=f"{number - 1:02d}"
    )


def stretch(
    first: TimeValue | None, last: TimeValue | None, rule: str, *, timex: str = ""
) -> TimeValue | None:
    """From one time to another of the same granularity; None where they do not follow each other."""
    if first is None or last is None or first.granularity != last.granularity or not first.value:
        return None
    if first.value == last.value:
        return first
    if "/" in first.value or "/" in last.value or first.value > last.value:
        return None
    value = f"{first.value}/{last.value}"
    return TimeValue(value, first.granularity, rule, timex=timex or value)


def shift_day(day: date, days: int) -> date | None:
    """``days`` later; None beyond the years that are counted in."""
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        return None
    return moved if FIRST_YEAR <= moved.year <= LAST_YEAR else None


def first_day(value: str) -> date | None:
    """The first day of an ISO value, None where it is not one."""
    value = value.partition("/")[0]
    endings = {4: "-01-01", 7: "-01", 8: "-1", 10: ""}
    try:
        return date.fromisoformat(value + endings.get(len(value), ""))
    except ValueError:
        return None


def last_day(value: str) -> date | None:
    """The last day of an ISO value, None where it is not one."""
    value = value.rpartition("/")[2]
    first = first_day(value)
    if first is None or len(value) == 10:
        return first
    if len(value) == 8:
        return shift_day(first, 6)
    following = date(first.year + 1, 1, 1) if len(value) == 4 else None
    following = following or date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following - timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday of the Western churches (Meeus, Jones and Butcher's rule)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Orthodox churches, in the civil calendar (Meeus's rule for the Julian one)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    f = d + e + 114
    julian = date(year, f // 31, f % 31 + 1)
    return julian + timedelta(days=year // 100 - year // 400 - 2)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The ``nth`` such weekday (0 is Monday) of a month; -1 is the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


#: Holidays on the same date every year. Those that a country sets its own day for ("Independence Day",
#: "Labour Day") are not here, nor those that wait for the moon to be seen (Ramadan, Eid).
FIXED = {
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "new year's": (1, 1),
    "epiphany": (1, 6),
    "orthodox christmas": (1, 7),
    "australia day": (1, 26),
    "holocaust memorial day": (1, 27),
    "valentine's day": (2, 14),
    "international women's day": (3, 8),
    "st patrick's day": (3, 17),
    "april fools' day": (4, 1),
    "anzac day": (4, 25),
    "may day": (5, 1),
    "cinco de mayo": (5, 5),
    "juneteenth": (6, 19),
    "canada day": (7, 1),
    "fourth of july": (7, 4),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "all saints' day": (11, 1),
    "day of the dead": (11, 2),
    "guy fawkes night": (11, 5),
    "bonfire night": (11, 5),
    "armistice day": (11, 11),
    "remembrance day": (11, 11),
    "veterans day": (11, 11),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
}
#: Days counted from Easter Sunday.
_FROM_EASTER = {
    "shrove tuesday": -47,
    "mardi gras": -47,
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "holy saturday": -1,
    "easter sunday": 0,
    "easter": 0,
    "easter monday": 1,
    "ascension day": 39,
    "pentecost": 49,
    "whit sunday": 49,
    "whit monday": 50,
    "corpus christi": 60,
}
#: (month, weekday, which) of American holidays.
_WEEKDAYS = {
    "martin luther king day": (1, 0, 3),
    "presidents' day": (2, 0, 3),
    "memorial day": (5, 0, -1),
    "columbus day": (10, 0, 2),
    "thanksgiving": (11, 3, 4),
    "thanksgiving day": (11, 3, 4),
}
HOLIDAYS = (*FIXED, *_FROM_EASTER, *_WEEKDAYS, "orthodox easter")


def holiday(name: str, year: int) -> date | None:
    """The day of a holiday in a year, None where it is not known for certain.

    >>> holiday("easter", 2021)
    datetime.date(2021, 4, 4)
    """
    if not 1900 <= year <= 2099:
        return None
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[name])
    if name in _WEEKDAYS:
        return nth_weekday(year, *_WEEKDAYS[name])
    return orthodox_easter(year) if name == "orthodox easter" else None
