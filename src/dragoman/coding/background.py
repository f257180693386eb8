"""Background told apart from news by its date.

What took place more than about a year before the article was written is background ("historical"), what
took place in the months before it is not; where the words give a date, that settles it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.coding.times import Written, first_day, last_day
from dragoman.records import Why

if TYPE_CHECKING:
    from dragoman.coding.events import Made

#: Days. In between, annotators differ.
OLD, RECENT = 400, 200
#: Sources of a date that the text tells.
_TOLD = frozenset(("time", "clause"))


def by_date(made: Iterable[Made], written: Written) -> None:
    """Set ``aux`` of dated events that are reported as done, with the reason in ``why``."""
    today = first_day(written.day) if written.day else None
    if today is None:
        return
    for event in made:
        if event.date is None or event.date.source not in _TOLD or event.draft.aux not in ("", "historical"):
            continue
        first, last = first_day(event.date.value), last_day(event.date.value)
        if first is None or last is None:
            continue
        if event.draft.aux == "" and (today - last).days > OLD:
            event.draft.aux = "historical"
            event.why.append(Why("aux", f"{event.date.value} is more than a year before {written.day}"))
        elif event.draft.aux and event.times and (today - first).days < RECENT:
            event.draft.aux = ""
            event.why.append(Why("aux", f"{event.date.value} is within months of {written.day}"))
