"""What goes into a project: once each, as a whole or not at all, whatever is done to the process."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import cast

import pytest

import dragoman
from dragoman.reading import Note, Reject
from dragoman.records import Coding
from dragoman.store import Project, StoreError, layout
from dragoman.store.database import connect
from store.conftest import FAKE, ROWS
from store.fake import Fake


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for when and in which run they were written."""
    with sqlite3.connect(path) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        out = {}
        for table in tables:
            if table == "runs" or table.startswith("words_"):
                continue
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "run"]
            quoted = ", ".join(f'"{name}"' for name in columns)
            out[table] = connection.execute(f"SELECT {quoted} FROM {table} ORDER BY {quoted}").fetchall()
    connection.close()
    return out


def many(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            text = f"Russia met Ukraine on 2021-07-{n % 28 + 1:02}. group{n} attacked Syria. Report {n}."
            file.write(json.dumps({"id": str(n), "text": f"{text} France says Kenya helped Syria."}) + "\n")
    return path


def test_what_is_added_comes_back_as_it_was_coded(news: Project) -> None:
    codings = list(news.codings())
    assert [coding.article.id for coding in codings] == ["a", "b", "c"]
    for coding in codings:
        assert coding == Fake().code_article(coding.article)
        assert coding.misfits() == []
    assert news.coding("b") == codings[1]
    assert news.coding("none") is None


def test_spans_of_every_table_are_the_words_that_stand_there(news: Project) -> None:
    found = news.sql(
        "SELECT s.role, s.words, a.text, s.start, s.end FROM spans s JOIN articles a USING (article)"
    )
    rows = found.to_list()
    assert {row["role"] for row in rows} >= {"actor", "recipient", "by", "place", "speaker", "content"}
    for row in rows:
        assert row["text"][row["start"] : row["end"]] == row["words"]


def test_adding_again_does_only_what_is_new(news: Project, lines: Path) -> None:
    before = contents(news.path)
    counts = news.add([lines], coder="store.fake:Broken")  # the coder is not even made
    assert counts.to_dict() == {"coded": 0, "known": 3, "rejected": 0}
    assert contents(news.path) == before
    with lines.open("a") as file:
        file.write(json.dumps({"id": "d", "text": "Syria met Kenya."}) + "\n")
        file.write(json.dumps({"id": "a again", **{k: v for k, v in ROWS[0].items() if k != "id"}}) + "\n")
    assert news.add([lines], coder=FAKE).to_dict() == {"coded": 1, "known": 4, "rejected": 0}


def test_any_number_of_workers_stores_the_same(tmp_path: Path) -> None:
    path = many(tmp_path / "many.jsonl", 40)
    found = []
    for workers in (1, 3):
        with dragoman.open(tmp_path / f"{workers}.db") as project:
            project.add(path, coder="store.fake:Slow", workers=workers)
            found.append((contents(project.path), list(project.events().csv())))
    assert found[0] == found[1]


def test_an_article_that_hangs_crashes_or_fails_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    texts = ["Russia met Ukraine.", "HANG", "Russia helped Syria.", "CRASH", "FAIL", "Kenya met France."]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts) + "no json\n")
    told: list[Reject | Note] = []
    with dragoman.open(tmp_path / "n.db") as project:
        counts = project.add(path, coder=FAKE, workers=2, timeout=1.0, complain=told.append)
        assert (counts.coded, counts.rejected) == (3, 4)
        rejects = {row["line"]: row for row in project.rejects()}
        assert {line: row["code"] for line, row in rejects.items()} == {
            2: "timeout", 4: "crashed", 5: "failed", 7: "json"
        }  # fmt: skip
        assert "1 seconds" in rejects[2]["message"] and "2 times" in rejects[4]["message"]
        assert sorted(item.line or 0 for item in told) == [2, 4, 5, 7]
        # They are not tried again, unless asked for; what is wrong with the file is kept once.
        assert project.add(path, coder=FAKE, timeout=1.0).to_dict() == {"coded": 0, "known": 6, "rejected": 1}
        assert len(project.rejects().to_list()) == 4
        path.write_text(json.dumps({"text": "FAIL"}) + "\n")
        assert project.add(path, coder=FAKE, retry=True).rejected == 1
        # A coder of another version gets its own try.
        assert project.add(path, coder="store.fake:Newer").rejected == 1


