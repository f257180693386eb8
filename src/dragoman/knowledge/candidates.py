"""Everything a name may mean, ranked: so that a runner-up is not lost.

Scores lie between 0 and 1 and order the candidates of one name; they are no probabilities. Within a
kind the order is that of the look-up that answers with one entry, so its answer comes first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from . import dating, forms, parties
from .compiling import BODY, CAPITAL, COUNTRY, DEMONYM, REGION, SEAT, SHARED, TOWN, Posting
from .entries import Country, Organisation, Person, Spot
from .tables import fold

if TYPE_CHECKING:
    from .gazetteer import Ranked
    from .lookup import Knowledge

KINDS = ("country", "organisation", "group", "person", "place")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a name may mean.

    ``country`` holds ISO 3166-1 alpha-3 codes, ``sector`` PLOVER sectors, as of the date asked for.
    ``source`` is that of the row in the tables, ``own`` tells that it is from the user's. Of people,
    ``title``, ``start`` and ``end`` tell the office held on the date, or else the last before it.
    Of places, ``level`` is the kind of place, ``lat`` and ``lon`` are degrees (WGS 84).
    """

    name: str
    kind: str  #: one of :data:`KINDS`
    country: tuple[str, ...]
    sector: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]
    source: str
    own: bool = False
    title: str = ""
    start: str = ""
    end: str = ""
    wikidata: str = ""
    level: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    geonames: int | None = None

    def to_dict(self) -> dict[str, object]:
        """The candidate for JSON; what is empty is left out, beside the lists."""
        out: dict[str, object] = {
            "name": self.name,
            "kind": self.kind,
            "country": list(self.country),
            "sector": list(self.sector),
            "score": self.score,
            "reasons": list(self.reasons),
            "source": self.source,
        }
        for name in ("title", "start", "end", "wikidata", "level", "lat", "lon", "population", "geonames"):
            value = getattr(self, name)
            if value not in ("", None, 0):
                out[name] = value
        if self.own:
            out["own"] = True
        return out


def candidates(
    know: Knowledge,
    name: str,
    *,
    date: str | None = None,
    kinds: Sequence[str] | None = None,
    near: Sequence[str] = (),
) -> list[Candidate]:
    """See :meth:`dragoman.knowledge.Knowledge.candidates`."""
    wanted = set(KINDS if kinds is None else kinds)
    if not wanted <= set(KINDS):
        raise ValueError(f"no kind {', '.join(sorted(wanted - set(KINDS)))}: choose of {', '.join(KINDS)}")
    key = fold(name)
    found: list[Candidate] = []
    if "country" in wanted:
        found += _falling(_countries(know, key))
    if wanted & {"organisation", "group"}:
        bodies = _falling(_bodies(know, key, date, near))
        found += [body for body in bodies if body.kind in wanted]
    if "person" in wanted:
        found += _falling(_people(know, key, date, near))
    if "place" in wanted:
        found += _falling(_places(know, name, near))
    # The sort is stable: what ranks alike keeps the order of KINDS and that of its look-up.
    return sorted(found, key=lambda one: (not one.own, -one.score))


def _falling(found: Iterator[Candidate]) -> list[Candidate]:
    """In the order given, with scores that do not rise and each entity once."""
    out: list[Candidate] = []
    seen: set[tuple[str, str, tuple[str, ...], str, str, float | None]] = set()
    least = 1.0
    for one in found:
        key = (one.name, one.kind, one.country, one.level, one.source, one.lat)
        if key in seen:
            continue
        seen.add(key)
        least = min(least, round(one.score, 3))
        out.append(one if one.score == least else replace(one, score=least))
    # What is the user's comes first in the whole; so it must here.
    return sorted(out, key=lambda one: not one.own)


def _in_order(know: Knowledge, key: str, doors: Sequence[str]) -> Iterator[Posting]:
    """Postings of a name through some doors: the nearest form first, of each the user's first."""
    for level in know.names.levels(key):
        for own in (True, False):
            for posting in level:
                if posting.own is own and posting.door in doors:
                    yield posting


def _countries(know: Knowledge, key: str) -> Iterator[Candidate]:
    worth = {
        COUNTRY: (0.95, "name of a country"),
        DEMONYM: (0.9, "word for its people"),
        SEAT: (0.85, "seat of its government"),
        CAPITAL: (0.4, "its capital, which may stand for its government"),
    }
    for door, (score, reason) in worth.items():
        for posting in _in_order(know, key, (door,)):
            entry = know.names.entry(posting.number)
            reasons = [reason]
            if isinstance(entry, Spot):
                reasons = [f"word for the people of {entry.name}, which lies there"]
            country = entry if isinstance(entry, Country) else None
            if isinstance(entry, Spot):
                country = know.country_by_code(entry.iso3)
            if country is None:
                continue
            if country.historic:
                reasons.append(f"a state of the past; {country.iso3} took its place")
            source = entry.source if isinstance(entry, Country | Spot) else ""
            yield Candidate(
                country.name,
                "country",
                (country.iso3,),
                ("GOV",),
                score,
                tuple(reasons),
                source,
                posting.own,
            )


