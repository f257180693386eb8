"""Drawings as a browser shows them: nothing is cut off, names stand clear, letters keep their size."""

from __future__ import annotations

import random
from collections.abc import Iterator
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest

from dragoman.web.drawing import bars
from dragoman.web.drawing.network import Edge, Node, network
from dragoman.web.drawing.timeline import Point, timeline
from dragoman.web.pages.gathered import ByTime

#: Names that are cut off by their picture, and names that lie over another's circle or over each other.
_NAMES = """() => {
  const svg = [...document.querySelectorAll("svg.net")].find(e => e.checkVisibility());
  const box = e => e.getBoundingClientRect(), out = [], frame = box(svg);
  const nodes = [...svg.querySelectorAll(".node")].map(e => [e, box(e.querySelector("text")),
    box(e.querySelector("circle"))]);
  const over = (a, b, by) => a.left + by < b.right && b.left + by < a.right && a.top + by < b.bottom
    && b.top + by < a.bottom;
  for (const [e, words] of nodes) {
    if (words.left < frame.left - 1 || words.right > frame.right + 1 || words.top < frame.top - 1
      || words.bottom > frame.bottom + 1) out.push(`cut off: ${e.textContent}`);
    for (const [other, theirs, circle] of nodes) {
      if (other !== e && over(words, circle, 3)) out.push(`${e.textContent} over ${other.textContent}`);
      if (other !== e && over(words, theirs, 4)) out.push(`${e.textContent} over words ${other.textContent}`);
    }
  }
  return [nodes.length, out, frame.right, Math.min(...nodes.map(([e]) =>
    parseFloat(getComputedStyle(e.querySelector("text")).fontSize) * svg.getScreenCTM().a))];
}"""
_LETTERS = """() => [...document.querySelectorAll("svg text")].filter(e => e.checkVisibility()).map(e => {
  const box = e.getBoundingClientRect();
  return [e.textContent, box.height, box.left, box.right];
})"""


@pytest.fixture(scope="module")
def style() -> str:
    """The style sheets of the app."""
    folder = resources.files("dragoman.web") / "static"
    return "".join((folder / name).read_text(encoding="utf-8") for name in ("main.css", "charts.css"))


@pytest.fixture
def paper(chromium: Any, style: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """What shows a drawing on a screen of some width."""
    page = chromium.new_page(viewport={"width": request.param, "height": 900})

    def show(drawing: str) -> Any:
        page.set_content(f"<!doctype html><style>{style}</style><main><figure>{drawing}</figure></main>")
        return page

    yield show
    page.close()


def _dense(count: int, seed: int) -> tuple[list[Node], list[Edge]]:
    """As many actors as pages draw, many with long names, two of them at the middle of most."""
    draw = random.Random(seed)
    names = [
        "Supreme Court of the United Kingdom",
        "Türkiye",
        "外務省報道官室",
        "وزارة الخارجية",
        "UN",
        "Iraq",
    ]
    nodes = [Node(f"k{n}", f"{names[n % 6]} {n}", 60 / (n + 1), "/") for n in range(count)]
    pairs = {(f"k{draw.randrange(2)}", f"k{n}") for n in range(2, count)}
    pairs |= {(f"k{a}", f"k{b}") for a, b in (draw.sample(range(count), 2) for _ in range(60 - count))}
    edges = [
        Edge(a, b, draw.randint(1, 20), draw.randint(1, 4), draw.random() < 0.5, "/", f"{a} on {b}")
        for a, b in sorted(pairs)
    ]
    return nodes, edges


@pytest.mark.parametrize("paper", [1280, 900, 390, 320], indirect=True)
@pytest.mark.parametrize("seed", range(6))
def test_names_of_a_network_stand_clear_of_circles_and_edges_of_the_picture(paper: Any, seed: int) -> None:
    nodes, edges = _dense(26, seed)
    page = paper(network(nodes, edges, name="Who acts on whom"))
    shown, wrong, right, letters = page.evaluate(_NAMES)
    wide = page.viewport_size["width"]
    assert shown == 26 if wide > 896 else 6 < shown <= 12
    assert not wrong
    assert right <= wide
    assert letters >= 10


@pytest.mark.parametrize("paper", [1280, 390], indirect=True)
def test_letters_of_charts_have_one_size_on_every_screen(paper: Any) -> None:
    rows = [(f"2021-{month:02}", "material conflict", month * 7) for month in range(1, 13)]
    days = [Point(f"2021-{m:02}-04", m - 6.0, 1, m % 2 == 0, False, "/", f"{m}") for m in range(1, 13)]
    means = [[(f"2021-{m:02}", m - 6.0) for m in range(1, 13)]]
    means = [[(f"{day}-15", score) for day, score in means[0]]]
    page = paper(bars.activity(ByTime(rows, 7)) + timeline(days, means, name="Through time"))
    wide = page.viewport_size["width"]
    found = page.evaluate(_LETTERS)
    assert len(found) > 10
    for words, height, left, right in found:
        assert 11 <= height <= 18 and left >= 0 and right <= wide, words
    # No label of one line lies over the next.
    line = sorted((left, right) for words, _, left, right in found if words.startswith("2021"))
    for chart in (line[::2], line[1::2]):
        assert all(one[1] <= other[0] for one, other in pairwise(chart))


@pytest.mark.parametrize("paper", [390], indirect=True)
def test_a_statement_is_a_diamond_around_its_point(paper: Any) -> None:
    points = [Point("2021-01-01", 0.0, 1, False, False, "/", "act")]
    points += [
        Point("2021-06-01", 5.0, 2, True, False, "/", "said"),
        Point("2021-12-31", 0, 1, False, False, "/", "b"),
    ]
    page = paper(timeline(points, [], name="x"))
    box = page.locator('a[aria-label="said"] rect').bounding_box()
    zero, ten = (page.locator("svg line").nth(n).bounding_box()["y"] for n in (2, 0))
    middle = zero + (ten - zero) / 2
    assert box["y"] + box["height"] / 2 == pytest.approx(middle, abs=1.5)
    line = page.locator("svg line").first.bounding_box()
    share = (box["x"] + box["width"] / 2 - line["x"]) / line["width"]
    assert share == pytest.approx(0.015 + 0.97 * 151 / 364, abs=0.005)
