"""Happenings in a project: merged as articles come, taken apart and put together, and kept when coded again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import dragoman
from dragoman.cli import main
from dragoman.store import Project, StoreError
from store.conftest import FAKE, ROWS

MORE = [
    {
        "id": "later",
        "published": "2021-07-05",
        "source": "The Sun",
        "text": "Russia met Ukraine in Minsk on 2021-07-03. Syria helped Kenya.",
    },
    {
        "id": "no",
        "published": "2021-07-06",
        "source": "The Moon",
        "text": "Ukraine never met Russia in Minsk on 2021-07-03.",
    },
]


def lines(path: Path, rows: list) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path):
    with dragoman.open(tmp_path / "p.db") as made:
        made.add(lines(tmp_path / "p.jsonl", [*ROWS, *MORE]), coder=FAKE, workers=1)
        yield made


def found(project: Project) -> list:
    return sorted(
        (row["happening"], row["events"], row["reports"], row["sources"]) for row in project.happenings()
    )


def meeting(project: Project) -> dict:
    row = project.happenings(type="CONSULT", reports=2).first()
    assert row is not None
    card = project.happening(row["happening"])
    assert card is not None
    return card


def test_one_meeting_that_three_reports_tell_of_is_there_once(project: Project):
    card = meeting(project)
    assert {m["article"] for m in card["mentions"]} == {"a", "later", "no"}
    assert card["denied"] and card["status"] == "reported"
    assert [row["article"] for row in card["denials"]] == ["no"]
    assert all(m["why"]["score"] is not None for m in card["mentions"])


def test_news_added_day_by_day_gives_what_all_at_once_gives(project: Project, tmp_path: Path):
    with dragoman.open(tmp_path / "days.db") as days:
        for number, row in enumerate([*MORE, *ROWS]):
            days.add(lines(tmp_path / f"{number}.jsonl", [row]), coder=FAKE, workers=1)
        assert found(days) == found(project)
        assert [s["articles"] for s in days.stories()] == [s["articles"] for s in project.stories()]


def test_merging_again_changes_nothing(project: Project):
    before = found(project)
    assert project.merge().articles == 0
    assert found(project) == before


def test_what_is_split_stays_so_when_coded_again_and_join_takes_it_back(project: Project):
    before, card = found(project), meeting(project)
    event = card["mentions"][-1]
    names = project.split(card["happening"], [event["event"]], maker="me", note="another one")
    assert len(names) == 2
    project.recode(coder="store.fake:Newer", workers=1)
    rows = [row for row in project.happenings(type="CONSULT", article="no")]
    assert [row["events"] for row in rows] == [1]
    project.join(*names)
    project.recode(coder=FAKE, workers=1)
    assert found(project) == before
    assert project.sql("SELECT count(*) AS n FROM decisions").to_list() == [{"n": 2}]


def test_filters_are_those_of_events(project: Project):
    assert {row["type"] for row in project.happenings(actor="RUS", since="2021-07-01")} == {"CONSULT"}
    assert not project.happenings(sources=9).to_list()
    assert project.happenings(denied=True).to_list()
    with pytest.raises(StoreError, match="no filter"):
        project.happenings(colour="red")
    with pytest.raises(StoreError, match="no status"):
        project.happenings(status="perhaps")


def test_one_a_day_counts_as_the_field_does(project: Project):
    rows = [row for row in project.one_a_day(type="CONSULT", actor="RUS") if row["day"] == "2021-07-03"]
    assert [(row["actor"], row["recipient"], row["events"], row["happenings"]) for row in rows] == [
        ("russia", "ukraine", 2, 1)
    ]


def test_strange_names_and_events_are_errors_that_say_what_to_do(project: Project):
    card = meeting(project)
    assert project.happening("nothing") is None
    for wrong in (lambda: project.split("nothing", [1]), lambda: project.split(card["happening"], [10**6]),
                  lambda: project.split(card["happening"], []),
                  lambda: project.join(card["happening"], card["happening"])):  # fmt: skip
        with pytest.raises(StoreError):
            wrong()


def test_commands(project: Project):
    card, run = meeting(project), CliRunner().invoke
    path = str(project.path)
    listed = run(main, ["happenings", path, "--type", "CONSULT", "--format", "jsonl"])
    assert card["happening"] in listed.output
    told = run(main, ["happening", path, card["happening"]])
    assert "because" in told.output and "denied" in told.output
    asjson = run(main, ["happening", path, card["happening"], "--format", "json"])
    assert json.loads(asjson.output)["events"] == card["events"]
    out = run(main, ["split", path, card["happening"], str(card["mentions"][-1]["event"])])
    names = out.output.removeprefix("now ").strip().split(", ")
    assert out.exit_code == 0 and len(names) == 2
    assert run(main, ["join", path, *names]).output.count("h") == 1
    assert run(main, ["merge", path]).exit_code == 0
    assert "articles" in run(main, ["stories", path]).output
    assert run(main, ["happening", path, "nothing"]).exit_code == 1


def test_articles_can_be_added_without_merging(tmp_path: Path):
    with dragoman.open(tmp_path / "q.db") as project:
        project.add(lines(tmp_path / "q.jsonl", ROWS), coder=FAKE, workers=1, merge=False)
        assert not project.happenings().to_list()
        assert project.merge().happenings > 0
