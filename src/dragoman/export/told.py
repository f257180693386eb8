"""What all layouts of the field share: which events they tell, and cells that break no line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dragoman.export.columns import Options, Tally
from dragoman.export.facts import UNREAL, Side, day, number
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


def events_told(
    coding: Coding, options: Options, tally: Tally, *, leading: bool = True
) -> Iterator[tuple[Event, str]]:
    """The events that a layout can tell, with their day or ""; counts what cannot be said.

    Where rows are of happenings, only the event that leads each, or with ``leading=False`` all.
    """
    for event in coding.events:
        standing = options.standing(event.id)
        if leading and standing is not None and not standing.lead and not _unreal(event, options):
            continue
        if _unreal(event, options):
            tally.unreal += 1
            continue
        when = day(coding.article, event, options.undated)
        if not when:
            tally.undated += 1
            if options.undated == "drop":
                continue
        yield event, when


def _unreal(event: Event, options: Options) -> bool:
    return event.aux in UNREAL and not options.every


def numbered(options: Options, key: str, event: Event, *sides: Side) -> int:
    """The number of a row: of the happening and its sides where rows are of happenings, else of the event."""
    standing = options.standing(event.id)
    ends = [identity(side) for side in sides]
    return number(standing.happening, *ends) if standing else number(key, event.id, *ends)


def identity(side: Side) -> str:
    """The id of one side of an act, "" where it is open."""
    return side[0].id if side else ""


def compact(day: str) -> str:
    """2021-07-03 as 20210703."""
    return day.replace("-", "")
