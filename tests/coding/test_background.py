"""An act's date decides whether it is news or background."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from dragoman.coding import Coder
from dragoman.coding.background import by_date
from dragoman.coding.times import Written
from dragoman.records import EventDate


def aux(text: str, published: str, trigger: str) -> str:
    coding = Coder().code(text, published=published)
    (found,) = [e.aux for e in coding.events if trigger in e.trigger.text]
    return found


def test_what_is_dated_years_ago_is_background() -> None:
    text = "KABUL - Taliban fighters attacked the army base in Kunduz in {}, killing 40 soldiers."
    assert aux(text.format("June 2012"), "2019-09-03", "attacked") == "historical"
    assert aux(text.format("August 2019"), "2019-09-03", "attacked") == ""


def test_without_a_publication_date_nothing_is_aged() -> None:
    event, other = made("2012-06", ""), made("2019-08-20", "historical")
    by_date([event, other], Written(None, "publication"))
    assert (event.draft.aux, other.draft.aux) == ("", "historical")


def test_the_reason_is_told_and_what_is_planned_or_denied_stays_so() -> None:
    old, late, planned = made("2012-06", ""), made("2019-08-20", "historical"), made("2012-06", "negation")
    by_date([old, late, planned], Written("2019-09-03", "publication"))
    assert [e.draft.aux for e in (old, late, planned)] == ["historical", "", "negation"]
    assert [[why.field for why in e.why] for e in (old, late, planned)] == [["aux"], ["aux"], []]


def made(date: str, aux: str) -> Any:
    """An event with a time of its own, as far as this rule looks at it."""
    told, draft = EventDate(date, "day", "time"), SimpleNamespace(aux=aux)
    return SimpleNamespace(date=told, times=[date], draft=draft, why=[])
