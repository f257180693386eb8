"""Events over time as stacked bars, one colour a quad class."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from dragoman.ontology import QUADS

if TYPE_CHECKING:
    from dragoman.web.pages.gathered import ByTime

WIDTH, HEIGHT = 960, 190
_LEFT, _BOTTOM, _TOP = 46, 24, 10
_MOST = 400  # bars


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
    step = (WIDTH - _LEFT) / len(shown)
    wide = max(1.0, min(step * 0.8, 40))
    scale = (HEIGHT - _BOTTOM - _TOP) / most
    floor = HEIGHT - _BOTTOM
    parts = [
        f'<figure><svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="Events by {_NAME[made.size]}">',
        f'<path class="axis" d="M{_LEFT} {floor}H{WIDTH}M{_LEFT} {_TOP}H{WIDTH}"/>',
        f'<text x="{_LEFT - 6}" y="{_TOP + 5}" text-anchor="end">{most:,}</text>',
        f'<text x="{_LEFT - 6}" y="{floor}" text-anchor="end">0</text>',
    ]
    every = max(1, round(len(shown) / 8))
    for number, period in enumerate(shown):
        x = _LEFT + number * step + (step - wide) / 2
        if number % every == 0 and (number + every / 2 < len(shown) or number == 0):
            at = max(x + wide / 2, _LEFT + 20)
            parts.append(f'<text x="{at:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{period}</text>')
        held = counts.get(period)
        if not held:
            continue
        total = sum(held.values())
        told = ", ".join(f"{held[quad]} {quad}" for quad in QUADS if held.get(quad))
        label = escape(f"{period}: {total} event{'s' * (total != 1)} ({told})")
        parts.append(f'<a href="{escape(link.format(period))}" aria-label="{label}"><title>{label}</title>')
        y = float(floor)
        for place, quad in enumerate(QUADS, 1):
            if held.get(quad):
                high = held[quad] * scale
                y -= high
                parts.append(
                    f'<rect class="f{place}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'
                )
        parts.append("</a>")
    parts.append("</svg>" + legend() + "</figure>")
    return Markup("".join(parts))


def legend() -> str:
    """What the colours mean."""
    entries = "".join(f'<li class="q{place}">{quad}</li>' for place, quad in enumerate(QUADS, 1))
    return f'<ul class="legend">{entries}</ul>'


_NAME = {10: "day", 7: "month", 4: "year"}
