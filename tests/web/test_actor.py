from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from web import asking, small


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small.client(small.made(tmp_path_factory.mktemp("actor"))) as client:
        yield client


def test_those_who_take_part_most_come_first(shown: Any) -> None:
    found = asking.table(asking.page(shown, "/actors"), "Actors")
    assert found[0] == ["Actor", "Kind", "Country", "Sector", "Acts", "Is acted on", "Speaks"]
    # Russia met and attacked, was accused twice and blames once; Ukraine turned round, and praises twice.
    assert found[1] == ["Ukraine", "country", "UKR", "GOV", "2", "2", "2"]
    assert found[2] == ["Russia", "country", "RUS", "GOV", "2", "2", "1"]
    assert {row[0] for row in found[1:]} == {"Russia", "Ukraine", "France", "Kenya"}


def test_under_a_filter_only_its_events_count(shown: Any) -> None:
    found = asking.table(asking.page(shown, "/actors?type=ASSAULT"), "Actors")
    assert found[1:] == [
        ["Russia", "country", "RUS", "GOV", "1", "0"],
        ["Ukraine", "country", "UKR", "GOV", "0", "1"],
    ]


def test_actors_are_found_by_a_part_of_their_name(shown: Any) -> None:
    found = asking.table(asking.page(shown, "/actors?name=RAIN"), "Actors")
    assert [row[0] for row in found[1:]] == ["Ukraine"]
    assert "Nobody is like that" in asking.page(shown, "/actors?name=%25")
    assert "Nobody is like that" in asking.page(shown, "/actors?kind=person")


def test_all_of_one_actor(shown: Any) -> None:
    html = asking.page(shown, "/actors/russia")
    told = asking.text(html)
    assert "acts 2 times acted on 2 statements made 1 statements about it 1" in told
    assert asking.table(html, "Offices over time")[1] == ["RUS", "GOV", "2021-07-04", "2021-08-01", "3"]
    did, done = told.split("What was done to it")
    done, said = done.split("What it said", 1)
    said, of = said.split("What others said of it")
    assert "Russia attacked Ukraine." in did and "Ukraine accused Russia." not in did
    assert "Ukraine accused Russia." in done and "Russia attacked" not in done
    assert "blames Ukraine." in said and "blames Ukraine." not in of
    assert "blames Russia." in of


def test_stance_by_year_is_drawn_and_told(shown: Any) -> None:
    html = asking.page(shown, "/actors/ukraine")
    assert 'class="chart stance"' in html
    # One of its two praises has no day of publication.
    assert asking.table(html, "Stance by year")[1:] == [["2021", "1", "0", "0", "0", "1", "0"]]
    assert "<title>2021: 1 supportive</title>" in html


def test_every_act_leads_to_its_words(shown: Any) -> None:
    html = asking.page(shown, "/actors/russia")
    assert 'href="/articles/1#card-e1"' in html
    assert 'id="card-e1"' in asking.page(shown, "/articles/1")


def test_rows_of_an_actor(shown: Any) -> None:
    assert [row["type"] for row in asking.rows(shown, "/actors/russia.json")] == [
        "CONSULT", "ACCUSE", "ACCUSE", "ASSAULT",
    ]  # fmt: skip
    assert [row["words"] for row in asking.rows(shown, "/actors/russia/said.json")] == ["blames Ukraine."]
    assert [row["speaker"] for row in asking.rows(shown, "/actors/russia/said-of.json")] == ["France"]
    assert len(asking.rows(shown, "/actors.json")) == 4


@pytest.mark.parametrize("key", ["nobody", "a/b", "%00", "…" * 50])
def test_an_actor_who_is_not_there(shown: Any, key: str) -> None:
    assert "No actor" in asking.page(shown, f"/actors/{key}", 404)
    answer = shown.get(f"/actors/{key}.json")
    assert answer.status_code == 404 and "error" in answer.json()


def test_lists_have_pages(tmp_path: Path) -> None:
    """More actors than a page holds; no page shows one twice, and none is left out."""
    import dragoman

    path = small.made(tmp_path)
    with dragoman.open(path) as project:
        project.connection.execute(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 120) "
            "INSERT INTO actors (actor, id, name, kind, country, sector) "
            "SELECT 1000 + n, 'made-' || n, 'Made ' || n, 'person', '', '' FROM n"
        )
        project.connection.execute(
            "INSERT INTO actor_articles SELECT actor, 1, 1, 0, 0, NULL FROM actors WHERE actor > 1000"
        )
    with small.client(path) as client:
        seen: list[str] = []
        for number in (1, 2, 3):
            html = asking.page(client, f"/actors?page={number}")
            seen += [row[0] for row in asking.table(html, "Actors")[1:]]
            assert ('rel="next"' in html) == (number < 3)
        assert len(seen) == len(set(seen)) == 124
