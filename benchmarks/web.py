"""Speed of the web app's pages: ``python -m benchmarks.web [--events 100000]``.

Fills a project as `benchmarks.store` does, asks each page of a server in this process once it was never asked
before and again, and reports the milliseconds that the answers took and their size. A page should take 300 ms
at most the first time; the exit status says whether all do.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import dragoman
from benchmarks.store import fill

LIMIT = 300.0  # milliseconds
PAGES = (
    "/",
    "/events",
    "/events?page=40",
    "/events?type=ASSAULT&status=claimed",
    "/events?actor=USA",
    "/events?text=minister",
    "/statements",
    "/statements?stance=-",
    "/happenings",
    "/actors",
    "/actors?kind=person",
    "/actors/{actor}",
    "/dyads",
    "/dyads?level=country",
    "/dyads?type=CONSULT",
    "/dyad?a={actor}&b={other}",
    "/positions",
    "/positions?actor=USA",
    "/map",
    "/map?quad=material+conflict",
    "/network",
    "/search?q=minister",
    "/review",
    "/articles/1",
    "/articles/100",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--project", help="a file; filled if it is not there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.project or str(Path(folder) / "news.db")
        if not Path(path).exists():
            with dragoman.open(path) as project:
                fill(project, given.events)
        slow = measure(path)
    sys.exit(1 if slow else 0)


def measure(path: str) -> int:
    """Ask every page; how many took longer than they should."""
    import httpx

    from tests.web.running import running

    with dragoman.open(path, read_only=True) as project:
        top = list(project.dyads(level="actor", limit=1))
        words = {"actor": top[0]["actor"], "other": top[0]["recipient"]} if top else {}
    slow = 0
    with running(path) as base, httpx.Client(base_url=base, timeout=120) as client:
        client.get("/static/main.css")
        print(f"{'page':45} {'first':>9} {'again':>9} {'size':>9}")
        for page in PAGES:
            address = page.format(**words)
            times = []
            for _ in range(2):
                began = time.perf_counter()
                answer = client.get(address)
                times.append((time.perf_counter() - began) * 1000)
            slow += times[0] > LIMIT
            mark = "" if answer.status_code == 200 else f"  status {answer.status_code}"
            size = len(answer.content) / 1000
            print(f"{address:45} {times[0]:6.0f} ms {times[1]:6.0f} ms {size:6.0f} kB{mark}")
    return slow


if __name__ == "__main__":
    main()
