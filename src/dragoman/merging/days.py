"""Days between which an ISO date of any exactness lies."""

from __future__ import annotations

import calendar
import re
from datetime import date

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_YEAR = re.compile(r"\d{4}")


def days(value: str) -> tuple[str, str] | None:
    """First and last day of an ISO date of any granularity, or of ``first/last``; None where it is none."""
    first, _, last = value.partition("/")
    try:
        begin, end = _days(first), _days(last or first)
    except (ValueError, calendar.IllegalMonthError):
        return None
    return (begin[0], end[1]) if begin and end else None


def _days(value: str) -> tuple[str, str] | None:
    if _YEAR.fullmatch(value):
        return f"{value}-01-01", f"{value}-12-31"
    if match := _MONTH.fullmatch(value):
        last = calendar.monthrange(int(match[1]), int(match[2]))[1]
        return f"{value}-01", f"{value}-{last:02}"
    if match := _WEEK.fullmatch(value):
        year, week = int(match[1]), int(match[2])
        return date.fromisocalendar(year, week, 1).isoformat(), date.fromisocalendar(
            year, week, 7
        ).isoformat()
    return (value, value) if date.fromisoformat(value).isoformat() == value else None
