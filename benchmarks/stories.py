"""The annotated stories: reports by different outlets of the same happenings, in `data/stories`.

A file holds one story: its reports one after the other in the notation of `training.marks`, each beginning
with its article's line, which also names the outlet (``source``) and, for a copy, the report it is one of
(``copy_of``). Events with the same ``ev`` in any report of the set are of the same happening.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.records import Article, Coding

FOLDER = Path(__file__).parent / "data" / "stories"
#: Stories of which only the words that name an act are marked: more of them to fit weights on.
NAMED = Path(__file__).parent / "data" / "linked"
_MARK = re.compile(r"\{([a-z]+):([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Told:
    """A report with its marks. ``happenings`` gives each event's, by the event's id, over the whole set."""

    story: str
    coding: Coding
    copy_of: str | None
    happenings: dict[str, str]


class StoryError(ValueError):
    """A story cannot be read; the text says file, line and why."""


def read_stories(folder: Path = FOLDER, *, problems: list[str] | None = None) -> list[Told]:
    """All reports, story by story. A mark that cannot be read goes into ``problems`` or raises StoryError."""
    return [told for path in sorted(folder.glob("*.jsonl")) for told in read_story(path, problems=problems)]


def read_story(path: Path, *, problems: list[str] | None = None) -> Iterator[Told]:
    """The reports of one file; see `read_stories`."""
    from training.marks import MarkError, read_article

    marks = None
    copy_of = source = None
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            mark = json.loads(line)
            if "article" in mark:
                if marks is not None:
                    yield _told(path.stem, marks.record(), copy_of, source)
                copy_of, source = mark["article"].pop("copy_of", None), mark["article"].pop("source", None)
                mark["article"].setdefault("style", "wire")
                marks = read_article(json.dumps(mark))
            elif marks is None:
                raise MarkError("the first line holds the article")
            elif "actor" in mark:
                marks.declare(mark, number)
            elif "event" in mark:
                marks.event(mark["event"])
            elif "statement" in mark:
                marks.statement(mark["statement"])
        except (MarkError, ValueError, KeyError, TypeError) as error:
            if problems is None:
                raise StoryError(f"{path}:{number}: {error}") from error
            problems.append(f"{path}:{number}: {error}")
    if marks is not None:
        yield _told(path.stem, marks.record(), copy_of, source)


def _told(story: str, record: dict, copy_of: str | None, source: str | None) -> Told:
    happenings = {event["id"]: event["event"] for event in record["events"]}
    record["article"]["source"] = source
    return Told(story, Coding.from_dict(record), copy_of, happenings)


def half(story: str) -> str:
    """ "tune" or "report": weights and thresholds are chosen on the one half, the other is for reporting.

    The stories whose names begin alike ("kivu-raid", "kivu-miriki") speak of each other and stay together.
    """
    digest = hashlib.sha256(story.partition("-")[0].encode()).digest()
    return "tune" if digest[0] % 2 == 0 else "report"


def local(told: Told) -> Coding:
    """The marks as one article's coding: what the happenings are called says nothing beyond the article."""
    names: dict[str, str] = {}
    events = tuple(
        replace(event, event=names.setdefault(event.event, f"{told.coding.article.id}-{len(names)}"))
        for event in told.coding.events
    )
    return replace(told.coding, events=events)


@dataclass(frozen=True, slots=True)
class Named:
    """A report and what its words name: first and last character (exclusive) and the happening."""

    story: str
    article: Article
    acts: tuple[tuple[int, int, str], ...]


def read_named(folder: Path = NAMED) -> list[Named]:
    """The reports of `NAMED`: files of stories ("# name"), each some reports: "@ day | outlet | title" and
    lines of text, with acts as {a:words}, the letter standing for the happening within its story.
    """
    out: list[Named] = []
    for path in sorted(folder.glob("*.txt")):
        story, number = "", 0
        for line in path.read_text("utf-8").split("\n"):
            if line.startswith("# "):
                story, number = line[2:].strip(), 0
            elif line.startswith("@ "):
                number += 1
                published, source, title = (part.strip() for part in line[2:].split("|"))
                head, acts = _unmarked(title, story, 0)
                article = Article(f"named-{story}-{number}", published, head, "", None, source)
                out.append(Named(story, article, acts))
            elif line.strip():
                last = out[-1]
                body = f"{last.article.body} " if last.article.body else ""
                text, acts = _unmarked(line.strip(), story, last.article.title_end + 2 + len(body))
                article = replace(last.article, body=body + text)
                out[-1] = replace(last, article=article, acts=last.acts + acts)
    return out


def _unmarked(text: str, story: str, at: int) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The text without its marks, and these; ``at`` is where the text begins."""
    out, last, acts = "", 0, []
    for mark in _MARK.finditer(text):
        out += text[last : mark.start()]
        acts.append((at + len(out), at + len(out) + len(mark[2]), f"{story}-{mark[1]}"))
        out += mark[2]
        last = mark.end()
    return out + text[last:], tuple(acts)
