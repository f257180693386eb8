"""What `code` is told holds with processes and on engines as it does without, and is remembered."""

import json
from importlib import resources

import pytest
from click.testing import CliRunner

import dragoman
from dragoman import cli

FILE = str(resources.files("dragoman") / "examples" / "demo.jsonl")
ROWS = "name,kind,country,sector\nMombasa Dock Union,organisation,KEN,LAB\n"


@pytest.fixture
def dragoman_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        result = CliRunner().invoke(cli.main, [str(one) for one in arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_preset_holds_everywhere(tmp_path, dragoman_says):
    preset = "strict"
    plain = dragoman_says("code", FILE, "--preset", preset, "--format", "jsonl")
    usual = dragoman_says("code", FILE, "--format", "jsonl")
    assert plain != usual  # or what follows would say nothing
    assert dragoman_says("code", FILE, "--preset", preset, "--workers", "2", "--format", "jsonl") == plain
    dragoman_says("code", FILE, "--preset", preset, "--on", "local", "--workers", "1", "-o", "run")
    dragoman_says("collect", "n.db", "run", "--no-merge")
    with dragoman.open("n.db") as project:
        assert sorted(one.to_json() for one in project.codings()) == sorted(plain.splitlines())
        assert json.loads(project.sql("SELECT settings FROM runs").first()["settings"])["preset"] == preset
    # In the same folder the usual preset has shards of its own.
    dragoman_says("code", FILE, "--on", "local", "--workers", "1", "-o", "run")
    assert len(list((tmp_path / "run" / "codings").iterdir())) == 2


def test_tables_of_ones_own_hold_everywhere(tmp_path, dragoman_says):
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "organisations.csv").write_text(ROWS)
    given = ("code", FILE, "--knowledge", tables)
    plain = lines(dragoman_says(*given, "--format", "jsonl"))
    assert plain[0]["coder"] != lines(dragoman_says("code", FILE, "--format", "jsonl"))[0]["coder"]
    assert lines(dragoman_says(*given, "--workers", "2", "--format", "jsonl")) == plain
    dragoman_says(*given, "--on", "local", "--workers", "1", "-o", "run")
    dragoman_says("collect", "n.db", "run", "--no-merge")
    with dragoman.open("n.db") as project:
        assert {json.dumps(one.coder.to_dict()) for one in project.codings()} == {
            json.dumps(plain[0]["coder"])
        }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--on", "local"), "say where with -o"),
        (("--on", "local", "-o", "run", "--format", "html"), "leave --format html out"),
        (("--on", "dask://127.0.0.1:1", "-o", "run", "--workers", "2"), "leave --workers out"),
        (("--retry",), "--retry goes with --on"),
        (("--on", "local", "-o", "run", "--preset", "lax"), "--preset"),
    ],
)
def test_what_does_not_go_together_is_said(tmp_path, monkeypatch, given, said):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, ["code", FILE, *given])
    assert result.exit_code == 2
    assert said in result.output
