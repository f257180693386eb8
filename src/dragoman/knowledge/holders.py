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

_made: WeakKeyDictionary[Knowledge, dict[tuple[str, str], list[Person]]] = WeakKeyDictionary()


def holder(know: Knowledge, office: str, iso3: str, date: str) -> Person | None:
    """The one who held ``office`` (one of :data:`OFFICES`) of a country on an ISO date, as of that date.

    None where the tables know nobody, or several, who did.
    """
    index = _made.get(know)
    if index is None:
        index = _made[know] = _index(know)
    held = [
        person
        for person in index.get((office, iso3), ())
        if any(_is(o.title, office) and dating.in_office(o, date) and o.start for o in person.offices)
    ]
    return dating.dated(held[0], date) if len(held) == 1 else None


def _is(title: str, office: str) -> bool:
    return title == office or title.startswith(f"{office} of ")


def _index(know: Knowledge) -> dict[tuple[str, str], list[Person]]:
    out: dict[tuple[str, str], list[Person]] = defaultdict(list)
    names = know.names
    for number in names.numbers():
        row = names.row(number)
        if row[0] != "p":
            continue
        keys: dict[tuple[str, str], None] = {}
        for title, country, *_ in row[5]:
            for office in OFFICES:
                if _is(title, office):
                    whose = know.country_by_code(country)
                    rest = title.removeprefix(office).removeprefix(" of ").removeprefix("the ")
                    if whose is not None and (not rest or rest in (whose.name, *whose.aliases)):
                        keys[office, country] = None
        for key in keys:
            entry = names.entry(number)
            if isinstance(entry, Person):
                out[key].append(entry)
    return out
