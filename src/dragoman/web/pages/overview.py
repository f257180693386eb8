"""The first page: what the project holds, what happened when, who acts most, what is new."""

from __future__ import annotations

from typing import Any

from dragoman.store import Project, Table
from dragoman.store.dates import STATUSES
from dragoman.web import questions
from dragoman.web.copying import called, cited, query
from dragoman.web.drawing import bars
from dragoman.web.pages import dyad, gathered
from dragoman.web.site import Asked, Page, View

_YEAR = 365 * 24 * 3600
_LATEST = 8
_OPENING = 90  # characters of an article that has no title


def page(asked: Asked) -> Page:
    """See above. A visit ends with the browser: what came since the one before it is new."""
    counts = asked.kept("counts", lambda: totals(asked.project))
    newest = counts["newest"]
    name = asked.request.url.port or 80
    seen, visit = f"dragoman-seen-{name}", f"dragoman-visit-{name}"
    cookies = asked.request.cookies
    base = cookies.get(visit, cookies.get(seen, ""))
    since = int(base) if base.isascii() and base.isdigit() and len(base) < 12 else None
    if since is not None and since > newest:
        since = None  # another project was shown here before
    values: dict[str, Any] = {
        "counts": counts,
        "activity": asked.kept("activity", lambda: bars.activity(gathered.by_time(asked, "published"))),
        "actors": asked.kept("actors", lambda: gathered.most_active(asked, 12)),
        "dyads": asked.kept("dyads", lambda: dyad.pairs(asked, "actor", 10)),
        "happenings": asked.kept("happenings", lambda: gathered.happenings(asked, 8)),
        "latest": latest(asked),
        "chosen": asked.kept("chosen", lambda: chosen(asked)) if asked.filter else None,
        "copies": [
            ("Python", called(asked, f"news.series(period='day', {_asked(asked)}).to_pandas()")),
            ("SQL", query(*gathered.published(asked.conditions()))),
            cited(asked, f"{counts['events']:,} events in {counts['articles']:,} articles"),
        ],
        "new": None if since is None else newest_since(asked.project, since),
        "since": since,
    }
    keep = (
        (seen, str(newest), _YEAR),
        (visit, str(newest if since is None else since), None),
    )
    return Page("overview.html", values, cookies=keep)


def totals(project: Project) -> dict[str, Any]:
    """How much there is of each."""
    row = questions.rows(
        project,
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM events), "
        "(SELECT count(*) FROM statements), (SELECT count(DISTINCT id) FROM actors WHERE article IS NULL), "
        "(SELECT count(*) FROM rejects), (SELECT min(published) FROM articles), "
        "(SELECT max(published) FROM articles), (SELECT max(article) FROM articles), "
        "(SELECT count(*) FROM corrections), (SELECT count(DISTINCT source) FROM articles)",
    )[0]
    names = (
        "articles", "events", "statements", "actors", "rejects", "first", "last", "newest", "corrections",
        "sources",
    )  # fmt: skip
    made = dict(zip(names, row, strict=True))
    made["newest"] = made["newest"] or 0
    return made


def _asked(asked: Asked) -> str:
    """The filter as Python's `series` takes it: every status, where none is asked for, as the page counts."""
    given = {"split": "quad", "dated": "published", "status": list(STATUSES), **asked.filter.events()}
    return ", ".join(f"{name}={value!r}" for name, value in given.items())


def chosen(asked: Asked) -> dict[str, int]:
    """How many events and statements there are under the filter, and in how many articles."""
    made, said = asked.chosen(), asked.chosen_said()
    articles = (
        f"SELECT e.article {questions.from_events(made)} UNION SELECT e.article "
        f"{questions.from_statements(said)}"
    )
    row = questions.rows(
        asked.project, f"SELECT count(*) FROM ({articles}) AS n", [*made.values, *said.values]
    )
    return {
        "articles": int(row[0][0]),
        "events": asked.kept_count("events", made),
        "statements": asked.kept_count("statements", said),
    }


def latest(asked: Asked) -> list[dict[str, Any]]:
    """The articles stored last, under the filter those with such an event."""
    made = asked.chosen()
    told = f"WHERE a.article IN (SELECT e.article {questions.from_events(made)}) " if asked.filter else ""
    found = questions.rows(
        asked.project,
        "SELECT a.article, a.title, a.source, a.published, "
        "(SELECT count(*) FROM events e WHERE e.article = a.article), "
        "(SELECT count(*) FROM statements s WHERE s.article = a.article), substr(a.text, 1, 91) "
        f"FROM articles a {told}ORDER BY a.article DESC LIMIT ?",
        [*(made.values if told else ()), _LATEST],
    )
    names = ("article", "title", "source", "published", "events", "statements", "words")
    out = [dict(zip(names, row, strict=True)) for row in found]
    for row in out:
        row["words"] = opening(row["words"])
    return out


def opening(text: str) -> str:
    """How a text begins, cut between words."""
    if len(text) < _OPENING:
        return text
    return f"{text[:_OPENING].rpartition(' ')[0] or text[:_OPENING]}…"


def newest_since(project: Project, article: int) -> dict[str, int]:
    """How many articles and events came after that article."""
    row = questions.rows(
        project,
        "SELECT (SELECT count(*) FROM articles WHERE article > ?), "
        "(SELECT count(*) FROM events WHERE article > ?)",
        [article, article],
    )[0]
    return {"articles": int(row[0]), "events": int(row[1])}


def table(asked: Asked) -> Table:
    """How many events of each class at each time."""
    made = gathered.by_time(asked, "published")
    columns: dict[str, type] = {"period": str, "quad": str, "events": int}
    rows = [dict(zip(columns, row, strict=True)) for row in made.rows]
    return Table(columns, lambda: iter(rows))


VIEWS = (View("/", page, table),)
