"""From the tables to names and what they may mean: what the fast look-up file is made of.

A *posting* says that a name, in one exact form, leads to an entity through one door. All postings
whose forms are the same in capitals lie together, so that one probe finds everything a name may
mean, however the article writes it. :func:`compile_tables` reads the CSV files into a
:class:`Board` in memory; :mod:`dragoman.knowledge.compiled` writes a board to one file and looks
names up in it. Both answer alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from .tables import COLUMNS, DATA, VERSION, KnowledgeError, fold, items, rows

# Doors: how a name leads to an entity.
COUNTRY = "c"  #: name or other name of a country
DEMONYM = "d"  #: adjective or noun of nationality, of a country or a region
CAPITAL = "k"
SEAT = "s"  #: a building that stands for a government
REGION = "r"  #: name of a region, which stands for its country in a phrase
TOWN = "t"  #: name of a town or division
BODY = "o"  #: name of an organisation
SHARED = "h"  #: short name that bodies of several countries bear
PERSON = "p"
SURE = "u"  #: name of a person that needs nothing else to be known by
ROLE, ROLES = "n", "m"  #: word for people or a body, singular and plural
REACH = "w"  #: the number is how many words the longest geographic name has that begins so

GEOGRAPHIC = frozenset((COUNTRY, DEMONYM, CAPITAL, SEAT, REGION, TOWN))

#: The form of a posting that is known in any case, if only it begins with a capital ("ABU SAYYAF" of a
#: dictionary that is written in capitals throughout).
ANY_CASE = "*"

_ARTICLE = re.compile(r"(?:the|The|THE) ")


class Posting(NamedTuple):
    """A form of a name, the door it opens, and the number of the entity behind it."""

    form: str
    door: str
    number: int
    own: bool = False  #: whether it is from the user's tables


class Layer(Protocol):
    """Names and entities, compiled or in memory."""

    @property
    def count(self) -> int:
        """How many entities there are; their numbers run from 0."""
        ...

    def postings(self, capitals: str) -> list[Posting]:
        """What a name may mean, given in capitals; in the order of the tables."""
        ...

    def entity(self, number: int) -> list[Any]:
        """The entity: kind (a letter) and fields, as :class:`Board` writes them."""
        ...

    def names(self) -> Iterator[str]:
        """All names, in capitals, in the order of the alphabet."""
        ...

    def mentioning(self, phrases: Sequence[str]) -> Iterable[int]:
        """Numbers of entities, in order, among which all are whose fields hold one of the phrases."""
        ...


#: Countries whose people bear their father's surname and their mother's after it.
TWO_SURNAMES = frozenset(
    "ARG BOL CHL COL CRI CUB DOM ECU ESP GTM HND MEX NIC PAN PER PRI PRY SLV URY VEN GNQ".split()
)


class Board:
    """Names and entities in memory, filled row by row.

    Entities are lists that JSON can hold: a letter for the kind, then

    - ``c``: iso3, name, aliases, demonyms, capitals, seats, historic, source, cow, gw
    - ``l``: name, kind, iso3, aliases, demonyms, source; the user's also latitude and longitude
    - ``o``: name, kind, countries, sectors, aliases, source
    - ``p``: name, countries, aliases, Wikidata's number, offices (title, country, sectors, from, to, source;
      the user's also true)
    - ``r``: word, plural, kind, sectors, source
    """

    def __init__(self, *, own: bool = False) -> None:
        self.entities: list[list[Any]] = []
        self._names: dict[str, list[Posting]] = {}
        self._own = own
        self._people: dict[tuple[str, str], int] = {}
        self._bodies: list[tuple[int, list[str]]] = []

    @property
    def count(self) -> int:
        """How many entities there are."""
        return len(self.entities)

    def postings(self, capitals: str) -> list[Posting]:
        """What a name may mean, given in capitals; in the order of the tables."""
        return self._names.get(capitals, [])

    def entity(self, number: int) -> list[Any]:
        """The entity of that number."""
        return self.entities[number]

    def names(self) -> Iterator[str]:
        """All names, in capitals, in the order of the alphabet."""
        return iter(sorted(self._names))

    def mentioning(self, phrases: Sequence[str]) -> Iterable[int]:
        """All: reading them costs as much as looking into them."""
        return range(self.count)

    # filling --------------------------------------------------------------------------------

    def _post(self, form: str, door: str, number: int) -> None:
        self._names.setdefault(form.upper(), []).append(Posting(form, door, number, self._own))

    def post(self, name: str, door: str, number: int, *, any_case: bool = False) -> None:
        """Let ``name`` lead to entity ``number``, with and without an article before it."""
        key = fold(name)
        for form in (key, key[4:]) if _ARTICLE.match(key) else (key,):
            if any_case:
                self._names.setdefault(form.upper(), []).append(Posting(ANY_CASE, door, number, self._own))
            else:
                self._post(form, door, number)
            if door in GEOGRAPHIC and " " in form:
                first, words = form.split(" ", 1)[0].upper(), form.count(" ") + 1
                held = self._names.setdefault(first, [])
                for place, posting in enumerate(held):
                    if posting.door == REACH:
                        held[place] = Posting("", REACH, max(words, posting.number), self._own)
                        break
                else:
                    held.append(Posting("", REACH, words, self._own))

    def add(self, entity: list[Any]) -> int:
        """Add an entity; its number."""
        self.entities.append(entity)
        return len(self.entities) - 1

    def country(self, row: list[str]) -> int:
        """Add a row of countries.csv."""
        iso3, iso2, name, *lists, cow, gw, source = row
        aliases, demonyms, capitals, seats = (items(cell) for cell in lists)
        number = self.add(
            ["c", iso3, name, [*aliases], [*demonyms], [*capitals], [*seats], not iso2, source, cow, gw]
        )
        for door, names in (
            (COUNTRY, (name, *aliases)),
            (DEMONYM, demonyms),
            (CAPITAL, capitals),
            (SEAT, seats),
        ):
            for one in names:
                self.post(one, door, number)
        return number

    def place(self, row: list[str], *, where: tuple[float, float] | None = None) -> int:
        """Add a row of places.csv; ``where`` is its latitude and longitude, if told."""
        name, kind, iso3, aliases, demonyms, source = row
        number = self.add(
            ["l", name, kind, iso3, [*items(aliases)], [*items(demonyms)], source, *(where or ())]
        )
        for one in (name, *items(aliases)):
            self.post(one, REGION if kind == "region" else TOWN, number)
        for one in items(demonyms):
            self.post(one, DEMONYM, number)
        return number

    def body(self, row: list[str]) -> int:
        """Add a row of organisations.csv; its short names are posted by :meth:`close`."""
        name, aliases, kind, country, sector, source = row
        names = items(aliases)
        number = self.add(
            [
                "o",
                name,
                kind,
                [*items(country)],
                [*items(sector)],
                [n.removeprefix("?") for n in names],
                source,
            ]
        )
        self.post(name, BODY, number)
        self._bodies.append((number, list(names)))
        return number

    def person(self, row: list[str], *, sure: bool) -> int:
        """Add a row of people.csv or offices.csv: a person, or one more office of one who is known."""
        name, aliases, country, title, sector, start, end, wikidata, source = row
        who = (name, country)
        number = self._people.get(who)
        names = items(aliases)
        if number is None:
            number = self._people[who] = self.add(["p", name, [*items(country)], [], "", []])
            names = (*names, name)
        entity = self.entities[number]
        for alias in names:
            if alias != name and alias not in entity[3]:
                entity[3].append(alias)
            self.bear(alias, number, sure=sure)
        entity[4] = entity[4] or wikidata
        if title or sector or start or end:
            office: list[Any] = [title, country, [*items(sector)], start, end, source]
            entity[5].append([*office, True] if self._own else office)
        return number

    def bear(self, name: str, number: int, *, sure: bool, any_case: bool = False) -> None:
        """Let a person bear a name, once."""
        key = fold(name)
        held = self._names.setdefault(key.upper(), [])
        form = ANY_CASE if any_case else key
        door = SURE if sure and (len(key) > 4 or self._own) else PERSON
        for place, posting in enumerate(held):
            if posting.form == form and posting.number == number and posting.door in (PERSON, SURE):
                if door == SURE:
                    held[place] = Posting(form, SURE, number, self._own)
                break
        else:
            held.append(Posting(form, door, number, self._own))

    def role(self, row: list[str]) -> int:
        """Add a row of roles.csv."""
        word, plural, kind, sector, source = row
        number = self.add(["r", word, plural, kind, [*items(sector)], source])
        self._post(fold(word).lower(), ROLE, number)
        if plural:
            self._post(fold(plural).lower(), ROLES if plural != word else ROLE, number)
        return number

    def close(self) -> None:
        """Post the short names of bodies, after every full one, and put offices in order."""
        for number, names in self._bodies:
            for alias in names:
                if alias.startswith("?"):
                    self.post(alias[1:], SHARED, number)
                else:
                    self.post(alias, BODY, number)
        self._bodies.clear()
        for number, entity in enumerate(self.entities):
            if entity[0] == "p":
                entity[5].sort(key=lambda office: (office[3], office[4] or "9999"))
                self._two_surnames(number, entity)

    def _two_surnames(self, number: int, entity: list[Any]) -> None:
        """Let who bears two surnames be known by the second as well ("Andrés Obrador"), if nobody else is.

        Not those who are known from a directory of cabinets alone.
        """
        words = entity[1].split()
        told = any(office[5] != "oeda" for office in entity[5])
        if len(words) < 3 or not told or not TWO_SURNAMES.intersection(entity[2]):
            return
        short = f"{words[0]} {words[-1]}"
        if fold(short).upper() not in self._names:
            self.bear(short, number, sure=False)


def compile_tables(folder: Path = DATA) -> Board:
    """The shipped tables (or those in ``folder``) as a board.

    Raises:
        KnowledgeError: a table is missing or broken; offices.csv may be missing.
    """
    board = Board()
    for line, row in rows("countries.csv", COLUMNS["countries.csv"], folder=folder, optional=("cow", "gw")):
        if len(row[0]) != 3 or not row[0].isupper() or not row[2]:
            raise KnowledgeError(
                f"{folder / 'countries.csv'}, line {line}: iso3 must be three capitals and "
                f"name must not be empty, found {row[0]!r} and {row[2]!r}"
            )
        board.country(row)
    for _, row in rows("places.csv", COLUMNS["places.csv"], folder=folder):
        board.place(row)
    for _, row in rows("organisations.csv", COLUMNS["organisations.csv"], folder=folder):
        board.body(row)
    for table in ("people.csv", "offices.csv"):
        if table == "offices.csv" and not (folder / table).exists():
            continue
        for line, row in rows(table, COLUMNS[table], folder=folder):
            name, start, end, source = row[0], row[5], row[6], row[8]
            if end and start and end < start[: len(end)]:
                raise KnowledgeError(
                    f"{folder / table}, line {line}: {name} leaves office on {end}, before {start}"
                )
            board.person(row, sure=table == "people.csv" and "editors" in source)
    for _, row in rows("roles.csv", COLUMNS["roles.csv"], folder=folder):
        board.role(row)
    board.close()
    return board


def fingerprint(paths: Iterable[Path]) -> str:
    """Eight hexadecimal digits that change with the name or content of any of the files."""
    digest = hashlib.sha256(VERSION.encode())
    for path in sorted(paths, key=lambda path: path.name):
        try:
            content = path.read_bytes()
        except OSError:
            continue  # what needs the file says that it is missing
        digest.update(f"\0{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:8]


def tables_in(folder: Path) -> list[Path]:
    """All tables in ``folder``: those that a look-up reads, and those for coding and the gazetteer."""
    return sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".tsv"))
