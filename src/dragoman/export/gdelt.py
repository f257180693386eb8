"""GDELT 2.0: 61 columns an event and 16 a mention, CAMEO's codes, tabs, no line of names.

Source: the GDELT Event Database data format codebook V2.0 (2015).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.export.codes import (
    QUAD_OF_ROOT,
    actor_code,
    cameo_country,
    country_name,
    fips,
    goldstein,
    group,
    roles,
)
from dragoman.export.codes import root as actor_root
from dragoman.export.columns import Column, Layout, Options, Tally
from dragoman.export.facts import Side, Spot, article_key, number, pairs, sentence_numbers, spot
from dragoman.export.told import compact, events_told, identity
from dragoman.records import Coding, Event
from dragoman.store.dates import days

#: Kinds of places as GDELT numbers them, elsewhere and in the United States.
GEO_TYPES = {"country": (1, 1), "province": (5, 2), "district": (5, 2), "city": (4, 3), "site": (4, 3)}
_WEB, _CITED = 1, 2
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()


def _side(which: int, side: Side) -> dict[str, Any]:
    name = f"Actor{which}"
    empty = f"{name}EthnicCode", f"{name}Religion1Code", f"{name}Religion2Code"
    if side is None:
        rest = ("Code", "Name", "CountryCode", "KnownGroupCode", "Type1Code", "Type2Code", "Type3Code")
        return dict.fromkeys((*empty, *(f"{name}{part}" for part in rest)), "")
    actor = side[0]
    first = actor_root(actor)
    country = cameo_country(actor.country[0]) if actor.country and first not in ("IGO", "NGO") else ""
    types = ([first] if first in ("IGO", "NGO") else []) + list(roles(actor))
    types += [""] * 3
    return {
        f"{name}Code": actor_code(actor),
        f"{name}Name": actor.name.upper(),
        f"{name}CountryCode": country,
        f"{name}KnownGroupCode": group(actor),
        **dict.fromkeys(empty, ""),
        **{f"{name}Type{at + 1}Code": types[at] for at in range(3)},
    }


def _geo(name: str, at: Spot | None) -> dict[str, Any]:
    """Where; a place without a kind or point that GDELT knows is left open (type 0)."""
    cells: dict[str, Any] = dict.fromkeys((f"{name}_{part}" for part in _GEO), "")
    cells[f"{name}_Type"] = 0
    if at is None or at.precision not in GEO_TYPES or at.place.lat is None or not fips(at.place.country):
        return cells
    code = fips(at.place.country)
    kind = GEO_TYPES[at.precision][at.place.country == "USA"]
    whole = country_name(at.place.country)
    parts = [at.name, at.province if at.province != at.name else "", whole] if kind != 1 else [whole]
    cells |= {
        f"{name}_Type": kind,
        f"{name}_FullName": ", ".join(filter(None, parts)),
        f"{name}_CountryCode": code,
        f"{name}_ADM1Code": code if kind == 1 else "",
        f"{name}_Lat": at.place.lat,
        f"{name}_Long": at.place.lon,
        f"{name}_FeatureID": code if kind == 1 else "",
    }
    return cells


def _date(event: Event, day: str) -> dict[str, Any]:
    """SQLDATE and its parts; month and year alone where no more is told."""
    if day:
        part = ((int(day[5:7]) - 1) * 30 + int(day[8:])) / 365
        return {
            "SQLDATE": compact(day),
            "MonthYear": day[:4] + day[5:7],
            "Year": day[:4],
            "FractionDate": f"{int(day[:4]) + part:.4f}",
        }
    stretch = days(event.date.value) if event.date else None
    first, last = stretch or ("", "")
    return {
        "SQLDATE": "",
        "MonthYear": first[:4] + first[5:7] if first[:7] == last[:7] else "",
        "Year": first[:4] if first[:4] == last[:4] else "",
        "FractionDate": "",
    }


Found = tuple[Event, str, Side, Side]


def _groups(coding: Coding, options: Options, tally: Tally) -> list[tuple[int, list[Found]]]:
    """The mentions of each event of the article with its number: one happening between one pair."""
    key = article_key(coding)
    out: dict[int, list[Found]] = {}
    for event, day in events_told(coding, options, tally):
        standing = options.standing(event.id)
        for at, (source, target) in enumerate(pairs(coding, event)):
            if standing:
                same = number(standing.happening, str(at))
            else:
                same = number(key, event.event or event.id, event.cameo, identity(source), identity(target))
            out.setdefault(same, []).append((event, day, source, target))
    return list(out.items())


def _mentions(coding: Coding, options: Options, tally: Tally) -> Iterator[tuple[int, Event, Side, Side]]:
    """The mentions of the article, each with the number of its event.

    One that is of a happening is of each row that this has; its own first pair says where its actors are.
    """
    key = article_key(coding)
    for event, _ in events_told(coding, options, tally, leading=False):
        found = pairs(coding, event)
        standing = options.standing(event.id)
        if standing:
            for at in range(standing.rows):
                yield number(standing.happening, str(at)), event, *found[min(at, len(found) - 1)]
        else:
            for one, other in found:
                parts = event.event or event.id, event.cameo, identity(one), identity(other)
                yield number(key, *parts), event, one, other


def _lead(coding: Coding) -> int:
    """Where the first paragraph of the article ends."""
    article = coding.article
    start = article.title_end + 2 if article.title else 0
    end = article.text.find("\n", start)
    return end if end >= 0 else len(article.text)


def _added(day: str | None) -> str:
    return f"{compact(day[:10])}000000" if day else ""


def rows(coding: Coding, options: Options, tally: Tally) -> Iterator[dict[str, Any]]:
    """The events of one article."""
    lead, article = _lead(coding), coding.article
    for event_id, found in _groups(coding, options, tally):
        event, day, source, target = next((one for one in found if one[1]), found[0])
        standing = options.standing(event.id)
        code = event.cameo
        where = next(filter(None, (spot(one[0]) for one in found)), None)
        yield {
            "GLOBALEVENTID": event_id,
            **_date(event, day),
            **_side(1, source),
            **_side(2, target),
            "IsRootEvent": int(any(one[0].trigger.start < lead for one in found)),
            "EventCode": code,
            "EventBaseCode": code[:3],
            "EventRootCode": code[:2],
            "QuadClass": QUAD_OF_ROOT.get(code[:2]),
            "GoldsteinScale": goldstein(code),
            "NumMentions": standing.mentions if standing else len(found),
            "NumSources": standing.sources if standing else 1,
            "NumArticles": standing.reports if standing else 1,
            "AvgTone": "",
            **_geo("Actor1Geo", None),
            **_geo("Actor2Geo", None),
            **_geo("ActionGeo", where),
            "DATEADDED": _added(standing.first if standing else article.published),
            "SOURCEURL": article.url or article.source or "",
        }


def mention_rows(coding: Coding, options: Options, tally: Tally) -> Iterator[dict[str, Any]]:
    """The mentions of one article."""
    sentences, article = sentence_numbers(coding), coding.article
    for event_id, event, source, target in _mentions(coding, options, tally):
        sure, standing = event.confidence, options.standing(event.id)
        yield {
            "GLOBALEVENTID": event_id,
            "EventTimeDate": _added(standing.first if standing else article.published),
            "MentionTimeDate": _added(article.published),
            "MentionType": _WEB if article.url else _CITED,
            "MentionSourceName": article.source or "",
            "MentionIdentifier": article.url or article.id,
            "SentenceID": sentences[event.trigger.start, event.trigger.end],
            "Actor1CharOffset": source[1].start if source else -1,
            "Actor2CharOffset": target[1].start if target else -1,
            "ActionCharOffset": event.trigger.start,
            "InRawText": 1,
            "Confidence": None if sure is None else round(sure * 100),
            "MentionDocLen": len(article.text),
            "MentionDocTone": "",
            "MentionDocTranslationInfo": "",
            "Extras": "",
        }


def _of(which: int) -> tuple[Column, ...]:
    who = "acts" if which == 1 else "is acted on"
    name = f"Actor{which}"
    return (
        Column(f"{name}Code", "code", f"Who {who}: CAMEO's code of country, group and roles"),
        Column(f"{name}Name", "text", "The name, in capitals"),
        Column(f"{name}CountryCode", "code", "CAMEO's country code"),
        Column(f"{name}KnownGroupCode", "code", "CAMEO's code of an international body, where it has one"),
        Column(f"{name}EthnicCode", "code", "Always empty: not coded"),
        Column(f"{name}Religion1Code", "code", "Always empty: not coded"),
        Column(f"{name}Religion2Code", "code", "Always empty: not coded"),
        Column(f"{name}Type1Code", "code", "CAMEO's role, the main one first"),
        Column(f"{name}Type2Code", "code", "A second role"),
        Column(f"{name}Type3Code", "code", "A third role"),
    )


def _where(name: str, what: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}_Type", "integer", f"Kind of place {what}: 1 country, 2 US state, 3 US town, 4 town, "
               "5 division, 0 not known"),
        Column(f"{name}_FullName", "text", "Name, division and country"),
        Column(f"{name}_CountryCode", "code", "The country, FIPS 10-4"),
        Column(f"{name}_ADM1Code", "code", "FIPS 10-4: the country's for a country, else empty"),
        Column(f"{name}_ADM2Code", "code", "Always empty: not known"),
        Column(f"{name}_Lat", "number", "Degrees north, WGS 84; the middle where the place is an area"),
        Column(f"{name}_Long", "number", "Degrees east, WGS 84"),
        Column(f"{name}_FeatureID", "code", "FIPS for a country, else empty: GNS and GNIS ids are not known"),
    )  # fmt: skip


GDELT = Layout(
    "gdelt",
    "GDELT 2.0 events (CAMEO), 61 columns",
    (
        Column("GLOBALEVENTID", "integer", "A number of up to 53 bits, the same at every export"),
        Column("SQLDATE", "code", "The day of the event, YYYYMMDD; see --undated"),
        Column("MonthYear", "code", "Its month, YYYYMM, also where the day is not told"),
        Column("Year", "code", "Its year, also where no more is told"),
        Column("FractionDate", "number", "Its year and how much of it was over"),
        *_of(1),
        *_of(2),
        Column(
            "IsRootEvent", "integer", "1 where it is told in the title or the first paragraph", ("0", "1")
        ),
        Column("EventCode", "code", "CAMEO's code, three or four digits"),
        Column("EventBaseCode", "code", "Its first three digits"),
        Column("EventRootCode", "code", "Its first two digits"),
        Column("QuadClass", "integer", "1 and 2 cooperation, 3 and 4 conflict, in words and deeds"),
        Column("GoldsteinScale", "number", "Goldstein's score of the code, -10 to +10"),
        Column("NumMentions", "integer", "How often it is told of"),
        Column("NumSources", "integer", "Independent sources; 1 where a row is of one article"),
        Column("NumArticles", "integer", "Articles that tell of it; 1 where a row is of one article"),
        Column("AvgTone", "number", "Always empty: not measured"),
        *_where("Actor1Geo", "of the first actor, always 0"),
        *_where("Actor2Geo", "of the second actor, always 0"),
        *_where("ActionGeo", "of the event"),
        Column("DATEADDED", "code", "The day the first report was published, YYYYMMDD000000"),
        Column("SOURCEURL", "text", "Where the article is whose words these are, or its outlet"),
    ),
    rows,
    header=False,
    suffix=".export.CSV",
    key="GLOBALEVENTID",
)

GDELT_MENTIONS = Layout(
    "gdelt-mentions",
    "GDELT 2.0 mentions, 16 columns",
    (
        Column("GLOBALEVENTID", "integer", "The event's number in the events' file"),
        Column("EventTimeDate", "code", "The day the first report was published, YYYYMMDD000000"),
        Column("MentionTimeDate", "code", "The day this article was published"),
        Column(
            "MentionType", "integer", "1 where MentionIdentifier is an address, 2 where it is not", ("1", "2")
        ),
        Column("MentionSourceName", "text", "The outlet"),
        Column("MentionIdentifier", "text", "Where the article is, or its id"),
        Column("SentenceID", "integer", "The sentence, from 1; a title is the first"),
        Column(
            "Actor1CharOffset", "integer", "Where the first actor's words begin, in characters; -1 for none"
        ),
        Column("Actor2CharOffset", "integer", "Where the second actor's words begin; -1 for none"),
        Column("ActionCharOffset", "integer", "Where the event's words begin"),
        Column("InRawText", "integer", "Always 1: nothing is read into the text first", ("1",)),
        Column(
            "Confidence", "integer", "How sure the coder is that there is an act of this type, in per cent"
        ),
        Column("MentionDocLen", "integer", "Length of the article in characters"),
        Column("MentionDocTone", "number", "Always empty: not measured"),
        Column("MentionDocTranslationInfo", "code", "Always empty: nothing is translated"),
        Column("Extras", "code", "Always empty"),
    ),
    mention_rows,
    header=False,
    suffix=".mentions.CSV",
)
