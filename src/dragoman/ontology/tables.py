"""The ontology's tables, read from the CSV files in ``data/``."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

#: Version of the tables, carried by every coding. Changes with any line of them.
VERSION = "plover-2.0.1"

#: The quad classes in the order of their numbers 1 to 4.
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


@dataclass(frozen=True, slots=True)
class EventType:
    """A PLOVER event type. ``cameo`` is the closest CAMEO code, ``score_source`` where the score is from."""

    name: str
    quad: str
    score: float
    cameo: str
    needs_recipient: bool
    description: str
    score_source: str


@dataclass(frozen=True, slots=True)
class EventMode:
    """One mode of one PLOVER event type."""

    type: str
    name: str
    score: float
    cameo: str
    description: str
    score_source: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """A CAMEO code and what it is in PLOVER: type, mode ("" for none) and contexts."""

    code: str
    type: str
    mode: str
    contexts: tuple[str, ...]
    text: str
    note: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    table = files("dragoman.ontology") / "data" / name
    yield from csv.DictReader(table.read_text(encoding="utf-8").splitlines())


def _modes() -> dict[str, Mapping[str, EventMode]]:
    modes: dict[str, dict[str, EventMode]] = {name: {} for name in TYPES}
    for row in _rows("modes.csv"):
        modes[row["type"]][row["mode"]] = EventMode(
            row["type"],
            row["mode"],
            float(row["score"]),
            row["cameo"],
            row["description"],
            row["score_source"],
        )
    return {name: MappingProxyType(table) for name, table in modes.items()}


#: Event types by name, in the manual's order (cooperation first).
TYPES: Mapping[str, EventType] = MappingProxyType(
    {
        row["type"]: EventType(
            row["type"],
            row["quad"],
            float(row["score"]),
            row["cameo"],
            row["needs_recipient"] == "1",
            row["description"],
            row["score_source"],
        )
        for row in _rows("types.csv")
    }
)

#: Modes by type and name.
MODE_TABLE: Mapping[str, Mapping[str, EventMode]] = MappingProxyType(_modes())

#: What the contexts mean, by name.
CONTEXTS: Mapping[str, str] = MappingProxyType(
    {row["context"]: row["description"] for row in _rows("contexts.csv")}
)

#: What the sectors mean, by code: PLOVER's 25, and IGO and NGO.
SECTORS: Mapping[str, str] = MappingProxyType(
    {row["sector"]: row["description"] for row in _rows("sectors.csv")}
)

#: The crosswalk by CAMEO code.
CODES: Mapping[str, Crosswalk] = MappingProxyType(
    {
        row["code"]: Crosswalk(
            row["code"], row["type"], row["mode"], tuple(row["context"].split()), row["text"], row["note"]
        )
        for row in _rows("cameo.csv")
    }
)

#: CAMEO codes that a context makes narrower, by (type, mode or "", context).
CODES_BY_CONTEXT: Mapping[tuple[str, str, str], str] = MappingProxyType(
    {(row["type"], row["mode"], row["context"]): row["code"] for row in _rows("cameo_by_context.csv")}
)
