"""What all layouts of the field share: which events they tell, and cells that break no line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dragoman.export.columns import Options, Tally
from dragoman.export.facts import UNREAL, Side, day
from dragoman.records import Coding, Event

JOINT = "; "
# Tabs and all that Python, R or a spreadsheet takes for the end of a line; NUL, which many readers stop at.
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNSOUND = re.compile("[\x00\ud800-\udfff]")


def one_line(text: str) -> str:
    """The text without what would break a row: breaks become a space, what UTF-8 cannot hold U+FFFD."""
    return _UNSOUND.sub("\ufffd", _BREAKS.sub(" ", text))


def joined(parts: Iterable[str], mark: str = JOINT) -> str:
    """The parts in one cell; the mark within a part gives way to a comma, so that they can be told apart."""
    sign = mark.strip()
    return mark.join(
        part if sign not in part else part.replace(sign, "," if sign != "," else " ") for part in parts
    )


def events_told(coding: Coding, options: Options, tally: Tally) -> Iterator[tuple[Event, str]]:
    """The events that a layout can tell, with their day or ""; counts what cannot be said."""
    for event in coding.events:
        if event.aux in UNREAL and not options.every:
            tally.unreal += 1
            continue
        when = day(coding.article, event, options.undated)
        if not when:
            tally.undated += 1
            if options.undated == "drop":
                continue
        yield event, when


def identity(side: Side) -> str:
    """The id of one side of an act, "" where it is open."""
    return side[0].id if side else ""


def compact(day: str) -> str:
    """2021-07-03 as 20210703."""
    return day.replace("-", "")
