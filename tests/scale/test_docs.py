"""docs/scale.md: its commands do what it says, with the real coder."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import dragoman
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
    table = re.findall(r"^\| `([^`]+)` \|", TEXT.partition("## Watching")[0], re.M)
    for where in table:
        assert engines.engine(where.replace("HOST:PORT", "127.0.0.1:1"))
    assert {type(engines.engine(w)).__name__.lower() for w in table} == {"local", "dask", "ray"}


def test_events_and_their_fields_are_those_of_the_code(tmp_path):
    watching = TEXT.partition("## Watching")[2].partition("`/metrics`")[0]
    table = dict(re.findall(r"^\| (`[^|]+) \| (.+) \|$", watching, re.M))
    told = {name for names in table for name in re.findall(r"`(\w+)`", names) if name.islower()}
    assert told >= {
        "start",
        "progress",
        "reject",
        "note",
        "merging",
        "stopping",
        "done",
        "interrupted",
        "error",
    }
    fields = set(re.findall(r"`(\w+)`", table["`progress`, once a second at most"]))
    file = tmp_path / "a.txt"
    file.write_text("The French foreign minister met the German ambassador in Paris on Monday.")
    result = CliRunner().invoke(cli.main, ["add", str(tmp_path / "n.db"), str(file), "--log-json"])
    *_, done = map(json.loads, result.stderr.splitlines())
    assert set(done) - {"time", "event"} == fields


def test_metrics_are_those_of_the_server(tmp_path):
    parser = pytest.importorskip("prometheus_client.parser", reason="needs the extra “test”")
    client = pytest.importorskip("starlette.testclient", reason="needs the extra “web”")
    from dragoman.web import application

    rows = re.findall(r"^\| (`dragoman_.+?) \| (gauge|counter|histogram)[^|]* \| (.*?) ?\|$", TEXT, re.M)
    told = {name: (kind, set(re.findall(r"`(\w+)`", labels))) for names, kind, labels in rows
            for name in re.findall(r"`(\w+)`", names)}  # fmt: skip
    with dragoman.open(tmp_path / "n.db") as project:
        (tmp_path / "a.txt").write_text("Der Minister traf am Montag den Botschafter und sprach mit ihm.")
        project.add(tmp_path / "a.txt", workers=1)
    asking = client.TestClient(application(str(tmp_path / "n.db")), base_url="http://127.0.0.1")
    asking.get("/")
    found = {}
    for one in parser.text_string_to_metric_families(asking.get("/metrics").text):
        name = f"{one.name}_total" if one.type == "counter" else one.name
        found[name] = (one.type, set().union(*(sample.labels for sample in one.samples)) - {"le"})
    assert found == told
