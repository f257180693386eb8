"""Names in any script and times in any zone: what stands beside them keeps its place and its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

import dragoman
from dragoman.reading import Details
from dragoman.reading.articles import stable_id
from dragoman.records import Article
from dragoman.store.writing import Writer
from web import hostile
from web.browser import SHOTS, opened
from web.running import running
from web.walking import kind_of, unwalked, walk

NAMES = {
    "arabic": ("محمد بن سلمان", "حزب الله 14", "الجزيرة"),
    "hebrew": ("בנימין נתניהו", "(הליכוד)", "הארץ"),
    "persian": ("آیت‌الله ۱۲ خامنه‌ای", "سپاه پاسداران", "کیهان"),
    "chinese": ("习近平", "中华人民共和国外交部", "人民日报"),
    "japanese": ("岸田文雄", "自由民主党", "朝日新聞"),
    "cyrillic": ("Владимир Зеленский", "Міністерство оборони", "Правда"),
    "hindi": ("नरेन्द्र मोदी", "भारतीय जनता पार्टी", "दैनिक जागरण"),
    "thai": ("ประยุทธ์ จันทร์โอชา", "พรรคพลังประชารัฐ", "มติชน"),
    "mixed": ("ABC العربية DEF", "12 (א)", "News – خبر"),
}
#: Lines of ours whose parts stand in another order than they are written, where the page runs from left to
#: right; and names that are not in the direction that their own letters have.
_ASTRAY = """() => {
  const out = [];
  const lines = document.querySelectorAll(
    "main :is(p, li, h1, h2, dd, th, td, small, label, summary), .brand");
  for (const line of lines) {
    if (getComputedStyle(line).direction !== "ltr" || !line.checkVisibility()) continue;
    if (line.closest("[dir=auto], pre, code, q")) continue;
    let last = null;
    for (const part of line.childNodes) {
      if (!part.textContent.trim()) continue;
      if (part.nodeType === 1 && (["block", "grid", "flex", "none"].includes(getComputedStyle(part).display)
        || getComputedStyle(part).float !== "none" || getComputedStyle(part).position !== "static")) {
        last = null; continue;
      }
      const range = document.createRange();
      range.selectNodeContents(part);
      const boxes = [...range.getClientRects()].filter(b => b.width > .5);
      if (!boxes.length) continue;
      const first = boxes[0];
      if (last && Math.abs(first.top - last.top) < 4 && first.left < last.right - 1)
        out.push(`${line.tagName}.${line.className}: ${part.textContent.trim().slice(0, 40)}`);
      const end = boxes[boxes.length - 1];
      last = {top: end.top, right: Math.max(...boxes.filter(b => Math.abs(b.top - end.top) < 4)
        .map(b => b.right))};
    }
  }
  const strong = /[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufeff]|\\p{L}/u;
  for (const name of document.querySelectorAll("bdi")) {
    const first = name.textContent.match(strong);
    if (!first) continue;
    const turned = /[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufeff]/.test(first[0]);
    if ((getComputedStyle(name).direction === "rtl") !== turned) out.push(`bdi ${name.textContent}`);
  }
  return out;
}"""


def _rows() -> list[dict[str, Any]]:
    out = []
    for script, (one, other, outlet) in NAMES.items():
        text = f"{one} {hostile.ACT} {other} here.\n\n{other} {hostile.SAYS} {one}."
        out.append({"id": script, "published": "2021-07-04", "title": f"{one}: {other}", "source": outlet,
                    "url": f"https://{script}.example/{one}", "body": text})  # fmt: skip
    return out


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of articles in many scripts, merged and partly reviewed."""
    path: Path = tmp_path_factory.mktemp("scripts") / "أخبار 2021.db"
    coder = hostile.Coder()
    with dragoman.open(path) as project:
        writer = Writer(project.connection, kind="add", settings={})
        for row in _rows():
            article = Article(**row)
            key = stable_id(article.title, article.body, article.source, article.published)
            writer.store(article, key, Details(), ("", 1), coder.code_article(article).to_dict())
        writer.end()
        project.merge()
        first, second = project.queue(limit=2).to_list()
        project.correct(first["article"], first["part"], kind="accept", maker="מיכל כהן")
        project.correct(second["article"], second["part"], kind="reject", maker="王小明")
    return path


@pytest.fixture(scope="module")
def place(path: Path) -> Iterator[str]:
    with running(path) as address:
        yield address


