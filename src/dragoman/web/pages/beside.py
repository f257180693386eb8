"""What stands beside an article or an event: other reports of the same, and what people put right."""

from __future__ import annotations

from typing import Any

from dragoman.records import Coding
from dragoman.store import Project
from dragoman.web import questions

_MOST = 12  # other reports that are listed
_DECIDED = {"accept": "accepted", "reject": "rejected", "fix": "put right"}


def other_reports(project: Project, article: int) -> list[dict[str, Any]]:
    """Articles that tell of happenings this one tells of, those that share most first."""
    found = questions.rows(
        project,
        "SELECT o.article, a.title, a.source, a.published, count(*), d.original FROM happening_articles h "
        "JOIN happening_articles o ON o.happening = h.happening AND o.article <> h.article "
        "JOIN articles a ON a.article = o.article LEFT JOIN duplicates d ON d.article = o.article "
        "WHERE h.article = ? GROUP BY o.article, a.title, a.source, a.published, d.original "
        "ORDER BY 5 DESC, o.article LIMIT ?",
        [article, _MOST],
    )
    names = ("article", "title", "source", "published", "shared", "copy")
    return [dict(zip(names, row, strict=True)) for row in found]


def told_elsewhere(project: Project, article: int) -> list[dict[str, Any]]:
    """What the article tells of that other articles tell too, most reported first."""
    found = questions.rows(
        project,
        "SELECT h.happening, h.type, h.reports FROM happening_articles x "
        "JOIN happenings h ON h.happening = x.happening WHERE x.article = ? AND h.reports > 1 "
        "ORDER BY h.reports DESC, h.happening LIMIT ?",
        [article, _MOST],
    )
    return [dict(zip(("happening", "type", "reports"), row, strict=True)) for row in found]


def corrected(project: Project, key: str, coding: Coding) -> dict[str, str]:
    """What people decided of each event and statement of the article: its id, and the decision."""
    from dragoman.store.corrections import find

    record = coding.to_dict()
    out: dict[str, str] = {}
    rows = questions.rows(
        project,
        "SELECT k.part, k.kind, k.maker FROM corrections k JOIN articles a ON a.article = k.article "
        "WHERE a.id = ? ORDER BY k.correction",
        [key],
    )
    for part, kind, maker in rows:
        item = find(record, part)
        if item is None:
            continue
        if kind == "undo":
            out.pop(item["id"], None)
        elif kind != "skip":
            out[item["id"]] = f"{_DECIDED[kind]}{f' by {maker}' if maker else ''}"
    return out
