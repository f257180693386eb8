"""SIGTERM and Ctrl-C: what was begun is finished and kept, and the same command does the rest, once."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

import dragoman
from dragoman.scale.engines import Local
from dragoman.scale.folders import open_folder
from dragoman.scale.running import done_shards, run
from dragoman.scale.shards import unpacked
from dragoman.scale.step import Work
from dragoman.store.stopping import Stop
from scale.running import command, ended, noted

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals")
BOTH = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])


def stored(database):
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(
            "SELECT given_id FROM articles JOIN codings USING (coding) JOIN coders USING (coder) "
            "WHERE model = 'noted' ORDER BY articles.article"
        ).fetchall()
    return [row[0] for row in found]


@BOTH
def test_add_stores_all_that_is_finished(tmp_path, articles, number):
    file, notes, database = articles(200), tmp_path / "notes", tmp_path / "n.db"
    process = command("add", database, file, "--no-merge", "--workers", "2", notes=notes)
    status, said = ended(process, lambda: len(noted(notes)) > 20, number)
    assert status == 130
    assert "the same command goes on" in said
    assert stored(database) == sorted(noted(notes), key=lambda name: int(name[1:]))
    assert 20 < len(noted(notes)) < 100
    again = command("add", database, file, "--no-merge", "--workers", "2", notes=notes)
    assert "there already" in again.communicate(timeout=60)[1]
    # Nothing was coded twice, and the order is the one of an unbroken run.
    assert stored(database) == [f"a{n}" for n in range(200)]
    assert len(noted(notes)) == 200


def test_recode_keeps_all_that_is_finished(tmp_path, articles):
    notes, database = tmp_path / "notes", tmp_path / "n.db"
    with dragoman.open(database) as project:
        project.add(articles(150), coder="scale.coders:Quick", merge=False)
    process = command("recode", database, "--no-merge", "--workers", "2", notes=notes)
    status, said = ended(process, lambda: len(noted(notes)) > 20)
    assert (status, "the same command goes on" in said) == (130, True)
    assert sorted(stored(database)) == sorted(noted(notes))
    command("recode", database, "--no-merge", notes=notes).communicate(timeout=60)
    assert len(stored(database)) == len(noted(notes)) == 150


@BOTH
def test_code_with_workers_writes_all_that_is_finished(tmp_path, articles, number):
    notes, out = tmp_path / "notes", tmp_path / "out.jsonl"
    process = command("code", articles(200), "--workers", "2", "--format", "jsonl", "-o", out, notes=notes)
    status, said = ended(process, lambda: len(noted(notes)) > 20, number)
    assert (status, "interrupted after" in said) == (130, True)
    written = [json.loads(line)["article"]["id"] for line in out.read_text().splitlines()]
    assert written == [f"a{n}" for n in range(len(written))]
    assert sorted(written) == sorted(noted(notes))
    assert 20 < len(written) < 100


@BOTH
def test_code_on_finishes_the_shards_in_the_works(tmp_path, articles, number):
    file, notes, out = articles(700), tmp_path / "notes", tmp_path / "run"
    coded = ("code", file, "--on", "local", "-o", out, "--workers", "2")
    process = command(*coded, notes=notes)
    status, said = ended(process, lambda: len(noted(notes)) > 20, number)
    assert (status, "shards that are done stay" in said) == (130, True)
    folder = open_folder(out)

    def kept():
        names = [f"{name}.jsonl.gz" for name in done_shards(folder)]
        return [row["article"]["id"] for name in names for row in unpacked(folder.read("codings", name))]

    assert sorted(kept()) == sorted(noted(notes))
    assert 20 < len(kept()) < 700
    command(*coded, notes=notes).communicate(timeout=120)
    assert sorted(kept()) == sorted(noted(notes)) == sorted(f"a{n}" for n in range(700))


def test_a_second_signal_ends_it_at_once(tmp_path, articles):
    notes = tmp_path / "notes"
    file = articles(300, slow={40})  # that one takes ten minutes
    process = command("code", file, "--on", "local", "-o", tmp_path / "run", "--workers", "1", notes=notes)
    until = time.monotonic() + 60
    while len(noted(notes)) < 40 and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    assert "once more ends it at once" in process.stderr.readline() + process.stderr.readline()
    assert process.poll() is None
    status, said = ended(process, lambda: True)
    assert (status, "shards that are done stay" in said) == (130, True)


def test_collect_stores_each_article_once(tmp_path, articles):
    run([articles(3000)], Work(str(tmp_path / "run"), coder="scale.coders:Quick"), Local(workers=2))
    database = tmp_path / "n.db"

    def there():
        with closing(sqlite3.connect(database)) as connection, suppress(sqlite3.OperationalError):
            return connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        return 0  # its tables are not made yet

    process = command("collect", database, tmp_path / "run", "--no-merge")
    status, said = ended(process, lambda: database.exists() and there() > 100)
    assert (status, "the same command goes on" in said) == (130, True)
    some = there()
    assert 100 < some < 3000
    said = command("collect", database, tmp_path / "run", "--no-merge").communicate(timeout=60)[1]
    assert said == f"{3000 - some:,} stored, {some:,} there already\n"


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="needs Linux's /proc")
def test_reading_that_waits_is_ended(tmp_path):
    given = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL}
    process = command("code", "-", "--workers", "1", notes=tmp_path / "notes", **given)
    process.stdin.write('{"text": "The minister met the envoy."}\n')
    process.stdin.flush()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    # A process is started for the first article, and nothing follows it.
    status, said = ended(process, lambda: children.read_text().strip())
    assert (status, "interrupted after 0 articles" in said) == (130, True)


def test_a_wish_is_heard_only_where_somebody_watches():
    stop, woken = Stop(), []
    with stop.watched(lambda: woken.append(1)):
        stop.ask()
        assert (stop.asked, woken, stop.next(iter([1]))) == (True, [1], None)
        with pytest.raises(KeyboardInterrupt):
            stop.ask()
    with pytest.raises(KeyboardInterrupt):
        Stop().ask()
    with pytest.raises(KeyboardInterrupt):
        stop.check()


def test_reading_is_ended_by_a_wish():
    stop = Stop()

    def source():
        yield 1
        stop.ask()

    with stop.watched():
        items = source()
        assert stop.next(items) == 1
        assert stop.next(items) is None
    assert stop.asked
