"""docs/scale.md: its commands do what it says, with the real coder."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman import cli
from dragoman.scale import engines, shards

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", TEXT, re.S)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open("articles.jsonl", "w", encoding="utf-8") as out:
        for number, words in enumerate(("met", "accused", "praised")):
            text = f"The French foreign minister {words} the German ambassador in Paris on Monday."
            out.write(json.dumps({"id": f"n{number}", "published": "2021-03-04", "text": text}) + "\n")
    return tmp_path


def test_every_command_gives_what_the_page_shows(folder):
    assert len(BLOCKS) == 2
    for line in "\n".join(BLOCKS).splitlines():
        if line.startswith("$ dragoman "):
            result = CliRunner().invoke(cli.main, shlex.split(line)[2:])
            assert result.exit_code == 0, result.output
            told = result.output.splitlines()
        elif line.strip():
            assert line == told.pop(0)
    codings = [json.loads(line) for line in (folder / "codings.jsonl").read_text().splitlines()]
    assert [coding["article"]["id"] for coding in codings] == ["n0", "n1", "n2"]
    assert all(coding["events"] for coding in codings)


def test_numbers_and_engines_are_those_of_the_code():
    assert f"about {shards.SIZE} articles" in TEXT
    assert engines.TRIES == 4 and "up to four times" in TEXT
    table = re.findall(r"^\| `([^`]+)` \|", TEXT, re.M)
    for where in table:
        assert engines.engine(where.replace("HOST:PORT", "127.0.0.1:1"))
    assert {type(engines.engine(w)).__name__.lower() for w in table} == {"local", "dask", "ray"}
