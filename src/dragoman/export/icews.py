"""ICEWS's 20 columns: one row a pair of actors, CAMEO's codes, a line of names, tabs.

Source: the files at Harvard Dataverse (doi:10.7910/DVN/28075), as the R package icews describes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman import ontology
from dragoman.export.codes import ICEWS_SECTORS, country_name, goldstein
from dragoman.export.columns import Column, Layout, Options, Tally
from dragoman.export.facts import Side, article_key, number, pairs, sentence_numbers, spot
from dragoman.export.told import events_told, joined, numbered
from dragoman.records import Coding


def label(cameo: str) -> str:
    """CAMEO's words for a code, those of the nearest code above it where it is not listed."""
    while cameo:
        for code in (cameo, f"{cameo}0"):
            if code in ontology.CODES:
                return ontology.CODES[code].text
        cameo = cameo[:-1]
    return ""


def _side(role: str, side: Side) -> dict[str, Any]:
    if side is None:
        return {f"{role} Name": "", f"{role} Sectors": "", f"{role} Country": ""}
    actor = side[0]
    return {
        f"{role} Name": actor.name,
        f"{role} Sectors": joined(
            (ICEWS_SECTORS[code] for code in actor.sector if code in ICEWS_SECTORS), ","
        ),
        f"{role} Country": country_name(actor.country[0]) if actor.country else "",
    }


def rows(coding: Coding, options: Options, tally: Tally) -> Iterator[dict[str, Any]]:
    """The rows of one article."""
    key, sentences = article_key(coding), sentence_numbers(coding)
    for event, day in events_told(coding, options, tally):
        at = spot(event)
        place = at.place if at else None
        for source, target in pairs(coding, event):
            yield {
                "Event ID": numbered(options, key, event, source, target),
                "Event Date": day,
                **_side("Source", source),
                "Event Text": label(event.cameo),
                "CAMEO Code": event.cameo,
                "Intensity": goldstein(event.cameo),
                **_side("Target", target),
                "Story ID": number(key),
                "Sentence Number": sentences[event.trigger.start, event.trigger.end],
                "Publisher": coding.article.source or "",
                "City": at.city if at else "",
                "District": at.district if at else "",
                "Province": at.province if at else "",
                "Country": country_name(place.country) if place and place.country else "",
                "Latitude": place.lat if place else None,
                "Longitude": place.lon if place else None,
            }


def _of(role: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{role} Name", "text", f"Who {who}"),
        Column(f"{role} Sectors", "text", "Their sectors in ICEWS's words, joined with ','"),
        Column(f"{role} Country", "text", "Their first country, by its English name"),
    )


ICEWS = Layout(
    "icews",
    "ICEWS (CAMEO), 20 columns",
    (
        Column("Event ID", "integer", "A number of up to 53 bits, the same at every export"),
        Column("Event Date", "date", "The day of the event, YYYY-MM-DD; see --undated"),
        *_of("Source", "acts"),
        Column("Event Text", "text", "CAMEO's words for the code"),
        Column("CAMEO Code", "code", "CAMEO's code, three or four digits"),
        Column("Intensity", "number", "Goldstein's score of the code, -10 to +10"),
        *_of("Target", "is acted on"),
        Column("Story ID", "integer", "A number for the article"),
        Column("Sentence Number", "integer", "The sentence, from 1; a title is the first"),
        Column("Publisher", "text", "The outlet"),
        Column("City", "text", "The place, where it is a town or a site"),
        Column("District", "text", "The place, where it is a second-level division"),
        Column("Province", "text", "The first-level division, where known"),
        Column("Country", "text", "The country it lies in, by its English name"),
        Column("Latitude", "number", "Degrees north, WGS 84; the middle where the place is an area"),
        Column("Longitude", "number", "Degrees east, WGS 84"),
    ),
    rows,
    header=True,
    key="Event ID",
)
