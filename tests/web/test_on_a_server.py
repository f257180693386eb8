"""The views of a project in PostgreSQL say the same as those of one in a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from store import server
from web import asking, small

ADDRESSES = (
    "/events.json", "/events.json?actor=UKR&source=The+Post", "/events.json?text=accused&involving=UKR",
    "/statements.json?about=russia", "/happenings.json", "/happenings.json?type=ACCUSE&reports=1",
    "/articles/1.json",
    "/actors.json?type=ACCUSE", "/actors/russia.json?type=ACCUSE", "/overview.json",
    "/actors.json", "/actors/russia.json", "/dyads.json?level=actor", "/dyad.json?a=russia&b=ukraine",
    "/positions.json", "/positions.json?level=country&source=The+Post", "/map.json", "/map.json?type=CONSULT",
    "/network.json", "/network.json?level=actor",
)  # fmt: skip
PAGES = (
    "/", "/?actor=RUS", "/events", "/events?actor=RUS", "/events?source=The+Post&involving=RUS",
    "/statements", "/statements?speaker=ukraine", "/happenings", "/happenings?actor=RUS&status=reported",
    "/articles/1", "/actors/russia?type=ACCUSE&source=The+Post", "/positions?type=ACCUSE&reports=1",
    "/actors", "/actors?type=ACCUSE&name=rus", "/actors/russia", "/dyads", "/dyads?level=actor",
    "/dyad?a=RUS&b=ukraine", "/positions", "/positions?level=country", "/map?type=CONSULT", "/network",
)  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    if (why := server.missing()) is not None:
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("both")
    path = small.made(folder, merge=True)
    with server.server(tmp_path_factory.mktemp("postgres")) as address:
        small.fill(address, folder, merge=True)
        with small.client(path) as file, small.client(address) as other:
            yield file, other


def test_a_server_that_ends_lets_go_of_its_connections(tmp_path_factory: pytest.TempPathFactory) -> None:
    import psycopg

    if (why := server.missing()) is not None:
        pytest.skip(why)
    with server.server(tmp_path_factory.mktemp("ended")) as address:
        small.fill(address, tmp_path_factory.mktemp("news"))
        held = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(address, autocommit=True) as connection:
            with small.client(address) as client:
                assert "events" in asking.text(asking.page(client, "/"))
                asking.rows(client, "/events.json")
                assert connection.execute(held).fetchone() != (0,)
            for _ in range(50):
                left = connection.execute(held).fetchone()
                if left == (0,):
                    break
                connection.execute("SELECT pg_sleep(0.1)")
            assert left == (0,)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_same_rows(both: tuple[Any, Any], address: str) -> None:
    file, other = both
    assert asking.rows(file, address) == asking.rows(other, address) != []


@pytest.mark.parametrize("address", PAGES)
def test_the_same_words(both: tuple[Any, Any], address: str) -> None:
    file, other = both
    assert asking.text(asking.page(file, address)) == asking.text(asking.page(other, address))


@pytest.mark.parametrize("query", ["q=Ukraine", "q=Ukraine&type=ACCUSE", "q=France&source=The+Post"])
def test_a_search_finds_the_same_articles(both: tuple[Any, Any], query: str) -> None:
    """In another order and with other words around: each database has its own way."""
    found = [{row["article"] for row in asking.rows(client, f"/search.json?{query}")} for client in both]
    assert found[0] == found[1] != set()
    for client in both:
        assert 'class="plain"' in asking.page(client, f"/search?{query}")
