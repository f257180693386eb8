"""The first page: what the project holds, what happened when, who acts most, what is new."""

from __future__ import annotations

from typing import Any

from dragoman.store import Project, Table
from dragoman.web import questions
from dragoman.web.drawing import bars
from dragoman.web.pages import dyad, gathered
from dragoman.web.site import Asked, Page, View

_YEAR = 365 * 24 * 3600
_LATEST = 8


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
        "actors": asked.kept("actors", lambda: gathered.most_active(asked.project, 12)),
        "dyads": asked.kept("dyads", lambda: dyad.pairs(asked, "actor", 10)),
        "happenings": asked.kept("happenings", lambda: gathered.happenings(asked, 8)),
        "latest": latest(asked.project),
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


def latest(project: Project) -> list[dict[str, Any]]:
    """The articles stored last."""
    found = questions.rows(
        project,
        "SELECT a.article, a.title, a.source, a.published, "
        "(SELECT count(*) FROM events e WHERE e.article = a.article), "
        "(SELECT count(*) FROM statements s WHERE s.article = a.article), substr(a.text, 1, 90) "
        "FROM articles a ORDER BY a.article DESC LIMIT ?",
        [_LATEST],
    )
    names = ("article", "title", "source", "published", "events", "statements", "words")
    return [dict(zip(names, row, strict=True)) for row in found]


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
