"""POLECAT's 40 columns: one row an event, PLOVER's own words, a line of names, tabs.

Source: the line of names of the files at Harvard Dataverse (doi:10.7910/DVN/AJGVIT).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman import ontology
from dragoman.export.codes import cow
from dragoman.export.columns import Column, Layout, Options, Tally
from dragoman.export.facts import article_key, spot, unique
from dragoman.export.told import events_told, joined, numbered
from dragoman.records import Actor, Arg, Coding

#: GeoNames' feature codes for what the gazetteer knows of a place.
FEATURES = {
    "city": "PPL",
    "district": "ADM2",
    "province": "ADM1",
    "country": "PCLI",
    "region": "RGN",
    "sea": "SEA",
}
_LANGUAGES = {"en": "English"}


def _side(role: str, who: list[tuple[Actor, Arg]]) -> dict[str, Any]:
    countries = list(dict.fromkeys(code for actor, _ in who for code in actor.country))
    sectors = list(dict.fromkeys(code for actor, _ in who for code in actor.sector))
    return {
        f"{role} Name": joined(actor.name for actor, _ in who),
        f"{role} Country": joined(countries),
        f"{role} COW": joined(filter(None, map(cow, countries))),
        f"Primary {role} Sector": sectors[0] if sectors else "",
        f"{role} Sectors": joined(sectors),
        f"{role} Title": "",
        f"{role} Name Raw": joined(arg.text for _, arg in who),
        f"Wikipedia {role} ID": joined(actor.wikidata for actor, _ in who if actor.wikidata),
    }


def _story(coding: Coding) -> dict[str, Any]:
    named: dict[str, dict[str, None]] = {"person": {}, "organisation": {}}
    for actor in coding.actors:
        if actor.kind in named:
            named[actor.kind][actor.name] = None
    places = dict.fromkeys(place.name for event in coding.events for place in event.places if place.name)
    article = coding.article
    return {
        "Source": article.source or "",
        "Publication Date": article.published or "",
        "Story People": joined(named["person"]),
        "Story Organizations": joined(named["organisation"]),
        "Story Locations": joined(places),
        "Language": _LANGUAGES.get(article.language, article.language),
        "Version": " ".join(filter(None, ("dragoman", coding.coder.version, coding.coder.model))),
    }


def rows(coding: Coding, options: Options, tally: Tally) -> Iterator[dict[str, Any]]:
    """The rows of one article."""
    story, key = _story(coding), article_key(coding)
    for event, day in events_told(coding, options, tally):
        at = spot(event)
        place = at.place if at else None
        yield {
            "Event ID": numbered(options, key, event),
            "Event Date": day,
            "Event Type": event.type,
            "Event Mode": joined(event.mode),
            "Intensity": event.score,
            "Quad Code": event.quad.upper(),
            "Contexts": joined(event.context),
            **_side("Actor", unique(coding, event.actors)),
            **_side("Recipient", unique(coding, event.recipients)),
            "Placename": at.name if at else "",
            "City": at.city if at else "",
            "District": at.district if at else "",
            "Province": at.province if at else "",
            "Country": place.country if place else "",
            "Latitude": place.lat if place else None,
            "Longitude": place.lon if place else None,
            "GeoNames ID": place.geonames if place else None,
            "Raw Placename": place.text if place else "",
            "Feature Type": FEATURES.get(at.precision, "") if at else "",
            **story,
        }


def _of(role: str) -> tuple[Column, ...]:
    who = "acts" if role == "Actor" else "is acted on"
    return (
        Column(f"{role} Name", "text", f"Who {who}: names that an encyclopedia uses, joined with '; '"),
        Column(f"{role} Country", "code", "Their countries, ISO 3166-1 alpha-3 (and XKX), joined with '; '"),
        Column(f"{role} COW", "code", "The same as numbers of the Correlates of War, where they have one"),
        Column(f"Primary {role} Sector", "code", "The main sector", tuple(ontology.SECTORS)),
        Column(f"{role} Sectors", "code", "All sectors, joined with '; '"),
        Column(f"{role} Title", "text", "Always empty: a title is not told apart from the words"),
        Column(f"{role} Name Raw", "text", "The article's words for them, joined with '; '"),
        Column(f"Wikipedia {role} ID", "code", "Their items in Wikidata, where known"),
    )


POLECAT = Layout(
    "polecat",
    "POLECAT (PLOVER), 40 columns",
    (
        Column("Event ID", "integer", "A number of up to 53 bits, the same at every export"),
        Column("Event Date", "date", "The day of the event, YYYY-MM-DD; see --undated"),
        Column("Event Type", "code", "PLOVER's type", tuple(ontology.TYPES)),
        Column("Event Mode", "code", "PLOVER's modes, joined with '; '"),
        Column("Intensity", "number", "PLOVER's score, -10 (conflict) to +10 (cooperation)"),
        Column("Quad Code", "code", "PLOVER's quad class", tuple(quad.upper() for quad in ontology.QUADS)),
        Column("Contexts", "code", "PLOVER's contexts, joined with '; '"),
        *_of("Actor"),
        *_of("Recipient"),
        Column("Placename", "text", "The place of the event, as the gazetteer has it"),
        Column("City", "text", "The same, where it is a town or a site"),
        Column("District", "text", "The same, where it is a second-level division"),
        Column("Province", "text", "The first-level division, where known"),
        Column("Country", "code", "The country it lies in, ISO 3166-1 alpha-3"),
        Column("Latitude", "number", "Degrees north, WGS 84; the middle where the place is an area"),
        Column("Longitude", "number", "Degrees east, WGS 84"),
        Column("GeoNames ID", "integer", "The place in GeoNames"),
        Column("Raw Placename", "text", "The article's words for the place"),
        Column("Feature Type", "code", "GeoNames' feature code, by kind of place", tuple(FEATURES.values())),
        Column("Source", "text", "The outlet"),
        Column("Publication Date", "date", "The day the article was published"),
        Column("Story People", "text", "All persons of the article, joined with '; '"),
        Column("Story Organizations", "text", "All organisations of the article"),
        Column("Story Locations", "text", "All places of its events"),
        Column("Language", "text", "The article's language"),
        Column("Version", "text", "The coder and its model"),
    ),
    rows,
    header=True,
    key="Event ID",
)
