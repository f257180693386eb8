"""Happenings in a project: merged as articles come, taken apart, put together, kept when coded again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import dragoman
from dragoman.cli import main
from dragoman.store import Project, StoreError
from dragoman.store.corrections import part_of
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
def project(fresh: str, tmp_path: Path):
    with dragoman.open(fresh) as made:
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


NEAR_COPIES = [
    {
        "id": f"copy-{number:02}", "published": "2021-07-04", "source": f"outlet {number}",
        "text": "Russia met Ukraine in Minsk on 2021-07-03. Reporters waited on the stairs of the old "
        "theatre until the lamps went out, and a choir sang of the river and those who had crossed it once. "
        f"Number {number} of the series.",
    }
    for number in range(12)
]  # fmt: skip


@pytest.mark.parametrize("step", [1, 5, -1])
def test_near_copies_added_one_by_one_give_what_all_at_once_gives(step: int, tmp_path: Path):
    rows = [*MORE, *NEAR_COPIES, *ROWS]
    with dragoman.open(tmp_path / "all.db") as whole, dragoman.open(tmp_path / "days.db") as days:
        whole.add(lines(tmp_path / "all.jsonl", rows), coder=FAKE, workers=1)
        for number in range(len(rows)):
            row = rows[number * step % len(rows)]
            days.add(lines(tmp_path / f"{number}.jsonl", [row]), coder=FAKE, workers=1)
        assert found(days) == found(whole)
        assert [s["articles"] for s in days.stories()] == [s["articles"] for s in whole.stories()]
        assert meeting(whole)["reports"] == 15


LONG_AGO = [
    {
        "id": "news", "published": "2020-01-06", "source": "The Sun",
        "text": "Russia attacked Ukraine in Minsk on 2020-01-05.",
    },
    {"id": "undated", "published": "2020-01-06", "text": "Russia attacked Ukraine in Minsk."},
    {
        "id": "back", "published": "2021-07-01", "source": "The Post",
        "text": "Russia attacked Ukraine in Minsk on 2020-01-05. Kenya helped Syria.",
    },
    {"id": "anew", "published": "2021-07-01", "text": "Russia attacked Ukraine in Minsk."},
]  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 3, 1, 0), (3, 0, 2, 1)])
def test_a_date_looked_back_at_joins_news_of_years_ago_in_whatever_order(order, fresh: str, tmp_path: Path):
    with dragoman.open(tmp_path / "all.db") as whole, dragoman.open(fresh) as days:
        whole.add(lines(tmp_path / "all.jsonl", LONG_AGO), coder=FAKE, workers=1)
        for number in order:
            days.add(lines(tmp_path / f"{number}.jsonl", [LONG_AGO[number]]), coder=FAKE, workers=1)
        assert found(days) == found(whole)
        attacks = [whole.happening(row["happening"]) for row in whole.happenings(type="ASSAULT")]
    told = sorted(sorted({m["article"] for m in card["mentions"]}) for card in attacks if card)
    assert told == [["anew"], ["back", "news", "undated"]]


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_killed_in_the_midst_of_a_merge_nothing_has_changed_and_the_next_one_does_it(tmp_path: Path):
    script = (
        "import os, signal, sys, dragoman\n"
        "from dragoman.store.sqlite import Sqlite\n"
        "left = int(sys.argv[2])\n"
        "def dying(method):\n"
        "    def run(self, *args, **kwargs):\n"
        "        global left\n"
        "        left -= 1\n"
        "        if not left:\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return method(self, *args, **kwargs)\n"
        "    return run\n"
        "with dragoman.open(sys.argv[1]) as project:\n"
        "    for name in ('execute', 'executemany'):\n"
        "        setattr(Sqlite, name, dying(getattr(Sqlite, name)))\n"
        "    project.merge()\n"
    )
    path = tmp_path / "k.db"
    with dragoman.open(path) as project:
        project.add(lines(tmp_path / "1.jsonl", ROWS), coder=FAKE, workers=1)
        project.add(lines(tmp_path / "2.jsonl", MORE), coder=FAKE, workers=1, merge=False)
        before = found(project)
    killed = 0
    for left in (2, 5, 9, 14, 20, 27, 35, 44, 1000):
        code = subprocess.run([sys.executable, "-c", script, str(path), str(left)], check=False).returncode
        with dragoman.open(path) as project:
            if code == 0:
                break
            assert code == -signal.SIGKILL
            killed += 1
            assert found(project) == before
    assert killed >= 5
    with dragoman.open(path) as project, dragoman.open(tmp_path / "whole.db") as whole:
        whole.add(lines(tmp_path / "3.jsonl", [*ROWS, *MORE]), coder=FAKE, workers=1)
        assert found(project) == found(whole) != before


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
    rows = list(project.happenings(type="CONSULT", article="no"))
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


def test_commands(project: Project, fresh: str):
    card, run = meeting(project), CliRunner().invoke
    path = fresh
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


def test_what_else_an_event_may_be_is_kept_until_a_person_says_what_it_is(tmp_path: Path):
    with dragoman.open(tmp_path / "news.db") as project:
        project.add(lines(tmp_path / "rows.jsonl", ROWS), coder="store.fake:Torn", workers=1)
        query = "SELECT event, type, types FROM events ORDER BY event"
        rows = project.sql(query).to_list()
        assert rows and all(json.loads(row["types"]) == {row["type"]: 0.6, "THREATEN": 0.3} for row in rows)
        coding = project.coding("a")
        assert coding is not None
        assert coding.events[0].types == {coding.events[0].type: 0.6, "THREATEN": 0.3}
        part = part_of("event", coding.to_dict()["events"][0])
        project.correct("a", f"{part}:type", after="AID")
        (gold,) = project.gold()
        assert gold.events[0].type == "AID" and not gold.events[0].types
