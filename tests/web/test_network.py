from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.web.drawing import network
from web import asking, small


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small.client(small.made(tmp_path_factory.mktemp("network"))) as client:
        yield client


def test_edges_are_the_pairs_and_open_them(shown: Any) -> None:
    marks = asking.marks(asking.page(shown, "/network?level=actor"), "net")
    assert marks[:3] == [
        ("/dyad?a=russia&b=ukraine", "Russia → Ukraine: 2 events, mean score −3.25"),
        ("/dyad?a=ukraine&b=russia", "Ukraine → Russia: 2 events, mean score −3"),
        ("/dyad?a=france&b=kenya", "France → Kenya: 1 event, mean score +10"),
    ]
    assert {address for address, _ in marks[3:]} == {
        f"/actors/{key}" for key in ("russia", "ukraine", "france", "kenya")
    }


def test_the_table_says_the_same(shown: Any) -> None:
    found = asking.table(asking.page(shown, "/network"), "Pairs")
    assert [row[:3] for row in found[1:]] == [["RUS", "UKR", "2"], ["UKR", "RUS", "2"], ["FRA", "KEN", "1"]]
    rows = asking.rows(shown, "/network.json")
    assert [(row["a"], row["b"], row["events"]) for row in rows] == [
        ("RUS", "UKR", 2), ("UKR", "RUS", 2), ("FRA", "KEN", 1),
    ]  # fmt: skip
    assert rows[0]["material_conflict"] == 1 and rows[2]["material_cooperation"] == 1


def test_the_filter_holds(shown: Any) -> None:
    assert len(asking.rows(shown, "/network.json?type=AID")) == 1
    assert "Nobody acts on anybody here." in asking.page(shown, "/network?type=PROTEST")


@given(
    st.integers(1, 12).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.integers(1, 9999))),
        )
    )
)
def test_everybody_stands_in_the_picture_and_apart(made: tuple[int, list[tuple[int, int, int]]]) -> None:
    count, pairs = made
    keys = [f"k{number}" for number in range(count)]
    edges = [network.Edge(keys[a], keys[b], weight, 1, False, "/", "") for a, b, weight in pairs]
    places = network.layout(keys, edges)
    assert set(places) == set(keys)
    assert all(0 <= x <= network.WIDTH and 0 <= y <= network.HEIGHT for x, y in places.values())
    assert len(set(places.values())) == count
    assert network.layout(keys, edges) == places


def test_names_are_text() -> None:
    node = network.Node("<x>", '<script>alert("1")</script>' * 20, 1, '/actors/"><b>')
    edge = network.Edge("<x>", "<x>", 1, 1, False, "/", "")
    drawn = network.network([node], [edge], name='"<svg onload=x>')
    assert "<script" not in drawn and "<b>" not in drawn and "<svg onload" not in drawn
    assert len(drawn) < 4000
