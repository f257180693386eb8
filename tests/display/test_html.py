"""The page for a browser: what is in it, that nothing of an article can act in it, and how it behaves."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display import made
from display.browser import Browser, executable
from dragoman.display import html
from dragoman.records import Article, Coding, Event, Reason, Span, Statement
from shared import gold, needs_shared

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Checks that tags close in order, and keeps what the tests ask about."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.text_of: dict[str, str] = {"h2": "", "p": "", "script": "", "style": ""}
        self.words: list[tuple[str, str]] = []  # data-m and the words under it
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        held = {name: value or "" for name, value in attrs}
        self.tags.append((tag, held))
        if "id" in held:
            self.ids.append(held["id"])
        if "data-m" in held:
            self.words.append((held["data-m"], ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.text_of:
            self.text_of[self.open[-1]] += data
        if self.open and self.tags[-1][1].get("data-m") and self.open[-1] == "span":
            key, words = self.words[-1]
            self.words[-1] = key, words + data

    def evidence(self, card: int, role: str) -> str:
        """The words that a card's role lights up, run together."""
        return "".join(words for keys, words in self.words if f"{card}:{role}" in keys.split())


def test_every_card_lights_up_exactly_its_own_words() -> None:
    page = Page(html.page([made.coding()]))
    assert page.evidence(0, "trigger") == "expelled"
    assert page.evidence(0, "actor") == "Northland"
    assert page.evidence(0, "recipient") == "two envoys"
    assert page.evidence(0, "time") == "on Monday"
    assert page.evidence(1, "place") == "Port Ada"
    assert page.evidence(1, "by") == "General Ana Ruiz"
    # The content is cut by the marks inside it and still whole.
    assert page.evidence(4, "content") == "“Rebels shelled Port Ada, killing 12,”"
    assert page.evidence(4, "cue") == "told"
    cards = [held for _, held in page.tags if "data-card" in held]
    assert [card["data-card"] for card in cards] == ["0", "1", "2", "3", "4"]


def test_claims_denials_and_plans_look_different_from_facts() -> None:
    page = Page(html.page([made.coding()]))
    classes = [set(held["class"].split()) - {"dg-card"} for _, held in page.tags if "data-card" in held]
    assert classes == [
        {"dg-q4"},
        {"dg-q4", "dg-claim"},
        {"dg-q4", "dg-claim", "dg-negated"},
        {"dg-q4", "dg-unreal"},
        set(),
    ]
    source = html.page([made.coding()])
    for said in (
        "claimed by Ana Ruiz",
        "denied by Port Ada rebels",
        "planned",
        "score −6 · CAMEO 161",
        "12 killed",
    ):
        assert said in source


