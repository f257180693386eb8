"""Whole runs on every engine: each article coded once or set aside, the same bytes wherever it was done."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import dragoman
from dragoman.scale.engines import EngineError, Local, engine
from dragoman.scale.folders import open_folder
from dragoman.scale.running import done_shards, run
from dragoman.scale.shards import unpacked
from dragoman.scale.step import Work

QUICK = "scale.coders:Quick"
SLOW = "scale.coders:Slow"


def contents(folder):
    """Every file that a run leaves, by its name."""
    return {
        f"{kind}/{name}": open_folder(folder).read(kind, name)
        for kind in ("articles", "codings", "rejects")
        for name in open_folder(folder).names(kind)
    }


def coded(folder):
    found = open_folder(folder)
    names = [f"{name}.jsonl.gz" for name in done_shards(found)]
    return [row["article"]["id"] for name in names for row in unpacked(found.read("codings", name))]


def rejected(folder):
    found = open_folder(folder)
    names = sorted(found.names("rejects"))
    return [json.loads(line) for n in names for line in found.read("rejects", n).splitlines()]


def test_every_article_is_coded_once_and_poison_costs_only_itself(tmp_path, articles):
    file = articles(90, poison={17}, slow={44})
    total = run([file], Work(str(tmp_path / "out"), coder=QUICK, timeout=1.0), Local(workers=2), size=16)
    assert (total.coded, total.rejected, total.lost) == (88, 2, [])
    assert sorted(coded(tmp_path / "out")) == sorted(f"a{n}" for n in range(90) if n not in (17, 44))
    assert sorted(row["code"] for row in rejected(tmp_path / "out")) == ["crashed", "timeout"]


def test_a_second_run_codes_nothing_and_more_articles_cost_little(tmp_path, articles):
    work = Work(str(tmp_path / "out"), coder=QUICK)
    assert run([articles(200)], work, Local(workers=2), size=16).coded == 200
    before = contents(tmp_path / "out")
    assert run([articles(200)], work, Local(workers=2), size=16).coded == 0
    assert contents(tmp_path / "out") == before
    assert 5 <= run([articles(205)], work, Local(workers=2), size=16).coded <= 5 + 2 * 16


def test_an_article_that_comes_twice_is_coded_once(tmp_path, articles):
    files = [articles(40), articles(50, name="again.jsonl")]
    assert run(files, Work(str(tmp_path / "out"), coder=QUICK), Local(workers=2), size=8).coded == 50
    assert sorted(coded(tmp_path / "out")) == sorted(f"a{n}" for n in range(50))


def test_what_cannot_be_read_is_kept_with_its_reason(tmp_path, articles):
    file = articles(3)
    with open(file, "a", encoding="utf-8") as out:
        out.write("{not json\n")
    told = []
    total = run([file], Work(str(tmp_path / "o"), coder=QUICK), Local(workers=1), complain=told.append)
    assert (total.coded, total.unread, len(told)) == (3, 1, 1)
    assert rejected(tmp_path / "o")[0]["line"] == 4


def test_retry_does_again_what_could_not_be_coded(tmp_path, articles):
    work = Work(str(tmp_path / "out"), coder=QUICK)
    file = articles(20, poison={3})
    assert run([file], work, Local(workers=1)).rejected == 1
    assert run([file], work, Local(workers=1)).rejected == 0
    assert run([file], work, Local(workers=1), retry=True).rejected == 1


def test_a_project_takes_what_was_coded_once(tmp_path, articles):
    run([articles(60, poison={7})], Work(str(tmp_path / "out"), coder=QUICK), Local(workers=2), size=8)
    with dragoman.open(tmp_path / "n.db") as news:
        assert news.collect(tmp_path / "out").to_dict() == {"coded": 59, "known": 0, "rejected": 1}
        assert news.collect(tmp_path / "out").coded == 0
        assert list(news.sql("SELECT count(*) AS n FROM articles")) == [{"n": 59}]


def test_an_unknown_engine_says_which_there_are():
    with pytest.raises(EngineError, match="dask://HOST:PORT"):
        engine("spark://x")


RUN = """
import sys
from dragoman.scale.engines import engine
from dragoman.scale.running import run
from dragoman.scale.step import Work
if __name__ == "__main__":
    file, out, where, coder, workers = sys.argv[1:]
    run([file], Work(out, coder=coder), engine(where, workers=int(workers) or None), size=8)
