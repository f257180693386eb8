"""What stands beside an article or an event: other reports of the same, and what people put right."""

from __future__ import annotations

from typing import Any

from dragoman.store import Project
from dragoman.web import questions

_MOST = 12  # other reports that are listed


def other_reports(project: Project, article: int) -> list[dict[str, Any]]:
    """Articles that tell of happenings this one tells of, those that share most first; [] where happenings
    were not put together."""
    ask = getattr(project, "other_reports", None)
    if ask is None:
        return []
    found: list[dict[str, Any]] = list(ask(article, limit=_MOST))
    return found


def corrected(project: Project, article: int) -> dict[str, str]:
    """What was decided last of each event and statement of the article: id -> accept, reject or fix."""
    found = questions.rows(
        project,
        "SELECT part, after FROM corrections WHERE article = ? ORDER BY correction",
        [article],
    )
    out: dict[str, str] = {}
    for part, after in found:
        out[part] = "reject" if after is None else "fix"
    return out
