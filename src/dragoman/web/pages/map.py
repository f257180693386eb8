"""Where: countries shaded by how much happened there, and points only where a town or a site is told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from dragoman.store import Table
from dragoman.web import questions
from dragoman.web.copying import by_query, cited
from dragoman.web.drawing.world import Pin, bounds, has_shape, shapes, world
from dragoman.web.showing import short
from dragoman.web.site import Asked, Page, View

SIZE = 60  # places of a page
_PINS = 300
#: Levels of places that are a point on a map of the world.
_POINTS = ("city", "site", "district")


def page(asked: Asked) -> Page:
    """See above."""
    made = asked.kept("places", lambda: found(asked))
    number = asked.number("page", most=2000)
    shown = made["places"][(number - 1) * SIZE : number * SIZE]
    by_country, by_place, _, values = _queries(asked, asked.conditions())
    return Page(
        "map.html",
        {
            **made,
            "picture": asked.kept("picture", lambda: _picture(asked, made)),
            "missing": not shapes(),
            "least": bounds(dict(made["countries"])),
            "called": called,
            "has_shape": has_shape,
            "rows": shown,
            "page": number,
            "more": number * SIZE < len(made["places"]),
            "pins": min(_PINS, sum(one["point"] for one in made["places"])),
            "copies": [
                *by_query(asked, (by_country, values), (by_place, values)),
                cited(asked, f"{made['placed']:,} events with a place"),
            ],
        },
    )


def found(asked: Asked) -> dict[str, Any]:
    """Events of the filter by country and by place; ``total`` with those of which no place is told."""
    made = asked.chosen()
    *asks, values = _queries(asked, made)
    countries, places, placed = (questions.rows(asked.project, one, values) for one in asks)
    rows = []
    for name, country, lat, lon, geonames, count in places:
        kind = level(name, country, lat is not None)
        rows.append(
            {
                "name": name, "country": country, "lat": lat, "lon": lon, "geonames": geonames,
                "events": int(count), "level": kind, "point": lat is not None and kind in _POINTS,
            }
        )  # fmt: skip
    return {
        "countries": [(str(code), int(count)) for code, count in countries],
        "places": rows,
        "placed": int(placed[0][0]),
        "total": asked.kept_count("events", made),
    }


def _queries(asked: Asked, made: questions.Conditions) -> tuple[str, str, str, list[Any]]:
    """What is asked by country, by place, and for how many events have one, and the values of each."""
    chosen = f"s.event IN ({questions.numbers(made, 'events')}) AND " if made.values else ""
    base = f"FROM event_spans s JOIN places p ON p.place = s.place WHERE {chosen}s.role = 'place'"
    return (
        f"SELECT p.country, count(DISTINCT s.event) AS events {base} AND p.country <> '' "
        "GROUP BY p.country ORDER BY 2 DESC, 1",
        "SELECT p.name, p.country, max(p.lat) AS lat, max(p.lon) AS lon, max(p.geonames) AS geonames, "
        f"count(DISTINCT s.event) AS events {base} AND p.name IS NOT NULL GROUP BY p.name, p.country "
        "ORDER BY 6 DESC, 1, 2",
        f"SELECT count(DISTINCT s.event) {base}",
        list(made.values),
    )


@lru_cache(maxsize=20_000)
def level(name: str, country: str, located: bool) -> str:
    """What kind of place that is: country, province, district, city, site, region or sea; "" if not known.

    One that the gazetteer does not know but that has a point is a site: the point was told with it.
    """
    from dragoman.knowledge import Knowledge

    know = Knowledge.load()
    known = know.country(name)
    if known is not None and known.iso3 == country:
        return "country"
    for candidate in know.candidates(name, kinds=("place",)):
        if not country or country in candidate.country or not candidate.country:
            return candidate.level
    return "site" if located else ""


@lru_cache(maxsize=1000)
def called(code: str) -> str:
    """The country's name."""
    from dragoman.knowledge import Knowledge

    known = Knowledge.load().country_by_code(code)
    return known.name if known else code


def _picture(asked: Asked, made: dict[str, Any]) -> object:
    def link(place: str) -> str:
        return f"/events?{urlencode([*asked.filter.pairs(place=place)])}"

    pins = [
        Pin(
            one["lat"], one["lon"], one["events"], link(one["name"]),
            f"{short(one['name'], 60)}: {one['events']} event{'s' * (one['events'] != 1)}",
        )
        for one in [one for one in made["places"] if one["point"]][:_PINS]
    ]  # fmt: skip
    return world(
        dict(made["countries"]),
        pins,
        names=called,
        link=link,
        label="Where the events of the filter happened",
    )


def table(asked: Asked) -> Table:
    """Countries and places with their events."""
    made = found(asked)
    columns: dict[str, type] = {
        "level": str, "country": str, "name": str, "lat": float, "lon": float, "geonames": int, "events": int
    }  # fmt: skip

    def rows() -> Iterator[dict[str, Any]]:
        for code, count in made["countries"]:
            yield {
                "level": "in the whole country", "country": code, "name": called(code), "lat": None,
                "lon": None, "geonames": None, "events": count,
            }  # fmt: skip
        for one in made["places"]:
            point = one["point"]
            yield {
                **{name: one[name] for name in columns},
                "lat": one["lat"] if point else None,
                "lon": one["lon"] if point else None,
            }

    return Table(columns, rows)


VIEWS = (View("/map", page, table),)
