"""Places found and located: ``python -m benchmarks.places [SHARED] [--json] [--errors N]``.

GeoVirus (Gritta, Pilehvar and Collier 2018): Wikinews reports of outbreaks, each place name with
coordinates. Detection counts a name as found where its characters are exactly the annotated ones, and in a
second row where they overlap. Of the names found, "within 161 km" is the share whose place lies no farther
than that (100 miles, the field's measure) from the annotated one; a name left open or without coordinates
counts as wrong, and "median km" is over those with coordinates. Where the middle of a country or province
lies is a convention, and the set follows another than the gazetteer; "in the area" therefore counts a name
too whose annotated point lies within the radius of the area that it was taken for. The set is for measuring
only: no name in it is in a table for its sake.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from dragoman.knowledge.gazetteer import distance

if TYPE_CHECKING:
    from dragoman.coding.toponyms import Toponym

SHARED = Path(__file__).resolve().parents[2] / "shared"
FILE = Path("data") / "places" / "geovirus.xml.gz"
KILOMETRES = 161.0


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated name: characters, degrees."""

    start: int
    end: int
    text: str
    lat: float
    lon: float


def read(path: Path) -> Iterator[tuple[str, list[Gold]]]:
    """The texts with their names; a name whose offsets do not give it is left out."""
    with gzip.open(path, "rb") as file:
        root = ElementTree.parse(file).getroot()
    for article in root.iter("article"):
        text = article.findtext("text") or ""
        names = []
        for place in article.iter("location"):
            # Offsets count from 1.
            start, end = (int(place.findtext(tag) or 0) - 1 for tag in ("start", "end"))
            name = place.findtext("name") or ""
            if text[start:end] == name:
                lat, lon = (float(place.findtext(tag) or 0) for tag in ("lat", "lon"))
                names.append(Gold(start, end, name, lat, lon))
        yield text, names


def overlapping(one: Gold, other: Toponym) -> bool:
    return one.start < other.end and other.start < one.end


def paired(gold: Sequence[Gold], found: Sequence[Toponym], *, exact: bool) -> list[tuple[Gold, Toponym]]:
    """Annotated and found names that are the same, one to one."""
    left, out = list(found), []
    for name in gold:
        for other in left:
            if (name.start, name.end) == (other.start, other.end) if exact else overlapping(name, other):
                out.append((name, other))
                left.remove(other)
                break
    return out


def off(name: Gold, found: Toponym) -> float:
    """Kilometres between the annotated place and the found one; infinite where that has no coordinates."""
    return distance((name.lat, name.lon), found.place) if found.place is not None else float("inf")


def reach(found: Toponym) -> float:
    """Kilometres that the annotated point may be off: 161, or the radius of a larger area."""
    return max(KILOMETRES, (found.place.radius or 0.0) if found.place is not None else 0.0)


def measure(texts: Sequence[tuple[Sequence[Gold], Sequence[Toponym]]]) -> dict[str, dict[str, float]]:
    """The figures, per cent and km, by "exact" and "overlap"."""
    out: dict[str, dict[str, float]] = {}
    for row, exact in (("exact", True), ("overlap", False)):
        pairs = [pair for gold, found in texts for pair in paired(gold, found, exact=exact)]
        wanted, given = sum(len(gold) for gold, _ in texts), sum(len(found) for _, found in texts)
        far = [off(*pair) for pair in pairs]
        placed = [km for km in far if km != float("inf")]
        out[row] = {
            "precision": _share(len(pairs), given),
            "recall": _share(len(pairs), wanted),
            "f1": _share(2 * len(pairs), wanted + given),
            "within 161 km": _share(sum(km <= KILOMETRES for km in far), len(far)),
            "in the area": _share(
                sum(km <= reach(two) for km, (_, two) in zip(far, pairs, strict=True)), len(far)
            ),
            "located": _share(len(placed), len(far)),
            "median km": round(median(placed), 1) if placed else 0.0,
            "gold": wanted,
            "found": given,
        }
    return out


def _share(part: int, whole: int) -> float:
    return round(100.0 * part / whole, 1) if whole else 0.0


def mistakes(text: str, gold: Sequence[Gold], found: Sequence[Toponym]) -> Iterator[str]:
    """What is missed, spurious or far off, one line each."""
    pairs = paired(gold, found, exact=True)
    for name in gold:
        if not any(name is one for one, _ in pairs):
            yield f"MISSED {name.text!r} in {text[max(0, name.start - 40) : name.end + 40]!r}"
    for other in found:
        if not any(other is two for _, two in pairs):
            yield f"SPURIOUS {other.text!r} in {text[max(0, other.start - 40) : other.end + 40]!r}"
    for name, other in pairs:
        if off(name, other) > KILOMETRES:
            place = other.place and (other.place.name, other.place.kind, other.place.iso3)
            yield f"FAR {name.text!r} ({name.lat}, {name.lon}) taken for {place}, {off(name, other):.0f} km"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.places", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED, help="the folder with data/places")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N mistakes too")
    chosen = parser.parse_args(arguments)
    path = chosen.shared / FILE
    if not path.is_file():
        print(f"places: SKIPPED: no {FILE} in {chosen.shared.name} (../shared, beside the repository)")
        return 0
    from dragoman.coding.toponyms import toponyms
    from dragoman.knowledge import Knowledge
    from dragoman.language import Language

    language, knowledge = Language.load(), Knowledge.load()
    texts, shown = [], 0
    for text, gold in read(path):
        found = toponyms(language.parse(text), knowledge)
        texts.append((gold, found))
        for line in mistakes(text, gold, found) if shown < chosen.errors else ():
            shown += 1
            print(line)
    figures: dict[str, Any] = measure(texts)
    if chosen.json:
        print(json.dumps(figures, indent=1))
        return 0
    columns = list(figures["exact"])
    print(f"GeoVirus, {len(texts)} texts\n{'':10}" + "".join(f"{name:>15}" for name in columns))
    for row, values in figures.items():
        print(f"{row:10}" + "".join(f"{values[name]:15g}" for name in columns))
    return 0


if __name__ == "__main__":
    sys.exit(main())
