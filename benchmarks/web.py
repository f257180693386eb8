"""How long the pages of a project take: ``python -m benchmarks.web [--events 100000]``.

Fills a project as `benchmarks.store` does, puts its events together as `benchmarks.merged` does (as
`Project.merge` does with ``--merge``), runs the app on this machine, follows the links from page to page and
asks each one several times. Reported are the first answer, before anything of it is kept, and the median of
the others, and how long ``dragoman report`` takes; a page whose first answer takes longer than the limit
fails the run. ``--processor`` counts the processor's time instead of the clock's, for a machine that is busy
with other things: it leaves out waiting, of which there is none here but for the disk.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from benchmarks.merged import put_together
from benchmarks.store import count, fill_empty

LIMIT = 300.0  # milliseconds
TIMES = 5
READS_AHEAD = 1.0  # seconds in which a server that was started reads what its first page needs
OF_A_KIND = 2
#: What is asked by forms, so that no link leads there.
ASKED = (
    "/", "/search?q=minister", "/search?q=%22prime+minister%22+NOT+strike", "/events?actor=USA&recipient=RUS",
    "/events?text=minister", "/events?since=2019-07&until=2019-08", "/events?page=500", "/actors?name=an",
    "/positions?level=country", "/network?level=actor", "/dyads?level=actor", "/dyad?a=USA&b=RUS",
    "/map?type=ASSAULT", "/statements?about=USA&stance=-", "/happenings?type=ASSAULT",
    "/happenings?page=500", "/happenings?actor=USA", "/happenings?status=claimed", "/happenings?reports=3",
    "/happenings?text=minister", "/map?reports=3", "/network?reports=3&level=actor", "/positions?reports=2",
    "/events?reports=2", "/dyads?reports=2", "/?reports=3", "/?actor=USA", "/?source=outlet+7", "/review",
    "/events?actor=USA&source=outlet+38", "/search?q=minister&actor=USA", "/statements?speaker=GOV",
    "/actors?reports=2",
)  # fmt: skip


class _Links(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


def kind_of(address: str) -> str:
    """What stands in the place of numbers, ids and values is left out."""
    parts = urlsplit(address)
    path = "/".join(part if place < 2 else "…" for place, part in enumerate(parts.path.split("/")))
    names = sorted({name for name, _ in parse_qsl(parts.query)})
    return path + ("?" + "&".join(names) if names else "")


@contextmanager
def running(path: str) -> Iterator[str]:
    """The address of a server that shows the project."""
    import uvicorn

    from dragoman.web import application

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        config = uvicorn.Config(application(path), log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        time.sleep(READS_AHEAD)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


def ask(address: str, clock: Callable[[], float] = time.perf_counter) -> tuple[float, str]:
    """Milliseconds to the whole answer, and its text, "" where it is no page."""
    began = clock()
    try:
        with urllib.request.urlopen(address, timeout=120) as answer:
            body = answer.read()
            took = (clock() - began) * 1000
            html = answer.headers.get_content_type() == "text/html"
    except urllib.error.HTTPError as error:
        print(f"{error.code} {address}", file=sys.stderr)
        return (clock() - began) * 1000, ""
    return took, body.decode() if html else ""


def measure(
    base: str, most: int, clock: Callable[[], float] = time.perf_counter
) -> list[tuple[float, float, str]]:
    """First answer, median of the others, and address of every page that links lead to, the slowest first."""
    left, known = list(ASKED), set(ASKED)
    seen: dict[str, int] = {}
    found: list[tuple[float, float, str]] = []
    while left and len(found) < most:
        address = left.pop(0)
        first, text = ask(base + address, clock)
        if not text:
            continue
        rest = statistics.median(ask(base + address, clock)[0] for _ in range(TIMES))
        found.append((first, rest, address))
        for link in _Links(text).found:
            there = urlsplit(urljoin(base + address, link))
            to = there.path + (f"?{there.query}" if there.query else "")
            other = f"{there.scheme}://{there.netloc}" != base or there.path.endswith((".json", ".csv"))
            asked = len(parse_qsl(there.query))
            most_of_it = 1 if asked else OF_A_KIND
            if other or to in known or asked > 2 or seen.get(kind_of(to), 0) >= most_of_it:
                continue
            known.add(to)
            seen[kind_of(to)] = seen.get(kind_of(to), 0) + 1
            left.append(to)
    return sorted(found, reverse=True)


def ask_for_project(parser: argparse.ArgumentParser) -> None:
    """The options that `filled` reads."""
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--project", help="a file; filled if it is not there")
    parser.add_argument("--merge", action="store_true", help="put events together as dragoman merge does")


@contextmanager
def filled(options: argparse.Namespace) -> Iterator[tuple[str, int]]:
    """The project's file, made and filled where there is none, and how many events it holds."""
    import dragoman

    with tempfile.TemporaryDirectory() as folder:
        path = options.project or str(Path(folder) / "news.db")
        with dragoman.open(path) as project:
            if fill_empty(project, options.events):
                if options.merge:
                    project.merge()
                else:
                    put_together(project)
            events = count(project)
        yield path, events


def main() -> None:
    """Fill a project, show it, and say what each page takes."""
    import dragoman
    from dragoman.web.report import report

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    ask_for_project(parser)
    parser.add_argument("--processor", action="store_true", help="the processor's time, not the clock's")
    parser.add_argument("--pages", type=int, default=120, help="most pages that are asked")
    parser.add_argument("--limit", type=float, default=LIMIT, help="milliseconds")
    options = parser.parse_args()
    with filled(options) as (path, events):
        with dragoman.open(path) as project:
            happenings = (project.sql("SELECT count(*) AS n FROM happenings").first() or {})["n"]
        clock = time.process_time if options.processor else time.perf_counter
        with running(path) as base:
            found = measure(base, options.pages, clock)
        began = clock()
        report(path)
        took = (clock() - began) * 1000
    print(f"{events:,} events in {happenings:,} happenings; dragoman report: {took:.0f} ms")
    print(f"{len(found)} pages; milliseconds at first and again, the slowest:")
    for first, rest, address in found[:30]:
        print(f"{first:8.0f} {rest:8.0f}  {address}")
    slow = [address for first, _, address in found if first > options.limit]
    again = [address for _, rest, address in found if rest > options.limit]
    print(f"{len(slow)} over {options.limit:.0f} ms at first, {len(again)} again")
    if slow:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
