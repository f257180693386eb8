"""Hand-written lists of who held which office when (``people/*.txt``).

One office a line: a kind (``FM``) or "title = sector", a colon, then who held it from when, semicolons
between; ``Name=Other spelling``. A line ``@ISO3`` says whose offices follow; after a bare ``@`` stand
those of bodies without a country. A term ends where the next begins, or at ``- DATE``; a bare ``-`` leaves it
open. What several lines or files say of one office is read as one list, so that a holder who is missing in
one can be given in another.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from dragoman.knowledge.tables import fold

HERE = Path(__file__).parent
KINDS = {
    "P": ("President of {}", "GOV"),
    "PM": ("Prime Minister of {}", "GOV"),
    "DPM": ("Deputy Prime Minister of {}", "GOV"),
    "VP": ("Vice President of {}", "GOV"),
    "K": ("Monarch of {}", "GOV"),
    "FM": ("Foreign Minister of {}", "GOV"),
    "DM": ("Defence Minister of {}", "GOV"),
    "IM": ("Interior Minister of {}", "GOV"),
    "FIN": ("Finance Minister of {}", "GOV"),
    "JM": ("Minister of Justice of {}", "GOV"),
    "HM": ("Minister of Health of {}", "GOV"),
    "CB": ("Governor of the Central Bank of {}", "GOV"),
    "UN": ("Permanent Representative of {} to the United Nations", "GOV"),
}
_TERM = re.compile(r"(?P<names>.*\S) (?P<start>\d{4}(?:-\d\d){0,2})")
_END = re.compile(r"- *(?P<end>\d{4}(?:-\d\d){0,2})?")
_PLURAL = (
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
    closed: bool = False  #: whether the list says when the term ended, or that it has not


def shared_titles() -> tuple[str, ...]:
    """How titles begin that several bear at a time: nobody's term ends because another's begins."""
    with (HERE / "people" / "shared-titles.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(row["title"] for row in csv.DictReader(lines))


def article(name: str) -> str:
    """The name of a country as it stands after "of"."""
    return f"the {name}" if name.startswith(_PLURAL) else name


def read_lists(paths: Iterable[Path], countries: dict[str, str]) -> list[Term]:
    """The terms of all lists in order of the lists, each office's holders in order of time.

    Raises:
        SystemExit: a line cannot be read; says which and why.
    """
    shared = shared_titles()
    offices: dict[tuple[str, str], list[list[Term]]] = {}
    for path in paths:
        for terms in _read(path, countries):
            offices.setdefault((terms[0].country, terms[0].title), []).append(terms)
    out: list[Term] = []
    for (_, title), lines in offices.items():
        several = title.startswith(shared)
        for terms in lines if several else [_merged(lines)]:
            out += terms if several else _chained(terms)
    return out


def _read(path: Path, countries: dict[str, str]) -> Iterator[list[Term]]:
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
            title = title.format(article(countries[country]))
        else:
            title, _, sector = head.partition(" = ")
        held: list[Term] = []
        for part in terms.split(";"):
            part = part.strip()
            if not part:
                continue
            end = _END.fullmatch(part)
            if end:
                if not held or held[-1].closed:
                    sys.exit(f"{path}, line {number}: nobody is in office to end in {part!r}")
                held[-1].end = end["end"] or ""
                held[-1].closed = True
                continue
            term = _TERM.fullmatch(part)
            if not term:
                sys.exit(f"{path}, line {number}: {part!r} has no date")
            held.append(Term(term["names"].split("="), country, title, sector, term["start"]))
        if held:
            yield held


def _chained(terms: list[Term]) -> list[Term]:
    """``terms``, each open one ended where the next begins."""
    for term, after in pairwise(terms):
        if not term.closed and after.start >= term.start:
            term.end = after.start
    return terms


def _merged(lines: list[list[Term]]) -> list[Term]:
    """One list of what several say of an office."""
    if len(lines) == 1:
        return lines[0]
    out: list[Term] = []
    for term in sorted((t for terms in lines for t in terms), key=lambda t: t.start):
        twin = next((t for t in out if _same(t, term)), None)
        if twin is None:
            out.append(term)
            continue
        twin.names += [name for name in term.names if name not in twin.names]
        if len(term.start) > len(twin.start):
            twin.start = term.start
        if term.closed and len(term.end) >= len(twin.end):
            twin.end, twin.closed = term.end, True
    return sorted(out, key=lambda t: t.start)


def _same(one: Term, other: Term) -> bool:
    """Whether two lists mean one term: one person, taking office at one time as far as they tell."""
    names = {fold(name) for name in one.names}
    if names.isdisjoint(fold(name) for name in other.names):
        return False
    size = min(len(one.start), len(other.start))
    if one.start[:size] == other.start[:size]:
        return True
    return abs(_months(one.start) - _months(other.start)) <= 2 and not (one.closed and one.end < other.start)


def _months(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7] or 6)