def _bodies(know: Knowledge, key: str, date: str | None, near: Sequence[str]) -> Iterator[Candidate]:
    answer = know.organisation(key, near=near)
    rest: list[tuple[float, int, Candidate]] = []
    for place, posting in enumerate(_in_order(know, key, (BODY, SHARED))):
        entry = know.names.entry(posting.number)
        if not isinstance(entry, Organisation):
            continue
        near_it = bool(set(entry.country) & set(near))
        if fold(entry.name) == key:
            score, reason = 0.9, "its name"
        elif posting.door == BODY:
            score, reason = 0.85, "known by that name too"
        else:
            score, reason = 0.3, "a name that bodies of several countries bear"
        reasons = [reason]
        if near_it:
            score = min(0.95, score + (0.4 if posting.door == SHARED else 0.05))
            reasons.append("of a country that is near")
        if entry is answer:
            score = max(score, 0.7)
        elif answer is not None:
            score = min(score, 0.65)
        made = Candidate(
            entry.name,
            entry.kind,
            entry.country,
            _sectors(entry, date) if not posting.own else entry.sector,
            score,
            tuple(reasons),
            entry.source,
            posting.own,
        )
        rest.append((0.0 if entry is answer else 1 - score, place, made))
    rest.sort(key=lambda one: one[:2])
    yield from (made for _, _, made in rest)
    if not rest and (formed := forms.organisation(know, key)) is not None:
        yield Candidate(
            formed.name,
            formed.kind,
            formed.country,
            _sectors(formed, date),
            0.7,
            ("another form of its name",),
            formed.source,
        )


def _sectors(body: Organisation, date: str | None) -> tuple[str, ...]:
    """The sectors of a body, of parties and armed groups those of the date."""
    return tuple(parties.sectors(body.name, body.country, body.sector, date))


def _people(know: Knowledge, key: str, date: str | None, near: Sequence[str]) -> Iterator[Candidate]:
    found = know.names.find(key)
    full = " " in key
    bearers, decided = dating.rank(
        _entries(know, found.people), date=date, near=near, certain=found.sure or full
    )
    first = len(bearers)
    bearers += dating.rank(_entries(know, found.others), date=date, near=near, certain=False)[0]
    for place, bearer in enumerate(bearers):
        reasons = ["full name" if full else "surname or other short name"]
        score = {0: 0.75, 1: 0.6, 2: 0.55}.get(bearer.distance, 0.3)
        if date is not None:
            reasons.append(
                {
                    0: f"in office on {date}",
                    1: f"left office within two years before {date}",
                    2: f"takes office within a year after {date}",
                }.get(bearer.distance, f"holds no office about {date}")
            )
        if bearer.leads:
            score += 0.1
            reasons.append("heads a state or its government")
        if bearer.near:
            score += 0.1
            reasons.append("of a country that is near")
        if place == 0 and decided:
            score = max(score, 0.8 if full or found.sure else 0.55)
        else:
            score = min(score, 0.5)
            if len(bearers) > 1:
                reasons.append("others bear the name")
        yield _as_of(
            dating.dated(bearer.person, date), date, score, reasons, own=found.own_people and place < first
        )


def _entries(know: Knowledge, numbers: Sequence[int]) -> list[Person]:
    return [entry for n in numbers if isinstance(entry := know.names.entry(n), Person)]


def _as_of(person: Person, date: str | None, score: float, reasons: list[str], *, own: bool) -> Candidate:
    """A person with the office of the date, or the last before it, or the first after it."""
    offices = person.offices
    office = None
    if offices and date is not None:
        held = [o for o in offices if dating.in_office(o, date)]
        held = [o for o in held if o.own] or held
        past = [o for o in offices if o.end and o.end < date]
        office = held[-1] if held else past[-1] if past else offices[0]
    elif offices:
        office = offices[-1]
    return Candidate(
        person.name,
        "person",
        person.country,
        person.sector,
        score,
        tuple(reasons),
        office.source if office else "",
        own,
        title=(office.title or person.title) if office else "",
        start=office.start if office else "",
        end=office.end if office else "",
        wikidata=person.wikidata,
    )


def _places(know: Knowledge, name: str, near: Sequence[str]) -> Iterator[Candidate]:
    """Places of the user's tables, then of the gazetteer; of our table what the gazetteer lacks."""
    key = fold(name)
    ranked = [one for one in know.gazetteer.resolve(name, near=near) if not one.place.id.startswith("own-")]
    spots = [
        (posting, entry)
        for posting in _in_order(know, key, (REGION, TOWN))
        if isinstance(entry := know.names.entry(posting.number), Spot)
    ]
    for posting, spot in spots:
        if posting.own:
            yield _of_spot(spot, ("in your tables",), own=True)
    for place, one in enumerate(ranked):
        yield _of_gazetteer(one, name, first=place == 0, top=ranked[0].score)
    known = {one.place.iso3 for one in ranked}
    for posting, spot in spots:
        if not posting.own and spot.iso3 not in known:
            yield _of_spot(spot, ("in the table of places",), own=False)


def _of_spot(spot: Spot, reasons: tuple[str, ...], *, own: bool) -> Candidate:
    return Candidate(
        spot.name,
        "place",
        (spot.iso3,),
        (),
        0.9 if own else 0.3,
        reasons,
        spot.source,
        own,
        level=spot.kind,
        lat=spot.lat,
        lon=spot.lon,
    )


def _of_gazetteer(ranked: Ranked, name: str, *, first: bool, top: float) -> Candidate:
    place = ranked.place
    # A large town is likelier to be in the news at all than a village of the same name as a body.
    score = 0.75 if place.population == 0 else min(0.9, 0.35 + 0.08 * math.log10(place.population))
    if not first:  # the gazetteer's points are powers of ten
        score *= 0.9 * math.exp(-0.5 * max(0.0, top - ranked.score))
    if name.isupper() and len(name) <= 4 and not place.name.isupper():
        score *= 0.5  # "UN" is hardly the town of Un
    return Candidate(
        place.name,
        "place",
        (place.iso3,) if place.iso3 else (),
        (),
        score,
        ranked.reasons,
        place.source,
        level=place.kind,
        lat=place.lat,
        lon=place.lon,
        population=place.population,
        geonames=place.geonames,
    )
