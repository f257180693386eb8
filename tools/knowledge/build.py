"""The table of offices, made from the lists beside this file and from public files.

``python -m tools.knowledge.build ../shared`` writes ``src/dragoman/knowledge/data/offices.csv`` and
puts other spellings into ``people.csv``. Hand-written lists (``people/*.txt``, source "editors") come
first, then what the files add: sitting members of the US Congress, leaders on record at Wikidata in
2021, governments and ambassadors of the Factbook, cabinets of 2003 to 2010 of the OEDA's dictionary.
Rows of ``people.csv`` are not repeated; where it knows a person, its spelling of the name is kept.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.knowledge.tables import DATA, fold, items, rows
from tools.knowledge import cabinets, sources
from tools.knowledge.lists import Term, article, read_lists
from tools.knowledge.matching import Key, Register, similar
from tools.knowledge.spellings import spellings
from tools.knowledge.surnames import ORDINARY, surnames

HERE = Path(__file__).parent
COLUMNS = ["name", "aliases", "country", "title", "sector", "from", "to", "wikidata", "source"]


@dataclass
class Entry:
    """A person as written out: other names, offices, number at Wikidata."""

    aliases: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    wikidata: str = ""


@dataclass
class Held:
    """What ``people.csv`` says of a person."""

    names: list[str]
    offices: list[tuple[str, str, str, str]] = field(
        default_factory=list
    )  #: title, sector, start, end or 9999


class Build:
    """The persons that are to be written, by name and country, filled source by source."""

    def __init__(self, countries: dict[str, str]) -> None:
        self.countries = countries
        self.out: dict[Key, Entry] = {}
        self.held: dict[Key, Held] = {}
        self.homeless: list[str] = []
        self._known: dict[Key, str] = {}  #: (folded name, country) -> the name that counts
        self._home: dict[str, str] = {}  #: folded name -> country
        self._nationality: dict[str, str] = {}
        self._register = Register()

    def read_people(self) -> None:
        """What ``people.csv`` and ``nationality.csv`` say."""
        for _, row in rows("people.csv", COLUMNS):
            name, aliases, country, title, sector, start, end, *_ = row
            names = [name, *items(aliases)]
            held = self.held.setdefault((name, country), Held([]))
            held.names += names
            held.offices.append((title, sector, start, end or "9999"))
            for one in names:
                if " " in one or one == name:
                    self._know(one, (name, country))
            self._home.setdefault(fold(name), country)
        with (HERE / "people" / "nationality.csv").open(encoding="utf-8", newline="") as lines:
            self._nationality = {fold(row["name"]): row["country"] for row in csv.DictReader(lines)}

    def _know(self, name: str, key: Key) -> None:
        self._known.setdefault((fold(name), key[1]), key[0])
        self._register.add(name, key)

    def edited(self, terms: list[Term]) -> None:
        """The hand-written lists."""
        for term in terms:
            if term.country and "IGO" not in term.sector.split("|"):
                self._home.setdefault(fold(term.names[0]), term.country)
        for term in terms:
            self._add(term)

    def _add(self, term: Term) -> None:
        first = term.names[0]
        if term.end and term.end < term.start[: len(term.end)]:
            sys.exit(f"{first}, {term.title}: ends {term.end}, before {term.start}; end it with '- DATE'")
        home = self._nationality.get(fold(first))
        if not term.country or ("IGO" in term.sector and home) or (home and term.source == "editors"):
            term.country = home or self._home.get(fold(first), "")
            if not term.country:
                self.homeless.append(first)
                return
        name = next(
            (
                self._known[fold(one), term.country]
                for one in term.names
                if (" " in one or one == first) and (fold(one), term.country) in self._known
            ),
            first,
        )
        if term.source == "us-congress" and name == first and (fold(first), "USA") not in self._known:
            found = self._register.find(first, "USA")
            name = found[0] if found else first
        key = (name, term.country)
        for one in term.names:
            if " " in one or one == first:
                self._know(one, key)
        entry = self.out.setdefault(key, Entry())
        entry.aliases += [n for n in term.names if n != name and n not in entry.aliases]
        entry.wikidata = entry.wikidata or term.wikidata
        if term.source == "wikidata" and not term.end:
            return  # in office in 2021, and nobody says until when: the number is all that is sure
        until = term.end or "9999"
        if key in self.held:
            for title, sector, start, end in self.held[key].offices:
                same = title == term.title or _same_office(title, start, term)
                if (
                    (sector == term.sector or title == term.title)
                    and _overlap(start, end, term.start, until)
                    and (same or term.source != "editors")
                ):
                    return  # people.csv has it
        for old in entry.terms:
            told = _overlap(old.start, old.end or "9999", term.start, until)
            if told and old.title == term.title and old.sector == term.sector:
                return
            if told and old.sector == term.sector and term.source not in ("editors", "us-congress"):
                return
        entry.terms.append(term)

    def filed(self, shared: Path) -> None:
        """The Congress, Wikidata and the Factbook."""
        keys = (*self.out, *self.held)
        heads = {(word, country) for name, country in keys for word in _words(name)}
        everywhere = {fold(name) for name, _ in keys}
        began = {
            (t.country, t.start[:7])
            for e in self.out.values()
            for t in e.terms
            if not t.end and t.sector == "GOV"
        }
        for (_, country), held in self.held.items():
            began |= {(country, start[:7]) for _, _, start, end in held.offices if end == "9999"}
        for names, country, title, sector, start, end, source, number in sources.all_rows(
            shared, self.countries
        ):
            if source not in ("us-congress", "factbook-mission") and (
                (fold(names[0]), country) not in self._known
            ):
                # A leader under another spelling, or the king or president of another country too.
                if any((word, country) in heads for word in _words(names[0])):
                    continue
                if (country, start[:7]) in began or _plain(names[0]) in everywhere:
                    continue
            if source == "factbook-mission":
                found = self._register.find(names[0], country)
                names, source = ([found[0]] if found else names), "factbook"
                if not found and _plain(names[0]) in everywhere:
                    continue
            self._add(Term(names, country, title, sector, start, end, source, number))

    def ministers(self, path: Path) -> None:
        """Rulers and cabinets of the OEDA's dictionary, of people known and of others."""
        taken = {name for name, _ in self._known}
        starts: dict[tuple[str, str], list[Key]] = {}
        for key, entry in self.out.items():
            for term in entry.terms:
                starts.setdefault((key[1], term.start[:7]), []).append(key)
        for key, held in self.held.items():
            for _, _, start, _ in held.offices:
                starts.setdefault((key[1], start[:7]), []).append(key)
        with (HERE / "people" / "errata.csv").open(encoding="utf-8", newline="") as lines:
            wrong = {(row["name"], row["country"]) for row in csv.DictReader(lines)}
        for person in cabinets.officials(path, frozenset(self.countries)):
            if (person.name, person.country) in wrong:
                continue
            found = self._find(person, starts)
            terms = person.terms
            if found is None:
                terms = [term for term in terms if cabinets.notable(person.country, *term)]
                if fold(person.name) in taken or not terms:
                    continue
            who = found or (person.name, person.country)
            entry = self.out.setdefault(who, Entry())
            for name in (person.name, *person.aliases):
                if fold(name) not in taken:
                    self._know(name, who)
                    if name != who[0] and name not in entry.aliases:
                        entry.aliases.append(name)
            known = [(since, until) for _, _, since, until in self.held.get(who, Held([])).offices]
            known += [(t.start, t.end or "9999") for t in entry.terms if t.source != "oeda"]
            for role, start, end in terms:
                if any(_overlap(since, until, start, end) for since, until in known):
                    continue  # told better already
                office = cabinets.title(role, article(self.countries[who[1]]))
                if any(t.title == office and _overlap(t.start, t.end, start, end) for t in entry.terms):
                    continue
                sector = "LEG" if role == "LEG" else "GOV"
                entry.terms.append(Term([who[0]], who[1], office, sector, start, end, "oeda"))

    def _find(self, person: cabinets.Official, starts: dict[tuple[str, str], list[Key]]) -> Key | None:
        """Whom we know ``person`` as: by a name, or by a like name and the day of taking office."""
        for name in (person.name, *person.aliases):
            found = self._register.find(name, person.country)
            if found is not None:
                return found
        for _, start, _ in person.terms:
            for other in starts.get((person.country, start[:7]), ()) if len(start) == 10 else ():
                if similar(other[0], person.name):
                    return other
        return None

    def name(self) -> None:
        """Short names, and other spellings of whole names where nobody else bears them."""
        elsewhere = _elsewhere() | ORDINARY
        given = Counter(fold(name).split()[0] for name, _ in (*self.out, *self.held))
        for key, entry in self.out.items():
            if all(term.source == "oeda" or term.title.startswith("Ambassador of ") for term in entry.terms):
                continue  # too many bear each of these names
            titles = {term.title for term in entry.terms}
            if key in self.held:
                titles |= {title for title, *_ in self.held[key].offices}
            state = article(self.countries.get(key[1], ""))
            leads = not titles.isdisjoint(f"{head} of {state}" for head in _HEADS)
            for short in surnames(*key):
                plain = fold(short)
                clash = plain in elsewhere or (given[plain] > 4 and key[1] not in _FAMILY_FIRST)
                if short not in entry.aliases and (leads or not clash):
                    entry.aliases.append(short)
        taken: dict[str, set[Key]] = {}
        for key in (*self.out, *self.held):
            names = [*self.out.get(key, Entry()).aliases, *(self.held[key].names if key in self.held else ())]
            for name in (key[0], *names):
                taken.setdefault(fold(name), set()).add(key)
        made = {key: spellings(*key) for key in dict.fromkeys((*self.out, *self.held))}
        times = Counter(fold(name) for names in made.values() for name in names)
        for key, names in made.items():
            entry = self.out.setdefault(key, Entry())
            entry.aliases += [n for n in names if times[fold(n)] == 1 and fold(n) not in taken]
        for key, entry in self.out.items():
            seen = {fold(key[0])} | {fold(n) for n in (self.held[key].names if key in self.held else ())}
            kept = []
            for name in entry.aliases:
                if fold(name) not in seen:
                    seen.add(fold(name))
                    kept.append(name)
            entry.aliases = kept