def test_the_page_asks_for_nothing_and_its_policy_allows_only_its_own_style_and_script() -> None:
    source = html.page([made.coding()])
    page = Page(source)
    for tag, held in page.tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form"}
        assert "src" not in held
        assert "style" not in held
        assert not [name for name in held if name.startswith("on")]
    assert "url(" not in page.text_of["style"]
    assert "@import" not in page.text_of["style"]
    policy = next(
        held["content"] for tag, held in page.tags if held.get("http-equiv") == "Content-Security-Policy"
    )
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.text_of[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert sum(tag in ("script", "style") for tag, _ in page.tags) == 2


def test_what_a_screen_reader_needs_is_there() -> None:
    page = Page(html.page([made.coding(), made.coding()]))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("main") == tags.count("header") == tags.count("nav") == tags.count("h1") == 1
    assert tags.count("article") == 2
    assert dict(page.tags)["html"]["lang"] == "en"
    assert len(page.ids) == len(set(page.ids))
    for _, held in page.tags:
        for name in ("aria-labelledby", "aria-describedby"):
            assert held.get(name, page.ids[0]) in page.ids
        if held.get("href", "").startswith("#"):
            assert held["href"][1:] in page.ids
        if "data-card" in held:
            assert held["tabindex"] == "0"
            assert {"role", "aria-labelledby", "aria-describedby"} <= held.keys()
    assert (
        "Words in the article: act “expelled”; actor “Northland”; recipient “two envoys”" in page.text_of["p"]
    )


def test_nothing_of_an_article_becomes_a_tag_or_a_script() -> None:
    evil = "</p></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;\x00\ud800]]>"
    text = f"{evil}\n\n{evil}"
    span = Span.at(text, 0, len(evil))
    coding = Coding.from_dict(
        {
            "article": {
                "id": evil,
                "title": evil,
                "text": text,
                "source": evil,
                "published": evil,
                "url": f"javascript:{evil}",
                "language": evil,
            },
            "actors": [{"id": evil, "name": evil, "kind": evil, "country": [evil], "sector": [evil]}],
            "events": [
                {
                    "id": evil,
                    "type": evil,
                    "mode": [evil],
                    "context": [evil],
                    "aux": evil,
                    "quad": evil,
                    "cameo": evil,
                    "trigger": span.to_dict(),
                    "actors": [{**span.to_dict(), "actor": evil}],
                    "places": [{**span.to_dict(), "country": evil, "name": evil}],
                    "numbers": {evil: evil, "money": evil},
                    "by": {**span.to_dict(), "actor": evil},
                    "why": [{"field": evil, "rule": evil}],
                }
            ],
            "statements": [
                {"id": evil, "mode": evil, "content": [span.to_dict()], "about": [evil], "stance": evil}
            ],
            "reasons": [{"code": evil, "message": evil}],
        }
    )
    harmless = {tag for tag, _ in Page(html.page([made.coding(), made.coding()])).tags}
    page = Page(html.page([coding, coding], title=evil))
    assert {tag for tag, _ in page.tags} <= harmless
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert not [held for _, held in page.tags if held.get("href", "#")[0] != "#"]
    html.page([coding]).encode("utf-8")
    Page(html.fragment(coding))


def test_addresses_of_the_web_are_links() -> None:
    page = Page(html.page([made.coding()]))
    (link,) = [held for tag, held in page.tags if tag == "a" and held["href"].startswith("http")]
    assert link["href"] == "https://example.org/a?b=1&c=2"
    assert "noreferrer" in link["rel"]


def test_paragraphs_and_title_hold_the_whole_text() -> None:
    article = Article(id="p", title="Title", body="One.\nstill one\n\n\n \nTwo.\n\n")
    page = Page(html.page([Coding(article=article, reasons=(Reason("x", "Nothing & nobody."),))]))
    assert page.text_of["h2"] == "Title"
    assert "One.\nstill one" in page.text_of["p"]
    assert "Nothing & nobody." in page.text_of["p"]
    assert sum(tag == "p" and held.get("dir") == "auto" for tag, held in page.tags) == 2


def test_a_page_of_nothing_and_a_page_of_many() -> None:
    assert "0 articles" in html.page([])
    assert "<nav" not in html.page([made.coding()])
    assert html.page([made.coding()] * 3).count('<li><a href="#dg-') == 3


def test_a_fragment_stands_alone_in_a_notebook() -> None:
    source = made.coding()._repr_html_()
    page = Page(source)
    assert "html" not in [tag for tag, _ in page.tags]
    assert page.evidence(0, "trigger") == "expelled"
    other = replace(made.coding(), article=replace(made.coding().article, id="made-2"))
    assert not set(page.ids) & set(Page(html.fragment(other)).ids)


def test_the_same_codings_give_the_same_bytes() -> None:
    assert html.page([made.coding()]) == html.page([made.coding()])
    assert html.fragment(made.coding()) == html.fragment(made.coding())


@given(
    st.text(max_size=60),
    st.text(max_size=20),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=6),
)
def test_any_spans_of_any_text_light_up_their_words(
    body: str, title: str, spans: list[tuple[int, int]]
) -> None:
    article = Article(id="x", title=title, body=body)
    text = article.text
    fitting = [Span.at(text, a, min(a + n, len(text))) for a, n in spans if a < len(text)]
    coding = Coding(
        article=article,
        events=tuple(Event(f"e{i}", "ASSAULT", span) for i, span in enumerate(fitting)),
        statements=tuple(Statement(f"s{i}", "mixed", (span,)) for i, span in enumerate(fitting)),
    )
    page = Page(html.page([coding]))
    ordered = sorted(fitting, key=lambda span: (span.start, span.end))
    for number, span in enumerate(ordered):
        # Blank lines between paragraphs are not marked, and characters that HTML lacks are replaced.
        shown = "".join(page.evidence(number, "trigger").split()).replace("\ufffd", "")
        assert shown == "".join(html._UNFIT.sub("", span.text).replace("\ufffd", "").split())


@needs_shared
def test_annotated_articles_make_sound_pages_with_all_their_words() -> None:
    for record in gold("corpus/authored")[::5]:
        coding = Coding.from_dict(record)
        page = Page(html.page([coding]))
        for number, event in enumerate(sorted(coding.events, key=lambda e: (e.trigger.start, e.trigger.end))):
            assert page.evidence(number, "trigger") == event.trigger.text


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_can_be_read_by_day_and_by_night() -> None:
    sets = re.findall(r"\.dg \{(.*?)\}", html._asset("page.css"), re.DOTALL)[:2]
    assert len(sets) == 2
    for declared in sets:
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", declared))
        grounds = {
            "ink": [
                name for name in colours if name in ("back", "card", "content") or name.startswith("lit")
            ],
            "soft": ["back", "card"],
            "focus": ["back", "card"],
            **{quad: ["back", "card", "lit"] for quad in ("vcoop", "mcoop", "vconf", "mconf")},
        }
        for ink, backs in grounds.items():
            for back in backs:
                dark, light = sorted((luminance(colours[ink]), luminance(colours[back])))
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, back)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for the tests of this module."""
    program = executable()
    if not program:
        pytest.skip("needs Chromium (apt-get install chromium)")
    try:
        started = Browser(program, tmp_path_factory.mktemp("profile"))
    except (OSError, RuntimeError, TimeoutError) as error:
        pytest.skip(f"Chromium does not start here: {error}")
    yield started
    started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Browser:
    """The browser with the hand-made article's page."""
    path = tmp_path / "page.html"
    path.write_text(html.page([made.coding()]), encoding="utf-8")
    browser.open(path)
    return browser


