"""Happenings: their list, one card with its history in words, what joins and splits change at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dragoman
from web import asking, small

ROWS = [
    *small.ROWS,
    {
        "id": "four",
        "published": "2021-07-05",
        "source": "The Sun",
        "text": "Russia never met Ukraine in Minsk on 2021-07-03.",
    },
    {
        "id": "five",
        "published": "2021-08-01",
        "source": "The Post",
        "text": "Kenya met Ukraine in Minsk on 2021-07-03.",
    },
]
#: Of the two happenings of that type the one that Russia is in.
TALKS = "?type=CONSULT&actor=RUS"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small.made(tmp_path, ROWS, merge=True)


@pytest.fixture
def client(path: Path) -> Iterator[Any]:
    with small.client(path) as made:
        yield made


def listed(client: Any, query: str = "") -> list[str]:
    return re.findall(
        r'class="type[^"]*" href="/happenings/(h[0-9a-f]+)"', asking.page(client, f"/happenings{query}")
    )


def test_the_list_has_all_that_the_project_has_in_its_order(client: Any, path: Path) -> None:
    with dragoman.open(path, read_only=True) as project:
        expected = [row["happening"] for row in project.happenings()]
    assert listed(client) == expected and len(expected) == 5
    assert "5 happenings" in asking.text(asking.page(client, "/happenings"))
    for query in ("?type=ACCUSE", "?actor=RUS", "?reports=2", "?status=reported&place=BLR", "?text=accused"):
        rows = asking.rows(client, f"/happenings.json{query}")
        assert [row["happening"] for row in rows] == listed(client, query)
        assert len(rows) < 5 or query == "?text=accused"


def test_what_changed_from_report_to_report_is_told_in_words(client: Any) -> None:
    (name,) = listed(client, TALKS)
    html = asking.page(client, f"/happenings/{name}")
    assert asking.table(html, "How it was told over time") == [
        ["Published", "Outlet", "It is told", "Before"],
        ["2021-07-04", "The Gazette", "as done", ""],
        ["2021-07-04", "The Gazette", "by Russia", ""],
        ["2021-07-05", "The Sun", "as not done", "as done"],
        ["2021-08-01", "The Post", "as done", "as not done"],
        ["2021-08-01", "The Post", "by Kenya", "by Russia"],
    ]
    rows = client.get(f"/happenings/{name}.json").json()["rows"]
    assert {row["type"] for row in rows} == {"CONSULT"} and len(rows) == 3


def test_other_views_can_be_asked_for_one_happening(client: Any) -> None:
    (name,) = listed(client, TALKS)
    card = asking.page(client, f"/happenings/{name}")
    for view in ("map", "network", "events"):
        assert re.search(rf'href="/{view}\?[^"]*happening={name}"', card), view
    assert "3 events" in asking.text(asking.page(client, f"/events?happening={name}"))
    assert {row["country"] for row in asking.rows(client, f"/map.json?happening={name}")} == {"BLR"}
    pairs = asking.rows(client, f"/network.json?happening={name}")
    assert ("RUS", "UKR") in {(row["a"], row["b"]) for row in pairs}
    assert asking.rows(client, "/events.json?happening=h0") == []


def test_what_is_taken_out_stands_in_the_list_at_once(client: Any) -> None:
    (name,) = listed(client, TALKS)
    html = asking.page(client, f"/happenings/{name}")
    token = re.search(r'name="form_token" value="([^"]*)"', html)
    chosen = re.findall(r'name="(event-\d+)"', html)
    assert token and len(chosen) == 3
    data = {"form_token": token[1], "do": "split", chosen[1]: "on", "maker": "Zoë"}
    answer = client.post(f"/happenings/{name}", data=data)
    assert answer.status_code == 303
    assert len(listed(client, TALKS)) == 2
    one, other = listed(client, TALKS)
    assert 'name="maker" value="Zoë"' in asking.page(client, f"/happenings/{one}")
    data = {"form_token": token[1], "do": "join", "other": other, "maker": "Zoë"}
    assert client.post(f"/happenings/{one}", data=data).status_code == 303
    assert len(listed(client, TALKS)) == 1


def test_what_is_merged_while_the_server_runs_is_shown(tmp_path: Path) -> None:
    path = small.made(tmp_path)
    with small.client(path) as client:
        assert listed(client) == []
        assert "dragoman merge" in asking.page(client, "/happenings")
        with dragoman.open(path) as project:
            project.merge()
        assert len(listed(client)) == 5
