"""Two servers on one file, and people who decide at once: nothing is lost."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

import dragoman
from web.browser import opened
from web.running import running

_FIELD = re.compile(r'<input type="hidden" name="(form_token|article|part)" value="([^"]*)">')


def _form(client: httpx.Client) -> dict[str, str]:
    """The hidden fields of the decision that is asked for; {} where none is left."""
    page = client.get("/review").text
    if 'id="decide"' not in page:
        return {}
    return {name: unescape(value) for name, value in _FIELD.findall(page.partition('id="decide"')[2])[:3]}


def _decide(client: httpx.Client, form: dict[str, str], kind: str, maker: str) -> int:
    return client.post("/review", data={**form, "kind": kind, "maker": maker}).status_code


def _corrections(path: Path) -> list[dict[str, Any]]:
    with dragoman.open(path, read_only=True) as project:
        return project.corrections().to_list()


def test_a_second_server_sees_what_the_first_was_told(own: Path) -> None:
    with (
        running(own) as one,
        running(own) as other,
        httpx.Client(base_url=one) as first,
        httpx.Client(base_url=other) as second,
    ):
        form = _form(first)
        assert form["part"] == _form(second)["part"]
        assert _decide(first, form, "accept", "Ann") == 303
        assert _form(second)["part"] != form["part"]
        assert second.get("/corrections.json").json()["rows"][0]["maker"] == "Ann"
        # The other's form is not this one's.
        assert _decide(second, _form(first), "accept", "Bob") == 403
    assert [row["maker"] for row in _corrections(own)] == ["Ann"]


@pytest.mark.parametrize("servers", [1, 2])
def test_people_who_decide_at_once_lose_nothing(own: Path, servers: int) -> None:
    each = 8
    kinds = ("accept", "reject", "skip", "accept")

    def review(base: str, maker: str) -> list[tuple[str, str, str]]:
        done = []
        with httpx.Client(base_url=base, timeout=60) as client:
            for turn in range(each):
                form, kind = _form(client), kinds[turn % len(kinds)]
                if not form:
                    break
                assert _decide(client, form, kind, maker) == 303, maker
                done.append((form["part"], kind, maker))
        return done

    with running(own) as one, running(own) as other:
        bases = [one, other if servers == 2 else one]
        with ThreadPoolExecutor(2) as pool:
            told = [*pool.map(review, bases, ["Ann", "Bob"])]
    kept = [(row["part"], row["kind"], row["maker"]) for row in _corrections(own)]
    assert sorted(kept) == sorted(told[0] + told[1])
    assert len(kept) == 2 * each
    for row in _corrections(own):
        assert row["made"] and row["article"]


def test_the_queue_by_keyboard(chromium: Any, own: Path) -> None:
    """What is decided is what is shown; the last decision can be taken back."""
    with running(own) as base, opened(chromium, base) as (page, heard):
        page.goto("/review")
        page.locator("#maker").fill("Ann")
        shown = []
        for key, kind in (("a", "accept"), ("x", "reject"), ("s", "skip")):
            page.locator("#maker").fill("Ann")
            page.keyboard.press("Escape")
            shown.append((page.locator('#decide input[name="part"]').get_attribute("value"), kind))
            with page.expect_navigation():
                page.keyboard.press(key)
        kept = [(row["part"], row["kind"]) for row in _corrections(own)]
        assert kept == shown
        assert {row["maker"] for row in _corrections(own)} == {"Ann"}
        with page.expect_navigation():
            page.keyboard.press("u")
        last = _corrections(own)[-1]
        assert (last["part"], last["kind"]) == (shown[-1][0], "undo")
        assert not heard.wrong()


def test_a_field_is_put_right_without_scripts(chromium: Any, own: Path) -> None:
    with running(own) as base, opened(chromium, base, scripts=False) as (page, heard):
        page.goto("/review")
        for _ in range(10):
            if page.locator("#new-type").count():
                break
            page.locator('#decide button[value="skip"]').click()
        part = page.locator('#decide input[name="part"]').get_attribute("value")
        old = page.locator("#new-type").input_value()
        new = "PROTEST" if old != "PROTEST" else "ACCUSE"
        page.locator("#fix summary").click()
        page.locator("#new-type").select_option(new)
        page.locator("#maker").fill("Zoë Ωmega")
        page.locator('#decide button[value="fix"]').click()
        rows = _corrections(own)
        fixed = next(row for row in rows if row["kind"] == "fix")
        assert (fixed["part"].partition(":type")[0], fixed["field"]) == (part, "type")
        assert new in str(fixed["after"]) and old in str(fixed["before"]) and fixed["maker"] == "Zoë Ωmega"
        page.goto("/review")
        assert page.locator('#decide input[name="part"]').get_attribute("value") != part
        assert not heard.wrong()
    with dragoman.open(own, read_only=True) as project:
        assert project.corrections().to_list() == rows
