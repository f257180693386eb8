"""When: the words for a time in English news, and the calendar date they mean.

In comes an article's text with its publication date; out come the expressions of time in it
(:func:`find_expressions`) and what they mean (:func:`resolve_time` for one by itself, :class:`Clock` for
all of an article in their places). Dates are ISO at the granularity that the words have. Words that count
from the day of writing ("yesterday") use the dateline's day or the publication's; words that count from
another time ("two days later") the one told before. What is not certain stays open: a numeric date that may
be day or month first, a feast that waits for the moon.
"""

from dragoman.coding.times.calendar import TimeValue, first_day, last_day
from dragoman.coding.times.clock import Clock, Mark
from dragoman.coding.times.dateline import Written, written
from dragoman.coding.times.finding import KINDS, Expression, find_expressions, find_times
from dragoman.coding.times.resolving import read_time, resolve_time, shifted

__all__ = [
    "KINDS",
    "Clock",
    "Expression",
    "Mark",
    "TimeValue",
    "Written",
    "find_expressions",
    "find_times",
    "first_day",
    "last_day",
    "read_time",
    "resolve_time",
    "shifted",
    "written",
]
