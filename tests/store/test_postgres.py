"""Projects on a server: the same as in a file, and what only a server can get wrong."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import dragoman
from dragoman.store import Project, StoreError
from dragoman.store.postgres import shown, translated
from store.conftest import FAKE, write
from store.test_adding import many


def test_a_project_on_a_server_is_added_to_and_coded_again(fresh: str, tmp_path: Path) -> None:
    lines = write(tmp_path / "news.jsonl")
    with dragoman.open(fresh) as project:
        assert project.add(lines, coder=FAKE, workers=1).coded == 3
        assert project.add(lines, coder=FAKE, workers=1).to_dict() == {"coded": 0, "known": 3, "rejected": 0}
        old = list(project.codings())
        assert project.recode(coder="store.fake:Newer", workers=1).coded == 3
        assert [row["type"] for row in project.events(article="b")] == ["ASSAULT", "ASSAULT", "CONSULT"]
        assert project.diff(1, 3).counts["event", "type"] == 2
        assert {row["id"]: row["acts"] for row in project.actors()}["ukraine"] == 1
        assert project.recode(coder=FAKE, workers=1).coded == 3
        assert list(project.codings()) == old
        assert [row["kind"] for row in project.runs()] == ["add", "add", "recode", "recode"]
    with dragoman.open(fresh, read_only=True) as project:
        assert len(project.events().to_list()) == 8
        with pytest.raises(Exception, match="read"):
            project.connection.execute("DELETE FROM corrections")


def test_what_cannot_be_read_is_kept_with_its_reason(fresh: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "FAIL"}\n{"text": "Russia met Ukraine. \\u0000 \\ud800 x"}\nno\n'
    )
    with dragoman.open(fresh) as project:
        assert project.add(tmp_path / "a.jsonl", coder=FAKE, workers=1).coded == 1
        assert sorted(row["code"] for row in project.rejects()) == ["failed", "json"]
        assert project.search("ukraine").first() is not None


def test_two_that_add_at_once_store_everything_once(fresh: str, tmp_path: Path) -> None:
    lines = many(tmp_path / "many.jsonl", 60)
    failed: list[BaseException] = []

    def add() -> None:
        try:
            with dragoman.open(fresh) as project:
                project.add(lines, coder="store.fake:Slow", workers=1)
        except BaseException as error:
            failed.append(error)

    dragoman.open(fresh).close()
    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with dragoman.open(fresh, read_only=True) as project:
        counts = project.sql(
            "SELECT count(*) AS n, count(DISTINCT id) AS ids, (SELECT count(*) FROM events) AS events "
            "FROM articles"
        ).first()
    assert counts == {"n": 60, "ids": 60, "events": 180}


def test_addresses_without_a_project_are_told(postgres: str) -> None:
    for address, said in (
        (f"{postgres}?schema=none", "no such project"),
        (f"{postgres}?schema=No;Name", "no name for a schema"),
        (postgres.rpartition("/")[0] + "/nothing", "cannot be reached"),
        ("postgresql://127.0.0.1:1/x", "cannot be reached"),
    ):
        with pytest.raises(StoreError, match=said):
            dragoman.open(address, read_only=True)


def test_passwords_are_not_shown_and_marks_in_strings_stay() -> None:
    assert shown("postgresql://ada:secret@host/db?password=x&sslmode=require") == (
        "postgresql://ada@host/db?sslmode=require"
    )
    assert translated("SELECT '?', a FROM t WHERE b = ? AND c LIKE '%x'") == (
        "SELECT '?', a FROM t WHERE b = %s AND c LIKE '%%x'"
    )


def test_without_psycopg_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"dragoman\[postgres\]"):
        dragoman.open("postgresql://localhost/news")


def test_words_are_looked_for_alike(asked: Project) -> None:
    for text, expected in (
        ("russia ukraine", ["a", "b"]), ("minsk OR kenya", ["a", "b", "c"]), ("kenya NOT rebels", ["c"]),
        ('"helped Kenya"', ["c"]), ("protest*", ["c"]), ("(minsk OR rebels) AND ukraine", ["a", "b"]),
    ):  # fmt: skip
        assert sorted(row["article"] for row in asked.search(text)) == expected, text
