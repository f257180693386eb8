"""A project with a few articles, read by the coder of `fake`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import dragoman
from dragoman.store import Project

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
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's file, made once."""
    folder = tmp_path_factory.mktemp("made")
    with dragoman.open(folder / "news.db") as project:
        counts = project.add([write(folder / "news.jsonl")], coder=FAKE, workers=1)
        assert counts.to_dict() == {"coded": 3, "known": 0, "rejected": 0}
    return folder / "news.db"


@pytest.fixture
def news(tmp_path: Path, made: Path) -> Iterator[Project]:
    """A project of one's own with the same in it."""
    shutil.copy(made, tmp_path / "news.db")
    with dragoman.open(tmp_path / "news.db") as project:
        yield project
