"""Times in their places in an article: datelines, anchors, quotations."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.quotes import quoted_ranges
from dragoman.coding.times import Clock, written

DAY = "2021-08-18"  # a Wednesday


def values(text: str, published: str | None = DAY, tense: str = "") -> list[tuple[str, str]]:
    clock = Clock(text, published=published, tense=lambda _: tense, quoted=quoted_ranges(text))
    return [(text[mark.start : mark.end], mark.value.value if mark.value else "") for mark in clock.marks]


@pytest.mark.parametrize(
    ("text", "day", "source"),
    [
        ("BRUSSELS, Aug. 17 - Ministers met.", "2021-08-17", "dateline"),
        ("BRUSSELS, August 17 (Agency) \u2014 Ministers met.", "2021-08-17", "dateline"),
        ("HURDAL, Norway (Monday) - Envoys met.", "2021-08-16", "dateline"),
        ("RAMALLAH, West Bank (Aug 17) -- Envoys met.", "2021-08-17", "dateline"),
        ("Tuesday, August 17, 2021\n\nMinisters met.", "2021-08-17", "dateline"),
        # a place without a date, a date without a place, a date too far off
        ("BRUSSELS - Ministers met on August 17.", DAY, "publication"),
        ("On August 17 - a Tuesday - ministers met.", DAY, "publication"),
        ("BRUSSELS, March 3 - Ministers met.", DAY, "publication"),
        ("", DAY, "publication"),
    ],
)
def test_the_dateline_tells_when_it_was_written(text: str, day: str, source: str) -> None:
    found = written(text, DAY)
    assert (found.day, found.source) == (day, source)


def test_a_full_date_in_the_dateline_needs_no_publication() -> None:
    assert written("ROME, 3 May 2019 - Ministers met.", None).day == "2019-05-03"
    assert written("ROME, 3 May - Ministers met.", None).day is None


def test_the_body_begins_behind_the_title() -> None:
    text = "TALKS, AUGUST 1 - OVER\n\nROME, Aug 17 - They met."
    assert written(text, DAY, text.index("ROME")).day == "2021-08-17"


def test_yesterday_counts_from_the_dateline() -> None:
    assert values("ROME, Aug 17 - They met yesterday.")[-1] == ("yesterday", "2021-08-16")


def test_what_counts_from_another_time_counts_from_the_one_told_last() -> None:
    text = "It began on Monday. Two days earlier they met; the following day they left, hours later he came."
    assert [value for _, value in values(text)] == ["2021-08-16", "2021-08-14", "2021-08-15", "2021-08-15"]


def test_years_count_from_years_and_days_from_days() -> None:
    text = "On 2 May 2011 it fell. In 2013 it rose. Three years later it fell again. The same day he left."
    assert [value for _, value in values(text)][2:] == ["2016", "2011-05-02"]


def test_the_next_year_of_what_is_past_is_that_after_the_time_told_last() -> None:
    text = "It fell in 2013 and rose the next year."
    assert [value for _, value in values(text, tense="past")] == ["2013", "2014"]
    # of what is to come it is the one after this
    assert values(text, tense="future")[-1] == ("the next year", "2022")
    # and what would not be past yet counts from the day of writing
    assert values("It fell this year and rose the next year.", tense="past")[-1][1] == "2022"


def test_that_year_is_the_one_told_last() -> None:
    assert values("He fled in 2015. In February of that year he fell.")[-1] == (
        "February of that year",
        "2015-02",
    )
    assert values("He fled in 2015, and on 4 May of that same year fell.")[-1][1] == "2015-05-04"


def test_the_sunday_before_is_that_before_the_day_told_last() -> None:
    assert values("They marched on Sunday, as they did the Sunday before.")[-1] == (
        "the Sunday before",
        "2021-08-08",
    )
    # before something else it is a Sunday like any other
    assert values("They met on Tuesday, the Sunday before the vote.")[-1] == ("Sunday", "2021-08-15")


def test_the_night_of_two_days_is_both() -> None:
    assert values("They came in the night of Saturday to Sunday.") == [
        ("the night of Saturday to Sunday", "2021-08-14/2021-08-15")
    ]
    assert values("They came in the night of Saturday to Friday.")[0][1] == "2021-08-14"


def test_what_is_past_does_not_count_from_what_is_to_come() -> None:
    text = "On Monday he was held. He is due in court on 5 September 2021. The same day police came."
    assert values(text)[-1] == ("The same day", "2021-08-16")


def test_a_time_of_day_belongs_to_the_day_behind_it() -> None:
    assert values("They met on Friday. They parted at noon on Monday.")[1:] == [
        ("noon", "2021-08-16"),
        ("Monday", "2021-08-16"),
    ]


def test_midnight_in_what_is_long_past_is_none_of_last_fridays() -> None:
    text = "He was stabbed on Friday. In June 1968 he came. He shot him just after midnight."
    assert values(text)[1:] == [("June 1968", "1968-06"), ("midnight", "")]
    # within a year the day told last may still be meant
    assert values("They met on Friday. It rained in July. They left at noon.")[-1] == ("noon", "2021-08-13")


def test_today_in_a_quotation_is_the_day_it_was_said() -> None:
    text = 'He spoke on Monday. "Today we begin," he said. Today they began.'
    assert values(text)[1:] == [("Today", "2021-08-16"), ("Today", DAY)]


def test_numeric_dates_follow_the_order_of_the_other_dates() -> None:
    assert values("On 3 May 2019 and on 4/5/2019.")[-1] == ("4/5/2019", "2019-05-04")
    assert values("On May 3, 2019 and on 4/5/2019.")[-1] == ("4/5/2019", "2019-04-05")
    assert values("On 4/5/2019.")[-1] == ("4/5/2019", "")


def test_a_month_of_old_is_of_the_year_told_before() -> None:
    text = "The war began in 1943. In July the town fell."
    clock = Clock(text, published=DAY)
    start = text.index("July")
    found = [clock.read(start, start + 4, historical=old) for old in (False, True)]
    assert [one.value for one in found if one] == ["2021-07", "1943-07"]


def test_without_a_publication_only_dates_that_stand_by_themselves_resolve() -> None:
    assert values("On Monday he left. On 3 May 2019 he came; the next day he left.", published=None) == [
        ("Monday", ""),
        ("3 May 2019", "2019-05-03"),
        ("the next day", "2019-05-04"),
    ]


_WORDS = (
    'ROME , Aug 17 - "Today on Monday the next day two years later noon 2019 4/5/2019 \n\n that week .'.split(
        " "
    )
)


@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join)),
    st.one_of(st.none(), st.text(max_size=12), st.dates().map(str)),
    st.sampled_from(["", "future", "present", "past"]),
)
def test_any_text_on_any_date_is_read(text: str, published: str | None, tense: str) -> None:
    once = values(text, published, tense)
    assert once == values(text, published, tense)


@pytest.mark.parametrize(
    "unit", ["on Monday ", "two days later ", "noon on ", '"Today ', "2019 the same day ", "A, "]
)
def test_long_texts_take_time_in_their_length(unit: str) -> None:
    start = time.process_time()
    Clock(unit * 5000, published=DAY, quoted=quoted_ranges(unit * 5000))
    assert time.process_time() - start < 8


def test_what_is_told_as_past_is_of_the_year_told_of_before_not_of_one_to_come() -> None:
    text = "The army moved on October 3, 2017. He gave up his office on October 21."
    assert values(text, tense="past")[-1] == ("October 21", "2017-10-21")
    assert values("He gave up his office on October 21.", tense="past")[-1][1] == "2021-10-21"
    assert values(text, tense="future")[-1][1] == "2021-10-21"
