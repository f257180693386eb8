"""Look-up in the tables by the words an article uses.

Case: a name is known as the table writes it ("Polish", not "polish"; "US", not "us") and in
capitals throughout, as headlines have it ("TURKEY"). Accents and the shape of apostrophes do not
matter. Every look-up takes time in the number of words asked for, whatever the size of the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from . import compiled, dating
from .compiling import Layer
from .entries import Country, Organisation, Person, Role, Spot
from .finding import Names
from .tables import DATA, VERSION, fold
from .towns import state

if TYPE_CHECKING:
    from .candidates import Candidate
    from .gazetteer import Gazetteer

_POSSESSIVE = re.compile(r"(?:'s|'S|')$")
_ARTICLES = frozenset(("the", "The", "THE"))
_UNTOLD = 100  #: words of a phrase that begins with an article: the word behind it decides
_Door = Literal["place", "name", "demonym"]


class Knowledge:
    """Who is who and where is where, by name.

    Args:
        folder: where the tables lie; those shipped with the package by default.
        extra: a folder with tables of the user's own, whose rows win over ours: see docs/knowledge.md.

    Raises:
        KnowledgeError: a table is missing or broken; says which, where, and what to do.
    """

    def __init__(self, *, folder: Path = DATA, extra: Path | None = None) -> None:
        layer, tables = _layer() if folder == DATA else compiled.load(folder)
        self._folder = folder
        self._names = Names(layer)
        #: The state of the tables, carried by every coding; changes with any line of any of them, and
        #: with the larger gazetteer where that is installed.
        self.version = f"{VERSION}+{tables}"
        if towns := state():
            self.version += f".towns.{towns}"
        #: What was left out of the user's dictionaries, one line each: file, line, why.
        self.notes: list[str] = []
        if extra is not None:
            from .extra import read_extra

            self._names, own, self.notes = read_extra(self._names, extra)
            self.version += f".own.{own}"

    @classmethod
    def load(cls, *, extra: str | Path | None = None) -> Knowledge:
        """The tables shipped with the package, the same object for every call; or with the user's over them.

        Args:
            extra: a folder with CSV tables or PETRARCH dictionaries: see docs/knowledge.md.
        """
        return _shipped() if extra is None else cls(extra=Path(extra))

    # countries and places -------------------------------------------------------------------

    @property
    def names(self) -> Names:
        """All names of the tables and what they lead to."""
        return self._names

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Places with their coordinates; those of the user's tables before ours."""
        from .gazetteer import Gazetteer

        ours = Gazetteer.load()
        if self._names.overlay is None:
            return ours
        from .ownplaces import OwnPlaces

        return OwnPlaces.over(ours, self._names)

    @property
    def _countries(self) -> tuple[Country, ...]:
        return tuple(entry for _, entry in self._names.countries())

    @cached_property
    def _by_code(self) -> dict[str, Country]:
        return {c.iso3: c for c in self._countries if not c.historic}

    def _code(self, number: int) -> str | None:
        """The ISO code of a country, or of the country a place lies in."""
        if number < 0:
            return None
        entry = self._names.entry(number)
        return entry.iso3 if isinstance(entry, Country | Spot) else None

    def country(self, text: str) -> Country | None:
        """The country that ``text`` names: "U.S.", "the Netherlands", "Burma"; not "British"."""
        number = self._names.find(fold(text)).country
        entry = self._names.entry(number) if number >= 0 else None
        return entry if isinstance(entry, Country) else None

    def geographic(self, text: str) -> bool:
        """Whether :meth:`country`, :meth:`demonym`, :meth:`seat` or :meth:`capital` knows ``text``, in one
        look-up, which most phrases are spared by their first word."""
        key = fold(text)
        if " " in key:
            words = key.split(" ")
            reach = self._names.reach(words[0])
            if words[0] in _ARTICLES:
                reach = max(reach, 1 + self._names.reach(words[1]))
            if len(words) > reach:
                return False
        found = self._names.find(key)
        return found.country >= 0 or found.demonym >= 0 or found.seat >= 0 or found.capital >= 0

    def longest(self, word: str) -> int:
        """How many words a phrase that begins with ``word`` may have and still be :meth:`geographic`."""
        key = fold(word)
        return _UNTOLD if key in _ARTICLES else self._names.reach(key)

    def country_by_code(self, iso3: str) -> Country | None:
        """The country with the ISO alpha-3 code ``iso3``."""
        return self._by_code.get(iso3)

    def demonym(self, word: str) -> str | None:
        """The ISO code for an adjective or noun of nationality: "Russian", "Briton", "Filipinos"."""
        return self._code(self._names.find(fold(word)).demonym)

    def capital(self, word: str) -> str | None:
        """The ISO code of the country whose capital or seat of government is ``word``."""
        return self._code(self._names.find(fold(word)).capital)

    def seat(self, text: str) -> str | None:
        """The ISO code of the government for which a building stands: "the Kremlin", "Whitehall"."""
        return self._code(self._names.find(fold(text)).seat)

    def place_country(self, text: str) -> str | None:
        """The ISO code of the country in which ``text`` lies, or None.

        ``text`` may be a plain name ("Aleppo"), a name with what it belongs to ("Paris, Texas"),
        or a phrase around a name ("Syria's Idlib province", "northern Iraq"): then the last name
        in it counts, unless the part before the comma lies in a country that bears the name of
        its own region ("Atlanta, Georgia").
        """
        key = fold(text)
        found = self._code(self._names.find(key).place)
        if found is not None:
            return found
        if not _MISSIONS.isdisjoint(key.lower().split()):
            return None  # an embassy lies in another country than the one it is named for
        parts = [part for part in (p.strip() for p in key.split(",")) if part]
        if len(parts) > 1:
            inside, around = parts[-2], parts[-1]
            outer = self._scan(around.split(), "place")
            inner = self._scan(inside.split(), "place")
            if outer and inner and around == "Georgia" and inner[-1] == "USA":
                return "USA"
            if outer:
                return outer[-1]
            return inner[-1] if inner else None
        codes = self._scan(key.split(), "place") or self._scan(key.split(), "demonym")
        return codes[-1] if codes else None

    def countries_in(self, words: Sequence[str]) -> list[str]:
        """ISO codes of the countries that a phrase names, as names or as demonyms, in its order.

        The longest match counts ("South Sudanese" is not Sudanese); hyphens are looked into
        ("US-backed", "Sino-Russian"); no code comes twice.
        """
        return list(dict.fromkeys(self._scan([fold(word) for word in words], "name")))

    def _scan(self, words: Sequence[str], door: _Door) -> list[str]:
        names = self._names
        out = []
        i = 0
        while i < len(words):
            word, step = words[i], 1
            if word[:1].isupper() or word in ("the", "ni-Vanuatu"):
                reach = names.reach(word)
                if word in ("the", "The", "THE") and i + 1 < len(words):
                    reach = max(reach, 1 + names.reach(words[i + 1]))
                for size in range(min(reach, len(words) - i), 0, -1):
                    phrase = " ".join(words[i : i + size])
                    code = self._through(phrase, door)
                    closed = False
                    if code is None and phrase.endswith(_STOPS):
                        code = self._through(_POSSESSIVE.sub("", phrase.rstrip(",.)")), door)
                        closed = True
                    if code is None:
                        continue
                    step = size
                    # "Wellington Street" is another name than "Wellington".
                    if closed or i + size >= len(words) or words[i + size] not in _STREETS:
                        out.append(code)
                    break
                else:
                    out += self._hyphened(word, door)
            elif "-" in word:
                out += self._hyphened(word, door)
            i += step
        return out

    def _through(self, key: str, door: _Door) -> str | None:
        found = self._names.find(key)
        return self._code(found.place if door == "place" else found.name if door == "name" else found.demonym)

    def _hyphened(self, word: str, door: _Door) -> list[str]:
        if "-" not in word and "/" not in word:
            return []
        codes = []
        for part in re.split(r"[-/]", word):
            code = _PREFIXES.get(part) or (self._through(part, door) if part[:1].isupper() else None)
            if code is not None:
                codes.append(code)
        return codes

    # bodies, people, words ------------------------------------------------------------------

    def organisation(self, text: str, *, near: Sequence[str] = ()) -> Organisation | None:
        """The body that ``text`` names, in full or short: "the UN", "Hezbollah", "State Department".

        Names that bodies of many countries share ("Congress", "Supreme Court", "Labour") are known
        only with ``near``, the ISO codes of the countries that the text is about, likeliest first:
        the first country with a body of that name has it.
        """
        found = self._names.find(fold(text))
        first = self._body(found.bodies[0]) if found.bodies else None
        if first is not None and (not near or not first.country or first.country[0] in near):
            return first
        for code in near:
            for number in found.shared:
                entry = self._body(number)
                if entry is not None and code in entry.country:
                    return entry
        return first

    def _body(self, number: int) -> Organisation | None:
        entry = self._names.entry(number)
        return entry if isinstance(entry, Organisation) else None

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
        found = self._names.find(key)
        if not found.people:
            return None
        bearers, decided = dating.rank(
            self._bearers(found.people), date=date, near=near, certain=found.sure or " " in key
        )
        return dating.dated(bearers[0].person, date) if decided else None

    def bearers(self, name: str, *, date: str, near: Sequence[str] = ()) -> tuple[str, ...]:
        """The full names of those who bear a name and were in office on ``date`` or within two years of it,
        likeliest first.
        """
        people = self._bearers(self._names.find(fold(name)).people)
        if len(people) < 2:
            return tuple(person.name for person in people)
        ranked, _ = dating.rank(people, date=date, near=near, certain=False)
        return tuple(one.person.name for one in ranked if dating.distance(one.person, date) <= 2)

    def bearers_ever(self, name: str) -> list[Person]:
        """Everybody who bears a name, whatever the date, with all offices; in no order."""
        found = self._names.find(fold(name))
        return self._bearers((*found.people, *found.others))

    def _bearers(self, numbers: Sequence[int]) -> list[Person]:
        entries = (self._names.entry(number) for number in numbers)
        return [entry for entry in entries if isinstance(entry, Person)]

    def candidates(
        self,
        name: str,
        *,
        date: str | None = None,
        kinds: Sequence[str] | None = None,
        near: Sequence[str] = (),
    ) -> list[Candidate]:
        """Everything that ``name`` may mean, likeliest first.

        Args:
            date: ISO date at any granularity; people come with the office they held then.
            kinds: which to look for, of ``country``, ``organisation``, ``group``, ``person`` and
                ``place``; all by default.
            near: ISO codes of the countries that the text is about, likeliest first.

        Returns:
            Candidates with score and reasons. Where :meth:`country`, :meth:`organisation` or
            :meth:`person` knows the name, its answer is the first of its kind.

        Raises:
            ValueError: a kind that there is not.
        """
        from .candidates import candidates

        return candidates(self, name, date=date, kinds=kinds, near=near)

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
            found = self._names.role(" ".join(words[first:]))
            if found is not None:
                return found
        if words and "-" in words[-1]:
            before, _, last = words[-1].rpartition("-")
            found = self._names.role(last)
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


@lru_cache(maxsize=1)
def _layer() -> tuple[Layer, str]:
    return compiled.load(DATA)


@lru_cache(maxsize=1)
def _shipped() -> Knowledge:
    return Knowledge()
