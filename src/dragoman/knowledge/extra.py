"""The user's own tables over ours: CSV files of the same columns, and PETRARCH dictionaries.

A row about somebody or something that we know adds its names and offices to ours and wins where
the two differ; any other row is new. A name that a row gives leads to that row first. ``-`` before a
name takes away: before the name of a row, all that we know by it; before another name, that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .compiling import BODY, COUNTRY, PERSON, REGION, ROLE, SHARED, SURE, TOWN, fingerprint
from .entries import Country, Organisation, Person, Role, Spot
from .finding import Entry, Names, Overlay
from .tables import COLUMNS, NEEDED, KnowledgeError, fold, items, rows

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_MOST = 20  #: problems told at a time
#: Columns that only tables of the user's may have.
_MORE = {"places.csv": ("lat", "lon")}
_CHOICES = {
    "places.csv": ("city", "region", "division"),
    "organisations.csv": ("organisation", "group"),
    "roles.csv": ("group", "person", "organisation"),
}


def read_extra(names: Names, folder: Path) -> tuple[Names, str, list[str]]:
    """The tables in ``folder`` over those of ``names``, their fingerprint, and what was left out of them.

    Raises:
        KnowledgeError: there is nothing to read, or rows are wrong: all of them, one a line.
    """
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: no such folder; give the folder that holds your tables")
    tables = sorted(folder.glob("*.csv"))
    dictionaries = sorted([*folder.glob("*.actors.txt"), *folder.glob("*.agents.txt")])
    if not tables and not dictionaries:
        raise KnowledgeError(
            f"{folder}: no tables in it; put {', '.join(COLUMNS)}, *.actors.txt or *.agents.txt there"
        )
    reading = _Reading(names, folder)
    for path in tables:
        if path.name not in COLUMNS:
            raise KnowledgeError(
                f"{path}: no table has that name; call it one of {', '.join(COLUMNS)}, or move it elsewhere"
            )
    for table in COLUMNS:  # countries first: other tables name them
        if folder / table in tables:
            reading.table(table)
    reading.close()
    notes: list[str] = []
    if dictionaries:
        from .dictionaries import load

        for path in dictionaries:
            notes += load(path, names, reading.overlay).notes()
    return Names(names.layer, reading.overlay), fingerprint([*tables, *dictionaries]), notes


class _Reading:
    """Rows of the user's tables on their way to the overlay."""

    def __init__(self, names: Names, folder: Path) -> None:
        from dragoman.ontology import SECTORS

        self.names = names
        self.folder = folder
        self.overlay = Overlay()
        self.problems: list[str] = []
        self._sectors = set(SECTORS) | {"UNK"}
        self._ours = {country.iso3 for _, country in names.countries()}
        self._codes = set(self._ours)
        self._matched: dict[int, int] = {}  #: number on the board -> number of ours

    def table(self, table: str) -> None:
        """Read one table; problems are noted, and the rest is read."""
        columns = (*COLUMNS[table], *_MORE.get(table, ()))
        optional = [column for column in columns if column not in NEEDED[table]]
        for line, cells in rows(table, columns, folder=self.folder, optional=optional):
            row = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
            row["source"] = row["source"] or table
            wrong = list(self._wrong(table, row))
            if wrong:
                self.problems += [f"{self.folder / table}, line {line}: {text}" for text in wrong]
                if len(self.problems) >= _MOST:
                    break
                continue
            problem = self._add(table, row)
            if problem:
                self.problems.append(f"{self.folder / table}, line {line}: {problem}")
        if self.problems:
            raise KnowledgeError("\n".join(self.problems[:_MOST]))

    def _wrong(self, table: str, row: dict[str, str]) -> Iterator[str]:
        name = "word" if table == "roles.csv" else "name"
        if not row[name].removeprefix("-").strip():
            yield f"no {name}; write what is meant, or delete the line"
        if table == "countries.csv" and not re.fullmatch("[A-Z]{3}", row["iso3"]):
            yield f"iso3 is {row['iso3']!r}; write three capitals, as in ISO 3166-1 alpha-3"
        if table == "countries.csv":
            self._codes.add(row["iso3"])
        for column in ("country", "iso3"):
            for code in items(row.get(column, "")):
                if code not in self._codes:
                    yield (
                        f"{column} is {code!r}, no country's code; write an ISO 3166-1 alpha-3 code, "
                        "or add it to countries.csv"
                    )
        for code in items(row.get("sector", "")):
            if code not in self._sectors:
                yield f"sector is {code!r}; choose of {' '.join(sorted(self._sectors))}"
        kinds = _CHOICES.get(table, ())
        if kinds and row["kind"] and row["kind"] not in kinds:
            yield f"kind is {row['kind']!r}; choose of {', '.join(kinds)}"
        for column in ("from", "to"):
            if row.get(column) and not _DATE.fullmatch(row[column]):
                yield f"{column} is {row[column]!r}; write a date as YYYY, YYYY-MM or YYYY-MM-DD"
        start, end = row.get("from", ""), row.get("to", "")
        if start and end and end < start[: len(end)]:
            yield f"the office ends on {end}, before {start}; mend one of the two"
        for column, most in (("lat", 90), ("lon", 180)):
            try:
                fits = not row.get(column) or abs(float(row[column])) <= most
            except ValueError:
                fits = False
            if not fits:
                yield f"{column} is {row[column]!r}; write degrees from -{most} to {most}"
        if bool(row.get("lat")) != bool(row.get("lon")):
            yield "only one of lat and lon; write both or neither"

    # one row ----------------------------------------------------------------------------------

    def _add(self, table: str, row: dict[str, str]) -> str:
        """Put a row on the board; what is wrong with it, or ""."""
        first = "word" if table == "roles.csv" else "name"
        known = self._known(table, row)
        if row[first].startswith("-"):
            if known is None:
                return (
                    f"{row[first][1:]!r} is to be taken away, but our tables have no such entry; "
                    "look it up with `dragoman who`"
                )
            self.overlay.gone.add(known)
            return ""
        for column in ("aliases", "demonyms", "capitals", "seats"):
            if column not in row:
                continue
            kept = []
            for name in items(row[column]):
                if not name.startswith("-"):
                    kept.append(name)
                elif known is None:
                    return (
                        f"{name[1:]!r} is to be taken away from {row[first]!r}, which our tables do not have"
                    )
                else:
                    capitals = fold(name[1:]).upper()
                    if all(p.number != known for p in self.names.postings(capitals)):
                        return f"{row[first]!r} has no name {name[1:]!r} in our tables: nothing to take away"
                    self.overlay.taken.add((capitals, known))
            row[column] = "|".join(kept)
        number = self._post(table, row, self.names.entry(known) if known is not None else None)
        if known is not None:
            self._matched[number] = known
        return ""

    def _post(self, table: str, row: dict[str, str], known: Entry | None) -> int:
        board = self.overlay.board
        cells = [row[column] for column in COLUMNS[table]]
        if table == "countries.csv":
            # No iso2: a state of the past, unless we know better or nothing else has the code.
            if not cells[1] and (
                (isinstance(known, Country) and not known.historic) or row["iso3"] not in self._ours
            ):
                cells[1] = "-"
            return board.country(cells)
        if table == "places.csv":
            cells[1] = cells[1] or (known.kind if isinstance(known, Spot) else "city")
            where = (float(row["lat"]), float(row["lon"])) if row["lat"] else None
            return board.place(cells, where=where)
        if table == "organisations.csv":
            if isinstance(known, Organisation):
                cells[2] = cells[2] or known.kind
                cells[3] = cells[3] or "|".join(known.country)
                cells[4] = cells[4] or "|".join(known.sector)
            cells[2] = cells[2] or "organisation"
            return board.body(cells)
        if table == "roles.csv":
            cells[2] = cells[2] or (known.kind if isinstance(known, Role) else "group")
            return board.role(cells)
        return board.person(cells, sure=True)

    def _known(self, table: str, row: dict[str, str]) -> int | None:
        """The number of our entry that a row is about, or None."""
        name = row["word" if table == "roles.csv" else "name"].removeprefix("-")
        if table == "countries.csv" and row["iso2"]:
            for number, entry in self.names.countries():
                if entry.iso3 == row["iso3"] and not entry.historic:
                    return number
            return None
        country = row["iso3"] if table in ("countries.csv", "places.csv") else row.get("country", "")
        return match(self.names, table, name, country)

    def close(self) -> None:
        """Give the user's entries what ours have and they do not tell."""
        board, overlay = self.overlay.board, self.overlay
        board.close()
        for number, known in self._matched.items():
            merge(overlay, number, known, self.names)


