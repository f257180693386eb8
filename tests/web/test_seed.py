"""The seed article's page: each gold event that was found has the right words marked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dragoman
from dragoman.records import Article
from shared import SHARED, gold
from web.browser import opened
from web.running import running

pytestmark = pytest.mark.skipif(
    not (SHARED / "seed").is_dir(), reason="needs the seed article in ../shared, beside the repository"
)
_ROLES = {"actors": "actor", "recipients": "recipient", "places": "place", "times": "time"}
#: Each marked stretch: whose it is, where it begins in the text of its paragraph, its words.
_MARKED = """() => {
  const out = [], paragraphs = [...document.querySelectorAll(".text")].map(e => e.textContent);
  for (const paragraph of document.querySelectorAll(".text")) {
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const words = texts.currentNode.data, mark = texts.currentNode.parentElement.closest("[data-m]");
      out.push([mark ? mark.dataset.m.split(" ") : [], words]);
    }
  }
  return [paragraphs, out];
}"""


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """A server with the seed article, its gold record, and ours."""
    folder: Path = tmp_path_factory.mktemp("seed")
    record = gold("seed/gold")[0]
    article = Article.from_dict(record["article"])
    row = {"id": "seed", "title": article.title, "text": article.body, "published": article.published}
    (folder / "seed.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with dragoman.open(folder / "seed.db") as project:
        project.add(folder / "seed.jsonl", workers=1)
        coding = project.coding("seed")
    assert coding is not None
    assert coding.article.text == article.text
    with running(folder / "seed.db") as address:
        yield address, record, coding.to_dict()


def _within(spans: list[dict[str, Any]]) -> set[int]:
    return {at for span in spans for at in range(span["start"], span["end"])}


def _marked(page: Any, text: str) -> dict[str, set[int]]:
    """Owner and role -> the characters of the article that are marked as its, white space left out."""
    paragraphs, pieces = page.evaluate(_MARKED)
    shown = [at for at, letter in enumerate(text) if not letter.isspace()]
    assert re.sub(r"\s+", "", "".join(paragraphs)) == re.sub(r"\s+", "", text)
    out: dict[str, set[int]] = {}
    place = 0
    for owners, words in pieces:
        letters = [letter for letter in words if not letter.isspace()]
        here = shown[place : place + len(letters)]
        assert [text[at] for at in here] == letters
        place += len(letters)
        for owner in owners:
            out.setdefault(owner, set()).update(here)
    return out


def test_each_gold_event_that_was_found_has_its_words_marked(
    chromium: Any, seed: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    address, record, ours = seed
    text = ours["article"]["text"]
    solid = {at for at, letter in enumerate(text) if not letter.isspace()}
    found = 0
    with opened(chromium, address) as (page, heard):
        page.goto("/articles/1")
        marked = _marked(page, text)
        for event in record["events"]:
            trigger = _within([event["trigger"]])
            mine = [one for one in ours["events"]
                    if one["type"] == event["type"] and _within([one["trigger"]]) & trigger]  # fmt: skip
            if not mine:
                continue
            found += 1
            one = mine[0]
            held = {"trigger": [one["trigger"]], "by": [one["by"]] if one["by"] else []}
            held |= {role: one[name] for name, role in _ROLES.items()}
            for role, spans in held.items():
                assert marked.get(f"{one['id']}:{role}", set()) == _within(spans) & solid, (one["id"], role)
            assert marked[f"{one['id']}:trigger"] & trigger, "the gold words of the act are marked"
            # Its card says what it is, and leads to these words.
            card = page.locator(f'[data-card="{one["id"]}"]')
            assert card.locator("a.type").inner_text().upper().startswith(event["type"])
            card.locator("a.type").click()
            first = page.locator(":target")
            owners = (first.get_attribute("data-m") or "").split()
            assert f"{one['id']}:trigger" in owners
        assert not heard.wrong()
    # Most of it is found; how well is what the accuracy gate asks.
    assert found >= len(record["events"]) // 2


def test_every_mark_is_of_the_record_and_nothing_else_is_marked(
    chromium: Any, seed: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    address, _, ours = seed
    text = ours["article"]["text"]
    expected: dict[str, set[int]] = {}
    for one in [*ours["events"], *ours["statements"]]:
        spans = {role: one.get(name) or [] for name, role in _ROLES.items()}
        spans |= {"content": one.get("content") or [], "addressee": one.get("addressees") or []}
        for name in ("trigger", "by", "cue", "speaker"):
            spans[name] = [one[name]] if one.get(name) else []
        for role, held in spans.items():
            inside = {at for at in _within(held) if not text[at].isspace()}
            if inside:
                expected[f"{one['id']}:{role}"] = inside
    with opened(chromium, address) as (page, _):
        page.goto("/articles/1")
        assert _marked(page, text) == expected
        cards = page.eval_on_selector_all("[data-card]", "all => all.map(e => e.dataset.card)")
    assert sorted(cards) == sorted(one["id"] for one in [*ours["events"], *ours["statements"]])
