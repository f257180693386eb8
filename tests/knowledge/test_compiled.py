"""The look-up file answers as the tables do, is the same each time, and is passed over when it is stale."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.knowledge import Knowledge, fold
from dragoman.knowledge.compiled import FILE, Compiled, load, make, write
from dragoman.knowledge.compiling import Board, compile_tables, fingerprint, tables_in
from dragoman.knowledge.tables import DATA, items, rows

FROM_TABLES = compile_tables()
CONTENT = write(FROM_TABLES, tables=fingerprint(tables_in(DATA)))
FROM_FILE = Compiled(CONTENT)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped tables, with a look-up file."""
    folder = tmp_path_factory.mktemp("knowledge") / "data"
    shutil.copytree(DATA, folder)
    (folder / FILE).write_bytes(make(folder))
    return folder


def test_every_name_and_entity_is_in_the_file_as_in_the_tables() -> None:
    names = list(FROM_TABLES.names())
    assert list(FROM_FILE.names()) == names
    assert len(names) > 20_000
    assert all(FROM_FILE.postings(name) == FROM_TABLES.postings(name) for name in names)
    assert FROM_FILE.count == FROM_TABLES.count
    assert all(FROM_FILE.entity(n) == FROM_TABLES.entity(n) for n in range(FROM_TABLES.count))
    absent = [f"{name} X" for name in names[::50]] + ["", "\ud800", "W", "\x1e"]
    assert all(FROM_FILE.postings(name) == FROM_TABLES.postings(name) for name in absent)


def test_names_lead_where_the_rows_say(tables: Path) -> None:
    """Read straight from the tables: the first row with a name has it."""
    know = Knowledge(folder=tables)
    countries: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    for _, (iso3, name, aliases, words) in rows(
        "countries.csv", ["iso3", "name", "aliases", "demonyms"], folder=tables
    ):
        for one in (name, *items(aliases)):
            countries.setdefault(fold(one), iso3)
        for one in items(words):
            demonyms.setdefault(fold(one), iso3)
    for name, iso3 in countries.items():
        found = know.country(name)
        assert found is not None and found.iso3 == iso3, name
    assert {name: know.demonym(name) for name in demonyms} == demonyms
    bodies: dict[str, str] = {}
    for _, (name,) in rows("organisations.csv", ["name"], folder=tables):
        bodies.setdefault(fold(name), name)
    for name, own in bodies.items():
        body = know.organisation(name)
        assert body is not None and body.name == own, name
    bearers: dict[str, set[tuple[str, str]]] = {}
    for table in ("people.csv", "offices.csv"):
        for _, (name, aliases, country) in rows(table, ["name", "aliases", "country"], folder=tables):
            for one in (name, *items(aliases)):
                bearers.setdefault(fold(one), set()).add((name, country))
    wrong = [
        name
        for name, who in bearers.items()
        if {(c.name, c.country[0]) for c in know.candidates(name, kinds=["person"])} != who
        # A person's country may be that of the office.
        and {c.name for c in know.candidates(name, kinds=["person"])} != {one for one, _ in who}
    ]
    assert wrong == []
    for _, (word, plural) in rows("roles.csv", ["word", "plural"], folder=tables):
        for one in filter(None, (word, plural)):
            assert know.names.role(fold(one).lower()) is not None, one


def test_the_file_is_the_same_whatever_the_order_of_hashes(tables: Path) -> None:
    code = (
        "import hashlib, pathlib, sys; from dragoman.knowledge.compiled import make; "
        "print(hashlib.sha256(make(pathlib.Path(sys.argv[1]))).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, str(tables)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_the_file_is_used_while_the_tables_are_those_it_was_made_from(tables: Path) -> None:
    layer, first = load(tables)
    assert isinstance(layer, Compiled)
    people = tables / "people.csv"
    before = people.read_text(encoding="utf-8")
    people.write_text(
        before + "Zoltan Newcomer,,HUN,Minister of Tests,GOV,2020-01-01,,,test\n", encoding="utf-8"
    )
    try:
        layer, second = load(tables)
        assert isinstance(layer, Board)
        assert first != second
        know = Knowledge(folder=tables)
        person = know.person("Zoltan Newcomer")
        assert person is not None and person.title == "Minister of Tests"
        assert know.version.endswith(second)
    finally:
        people.write_text(before, encoding="utf-8")
    assert load(tables)[1] == first


@pytest.mark.parametrize(
    "content", [b"", b"dragoman knowledge 2\n", b"dragoman knowledge 1\n{}\n", CONTENT[:-1]]
)
def test_a_broken_file_is_passed_over(tables: Path, content: bytes) -> None:
    kept = (tables / FILE).read_bytes()
    (tables / FILE).write_bytes(content)
    try:
        layer, _ = load(tables)
        assert isinstance(layer, Board)
    finally:
        (tables / FILE).write_bytes(kept)


def test_the_wheel_carries_the_file_of_its_tables() -> None:
    if not os.environ.get("DRAGOMAN_TEST_INSTALLED"):
        pytest.skip("only an installed wheel must carry the look-up file")
    assert (DATA / FILE).read_bytes() == make() == CONTENT


def test_names_of_any_script_are_kept() -> None:
    board = Board()
    board.place(["Köln", "city", "DEU", "Кёльн|ケルン", "", "test"])
    board.body(["Partei der Straße", "", "organisation", "DEU", "PTY", "test"])
    board.close()
    made = Compiled(write(board, tables="x"))
    for name in ("KOLN", "КЕЛЬН", fold("ケルン").upper(), "PARTEI DER STRASSE"):
        assert made.postings(name) == board.postings(name) != [], name


def test_look_up_is_fast_and_load_too() -> None:
    names = list(FROM_FILE.names())
    start = time.process_time()
    for name in names:
        FROM_FILE.postings(name)
    assert (time.process_time() - start) / len(names) < 40e-6
    start = time.process_time()
    Compiled(CONTENT)
    assert time.process_time() - start < 0.3


def test_entities_that_mention_a_phrase_are_found_unread() -> None:
    for phrases in (["Prime Minister", "Monarch"], ["President"], ['"'], ["Élysée"], ["no such words"]):
        holding = {
            n
            for n in range(FROM_TABLES.count)
            if any(p in json.dumps(FROM_TABLES.entity(n), ensure_ascii=False) for p in phrases)
        }
        found = list(FROM_FILE.mentioning(phrases))
        assert found == sorted(set(found))
        if phrases != ['"']:  # in JSON it stands around every string
            assert set(found) == holding
        assert holding >= set(found) or phrases == ['"']
        assert set(FROM_TABLES.mentioning(phrases)) >= holding
