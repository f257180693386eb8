"""What is left of a run that is killed again and again: ``python -m benchmarks.endurance [--kills 20]``.

Codes articles with processes of this machine and with three Dask workers, in turn. Every few seconds signal 9
strikes, drawn by chance, a process that codes, a Dask worker, the run (the cluster's client) or the run with
all its processes; the run is then started again until it ends. What it leaves must be, to the byte, what one
process left that nobody killed, in which an article that ends its process is set aside and every other one is
coded once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.scale import ROOT, Cluster, below, mixed, write

CODER = "benchmarks.endurance:Poisoned"
SIZE = 8  # articles in a shard
A_RUN = 5  # kills at most, so that both ways to code have their share
RUN = """
import sys
from dragoman.scale.engines import engine
from dragoman.scale.running import run
from dragoman.scale.step import Work
if __name__ == "__main__":
    file, out, where, coder, size = sys.argv[1:]
    workers = 2 if where == "local" else None
    run([file], Work(out, coder=coder), engine(where, workers=workers), size=int(size))
"""
Row = dict[str, Any]


class Poisoned:
    """The shipped coder, whose process ends at an article that has the word POISON."""

    def __init__(self, **options: Any) -> None:
        from dragoman import Coder

        self._coder = Coder(**options)
        self.language = self._coder.language

    def versions(self) -> Any:
        """Those of the coder."""
        return self._coder.versions()

    def code_article(self, article: Any) -> Any:
        """The coding of the article, if it has one."""
        if "POISON" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._coder.code_article(article)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that a run leaves, by its name."""
    return {
        f"{file.parent.name}/{file.name}": file.read_bytes()
        for file in sorted(folder.glob("*/*"))
        if file.suffix != ".part"
    }


def outcomes(folder: Path) -> Row:
    """How often articles are coded, and what is set aside."""
    import gzip

    coded: dict[str, int] = {}
    for file in (folder / "codings").glob("*.gz"):
        for line in gzip.decompress(file.read_bytes()).splitlines():
            key = json.loads(line)["key"]
            coded[key] = coded.get(key, 0) + 1
    aside = [
        json.loads(line)
        for file in (folder / "rejects").glob("*.jsonl")
        for line in file.read_text().splitlines()
    ]
    return {
        "coded": len(coded),
        "coded more than once": sum(count > 1 for count in coded.values()),
        "set aside": [row["code"] for row in aside],
    }


def endure(kills: int, count: int, seed: int) -> Iterator[Row]:
    """Kill ``kills`` times in all; a row for each, and for each run that came to its end."""
    from dragoman.scale.engines import Local
    from dragoman.scale.running import run
    from dragoman.scale.step import Work

    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path, whole = Path(folder) / "articles.jsonl", Path(folder) / "whole"
        made = list(mixed(count, sentences=8))
        made[count // 3] = replace(made[count // 3], body=f"POISON {made[count // 3].body}")
        write(path, made)
        began = time.perf_counter()
        run([path], Work(str(whole), coder=CODER), Local(workers=1), size=SIZE)
        expected = contents(whole)
        yield {"never killed": outcomes(whole), "seconds": round(time.perf_counter() - began, 1)}
        dealt = rounds = 0
        while dealt < kills:
            rounds += 1
            out = Path(folder) / f"run-{rounds}"
            most = min(kills, dealt + A_RUN)
            with Cluster(3) as cluster:
                where = f"dask://{cluster.address}" if rounds % 2 else "local"
                while True:
                    command = [sys.executable, "-c", RUN, str(path), str(out), where, CODER, str(SIZE)]
                    process = subprocess.Popen(
                        command,
                        stderr=subprocess.DEVNULL,
                        start_new_session=True,
                        env={
                            **os.environ,
                            "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]),
                        },
                    )
                    while process.poll() is None and dealt < most:
                        time.sleep(chance.uniform(1.0, 4.0))
                        victim = strike(process, cluster if rounds % 2 else None, chance)
                        if victim:
                            dealt += 1
                            yield {"kill": dealt, "engine": where.partition(":")[0], "victim": victim}
                    if process.wait() == 0:
                        break
            same = contents(out) == expected
            yield {"run": rounds, "same bytes": same, **outcomes(out)}
            if not same:
                raise SystemExit("a run that was killed left something else than one that was not")


def strike(process: subprocess.Popen[bytes], cluster: Cluster | None, chance: random.Random) -> str:
    """Kill a run, or a process of it; what was killed, "" if the run was over."""
    if process.poll() is not None:
        return ""
    kinds = ["the run alone", "the run with all its processes", "a process that codes"]
    kind = chance.choice([*kinds, "a Dask worker"] if cluster else kinds)
    with suppress(ProcessLookupError):
        if kind == "the run alone":
            os.kill(process.pid, signal.SIGKILL)
        elif kind == "the run with all its processes":
            os.killpg(process.pid, signal.SIGKILL)
        elif kind == "a Dask worker" and cluster:
            chance.choice(cluster.workers[-3:]).kill()
            cluster.another()
        else:
            parents = [one.pid for one in cluster.workers] if cluster else [process.pid]
            coding = sorted(one for parent in parents for one in below(parent))
            if not coding:
                return ""
            os.kill(chance.choice(coding), signal.SIGKILL)
        return kind
    return ""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.endurance", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args(arguments)
    for row in endure(chosen.kills, chosen.articles, chosen.seed):
        print(json.dumps(row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
