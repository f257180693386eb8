"""Acts and statements on the scale from −10 to +10, along the days.

As in `bars`, what lies along is in per cent of the width, and what lies upward in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

from markupsafe import Markup

HEIGHT = 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 1.5, 98.5, 14, 26
#: Marks nearer to each other than this, in per cent, are set apart.
_NEAR = 0.9
_MINUS = "−"


@dataclass(frozen=True, slots=True)
class Point:
    """An act or statement, or several of the same day or month and score.

    ``colour`` is the number of its class of colour, ``said`` is true of statements (drawn as diamonds),
    ``hollow`` of those of the second actor; ``day`` is YYYY-MM-DD, ``href`` where its words are.
    """

    day: str
    score: float
    colour: int
    said: bool
    hollow: bool
    href: str
    label: str
    count: int = 1


def timeline(points: Sequence[Point], lines: Sequence[Sequence[tuple[str, float]]], *, name: str) -> Markup:
    """The points, each a link, and a line of means (day, score) for each of ``lines``.

    What has the same day and score is set a little above and below, so that each can be reached.
    """
    if not points:
        return Markup("")
    days = [_ordinal(point.day) for point in points]
    first, last = min(days), max(days)
    if first == last:
        first, last = first - 1, last + 1
    across = (_RIGHT - _LEFT) / (last - first)

    def x(day: int) -> float:
        return _LEFT + (day - first) * across

    parts = [f'<svg class="chart timeline" role="group" aria-label="{escape(name)}">']
    for score in (10, 5, 0, -5, -10):
        told = f"+{score}" if score > 0 else str(score).replace("-", _MINUS)
        kind = "axis zero" if score == 0 else "axis"
        parts.append(f'<line class="{kind}" x1="0" x2="100%" y1="{_y(score):.1f}" y2="{_y(score):.1f}"/>')
        # Left of where the days begin: the style sheet leaves room for it.
        parts.append(f'<text x="-6" y="{_y(score) + 4:.1f}" text-anchor="end">{told}</text>')
    for place, (day, told) in enumerate(_ticks(first, last)):
        anchor = "start" if x(day) < 6 else "end" if x(day) > 94 else "middle"
        minor = ' class="minor"' if place % 2 else ""
        parts.append(f'<text{minor} x="{x(day):.2f}%" y="{HEIGHT - 6}" text-anchor="{anchor}">{told}</text>')
    for number, line in enumerate(lines):
        spots = [(x(_ordinal(day)), _y(score)) for day, score in line]
        for (x1, y1), (x2, y2) in pairwise(spots):
            parts.append(
                f'<line class="mean mean{number + 1}" x1="{x1:.2f}%" y1="{y1:.1f}" '
                f'x2="{x2:.2f}%" y2="{y2:.1f}"/>'
            )
    beside: dict[tuple[int, float], int] = {}
    for point, day in zip(points, days, strict=True):
        at = round(x(day) / _NEAR), point.score
        place = beside[at] = beside.get(at, -1) + 1
        parts.append(_mark(point, x(day), _y(point.score) + _aside(place)))
    parts.append("</svg>")
    return Markup("".join(parts))


def _mark(point: Point, x: float, y: float) -> str:
    size = min(4.5 + 1.6 * math.log2(point.count), 14)
    label = escape(point.label)
    colour = f"s{point.colour} hollow" if point.hollow else f"f{point.colour}"
    if point.said:
        # A square that the style sheet turns and puts in its place: a path cannot be drawn in per cent.
        size *= 1.6
        shape = (
            f'<rect class="turned {colour}" x="{x:.2f}%" y="{y:.1f}" width="{size:.1f}" height="{size:.1f}"/>'
        )
    else:
        shape = f'<circle class="{colour}" cx="{x:.2f}%" cy="{y:.1f}" r="{size:.1f}"/>'
    return f'<a href="{escape(point.href)}" aria-label="{label}"><title>{label}</title>{shape}</a>'


def _aside(place: int) -> float:
    """0, 5, −5, 10, −10: less than one step of the scale."""
    step = (place + 1) // 2 * 5
    return max(-10, min(10, step if place % 2 else -step))


def _y(score: float) -> float:
    return _TOP + (10 - max(-10.0, min(10.0, score))) * (HEIGHT - _TOP - _BOTTOM) / 20


def _ordinal(day: str) -> int:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return date(2000, 1, 1).toordinal()


def _ticks(first: int, last: int) -> list[tuple[int, str]]:
    """At most about eight days, each with how it is written."""
    begin, end = date.fromordinal(max(1, first)), date.fromordinal(last)
    months = (end.year - begin.year) * 12 + end.month - begin.month
    if months < 2:
        step = max(1, (last - first) // 6)
        return [(day, date.fromordinal(day).isoformat()) for day in range(first, last + 1, step)]
    step = next((size for size in (1, 2, 3, 6, 12, 24, 60, 120, 240) if months / size <= 8), 600)
    out = []
    month = begin.year * 12 + begin.month - 1
    month += -month % step
    while month // 12 < 9999 and (month // 12, month % 12 + 1) <= (end.year, end.month):
        day = date(month // 12, month % 12 + 1, 1).toordinal()
        if day >= first:
            out.append((day, f"{month // 12}" if step >= 12 else f"{month // 12}-{month % 12 + 1:02}"))
        month += step
    return out
