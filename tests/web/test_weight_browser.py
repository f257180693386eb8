"""No page loads more than it shows: what comes is on the screen; a larger project makes no page heavier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import httpx
import pytest

from store.fake import COUNTRIES
from web import small
from web.browser import opened
from web.walking import kind_of, walk

#: Articles of the smaller project: more than any list has lines.
FEW, MANY = 120, 480
#: What is in the page and not on the screen once all is opened, but for what stands there for screen readers;
#: the length of its source; how many rows, marks and choices it shows; how many lines its longest list has.
_SHOWN = """() => {
  document.querySelectorAll("details").forEach(one => { one.open = true });
  const apart = ".vh, title, select, datalist, defs, input, [hidden], "
    + ".to-facets, .narrow-only, .wide-only, .minor";
  const hidden = [...document.querySelectorAll("main *")]
    .filter(e => !e.closest(apart) && !e.checkVisibility());
  const rows = document.querySelectorAll("main :is(li, tr, dd, option, svg a, svg text, .m, p)");
  const lists = [...document.querySelectorAll("main :is(ol, ul, tbody)")].map(e => e.children.length);
  const aside = [...document.querySelectorAll(".narrow-only, .wide-only")].filter(e => !e.checkVisibility());
  return [hidden.map(e => e.outerHTML.slice(0, 80)), document.documentElement.outerHTML.length, rows.length,
    Math.max(0, ...lists), aside.reduce((all, e) => all + e.outerHTML.length, 0),
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
      .map(one => one.decodedBodySize)];
}"""


def _rows(count: int) -> list[dict[str, Any]]:
    """Articles in which everybody in turn has to do with everybody."""
    pairs = list(permutations(sorted(COUNTRIES), 2))
    out = []
    for number in range(count):
        (a, b), (c, d) = pairs[number % len(pairs)], pairs[number * 7 % len(pairs)]
        year, month = 2000 + number % 20, number % 12 + 1
        text = (
            f"{a} met {b} in Minsk on {year}-{month:02}-03. {c} accused {d}. {b} blames {a}. {d} praises {c}."
        )
        out.append({"id": f"n{number}", "published": f"{year}-{month:02}-04", "title": f"Talks {number}",
                    "source": f"Outlet {number % 40}", "text": text})  # fmt: skip
    return out


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, int]]]:
    """Of both projects: the kinds of their pages, and how many bytes each is at most."""
    out = []
    for count in (FEW, MANY):
        with small.client(small.made(tmp_path_factory.mktemp("weight"), _rows(count), merge=True)) as client:
            found: dict[str, int] = {}
            for view in ("events", "statements", "happenings", "actors", "positions", "map", "search"):
                text = client.get(f"/{view}?involving=RUS&text=Minsk").text
                found[f"copied from {view}"] = sum(map(len, re.findall(r"<pre.*?</pre>", text, re.DOTALL)))
            for page in walk(client, "/", "/search?q=Minsk", "/happenings?actor=RUS", "/dyad?a=RUS&b=UKR"):
                if page.kind == "text/html" and page.status == 200:
                    kind = kind_of(page.address)
                    found[kind] = max(found.get(kind, 0), len(page.text))
        out.append(found)
    yield out


def test_a_project_four_times_as_large_has_no_heavier_pages(sizes: list[dict[str, int]]) -> None:
    few, many = sizes
    # Pages of one actor, or of a question, show what there is of it; all lists have many pages.
    plain = {
        kind for kind in few if "?" not in kind and kind.count("/") == 1 and kind not in ("/review", "/dyad")
    }
    assert len(plain) >= 9 and plain <= set(many)
    assert not {kind: (few[kind], many[kind]) for kind in plain if many[kind] > few[kind] * 1.12 + 2000}
    assert max(many.values()) < 200_000


def test_what_is_copied_asks_for_what_was_asked_and_not_for_all_that_was_found(
    sizes: list[dict[str, int]],
) -> None:
    few, many = sizes
    copied = [kind for kind in few if kind.startswith("copied")]
    assert len(copied) == 7
    assert not {kind: (few[kind], many[kind]) for kind in copied if abs(many[kind] - few[kind]) > 20}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with small.client(small.made(tmp_path_factory.mktemp("weight"), _rows(FEW))) as client:
        yield client


@pytest.mark.parametrize("width", [1280, 390])
def test_what_comes_is_on_the_screen(chromium: Any, place: httpx.Client, width: int) -> None:
    base = str(place.base_url).rstrip("/")
    starts = ("/", "/search?q=Minsk", "/events?actor=RUS", "/dyad?a=RUS&b=UKR")
    found = [one.address for one in walk(place, *starts) if one.kind == "text/html" and one.status == 200]
    wrong = []
    with opened(chromium, base, width=width) as (page, _):
        for address in {kind_of(one): one for one in found}.values():
            page.goto(address)
            hidden, length, rows, longest, aside, came = page.evaluate(_SHOWN)
            wrong += [f"{address}: not shown: {one}" for one in hidden]
            # The outlines of the world's countries are one drawing of which all is seen.
            room = 90_000 if address.startswith("/map") else 8_000
            if length - aside > room + 450 * rows:
                wrong.append(f"{address}: {length} letters for {rows} rows")
            if aside > length / 2:
                wrong.append(f"{address}: {aside} of {length} letters are for other screens")
            if longest > 62:
                wrong.append(f"{address}: a list of {longest} lines")
            if len(came) > 8 or sum(came) > 250_000:
                wrong.append(f"{address}: {came}")
    assert not wrong, "\n".join(wrong)
