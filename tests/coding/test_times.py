"""Words for a time, and the date they mean."""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.times import find_times, resolve_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
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


def spans(text: str) -> list[str]:
    return [text[a:b] for a, b in find_times(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Troops left on Monday night.", ["Monday night"]),
        ("He met them last week and on July 4, 2019.", ["last week", "July 4, 2019"]),
        ("Two years ago, in May, it began; May 2019 saw more.", ["Two years ago", "May", "May 2019"]),
        ("May I go? He may march.", []),
        ("Some 2000 people fled in 2011.", ["2011"]),
        ("They arrived yesterday at the weekend.", ["yesterday", "the weekend"]),
        ("Nothing here.", []),
    ],
)
def test_times_are_found_in_a_sentence(text: str, found: list[str]) -> None:
    assert spans(text) == found


def test_only_the_part_asked_for_is_read() -> None:
    text = "On Monday he left. On Tuesday he came."
    assert [text[a:b] for a, b in find_times(text, 19, len(text))] == ["Tuesday"]


@given(st.text(max_size=200))
def test_spans_are_in_order_and_apart(text: str) -> None:
    last = 0
    for start, end in find_times(text):
        assert last <= start < end <= len(text)
        last = end


@pytest.mark.parametrize("unit", ["the ", "twenty ", "1", "May ", "Monday, ", "last this "])
def test_long_texts_take_little_time(unit: str) -> None:
    start = time.process_time()
    find_times(unit * 5000)
    resolve_time(unit * 5000, published=DAY)
    assert time.process_time() - start < 5


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
