"""A small project read by a coder of few rules, whose every count can be told from its texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from dragoman.records import Actor, Arg, Article, Coding, Span, Statement
from store.fake import COUNTRIES, Fake
from web.running import running

CODER = "web.small:Small"
STANCES = {"praises": "+", "blames": "-", "mentions": "0"}
_SPOKEN = re.compile(r"(?P<who>[A-Z]\w+) (?P<how>praises|blames|mentions) (?P<whom>[A-Z]\w+)\.")
ROWS = [
    {
        "id": "one",
        "published": "2021-07-04",
        "title": "Talks",
        "source": "The Gazette",
        "text": "Russia met Ukraine in Minsk on 2021-07-03. Ukraine accused Russia. France blames Russia.",
    },
    {
        "id": "two",
        "published": "2021-08-01",
        "source": "The Post",
        "text": "Ukraine accused Russia. Ukraine praises France. Kenya never met France. "
        "Russia blames Ukraine.",
    },
    {
        "id": "three",
        "text": "France helped Kenya. Russia attacked Ukraine. Ukraine praises France. "
        "France mentions Kenya.",
    },
]


class Small(Fake):
    """The coder of the store's tests, which hears praise and blame as well."""

    def code_article(self, article: Article) -> Coding:
        coding = super().code_article(article)
        actors = {actor.id: actor for actor in coding.actors}
        said = list(coding.statements)
        for found in _SPOKEN.finditer(article.text):
            for role in ("who", "whom"):
                name = found[role]
                actors.setdefault(
                    name.lower(), Actor(name.lower(), name, "country", (COUNTRIES[name],), ("GOV",))
                )
            who = Arg(found.start("who"), found.end("who"), found["who"], found["who"].lower())
            content = Span.at(article.text, found.start("how"), found.end())
            about = (found["whom"].lower(),)
            said.append(
                Statement(
                    f"t{len(said)}",
                    "indirect",
                    (content,),
                    speaker=who,
                    about=about,
                    stance=STANCES[found["how"]],
                    confidence=0.7,
                )
            )
        return replace(coding, actors=tuple(actors.values()), statements=tuple(said))


def made(folder: Path, rows: list[dict[str, Any]] = ROWS, *, merge: bool = False) -> Path:
    """The project's file."""
    fill(str(folder / "news.db"), folder, rows, merge=merge)
    return folder / "news.db"


def fill(name: str, folder: Path, rows: list[dict[str, Any]] = ROWS, *, merge: bool = False) -> None:
    """Code the articles into the project of that name; ``merge`` puts together what they tell of."""
    import dragoman

    lines = folder / "news.jsonl"
    lines.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    with dragoman.open(name) as project:
        counts = project.add([lines], coder=CODER, workers=1, merge=merge)
    assert counts.coded == len(rows), counts


@contextmanager
def client(path: Path | str) -> Iterator[Any]:
    """What asks a server that shows it."""
    import httpx

    with running(path) as address, httpx.Client(base_url=address, timeout=30) as made:
        yield made