@pytest.fixture(scope="module")
def pages(place: str) -> list[str]:
    """Every article and actor, one page of each other kind."""
    with httpx.Client(base_url=place, timeout=60) as client:
        starts = ("/", "/search?q=struck", *(f"/articles/{n}" for n in range(1, len(NAMES) + 1)))
        found = [one for one in walk(client, *starts) if one.kind == "text/html"]
    assert not [one for one in found if one.status != 200]
    assert not unwalked(one.address for one in found)
    kinds = {}
    for one in found:
        kinds[one.address if "/articles/" in one.address else kind_of(one.address)] = one.address
    return list(kinds.values())


@pytest.mark.parametrize("width", [1280, 390])
def test_what_stands_beside_a_name_keeps_its_place(
    chromium: Any, place: str, pages: list[str], width: int
) -> None:
    wrong: list[str] = []
    assert len(pages) > 20
    with opened(chromium, place, width=width) as (page, heard):
        for address in pages:
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            wrong += [f"{address}: {one}" for one in page.evaluate(_ASTRAY)]
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                wrong.append(f"{address}: {wide} pixels wide")
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.goto("/events")
        page.screenshot(path=str(SHOTS / f"scripts-{width}.png"))
        assert not heard.wrong()
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_the_check_sees_what_is_astray(chromium: Any) -> None:
    page = chromium.new_page()
    words = "<main><p>by <span>חזב</span> 14 <span>אבג</span>, then</p></main>"
    page.set_content(words)
    assert page.evaluate(_ASTRAY)
    page.set_content(words.replace("span", "bdi"))
    assert page.evaluate(_ASTRAY) == []
    page.close()


@pytest.mark.parametrize("number", range(1, len(NAMES) + 1))
def test_every_name_is_found_and_has_its_page(chromium: Any, place: str, number: int) -> None:
    script = [*NAMES][number - 1]
    one, other, outlet = NAMES[script]
    with opened(chromium, place) as (page, heard):
        page.goto(f"/articles/{number}")
        card = page.locator(".card.event").first
        assert card.locator(".who").all_inner_texts() == [one, other]
        assert outlet in page.locator("p.facts").first.inner_text()
        card.focus()
        lit = page.eval_on_selector_all(".m[data-lit]", "all => all.map(e => [e.dataset.lit, e.textContent])")
        assert ["actor", one] in lit and ["recipient", other] in lit
        if script in ("arabic", "hebrew", "persian"):
            assert page.locator("p.text").first.evaluate("e => getComputedStyle(e).direction") == "rtl"
        card.locator(".who").first.click()
        assert page.locator("h1").inner_text() == one
        page.goto("/search")
        page.fill("#q", f'"{one}"')
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=*")
        assert page.locator("#h-t + ol a").first.get_attribute("href") == f"/articles/{number}"
        assert not heard.wrong()


def _read_in(
    chromium: Any, base: str, zone: str, addresses: list[str]
) -> Iterator[tuple[list[str], list[str]]]:
    """The lines of each page as a reader in that zone sees them, and what its times say."""
    context = chromium.new_context(base_url=base, timezone_id=zone, locale="en-GB")
    page = context.new_page()
    for address in addresses:
        page.goto(address)
        times = page.locator("time").all_inner_texts()
        page.evaluate("document.querySelectorAll('time').forEach(one => one.remove())")
        yield page.locator("main").inner_text().splitlines(), times
    context.close()


def test_days_are_the_same_in_every_zone_and_times_are_told_in_the_readers(
    chromium: Any, place: str, path: Path, pages: list[str]
) -> None:
    some = [one for one in pages if "/articles/" not in one or one.endswith("/1")]
    zones = {"Pacific/Kiritimati": "GMT+14", "America/St_Johns": "GMT-3:30"}
    read = [list(_read_in(chromium, place, zone, some)) for zone in zones]
    for address, here, there in zip(some, *read, strict=True):
        assert here[0] == there[0], address
    with dragoman.open(path, read_only=True) as project:
        made = datetime.fromisoformat(project.corrections().to_list()[-1]["made"])
    assert made.tzinfo is not None
    told = {zone: f"{made.astimezone(ZoneInfo(zone)):%H:%M} {name}" for zone, name in zones.items()}
    assert len(set(told.values())) == 2
    for zone, pages_there in zip(zones, read, strict=True):
        times = pages_there[some.index("/review")][1]
        assert times and times[0].endswith(told[zone]), (zone, times)
