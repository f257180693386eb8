"""The calendar: holidays, and arithmetic at the edges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.times.calendar import (
    HOLIDAYS,
    easter,
    first_day,
    holiday,
    month_value,
    nth_weekday,
    orthodox_easter,
    quarter_value,
    shift_day,
    stretch,
    year_value,
)


@pytest.mark.parametrize(
    ("year", "western", "eastern"),
    [
        (1961, (4, 2), (4, 9)),
        (2000, (4, 23), (4, 30)),
        (2013, (3, 31), (5, 5)),
        (2021, (4, 4), (5, 2)),
        (2025, (4, 20), (4, 20)),
    ],
)
def test_easter_of_both_churches(year: int, western: tuple[int, int], eastern: tuple[int, int]) -> None:
    assert (easter(year), orthodox_easter(year)) == (date(year, *western), date(year, *eastern))


@given(st.integers(1900, 2099))
def test_both_easters_are_sundays_in_spring(year: int) -> None:
    for day in (easter(year), orthodox_easter(year)):
        assert day.weekday() == 6 and date(year, 3, 22) <= day <= date(year, 5, 8)


@given(st.sampled_from(HOLIDAYS), st.integers(1, 9999))
def test_every_holiday_has_a_day_or_none(name: str, year: int) -> None:
    found = holiday(name, year)
    assert (found is not None and found.year == year) == (1900 <= year <= 2099)


def test_weekdays_of_a_month_count_from_both_ends() -> None:
    assert nth_weekday(2021, 11, 3, 4) == date(2021, 11, 25)
    assert nth_weekday(2021, 5, 0, -1) == date(2021, 5, 31)
    assert nth_weekday(2021, 12, 4, -1) == date(2021, 12, 31)


def test_months_and_quarters_count_on_into_other_years() -> None:
    month, quarter = month_value(2021, 13, ""), quarter_value(2021, 0, "")
    assert month and quarter
    assert (month.value, quarter.value, quarter.timex) == ("2022-01", "2020-10/2020-12", "2020-Q4")


def test_a_stretch_needs_an_order() -> None:
    assert stretch(year_value(2019, ""), year_value(2014, ""), "") is None
    assert stretch(year_value(2019, ""), month_value(2020, 1, ""), "") is None


def test_what_lies_beyond_the_calendar_is_none() -> None:
    assert shift_day(date(2021, 1, 1), -(10**9)) is None and shift_day(date(9000, 12, 31), 1) is None
    assert year_value(0, "") is None and month_value(20000, 1, "") is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2021", (2021, 1, 1)),
        ("2021-07", (2021, 7, 1)),
        ("2021-W33", (2021, 8, 16)),
        ("2019-02-03/2019-02-05", (2019, 2, 3)),
    ],
)
def test_values_begin_on_a_day(value: str, day: tuple[int, int, int]) -> None:
    assert first_day(value) == date(*day)
    assert first_day("soon") is None
