"""Every page judged by axe-core, wide and narrow, light and dark: nothing of any weight may be found."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dragoman
from web.browser import opened
from web.running import running
from web.walking import Walked, kind_of, unwalked, walk

_AXE = pytest.importorskip("axe_playwright_python.base", reason="needs axe-playwright-python (extra “test”)")
_JUDGED = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.flatMap(
  rule => rule.nodes.map(node => `${rule.impact} ${rule.id}: ${node.html.slice(0, 120)}`))"""
#: So that what is tested is the checker as well: each of these is found.
_BROKEN = """<!doctype html><title>x</title><main><h1>x</h1><img src="data:,">
<p style="color:#aaa;background:#fff">faint</p><button></button></main>"""


def judged(page: Any) -> list[str]:
    """What axe finds in the page as it stands; it is put in past the page's policy, by the browser."""
    page.evaluate(_AXE.AXE_SCRIPT)
    found: list[str] = page.evaluate(_JUDGED)
    return found


@pytest.fixture(scope="module")
def reviewed(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose project is merged and has decisions, so that every part of every page is there."""
    path = Path(shutil.copy(filled, tmp_path_factory.mktemp("judged") / "news.db"))
    with dragoman.open(path) as project:
        project.merge()
        first, second, third = project.queue(limit=3).to_list()
        project.correct(first["article"], first["part"], kind="accept", maker="Ana Ito")
        project.correct(second["article"], second["part"], kind="reject", maker="Ana Ito")
        project.correct(third["article"], third["part"], kind="skip", maker="Zoë")
    with running(path) as address:
        yield address


@pytest.fixture(scope="module")
def pages(reviewed: str) -> list[str]:
    """One address of each kind, and what has nothing to show."""
    import httpx

    with httpx.Client(base_url=reviewed, timeout=30) as client:
        found: list[Walked] = list(walk(client, "/", "/search?q=ministers", "/events?type=CONSULT&actor=RUS"))
    shown = [page.address for page in found if page.kind == "text/html" and page.status == 200]
    kinds = {kind_of(address): address for address in reversed(shown)}
    assert not unwalked(shown)
    return [*reversed(kinds.values()), "/events?actor=NOBODY", "/articles/99999"]


def test_the_checker_finds_what_is_wrong(chromium: Any) -> None:
    page = chromium.new_page()
    page.set_content(_BROKEN)
    rules = {line.split()[1].rstrip(":") for line in judged(page)}
    page.close()
    assert {"image-alt", "color-contrast", "button-name", "html-has-lang"} <= rules


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(chromium: Any, reviewed: str, pages: list[str], width: int, dark: bool) -> None:
    wrong: list[str] = []
    assert len(pages) > 20
    with opened(chromium, reviewed, width=width, dark=dark) as (page, _):
        for address in pages:
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            wrong += [f"{address}: {one}" for one in judged(page)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_the_report_in_one_file_is_clean_too(chromium: Any, filled: Path, tmp_path: Path) -> None:
    from dragoman.web.report import report

    out = tmp_path / "report.html"
    out.write_text(report(str(filled)), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 390, "height": 900})
    page.goto(out.as_uri())
    found = judged(page)
    page.close()
    assert not found, "\n".join(found)
