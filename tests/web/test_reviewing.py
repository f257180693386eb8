"""Reviewing: one decision at a time, kept beside the coding, lost by nobody."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

import dragoman
from web import browser
from web.browser import opened
from web.running import running

HIDDEN = re.compile(r'name="(form_token|article|part)" value="([^"]*)"')


def form(page: httpx.Response) -> dict[str, str]:
    """What the form of the review carries."""
    part = page.text.partition('id="decide"')[2]
    return dict(HIDDEN.findall(part)[:3])


def corrections(path: Path) -> list[dict[str, Any]]:
    with dragoman.open(path, read_only=True) as project:
        return project.corrections().to_list()


def queue(path: Path) -> list[str]:
    with dragoman.open(path, read_only=True) as project:
        return [row["part"] for row in project.queue(limit=1000)]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_queue_by_keyboard(chromium: Any, own: Path, width: int) -> None:
    before = queue(own)
    with running(own) as base, opened(chromium, base, width=width) as (page, heard):
        page.goto("/review")
        page.fill("#maker", "Ana Ito")
        page.keyboard.press("Escape")
        shown = []
        for key in "axs":
            shown.append(page.get_attribute('#decide input[name="part"]', "value"))
            with page.expect_navigation():
                page.keyboard.press(key)
        assert shown == before[:3]
        assert page.input_value("#maker") == "Ana Ito"
        assert [row["kind"] for row in corrections(own)] == ["accept", "reject", "skip"]
        with page.expect_navigation():
            page.keyboard.press("u")
        assert page.get_attribute('#decide input[name="part"]', "value") == before[2]
        browser.SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(browser.SHOTS / f"review-{width}.png"))
        assert heard.wrong() == []
    found = corrections(own)
    assert [row["part"] for row in found if row["holds"]] == before[:2]
    assert {row["maker"] for row in found} == {"Ana Ito"}


def test_what_is_shown_is_what_is_decided(own: Path) -> None:
    with running(own) as base, httpx.Client(base_url=base, timeout=30) as client:
        first = form(client.get("/review"))
        data = {**first, "kind": "accept", "maker": "A"}
        answer = client.post("/review", data=data, headers={"Origin": base})
        assert answer.status_code == 303
        assert form(client.get("/review"))["part"] != first["part"]
    (row,) = corrections(own)
    assert (row["article"], row["part"], row["kind"]) == (first["article"], first["part"], "accept")


def test_a_changed_field_is_a_fix_and_the_rest_holds(own: Path) -> None:
    with dragoman.open(own, read_only=True) as project:
        row = next(one for one in project.queue(limit=1000) if one["of"] == "event")
    kind = row["part"].rpartition("/")[2]
    other = "CONSULT" if kind != "CONSULT" else "AID"
    data = {"article": row["article"], "part": row["part"], "kind": "fix"}
    data |= {"was-type": kind, "new-type": other}
    with running(own) as base, httpx.Client(base_url=base, timeout=30) as client:
        data["form_token"] = form(client.get("/review"))["form_token"]
        assert client.post("/review", data=data, headers={"Origin": base}).status_code == 303
        data["was-type"] = other
        assert client.post("/review", data=data, headers={"Origin": base}).status_code == 400
    fixed = [one for one in corrections(own) if one["kind"] == "fix"]
    assert [(one["field"], one["after"]) for one in fixed] == [("type", f'"{other}"')]
    assert row["part"] not in queue(own)


def test_two_reviewers_at_two_servers_lose_nothing(own: Path) -> None:
    with dragoman.open(own, read_only=True) as project:
        rows = project.queue(limit=16).to_list()

    def review(base: str, name: str, mine: list[dict[str, Any]]) -> list[int]:
        with httpx.Client(base_url=base, timeout=60) as client:
            token = form(client.get("/review"))["form_token"]
            out = []
            for row in mine:
                data = {"article": row["article"], "part": row["part"], "kind": "accept", "maker": name}
                answer = client.post("/review", data={**data, "form_token": token}, headers={"Origin": base})
                out.append(answer.status_code)
            return out

    with running(own) as one, running(own) as other, ThreadPoolExecutor(2) as both:
        done = list(both.map(review, (one, other), ("Ana", "Bo"), (rows[::2], rows[1::2])))
    assert done == [[303] * 8, [303] * 8]
    found = corrections(own)
    assert sorted(row["part"] for row in found) == sorted(row["part"] for row in rows)
    assert sorted(row["maker"] for row in found) == ["Ana"] * 8 + ["Bo"] * 8


def test_what_was_decided_stands_at_its_card_and_in_the_figures(own: Path) -> None:
    with dragoman.open(own) as project:
        row = next(one for one in project.queue(limit=1000) if one["of"] == "event")
        project.correct(row["article"], row["part"], kind="reject", maker="Zoë")
    with running(own) as base, httpx.Client(base_url=base, timeout=30, follow_redirects=True) as client:
        assert "rejected by Zoë" in client.get(f"/article?id={row['article']}").text
        assert "How often the coder was right here" in client.get("/review").text