def test_what_is_not_english_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Le ministre a rencontré son homologue lundi dans la capitale, a dit un porte-parole."
    )
    (tmp_path / "b.jsonl").write_text('{"text": "Words enough for an article.", "language": "de"}\n')
    with dragoman.open(tmp_path / "n.db") as project:
        assert project.add([tmp_path / "a.txt", tmp_path / "b.jsonl"], coder=FAKE).to_dict() == {
            "coded": 0, "known": 0, "rejected": 2
        }  # fmt: skip
        assert ["(fr)" in row["message"] or "(de)" in row["message"] for row in project.rejects()] == [
            True,
            True,
        ]


def test_byline_dateline_and_agency_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks\n\nBy Ada Quill\n\nKYIV, Ukraine (AP) — Russia met Ukraine.\n")
    with dragoman.open(tmp_path / "n.db") as project:
        project.add(tmp_path / "a.txt", coder=FAKE, published="2021-07-04")
        (row,) = project.sql("SELECT byline, dateline, agency, published, file, line FROM articles")
        assert row == {
            "byline": "Ada Quill", "dateline": "KYIV, Ukraine", "agency": "The Associated Press",
            "published": "2021-07-04", "file": str(tmp_path / "a.txt"), "line": 1,
        }  # fmt: skip


def test_the_project_itself_is_left_out_of_the_folder_it_lies_in(tmp_path: Path, lines: Path) -> None:
    told: list[Reject | Note] = []
    with dragoman.open(tmp_path / "n.db") as project:
        project.add(tmp_path, coder=FAKE, complain=told.append)
    assert told == []


def test_a_coder_that_cannot_be_loaded_is_told(tmp_path: Path, lines: Path) -> None:
    with dragoman.open(tmp_path / "n.db") as project, pytest.raises(StoreError, match="no model here"):
        project.add(lines, coder="store.fake:Broken")
    with dragoman.open(tmp_path / "n.db") as project:
        assert list(project.codings()) == []


