"""When a reader sees something: ``python -m benchmarks.paint [--events 100000]``.

Fills a project as `benchmarks.web` does, opens every page that links lead to in Debian's Chromium, each in a
profile of its own in which nothing is kept, and reports the first contentful paint, in milliseconds since the
address was asked for, at first and as the median of more openings; and how much came for how much that is
shown. A page that is first seen later than the limit fails the run.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from benchmarks.web import ASKED, OF_A_KIND, ask_for_project, filled, kind_of, running

LIMIT = 1000.0  # milliseconds
TIMES = 2  # more openings after the first
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
#: First contentful paint, bytes that came over the wire and once unpacked, requests, rows and marks that are
#: shown, links.
_SEEN = """() => new Promise(done => {
  const told = entries => {
    const paint = entries.find(one => one.name === "first-contentful-paint");
    if (!paint) return;
    const came = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const sum = name => came.reduce((all, one) => all + one[name], 0);
    done([paint.startTime, sum("transferSize"), sum("decodedBodySize"), came.length,
      document.querySelectorAll("main li, main tbody tr, main svg a, main .m").length,
      [...document.querySelectorAll("a[href]")].map(one => one.getAttribute("href"))]);
  };
  new PerformanceObserver(list => told(list.getEntries())).observe({type: "paint", buffered: true});
})"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One page: milliseconds to its first paint, at first and again; bytes as they came and unpacked."""

    first: float
    again: float
    came: int
    unpacked: int
    requests: int
    rows: int
    address: str


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise SystemExit("needs playwright: pip install 'dragoman[test]'") from None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("needs Chromium: Debian's package chromium")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=found, args=FLAGS)
        try:
            yield made
        finally:
            made.close()


def look(browser: Any, address: str, width: int) -> list[Any]:
    """Open it in a profile of its own; what `_SEEN` says, [] where it is no page."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    try:
        page = context.new_page()
        answer = page.goto(address)
        if answer is None or not answer.ok or "html" not in answer.headers.get("content-type", ""):
            return []
        found: list[Any] = page.evaluate(_SEEN)
        return found
    finally:
        context.close()


def follow(base: str, address: str, links: Iterable[str], known: dict[str, int]) -> Iterator[str]:
    """The addresses to go on to: pages of this server, few of a kind."""
    for link in links:
        there = urlsplit(urljoin(base + address, link))
        to = there.path + (f"?{there.query}" if there.query else "")
        asked = len(parse_qsl(there.query))
        kind = kind_of(to)
        if f"{there.scheme}://{there.netloc}" != base or there.path.endswith((".json", ".csv")):
            continue
        if to in known or asked > 2 or known.get(f"kind {kind}", 0) >= (1 if asked else OF_A_KIND):
            continue
        known[to] = 1
        known[f"kind {kind}"] = known.get(f"kind {kind}", 0) + 1
        yield to


def measure(base: str, most: int, width: int) -> list[Seen]:
    """Every page that links lead to, the one that is seen latest first."""
    left, known = list(ASKED), dict.fromkeys(ASKED, 1)
    out: list[Seen] = []
    with chromium() as browser:
        look(browser, f"{base}/static/icon.svg", width)  # the browser itself is awake
        while left and len(out) < most:
            address = left.pop(0)
            found = look(browser, base + address, width)
            if not found:
                continue
            first, came, unpacked, requests, rows, links = found
            again = statistics.median(look(browser, base + address, width)[0] for _ in range(TIMES))
            out.append(Seen(first, again, came, unpacked, requests, rows, address))
            left += follow(base, address, links, known)
    return sorted(out, key=lambda one: -one.first)


def main() -> None:
    """Fill a project, show it, and say when each page is seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    ask_for_project(parser)
    parser.add_argument("--pages", type=int, default=80, help="most pages that are opened")
    parser.add_argument("--width", type=int, default=1280, help="of the screen, pixels")
    parser.add_argument("--limit", type=float, default=LIMIT, help="milliseconds")
    options = parser.parse_args()
    with filled(options) as (path, events), running(path) as base:
        found = measure(base, options.pages, options.width)
    print(f"{events:,} events, {len(found)} pages at {options.width} pixels; the latest seen:")
    print("   first    again  kB came  kB in all  requests  rows  address")
    for one in found[:25]:
        print(
            f"{one.first:8.0f} {one.again:8.0f} {one.came / 1000:8.0f} {one.unpacked / 1000:10.0f} "
            f"{one.requests:9} {one.rows:5}  {one.address}"
        )
    late = [one.address for one in found if one.first > options.limit]
    median = statistics.median(one.first for one in found)
    heavy, rows = max(one.came for one in found), max(one.rows for one in found)
    print(
        f"first seen after {median:.0f} ms in the middle, {found[0].first:.0f} ms at the latest; "
        f"{len(late)} later than {options.limit:.0f} ms; "
        f"at most {heavy / 1000:.0f} kB and {rows} rows or marks"
    )
    if late:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
