"""The table of offices, made from the lists beside this file and from public files.

``python -m tools.knowledge.build ../shared`` writes ``src/dragoman/knowledge/data/offices.csv``.
Hand-written lists (``people/*.txt``, source "editors") come first, then what the files add: sitting
members of the US Congress, leaders on record at Wikidata in 2021, governments of the Factbook.
Rows of ``people.csv`` are not repeated; where it knows a person, its spelling of the name is kept.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.knowledge.tables import DATA, fold, items, rows
from tools.knowledge import sources
from tools.knowledge.surnames import surnames

HERE = Path(__file__).parent
KINDS = {
    "P": ("President of {}", "GOV"),
    "PM": ("Prime Minister of {}", "GOV"),
    "K": ("Monarch of {}", "GOV"),
    "FM": ("Foreign Minister of {}", "GOV"),
    "DM": ("Defence Minister of {}", "GOV"),
    "IM": ("Interior Minister of {}", "GOV"),
    "FIN": ("Finance Minister of {}", "GOV"),
}
_TERM = re.compile(r"(?P<names>.*\S) (?P<start>\d{4}(?:-\d\d){0,2})")
_END = re.compile(r"- *(?P<end>\d{4}(?:-\d\d){0,2})?")


@dataclass
class Term:
    """One person in one office; ``nationality`` is looked up where ``country`` is empty."""

    names: list[str]
    country: str
    title: str
    sector: str
    start: str
    end: str = ""
    source: str = "editors"
    wikidata: str = ""


@dataclass
class Entry:
    """A person as written out: other names, offices, number at Wikidata."""

    aliases: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    wikidata: str = ""


def shared_titles() -> tuple[str, ...]:
    """How titles begin that several bear at a time: nobody's term ends because another's begins."""
    with (HERE / "people" / "shared-titles.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(row["title"] for row in csv.DictReader(lines))


def read_list(path: Path, countries: dict[str, str], shared: tuple[str, ...]) -> Iterator[Term]:
    """The terms in a hand-written list; a term ends where the next in its line begins, or at ``- date``.

    In offices whose titles begin as one of ``shared`` does, it ends at ``- date`` only.

    Raises:
        SystemExit: a line cannot be read; says which and why.
    """
    country = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            country = line[1:]
            if country and country not in countries:
                sys.exit(f"{path}, line {number}: no country {country}")
            continue
        head, found, terms = line.partition(": ")
        if not found:
            sys.exit(f"{path}, line {number}: an office needs a colon and a blank after it")
        if head in KINDS:
            title, sector = KINDS[head]
            name = countries[country]
            title = title.format(name if name.startswith("the ") else _article(name))
        else:
            title, _, sector = head.partition(" = ")
        last: Term | None = None
        for part in terms.split(";"):
            part = part.strip()
            if not part:
                continue
            end = _END.fullmatch(part)
            if end:
                if last is None:
                    sys.exit(f"{path}, line {number}: nobody is in office to end in {part!r}")
                last.end = end["end"] or ""
                yield last
                last = None
                continue
            term = _TERM.fullmatch(part)
            if not term:
                sys.exit(f"{path}, line {number}: {part!r} has no date")
            if last is not None:
                if not title.startswith(shared) and term["start"] >= last.start:
                    last.end = term["start"]
                yield last
            last = Term(term["names"].split("="), country, title, sector, term["start"])
        if last is not None:
            yield last


def _article(name: str) -> str:
    plural = (
        "United ",
        "Netherlands",
        "Philippines",
        "Maldives",
        "Seychelles",
        "Bahamas",
        "Comoros",
        "Solomon ",
        "Marshall ",
        "Czech Republic",
        "Dominican Republic",
        "Central African",
        "Democratic Republic",
        "Republic ",
    )
    return f"the {name}" if name.startswith(plural) else name


def build(shared: Path) -> dict[tuple[str, str], Entry]:
    """All persons that are to be written, by (name, country)."""
    countries = {
        iso3: name for _, (iso3, iso2, name) in rows("countries.csv", ["iso3", "iso2", "name"]) if iso2
    }
    known: dict[tuple[str, str], str] = {}  # (folded name, country) -> the name that counts
    wikidata: dict[tuple[str, str], str] = {}
    held: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    by_name: dict[str, str] = {}
    for _, (name, aliases, country, sector, start, end, number) in rows(
        "people.csv", ["name", "aliases", "country", "sector", "from", "to", "wikidata"]
    ):
        for one in (name, *[alias for alias in items(aliases) if " " in alias]):
            known.setdefault((fold(one), country), name)
        by_name.setdefault(fold(name), country)
        held.setdefault((name, country), []).append((sector, start, end or "9999"))
        if number:
            wikidata[name, country] = number
    lists = sorted((HERE / "people").glob("*.txt"))
    terms = [t for path in lists for t in read_list(path, countries, shared_titles())]
    for term in terms:
        if term.country and "IGO" not in term.sector.split("|"):
            by_name.setdefault(fold(term.names[0]), term.country)
    with (HERE / "people" / "nationality.csv").open(encoding="utf-8", newline="") as lines:
        nationality = {fold(row["name"]): row["country"] for row in csv.DictReader(lines)}
    homeless: list[str] = []
    out: dict[tuple[str, str], Entry] = {}

    def add(term: Term) -> None:
        if term.end and term.end < term.start[: len(term.end)]:
            sys.exit(
                f"{term.names[0]}, {term.title}: ends {term.end}, before {term.start}; end it with '- DATE'"
            )
        if (
            not term.country
            or ("IGO" in term.sector and fold(term.names[0]) in nationality)
            or (fold(term.names[0]) in nationality and term.source == "editors")
        ):
            key = fold(term.names[0])
            term.country = nationality.get(key) or by_name.get(key, "")
            if not term.country:
                homeless.append(term.names[0])
                return
        first = term.names[0]
        name = known.setdefault((fold(first), term.country), first)
        for other in term.names[1:]:
            if " " in other:
                known.setdefault((fold(other), term.country), name)
        entry = out.setdefault((name, term.country), Entry())
        entry.aliases += [n for n in term.names if n != name and n not in entry.aliases]
        entry.wikidata = entry.wikidata or term.wikidata
        for sector, start, end in held.get((name, term.country), ()):
            if sector == term.sector and _overlap(start, end, term.start, term.end or "9999"):
                return  # people.csv has it
        if term.source == "wikidata" and not term.end:
            return  # in office in 2021, and nobody says until when: the number is all that is sure
        if term.source != "editors":
            for old in entry.terms:
                same = old.title == term.title or term.source != "us-congress"
                if (
                    same
                    and old.sector == term.sector
                    and _overlap(old.start, old.end or "9999", term.start, term.end or "9999")
                ):
                    return
        entry.terms.append(term)

    for term in terms:
        add(term)
    heads = {(word, c) for (n, c) in (*out, *held) for word in _words(n)}
    everywhere = {fold(n) for n, _ in (*out, *held)}
    began = {
        (t.country, t.start[:7]) for e in out.values() for t in e.terms if not t.end and t.sector == "GOV"
    }
    began |= {(c, start[:7]) for (_, c), terms in held.items() for _, start, end in terms if end == "9999"}
    for row in sources.all_rows(shared, countries):
        names, country, title, sector, start, end, source, number = row
        term = Term(names, country, title, sector, start, end, source, number)
        if term.source != "us-congress" and (fold(term.names[0]), term.country) not in known:
            # A leader under another spelling, or the king or president of another country too.
            if any((word, term.country) in heads for word in _words(term.names[0])):
                continue
            if (term.country, term.start[:7]) in began or _plain(term.names[0]) in everywhere:
                continue
        add(term)
    for key, entry in out.items():
        name, country = key
        entry.aliases += [s for s in surnames(name, country) if s not in entry.aliases]
    if homeless:
        sys.exit(
            "no country for " + ", ".join(sorted(set(homeless))) + "; add them to people/nationality.csv"
        )
    return {key: entry for key, entry in out.items() if entry.terms or entry.aliases}


def _words(name: str) -> set[str]:
    return {word for word in fold(name).lower().replace("-", " ").split() if len(word) > 3}


def _plain(name: str) -> str:
    return " ".join(word for word in fold(name).split() if not word.endswith("."))


def _overlap(start: str, end: str, other: str, until: str) -> bool:
    return (
        start[:4] <= until[:4] and other[:4] <= end[:4] and (start[:4] < until[:4] or start[:7] <= until[:7])
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path, help="the folder with data/knowledge")
    parser.add_argument("--out", type=Path, default=DATA / "offices.csv")
    options = parser.parse_args()
    people = build(options.shared)
    count = 0
    with options.out.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["name", "aliases", "country", "title", "sector", "from", "to", "wikidata", "source"])
        for (name, country), entry in sorted(people.items(), key=lambda pair: (pair[0][1], pair[0][0])):
            aliases = "|".join(entry.aliases)
            for term in sorted(entry.terms, key=lambda t: (t.start, t.end or "9999")):
                writer.writerow(
                    [
                        name,
                        aliases,
                        country,
                        term.title,
                        term.sector,
                        term.start,
                        term.end,
                        entry.wikidata,
                        term.source,
                    ]
                )
                aliases = ""
                count += 1
    print(f"{len(people)} people, {count} offices in {options.out}")


if __name__ == "__main__":
    main()
