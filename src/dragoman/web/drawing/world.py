"""The world's countries shaded by a count, and points where a town is known.

The shapes are Natural Earth's countries at 1:110 million (public domain), read from the file that the package
pyogrio carries; the projection is Equal Earth (Šavrič, Patterson and Jenny, 2018).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup

WIDTH, HEIGHT = 960, 468
SHADES = 4
#: Countries that the file has without a code of theirs. Of land that is a state to few, events are told
#: with the code of the state that it belongs to for the others.
_CODES = {"Norway": "NOR", "France": "FRA", "Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
_WIDEST = 2.7066299836960748  # x of the equator's end


@dataclass(frozen=True, slots=True)
class Pin:
    """A town with how many events; degrees north and east."""

    lat: float
    lon: float
    count: int
    href: str
    label: str


def projected(lat: float, lon: float) -> tuple[float, float]:
    """Where on the picture a point is, degrees north and east."""
    root = math.sqrt(3) / 2
    theta = math.asin(root * math.sin(math.radians(lat)))
    square = theta * theta
    sixth = square**3
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    x = math.radians(lon) * math.cos(theta) / (root * (a + 3 * b * square + sixth * (7 * c + 9 * d * square)))
    y = theta * (a + b * square + sixth * (c + d * square))
    return WIDTH / 2 + x / _WIDEST * (WIDTH / 2 - 2), HEIGHT / 2 - y / _WIDEST * (WIDTH / 2 - 2)


@lru_cache(maxsize=1)
def shapes() -> tuple[tuple[str, str], ...]:
    """Each country's code and its outline as a path of SVG; () where the package is not there."""
    from importlib.util import find_spec

    found = find_spec("pyogrio")
    if found is None or found.origin is None:
        return ()
    stem = Path(found.origin).parent / "tests" / "fixtures" / "naturalearth_lowres" / "naturalearth_lowres"
    try:
        codes = _codes(stem.with_suffix(".dbf").read_bytes())
        paths = _paths(stem.with_suffix(".shp").read_bytes())
        return tuple(zip(codes, paths, strict=True))
    except (OSError, ValueError, struct.error, KeyError):
        return ()


def _codes(content: bytes) -> list[str]:
    """The countries' codes, from a file of dBASE."""
    count, begin, size = struct.unpack("<IHH", content[4:12])
    fields, at, start = {}, 32, 1
    while content[at] != 0x0D:
        name = content[at : at + 11].rstrip(b"\0").decode()
        fields[name] = start, start + content[at + 16]
        start += content[at + 16]
        at += 32
    out = []
    for number in range(count):
        row = content[begin + number * size : begin + (number + 1) * size]
        name, code = (row[slice(*fields[key])].decode("latin-1").strip() for key in ("name", "iso_a3"))
        out.append(_CODES.get(name, code if len(code) == 3 and code.isalpha() else ""))
    return out


def _paths(content: bytes) -> list[str]:
    """The outlines, from a file of shapes (polygons)."""
    out, at = [], 100
    while at < len(content):
        (words,) = struct.unpack(">4xI", content[at : at + 8])
        at += 8
        kind, parts, points = struct.unpack("<I32xII", content[at : at + 44])
        if kind != 5:
            raise ValueError("no polygons")
        starts = [*struct.unpack(f"<{parts}I", content[at + 44 : at + 44 + 4 * parts]), points]
        base = at + 44 + 4 * parts
        values = struct.unpack(f"<{2 * points}d", content[base : base + 16 * points])
        rings = []
        for first, last in pairwise(starts):
            ring = [projected(values[2 * n + 1], values[2 * n]) for n in range(first, last)]
            rings.append(_ring(ring))
        out.append("".join(rings))
        at += 2 * words
    return out


def _ring(points: Sequence[tuple[float, float]]) -> str:
    told = [f"{x:.1f} {y:.1f}" for x, y in points]
    kept = [one for number, one in enumerate(told) if number == 0 or one != told[number - 1]]
    return f"M{'L'.join(kept[:-1] or kept)}z"


def bounds(counts: Mapping[str, int]) -> list[int]:
    """The least count of each shade, each four times as large as the one before or so."""
    most = max(counts.values(), default=0)
    if most <= SHADES:
        return list(range(1, most + 1))
    return sorted({max(1, round(most ** (step / SHADES))) for step in range(SHADES)})


def shade(count: int, least: Sequence[int]) -> int:
    """1 to 4, 0 for none."""
    return sum(count >= one for one in least)


def world(
    counts: Mapping[str, int],
    pins: Sequence[Pin],
    *,
    names: Callable[[str], str],
    link: Callable[[str], str],
    label: str,
) -> Markup:
    """The map. Countries with events are links; "" where there are no shapes."""
    drawn = shapes()
    if not drawn:
        return Markup("")
    least = bounds(counts)
    parts = [
        f'<svg class="chart map" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(label)}">'
    ]
    empty = [path for code, path in drawn if not counts.get(code)]
    parts.append(f'<path class="land" d="{"".join(empty)}"/>')
    whole: dict[str, str] = {}
    for code, path in drawn:
        if counts.get(code):
            whole[code] = whole.get(code, "") + path
    for code, path in whole.items():
        told = escape(f"{names(code)}: {counts[code]:,} event{'s' * (counts[code] != 1)}")
        parts.append(
            f'<a href="{escape(link(code))}" aria-label="{told}"><title>{told}</title>'
            f'<path class="land shade{shade(counts[code], least)}" d="{path}"/></a>'
        )
    most = max((pin.count for pin in pins), default=1)
    for pin in pins:
        x, y = projected(pin.lat, pin.lon)
        told = escape(pin.label)
        size = 2.5 + 6 * math.sqrt(pin.count / most)
        parts.append(
            f'<a href="{escape(pin.href)}" aria-label="{told}"><title>{told}</title>'
            f'<circle class="pin" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/></a>'
        )
    parts.append("</svg>")
    return Markup("".join(parts))


def has_shape(code: str) -> bool:
    """Whether the map has that country; it lacks the smallest."""
    return any(code == one for one, _ in shapes())