def match(names: Names, table: str, name: str, country: str) -> int | None:
    """The number of our entry that a row of ``table`` with this name and country is about, or None.

    A full name of a person and any name of a body may be one of its other names in our tables.
    """
    key = fold(name)
    doors = {
        "countries.csv": (COUNTRY,),
        "places.csv": (REGION, TOWN),
        "organisations.csv": (BODY, SHARED),
        "people.csv": (PERSON, SURE),
        "offices.csv": (PERSON, SURE),
        "roles.csv": (ROLE,),
    }[table]
    form = key.lower() if table == "roles.csv" else key
    found: dict[int, bool] = {}  #: number -> whether it is the entry's own name
    for posting in names.postings(form.upper()):
        if posting.door not in doors or posting.form != form:
            continue
        entry = names.entry(posting.number)
        if isinstance(entry, Country | Spot):
            fits, own = entry.iso3 == country, fold(entry.name) == key
        elif isinstance(entry, Person):
            fits, own = "|".join(entry.country) == country, fold(entry.name) == key
            fits = fits and (own or " " in key)
        elif isinstance(entry, Organisation):
            fits, own = not country or "|".join(entry.country) == country, fold(entry.name) == key
        else:
            fits, own = True, True
        if fits:
            found[posting.number] = own
    exact = [number for number, own in found.items() if own]
    if exact:
        return exact[0]
    return next(iter(found)) if len(found) == 1 else None


def merge(overlay: Overlay, number: int, known: int, names: Names) -> None:
    """Let the user's entity take the place of ours, and hold what ours holds beside its own."""
    overlay.replaced[known] = number
    entity, ours = overlay.board.entity(number), names.row(known)
    taken = {capitals for capitals, other in overlay.taken if other == known}

    def add(at: int, more: list[Any]) -> None:
        entity[at] += [one for one in more if one not in entity[at] and fold(one).upper() not in taken]

    if entity[0] == "c":
        add(3, [n for n in (ours[2], *ours[3]) if n != entity[2]])
        for at in (4, 5, 6):
            add(at, ours[at])
        for at in (9, 10):
            entity[at] = entity[at] or ours[at]
    elif entity[0] in ("l", "o"):
        at = 4 if entity[0] == "l" else 5
        add(at, [n for n in (ours[1], *ours[at]) if n != entity[1]])
    elif entity[0] == "p":
        add(3, [n for n in (ours[1], *ours[3]) if n != entity[1]])
        entity[4] = entity[4] or ours[4]
        told = {fold(office[0]).lower() for office in entity[5] if office[0]}
        entity[5] += [office for office in ours[5] if fold(office[0]).lower() not in told]
        entity[5].sort(key=lambda office: (office[3], office[4] or "9999"))
