"""The report: one file that asks nothing of any other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from dragoman.cli import main
from web import browser


def test_the_report_is_one_file_that_needs_nothing(filled: Path, tmp_path: Path, chromium: Any) -> None:
    out = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["report", str(filled), "-o", str(out)])
    assert result.exit_code == 0, result.output
    text = out.read_text(encoding="utf-8")
    assert not re.search(r"<(script|link|img|iframe|a)\b|\ssrc=|\shref=|\son\w+=|\sstyle=", text)
    heard: list[str] = []
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.goto(out.as_uri())
    assert heard == [out.as_uri()]
    assert page.locator("h2").count() >= 4
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    browser.SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(browser.SHOTS / "report-390.png"))
    page.close()


def test_the_same_project_gives_the_same_bytes(filled: Path, tmp_path: Path) -> None:
    made = []
    for name in "ab":
        assert CliRunner().invoke(main, ["report", str(filled), "-o", str(tmp_path / name)]).exit_code == 0
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_what_cannot_be_reported_is_said(tmp_path: Path, filled: Path) -> None:
    (tmp_path / "other.db").write_text("no project")
    result = CliRunner().invoke(main, ["report", str(tmp_path / "other.db"), "-o", str(tmp_path / "r.html")])
    assert result.exit_code == 1 and "not a project" in result.output
    result = CliRunner().invoke(main, ["report", str(filled), "-o", str(tmp_path / "none" / "r.html")])
    assert result.exit_code == 1 and "could not be written" in result.output
