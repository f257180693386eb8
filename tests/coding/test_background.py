"""An act's date decides whether it is news or background."""

from __future__ import annotations

from dragoman.coding import Coder


def aux(text: str, published: str, trigger: str) -> str:
    coding = Coder().code(text, published=published)
    (found,) = [e.aux for e in coding.events if trigger in e.trigger.text]
    return found


def test_what_is_dated_years_ago_is_background() -> None:
    text = "KABUL - Taliban fighters attacked the army base in Kunduz in {}, killing 40 soldiers."
    assert aux(text.format("June 2012"), "2019-09-03", "attacked") == "historical"
    assert aux(text.format("August 2019"), "2019-09-03", "attacked") == ""


def test_without_a_publication_date_nothing_is_aged() -> None:
    text = "Taliban fighters attacked the army base in Kunduz on Monday, killing 40 soldiers."
    assert aux(text, "2019-09-03", "attacked") == ""


def test_the_reason_is_told() -> None:
    coding = Coder().code("In 2003 police arrested the opposition leader in Harare.", published="2019-09-03")
    event = coding.events[0]
    assert event.aux == "historical"
