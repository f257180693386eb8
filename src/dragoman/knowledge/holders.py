"""Who held an office: the president, prime minister, monarch, chancellor or foreign minister of a country.

The other way round than a look-up by name: from the office to the name. Made once, on the first question,
from the offices of all people in the tables.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from . import dating
from .entries import Person

if TYPE_CHECKING:
    from .lookup import Knowledge

#: The offices that one person at a time holds in a country.
OFFICES = ("President", "Prime Minister", "Monarch", "Chancellor", "Foreign Minister")

_made: WeakKeyDictionary[Knowledge, dict[tuple[str, str], list[int]]] = WeakKeyDictionary()


def holder(know: Knowledge, office: str, iso3: str, date: str) -> Person | None:
    """The one who held ``office`` (one of :data:`OFFICES`) of a country on an ISO date, as of that date.

    None where the tables know nobody, or several, who did.
    """
    index = _made.get(know)
    if index is None:
        index = _made[know] = _index(know)
    entries = (know.names.entry(number) for number in index.get((office, iso3), ()))
    held = [
        person
        for person in entries
        if isinstance(person, Person)
        and any(_of(o.title) == office and dating.in_office(o, date) and o.start for o in person.offices)
    ]
    return dating.dated(held[0], date) if len(held) == 1 else None


def _of(title: str) -> str:
    """The office without what it is over: "President" of "President of Peru"."""
    return title.partition(" of ")[0]


def _index(know: Knowledge) -> dict[tuple[str, str], list[int]]:
    """Numbers of those who held each office of each country: few are ever asked for, so none is made here."""
    out: dict[tuple[str, str], list[int]] = defaultdict(list)
    names = know.names
    for number in names.mentioning(OFFICES):
        row = names.row(number)
        if row[0] != "p":
            continue
        keys: dict[tuple[str, str], None] = {}
        for title, country, *_ in row[5]:
            office = _of(title)
            if office in OFFICES:
                whose = know.country_by_code(country)
                rest = title.removeprefix(office).removeprefix(" of ").removeprefix("the ")
                if whose is not None and (not rest or rest in (whose.name, *whose.aliases)):
                    keys[office, country] = None
        for key in keys:
            out[key].append(number)
    return out
