"""A project with a few articles, read by the coder of `fake`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

import dragoman
from dragoman.store import Project
from store import server

_NUMBERS = count(1)
FAKE = "store.fake:Fake"
ROWS = [
    {
        "id": "a",
        "published": "2021-07-04",
        "title": "Talks",
        "source": "The Gazette",
        "text": "Russia met Ukraine in Minsk on 2021-07-03. France says Russia attacked Ukraine on 2021-06.",
    },
    {
        "id": "b",
        "published": "2021-08-01",
        "source": "The Post",
        "text": "Ukraine accused Russia. rebels attacked Syria on 2021. Kenya never met France on 2021-W30.",
    },
    {"id": "c", "text": "France helped Kenya. protesters accused Kenya. Kenya says France helped Kenya."},
]


def write(path: Path) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return write(tmp_path / "news.jsonl")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server's database."""
    if (why := server.missing()) is not None:
        pytest.skip(why)
    with server.server(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of a project that is not there yet, in a file or on the server; its tests are run for both."""
    if request.param == "sqlite":
        return str(tmp_path / "n.db")
    return f"{request.getfixturevalue('postgres')}?schema=t{next(_NUMBERS)}"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's file, made once."""
    folder = tmp_path_factory.mktemp("made")
    fill(str(folder / "news.db"), folder)
    return folder / "news.db"


@pytest.fixture(scope="session")
def made_on_server(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the same on the server, made once."""
    address = f"{postgres}?schema=made"
    fill(address, tmp_path_factory.mktemp("made"))
    return address


def fill(name: str, folder: Path) -> None:
    with dragoman.open(name) as project:
        counts = project.add([write(folder / "news.jsonl")], coder=FAKE, workers=1)
        assert counts.to_dict() == {"coded": 3, "known": 0, "rejected": 0}


@pytest.fixture
def news(tmp_path: Path, made: Path) -> Iterator[Project]:
    """A project of one's own with the same in it."""
    shutil.copy(made, tmp_path / "news.db")
    with dragoman.open(tmp_path / "news.db") as project:
        yield project


@pytest.fixture(params=["sqlite", "postgres"])
def asked(request: pytest.FixtureRequest) -> Iterator[Project]:
    """The same, in a file and on a server, to be asked and not to be changed."""
    name = request.getfixturevalue("made" if request.param == "sqlite" else "made_on_server")
    with dragoman.open(name, read_only=True) as project:
        yield project


@pytest.fixture(params=["sqlite", "postgres"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Project]:
    """The same in a project of one's own, in a file and on a server."""
    if request.param == "sqlite":
        yield request.getfixturevalue("news")
        return
    address = f"{request.getfixturevalue('postgres')}?schema=t{next(_NUMBERS)}"
    fill(address, tmp_path)
    with dragoman.open(address) as project:
        yield project
