"""What a name leads to, through each door, in the shipped tables and the user's over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .compiling import (
    ANY_CASE,
    BODY,
    CAPITAL,
    COUNTRY,
    DEMONYM,
    PERSON,
    REACH,
    REGION,
    ROLE,
    ROLES,
    SEAT,
    SHARED,
    SURE,
    TOWN,
    Board,
    Layer,
    Posting,
)
from .entries import Country, Office, Organisation, Person, Role, Spot

Entry = Country | Spot | Organisation | Person | Role
_KEPT = 60_000  #: names whose findings are kept at hand
_SHORT = 3  #: a word of so many letters is known in the case of the dictionary only ("WHO", not "Who")


@dataclass
class Overlay:
    """The user's tables: entities of their own, which of ours they replace, and what they take away."""

    board: Board = field(default_factory=lambda: Board(own=True))
    replaced: dict[int, int] = field(default_factory=dict)  #: number of ours -> number on the board
    gone: set[int] = field(default_factory=set)  #: numbers of ours that are taken away
    taken: set[tuple[str, int]] = field(default_factory=set)  #: (name in capitals, number of ours)


class Found:
    """What one name means. Numbers of entities, -1 or empty where it means nothing of the kind."""

    __slots__ = (
        "bodies",
        "capital",
        "country",
        "demonym",
        "name",
        "others",
        "own_people",
        "people",
        "place",
        "seat",
        "shared",
        "sure",
    )

    def __init__(self) -> None:
        self.country = self.demonym = self.capital = self.seat = -1
        self.place = -1  #: whatever lies somewhere: countries, capitals, seats, regions, towns
        self.name = -1  #: names of countries and regions, and demonyms
        self.bodies: tuple[int, ...] = ()
        self.shared: tuple[int, ...] = ()
        self.people: tuple[int, ...] = ()
        self.others: tuple[int, ...] = ()  #: people of ours who stand behind the user's of that name
        self.own_people = False
        self.sure = False  #: one of the people needs nothing else to be known by this name


_NOTHING = Found()


class Names:
    """Look-up through all doors at once; what was looked up is kept at hand."""

    def __init__(self, layer: Layer, overlay: Overlay | None = None) -> None:
        self.layer = layer
        self.overlay = overlay
        self._found: dict[str, Found] = {}
        self._entries: dict[int, Entry] = {}
        self._reach: dict[str, int] = {}

    def postings(self, capitals: str) -> list[Posting]:
        """What a name may mean, given in capitals: the user's first."""
        ours = self.layer.postings(capitals)
        over = self.overlay
        if over is None:
            return ours
        count = self.layer.count
        own = over.board.postings(capitals)
        out = [p if p.door == REACH else p._replace(number=p.number + count) for p in own]
        held = {(p.form, p.door, p.number) for p in out}
        for posting in ours:
            number = posting.number
            if posting.door == REACH:
                out.append(posting)
            elif number not in over.gone and (capitals, number) not in over.taken:
                if number in over.replaced:
                    posting = posting._replace(number=over.replaced[number] + count)
                if (posting.form, posting.door, posting.number) not in held:
                    out.append(posting)
        return out

    def find(self, key: str) -> Found:
        """What a folded name means."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _KEPT:
                self._found.clear()
            found = self._found[key] = self._find(key)
        return found

    def _find(self, key: str) -> Found:
        levels = self.levels(key)
        if not any(levels):
            return _NOTHING
        found = Found()
        found.country = _first(levels, (COUNTRY,))
        found.demonym = _first(levels, (DEMONYM,))
        found.capital = _first(levels, (CAPITAL,))
        found.seat = _first(levels, (SEAT,))
        found.place = _first(levels, (COUNTRY,), (CAPITAL, SEAT), (REGION, TOWN))
        found.name = _first(levels, (COUNTRY, DEMONYM, REGION))
        found.bodies = _all(levels, (BODY,))
        found.shared = _all(levels, (SHARED,))
        # Names of people take no article: "the Macron" is nobody.
        bucket = [p for p in self.postings(key.upper()) if p.door in (PERSON, SURE)]
        chosen = _exactly(bucket, key) or (bucket if len(key) > 2 and key.isupper() else [])
        own = [p for p in chosen if p.own]
        found.own_people = bool(own)
        every = dict.fromkeys(p.number for p in (*own, *chosen))
        chosen = own or chosen
        found.people = tuple(dict.fromkeys(p.number for p in chosen))
        found.others = tuple(number for number in every if number not in found.people)
        found.sure = any(p.door == SURE for p in chosen)
        return found

    def levels(self, key: str) -> list[list[Posting]]:
        """Postings of a folded name: as it is written; without an article; written in capitals."""
        bucket = self.postings(key.upper())
        out = [_exactly(bucket, key)]
        if key[:4] in ("the ", "The ", "THE "):
            key = key[4:]
            bucket = self.postings(key.upper())
            out.append(_exactly(bucket, key))
        if len(key) > 2 and key.isupper():
            out.append(bucket)
        return out

    def role(self, word: str) -> Role | None:
        """What a word for people or a body says; ``word`` in small letters, folded."""
        for posting in self.postings(word.upper()):
            if posting.door in (ROLE, ROLES) and posting.form == word:
                entry = self.entry(posting.number)
                assert isinstance(entry, Role)
                if posting.door == ROLES:
                    return Role(entry.word, entry.kind, entry.sector, True, entry.source)
                return entry
        return None

    def reach(self, word: str) -> int:
        """How many words the longest geographic name has that begins with ``word``; 1 if none does."""
        found = self._reach.get(word)
        if found is None:
            if len(self._reach) >= _KEPT:
                self._reach.clear()
            found = 1
            for posting in self.postings(word.upper()):
                if posting.door == REACH:
                    found = max(found, posting.number)
            self._reach[word] = found
        return found

    def row(self, number: int) -> list[Any]:
        """The entity's fields."""
        count = self.layer.count
        if number >= count and self.overlay is not None:
            return self.overlay.board.entity(number - count)
        return self.layer.entity(number)

    def entry(self, number: int) -> Entry:
        """The entity of that number; the same object each time."""
        made = self._entries.get(number)
        if made is None:
            row = self.row(number)
            made = self._entries[number] = _MAKERS[row[0]](row)
        return made

    def own(self, number: int) -> bool:
        """Whether the entity is from the user's tables."""
        return number >= self.layer.count

    def names(self) -> Iterator[str]:
        """All names, in capitals: ours, then those that only the user's tables have."""
        yield from self.layer.names()
        if self.overlay is not None:
            yield from (n for n in self.overlay.board.names() if not self.layer.postings(n))

    def countries(self) -> Iterator[tuple[int, Country]]:
        """All countries with their numbers; ours, which stand first of all, then the user's."""
        over = self.overlay
        for number in range(self.layer.count):
            entry = self.entry(number)
            if not isinstance(entry, Country):
                break
            if over is None or (number not in over.replaced and number not in over.gone):
                yield number, entry
        if over is not None:
            for number in range(over.board.count):
                if over.board.entity(number)[0] == "c":
                    entry = self.entry(self.layer.count + number)
                    assert isinstance(entry, Country)
                    yield self.layer.count + number, entry

    def numbers(self) -> list[int]:
        """Numbers of all entities that are not replaced or taken away: ours, then the user's."""
        return self._standing(range(self.layer.count))

    def mentioning(self, phrases: Sequence[str]) -> list[int]:
        """Those of `numbers` whose fields may hold one of the phrases; none that does is missing."""
        return self._standing(self.layer.mentioning(phrases))

    def _standing(self, ours: Iterable[int]) -> list[int]:
        out = list(ours)
        if self.overlay is not None:
            over = self.overlay
            out = [n for n in out if n not in over.replaced and n not in over.gone]
            out += range(self.layer.count, self.layer.count + over.board.count)
        return out


