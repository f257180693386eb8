"""Phoenix's 26 columns, and what PETRARCH writes: CAMEO's codes for everything, tabs, no line of names.

Source: openeventdata/phoenix_pipeline (postprocess.py) and openeventdata/petrarch2 (PETRwriter.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.export.codes import PENTA_OF_ROOT, actor_code, goldstein
from dragoman.export.columns import Column, Layout, Options, Tally
from dragoman.export.facts import Side, article_key, pairs, sentence_numbers, spot
from dragoman.export.told import compact, events_told, joined, numbered
from dragoman.records import Coding, Event

NOBODY = "---"  #: PETRARCH's word for an open side
_ROOTS = ("IGO", "NGO")
#: Roles that Phoenix has a column for; others are attributes.
_ROLES = "GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL".split()


def split(code: str) -> tuple[str, str, str]:
    """Entity, role and attributes of an actor's code, as Phoenix splits it.

    >>> split("KENCOP"), split("IGOUNO"), split("RUSGOVMIL")
    (('KEN', 'COP', ''), ('IGO', '', 'UNO'), ('RUS', 'GOV', 'MIL'))
    """
    from dragoman.export.codes import iso_country
    from dragoman.knowledge import Knowledge

    parts = [code[at : at + 3] for at in range(0, len(code), 3)]
    known = Knowledge.load().country_by_code
    entity = ""
    if parts and (parts[0] in _ROOTS or known(iso_country(parts[0])) is not None):
        entity = parts.pop(0)
    role = parts.pop(0) if parts and parts[0] in _ROLES else ""
    return entity, role, ";".join(parts)


def _issues(event: Event) -> str:
    return ";".join(f"{context},1" for context in event.context)


def _code(side: Side) -> str:
    return (actor_code(side[0]) or NOBODY) if side else NOBODY


def _side(role: str, side: Side) -> dict[str, Any]:
    code = _code(side)
    entity, part, attribute = split(code) if code != NOBODY else ("", "", "")
    return {
        f"{role}ActorFull": code,
        f"{role}ActorEntity": entity,
        f"{role}ActorRole": part,
        f"{role}ActorAttribute": attribute,
    }


def rows(coding: Coding, options: Options, tally: Tally) -> Iterator[dict[str, Any]]:
    """The rows of one article, as Phoenix has them."""
    key, sentences, article = article_key(coding), sentence_numbers(coding), coding.article
    for event, day in events_told(coding, options, tally):
        at = spot(event)
        place = at.place if at else None
        root = event.cameo[:2]
        for source, target in pairs(coding, event):
            yield {
                "EventID": numbered(options, key, event, source, target),
                "Date": compact(day),
                "Year": day[:4],
                "Month": day[5:7],
                "Day": day[8:],
                **_side("Source", source),
                **_side("Target", target),
                "EventCode": event.cameo,
                "EventRootCode": root,
                "PentaClass": PENTA_OF_ROOT.get(root),
                "GoldsteinScore": goldstein(event.cameo),
                "Issues": _issues(event),
                "Lat": place.lat if place else None,
                "Lon": place.lon if place else None,
                "LocationName": at.name if at else "",
                "StateName": at.province if at else "",
                "CountryCode": place.country if place else "",
                "SentenceID": f"{article.id}_{sentences[event.trigger.start, event.trigger.end]}",
                "URLs": article.url or "",
                "NewsSources": article.source or "",
            }


def petrarch_rows(coding: Coding, options: Options, tally: Tally) -> Iterator[dict[str, Any]]:
    """The rows of one article, as PETRARCH writes them."""
    sentences, article = sentence_numbers(coding), coding.article
    for event, day in events_told(coding, options, tally):
        for source, target in pairs(coding, event):
            yield {
                "date": compact(day),
                "source": _code(source),
                "target": _code(target),
                "code": event.cameo,
                "issues": _issues(event),
                "ids": joined([f"{article.id}_{sentences[event.trigger.start, event.trigger.end]}"], ";"),
                "url": article.url or "",
                "storysource": article.source or "NULL",
            }


def _of(role: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{role}ActorFull", "code", f"Who {who}: CAMEO's code, '---' where it is open"),
        Column(f"{role}ActorEntity", "code", "Its country, or IGO or NGO"),
        Column(f"{role}ActorRole", "code", "Its first role", tuple(_ROLES)),
        Column(f"{role}ActorAttribute", "code", "What else the code has, joined with ';'"),
    )


PHOENIX = Layout(
    "phoenix",
    "Phoenix of the Open Event Data Alliance (CAMEO), 26 columns",
    (
        Column("EventID", "integer", "A number of up to 53 bits, the same at every export"),
        Column("Date", "code", "The day of the event, YYYYMMDD; see --undated"),
        Column("Year", "code", "Its year"),
        Column("Month", "code", "Its month, two digits"),
        Column("Day", "code", "Its day, two digits"),
        *_of("Source", "acts"),
        *_of("Target", "is acted on"),
        Column("EventCode", "code", "CAMEO's code, three or four digits"),
        Column("EventRootCode", "code", "Its first two digits"),
        Column(
            "PentaClass", "integer", "0 statement, 1 and 2 cooperation, 3 and 4 conflict, in words and deeds"
        ),
        Column("GoldsteinScore", "number", "Goldstein's score of the code, -10 to +10"),
        Column("Issues", "code", "PLOVER's contexts, each 'context,1', joined with ';'"),
        Column("Lat", "number", "Degrees north, WGS 84; the middle where the place is an area"),
        Column("Lon", "number", "Degrees east, WGS 84"),
        Column("LocationName", "text", "The place of the event"),
        Column("StateName", "text", "The first-level division, where known"),
        Column("CountryCode", "code", "The country it lies in, ISO 3166-1 alpha-3"),
        Column("SentenceID", "text", "The article's id, '_' and the sentence's number, from 1"),
        Column("URLs", "text", "Where the article is"),
        Column("NewsSources", "text", "The outlet"),
    ),
    rows,
    header=False,
    suffix=".txt",
    key="EventID",
)

PETRARCH = Layout(
    "petrarch",
    "What PETRARCH2 writes (CAMEO), 8 columns",
    (
        Column("date", "code", "The day of the event, YYYYMMDD; see --undated"),
        Column("source", "code", "Who acts: CAMEO's code, '---' where it is open"),
        Column("target", "code", "Who is acted on"),
        Column("code", "code", "CAMEO's code, three or four digits"),
        Column("issues", "code", "PLOVER's contexts, each 'context,1', joined with ';'"),
        Column("ids", "text", "The article's id, '_' and the sentence's number, from 1"),
        Column("url", "text", "Where the article is"),
        Column("storysource", "text", "The outlet, 'NULL' where it is not known"),
    ),
    petrarch_rows,
    header=False,
    suffix=".txt",
)
