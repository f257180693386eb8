"""How long work tells how far it is: to people on a terminal, to programs with --log-json."""

import json
import os
import signal

import pytest

from scale.running import command, ended, noted

pty = pytest.importorskip("pty", reason="needs a terminal")
NUMBERS = {"coded", "known", "rejected", "seconds", "rate", "part", "left"}


def events(text):
    """What was logged; every line must be one event."""
    found = [json.loads(line) for line in text.splitlines()]
    assert all(one["time"].endswith("Z") and one["event"] for one in found)
    assert [one["time"] for one in found] == sorted(one["time"] for one in found)
    return found


def kinds(found):
    """What kinds of events came; how often progress is told depends on the machine."""
    return [one["event"] for one in found if one["event"] != "progress"]


def logged(*arguments, **given):
    process = command(*arguments, "--log-json", **given)
    said = process.communicate(timeout=120)[1]
    return process.returncode, events(said)


@pytest.fixture
def mixed(articles):
    """Six articles, one that breaks its process, one in German and a line that is none."""
    file = articles(7, poison={3})
    with open(file, "a", encoding="utf-8") as out:
        out.write('{"id": "de", "text": "Der Minister traf den Botschafter.", "language": "de"}\nno json\n')
    return file


def test_add_logs_what_it_does(tmp_path, mixed):
    status, found = logged("add", tmp_path / "n.db", mixed, "--workers", "1", coder="scale.coders:Quick")
    assert status == 1
    assert kinds(found) == ["start", "reject", "reject", "reject", "merging", "done"]
    start, done = found[0], found[-1]
    rejects = [one for one in found if one["event"] == "reject"]
    assert (start["command"], start["paths"], start["workers"]) == ("add", [str(mixed)], 1)
    assert {one["line"]: one["code"] for one in rejects} == {4: "crashed", 8: "language", 9: "json"}
    assert all(one["file"] == str(mixed) and one["message"] for one in rejects)
    assert set(done) >= NUMBERS
    assert (done["coded"], done["known"], done["rejected"], done["part"]) == (6, 0, 3, 1.0)
    _, found = logged("add", tmp_path / "n.db", mixed, coder="scale.coders:Quick")
    assert (found[-1]["coded"], found[-1]["known"]) == (0, 8)


def test_progress_has_rate_and_time_left(tmp_path, articles):
    status, found = logged(
        "add", tmp_path / "n.db", articles(220), "--workers", "1", "--no-merge", notes=tmp_path / "n"
    )
    progress = [one for one in found if one["event"] == "progress"]
    assert status == 0
    assert 2 <= len(progress) <= found[-1]["seconds"] + 1
    for one in progress:
        assert set(one) == {"time", "event"} | NUMBERS
        assert one["rate"] == pytest.approx(one["coded"] / one["seconds"], rel=0.01)
        assert 0 < one["part"] <= 1
        assert one["left"] == pytest.approx(one["seconds"] / one["part"] - one["seconds"], abs=0.2)
    assert [one["coded"] for one in progress] == sorted({one["coded"] for one in progress})


def test_shards_are_logged_from_coding_to_collecting(tmp_path, mixed):
    given = {"coder": "scale.coders:Quick"}
    status, found = logged("code", mixed, "--on", "local", "-o", tmp_path / "run", "--workers", "1", **given)
    assert status == 1
    assert (found[0]["on"], found[0]["folder"]) == ("local", str(tmp_path / "run"))
    done = found[-1]
    assert (done["event"], done["coded"], done["rejected"], done["shards"], done["lost"]) == (
        "done", 6, 3, 1, []
    )  # fmt: skip
    status, found = logged("collect", tmp_path / "n.db", tmp_path / "run", **given)
    assert status == 0
    assert kinds(found) == ["start", "merging", "done"]
    assert (found[-1]["coded"], found[-1]["rejected"]) == (6, 3)
    status, found = logged("recode", tmp_path / "n.db", "--workers", "1", notes=tmp_path / "notes")
    assert (found[0]["command"], found[-1]["coded"]) == ("recode", 6)


@pytest.mark.parametrize("workers", [(), ("--workers", "1")])
def test_code_logs_beside_what_it_writes(tmp_path, workers):
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "a", "text": "France recalled its ambassador."}\n{}\n')
    out = tmp_path / "out.jsonl"
    given = ("code", file, "--format", "jsonl", "-o", out, *workers)
    status, found = logged(*given, coder="dragoman.coding:Coder")
    assert status == 1
    assert kinds(found) == ["start", "reject", "done"]
    assert len(out.read_text().splitlines()) == found[-1]["coded"] == 1


def test_an_end_that_was_asked_for_and_an_error_are_logged(tmp_path, articles):
    notes = tmp_path / "notes"
    process = command("add", tmp_path / "n.db", articles(200), "--log-json", "--no-merge", notes=notes)
    status, said = ended(process, lambda: len(noted(notes)) > 10, signal.SIGTERM)
    found = events(said)
    assert status == 130
    assert kinds(found) == [
        "start",
        "stopping",
        "interrupted",
    ]
    assert found[-1]["coded"] == len(noted(notes))
    (tmp_path / "no.db").write_text("this is no project\n" * 100)
    status, found = logged("recode", tmp_path / "no.db")
    assert status == 1
    assert found[-1]["event"] == "error"
    assert "no.db" in found[-1]["message"]


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal")
@pytest.mark.parametrize("engine", ["add", "on"])
def test_a_terminal_shows_rate_and_time_left(tmp_path, articles, engine):
    ours, theirs = pty.openpty()
    file = articles(220)
    what = ("add", tmp_path / "n.db", file, "--no-merge") if engine == "add" else (
        "code", file, "--on", "local", "-o", tmp_path / "run"
    )  # fmt: skip
    process = command(*what, "--workers", "1", notes=tmp_path / "notes", stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 2**16)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait(60) == 0
    lines = shown.decode().split("\r\x1b[2K")
    if engine == "add":
        assert any("a second, " in line and line.endswith(" left") for line in lines), lines
    assert lines[-1].startswith("220 coded")
