"""Acts and statements on the scale from −10 to +10, along the days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from markupsafe import Markup

WIDTH, HEIGHT = 960, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 12, 26
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
    across = (WIDTH - _LEFT - _RIGHT - 16) / (last - first)

    def x(day: int) -> float:
        return _LEFT + 8 + (day - first) * across

    parts = [
        f'<svg class="chart timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="{escape(name)}">'
    ]
    for score in (10, 5, 0, -5, -10):
        told = f"+{score}" if score > 0 else str(score).replace("-", _MINUS)
        kind = "axis zero" if score == 0 else "axis"
        parts.append(f'<path class="{kind}" d="M{_LEFT} {_y(score):.1f}H{WIDTH - _RIGHT}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{_y(score) + 4:.1f}" text-anchor="end">{told}</text>')
    for day, told in _ticks(first, last):
        anchor = "start" if x(day) < _LEFT + 30 else "end" if x(day) > WIDTH - 50 else "middle"
        parts.append(f'<text x="{x(day):.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">{told}</text>')
    for number, line in enumerate(lines):
        if len(line) > 1:
            path = "L".join(f"{x(_ordinal(day)):.1f} {_y(score):.1f}" for day, score in line)
            parts.append(f'<path class="mean mean{number + 1}" d="M{path}"/>')
    beside: dict[tuple[int, float], int] = {}
    for point, day in zip(points, days, strict=True):
        at = round(x(day) / 9), point.score
        place = beside[at] = beside.get(at, -1) + 1
        parts.append(_mark(point, min(x(day), WIDTH - _RIGHT - 4), _y(point.score) + _aside(place)))
    parts.append("</svg>")
    return Markup("".join(parts))


def _mark(point: Point, x: float, y: float) -> str:
    size = min(4.5 + 1.6 * math.log2(point.count), 14)
    label = escape(point.label)
    colour = f"s{point.colour} hollow" if point.hollow else f"f{point.colour}"
    if point.said:
        size += 1
        shape = (
            f'<path class="{colour}" d="M{x:.1f} {y - size:.1f}l{size:.1f} {size:.1f}l-{size:.1f} {size:.1f}'
        )
        shape += f'l-{size:.1f} -{size:.1f}z"/>'
    else:
        shape = f'<circle class="{colour}" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>'
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
