"""A project of a few articles read by the shipped model, shown by a server, and a browser to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from web import articles, browser
from web.running import running
from web.walking import Walked, kind_of, walk

#: Where walks begin: forms lead to what no link does.
STARTS = ("/", "/search?q=ministers", "/events?type=CONSULT&actor=RUS")
for _name in ("starlette", "jinja2", "uvicorn", "httpx"):
    pytest.importorskip(_name, reason="needs the extras “web” and “test”")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's file, not to be changed."""
    import dragoman

    folder = tmp_path_factory.mktemp("web")
    path = folder / "news.db"
    with dragoman.open(path) as project:
        counts = project.add(articles.write(folder / "news.jsonl"), workers=1)
    assert counts.coded == len(articles.ARTICLES)
    return path


@pytest.fixture
def own(filled: Path, tmp_path: Path) -> Path:
    """A project of one's own with the same in it."""
    return Path(shutil.copy(filled, tmp_path / "news.db"))


@pytest.fixture(scope="session")
def base(filled: Path) -> Iterator[str]:
    """The address of a server that shows it."""
    with running(filled) as address:
        yield address


@pytest.fixture(scope="session")
def client(base: str) -> Iterator[Any]:
    """What asks that server."""
    import httpx

    with httpx.Client(base_url=base, timeout=30) as made:
        yield made


@pytest.fixture(scope="session")
def walked(client: Any) -> list[Walked]:
    """Every page that links lead to, a few of each kind, as that server shows it."""
    return list(walk(client, *STARTS))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser."""
    if (why := browser.missing()) is not None:
        pytest.skip(why)
    with browser.browser() as made:
        yield made


@pytest.fixture(scope="session")
def addresses(walked: list[Walked]) -> list[str]:
    """The pages there are, one of each kind."""
    shown = [page for page in walked if page.kind == "text/html" and page.status == 200]
    return list({kind_of(page.address): page.address for page in reversed(shown)}.values())[::-1]


@pytest.fixture(scope="session")
def minsk(filled: Path) -> int:
    """The number of the article that has acts of every status."""
    import dragoman

    with dragoman.open(filled, read_only=True) as project:
        (row,) = project.sql("SELECT article FROM articles WHERE given_id = 'minsk'").to_list()
    number: int = row["article"]
    return number
