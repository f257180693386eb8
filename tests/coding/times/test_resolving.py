"""Words for a time, and the date they mean."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.times import find_times, read_time, resolve_time
from shared import gold, needs_shared

DAY = "2021-08-18"  # a Wednesday


def value(text: str, published: str | None = DAY, tense: str = "", anchor: str | None = None) -> str | None:
    found = resolve_time(text, published=published, tense=tense, anchor=anchor)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", "2021-08-17"),
        ("today", "2021-08-18"),
        ("this morning", "2021-08-18"),
        ("last night", "2021-08-17"),
        ("tomorrow", "2021-08-19"),
        ("Monday", "2021-08-16"),
        ("on Wednesday", "2021-08-18"),
        ("Saturday night", "2021-08-14"),
        ("last Wednesday", "2021-08-11"),
        ("next Friday", "2021-08-20"),
        ("last week", "2021-W32"),
        ("this week", "2021-W33"),
        ("next month", "2021-09"),
        ("last month", "2021-07"),
        ("earlier this year", "2021"),
        ("Last year", "2020"),
        ("the weekend", "2021-W32"),
        ("three days ago", "2021-08-15"),
        ("a fortnight ago", "2021-08-04"),
        ("two months ago", "2021-06"),
        ("Twenty years ago", "2001"),
        ("two decades ago", "2001"),
        ("July 4", "2021-07-04"),
        ("4 July", "2021-07-04"),
        ("December 31st", "2020-12-31"),
        ("October 31st", "2021-10-31"),
        ("Dec. 3", "2020-12-03"),
        ("in July", "2021-07"),
        ("December", "2020-12"),
        ("last August", "2020-08"),
        ("March last year", "2020-03"),
        ("on the 14th", "2021-08-14"),
        ("on the 20th", "2021-07-20"),
        ("last summer", "2020"),
        ("New Year's Day", "2021-01-01"),
        ("before the end of the month", "2021-08"),
        ("the same day", None),
        ("two days later", None),
        ("recent years", None),
        ("the 1990s", "1990/1999"),
        ("soon", None),
        ("", None),
    ],
)
def test_times_that_count_from_the_publication(text: str, expected: str | None) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 July 2019", "2019-07-04"),
        ("July 4, 2019", "2019-07-04"),
        ("the 4th of July 2019", "2019-07-04"),
        ("Sept. 11, 2001", "2001-09-11"),
        ("July 2019", "2019-07"),
        ("2019", "2019"),
        ("in early 2019", "2019"),
        ("since 2011", "2011"),
        ("2019-07-04", "2019-07-04"),
        ("February 30, 2019", None),
        ("yesterday", None),
        ("Monday", None),
        ("July", None),
    ],
)
def test_absolute_dates_need_no_publication(text: str, expected: str | None) -> None:
    assert value(text, published=None) == expected


def test_what_is_to_come_lies_ahead() -> None:
    assert value("Monday", tense="future") == "2021-08-23"
    assert value("on Wednesday", tense="future") == "2021-08-18"
    assert value("July", tense="future") == "2022-07"
    assert value("August", tense="future") == "2021-08"
    assert value("4 July", tense="future") == "2022-07-04"


def test_months_just_ahead_are_not_pushed_back_a_year() -> None:
    assert value("April 5", published="2019-03-17") == "2019-04-05"
    assert value("December 30", published="2019-01-02") == "2018-12-30"


def test_words_that_count_from_another_day_use_it() -> None:
    assert value("the same day", anchor="2021-08-10") == "2021-08-10"
    assert value("the following day", anchor="2021-08-10") == "2021-08-11"
    assert value("Two days later", anchor="2021-08-10") == "2021-08-12"
    assert value("three weeks earlier", anchor="2021-08-10") == "2021-07-20"
    # Past is told, so it cannot lie after the publication.
    assert value("two weeks later", anchor="2021-08-10") is None


def test_the_rule_and_the_granularity_are_told() -> None:
    found = resolve_time("last week", published=DAY)
    assert found is not None
    assert (found.granularity, found.rule) == ("week", "last week")


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_within_the_week_before(published: date, weekday: int) -> None:
    name = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()[weekday]
    found = date.fromisoformat(value(name, published=published.isoformat()) or "")
    assert found.weekday() == weekday
    assert timedelta(0) <= published - found < timedelta(7)


@given(
    st.text(max_size=80),
    st.one_of(st.none(), st.text(max_size=12), st.just(DAY)),
    st.sampled_from(["", "future"]),
)
def test_any_words_are_read_without_error(text: str, published: str | None, tense: str) -> None:
    found = resolve_time(text, published=published, tense=tense, anchor=published)
    assert found is None or found.granularity in ("day", "week", "month", "year")


@pytest.mark.parametrize("published", ["0001-01-02", "9999-12-31", "yesterday", "", "2021", "2021-13-01"])
def test_odd_publication_dates_are_no_error(published: str) -> None:
    for text in ("last week", "tomorrow", "300 years ago", "next month", "Feb. 29", "Monday"):
        resolve_time(text, published=published, tense="future")
        resolve_time(text, published=published)


@pytest.mark.parametrize("unit", ["the ", "twenty ", "1", "May ", "Monday, ", "last this "])
def test_long_texts_take_little_time(unit: str) -> None:
    start = time.process_time()
    resolve_time(unit * 5000, published=DAY)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the day before yesterday", "2021-08-16"),
        ("Monday's", "2021-08-16"),
        ("Monday at 3 a.m.", "2021-08-16"),
        ("a week on Monday", "2021-08-30"),
        ("Friday of last week", "2021-08-13"),
        ("a couple of days ago", "2021-08-16"),
        ("two and a half years ago", "2019-02"),
        ("twenty-two years ago", "1999"),
        ("ten years ago today", "2011-08-18"),
        ("ten years ago on Sunday", "2011-08-15"),
        ("over the weekend", "2021-W32"),
        ("the past three weeks", "2021-07-28/2021-08-18"),
        ("in the last two years", "2019/2021"),
        ("the next six months", "2021-08/2022-02"),
        ("mid-June", "2021-06"),
        ("early last month", "2021-07"),
        ("the end of May", "2021-05"),
        ("by the end of the year", "2021-12"),
        ("by the middle of next year", "2022"),
        ("December next year", "2022-12"),
        ("4 July last year", "2020-07-04"),
        ("12-14 March", "2021-03-12/2021-03-14"),
        ("between 12 and 14 March", "2021-03-12/2021-03-14"),
        ("March 12 to 14", "2021-03-12/2021-03-14"),
        ("June to August", "2021-06/2021-08"),
        ("Dec.14th", "2020-12-14"),
        ("on the fifth of the month", "2021-08-05"),
        ("last quarter", "2021-04/2021-06"),
        ("the third quarter", "2020-07/2020-09"),
        ("the third quarter of this year", "2021-07/2021-09"),
        ("the first half of the year", "2021-01/2021-06"),
        ("this decade", "2020/2029"),
        ("the past decade", "2011/2021"),
        ("this spring", "2021"),
        ("the new year", "2021"),
        ("Easter", "2021-04-04"),
        ("Good Friday", "2021-04-02"),
        ("Orthodox Easter", "2021-05-02"),
        ("last Thanksgiving", "2020-11-26"),
        ("Bastille Day", "2021-07-14"),
        # the moon, or the country, decides
        ("Eid al-Fitr", None),
        ("Ramadan", None),
        ("Independence Day", None),
        ("in recent weeks", None),
        ("the next week", "2021-W34"),
        ("three weeks", None),
    ],
)
def test_every_way_of_counting_from_the_day_of_writing(text: str, expected: str | None) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "granularity"),
    [
        ("9/11", "2001-09-11", "day"),
        ("12-14 March 2019", "2019-03-12/2019-03-14", "day"),
        ("October 25-26, 2016", "2016-10-25/2016-10-26", "day"),
        ("June to August 2020", "2020-06/2020-08", "month"),
        ("mid-June 2019", "2019-06", "month"),
        ("between 2014 and 2019", "2014/2019", "year"),
        ("2014-19", "2014/2019", "year"),
        ("early 2024", "2024", "year"),
        ("the 1990s", "1990/1999", "decade"),
        ("the early 1990s", "1990/1999", "decade"),
        ("the '80s", "1980/1989", "decade"),
        ("the nineties", "1990/1999", "decade"),
        ("the 19th century", "1801/1900", "century"),
        ("the nineteenth century", "1801/1900", "century"),
        ("Q3 2022", "2022-07/2022-09", "quarter"),
        ("the third quarter of 2022", "2022-07/2022-09", "quarter"),
        ("FY2021", "2021", "year"),
        ("fiscal year 2021", "2021", "year"),
        ("financial year 2020-21", "2021", "year"),
        ("summer 2019", "2019", "year"),
        ("the winter of 2019-20", "2019", "year"),
        ("Easter 2019", "2019-04-21", "day"),
        ("Christmas Eve 1989", "1989-12-24", "day"),
        ("23/4/2019", "2019-04-23", "day"),
        ("4/23/2019", "2019-04-23", "day"),
        ("04.05.2019", "2019-05-04", "day"),
        ("4/5/2019", None, None),
        ("1800 GMT", None, None),
        ("44 BC", None, None),
    ],
)
def test_dates_that_stand_by_themselves(text: str, expected: str | None, granularity: str | None) -> None:
    found = resolve_time(text, published=None)
    assert (found.value if found else None, found.granularity if found else None) == (expected, granularity)


def test_numeric_dates_follow_the_order_of_their_article() -> None:
    found = [resolve_time("4/5/2019", published=None, day_first=order) for order in (True, False)]
    assert [one.value for one in found if one] == ["2019-05-04", "2019-04-05"]


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("two days earlier", "2021-08-10", "2021-08-08"),
        ("a day earlier", "2021-08-10", "2021-08-09"),
        ("the previous evening", "2021-08-10", "2021-08-09"),
        ("the day before", "2021-08-10", "2021-08-09"),
        ("on the eve", "2021-08-10", "2021-08-09"),
        ("the week before", "2021-08-10", "2021-W31"),
        ("that week", "2021-08-10", "2021-W32"),
        ("hours later", "2021-08-10", "2021-08-10"),
        ("within hours", "2021-08-10", "2021-08-10"),
        ("at dawn", "2021-08-10", "2021-08-10"),
        ("two in the morning", "2021-08-10", "2021-08-10"),
        ("10:39 a.m. local time", "2021-08-10", "2021-08-10"),
        ("three months later", "2019-02", "2019-05"),
        ("three years later", "2011", "2014"),
        ("the following year", "2011", "2012"),
        # days cannot be counted from a month, nor from nothing
        ("two days later", "2021-07", None),
        ("the same day", "2021", None),
        ("days later", "2021-08-10", None),
        ("at dawn", None, None),
    ],
)
def test_what_counts_from_the_time_told_before(text: str, anchor: str | None, expected: str | None) -> None:
    found = resolve_time(text, published=DAY, anchor=anchor)
    assert (found.value if found else None) == expected
    assert found is None or found.anchor == anchor


def test_a_time_of_day_is_kept_without_breaking_the_date() -> None:
    found = resolve_time("Monday at 3 a.m.", published=DAY)
    assert found is not None and (found.value, found.timex) == ("2021-08-16", "2021-08-16T03:00")
    found = resolve_time("18:00 UTC", published=DAY)
    assert found is not None and (found.value, found.timex) == (DAY, "2021-08-18T18:00Z")


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("three weeks", "P3W"),
        ("two and a half years", "P2.5Y"),
        ("a decade", "P10Y"),
        ("twelve-hour", "PT12H"),
        ("several years", "PXY"),
        ("every day", "P1D"),
        ("weekly", "P1W"),
        ("recently", "PAST_REF"),
        ("in recent weeks", "PAST_REF"),
        ("currently", "PRESENT_REF"),
    ],
)
def test_times_without_a_date_have_no_value_and_no_granularity(text: str, timex: str) -> None:
    found = read_time(text, published=DAY)
    assert found is not None and (found.value, found.granularity, found.timex) == ("", "", timex)


def test_the_day_of_publication_is_that_of_the_pages_own_clock() -> None:
    assert value("today", published="2021-08-18T23:30:00-05:00") == "2021-08-18"
    assert value("yesterday", published="2021-08-18T00:10+09:00") == "2021-08-17"


def test_a_publication_known_by_its_month_resolves_what_is_sure() -> None:
    assert value("last month", published="2021-08") == "2021-07"
    assert value("last year", published="2021") == "2020"
    assert value("yesterday", published="2021-08") is None
    assert value("in July", published="2021") is None


def test_the_present_tense_means_the_nearest_date() -> None:
    assert value("Friday", tense="present") == "2021-08-20"
    assert value("July 4", tense="present") == "2021-07-04"
    assert value("September 4", tense="present") == "2021-09-04"
    assert value("July 4", tense="future") == "2022-07-04"


@needs_shared
def test_times_of_the_annotated_news_are_mostly_right() -> None:
    right = wrong = total = 0
    for record in gold("corpus/train", "corpus/authored"):
        published = record["article"]["published"]
        for event in record["events"]:
            tense = "future" if event["aux"] == "future" else ""
            for mark in event["times"]:
                total += 1
                found = value(mark["text"], published=published, tense=tense)
                right += found == mark["value"]
                wrong += found is not None and found != mark["value"]
    assert right / total > 0.8
    assert wrong / total < 0.1


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("that November", "2019-03-02", "2019-11"),
        ("that March", "2019", "2019-03"),
        ("the following January", "2008-10-11", "2009-01"),
        ("the following May", "2010-02", "2010-05"),
        ("the following May", "2010", "2011-05"),
        ("two days before", "2021-08-10", "2021-08-08"),
        ("at the time", "2019-12-14", "2019-12-14"),
        ("at the time", "1988", "1988"),
    ],
)
def test_months_and_days_count_from_the_time_told_of(text: str, anchor: str, expected: str) -> None:
    assert value(text, anchor=anchor) == expected
    assert value(text) is None


def test_next_thursday_on_a_wednesday_is_not_tomorrow() -> None:
    assert value("next Thursday") == "2021-08-26"
    assert value("Thursday", tense="future") == "2021-08-19"
    assert value("next Monday") == "2021-08-23"


@pytest.mark.parametrize("text", ["5 June this year", "June 5 this year", "5 June of last year"])
def test_a_day_of_this_or_last_year_is_one_expression(text: str) -> None:
    assert find_times(f"It opened on {text}.") == [(13, 13 + len(text))]
    assert value(text) == ("2020-06-05" if "last" in text else "2021-06-05")