LIT = "[...document.querySelectorAll('.dg-m[data-lit]')].map(e => [e.textContent, e.dataset.lit])"
CARD = "document.activeElement.dataset.card"


def test_in_a_browser_pointing_at_a_card_lights_up_its_words(opened: Browser) -> None:
    assert opened.ask(LIT) == []
    opened.point("[data-card='0'] .dg-type")
    assert opened.ask(LIT) == [
        ["Northland", "actor"],
        ["expelled", "trigger"],
        ["two envoys", "recipient"],
        ["on Monday", "time"],
    ]
    opened.point("h1")
    assert opened.ask(LIT) == []


def test_in_a_browser_pointing_at_a_word_lights_up_its_card(opened: Browser) -> None:
    lit = "[...document.querySelectorAll('[data-card][data-lit]')].map(e => e.dataset.card)"
    opened.point(".dg-m[data-m~='1:trigger']")
    assert opened.ask(lit) == ["1"]
    opened.point(".dg-m[data-m~='4:cue']")
    assert opened.ask(lit) == ["4"]


def test_in_a_browser_the_keyboard_goes_everywhere(opened: Browser) -> None:
    for _ in range(12):
        opened.key("Tab")
        if opened.ask(CARD):
            break
    assert opened.ask(CARD) == "0"
    assert ["expelled", "trigger"] in opened.ask(LIT)
    opened.key("ArrowDown")
    assert opened.ask(CARD) == "1"
    assert ["General Ana Ruiz", "by"] in opened.ask(LIT)
    opened.key("Enter")
    assert opened.ask("document.activeElement.textContent") == "shelled"
    assert ["General Ana Ruiz", "by"] in opened.ask(LIT)
    opened.key("Escape")
    assert opened.ask(CARD) == "1"
    opened.key("End")
    assert opened.ask(CARD) == "4"
    opened.key("ArrowDown")
    assert opened.ask(CARD) == "4"
    opened.key("Home")
    opened.key("ArrowUp")
    assert opened.ask(CARD) == "0"


def test_in_a_browser_the_policy_lets_style_and_script_work_and_nothing_is_fetched(opened: Browser) -> None:
    opened.ask("1")
    asked = [
        event["params"]["request"]["url"]
        for event in opened.events
        if event.get("method") == "Network.requestWillBeSent"
    ]
    assert all(url.startswith("file:") for url in asked)
    complaints = [
        event
        for event in opened.events
        if event.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")
    ]
    assert complaints == []
    assert opened.ask("document.querySelectorAll('[data-ready]').length") == 1
    assert opened.ask("getComputedStyle(document.querySelector('.dg-vh')).position") == "absolute"
    claim = "getComputedStyle(document.querySelector(\"[data-card='1']\")).borderTopStyle"
    assert opened.ask(claim) == "dashed"
    opened.ask(
        "(s => { s.textContent = 'window.evil = 1'; document.body.append(s); })"
        "(document.createElement('script'))"
    )
    assert opened.ask("typeof window.evil") == "undefined"


def test_in_a_browser_narrow_screens_have_one_column_and_dark_ones_dark_ground(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(html.page([made.coding()]), encoding="utf-8")
    columns = "getComputedStyle(document.querySelector('.dg-columns')).gridTemplateColumns.split(' ').length"
    ground = "getComputedStyle(document.body).backgroundColor"
    browser.open(path, width=1200)
    assert (browser.ask(columns), browser.ask(ground)) == (2, "rgb(255, 255, 255)")
    browser.open(path, width=360, dark=True)
    assert (browser.ask(columns), browser.ask(ground)) == (1, "rgb(20, 23, 26)")
    assert browser.ask("document.documentElement.scrollWidth <= innerWidth")


def test_in_a_browser_a_narrow_cell_of_a_notebook_has_one_column(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "cell.html"
    fragment = made.coding()._repr_html_()
    path.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><div style='width: 500px'>{fragment}</div><div>{fragment}</div>",
        encoding="utf-8",
    )
    browser.open(path, width=1200)
    columns = (
        "[...document.querySelectorAll('.dg-columns')]"
        ".map(e => getComputedStyle(e).gridTemplateColumns.split(' ').length)"
    )
    assert browser.ask(columns) == [1, 2]
    assert browser.ask("document.querySelectorAll('[data-ready]').length") == 2


def test_in_a_browser_hostile_articles_run_nothing(browser: Browser, tmp_path: Path) -> None:
    evil = "</script><script>window.evil = 1</script><img src=x onerror='window.evil = 1'>"
    coding = Coding(article=Article(id=evil, title=evil, body=evil, url=f"javascript:{evil}", source=evil))
    path = tmp_path / "page.html"
    path.write_text(html.page([coding], title=evil), encoding="utf-8")
    browser.open(path)
    assert browser.ask("typeof window.evil") == "undefined"
    assert browser.ask("document.querySelector('h2').textContent") == evil
    assert json.dumps(browser.ask("document.images.length")) == "0"
