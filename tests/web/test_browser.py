"""Every page in a real browser, wide and narrow: nothing is asked elsewhere, fails or runs over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import dragoman
from web.browser import SHOTS, opened
from web.walking import kind_of

#: What stands out of the page to the side, with the first words of it.
_WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map(e => `${e.tagName}.${e.className}: ${(e.textContent || "").trim().slice(0, 60)}`);
}"""
#: Contrast of text with what is behind it, where that is plain: the worst, with its words.
_FAINT = """() => {
  const rgb = s => {
    const m = s.match(/[\\d.]+/g).map(Number);
    return [...m.slice(0, 3).map(v => s.startsWith("color(srgb") ? v * 255 : v), m[3] ?? 1];
  };
  const light = c => c.slice(0, 3).map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c[3] === 1) return c;
      if (c[3] > 0) return null;
    }
    return [255, 255, 255, 1];
  };
  const out = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    const words = texts.currentNode.data.trim();
    if (!words || !e.checkVisibility({visibilityProperty: true})) continue;
    if (e.closest("svg, .vh, option, meter")) continue;
    const style = getComputedStyle(e), back = behind(e);
    if (!back) continue;
    const [a, b] = [light(rgb(style.color)), light(back)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), bold = style.fontWeight >= 600;
    const least = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    if ((a + .05) / (b + .05) < least)
      out.push(`${((a + .05) / (b + .05)).toFixed(2)} ${e.tagName}.${e.className}: ${words.slice(0, 40)}`);
  }
  return [...new Set(out)].slice(0, 5);
}"""
#: What a screen reader could not tell: controls and links without a name, pictures without words, ids twice.
_NAMELESS = """() => {
  const out = [];
  const said = e => (e.getAttribute("aria-label") || e.textContent || e.title || "").trim()
    || [...(e.labels || [])].map(l => l.textContent).join("").trim()
    || (e.getAttribute("aria-labelledby") || "").split(" ")
      .map(i => document.getElementById(i)?.textContent).join("").trim();
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const e of document.querySelectorAll(controls))
    if (!said(e)) out.push(`no name: ${e.outerHTML.slice(0, 90)}`);
  const pictures = "img:not([alt]), svg:not([role=img]):not([aria-hidden]):not([aria-label])";
  for (const e of document.querySelectorAll(pictures))
    if (!e.closest("[aria-hidden=true], [role=img]")) out.push(`no words: ${e.outerHTML.slice(0, 90)}`);
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) out.push(`id twice: ${id}`);
  const names = ["aria-labelledby", "aria-describedby", "aria-controls", "for"];
  for (const e of document.querySelectorAll(names.map(name => `[${name}]`).join(", ")))
    for (const name of names)
      for (const id of (e.getAttribute(name) || "").split(" ").filter(Boolean))
        if (!document.getElementById(id)) out.push(`${name} of nothing: ${id}`);
  if (document.querySelectorAll("main").length !== 1) out.push("not one main");
  if (document.querySelectorAll("h1").length !== 1) out.push(`${document.querySelectorAll("h1").length} h1`);
  if (!document.documentElement.lang) out.push("no language");
  if (!document.title.trim()) out.push("no title");
  let last = 0;
  for (const h of document.querySelectorAll("h1, h2, h3, h4")) {
    const level = Number(h.tagName[1]);
    if (level > last + 1 && !h.closest(".row"))
      out.push(`h${level} after h${last}: ${h.textContent.trim().slice(0, 40)}`);
    last = level;
  }
  return out.slice(0, 8);
}"""
#: What is cut off, or would have to be scrolled, on paper.
_CUT = """() => [...document.querySelectorAll("main *")].filter(e => e.checkVisibility()
  && !e.closest("svg, .vh, pre") && ["auto", "scroll", "hidden"].includes(getComputedStyle(e).overflowX)
  && e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 80))"""
