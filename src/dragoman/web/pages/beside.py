"""What stands beside an article or an event: other reports of the same, and what people put right."""

from __future__ import annotations

from typing import Any

from dragoman.records import Coding
from dragoman.store import Project
from dragoman.store.corrections import find, standing
from dragoman.web import questions

_MOST = 12  # other reports that are listed
_DECIDED = {"accept": "accepted", "reject": "rejected"}


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


def corrected(project: Project, number: int, coding: Coding) -> dict[str, str]:
    """What people decided of each event and statement of the article and holds: its id, and the decision."""
    record = coding.to_dict()
    told: dict[str, dict[str, list[str]]] = {}
    for row in standing(project.connection, number):
        item = find(record, row["part"])
        if item is None or row["kind"] == "skip":
            continue
        made = told.setdefault(item["id"], {"said": [], "put right": []})
        by = f" by {row['maker']}" if row["maker"] else ""
        if row["kind"] == "fix":
            made["put right"].append(f"{row['field']} put right{by}")
        else:
            made["said"].append(f"{_DECIDED[row['kind']]}{by}")
    return {key: "; ".join(dict.fromkeys(made["put right"] or made["said"])) for key, made in told.items()}
