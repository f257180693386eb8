"""Support and criticism by year: what somebody says above, what is said of them below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markupsafe import Markup

from dragoman.web.drawing.bars import axes, bar, ticks

HEIGHT = 150
_BOTTOM, _TOP, _WIDEST = 24, 20, 4.0
_MOST = 80  # years
#: Stance, class of colour, what it is called.
STANCES = (("+", "f2", "supportive"), ("0", "f0", "neither"), ("-", "f4", "critical"))


def stances(rows: Sequence[Mapping[str, Any]], *, name: str) -> Markup:
    """Two rows of stacked bars. ``rows`` have year, and counts by stance in ``said`` and ``of``."""
    if not rows:
        return Markup("")
    years = [str(year) for year in range(int(rows[0]["year"]), int(rows[-1]["year"]) + 1)][-_MOST:]
    held = {row["year"]: row for row in rows}
    parts = ["<figure>"]
    for which, told in (("said", "What it says"), ("of", "What is said of it")):
        counts = {year: held[year][which] for year in years if year in held}
        most = max((sum(one.values()) for one in counts.values()), default=0)
        if most:
            parts.append(f"<figcaption>{told}</figcaption>{_bars(years, counts, most, f'{name}: {told}')}")
    entries = "".join(f'<li class="q{kind[1]}">{word}</li>' for _, kind, word in STANCES)
    return Markup("".join(parts) + f'<ul class="legend">{entries}</ul></figure>')


def _bars(years: Sequence[str], counts: Mapping[str, Mapping[str, int]], most: int, name: str) -> str:
    step = 100 / len(years)
    wide = min(step * 0.8, _WIDEST)
    scale, floor = (HEIGHT - _BOTTOM - _TOP) / most, HEIGHT - _BOTTOM
    parts = [
        f'<svg class="chart stance" role="img" aria-label="{escape(name)}">',
        axes(most, top=_TOP, floor=floor, of="statements a year" if most > 1 else "statement"),
        *ticks(years, y=HEIGHT - 6, about=10),
    ]
    for number, year in enumerate(years):
        x = number * step + (step - wide) / 2
        y = float(floor)
        for stance, kind, word in STANCES:
            count = counts.get(year, {}).get(stance, 0)
            if count:
                y -= count * scale
                drawn = bar(kind, x, y, wide, count * scale)
                parts.append(f"{drawn}><title>{year}: {count} {word}</title></rect>")
    return "".join(parts) + "</svg>"
