"""Look-up in the tables by the words an article uses.

Case: a name is known as the table writes it ("Polish", not "polish"; "US", not "us") and in
capitals throughout, as headlines have it ("TURKEY"). Accents and the shape of apostrophes do not
matter. Every look-up takes time in the number of words asked for, whatever the size of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date as Date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from .entries import Country, Office, Organisation, Person, Role
from .tables import DATA, KnowledgeError, fold, items, rows

VERSION = "2026.11"  #: the state of the tables, carried by every coding

_T = TypeVar("_T")
_ARTICLE = re.compile(r"(?:the|The|THE) ")
_POSSESSIVE = re.compile(r"(?:'s|'S|')$")


class _Index(Generic[_T]):
    """Exact names, and the same names in capitals throughout."""

    def __init__(self) -> None:
        self.exact: dict[str, _T] = {}
        self._capitals: dict[str, _T] | None = None
        self.longest = 1  #: words in the longest name

    def add(self, name: str, entry: _T) -> None:
        """Give ``entry`` the name ``name``, unless an earlier entry has it."""
        key = fold(name)
        self.exact.setdefault(key, entry)
        if " " in key:
            self.longest = max(self.longest, key.count(" ") + 1)
        without = key[4:] if _ARTICLE.match(key) else ""
        if without:
            self.exact.setdefault(without, entry)

    def get(self, key: str) -> _T | None:
        """The entry for a folded name, with or without an article before it."""
        found = self.exact.get(key)
        if found is None and key[:4] in ("the ", "The ", "THE "):
            key = key[4:]
            found = self.exact.get(key)
        if found is None and len(key) > 2 and key.isupper():
            if self._capitals is None:
                self._capitals = {}
                for name, entry in self.exact.items():
                    self._capitals.setdefault(name.upper(), entry)
            found = self._capitals.get(key)
        return found


class Knowledge:
    """All tables, each read when it is first asked for.

    Args:
        folder: where the tables lie; those shipped with the package by default.
    """

    def __init__(self, *, folder: Path = DATA) -> None:
        self._folder = folder
        self._unmistakable: set[str] = set()  #: surnames that need nothing else to be known by
        self._records: list[list[tuple[str, int, list[str]]]] = []  #: rows of each person: table, line, cells
        self._made: dict[int, Person] = {}

    @classmethod
    def load(cls) -> Knowledge:
        """The tables shipped with the package. The same object for every call."""
        return _shipped()

    # countries and places -------------------------------------------------------------------

    @cached_property
    def _countries(self) -> tuple[Country, ...]:
        columns = ("iso3", "iso2", "name", "aliases", "demonyms", "capitals", "seats", "source")
        out = []
        for line, (iso3, iso2, name, aliases, demonyms, capitals, seats, _) in rows(
            "countries.csv", columns, folder=self._folder
        ):
            if len(iso3) != 3 or not iso3.isupper() or not name:
                raise KnowledgeError(
                    f"{self._folder / 'countries.csv'}, line {line}: iso3 must be three capitals and "
                    f"name must not be empty, found {iso3!r} and {name!r}"
                )
            out.append(
                Country(iso3, name, items(aliases), items(demonyms), items(capitals), items(seats), not iso2)
            )
        return tuple(out)

    @cached_property
    def _places(self) -> list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]:
        """(name, kind, iso3, aliases, demonyms) of every region, town and division."""
        columns = ("name", "kind", "iso3", "aliases", "demonyms", "source")
        return [
            (name, kind, iso3, items(aliases), items(demonyms))
            for _, (name, kind, iso3, aliases, demonyms, _s) in rows(
                "places.csv", columns, folder=self._folder
            )
        ]

    @cached_property
    def _country_index(self) -> _Index[Country]:
        return _index((c, (c.name, *c.aliases)) for c in self._countries)

    @cached_property
    def _by_code(self) -> dict[str, Country]:
        return {c.iso3: c for c in self._countries if not c.historic}

    @cached_property
    def _demonym_index(self) -> _Index[str]:
        index = _index((c.iso3, c.demonyms) for c in self._countries)
        for _, _, iso3, _, demonyms in self._places:
            for word in demonyms:
                index.add(word, iso3)
        return index

    @cached_property
    def _capital_index(self) -> _Index[str]:
        return _index((c.iso3, c.capitals) for c in self._countries)

    @cached_property
    def _seat_index(self) -> _Index[str]:
        return _index((c.iso3, c.seats) for c in self._countries)

    @cached_property
    def _place_index(self) -> _Index[str]:
        """Everything that lies somewhere: countries, capitals, seats, regions, towns."""
        index = _index((c.iso3, (c.name, *c.aliases)) for c in self._countries)
        for c in self._countries:
            for name in (*c.capitals, *c.seats):
                index.add(name, c.iso3)
        for first, _, iso3, aliases, _ in self._places:
            index.add(first, iso3)
            for name in aliases:
                index.add(name, iso3)
        return index

    @cached_property
    def _name_index(self) -> _Index[str]:
        """Names of countries and demonyms, for :meth:`countries_in`."""
        index = _index((c.iso3, (c.name, *c.aliases, *c.demonyms)) for c in self._countries)
        for first, kind, iso3, aliases, demonyms in self._places:
            for name in demonyms if kind != "region" else (*demonyms, first, *aliases):
                index.add(name, iso3)
        return index

    def country(self, text: str) -> Country | None:
        """The country that ``text`` names: "U.S.", "the Netherlands", "Burma"; not "British"."""
        return self._country_index.get(fold(text))

    def country_by_code(self, iso3: str) -> Country | None:
        """The country with the ISO alpha-3 code ``iso3``."""
        return self._by_code.get(iso3)

    def demonym(self, word: str) -> str | None:
        """The ISO code for an adjective or noun of nationality: "Russian", "Briton", "Filipinos"."""
        return self._demonym_index.get(fold(word))

    def capital(self, word: str) -> str | None:
        """The ISO code of the country whose capital or seat of government is ``word``."""
        return self._capital_index.get(fold(word))

    def seat(self, text: str) -> str | None:
        """The ISO code of the government for which a building stands: "the Kremlin", "Whitehall"."""
        return self._seat_index.get(fold(text))

    def place_country(self, text: str) -> str | None:
        """The ISO code of the country in which ``text`` lies, or None.

        ``text`` may be a plain name ("Aleppo"), a name with what it belongs to ("Paris, Texas"),
        or a phrase around a name ("Syria's Idlib province", "northern Iraq"): then the last name
        in it counts, unless the part before the comma lies in a country that bears the name of
        its own region ("Atlanta, Georgia").
        """
        key = fold(text)
        index = self._place_index
        found = index.get(key)
        if found is not None:
            return found
        if not _MISSIONS.isdisjoint(key.lower().split()):
            return None  # an embassy lies in another country than the one it is named for
        parts = [part for part in (p.strip() for p in key.split(",")) if part]
        if len(parts) > 1:
            inside, around = parts[-2], parts[-1]
            outer = self._scan(around.split(), index)
            inner = self._scan(inside.split(), index)
            if outer and inner and around == "Georgia" and inner[-1] == "USA":
                return "USA"
            if outer:
                return outer[-1]
            return inner[-1] if inner else None
        codes = self._scan(key.split(), index) or self._scan(key.split(), self._demonym_index)
        return codes[-1] if codes else None

    def countries_in(self, words: Sequence[str]) -> list[str]:
        """ISO codes of the countries that a phrase names, as names or as demonyms, in its order.

        The longest match counts ("South Sudanese" is not Sudanese); hyphens are looked into
        ("US-backed", "Sino-Russian"); no code comes twice.
        """
        return list(dict.fromkeys(self._scan([fold(word) for word in words], self._name_index)))

    def _scan(self, words: Sequence[str], index: _Index[str]) -> list[str]:
        out = []
        i = 0
        while i < len(words):
            word, step = words[i], 1
            if word[:1].isupper() or word in ("the", "ni-Vanuatu"):
                for size in range(min(index.longest, len(words) - i), 0, -1):
                    phrase = " ".join(words[i : i + size])
                    code = index.get(phrase)
                    closed = False
                    if code is None and phrase.endswith(_STOPS):
                        code = index.get(_POSSESSIVE.sub("", phrase.rstrip(",.)")))
                        closed = True
                    if code is None:
                        continue
                    step = size
                    # "Wellington Street" is another name than "Wellington".
                    if closed or i + size >= len(words) or words[i + size] not in _STREETS:
                        out.append(code)
                    break
                else:
                    out += self._hyphened(word, index)
            elif "-" in word:
                out += self._hyphened(word, index)
            i += step
        return out

    def _hyphened(self, word: str, index: _Index[str]) -> list[str]:
        if "-" not in word and "/" not in word:
            return []
        codes = []
        for part in re.split(r"[-/]", word):
            code = _PREFIXES.get(part) or (index.get(part) if part[:1].isupper() else None)
            if code is not None:
                codes.append(code)
        return codes

    # bodies, people, words ------------------------------------------------------------------

    @cached_property
    def _organisations(self) -> tuple[_Index[Organisation], _Index[list[Organisation]]]:
        columns = ("name", "aliases", "kind", "country", "sector", "source")
        entries = [
            Organisation(name, kind, items(country), items(sector), items(aliases))
            for _, (name, aliases, kind, country, sector, _s) in rows(
                "organisations.csv", columns, folder=self._folder
            )
        ]
        index: _Index[Organisation] = _Index()
        shared: _Index[list[Organisation]] = _Index()
        # Every body has its own full name before any has its short ones.
        for entry in entries:
            index.add(entry.name, entry)
        for entry in entries:
            for alias in entry.aliases:
                if alias.startswith("?"):
                    shared.add(alias[1:], [])
                    shared.exact[fold(alias[1:])].append(entry)
                else:
                    index.add(alias, entry)
        return index, shared

    def organisation(self, text: str, *, near: Sequence[str] = ()) -> Organisation | None:
        """The body that ``text`` names, in full or short: "the UN", "Hezbollah", "State Department".

        Names that bodies of many countries share ("Congress", "Supreme Court", "Labour") are known
        only with ``near``, the ISO codes of the countries that the text is about, likeliest first:
        the first country with a body of that name has it.
        """
        index, shared = self._organisations
        key = fold(text)
        found = index.get(key)
        if found is not None and (not near or not found.country or found.country[0] in near):
            return found
        if near:
            candidates = shared.get(key) or ()
            for code in near:
                for entry in candidates:
                    if code in entry.country:
                        return entry
        return found

    @cached_property
    def _people(self) -> dict[str, list[int]]:
        """Folded name -> numbers of the people who bear it; the people themselves are made on demand."""
        columns = ("name", "aliases", "country", "title", "sector", "from", "to", "wikidata", "source")
        numbers: dict[tuple[str, str], int] = {}
        index: dict[str, list[int]] = {}
        records = self._records
        for table in ("people.csv", "offices.csv"):
            if table == "offices.csv" and not (self._folder / table).exists():
                continue
            for line, row in rows(table, columns, folder=self._folder):
                who = (row[0], row[2])
                number = numbers.get(who)
                fresh = number is None
                if number is None:
                    number = numbers[who] = len(records)
                    records.append([])
                records[number].append((table, line, row))
                if row[1] or fresh:
                    for alias in (*items(row[1]), row[0]) if fresh else items(row[1]):
                        key = fold(alias)
                        bearers = index.get(key)
                        if bearers is None:
                            index[key] = [number]
                        elif bearers[-1] != number and number not in bearers:
                            bearers.append(number)
                        if table == "people.csv" and len(key) > 4 and "editors" in row[8]:
                            self._unmistakable.add(key)
        return index

    def _person(self, number: int) -> Person:
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._make(self._records[number])
        return made

    def _make(self, record: list[tuple[str, int, list[str]]]) -> Person:
        known: dict[str, None] = {}
        offices = []
        wikidata = ""
        for table, line, (name, aliases, country, title, sector, start, end, number, _source) in record:
            if end and start and end < start[: len(end)]:
                raise KnowledgeError(
                    f"{self._folder / table}, line {line}: {name} leaves office on {end}, before {start}"
                )
            known.update(dict.fromkeys(items(aliases)))
            offices.append(Office(title, country, items(sector), start, end))
            wikidata = wikidata or number
        offices.sort(key=lambda o: (o.start, o.end or "9999"))
        return Person(name, items(country), (), "", tuple(known), tuple(offices), wikidata)

    @cached_property
    def _people_capitals(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for name, people in self._people.items():
            index.setdefault(name.upper(), []).extend(people)
        return index

    def person(self, name: str, *, date: str | None = None, near: Sequence[str] = ()) -> Person | None:
        """The person of that name, as he or she stood on ``date`` (ISO, any granularity).

        A full name is known at any date. A surname alone is known where it is unmistakable
        ("Merkel"), where its bearer is in office on the date or within two years of it, or where
        he or she is of one of the countries ``near``. A name that several bear ("Bush") goes to
        the one who is in office on the date (a head of state or government before others), else to
        the one who left within the two years before it or comes in within the year after; where
        none or two fit, the answer is None.
        """
        key = fold(name)
        numbers = self._people.get(key)
        unmistakable = key in self._unmistakable
        if numbers is None and len(key) > 2 and key.isupper():
            numbers = self._people_capitals.get(key)
            unmistakable = bool(numbers) and any(one.upper() == key for one in self._unmistakable)
        if not numbers:
            return None
        people = [self._person(number) for number in numbers]
        if len(people) > 1 and near:
            people = [p for p in people if p.country and p.country[0] in near] or people
        if len(people) == 1:
            person = people[0]
            if (
                " " in key
                or unmistakable
                or (person.country and person.country[0] in near)
                or (date is not None and _distance(person, date) <= 2)
            ):
                return _dated(person, date)
            return None
        if date is None:
            return None
        ranked = sorted((_distance(p, date), not _leads(p, date), i) for i, p in enumerate(people))
        (*best, chosen), (*second, _) = ranked[0], ranked[1]
        if best == second or best[0] > 2:
            return None
        return _dated(people[chosen], date)

    @cached_property
    def _roles(self) -> dict[str, tuple[str, str, str, bool]]:
        """Word in either number -> (word, kind, sectors, whether it is the plural)."""
        columns = ("word", "plural", "kind", "sector", "source")
        index: dict[str, tuple[str, str, str, bool]] = {}
        for _, (word, plural, kind, sector, _s) in rows("roles.csv", columns, folder=self._folder):
            index.setdefault(word.lower(), (word, kind, sector, False))
            if plural:
                index.setdefault(plural.lower(), (word, kind, sector, plural != word))
        return index

    def _role_of(self, word: str) -> Role | None:
        found = self._roles.get(word)
        return Role(found[0], found[1], items(found[2]), found[3]) if found is not None else None

    def role(self, phrase: str) -> Role | None:
        """What a word or phrase for people or a body says: "soldiers", "prime minister", "the army".

        The whole phrase is looked for first, then what is left of it from the right on: "riot
        police" is known as itself, "senior army officers" as "army officers".
        Who has left office ("former minister", "ousted governor") is ELI.
        """
        words = fold(phrase).lower().split()
        found = self._role(words)
        if (
            found is not None
            and found.sector
            and found.sector[0] in _OFFICES
            and _FORMER.intersection(words[:-1])
        ):
            return Role(found.word, found.kind, ("ELI",), found.plural)
        return found

    def _role(self, words: list[str]) -> Role | None:
        for first in range(max(0, len(words) - 4), len(words)):
            found = self._role_of(" ".join(words[first:]))
            if found is not None:
                return found
        if words and "-" in words[-1]:
            before, _, last = words[-1].rpartition("-")
            found = self._role_of(last)
            if found is not None and before == "ex" and found.sector and found.sector[0] in _OFFICES:
                return Role(found.word, found.kind, ("ELI",), found.plural)
            return found
        return None


_STOPS = ("'s", "'S", "'", ",", ".", ")")
_STREETS = frozenset({"Street", "Road", "Avenue", "Lane", "Drive", "Way", "Town"})
_MISSIONS = frozenset({"embassy", "embassies", "consulate", "consulates", "ambassador", "embassy's"})
_OFFICES = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY"})  #: sectors that one leaves for ELI
_FORMER = frozenset({"former", "ex", "ousted", "deposed", "retired", "erstwhile"})

# First parts of compounds that stand for a country and are no word of their own.
_PREFIXES = {
    "Sino": "CHN",
    "Russo": "RUS",
    "Franco": "FRA",
    "Anglo": "GBR",
    "Indo": "IND",
    "Israelo": "ISR",
    "Italo": "ITA",
    "Turco": "TUR",
    "Japano": "JPN",
    "Serbo": "SRB",
    "Sovieto": "RUS",
}


def _index(entries: Iterable[tuple[_T, Iterable[str]]]) -> _Index[_T]:
    index: _Index[_T] = _Index()
    for entry, names in entries:
        for name in names:
            index.add(name, entry)
    return index


def _in_office(office: Office, date: str) -> bool:
    """Whether the office was held at ``date``, compared at the coarser of the granularities."""
    size = min(len(date), len(office.start))
    if office.start and date[:size] < office.start[:size]:
        return False
    size = min(len(date), len(office.end))
    return not office.end or date[:size] <= office.end[:size]


def _distance(person: Person, date: str) -> int:
    """0 in office, 1 or 2 for years since or until an office, 9 for farther off."""
    year = int(date[:4]) if date[:4].isdigit() else 0
    best = 9
    for office in person.offices:
        if _in_office(office, date):
            return 0
        if office.end and date > office.end and year - int(office.end[:4]) <= 2:
            best = min(best, 1)
        elif office.start and date < office.start and int(office.start[:4]) - year <= 1:
            best = min(best, 2)
    return best


_HEADS = ("President of", "Prime Minister of", "Chancellor of", "Monarch of", "Supreme Leader", "Taoiseach")


def _leads(person: Person, date: str) -> bool:
    """Whether the person heads a state or its government at ``date``."""
    return any(
        o.title.startswith(_HEADS) and o.sector[:1] == ("GOV",) and _in_office(o, date)
        for o in person.offices
    )


#: Sectors that do not end with a post: a killed commander stays MIL, a retired bishop REL.
_LASTING = frozenset(
    {(code,) for code in ("MIL", "REB", "UAF", "CRM", "CVL", "JRN", "REL", "OPP", "NGO", "BUS", "UNK")}
)
_GRACE = 7  #: days for which a president who was toppled is still spoken of as president


def _days_since(end: str, date: str) -> int:
    """Days between two dates known to the day; a large number where either is not."""
    try:
        return (Date.fromisoformat(date[:10]) - Date.fromisoformat(end)).days
    except ValueError:
        return 9999


def _dated(person: Person, date: str | None) -> Person:
    """``person`` with the sector and title of ``date``; without a date, those of the last office."""
    if not person.offices:
        return person
    country: tuple[str, ...]
    if date is None:
        last = person.offices[-1]
        sector, title = (last.sector, last.title) if not last.end else ((), "")
        country = (last.country,)
    else:
        held = [office for office in person.offices if _in_office(office, date)]
        if held:
            sector = tuple(dict.fromkeys(code for office in held for code in office.sector))
            title, country = held[-1].title, tuple(dict.fromkeys(office.country for office in held))
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


@lru_cache(maxsize=1)
def _shipped() -> Knowledge:
    return Knowledge()
