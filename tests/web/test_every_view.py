"""Every view there is, whatever is added: its twins, what to copy from it, and the filter that it shares."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import dragoman
from dragoman.web.pages import VIEWS
from web import asking, small
from web.walking import Read

_COPIED = re.compile(r"<summary>Copy as (\w+)</summary><pre[^>]*>(.*?)</pre>", re.DOTALL)
#: What a view is asked where its address alone does not say.
_ASKED = {"/dyad": "a=russia&b=ukraine", "/search": "q=Ukraine OR France"}
#: Only leads to another page.
_ELSEWHERE = ("/article",)
#: Whose rows are those of the query, or of the queries together.
_AS_MANY = (
    "/events", "/statements", "/happenings", "/happenings/{name:str}", "/actors", "/dyads", "/search", "/map",
    "/articles/{number:int}", "/actors/{key:path}",
)  # fmt: skip
FILTERS = ("", "type=ACCUSE", "source=The+Post&involving=RUS", "reports=1&stance=-", "place=BLR&until=2022")
PAGES = [view.path for view in VIEWS if view.page is not None and view.path not in _ELSEWHERE]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.made(tmp_path_factory.mktemp("views"), merge=True)


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[Any]:
    with small.client(path) as made:
        yield made


def address(client: Any, view: str, asked: str = "") -> str:
    name = client.get("/happenings.json?type=CONSULT").json()["rows"][0]["happening"]
    out = re.sub(r"\{number:int\}", "1", view)
    out = re.sub(r"\{name:str\}", name, out)
    out = re.sub(r"\{key:path\}", "ukraine", out)
    query = "&".join(filter(None, (_ASKED.get(view, ""), asked)))
    return f"{out}?{query}" if query else out


def copies(html: str) -> dict[str, str]:
    return {name: unescape(text) for name, text in _COPIED.findall(html)}


def asked_in_python(code: str) -> list[Any]:
    """What each line gives that asks something."""
    scope: dict[str, Any] = {}
    out = []
    try:
        for line in ast.parse(code.replace(".to_pandas()", ".to_list()")).body:
            if isinstance(line, ast.Expr):
                out.append(eval(compile(ast.Expression(line.value), "copied", "eval"), scope))
            else:
                exec(compile(ast.Module([line], []), "copied", "exec"), scope)
    finally:
        scope["news"].close()
    return out


@pytest.mark.parametrize("view", PAGES)
def test_it_has_both_twins_and_they_answer(client: Any, view: str) -> None:
    html = asking.page(client, address(client, view))
    links = Read(html).links
    for ending in ("json", "csv"):
        twins = [link for link in links if urlsplit(link).path.endswith(f".{ending}")]
        assert twins, f"{view} has no .{ending}"
        for link in twins:
            answer = client.get(link)
            assert answer.status_code == 200, (link, answer.text)
    if "<table" in html:
        assert asking.rows(client, next(one for one in links if ".json" in one)) is not None


@pytest.mark.parametrize("asked", FILTERS)
@pytest.mark.parametrize("view", PAGES)
def test_what_is_copied_from_it_asks_what_it_shows(client: Any, path: Path, view: str, asked: str) -> None:
    html = asking.page(client, address(client, view, asked))
    found = copies(html)
    assert found["Citation"].startswith("news.db: ") and "Coded by Dragoman" in found["Citation"]
    answers = asked_in_python(found["Python"])
    assert answers and "news.db" in found["Python"]
    if view == "/review":  # the queue is no query
        return
    with dragoman.open(path, read_only=True) as project:
        queried = [project.sql(one).to_list() for one in found["SQL"].split(";\n") if one.strip()]
    assert queried
    if view in _AS_MANY:
        path_of = urlsplit(address(client, view)).path
        twin = next(one for one in Read(html).links if urlsplit(one).path == f"{path_of}.json")
        rows = client.get(twin).json()["rows"]
        assert sum(map(len, queried)) == len(rows), found["SQL"]
        if all(isinstance(answer, list) for answer in answers):
            assert sum(map(len, answers)) == len(rows), found["Python"]


@pytest.mark.parametrize("view", [view for view in PAGES if "{" not in view and view != "/review"])
def test_it_shares_the_filter_and_says_what_does_not_apply(client: Any, view: str) -> None:
    asked = "source=The+Post&stance=-&type=ACCUSE"
    html = asking.page(client, address(client, view, asked))
    chips = re.findall(r"<li>([^:<]+): <bdi>", html)
    assert chips == ["Type", "Outlet", "Stance"]
    told = asking.text(html)
    acts = view not in ("/statements",)
    says = view in ("/", "/statements", "/dyad", "/positions", "/search")
    assert ("Events cannot be asked for: Stance" in told) == acts
    assert ("Statements cannot be asked for: Type" in told) == says
    for link in Read(html).links:
        to = urlsplit(link).path
        if to != view and (to == "/dyad" or to.startswith("/actors/")):
            assert "source=The+Post" in link, link
    nav = html.partition("<nav")[2].partition("</nav>")[0]
    for path in ("/", "/events", "/actors", "/network", "/search"):
        assert f'href="{path}?type=ACCUSE&amp;source=The+Post&amp;stance=-"' in nav


def test_the_page_of_an_actor_stays_with_the_filter(client: Any) -> None:
    html = asking.page(client, "/actors/ukraine?type=ACCUSE&actor=France&source=The+Post")
    told = asking.text(html)
    assert "The page is of whom it names, whatever the filter says of: Who acts" in told
    assert "acts 1 times acted on 0" in told
    did = told.split("What was done to it")[0].split("What it did")[1]
    assert did.count("accused") == 1 and "Gazette" not in did
    links = Read(html).links
    assert "/events?type=ACCUSE&source=The+Post&actor=ukraine" in links
    assert "/dyad?a=ukraine&b=russia&type=ACCUSE&source=The+Post" in links
    assert len(client.get("/actors/ukraine.json?type=ACCUSE&source=The+Post").json()["rows"]) == 1
    assert "/actors/ukraine?source=The+Post" in Read(asking.page(client, "/events?source=The+Post")).links


def test_the_overview_counts_what_is_asked_for(client: Any) -> None:
    told = asking.text(asking.page(client, "/?source=The+Post&type=ACCUSE"))
    assert "articles asked for 1 events asked for 1 statements asked for 2" in told
    assert "asked for" not in asking.text(asking.page(client, "/"))


def test_a_search_keeps_to_the_filter(client: Any) -> None:
    def found(query: str) -> set[str]:
        return {row["article"] for row in client.get(f"/search.json?q=Ukraine{query}").json()["rows"]}

    assert found("") == {"one", "two", "three"} and found("&source=The+Post") == {"two"}
    assert found("&type=ASSAULT") == {"three"} and found("&type=CONSULT&actor=RUS") == {"one"}
    assert "Talks" in asking.page(client, "/search?q=Ukraine&type=CONSULT&actor=RUS")


@pytest.mark.parametrize("view", ["/events", "/map", "/actors/ukraine", "/search", "/happenings"])
def test_what_is_too_much_is_an_error_that_says_so(client: Any, view: str) -> None:
    words = "".join(map(chr, range(97, 123))) * 20
    html = asking.page(client, f"{view}?actor={words}", 400)
    assert "Who acts: 520 characters: give at most 500" in html
    assert words not in html
    many = "&".join(f"source={number}" for number in range(51))
    assert "Outlet: more than 50 values" in asking.page(client, f"{view}?{many}", 400)
    answer = client.get("/events.csv", params={"text": words})
    assert answer.status_code == 400 and "520 characters" in answer.json()["error"]
    assert client.get("/events?reports=many").status_code == 400


def test_a_form_loses_nothing_of_the_filter(client: Any) -> None:
    """What it has no field for, and all values but the first, goes along unseen."""
    html = asking.page(
        client, "/map?type=ACCUSE&type=ASSAULT&mode=visit&stance=-&level=x&actor=RUS&actor=UKR"
    )
    form = html.partition("<form")[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    assert hidden == [
        ("actor", "UKR"), ("type", "ASSAULT"), ("mode", "visit"), ("stance", "-"), ("level", "x"),
    ]  # fmt: skip
    assert 'value="RUS"' in form and '<option value="ACCUSE" selected>' in form
