"""With the keyboard alone: every control is reached and seen there, decisions are one key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import dragoman
from web.browser import opened
from web.running import running

#: Keeps of each element that is given the focus which it is, and what is wrong with how it is seen.
_WATCH = """() => {
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const all = [...document.querySelectorAll(kinds)]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== "hidden" && e.checkVisibility()
      && !e.closest("details:not([open]) > :not(summary)"));
  window.wanted = all.map(e => e.outerHTML.slice(0, 90));
  window.reached = new Set();
  window.unseen = [];
  const look = e => {
    const s = getComputedStyle(e);
    const ink = getComputedStyle(document.body).color;
    const marked = [...e.querySelectorAll("circle, path, rect")].map(one => getComputedStyle(one))
      .some(one => parseFloat(one.strokeWidth) >= 2 && one.stroke === ink);
    if (!(s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) && !(e.closest("svg") && marked))
      unseen.push(`no mark: ${e.outerHTML.slice(0, 90)}`);
    const box = e.getBoundingClientRect(), top = document.querySelector(".top");
    const under = getComputedStyle(top).position === "sticky" ? top.getBoundingClientRect().bottom : 0;
    if (!e.closest(".top, .skip") && (box.bottom <= under || box.top >= innerHeight))
      unseen.push(`out of sight: ${e.outerHTML.slice(0, 90)}`);
  };
  addEventListener("focusin", event => {
    reached.add(all.indexOf(event.target));
    look(event.target);
  });
  return all.length;
}"""
_CARDS = "[data-card][data-lit]", "all => all.map(e => e.dataset.card)"
_MISSED = "() => [wanted.filter((_, at) => !reached.has(at)), unseen]"


@pytest.mark.parametrize("width", [1280, 390])
def test_every_control_is_reached_and_seen(
    chromium: Any, addresses: list[str], base: str, width: int
) -> None:
    wrong: list[str] = []
    with opened(chromium, base, width=width) as (page, heard):
        for address in addresses:
            page.goto(address)
            for _ in range(page.evaluate(_WATCH)):
                page.keyboard.press("Tab")
            missed, unseen = page.evaluate(_MISSED)
            wrong += [f"{address}: never reached: {one}" for one in missed]
            wrong += [f"{address}: {one}" for one in unseen]
        assert not heard.wrong()
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def _shown(page: Any) -> str:
    found: str = page.get_attribute('#decide input[name="part"]', "value")
    return found


def _kinds(path: Path) -> list[tuple[str, str]]:
    with dragoman.open(path, read_only=True) as project:
        return [(row["kind"], row["part"]) for row in project.corrections().to_list()]


def test_a_field_is_put_right_with_the_keyboard_alone(chromium: Any, own: Path) -> None:
    with dragoman.open(own, read_only=True) as project:
        first = next(row for row in project.queue(limit=1000) if row["of"] == "event")
    with running(own) as base, opened(chromium, base) as (page, heard):
        page.goto(f"/review?article={first['article']}&part={first['part']}")
        part = _shown(page)
        assert not page.locator("#fix").evaluate("e => e.open")
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.id") == "new-type"
        was = page.input_value("#new-type")
        page.keyboard.press("ArrowDown" if was != "COERCE" else "ArrowUp")
        now = page.input_value("#new-type")
        assert now != was
        # Keys that decide are letters again where something is typed.
        page.focus("#note")
        page.keyboard.type("axsu")
        assert page.input_value("#note") == "axsu" and _kinds(own) == []
        page.keyboard.press("Escape")
        page.locator("#fix button").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert _shown(page) != part
        assert not heard.wrong()
    with dragoman.open(own, read_only=True) as project:
        made = project.corrections().to_list()
    assert (made[0]["kind"], made[0]["field"], made[0]["after"]) == ("fix", "type", f'"{now}"')
    assert {row["note"] for row in made} == {"axsu"}


def test_keys_with_ctrl_or_held_down_decide_nothing(chromium: Any, own: Path) -> None:
    with running(own) as base, opened(chromium, base) as (page, heard):
        page.goto("/review")
        part = _shown(page)
        for key in ("Control+a", "Alt+x", "Meta+s", "q", "A"):
            page.keyboard.press(key)
        page.evaluate("""() => document.dispatchEvent(
            new KeyboardEvent("keydown", {key: "x", repeat: true, bubbles: true}))""")
        page.wait_for_timeout(200)
        assert _shown(page) == part and _kinds(own) == []
        assert not heard.wrong()


def test_the_queue_is_emptied_by_one_key(chromium: Any, own: Path) -> None:
    """Ten at a time, and taken back one by one in the order they were made."""
    with running(own) as base, opened(chromium, base) as (page, heard):
        page.goto("/review")
        shown = []
        for _ in range(10):
            shown.append(_shown(page))
            with page.expect_navigation():
                page.keyboard.press("x")
        assert len(set(shown)) == 10
        for part in reversed(shown[-3:]):
            with page.expect_navigation():
                page.keyboard.press("u")
            assert _shown(page) == part
        assert not heard.wrong()
    with dragoman.open(own, read_only=True) as project:
        holds = [row["part"] for row in project.corrections().to_list() if row["holds"]]
    assert holds == shown[:7]


def test_a_card_and_its_words_light_each_other_and_go_out(chromium: Any, base: str, minsk: int) -> None:
    lit = "() => [...document.querySelectorAll('[data-lit]')].length"
    with opened(chromium, base) as (page, heard):
        page.goto(f"/articles/{minsk}")
        cards = page.eval_on_selector_all("[data-card]", "all => all.map(e => e.dataset.card)")
        for card in cards:
            page.locator(f'[data-card="{card}"]').focus()
            own = page.evaluate(lit)
            assert own > 1
            page.keyboard.press("Enter")  # to the words: the same is lit from there
            assert page.evaluate("document.activeElement.dataset.m").split()
            assert page.locator("[data-card][data-lit]").count() == 1
            page.keyboard.press("Escape")
            assert page.evaluate("document.activeElement.dataset.card") == card
            assert page.evaluate(lit) == own
            page.locator("header nav a").first.focus()
            assert page.evaluate(lit) == 0, card
        # What is pointed at is lit as long as that, and then what has the focus again.
        page.locator(f'[data-card="{cards[0]}"]').focus()
        before = page.eval_on_selector_all(*_CARDS)
        page.locator(f'[data-card="{cards[1]}"]').hover()
        assert page.locator(f'[data-card="{cards[1]}"][data-lit]').count() == 1
        page.locator("footer").hover()
        after = page.eval_on_selector_all(*_CARDS)
        assert before == after == [cards[0]]
        assert not heard.wrong()


def test_what_is_lit_is_lit_without_colour_too(chromium: Any, base: str, minsk: int) -> None:
    """A card that is lit has an outline; of words, where colours are forced."""
    with opened(chromium, base) as (page, _):
        page.emulate_media(forced_colors="active")
        page.goto(f"/articles/{minsk}")
        page.locator("[data-card]").first.focus()
        looks = page.eval_on_selector_all(
            "[data-lit]", "all => all.map(e => getComputedStyle(e).outlineStyle)"
        )
    assert len(looks) > 1 and set(looks) == {"solid"}


def test_statuses_differ_on_cards_and_in_lists_without_colour(chromium: Any, base: str, minsk: int) -> None:
    """Claimed, planned, denied: a word says it, and the line at the side and the type look unlike."""
    look = """(all, type) => all.map(e => {
      const s = getComputedStyle(e), t = getComputedStyle(e.querySelector("a.type"));
      const status = [...e.classList].filter(c => c.startsWith("is-")).sort().join(" ");
      return [status, [s.borderInlineStartStyle, t.fontStyle, t.textDecorationLine].join("|"),
        e.querySelector(".badge")?.textContent ?? ""];
    })"""
    with opened(chromium, base) as (page, _):
        page.goto(f"/articles/{minsk}")
        found = page.eval_on_selector_all(".card.event", look)
        page.goto("/events")
        listed = page.eval_on_selector_all(".line", look)
    assert {"", "is-claimed"} <= {status for status, _, _ in found}
    assert {"", "is-claimed", "is-denied", "is-possible"} <= {status for status, _, _ in listed}
    for rows in (found, listed):
        told = {status: (seen, badge) for status, seen, badge in rows}
        for status, (seen, badge) in told.items():
            assert bool(badge) == bool(status), status
            assert status == "" or seen != told[""][0], status
