"""The tables themselves: what is in them holds together, and a broken one is told apart."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dragoman.knowledge import Knowledge, KnowledgeError
from dragoman.knowledge.tables import DATA, items, rows

SECTORS = set(
    "GOV MIL COP JUD LEG SPY PTY OPP REB UAF CRM CVL JRN BUS LAB AGR EDU MED REL NGO IGO REF ELI UNK".split()
)
HEADER = "iso3,iso2,name,aliases,demonyms,capitals,seats,source\n"
CODES = {row[0] for _, row in rows("countries.csv", ["iso3"])}


def test_every_row_names_its_source() -> None:
    for name in ("countries.csv", "places.csv", "organisations.csv", "people.csv", "roles.csv"):
        for line, (source,) in rows(name, ["source"]):
            assert re.fullmatch(r"[a-z-]+(?: [a-z-]+)*", source), (name, line)


def test_tables_are_large_enough() -> None:
    sizes = {path.name: sum(1 for _ in rows(path.name, ["source"])) for path in DATA.glob("*.csv")}
    assert sizes["countries.csv"] >= 250
    assert sizes["roles.csv"] >= 400
    assert sizes["organisations.csv"] >= 300
    assert sizes["people.csv"] >= 500
    assert sizes["places.csv"] >= 1000


def test_sectors_countries_and_kinds_are_known() -> None:
    for line, (country, sector, kind) in rows("organisations.csv", ["country", "sector", "kind"]):
        assert set(items(sector)) <= SECTORS and items(sector), line
        assert set(items(country)) <= CODES, line
        assert kind in ("organisation", "group"), line
    for line, (country, sector) in rows("people.csv", ["country", "sector"]):
        assert set(items(sector)) <= SECTORS and items(sector), line
        assert country in CODES, line
    for line, (sector, kind) in rows("roles.csv", ["sector", "kind"]):
        assert set(items(sector)) <= SECTORS, line
        assert kind in ("person", "group", "organisation"), line
    for line, (iso3, kind) in rows("places.csv", ["iso3", "kind"]):
        assert iso3 in CODES and kind in ("region", "city", "division"), line


def test_dates_of_office_are_iso_and_in_order() -> None:
    for line, (name, start, end) in rows("people.csv", ["name", "from", "to"]):
        for date in (start, end):
            assert re.fullmatch(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?", date), (line, name)
        assert not end or not start or end >= start[: len(end)], (line, name)


def test_no_word_stands_for_two_countries() -> None:
    owner: dict[str, str] = {}
    for line, (iso3, name, aliases, demonyms) in rows(
        "countries.csv", ["iso3", "name", "aliases", "demonyms"]
    ):
        for word in (name, *items(aliases), *items(demonyms)):
            assert owner.setdefault(word, iso3) == iso3, (line, word)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("iso3,name\nUSA,United States\n", "line 1: no column iso2"),
        (
            HEADER + "USA,US\n",
            "line 2: 2 cells where the first",
        ),
        (
            HEADER + "us,US,x,,,,,y\n",
            "line 2: iso3 must be three",
        ),
        (None, "cannot be read"),
        (HEADER.encode() + b"USA,US,\xff,,,,,y\n", "not UTF-8"),
    ],
)
def test_a_broken_table_is_told_by_file_and_line(
    tmp_path: Path, broken: str | bytes | None, told: str
) -> None:
    if isinstance(broken, str):
        broken = broken.encode()
    if broken is not None:
        (tmp_path / "countries.csv").write_bytes(broken)
    with pytest.raises(KnowledgeError) as error:
        Knowledge(folder=tmp_path).country("United States")
    assert told in str(error.value) and "countries.csv" in str(error.value)


def test_an_office_left_before_it_was_taken_is_refused(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    table = tmp_path / "data" / "people.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    lines[1] = "Nobody,,USA,President,GOV,2020-01-01,2019-01-01,,test"
    table.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"people\.csv, line 2: Nobody leaves office on 2019-01-01"):
        Knowledge(folder=tmp_path / "data").person("Nobody")
