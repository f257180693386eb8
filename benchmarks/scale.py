"""Speed and memory of many articles: ``python -m benchmarks.scale workers|dask|memory|stream|storing``.

- ``workers``: articles a second with one process and with two, and what two runs side by side that know
  nothing of one another reach together, which is all that the machine has to give;
- ``dask``: three Dask workers against three of our own, on the same cores;
- ``memory``: resident memory and time of a process that codes many articles, and whether they grow;
- ``stream``: the same while a large file is read, most of it not to be coded;
- ``storing``: time and bytes for storing articles whose codings are there, from a thousand on.

Articles are made by mixing sentences of ../shared/corpus/train.jsonl, the same on every run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.speed import many, texts

ROOT = Path(__file__).resolve().parents[1]
Row = dict[str, Any]


def mixed(count: int, *, sentences: int = 5, seed: int = 5) -> Iterator[Any]:
    """``count`` articles of so many sentences each, drawn from all news; every hundredth is a whole one."""
    from dragoman import Article

    _, base = texts()
    pool = [s for one in base for s in re.split(r"(?<=[.!?])\s+", one.body) if 40 < len(s) < 300]
    chance = random.Random(seed)
    for number in range(count):
        day = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
        if number % 100 == 99:
            title, body = chance.choice(base).title, f"{chance.choice(base).body} Report {number}."
        else:
            title, body = chance.choice(base).title, " ".join(chance.choices(pool, k=sentences))
        yield Article(f"mixed-{number}", day, title, body, source=f"outlet {number % 60}")


def write(path: Path, articles: Iterable[Any]) -> None:
    """Write articles as JSON Lines."""
    with open(path, "w", encoding="utf-8") as out:
        for one in articles:
            out.write(line(one))


def line(article: Any) -> str:
    """An article as a line of JSON that dragoman reads."""
    names = ("id", "published", "title", "url", "source", "language")
    given = {name: getattr(article, name) for name in names}
    return json.dumps({**given, "text": article.body}, ensure_ascii=False) + "\n"


def slope(points: list[tuple[float, float]]) -> float:
    """Of the straight line nearest to the points."""
    xs, ys = zip(*points, strict=True)
    mean_x, mean_y = statistics.fmean(xs), statistics.fmean(ys)
    found: float = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x in xs)
    return found


def exponent(points: list[tuple[float, float]]) -> float:
    """How time grows with the number of articles: 1 is in proportion, 2 with its square."""
    from math import log

    return slope([(log(x), log(y)) for x, y in points])


def status_of(process: int) -> dict[str, int]:
    """Resident, peak, own and shared memory of a process in kB, as Linux tells."""
    found: dict[str, int] = {}
    for file in ("status", "smaps_rollup"):
        for line in Path(f"/proc/{process}/{file}").read_text().splitlines():
            name, _, value = line.partition(":")
            if value.strip().endswith("kB"):
                found[name] = int(value.split()[0])
    return found


def seconds_of(process: int, *, ended: bool = False) -> float:
    """Seconds of processor time that a process has had, with those of its children that have ``ended``."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if ended else 13])) / os.sysconf("SC_CLK_TCK")


def below(process: int) -> list[int]:
    """The processes that it started, and those that these did."""
    found: list[int] = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process:
            found += [int(each.name), *below(int(each.name))]
    return found


def rate(workers: int, articles: list[Any]) -> tuple[float, float, float]:
    """Articles a second of a pool, and milliseconds of processor time for one: where it is coded, and here.

    From the first answers to the last: loading the model is left out.
    """
    from dragoman.records import Coding
    from dragoman.store.pool import Pool

    def spent() -> tuple[float, float, float]:
        coding = sum(map(seconds_of, below(os.getpid())))
        return time.perf_counter(), coding, time.process_time()

    before = after = spent()
    count = 0
    for article, outcome in Pool(workers=workers).code((one, one) for one in articles):
        if not isinstance(outcome, dict):
            raise SystemExit(f"{article.id} could not be coded: {outcome}")
        Coding.from_dict({**outcome, "article": article.to_dict()}).to_json()
        count += 1
        if count == 2 * workers:
            before = spent()
        if count == len(articles):
            after = spent()
    wall, coding, here = (one - other for one, other in zip(after, before, strict=True))
    count -= 2 * workers
    return count / wall, 1000 * coding / count, 1000 * here / count