_LIT = """id => [...document.querySelectorAll("[data-m]")]
  .filter(e => "lit" in e.dataset).map(e => [e.dataset.m.split(" "), e.textContent])"""


def _shot(page: Any, address: str, width: int, more: str = "") -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9]+", "-", kind_of(address)).strip("-") or "overview"
    page.screenshot(path=str(SHOTS / f"{name}-{width}{more}.png"), full_page=True)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_is_whole(chromium: Any, addresses: list[str], base: str, width: int, dark: bool) -> None:
    wrong: list[str] = []
    assert len(addresses) > 8
    with opened(chromium, base, width=width, dark=dark) as (page, heard):
        for address in addresses:
            page.goto(address)
            _shot(page, address, width, "-dark" if dark else "")
            wrong += [f"{address}: runs over: {one}" for one in page.evaluate(_WIDER)]
            wrong += [f"{address}: faint: {one}" for one in page.evaluate(_FAINT)]
            if not dark:
                wrong += [f"{address}: {one}" for one in page.evaluate(_NAMELESS)]
            wrong += [f"{address}: {one}" for one in heard.wrong()]
            for kept in (heard.elsewhere, heard.failed, heard.complaints, heard.dialogs):
                kept.clear()
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_every_details_can_be_opened_without_running_over(
    chromium: Any, addresses: list[str], base: str
) -> None:
    wrong: list[str] = []
    with opened(chromium, base, width=390) as (page, heard):
        for address in addresses:
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            wrong += [f"{address}: {one}" for one in page.evaluate(_WIDER)]
            _shot(page, address, 390, "-opened")
        wrong += heard.wrong()
    assert not wrong, "\n".join(wrong)


def test_pages_without_scripts_show_the_same(chromium: Any, addresses: list[str], base: str) -> None:
    """What is read on a page does not wait for a script; only buttons of comfort come with one."""
    read = "document.querySelector('main').innerText"
    plainly = opened(chromium, base, scripts=False)
    with opened(chromium, base) as (with_scripts, _), plainly as (without, heard):
        for address in addresses:
            without.goto(address)
            plain = without.locator("main").inner_text()
            with_scripts.goto(address)
            lines = set(with_scripts.evaluate(read).splitlines())
            missing = [line for line in lines if line.strip() and line not in plain]
            assert not [line for line in missing if len(line) > 12], address
        assert not heard.wrong()


def _numbers(filled: Path) -> dict[str, int]:
    """The number of each article."""
    with dragoman.open(filled, read_only=True) as project:
        rows = project.sql("SELECT given_id, article FROM articles").to_list()
    return {row["given_id"]: row["article"] for row in rows}


