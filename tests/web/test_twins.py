"""What stands on a page is what its ``.json`` and ``.csv`` hold."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from web.walking import Read, Walked


def _twins(walked: list[Walked]) -> list[str]:
    """The addresses of JSON that pages link to."""
    return [page.address for page in walked if urlsplit(page.address).path.endswith(".json")]


def _said(value: Any) -> str:
    """As CSV has it: what a spreadsheet would take for a formula is quoted."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in tuple("=+-@") else text


def test_both_twins_hold_the_same_rows(client: httpx.Client, walked: list[Walked]) -> None:
    addresses = _twins(walked)
    assert len(addresses) > 10
    filled = 0
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        made = answer.json()
        other = client.get(address.replace(".json", ".csv", 1))
        assert other.headers["content-type"].startswith("text/csv"), address
        read = list(csv.reader(io.StringIO(other.text, newline="")))
        assert read[0] == made["columns"], address
        assert len(read) - 1 == len(made["rows"]), address
        filled += bool(made["rows"])
        for cells, row in zip(read[1:], made["rows"], strict=True):
            assert list(row) == made["columns"], address
            for cell, value in zip(cells, row.values(), strict=True):
                if not isinstance(value, (list, dict, bool, float)):
                    assert cell == _said(value), address
                elif value == []:
                    assert cell == "", address
    assert filled > 8


def test_pages_link_to_both_twins_with_their_filter(client: httpx.Client) -> None:
    for name in "events statements happenings actors dyads positions map network".split():
        path = f"/{name}"
        links = Read(client.get(f"{path}?source=The+Gazette").text).links
        for ending in ("json", "csv"):
            twins = [link for link in links if link.startswith(f"{path}.{ending}")]
            assert twins and all("source=The+Gazette" in link for link in twins), (path, twins)


@pytest.mark.parametrize("query", ["", "?type=CONSULT", "?source=The+Gazette", "?actor=RUS"])
def test_the_events_that_are_listed_are_the_rows(client: httpx.Client, query: str) -> None:
    page = client.get(f"/events{query}").text
    rows = client.get(f"/events.json{query}").json()["rows"]
    listed = re.findall(r'<p class="head"><a class="type" href="[^"]*">([A-Z]+)</a>', page)
    assert sorted(listed) == sorted(row["type"] for row in rows)
    assert re.search(r"<h1>\s*([\d,]+) event", page)[1] == f"{len(rows):,}"  # type: ignore[index]


@pytest.mark.parametrize("query", ["", "?stance=-", "?speaker=Raila+Odinga", "?about=FRA"])
def test_the_statements_that_are_listed_are_the_rows(client: httpx.Client, query: str) -> None:
    page = client.get(f"/statements{query}").text
    rows = client.get(f"/statements.json{query}").json()["rows"]
    assert page.count('<li class="line said') == len(rows)
    assert rows or query
    for row in rows:
        assert row["speaker"] is None or row["speaker"] in page


def test_the_happenings_actors_and_pairs_that_are_listed_are_the_rows(client: httpx.Client) -> None:
    page = client.get("/happenings").text
    rows = client.get("/happenings.json").json()["rows"]
    assert {row["happening"] for row in rows} == set(re.findall(r'href="/happenings/(h[0-9a-f]+)"', page))
    page = client.get("/actors").text
    names = {row["name"] for row in client.get("/actors.json").json()["rows"]}
    listed = re.findall(r'<th scope="row"><a class="who"[^>]*><bdi>([^<]*)</bdi>', page)
    assert len(listed) > 5 and set(listed) <= names
    page = client.get("/dyads").text
    pairs = client.get("/dyads.json").json()["rows"]
    assert page.count('href="/dyad?a=') >= len(pairs) > 2


def test_what_is_written_as_python_and_sql_gives_the_rows(client: httpx.Client, filled: Any) -> None:
    """What is copied from a page gives what the page shows."""
    import html
    import sqlite3

    copied = re.compile(r"<summary>Copy as (\w+)</summary><pre[^>]*>(.*?)</pre>", re.S)
    for query in ("", "?type=CONSULT", "?actor=RUS&source=The+Gazette", "?text=ministers", "?since=2021-07"):
        page = client.get(f"/events{query}").text
        rows = client.get(f"/events.json{query}").json()["rows"]
        copies = {name: html.unescape(text) for name, text in copied.findall(page)}
        with sqlite3.connect(f"file:{filled}?mode=ro", uri=True) as connection:
            assert len(connection.execute(copies["SQL"]).fetchall()) == len(rows), query
        code = copies["Python"].replace(".to_pandas()", ".to_list()")
        told = code.strip().rpartition("\n")
        scope: dict[str, Any] = {}
        exec(told[0], scope)
        try:
            assert len(eval(told[2], scope)) == len(rows), query
        finally:
            scope["news"].close()