ADD = """
import sys, json
sys.path[:] = json.loads(sys.argv[3])
import dragoman
from dragoman.reading import languages
languages._model = lambda: None  # its start would take most of the time
with dragoman.open(sys.argv[1]) as project:
    project.add(sys.argv[2], coder="store.fake:Slow", workers=2, tell=lambda c, p: print(c.coded, flush=True))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    path = many(tmp_path / "many.jsonl", 150)
    whole, cut = tmp_path / "whole.db", tmp_path / "cut.db"
    chance = random.Random(7)
    command = [sys.executable, "-c", ADD, str(cut), str(path), json.dumps(sys.path)]
    stored = 0
    for _ in range(10):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 12)):  # killed after so many articles, or in the midst of the next
            process.stdout.readline()
        time.sleep(chance.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with sqlite3.connect(cut) as connection:
            now = connection.execute("SELECT count(*) FROM articles JOIN codings USING (coding)").fetchone()[
                0
            ]
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
        assert now >= stored
        stored = now
    for database in (cut, whole):
        with dragoman.open(database) as project:
            project.add(path, coder="store.fake:Fake", workers=2)
    assert len(contents(whole)["articles"]) == 150
    assert contents(cut) == contents(whole)


def test_what_is_done_for_each_article_reads_no_whole_table(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"text": f"Russia met Ukraine in Minsk on 2021-07-{day:02}."} for day in range(1, 25)]
    rows += [{"text": f"FAIL {number}"} for number in range(24)]
    rows += [{"text": f"Worte genug fuer {number}.", "language": "de"} for number in range(24)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    ran: list[str] = []
    with dragoman.open(tmp_path / "n.db") as project:
        connection = cast(sqlite3.Connection, project.connection)
        connection.set_trace_callback(ran.append)
        project.add(path, coder=FAKE, workers=1, merge=False)
        project.add(path, coder="store.fake:Newer", workers=1, merge=False)
        project.recode(coder="store.fake:Newer", workers=1, merge=False)
        connection.set_trace_callback(None)
        alike: dict[str, list[str]] = {}
        for statement in ran:
            # Plans of INSERT list what would be read where foreign keys were broken, which they never are.
            if statement.startswith(("SELECT", "UPDATE", "DELETE")):
                alike.setdefault(re.sub(r"[xX]?'(?:[^']|'')*'|\b\d+\b", "?", statement), []).append(statement)
        often = [statements[0] for statements in alike.values() if len(statements) >= 24]
        assert len(often) > 5
        for statement in often:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
            assert not [step for step in plan if step.startswith("SCAN")], (statement, plan)


def test_recoding_keeps_the_old_codings_and_diff_says_what_changed(news: Project) -> None:
    old = list(news.codings())
    assert news.recode(coder=FAKE).coded == 0
    assert news.recode(coder="store.fake:Newer", workers=1).coded == 3
    assert [event["type"] for event in news.events(article="b")] == ["ASSAULT", "ASSAULT", "CONSULT"]
    assert news.sql("SELECT count(*) AS n FROM codings").first() == {"n": 6}
    found = news.diff(1, 3)
    assert (found.articles, found.changed) == (3, 2)
    assert found.counts["event", "type"] == 2
    article, words, before, after = found.examples["event", "type"][0]
    assert (article, words, before, after) == ("b", "Ukraine accused Russia.", "ACCUSE", "ASSAULT")
    assert news.diff(1, 2).counts == {}
    assert news.diff(3, 1).examples["event", "type"][0][2:] == ("ASSAULT", "ACCUSE")
    # Back to the older coder: its reading counts again.
    assert news.recode(coder=FAKE, workers=1).coded == 3
    assert [Coding.from_dict(coding.to_dict()) for coding in news.codings()] == old
    assert news.sql("SELECT count(*) AS n FROM codings").first() == {"n": 6}
    with pytest.raises(StoreError, match="no run 9"):
        news.diff(1, 9)


def test_files_that_are_no_projects_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("just words, long enough to be looked at")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE t (a)")
    other.commit()
    other.close()
    newer = connect(tmp_path / "newer.db")
    newer.execute(f"PRAGMA user_version = {layout.VERSION + 1}")
    newer.close()
    for name, said in (("text", "another file"), ("other", "another program"), ("newer", "newer dragoman")):
        with pytest.raises(StoreError, match=said):
            dragoman.open(tmp_path / f"{name}.db")
    with pytest.raises(StoreError, match="no such project"):
        dragoman.open(tmp_path / "none.db", read_only=True)
    with pytest.raises(StoreError, match="a folder"):
        dragoman.open(tmp_path)


def test_an_older_file_is_brought_up_to_date_or_left_as_it_was(
    tmp_path: Path, news: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    news.close()
    before = contents(news.path)
    step = "CREATE TABLE later (a TEXT);\nINSERT INTO later VALUES ('x');\n"
    shipped = layout.MIGRATIONS
    monkeypatch.setattr(layout, "VERSION", layout.VERSION + 1)
    monkeypatch.setattr(layout, "MIGRATIONS", (*layout.MIGRATIONS, f"{step}SELECT no_such_thing();\n"))
    with pytest.raises(StoreError, match="cannot be used"):
        dragoman.open(news.path)
    assert contents(news.path) == before
    monkeypatch.setattr(layout, "MIGRATIONS", (*shipped, step))
    with dragoman.open(news.path) as project:
        assert project.sql("SELECT a FROM later").to_list() == [{"a": "x"}]
    with dragoman.open(news.path) as project:  # once only
        assert len(project.sql("SELECT a FROM later").to_list()) == 1
    assert {name: rows for name, rows in contents(news.path).items() if name != "later"} == before


def test_a_preset_is_remembered_and_another_one_is_told_of(tmp_path: Path) -> None:
    choosy = "store.fake:Choosy"
    told: list[Reject | Note] = []
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text('{"text": "Russia met Ukraine."}\n')
    second.write_text('{"text": "Kenya met Syria."}\n')
    with dragoman.open(tmp_path / "n.db") as project:
        project.add(first, coder=choosy, preset="strict", workers=1, complain=told.append)
        assert told == [] and project.events().to_list() == []
        project.add([first, second], coder=choosy, workers=1, complain=told.append)
        assert [item.code for item in told] == ["preset"]
        assert "coded with the preset strict and stays so" in told[0].message
        assert len(project.events().to_list()) == 1
        assert project.recode(coder=choosy, workers=1).coded == 1  # the last run was balanced
        assert len(project.events().to_list()) == 2
        assert project.recode(coder=choosy, preset="strict", workers=1).coded == 2
        assert project.events().to_list() == []
        settings = [json.loads(row["settings"]) for row in project.sql("SELECT settings FROM runs")]
        assert [one["preset"] for one in settings] == ["strict", "balanced", "balanced", "strict"]