def _exactly(bucket: list[Posting], key: str) -> list[Posting]:
    return [
        p
        for p in bucket
        if p.form == key
        or (
            p.form == ANY_CASE
            and not key[:1].islower()
            and (len(key) > _SHORT or " " in key or key.isupper())
        )
    ]


def _first(levels: list[list[Posting]], *doors: tuple[str, ...]) -> int:
    """The entity of the first level with any; the user's before ours, then one set of doors after another."""
    for level in levels:
        for own in (True, False):
            for among in doors:
                for posting in level:
                    if posting.own is own and posting.door in among:
                        return posting.number
    return -1


def _all(levels: list[list[Posting]], doors: tuple[str, ...]) -> tuple[int, ...]:
    for level in levels:
        found = tuple(dict.fromkeys(p.number for p in level if p.door in doors))
        if found:
            return found
    return ()


def _country(row: list[Any]) -> Country:
    _, iso3, name, aliases, demonyms, capitals, seats, historic, source, cow, gw = row
    lists = (tuple(aliases), tuple(demonyms), tuple(capitals), tuple(seats))
    return Country(iso3, name, *lists, historic, source, cow, gw)


def _spot(row: list[Any]) -> Spot:
    _, name, kind, iso3, aliases, demonyms, source, *where = row
    return Spot(name, kind, iso3, tuple(aliases), tuple(demonyms), source, *where)


def _organisation(row: list[Any]) -> Organisation:
    _, name, kind, country, sector, aliases, source = row
    return Organisation(name, kind, tuple(country), tuple(sector), tuple(aliases), source)


def _person(row: list[Any]) -> Person:
    _, name, country, aliases, wikidata, offices = row
    held = tuple(
        Office(title, where, tuple(sector), start, end, source, bool(own))
        for title, where, sector, start, end, source, *own in offices
    )
    return Person(name, tuple(country), (), "", tuple(aliases), held, wikidata)


def _role(row: list[Any]) -> Role:
    _, word, _plural, kind, sector, source = row
    return Role(word, kind, tuple(sector), False, source)


_MAKERS: dict[str, Callable[[list[Any]], Entry]] = {
    "c": _country,
    "l": _spot,
    "o": _organisation,
    "p": _person,
    "r": _role,
}