def workers(count: int, rounds: int) -> Iterator[Row]:
    """One process, two, and two runs of one side by side; each round all three, one after the other."""
    articles = list(many(texts()[1], 2 * count))
    me = [sys.executable, "-m", "benchmarks.scale", "alone", "--articles", str(count)]
    found: dict[str, list[tuple[float, float, float]]] = {"one": [], "two": [], "side by side": []}
    for _ in range(rounds):
        found["one"].append(rate(1, articles[:count]))
        found["two"].append(rate(2, articles))
        both = [subprocess.Popen(me, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        rates = [json.loads(one.communicate()[0]) for one in both]
        each = [statistics.fmean(values) for values in zip(*rates, strict=True)]
        found["side by side"].append((2 * each[0], each[1], each[2]))
    middle = {n: [statistics.median(v) for v in zip(*rows, strict=True)] for n, rows in found.items()}
    for name, (speed, coding, here) in middle.items():
        cpu = {"CPU ms, coding": round(coding, 1), "CPU ms, reading and writing": round(here, 2)}
        of = [round(row[0], 2) for row in found[name]]
        yield {"run": name, "articles a second": round(speed, 2), "of": of, **cpu}
    one, two, ceiling = (middle[name] for name in ("one", "two", "side by side"))
    yield {"two / one": round(two[0] / one[0], 3)}
    yield {"side by side / one (the machine's ceiling)": round(ceiling[0] / one[0], 3)}
    yield {"two / side by side": round(two[0] / ceiling[0], 3)}
    # With both cores to itself, one process does as much as its core, two do as much as both cores less what
    # reading and writing takes. Unlike the others, this says the same while others use the machine.
    yield {"two / one, by CPU time": round(2 * one[1] / (two[1] + two[2]), 3)}


def shards_a_second(engine: Any, path: Path, folder: Path, cluster: Cluster) -> tuple[float, float]:
    """Articles a second from the first shard that is done to the last, and ms of processor time for each.

    The time is that of every process, the start of those that code with it.
    """
    from dragoman.scale.running import Total, run
    from dragoman.scale.step import Work

    times: list[tuple[float, int]] = []

    def tell(total: Total) -> None:
        times.append((time.perf_counter(), total.coded))

    def spent() -> float:
        mine = os.times()
        return sum(mine[:4]) + cluster.seconds()

    before = spent()
    run([path], Work(str(folder)), engine, size=8, tell=tell)
    first, last = times[0], times[-1]
    return (last[1] - first[1]) / (last[0] - first[0]), 1000 * (spent() - before) / last[1]


def dask(count: int, rounds: int) -> Iterator[Row]:
    """Three workers of Dask and three of our own, in turn."""
    from dragoman.scale.engines import Dask, Local

    found: dict[str, list[tuple[float, float]]] = {"local": [], "dask": []}
    with tempfile.TemporaryDirectory() as folder, Cluster(3) as cluster:
        path = Path(folder) / "articles.jsonl"
        write(path, many(texts()[1], count))
        for number in range(rounds):
            for name, engine in (("local", Local(workers=3)), ("dask", Dask(cluster.address))):
                out = Path(folder) / f"{name}-{number}"
                found[name].append(shards_a_second(engine, path, out, cluster))
    middle = {n: [statistics.median(v) for v in zip(*rows, strict=True)] for n, rows in found.items()}
    for name, (speed, cpu) in middle.items():
        of = [round(row[0], 2) for row in found[name]]
        yield {
            "run": name,
            "articles a second": round(speed, 2),
            "of": of,
            "CPU ms an article": round(cpu, 1),
        }
    yield {"dask / local": round(middle["dask"][0] / middle["local"][0], 3)}
    # What both reach where all cores are at work, whatever else the machine does meanwhile.
    yield {"dask / local, by CPU time": round(middle["local"][1] / middle["dask"][1], 3)}


class Cluster:
    """A Dask scheduler with workers of one thread, each a process of its own."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Cluster:
        import socket

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._scheduler = self._start("dask_scheduler", "--port", str(self._port))
        for _ in range(self._count):
            self.another()
        return self

    @property
    def address(self) -> str:
        """The scheduler's host and port."""
        return f"127.0.0.1:{self._port}"

    def another(self) -> None:
        """One worker more."""
        to = f"tcp://127.0.0.1:{self._port}"
        self.workers.append(self._start("dask_worker", to, "--no-nanny", "--nthreads", "1"))

    def seconds(self) -> float:
        """Seconds of processor time of all its processes, those that ended with them."""
        own = [self._scheduler, *self.workers]
        return sum(seconds_of(one, ended=True) for p in own for one in [p.pid, *below(p.pid)])

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{what}", *arguments]
        return subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--no-dashboard"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])},
        )

    def __exit__(self, *_: object) -> None:
        for each in [*self.workers, self._scheduler]:
            each.kill()
            each.wait()


def memory(count: int, processes: int) -> Iterator[Row]:
    """Code many short articles; memory of a coding process, and processor time by number of articles."""
    from dragoman.store.pool import Pool

    pool = Pool(workers=processes)
    began = time.perf_counter()
    samples: list[tuple[int, float, float, float]] = []  # articles, MB of the worker, of us, seconds
    peak, done = 0.0, 0
    marks = sorted({m * 10**e for e in range(3, 7) for m in (1, 2, 5)} | {count})
    words = 0
    for article, _ in pool.code((one, one) for one in mixed(count)):
        done += 1
        words += len(article.text.split())
        if done % 250 and done != count:
            continue
        coding = below(os.getpid())
        mine = status_of(os.getpid())["VmRSS"] / 1024
        each = [status_of(one) for one in coding]
        rss = max(one["VmRSS"] for one in each) / 1024
        peak = max(peak, *(one["VmHWM"] / 1024 for one in each))
        spent = sum(map(seconds_of, [*coding, os.getpid()]))
        samples.append((done, rss, mine, spent))
        if done in marks:
            yield {
                "articles": done,
                "words": words,
                "worker RSS MB": round(rss),
                "worker peak MB": round(peak),
                "worker PSS MB": round(max(one["Pss"] for one in each) / 1024),
                "driver RSS MB": round(mine),
                "CPU seconds": round(spent, 1),
                "wall seconds": round(time.perf_counter() - began, 1),
            }
    later = [s for s in samples if s[0] >= 1000] or samples
    if len(later) > 2:
        yield {
            "worker RSS grows by MB in 10,000 articles": round(
                slope([(n, r) for n, r, _, _ in later]) * 1e4, 2
            )
        }
        yield {
            "driver RSS grows by MB in 10,000 articles": round(
                slope([(n, m) for n, _, m, _ in later]) * 1e4, 2
            )
        }
        yield {
            "log-log slope of CPU seconds from 1,000 on": round(exponent([(n, s) for n, _, _, s in later]), 3)
        }


def stream(gigabytes: float, how: str) -> Iterator[Row]:
    """Read a large file in which few articles are to be coded; memory of who reads, and of who codes."""
    _, base = texts()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.jsonl"
        kinds = _large(path, int(gigabytes * 10**9), base)
        yield {"bytes": path.stat().st_size, **kinds}
        command = [sys.executable, "-m", "dragoman.cli"]
        if how == "add":
            command += ["add", f"{folder}/n.db", str(path), "--workers", "1", "--no-merge", "--log-json"]
        else:
            command += [
                "code",
                str(path),
                "--on",
                "local",
                "-o",
                f"{folder}/run",
                "--workers",
                "1",
                "--log-json",
            ]
        began = time.perf_counter()
        with open(f"{folder}/log", "wb") as log:
            process = subprocess.Popen(command, stderr=log)
        driver, coder = [], []
        while process.poll() is None:
            try:
                driver.append(status_of(process.pid)["VmRSS"] / 1024)
                coder += [status_of(one)["VmRSS"] / 1024 for one in below(process.pid)]
            except (OSError, KeyError):
                pass
            time.sleep(1)
        taken = time.perf_counter() - began
        last = json.loads(Path(f"{folder}/log").read_bytes().splitlines()[-1])
        quarter = max(len(driver) // 4, 1)
        yield {
            "how": how,
            "ended": {k: last.get(k) for k in ("event", "coded", "known", "rejected")},
            "seconds": round(taken),
            "MB a second": round(path.stat().st_size / 1e6 / taken, 1),
            "driver RSS MB by quarter": [
                round(max(driver[i : i + quarter])) for i in range(0, len(driver), quarter)
            ],
            "worker RSS MB at most": round(max(coder, default=0)),
        }


def _large(path: Path, size: int, base: list[Any]) -> dict[str, int]:
    """A file of that size: of 1,000 lines one is news, 400 are news that was there before, 599 in German."""
    from dataclasses import replace

    german = (
        "Der Minister traf am Montag den Botschafter und sprach mit ihm ueber die Ernte des Jahres. " * 60
    )
    kinds = {"lines": 0, "to be coded": 0, "there before": 0, "in another language": 0}
    fresh = mixed(10**9, sentences=20)
    written = number = 0
    with open(path, "w", encoding="utf-8") as out:
        while written < size:
            number += 1
            if number % 1000 == 1:
                kinds["to be coded"] += 1
                again = one = next(fresh)
            elif number % 5 < 2:
                kinds["there before"] += 1
                one = replace(again, id=f"again-{number}")
            else:
                kinds["in another language"] += 1
                one = replace(base[0], id=f"de-{number}", title="", body=f"{german} {number}", language="de")
            written += out.write(line(one))
            kinds["lines"] += 1
    return kinds


def storing(counts: list[int], address: str | None) -> Iterator[Row]:
    """Store short articles whose codings are there; each count in a project of its own."""
    import dragoman
    from dragoman.reading import Details
    from dragoman.reading.articles import stable_id
    from dragoman.store.writing import Writer

    coder = dragoman.Coder()
    coded = [(one, coder.code_article(one).to_dict()) for one in mixed(300)]
    events = sum(len(record["events"]) for _, record in coded) / len(coded)
    yield {"events an article": round(events, 2)}
    points = []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "n.db"
            with dragoman.open(address or path) as project:
                writer = Writer(project.connection, kind="add", settings={})
                made = 0.0
                began, worked = time.perf_counter(), time.process_time()
                for number in range(count):
                    start = time.process_time()
                    article, record = coded[number % len(coded)]
                    article = _numbered(article, number)
                    key = stable_id(article.title, article.body, article.source, article.published)
                    made += time.process_time() - start
                    writer.store(article, key, Details(), ("made.jsonl", None), record)
                writer.end()
            spent = time.process_time() - worked - made
            points.append((float(count), spent))
            yield {
                "articles": count,
                "CPU seconds": round(spent, 2),
                "CPU ms an article": round(1000 * spent / count, 3),
                "wall seconds, making them too": round(time.perf_counter() - began, 1),
                **({} if address else {"bytes an article": round(path.stat().st_size / count)}),
            }
    if len(points) > 1:
        yield {"log-log slope of CPU seconds": round(exponent(points), 3)}


def _numbered(article: Any, number: int) -> Any:
    """The article with words at its end that no other has: spans stay where they are."""
    from dataclasses import replace

    return replace(article, id=f"made-{number}", body=f"{article.body} Report {number} of the series.")


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked for, and print what was found, a line of JSON each."""
    parser = argparse.ArgumentParser(prog="benchmarks.scale", description=(__doc__ or "").split("\n")[0])
    what = parser.add_subparsers(dest="what", required=True)
    for name, count in (("workers", 129), ("alone", 129), ("dask", 258)):
        one = what.add_parser(name)
        one.add_argument("--articles", type=int, default=count)
        one.add_argument("--rounds", type=int, default=3)
    one = what.add_parser("memory")
    one.add_argument("--articles", type=int, default=50_000)
    one.add_argument("--workers", type=int, default=1)
    one = what.add_parser("stream")
    one.add_argument("--gigabytes", type=float, default=2.0)
    one.add_argument("--how", choices=["add", "on"], default="add")
    one = what.add_parser("storing")
    one.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000, 100_000])
    one.add_argument("--project", help="address of an empty PostgreSQL database, for one count")
    chosen = parser.parse_args(arguments)
    if chosen.what == "alone":  # what `workers` runs two of
        print(json.dumps(rate(1, list(many(texts()[1], chosen.articles)))))
        return 0
    measured = {
        "workers": lambda: workers(chosen.articles, chosen.rounds),
        "dask": lambda: dask(chosen.articles, chosen.rounds),
        "memory": lambda: memory(chosen.articles, chosen.workers),
        "stream": lambda: stream(chosen.gigabytes, chosen.how),
        "storing": lambda: storing(chosen.articles, chosen.project),
    }[chosen.what]()
    for row in measured:
        print(json.dumps(row, ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
