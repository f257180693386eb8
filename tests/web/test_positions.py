from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from web import asking, small


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small.client(small.made(tmp_path_factory.mktemp("positions"))) as client:
        yield client


def test_who_takes_which_side(shown: Any) -> None:
    found = {(row["a"], row["b"]): row for row in asking.rows(shown, "/positions.json")}
    counts = {
        pair: [row[name] for name in ("says_for", "says_against", "acts_for", "acts_against")]
        for pair, row in found.items()
    }
    assert counts == {
        ("ukraine", "france"): [2, 0, 0, 0],
        ("ukraine", "russia"): [0, 0, 0, 2],
        ("france", "russia"): [0, 1, 0, 0],
        ("russia", "ukraine"): [0, 1, 0, 0],
    }


def test_between_countries(shown: Any) -> None:
    found = [(row["a"], row["b"]) for row in asking.rows(shown, "/positions.json?level=country")]
    assert found == [("UKR", "FRA"), ("UKR", "RUS"), ("FRA", "RUS"), ("RUS", "UKR")]


def test_the_matrix_says_the_same_as_the_rows(shown: Any) -> None:
    found = asking.table(asking.page(shown, "/positions"), "Matrix of positions")
    head = found[0]
    cells = {
        (row[0], head[place]): cell for row in found[1:] for place, cell in enumerate(row) if place and cell
    }
    assert cells == {
        ("Ukraine", "France"): "+2", ("Ukraine", "Russia"): "−2", ("France", "Russia"): "−1",
        ("Russia", "Ukraine"): "−1",
    }  # fmt: skip


def test_a_cell_opens_the_words_it_counts(shown: Any) -> None:
    html = asking.page(shown, "/positions")
    cells = re.findall(r'<td class="(?:for|against|mixed)"><a href="([^"]*)" aria-label="([^"]*)"', html)
    assert len(cells) == 4
    for address, label in cells:
        support, against = re.findall(r"(\d+) (?:for|against)", label)
        listed = asking.page(shown, address.replace("&amp;", "&").split("#")[0])
        assert listed.count('<li class="line') == int(support) + int(against), label


def test_the_network_tells_sides_apart_without_colour(shown: Any) -> None:
    html = asking.page(shown, "/positions")
    labels = dict(asking.marks(html, "net"))
    assert any("Ukraine → France: 2 for, 0 against" in label for label in labels.values())
    html = html.split("<svg")[1]  # the picture for wide screens
    edges = re.findall(r'<path class="edge s(\d)" [^>]*?(stroke-dasharray)?[^>]*>', html)
    dashed = re.findall(r'class="edge s4"[^>]*stroke-dasharray', html)
    assert len(edges) == 4 and len(dashed) == 3
    assert not re.findall(r'class="edge s2"[^>]*stroke-dasharray', html)


def test_the_same_picture_each_time(shown: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    once = asking.page(shown, "/positions")
    with small.client(small.made(tmp_path_factory.mktemp("again"))) as other:
        assert asking.page(other, "/positions").split("<svg")[1] == once.split("<svg")[1]


def test_the_filter_holds_for_acts_and_statements(shown: Any) -> None:
    found = asking.rows(shown, "/positions.json?source=The+Post")
    assert [(row["a"], row["b"]) for row in found] == [
        ("russia", "ukraine"), ("ukraine", "france"), ("ukraine", "russia"),
    ]  # fmt: skip
    told = asking.text(asking.page(shown, "/positions?type=ACCUSE"))
    assert "Statements cannot be asked for: Type" in told


def test_where_nobody_takes_a_side(shown: Any) -> None:
    assert "Nobody takes a side here." in asking.page(shown, "/positions?source=nowhere")


def test_what_is_written_as_sql_gives_the_counts(shown: Any, tmp_path: Any) -> None:
    import dragoman

    html = asking.page(shown, "/positions?source=The+Post")
    written = unescape(re.findall(r"<summary>Copy as SQL</summary><pre[^>]*>(.*?)</pre>", html, re.DOTALL)[0])
    said, acts = (part for part in written.split(";\n") if part.strip())
    with dragoman.open(small.made(tmp_path)) as project:
        assert [(row["a"], row["b"], row["turn"], row["n"]) for row in project.sql(said)] == [
            ("russia", "ukraine", "-", 1), ("ukraine", "france", "+", 1),
        ]  # fmt: skip
        assert [(row["a"], row["b"], row["turn"], row["n"]) for row in project.sql(acts)] == [
            ("ukraine", "russia", "ACCUSE", 1),
        ]  # fmt: skip