def _spans(record: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Of each event and statement: role -> its words, end to end, as the page should mark them."""
    out: dict[str, dict[str, str]] = {}
    roles = {"actors": "actor", "recipients": "recipient", "places": "place", "times": "time",
             "content": "content", "addressees": "addressee"}  # fmt: skip
    for one in [*record["events"], *record["statements"]]:
        held: dict[str, list[dict[str, Any]]] = {}
        for name, role in roles.items():
            held[role] = list(one.get(name) or ())
        for name in ("trigger", "by", "cue", "speaker"):
            held[name] = [one[name]] if one.get(name) else []
        out[one["id"]] = {}
        for role, spans in held.items():
            inside = sorted({at for span in spans for at in range(span["start"], span["end"])})
            if inside:
                text = record["article"]["text"]
                out[one["id"]][role] = re.sub(r"\s+", "", "".join(text[at] for at in inside))
    return out


def test_a_card_that_is_focused_lights_up_its_words(chromium: Any, filled: Path, base: str) -> None:
    number = _numbers(filled)["minsk"]
    with dragoman.open(filled, read_only=True) as project:
        coding = project.coding("minsk")
    assert coding is not None
    expected = _spans(coding.to_dict())
    with opened(chromium, base) as (page, heard):
        page.goto(f"/articles/{number}")
        for key, roles in expected.items():
            page.locator(f'[data-card="{key}"]').focus()
            lit = page.evaluate(_LIT, key)
            for role, words in roles.items():
                marked = "".join(text for owners, text in lit if f"{key}:{role}" in owners)
                assert re.sub(r"\s+", "", marked) == words, (key, role)
            assert all(any(owner.startswith(f"{key}:") for owner in owners) for owners, _ in lit), key
        page.evaluate("document.activeElement.blur()")
        assert page.evaluate(_LIT, "") == []
        assert not heard.wrong()


def test_words_that_are_pointed_at_light_up_their_card(chromium: Any, filled: Path, base: str) -> None:
    number = _numbers(filled)["minsk"]
    with opened(chromium, base) as (page, heard):
        page.goto(f"/articles/{number}")
        words = page.locator("a.m.act")
        assert words.count() >= 5
        for place in range(words.count()):
            one = words.nth(place)
            one.hover()
            lit = page.eval_on_selector_all("[data-card][data-lit]", "all => all.map(e => e.dataset.card)")
            owners = {owner.rpartition(":")[0] for owner in (one.get_attribute("data-m") or "").split()}
            assert lit and set(lit) <= owners
        assert not heard.wrong()


def test_what_is_clicked_is_what_is_shown(chromium: Any, filled: Path, base: str) -> None:
    number = _numbers(filled)["minsk"]
    with opened(chromium, base) as (page, heard):
        page.goto(f"/articles/{number}")
        words = page.locator("a.m.act")
        for place in range(words.count()):
            target = (words.nth(place).get_attribute("href") or "").removeprefix("#card-")
            words.nth(place).click()
            card = page.evaluate("document.activeElement.dataset.card")
            owners = (words.nth(place).get_attribute("data-m") or "").split()
            assert any(owner.startswith(f"{card}:") for owner in owners)
            assert target in {owner.partition(":")[0] for owner in owners}
            assert page.locator(f'[data-card="{card}"]').evaluate(
                "e => { const r = e.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight }"
            )
        assert not heard.wrong()


def test_an_event_in_the_list_leads_to_its_words(chromium: Any, filled: Path, base: str) -> None:
    with opened(chromium, base) as (page, heard):
        page.goto("/events")
        lines = page.locator("li.line")
        count = lines.count()
        assert count > 20
        for place in range(0, count, 5):
            line = lines.nth(place)
            told = line.locator("mark").inner_text()
            kind = line.locator("a.type").inner_text()
            line.locator("a.type").click()
            card = page.locator("[data-card]:focus")
            assert card.locator("a.type").inner_text().upper().startswith(kind.upper()), told
            key = card.get_attribute("data-card")
            lit = page.evaluate(_LIT, key)
            marked = "".join(text for owners, text in lit if f"{key}:trigger" in owners)
            assert re.sub(r"\s+", "", told) == re.sub(r"\s+", "", marked)
            page.go_back()
        assert not heard.wrong()


def test_facets_show_what_they_count(chromium: Any, base: str) -> None:
    with opened(chromium, base) as (page, heard):
        page.goto("/events")
        links = page.locator(".facets li")
        assert links.count() > 5
        for place in range(0, links.count(), 4):
            count = int(links.nth(place).locator("span").inner_text().replace(",", ""))
            links.nth(place).locator("a").click()
            assert page.locator("h1").inner_text().split()[0] == f"{count:,}"
            chips = page.locator(".filter .chips a")
            assert chips.count() in (1, 2)  # a time has a beginning and an end
            while chips.count():
                chips.first.click()
        assert not heard.wrong()


def test_the_filter_goes_with_the_reader_from_view_to_view(chromium: Any, base: str) -> None:
    with opened(chromium, base) as (page, heard):
        page.goto("/events?actor=RUS&since=2021")
        for name in page.locator("header nav a").all_inner_texts():
            page.goto("/events?actor=RUS&since=2021")
            link = page.locator("header nav a", has_text=re.compile(f"^{name}$"))
            if "?" not in (link.get_attribute("href") or ""):
                continue
            link.click()
            assert "actor=RUS" in page.url and "since=2021" in page.url, name
            assert page.locator(".filter .chips li").count() == 2, name
        assert not heard.wrong()


def test_claimed_planned_and_denied_look_unlike_what_is_told_as_done(
    chromium: Any, filled: Path, base: str
) -> None:
    """Each status has a look of its own, which is not colour alone."""
    number = _numbers(filled)["minsk"]
    with opened(chromium, base) as (page, _):
        page.goto(f"/articles/{number}")
        looks = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll("a.m.act")].map(e => {
            const s = getComputedStyle(e);
            const name = [...e.classList].filter(c => c.startsWith("is-")).sort().join(" ");
            return [name, [s.textDecorationLine, s.textDecorationStyle, s.fontStyle].join("|")];
        }))""")
    assert "" in looks and len(looks) >= 3
    assert len(set(looks.values())) == len(looks), looks


