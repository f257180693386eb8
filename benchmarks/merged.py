"""Happenings for a made-up project, put together by a rule that is quick: for benchmarks of what shows them.

The articles that `benchmarks.store` makes are the same few hundred texts cut and joined anew: merging would
take most of them for copies of each other. So here events of one type between the same two countries, dated
(or else published) in the same fortnight, are put together, few or many as it is with news, and the tables
are filled as merging fills them: summaries by `dragoman.merging.card`, reasons, stories and copies. At
100,000 events that gives as many happenings and as long cards as an archive has, in a quarter of a minute.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from dragoman.merging.card import card
from dragoman.merging.grouping import Happening, Join
from dragoman.merging.mentions import Mention, Report, Unit, Who, ordinal
from dragoman.store.mergeable import mentions

if TYPE_CHECKING:
    from dragoman.store import Project

_DAYS = 14
_MOST = 60  # reports of one happening: more news than that has hardly any
_READ = 2000  # articles that are read at a time
#: One article in so many is a copy of the one before.
_COPY = 8
_REASONS = {"for": {"type": 1.2, "actors": 1.5, "day": 0.8}, "against": {"words": -0.4}, "decided": False}


def put_together(project: Project) -> int:
    """Fill the tables of happenings and stories of a project that has none; how many happenings."""
    connection = project.connection
    groups: dict[tuple[Any, ...], list[Mention]] = {}
    for mention in _every(project):
        who = _land(mention.actors), _land(mention.recipients)
        day = mention.first if mention.first is not None else mention.report.day or 0
        groups.setdefault((mention.type, *who, day // _DAYS), []).append(mention)
    chance = random.Random(3)
    happenings, events, articles = [], [], set()
    for key in groups:
        every = sorted(groups[key], key=lambda mention: mention.order)
        while every:
            # Of most only one report is there, of few very many.
            many = min(_MOST, max(1, int(chance.paretovariate(0.8))))
            told, every = every[:many], every[many:]
            made = card(Happening([Join(Unit([mention])) for mention in told]), {})
            name = made["happening"]
            summary = {key: made[key] for key in ("actors", "recipients", "places", "numbers")}
            happenings.append(
                (
                    name, name, made["type"], " ".join(made["mode"]), made["status"], int(made["denied"]),
                    made["first_day"], made["last_day"], made["reports"], made["sources"], made["events"],
                    made["first"], made["last"], json.dumps(summary, ensure_ascii=False),
                )
            )  # fmt: skip
            article, start, end, kind = told[0].key
            with_ = {"article": article, "start": start, "end": end, "type": kind}
            reasons = json.dumps({"with": with_, "score": 3.1, **_REASONS})
            events += [(one.row, name, reasons if at else "{}") for at, one in enumerate(told)]
            articles |= {(one.report.number, name) for one in told}
    connection.begin()
    marks = ", ".join("?" * 14)
    connection.executemany(f"INSERT INTO happenings VALUES ({marks}) ON CONFLICT DO NOTHING", happenings)
    connection.executemany("INSERT INTO happening_events VALUES (?, ?, ?)", events)
    connection.executemany("INSERT INTO happening_articles VALUES (?, ?)", sorted(articles))
    _stories(project)
    connection.execute("COMMIT")
    return len(happenings)


def _land(people: Sequence[Who]) -> str:
    return min(people[0].country, default="") if people else ""


def _every(project: Project) -> Iterator[Mention]:
    connection = project.connection
    rows = connection.execute(
        "SELECT article, id, published, source, agency FROM articles ORDER BY article"
    ).fetchall()
    every = iter(rows)
    while part := list(islice(every, _READ)):
        reports = {row[0]: Report(row[1], ordinal(row[2]), row[2], row[3], row[4], row[0]) for row in part}
        yield from mentions(connection, set(reports), reports)


def _stories(project: Project) -> None:
    """Every article is in a story; some are copies of the one before."""
    connection = project.connection
    rows = connection.execute("SELECT article, title, published FROM articles ORDER BY article").fetchall()
    for at, (article, title, published) in enumerate(rows):
        copy = at % _COPY == _COPY - 1
        story = f"s{rows[at - 1][0] if copy else article}"
        if copy:
            connection.execute("UPDATE stories SET articles = 2 WHERE story = ?", [story])
            connection.execute("INSERT INTO duplicates VALUES (?, ?)", [article, rows[at - 1][0]])
        else:
            row = [story, title, 1, published, published]
            connection.execute("INSERT INTO stories VALUES (?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO story_articles VALUES (?, ?)", [article, story])
    connection.execute(
        "INSERT INTO merged (article, coding) SELECT article, coding FROM articles WHERE coding IS NOT NULL"
    )


__all__ = ["put_together"]
