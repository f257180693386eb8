"""What annotators changed comes into the project as corrections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import dragoman
from dragoman import cli
from dragoman.export.correcting import import_changes
from dragoman.reading import Details
from dragoman.store import Project
from dragoman.store.writing import Writer
from export.making import TEXT, coding
from store.conftest import fresh, postgres  # noqa: F401  fixtures


@pytest.fixture
def news(fresh: str) -> Iterator[Project]:  # noqa: F811
    made = coding()
    with dragoman.open(fresh) as project:
        writer = Writer(project.connection, kind="add", settings={})
        record = {name: part for name, part in made.to_dict().items() if name != "article"}
        writer.store(made.article, "k1", Details(), ("made.jsonl", None), record)
        writer.end()
        yield project


def exported(news: Project, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    path = tmp_path / "out.jsonl"
    news.export(path, format="doccano")
    return path, json.loads(path.read_text())


def parts(news: Project) -> list[tuple[Any, ...]]:
    return [(row["part"], row["kind"], row["before"], row["after"]) for row in news.corrections()]


def at(words: str) -> str:
    start = TEXT.index(words)
    return f"{start}-{start + len(words)}"


@pytest.mark.parametrize("name", ["doccano", "label-studio"])
def test_what_nobody_changed_is_no_correction(news: Project, tmp_path: Path, name: str) -> None:
    news.export(tmp_path / "out", format=name)
    done = import_changes(news, tmp_path / "out", format=name)
    assert (done.articles, done.corrections) == (1, 0)
    done = import_changes(news, tmp_path / "out", format=name, maker="ada", accept=True)
    assert done.corrections == 4 and {kind for _, kind, _, _ in parts(news)} == {"accept"}
    assert list(news.gold()) == list(news.codings())


def test_changes_are_kept_once_and_signed(news: Project, tmp_path: Path) -> None:
    path, data = exported(news, tmp_path)
    meeting = next(one for one in data["entities"] if one["label"] == "CONSULT")
    arrest = next(one for one in data["entities"] if one["label"] == "COERCE")
    arrest["label"] = "ASSAULT"
    data["entities"].remove(meeting)
    data["relations"] = [
        one for one in data["relations"] if one["from_id"] != meeting["id"] and one["type"] != "by"
    ]
    said = next(one for one in data["entities"] if one["label"] == "CRITICISES")
    said["label"] = "SUPPORTS"
    path.write_text(json.dumps(data))
    before = list(news.codings())
    done = import_changes(news, path, format="doccano", maker="ada", note="first round")
    assert done.corrections == 4
    found = {part: (kind, after) for part, kind, _, after in parts(news)}
    assert found == {
        f"event:{at('met')}/CONSULT": ("reject", None),
        f"event:{at('arrested')}/COERCE:type": ("fix", '"ASSAULT"'),
        f"event:{at('arrested')}/COERCE:by": ("fix", None),
        f"statement:{at('We may leave Iraq,')}:stance": ("fix", '"+"'),
    }
    assert {(row["maker"], row["note"]) for row in news.corrections()} == {("ada", "first round")}
    assert list(news.codings()) == before  # what was coded stays
    (gold,) = news.gold()
    assert [event.type for event in gold.events] == ["ASSAULT", "RETREAT"]
    assert gold.events[0].by is None and gold.statements[0].stance == "+"
    assert gold.statements[0].asserts == ("e3",)
    again = import_changes(news, path, format="doccano", maker="ada")
    assert (again.corrections, again.known) == (0, 4) and len(parts(news)) == 4


def test_another_type_does_not_cut_what_is_said_of_it(news: Project, tmp_path: Path) -> None:
    path, data = exported(news, tmp_path)
    next(one for one in data["entities"] if one["label"] == "RETREAT")["label"] = "THREATEN"
    path.write_text(json.dumps(data))
    import_changes(news, path, format="doccano")
    assert [part for part, _, _, _ in parts(news)] == [f"event:{at('leave')}/RETREAT:type"]


def test_what_cannot_be_kept_is_told(news: Project, tmp_path: Path) -> None:
    path, data = exported(news, tmp_path)
    start = TEXT.index("Envoys")
    data["entities"].append({"id": 99, "start_offset": start, "end_offset": start + 6, "label": "AGREE"})
    strange = {**data, "text": data["text"].replace("Nairobi", "Mombasa"), "relations": []}
    path.write_text(json.dumps(data) + "\n" + json.dumps(strange) + "\n")
    told: list[str] = []
    done = import_changes(news, path, format="doccano", complain=told.append)
    assert (done.articles, done.corrections) == (1, 0)
    assert "a new event at 0-6 left out" in told[0] and "its text is another one" in told[1]


def test_the_command_imports(tmp_path: Path) -> None:
    name = tmp_path / "n.db"
    missing = CliRunner().invoke(cli.main, ["import", str(name), "x", "--format", "doccano"])
    assert missing.exit_code == 1 and "no such project" in missing.stderr and not name.exists()
    with dragoman.open(name) as project:
        writer = Writer(project.connection, kind="add", settings={})
        record = {part: value for part, value in coding().to_dict().items() if part != "article"}
        writer.store(coding().article, "k1", Details(), ("made.jsonl", None), record)
        writer.end()
        project.export(tmp_path / "t.json", format="label-studio")
    tasks = json.loads((tmp_path / "t.json").read_text())
    result = tasks[0]["predictions"][0]["result"]
    kept = [one for one in result if one["type"] != "relation" or one["labels"] != ["place"]]
    tasks[0]["annotations"] = [{"result": kept}]
    (tmp_path / "t.json").write_text(json.dumps(tasks))
    run = CliRunner().invoke(
        cli.main,
        ["import", str(name), str(tmp_path / "t.json"), "--format", "label-studio", "--maker", "ada"],
    )
    assert run.exit_code == 0 and "1 articles: 3 corrections, 0 known already" in run.stderr
    with dragoman.open(name) as project:
        assert {row["field"] for row in project.corrections()} == {"places"}
    (tmp_path / "bad").write_text("{")
    run = CliRunner().invoke(cli.main, ["import", str(name), str(tmp_path / "bad"), "--format", "doccano"])
    assert run.exit_code == 1 and "bad:1: no doccano" in run.stderr
