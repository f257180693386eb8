"""Events as points for a map (GeoJSON, RFC 7946) and as a network (GraphML)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from dragoman.export.columns import Tally
from dragoman.export.tables import event_rows
from dragoman.export.tally import Sums
from dragoman.export.told import JOINT, one_line
from dragoman.export.writing import json_text
from dragoman.records import Coding

if TYPE_CHECKING:
    from dragoman.export.choosing import Standing

#: Kinds of places that a point stands for exactly; that of another is the middle of an area.
EXACT = ("site", "city")
_LEFT_OUT = ("lat", "lon")
_NODE = {
    "label": "string",
    "kind": "string",
    "country": "string",
    "sector": "string",
    "cameo": "string",
    "wikidata": "string",
    "named": "boolean",
    "acts": "int",
    "receives": "int",
    "says": "int",
    "articles": "int",
}
_EDGE = {
    "what": "string",
    "kind": "string",
    "weight": "int",
    "score": "double",
    "first": "string",
    "last": "string",
}


def features(
    coding: Coding, standing: Callable[[str], Standing | None] | None = None
) -> Iterator[dict[str, Any]]:
    """The events of an article that have a point, each as a Feature.

    ``precision`` says what kind of place it is; ``approximate`` is true where the point is the middle of an
    area (a country, a province) and no place where anything happened, or where the kind is not known.
    """
    for row in event_rows(coding, standing):
        if row["lat"] is None or row["lon"] is None:
            continue
        told = {name: value for name, value in row.items() if name not in _LEFT_OUT}
        told["approximate"] = row["precision"] not in EXACT
        told["country_level"] = row["precision"] == "country"
        point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        yield {"type": "Feature", "geometry": point, "properties": told}


class GeoJSON:
    """Writes a FeatureCollection, one feature a line."""

    def __init__(self, stream: BinaryIO, standing: Callable[[str], Standing | None] | None = None) -> None:
        self._stream = stream
        self._standing = standing
        self._first = True
        stream.write(b'{"type": "FeatureCollection", "features": [')

    def add(self, coding: Coding, tally: Tally) -> None:
        """The events of one article."""
        for feature in features(coding, self._standing):
            self._stream.write(b"\n" if self._first else b",\n")
            self._stream.write(json_text(feature).encode())
            self._first = False
            tally.rows["events"] = tally.rows.get("events", 0) + 1

    def end(self) -> None:
        """The collection's end."""
        self._stream.write(b"\n]}\n")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    joined = JOINT.join(value) if isinstance(value, list) else str(value)
    # XML has no place for control characters.
    return "".join(c if c >= " " and c not in "\x7f\ufffe\uffff" else " " for c in one_line(joined))


def graphml(stream: BinaryIO, sums: Sums, tally: Tally) -> None:
    """Actors as nodes; acts between two by type, and statements of one about another by stance, as edges.

    An edge's ``weight`` is how many there are. What is planned, possible or denied is left out.
    """

    def write(line: str) -> None:
        stream.write(f"{line}\n".encode())

    def data(kind: str, names: dict[str, str], row: dict[str, Any]) -> None:
        for name in names:
            if row.get(name) not in (None, "", []):
                write(f"      <data key={quoteattr(kind + name)}>{escape(_text(row[name]))}</data>")

    write('<?xml version="1.0" encoding="UTF-8"?>')
    write('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">')
    for kind, names, of in (("n_", _NODE, "node"), ("e_", _EDGE, "edge")):
        for name, form in names.items():
            write(f'  <key id="{kind}{name}" for="{of}" attr.name="{name}" attr.type="{form}"/>')
    write('  <graph edgedefault="directed">')
    seen = set()
    for row in sums.actors():
        seen.add(row["actor_id"])
        write(f"    <node id={quoteattr(_text(row['actor_id']))}>")
        data("n_", _NODE, {**row, "label": row["name"]})
        write("    </node>")
        tally.rows["nodes"] = tally.rows.get("nodes", 0) + 1
    for row in sums.edges():
        if row["source"] in seen and row["target"] in seen:
            ends = f"source={quoteattr(_text(row['source']))} target={quoteattr(_text(row['target']))}"
            write(f"    <edge {ends}>")
            data("e_", _EDGE, row)
            write("    </edge>")
            tally.rows["edges"] = tally.rows.get("edges", 0) + 1
    write("  </graph>")
    write("</graphml>")
