"""docs/desk.md says what the code does: kinds of files, columns, commands, examples."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman import cli, commands
from dragoman.commands import reading as options
from dragoman.reading import articles, fetching, kinds
from dragoman.reading.archives import MOST_TIMES
from dragoman.store import Project, pool
from dragoman.store.asking import EVENT_COLUMNS
from dragoman.store.postgres import SCHEMA
from store.conftest import ROWS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "desk.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the page has it, and a coder that needs no model."""
    monkeypatch.chdir(tmp_path)
    for method in ("add", "recode"):
        defaults = {**getattr(Project, method).__kwdefaults__, "coder": "store.fake:Fake"}
        monkeypatch.setattr(f"dragoman.store.Project.{method}.__kwdefaults__", defaults)
    (tmp_path / "articles").mkdir()
    for row in ROWS:
        (tmp_path / "articles" / f"{row['id']}.jsonl").write_text(json.dumps(row))
    (tmp_path / "export.csv").write_text("words,day\nSyria helped Kenya.,2021-07-04\n")
    return tmp_path


def test_commands_run_and_print_what_is_shown(desk: Path) -> None:
    shown = re.findall(r"^\$ dragoman (.*)\n((?:[^$`\n].*\n)*)", TEXT, re.MULTILINE)
    assert len(shown) >= 12
    for command, output in shown:
        result = CliRunner().invoke(cli.main, shlex.split(command))
        assert result.exit_code == 0, (command, result.output)
        assert not output or result.output == output, command
    told = {shlex.split(command)[0] for command, _ in shown}
    ours = {name for name, home in commands.HOMES.items() if home in ("storing", "asking")}
    assert ours <= told | {"rejects"}


def test_examples_in_python_are_so(desk: Path, made: Path) -> None:
    shutil.copy(made, desk / "news.db")
    example = doctest.DocTestParser().get_doctest(TEXT, {}, PAGE.name, str(PAGE), 0)
    assert len(example.examples) >= 8
    assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


def test_kinds_of_files_are_those_that_are_read() -> None:
    told = re.findall(r"^\| (\w+) \| (\.[\w. ]+) \|", TEXT, re.MULTILINE)
    assert {kind: tuple(suffixes.split()) for kind, suffixes in told} == kinds.SUFFIXES
    assert options.KINDS == kinds.KINDS
    assert options.FIELDS == articles.FIELDS
    assert f"The fields are {', '.join(articles.FIELDS)}." in TEXT


def test_columns_and_limits_are_those_of_the_code() -> None:
    (told,) = re.findall(r"Columns of events: ([^.]*)\.", TEXT)
    assert told.split() == [f"{name}," for name in list(EVENT_COLUMNS)[:-1]] + ["confidence"]
    plain = " ".join(TEXT.split())
    assert f"`--timeout` ({pool.TIMEOUT:g} seconds)" in plain
    assert f"more than {fetching.DEADLINE:g} seconds or {fetching.MAX_BYTES >> 20} MB" in plain
    assert f"more than {MOST_TIMES} times its size" in plain


def test_every_option_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(--[a-z][a-z-]+)", TEXT)) | set(re.findall(r" (--[a-z][a-z-]+)", TEXT))
    known = {"--format", "--help"}
    for name in ["code", *commands.HOMES]:
        command = cli.main.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        known |= {opt for parameter in command.params for opt in parameter.opts}
    assert named <= known


def test_the_page_on_servers_runs_on_one(desk: Path, fresh: str) -> None:
    text = PAGE.with_name("postgres.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\$ dragoman (.*)$", text, re.MULTILINE)
    assert len(shown) >= 5
    for command in shown:
        words = [fresh if word.startswith("postgresql://") else word for word in shlex.split(command)]
        result = CliRunner().invoke(cli.main, words)
        assert result.exit_code == 0, (command, result.output)
    assert f"schema `{SCHEMA}`" in text
