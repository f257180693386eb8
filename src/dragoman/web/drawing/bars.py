"""Events over time as stacked bars, one colour a quad class.

Charts over time are as wide as the screen: along it they are drawn in per cent, upward in pixels, so that
letters have the same size on every screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from dragoman.ontology import QUADS

if TYPE_CHECKING:
    from dragoman.web.pages.gathered import ByTime

HEIGHT = 190
_BOTTOM, _TOP = 24, 20
_MOST = 400  # bars
_WIDEST = 4.0  # per cent


def periods(first: str, last: str) -> list[str]:
    """Every day, month or year from the first to the last, whichever the first is."""
    if len(first) == 4:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    if len(first) == 7:
        begin, end = (int(one[:4]) * 12 + int(one[5:]) - 1 for one in (first, last))
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]
    start = date.fromisoformat(first)
    count = (date.fromisoformat(last) - start).days
    return [(start + timedelta(days=n)).isoformat() for n in range(count + 1)]


def activity(made: ByTime, *, link: str = "/events?published_since={0}&published_until={0}") -> Markup:
    """The bars, each a link to its events."""
    if not made.rows:
        return Markup('<p class="facts">Nothing with a date.</p>')
    counts: dict[str, dict[str, int]] = {}
    for period, quad, count in made.rows:
        counts.setdefault(period, {})[quad] = count
    shown = periods(made.rows[0][0], made.rows[-1][0])[-_MOST:]
    most = max(sum(counts.get(period, {}).values()) for period in shown) or 1
    step = 100 / len(shown)
    wide = min(step * 0.8, _WIDEST)
    scale = (HEIGHT - _BOTTOM - _TOP) / most
    floor = HEIGHT - _BOTTOM
    parts = [
        f'<figure><svg class="chart bars" role="group" aria-label="Events by {_NAME[made.size]}">',
        axes(most, top=_TOP, floor=floor, of=f"events a {_NAME[made.size]}" if most > 1 else "event"),
        *ticks(shown, y=HEIGHT - 6),
    ]
    for number, period in enumerate(shown):
        held = counts.get(period)
        if not held:
            continue
        x = number * step + (step - wide) / 2
        total = sum(held.values())
        told = ", ".join(f"{held[quad]} {quad}" for quad in QUADS if held.get(quad))
        label = escape(f"{period}: {total} event{'s' * (total != 1)} ({told})")
        parts.append(f'<a href="{escape(link.format(period))}" aria-label="{label}"><title>{label}</title>')
        y = float(floor)
        for place, quad in enumerate(QUADS, 1):
            if held.get(quad):
                high = held[quad] * scale
                y -= high
                parts.append(bar(f"f{place}", x, y, wide, high) + "/>")
        parts.append("</a>")
    parts.append("</svg>" + legend() + "</figure>")
    return Markup("".join(parts))


def bar(kind: str, x: float, y: float, wide: float, high: float) -> str:
    """A rectangle, its tag left open: across in per cent, upward in pixels."""
    return f'<rect class="{kind}" x="{x:.2f}%" y="{y:.1f}" width="{wide:.2f}%" height="{high:.1f}"'


def axes(most: int, *, top: int, floor: int, of: str) -> str:
    """The ground, and the line that the highest reaches, with how many that are."""
    return (
        f'<line class="axis zero" x1="0" x2="100%" y1="{floor}" y2="{floor}"/>'
        f'<line class="axis" x1="0" x2="100%" y1="{top}" y2="{top}"/>'
        f'<text x="0" y="{top - 6}">{most:,} {escape(of)}</text>'
    )


def ticks(shown: Sequence[str], *, y: float, about: int = 8) -> list[str]:
    """Some of the periods below their bars; every second one is left out on narrow screens."""
    step = 100 / len(shown)
    every = max(1, -(-len(shown) // about))
    out = []
    for place, number in enumerate(range(0, len(shown), every)):
        if number and number + every / 2 > len(shown):
            break
        x = (number + 0.5) * step
        anchor = "start" if x < 5 else "end" if x > 95 else "middle"
        at = 0.0 if anchor == "start" else 100.0 if anchor == "end" else x
        kind = ' class="minor"' if place % 2 else ""
        out.append(f'<text{kind} x="{at:.2f}%" y="{y}" text-anchor="{anchor}">{escape(shown[number])}</text>')
    return out


def legend() -> str:
    """What the colours mean."""
    entries = "".join(f'<li class="q{place}">{quad}</li>' for place, quad in enumerate(QUADS, 1))
    return f'<ul class="legend">{entries}</ul>'


_NAME = {10: "day", 7: "month", 4: "year"}
