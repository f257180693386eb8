"""docs/knowledge.md says what the code does: columns, sources, examples."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman import cli
from dragoman.knowledge import Knowledge
from dragoman.knowledge.tables import COLUMNS, NEEDED, rows

PAGE = Path(__file__).resolve().parents[2] / "docs" / "knowledge.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example tables of the page, in a folder called as there."""
    folder = tmp_path / "my-tables"
    folder.mkdir()
    for name, table in re.findall(r"<!-- (\S+\.csv) -->\n```csv\n(.*?)```", TEXT, re.DOTALL):
        (folder / name).write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_columns_are_those_that_are_read() -> None:
    told = re.findall(r"^\| (\w+\.csv) \| ([\w, ]+) \| ([\w, ]+) \|$", TEXT, re.MULTILINE)
    assert {name: tuple(columns.split(", ")) for name, columns, _ in told} == COLUMNS
    assert {name: tuple(needed.split(", ")) for name, _, needed in told} == NEEDED


def test_every_source_in_the_tables_is_explained() -> None:
    explained = set(re.findall(r"^\| ([\w-]+) \| .*\|$", TEXT, re.MULTILINE))
    for table in COLUMNS:
        used = {word for _, (source,) in rows(table, ["source"]) for word in source.split()}
        assert used <= explained, table


def test_examples_in_python_are_so() -> None:
    example = doctest.DocTestParser().get_doctest(TEXT, {}, PAGE.name, str(PAGE), 0)
    assert len(example.examples) >= 5
    result = doctest.DocTestRunner(verbose=False).run(example)
    assert result.failed == 0


def test_example_tables_are_read(own: Path) -> None:
    assert len(list(own.glob("*.csv"))) == 4
    know = Knowledge.load(extra=own)
    for date, title in (("2020", "Mayor of Testholm"), ("2024", "Minister of Tests")):
        person = know.person("Lindqvist", date=date)
        assert person is not None and person.title == title
    body, role = know.organisation("FTM"), know.role("harbour wardens")
    assert body is not None and body.sector == ("OPP",)
    assert role is not None and role.plural
    place, *_ = know.candidates("Testholmen", kinds=["place"])
    assert (place.lat, place.country) == (59.5, ("SWE",))


def test_commands_run(own: Path) -> None:
    commands = [c for c in re.findall(r"^\$ dragoman (.*)$", TEXT, re.MULTILINE) if not c.startswith("code ")]
    assert len(commands) >= 4
    for command in commands:
        result = CliRunner().invoke(cli.main, shlex.split(command))
        assert result.exit_code == 0, command
        assert result.stdout, command