_HEADS = (
    "President",
    "Prime Minister",
    "Chancellor",
    "Monarch",
    "King",
    "Supreme Leader",
    "Premier",
    "Leader",
)
_FAMILY_FIRST = {"CHN", "TWN", "HKG", "KOR", "PRK", "VNM"}


def _elsewhere() -> set[str]:
    """Single words that name a place, a nation or a body."""
    out: set[str] = set()
    for table, columns in (
        ("countries.csv", ["name", "aliases", "demonyms", "capitals", "seats"]),
        ("places.csv", ["name", "aliases", "demonyms"]),
        ("organisations.csv", ["name", "aliases"]),
    ):
        for _, cells in rows(table, columns):
            out |= {fold(word.lstrip("?")) for cell in cells for word in items(cell) if " " not in word}
    return out


def _words(name: str) -> set[str]:
    return {word for word in fold(name).lower().replace("-", " ").split() if len(word) > 3}


def _plain(name: str) -> str:
    return " ".join(word for word in fold(name).split() if not word.endswith("."))


def _same_office(title: str, start: str, term: Term) -> bool:
    """Whether two offices that overlap are one under two names: begun together, or alike in words."""
    ours, theirs = (set(re.findall(r"[a-z]{4,}", name.lower())) for name in (title, term.title))
    if {"vice", "deputy"} & (ours ^ theirs):
        return False
    if abs(_count(start) - _count(term.start)) <= 3:
        return True
    return bool(ours) and bool(theirs) and (ours <= theirs or theirs <= ours)