def test_with_the_keyboard_alone(chromium: Any, filled: Path, base: str) -> None:
    number = _numbers(filled)["minsk"]
    with opened(chromium, base) as (page, heard):
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        # Every link of the list of views is reached, and what has the focus is seen.
        page.goto("/")
        views = page.locator("header nav a").count()
        reached = set()
        for _ in range(views + 3):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none"
        links = page.eval_on_selector_all("header nav a", "all => all.map(e => e.getAttribute('href'))")
        assert set(links) <= reached
        page.goto(f"/articles/{number}")
        cards = page.eval_on_selector_all("[data-card]", "all => all.map(e => e.dataset.card)")
        passed = []
        for _ in cards:
            page.keyboard.press("j")
            passed.append(page.evaluate("document.activeElement.dataset.card"))
        assert passed == cards
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.dataset.card") == cards[-2]
        page.keyboard.press("Enter")
        owners = page.evaluate("document.activeElement.dataset.m").split()
        assert any(owner.startswith(f"{cards[-2]}:") for owner in owners)
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.dataset.card") == cards[-2]
        assert not heard.wrong()


def test_layers_can_be_put_out_of_sight(chromium: Any, filled: Path, base: str) -> None:
    number = _numbers(filled)["minsk"]
    with opened(chromium, base, scripts=False) as (page, _):
        page.goto(f"/articles/{number}")
        boxes = page.locator(".layers input[type=checkbox]")
        before = page.locator("[data-card]:visible").count()
        for place in range(boxes.count()):
            boxes.nth(place).uncheck()
        assert page.locator("[data-card]:visible").count() == 0
        for place in range(boxes.count()):
            boxes.nth(place).check()
        assert page.locator("[data-card]:visible").count() == before > 5


def test_paper_has_no_buttons(chromium: Any, addresses: list[str], base: str) -> None:
    with opened(chromium, base) as (page, _):
        page.emulate_media(media="print")
        for address in addresses:
            page.goto(address)
            assert page.locator("header nav a:visible").count() == 0
            assert page.locator("button:visible").count() == 0
            assert page.locator("h1").count() == 1


def test_paper_is_plain_whatever_the_screen_is(chromium: Any, addresses: list[str], base: str) -> None:
    """Dark screens too print dark letters on white, and nothing has to be scrolled."""
    wrong: list[str] = []
    with opened(chromium, base, width=720, dark=True) as (page, _):
        page.emulate_media(media="print", color_scheme="dark")
        for address in addresses:
            page.goto(address)
            wrong += [f"{address}: faint: {one}" for one in page.evaluate(_FAINT)]
            back, ink = page.evaluate(
                "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
            )
            assert (back, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
            wrong += [f"{address}: cut: {one}" for one in page.evaluate(_CUT)]
            _shot(page, address, 720, "-print")
    assert not wrong, "\n".join(dict.fromkeys(wrong))