"""


def start(file, out, where, coder=SLOW, workers="0"):
    path = os.pathsep.join(sys.path)
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(file), str(out), where, coder, workers],
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def finished(file, out, where):
    while start(file, out, where).wait(timeout=120) != 0:
        pass


def test_killed_at_random_it_goes_on_to_the_same_bytes(tmp_path, articles):
    file = articles(160, poison={31})
    run([file], Work(str(tmp_path / "whole"), coder=SLOW), Local(workers=1), size=8)
    whole = contents(tmp_path / "whole")
    chance = random.Random(5)
    for _ in range(5):
        process = start(file, tmp_path / "cut", "local")
        time.sleep(chance.uniform(0.3, 1.5))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    finished(file, tmp_path / "cut", "local")
    assert contents(tmp_path / "cut") == whole


@contextmanager
def dask_cluster(workers):
    """A scheduler and workers, each a process of its own; its address, and the workers."""
    pytest.importorskip("distributed", reason="Dask is not installed (dragoman[dask])")
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": path}
    where = ["--host", "127.0.0.1", "--no-dashboard"]
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", *where, "--port", str(port)]
    scheduler = subprocess.Popen(dask, **quiet)
    spawn = [sys.executable, "-m", "distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}"]
    spawn += [*where, "--no-nanny", "--nthreads", "1"]

    def another():
        found.append(subprocess.Popen(spawn, **quiet))

    found = []
    for _ in range(workers):
        another()
    try:
        yield f"dask://127.0.0.1:{port}", found, another
    finally:
        for process in [*found, scheduler]:
            process.kill()
            process.wait()


def test_dask_workers_may_be_killed(tmp_path, articles):
    file = articles(160, poison={31})
    run([file], Work(str(tmp_path / "whole"), coder=SLOW), Local(workers=1), size=8)
    with dask_cluster(3) as (address, workers, another):
        process = start(file, tmp_path / "dask", address)
        for victim in range(2):
            time.sleep(2.0)
            workers[victim].kill()
            another()
        assert process.wait(timeout=120) == 0
        assert contents(tmp_path / "dask") == contents(tmp_path / "whole")
        assert [row["code"] for row in rejected(tmp_path / "dask")] == ["crashed"]
        # and the client itself
        process = start(file, tmp_path / "again", address)
        time.sleep(2.5)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        finished(file, tmp_path / "again", address)
        assert contents(tmp_path / "again") == contents(tmp_path / "whole")


def test_ray_workers_may_be_killed(tmp_path, articles):
    pytest.importorskip("ray", reason="Ray is not installed (dragoman[ray])")
    file = articles(160, poison={31})
    run([file], Work(str(tmp_path / "whole"), coder=SLOW), Local(workers=1), size=8)
    process = start(file, tmp_path / "ray", "ray", workers="3")
    killed = 0
    while killed < 2 and process.poll() is None:
        time.sleep(0.3)
        if len(open_folder(tmp_path / "ray").names("codings")) > 2 * killed + 1:
            actors = children(process.pid, "_RayStep")
            if actors:
                os.kill(actors[0], signal.SIGKILL)
                killed += 1
    assert process.wait(timeout=300) == 0
    assert killed == 2
    assert [row["code"] for row in rejected(tmp_path / "ray")] == ["crashed"]
    assert contents(tmp_path / "ray") == contents(tmp_path / "whole")


def children(session, title):
    """The processes of a session whose title has these words."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (each / "cmdline").read_bytes().decode(errors="replace")
            if title in words and os.getsid(int(each.name)) == session:
                found.append(int(each.name))
    return sorted(found)