def _count(date: str) -> int:
    return int(date[:4] or 0) * 12 + int(date[5:7] or 6)


def _overlap(start: str, end: str, other: str, until: str) -> bool:
    """Whether two terms overlap, compared by months, or by years where no month is told."""
    one, two = min(len(start), len(until), 7), min(len(other), len(end), 7)
    return start[:one] <= until[:one] and other[:two] <= end[:two]


def build(shared: Path) -> Build:
    """All persons that are to be written.

    Raises:
        SystemExit: a list cannot be read, or a person has no country; says which.
    """
    countries = {
        iso3: name for _, (iso3, iso2, name) in rows("countries.csv", ["iso3", "iso2", "name"]) if iso2
    }
    made = Build(countries)
    made.read_people()
    made.edited(read_lists(sorted((HERE / "people").glob("*.txt")), countries))
    if made.homeless:
        sys.exit(
            "no country for " + ", ".join(sorted(set(made.homeless))) + "; add them to people/nationality.csv"
        )
    made.filed(shared)
    made.ministers(shared / "data" / "knowledge" / "oeda" / "Phoenix.Countries.actors.txt")
    made.name()
    return made


def write(made: Build, offices: Path, people: Path) -> tuple[int, int]:
    """Write both tables; how many persons and offices the first holds."""
    count = 0
    written = {key: entry for key, entry in made.out.items() if entry.terms}
    with offices.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        for (name, country), entry in sorted(written.items(), key=lambda pair: (pair[0][1], pair[0][0])):
            aliases = "|".join(entry.aliases)
            for term in sorted(entry.terms, key=lambda t: (t.start, t.end or "9999", t.title)):
                writer.writerow(
                    [name, aliases, country, term.title, term.sector, term.start, term.end]
                    + [entry.wikidata, term.source]
                )
                aliases = ""
                count += 1
    table = [row for _, row in rows("people.csv", COLUMNS)]
    seen: set[Key] = set()
    for row in table:
        key = (row[0], row[2])
        if key in made.out and key not in written and key not in seen:
            row[1] = "|".join([*items(row[1]), *made.out[key].aliases])
        seen.add(key)
    with people.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([COLUMNS, *table])
    return len(written), count


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path, help="the folder with data/knowledge")
    parser.add_argument("--out", type=Path, default=DATA, help="folder for both tables")
    options = parser.parse_args()
    persons, offices = write(build(options.shared), options.out / "offices.csv", options.out / "people.csv")
    print(f"{persons} people, {offices} offices in {options.out / 'offices.csv'}")


if __name__ == "__main__":
    main()
