"""Where the words for a time stand in running text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.times import KINDS, find_expressions, find_times


def kinds(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in find_expressions(text)]


def spans(text: str) -> list[str]:
    return [text[a:b] for a, b in find_times(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Troops left on Monday night.", ["Monday night"]),
        ("He met them last week and on July 4, 2019.", ["last week", "July 4, 2019"]),
        ("Two years ago, in May, it began; May 2019 saw more.", ["Two years ago", "May", "May 2019"]),
        ("May I go? He may march. Theresa May resigned.", []),
        ("Some 2000 people fled in 2011.", ["2011"]),
        ("In August 1988 soldiers fired.", ["August 1988"]),
        ("They arrived yesterday at the weekend.", ["yesterday", "the weekend"]),
        ("Monday's talks; 12-14 March 2019; March 12-14", ["Monday", "12-14 March 2019", "March 12-14"]),
        ("between 12 and 14 March, between 2014 and 2019", ["12 and 14 March", "2014 and 2019"]),
        ("on Wednesday, 4 July 2019, at 3 a.m. local time", ["Wednesday, 4 July 2019", "3 a.m. local time"]),
        ("Thursday, Dec. 15 and Dec.14th", ["Thursday, Dec. 15", "Dec.14th"]),
        ("the Sept. 11 attacks, 9/11", ["Sept. 11", "9/11"]),
        ("in the early 1990s and the '80s", ["the early 1990s", "the '80s"]),
        (
            "Q3 2022, FY2021, the third quarter of last year",
            ["Q3 2022", "FY2021", "the third quarter of last year"],
        ),
        ("the nineteenth century, the summer of 2019", ["the nineteenth century", "the summer of 2019"]),
        ("On Good Friday and St. Patrick\u2019s Day", ["Good Friday", "St. Patrick\u2019s Day"]),
        (
            "The following day, a day earlier, the same night.",
            ["The following day", "a day earlier", "the same night"],
        ),
        ("By the end of the year, early last month", ["the end of the year", "early last month"]),
        ("The index fell 16.03 to 1,992.27; it cost $2019.", []),
        ("Nothing here.", []),
    ],
)
def test_dates_are_found_in_a_sentence(text: str, found: list[str]) -> None:
    assert spans(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in the past three weeks", [("the past three weeks", "duration")]),
        ("for two and a half years", [("two and a half years", "duration")]),
        ("a 12-year low, six straight days", [("12-year", "duration"), ("six straight days", "duration")]),
        ("a 52-year-old man, two years old", []),
        ("every day and weekly", [("every day", "set"), ("weekly", "set")]),
        (
            "recently, in recent years, now",
            [("recently", "vague"), ("recent years", "vague"), ("now", "vague")],
        ),
        ("at 18:00 UTC", [("18:00 UTC", "time")]),
        ("at 9.30pm, at 14.05", [("9.30pm", "time"), ("14.05", "time")]),
        ("A second plane came.", []),
    ],
)
def test_lengths_and_vague_words_are_told_from_dates(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds(text) == found


def test_only_the_part_asked_for_is_read() -> None:
    text = "On Monday he left. On Tuesday he came."
    assert [text[a:b] for a, b in find_times(text, 19, len(text))] == ["Tuesday"]


_WORDS = (
    "the 12 March May 2019 - , two days ago last Monday's noon 9/11 '80s Q3 of weeks at 3 p.m. \n\n x".split(
        " "
    )
)


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)))
def test_expressions_are_in_order_and_apart_and_the_same_again(text: str) -> None:
    last = 0
    found = find_expressions(text)
    for one in found:
        assert last <= one.start < one.end <= len(text)
        assert one.kind in KINDS
        last = one.end
    assert found == find_expressions(text)


@pytest.mark.parametrize(
    "unit", ["the ", "twenty ", "1", "May ", "Monday, ", "last this ", "'", "two days ", "12-", "\n"]
)
def test_long_texts_take_time_in_their_length(unit: str) -> None:
    start = time.process_time()
    find_expressions(unit * 20000)
    assert time.process_time() - start < 5
