"""What the coder is least sure of, one decision at a time; decisions are kept beside the coding."""

from __future__ import annotations

from typing import Any

from dragoman import ontology
from dragoman.records import AUX, STANCES
from dragoman.store import StoreError, Table, corrections
from dragoman.web import questions
from dragoman.web.copying import cited, python
from dragoman.web.pages import mending
from dragoman.web.site import Asked, Missing, Moved, Page, View, signed

_AHEAD = 30
_WHOLE = 1000
_KINDS = ("accept", "reject", "skip")


def page(asked: Asked) -> Page:
    """The first of the queue, or the one that is asked for."""
    given = _asked(asked)
    queue = asked.project.queue(limit=_AHEAD, **given).to_list()
    article, part = asked.extra("article"), asked.extra("part")
    now: dict[str, Any] | None = None
    if part:
        now = next((row for row in queue if (row["article"], row["part"]) == (article, part)), None)
        if now is None:
            raise Missing("This one was decided meanwhile: load the review again.")
    elif queue:
        now = queue[0]
    maker = asked.reviewer
    values: dict[str, Any] = {
        "now": now,
        "row": None,
        "mend": {},
        "mine": corrections.last_decision(asked.project.connection, maker),
        "ahead": len(queue),
        "precision": asked.project.precision().to_list(),
        "done": _last(asked),
        "maker": maker,
        "copies": [
            ("Python", python(asked, "queue", {"limit": _WHOLE, **(given if asked.filter else {})})),
            cited(asked, "events and statements to review"),
        ],
        "AUX": AUX,
        "STANCES": STANCES,
        "modes": ontology.MODES,
    }
    if now:
        method = "events" if now["of"] == "event" else "statements"
        rows = questions.by_number(asked.project, method, [now["number"]])
        values["row"] = rows[0] if rows else None
        coding = asked.project.coding(now["article"])
        values["mend"] = mending.offered(coding.to_dict(), now["part"]) if coding else {}
    return Page("review.html", values)


def _last(asked: Asked) -> list[dict[str, Any]]:
    """What was decided last, and still holds."""
    found = questions.rows(
        asked.project,
        "SELECT k.correction, a.given_id, k.part, k.kind, k.maker, k.made, k.after, a.article "
        "FROM corrections k JOIN articles a ON a.article = k.article ORDER BY k.correction DESC LIMIT 12",
    )
    names = ("correction", "article", "part", "kind", "maker", "made", "after", "number")
    return [dict(zip(names, row, strict=True)) for row in found]


def decided(asked: Asked) -> Moved:
    """Write the decision, and go on to the next."""
    form = asked.form
    if form.get("kind") == "undo":
        return _taken_back(asked)
    article, part = form.get("article", ""), form.get("part", "")
    kind = form.get("kind", "")
    maker = form.get("maker", "").strip()[:80]
    note = form.get("note", "").strip()[:400]
    if not article or not part:
        raise StoreError("nothing to decide on: go back, and load the review again")
    changed: dict[str, Any] = {}
    if kind in ("accept", "fix"):
        coding = asked.project.coding(article)
        if coding is None:
            raise StoreError(f"no article {article!r} here: load the review again")
        changed = mending.fixes(form, part, coding.to_dict(), coding.article.text)
        # Enter in a field sends the form by its first button.
        kind = "fix" if changed else kind
    with asked.writing() as project:
        if kind == "fix":
            if not changed:
                raise StoreError("nothing was changed: change a field, or accept")
            # With what was put right the rest of it holds, and it leaves the queue.
            project.decide(article, changed, part, maker=maker, note=note)
        elif kind in _KINDS:
            project.correct(article, part, kind=kind, maker=maker, note=note)
        else:
            raise StoreError(f"{kind!r} is no decision: accept, reject, fix, skip or undo")
    return Moved(f"/review{asked.filter.query()}", cookies=signed(maker))


def _asked(asked: Asked) -> dict[str, Any]:
    """The filter for the queue: what only events have leaves statements out, and the other way round."""
    wanted = asked.filter
    return {
        "events": None if wanted.spoken() and not wanted.ignored() else wanted.events(),
        "statements": None if wanted.ignored() else wanted.statements(),
    }


def _taken_back(asked: Asked) -> Moved:
    """Take back what this reviewer decided last, and show it again."""
    maker = asked.form.get("maker", "").strip()[:80]
    with asked.writing() as project:
        back = project.take_back(maker=maker)
    if back is None:
        who = f"{maker}, or taken back" if maker else "anybody who signed with no name, or taken back"
        raise StoreError(f"nothing was decided by {who} already: sign as you did then")
    article, part = back
    queued = asked.project.queue(limit=_AHEAD, **_asked(asked))
    there = any((row["article"], row["part"]) == (article, part) for row in queued)
    to = asked.filter.query(article=article, part=part) if there else asked.filter.query()
    return Moved(f"/review{to}", cookies=signed(maker))


def queue_table(asked: Asked) -> Table:
    """The whole queue."""
    return asked.project.queue(limit=_WHOLE, **_asked(asked))


def corrections_table(asked: Asked) -> Table:
    """All corrections."""
    return asked.project.corrections()


VIEWS = (
    View("/review", page, queue_table, decided),
    View("/corrections", None, corrections_table),
)
