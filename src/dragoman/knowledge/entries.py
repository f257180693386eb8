"""What the knowledge tables hold, one type per table.

Every entry is immutable; ``country`` is a tuple of ISO 3166-1 alpha-3 codes (and XKX), ``sector``
a tuple of PLOVER sector codes, most telling first. Both may be empty. ``source`` names where the
row is from, as the table has it: one word per source, described in docs/knowledge.md.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """A country, a territory with a code of its own, or a state of the past.

    ``iso3`` of a state of the past is that of the state which took its place ("Soviet Union" is
    RUS), and ``historic`` is then true. ``cow`` and ``gw`` are the numbers of the Correlates of War and
    of Gleditsch and Ward, "" where they have none.
    """

    iso3: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    historic: bool = False
    source: str = ""
    cow: str = ""
    gw: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A region, town or division of a country, as the table of places has it.

    ``kind`` is ``region``, ``city`` or ``division``; ``iso3`` the country it lies in. ``lat`` and
    ``lon`` (degrees, WGS 84) are told in the user's tables only: ours are in the gazetteer.
    """

    name: str
    kind: str
    iso3: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    source: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body with a name: bloc, ministry, party, court, armed group, medium, company."""

    name: str
    kind: str  #: ``organisation``, or ``group`` for movements without members of record
    country: tuple[str, ...]
    sector: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """One office of a person. ``start`` and ``end`` are ISO dates at the granularity known.

    An empty ``start`` means since before anything in the tables, an empty ``end`` still in office
    when the table was made. ``own`` marks a row of the user's tables.
    """

    title: str
    country: str
    sector: tuple[str, ...]
    start: str = ""
    end: str = ""
    source: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person, as he or she stood on the date asked for.

    ``sector`` is that of the offices held on that date, ELI once a state office is past by more
    than a week (soldiers, rebels, clerics and the like keep theirs), and empty before the first or
    where nothing is told. ``title`` is the office held on that date, or "".
    """

    name: str
    country: tuple[str, ...]
    sector: tuple[str, ...]
    title: str
    aliases: tuple[str, ...]
    offices: tuple[Office, ...]
    wikidata: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What a common noun says about who is meant: "soldiers" are a MIL group.

    ``sector`` is empty for words that name a task and not a side ("spokesman"). ``kind`` is
    ``person`` for offices held by one at a time, ``group`` for people in general, and
    ``organisation`` for bodies. ``plural`` tells whether the form asked for was the plural.
    """

    word: str
    kind: str
    sector: tuple[str, ...]
    plural: bool = False
    source: str = ""
