"""Whatever an article is made of, it is shown as text, everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from web import hostile
from web.browser import opened
from web.running import running
from web.walking import Walked, kind_of, unwalked, walk

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Elements that a page of ours never has, and a sign that something ran.
_STRANGE = """() => [
  ...[...document.querySelectorAll(
    "iframe, object, embed, base, style, script:not([src]), meta[http-equiv], img, #evil, [style]"
  )].filter(e => !e.closest("svg")).map(e => e.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll("*")].flatMap(e => [...e.attributes]
    .filter(a => a.name.startsWith("on") || (["href", "src", "action", "xlink:href"].includes(a.name)
      && /^\\s*(javascript|data:text|vbscript|\\/\\/)/i.test(a.value)))
    .map(a => `${e.tagName} ${a.name}=${a.value.slice(0, 80)}`)),
  ...("hacked" in window ? ["it ran"] : []),
  ...(getComputedStyle(document.querySelector("main")).display === "none" ? ["hidden by a style"] : []),
]"""
#: Words of ours that stand turned round, because an override before them was not closed off.
_TURNED = """() => {
  const out = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, at = node.data.search(/[A-Za-z]{2}/);
    if (at < 0 || /[\\u202a-\\u202e\\u2066-\\u2069\\u200f\\u061c]/.test(node.data)) continue;
    const block = node.parentElement.closest("bdi, [dir=auto], code, pre, q");
    if (block && /[\\u202a-\\u202e\\u2066-\\u2069]/.test(block.textContent)) continue;
    const x = place => {
      range.setStart(node, place); range.setEnd(node, place + 1);
      const box = range.getBoundingClientRect();
      return box.width ? [box.left, box.top] : null;
    };
    const [a, b] = [x(at), x(at + 1)];
    if (a && b && a[1] === b[1] && a[0] > b[0]) out.push(node.data.trim().slice(0, 60));
  }
  return out;
}"""


def _shown(text: str) -> str:
    """As it stands on a page: what HTML has no place for is a replacement character, white space is one."""
    return " ".join(_UNFIT.sub("\ufffd", text).split())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that shows hostile articles."""
    path: Path = tmp_path_factory.mktemp("hostile") / "<b>hostile.db"
    hostile.fill(path)
    with running(path) as address:
        yield address


@pytest.fixture(scope="module")
def pages(place: str) -> list[Walked]:
    """Its pages: every article, one of each other kind."""
    articles = [f"/articles/{number}" for number in range(1, len(hostile.rows()) + 1)]
    starts = ["/", "/search?q=first", *articles]
    with httpx.Client(base_url=place, timeout=60) as client:
        found: dict[str, Walked] = {}
        for page in walk(client, *starts):
            if page.kind == "text/html" and "/articles/" not in page.address:
                found.setdefault(kind_of(page.address), page)
        for address in articles:
            answer = client.get(address)
            found[address] = Walked(address, "", answer.status_code, "text/html", answer.text)
    assert not unwalked(page.address for page in found.values())
    return list(found.values())


def test_no_page_breaks(pages: list[Walked]) -> None:
    assert len(pages) > len(hostile.rows())
    assert not [f"{page.status} {page.address[:200]}" for page in pages if page.status >= 400]


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_hides_is_fetched_turned_or_wider_than_the_screen(
    chromium: Any, place: str, pages: list[Walked], width: int
) -> None:
    wrong: list[str] = []
    with opened(chromium, place, width=width, dark=width == 1280) as (page, heard):
        for one in pages:
            page.goto(one.address, timeout=60_000)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            found = [f"turned round: {words}" for words in page.evaluate(_TURNED)]
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"{wide} pixels wide")
            # What would run when it has the focus is given it.
            page.evaluate("document.querySelectorAll('main a, main [tabindex]').forEach(e => e.focus())")
            found += page.evaluate(_STRANGE)
            wrong += [f"{one.address[:80]}: {strange}" for strange in found]
        wrong += heard.wrong()
    assert not wrong, "\n".join(dict.fromkeys(wrong))


@pytest.mark.parametrize("name", hostile.TRICKS)
def test_its_text_is_all_there(chromium: Any, place: str, name: str) -> None:
    number = [*hostile.TRICKS].index(name) + 1
    row = hostile.rows()[number - 1]
    with opened(chromium, place) as (page, heard):
        page.goto(f"/articles/{number}")
        texts = page.eval_on_selector_all(".text", "all => all.map(e => e.textContent)")
        assert [_shown(text) for text in texts] == [
            _shown(part) for part in (row["title"], *row["text"].split("\n\n"))
        ]
        main = _shown(page.locator("main").evaluate("e => e.textContent"))
        assert _shown(row["source"]) in main
        assert _shown(row["url"])[:60] in main
        assert page.locator("a[href^=javascript]").count() == 0
        # Who acts has a page of its own.
        actor = row["text"].partition(f" {hostile.ACT} ")[0]
        page.locator(".card.event a.who").first.click()
        assert _shown(actor) == _shown(page.locator("h1").evaluate("e => e.textContent"))
        assert not heard.wrong()


def test_a_very_long_word_is_whole_in_its_article_and_short_elsewhere(pages: list[Walked]) -> None:
    number = len(hostile.rows())
    for page in pages:
        if page.address == f"/articles/{number}":
            assert page.text.count("a" * 900_000) == 2  # the title and the text
            assert len(page.text) < 2_300_000
        else:
            assert "a" * 5000 not in page.text, page.address[:200]
            assert len(page.text) < 500_000, page.address[:200]


def test_rows_of_hostile_articles_are_whole(place: str) -> None:
    import csv
    import io

    csv.field_size_limit(2_000_000)
    with httpx.Client(base_url=place, timeout=60) as client:
        for path in ("/events", "/statements", "/actors"):
            rows = client.get(f"{path}.json").json()["rows"]
            read = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text, newline="")))
            assert len(rows) == len(read) > 10
        answer = client.get("/events.json")
        assert answer.headers["content-type"] == "application/json"
        names = {row["actor"][0] for row in answer.json()["rows"]}
        assert any(hostile.TRICKS["script"] in name for name in names)
