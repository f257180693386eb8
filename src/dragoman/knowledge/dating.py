"""Who held which office on a date, and how far a person is from one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date
from typing import NamedTuple

from .entries import Office, Person


class Bearer(NamedTuple):
    """A person who bears a name, and what speaks for his or her being meant."""

    person: Person
    near: bool  #: of one of the countries that the text is about
    distance: int  #: 0 in office, 1 or 2 for years since or until an office, 9 for farther off
    leads: bool  #: heads a state or its government on the date


def rank(
    people: Sequence[Person], *, date: str | None, near: Sequence[str], certain: bool
) -> tuple[list[Bearer], bool]:
    """Who bear a name, likeliest first, and whether it is settled that the first is meant.

    ``certain`` tells that the name needs nothing else to be known by, if only one bears it. Who is
    known from a directory of cabinets alone stands last, and settles nothing, unless near in country
    or in years: the names of so many are also those of others.
    """
    bearers = [
        Bearer(
            person,
            bool(person.country) and person.country[0] in near,
            9 if date is None else distance(person, date),
            date is not None and leads(person, date),
        )
        for person in people
    ]
    bearers.sort(key=lambda b: (_obscure(b), not b.near, b.distance, not b.leads))
    fitting = [b for b in bearers if b.near] or [b for b in bearers if not _obscure(b)]
    if not fitting:
        return bearers, False
    if len(fitting) == 1:
        return bearers, certain or fitting[0].near or fitting[0].distance <= 2
    if date is None:
        return bearers, False
    best, second = fitting[0][2:], fitting[1][2:]
    return bearers, best != second and best[0] <= 2


def _obscure(bearer: Bearer) -> bool:
    offices = bearer.person.offices
    if bearer.near or bearer.distance <= 2 or not offices:
        return False
    return all(office.source == "oeda" for office in offices)


def in_office(office: Office, date: str) -> bool:
    """Whether the office was held at ``date``, compared at the coarser of the granularities."""
    size = min(len(date), len(office.start))
    if office.start and date[:size] < office.start[:size]:
        return False
    size = min(len(date), len(office.end))
    return not office.end or date[:size] <= office.end[:size]


def distance(person: Person, date: str) -> int:
    """0 in office, 1 or 2 for years since or until an office, 9 for farther off."""
    year = int(date[:4]) if date[:4].isdigit() else 0
    best = 9
    for office in person.offices:
        if in_office(office, date):
            return 0
        if office.end and date > office.end and year - int(office.end[:4]) <= 2:
            best = min(best, 1)
        elif office.start and date < office.start and int(office.start[:4]) - year <= 1:
            best = min(best, 2)
    return best


_HEADS = ("President of", "Prime Minister of", "Chancellor of", "Monarch of", "Supreme Leader", "Taoiseach")


def leads(person: Person, date: str) -> bool:
    """Whether the person heads a state or its government at ``date``."""
    return any(
        o.title.startswith(_HEADS) and o.sector[:1] == ("GOV",) and in_office(o, date) for o in person.offices
    )


#: Sectors that do not end with a post: a killed commander stays MIL, a retired bishop REL.
_LASTING = frozenset(
    {(code,) for code in ("MIL", "REB", "UAF", "CRM", "CVL", "JRN", "REL", "OPP", "NGO", "BUS", "UNK")}
)
#: What tells less than any other sector held at the same time: a prime minister also leads a party.
_TELLS = {"REB": 1, "OPP": 1, "PTY": 2, "ELI": 3}
_GRACE = 7  #: days for which a president who was toppled is still spoken of as president


def _days_since(end: str, date: str) -> int:
    """Days between two dates known to the day; a large number where either is not."""
    try:
        return (Date.fromisoformat(date[:10]) - Date.fromisoformat(end)).days
    except ValueError:
        return 9999


def dated(person: Person, date: str | None) -> Person:
    """``person`` with the sector and title of ``date``; without a date, those of the last office."""
    if not person.offices:
        return person
    country: tuple[str, ...]
    if date is None:
        last = person.offices[-1]
        sector, title = (last.sector, last.title) if not last.end else ((), "")
        country = (last.country,)
    else:
        held = [office for office in person.offices if in_office(office, date)]
        told = [office for office in held if office.title]
        held = [office for office in held if office.own] or held
        if held:
            codes = dict.fromkeys(code for office in held for code in office.sector)
            sector = tuple(sorted(codes, key=lambda code: _TELLS.get(code, 0)))
            title = held[-1].title or (told[-1].title if told else "")
            country = tuple(dict.fromkeys(office.country for office in held))
        else:
            past = [o for o in person.offices if o.end and o.end < date]
            sector, title = (), ""
            if past and (past[-1].sector[:1] in _LASTING or _days_since(past[-1].end, date) <= _GRACE):
                sector = past[-1].sector
            elif past:
                sector = ("ELI",)
            country = ((past or person.offices)[-1].country,)
    return Person(
        person.name,
        tuple(c for c in country if c),
        sector,
        title,
        person.aliases,
        person.offices,
        person.wikidata,
    )
