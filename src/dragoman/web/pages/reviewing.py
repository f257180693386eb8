"""What the coder is least sure of, one decision at a time; decisions are kept beside the coding."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dragoman import ontology
from dragoman.records import AUX, STANCES
from dragoman.store import StoreError, Table
from dragoman.web import questions
from dragoman.web.site import Asked, Missing, Moved, Page, View

_AHEAD = 30
_KINDS = ("accept", "reject", "skip")
_YEAR = 365 * 24 * 3600
_SIGNED = "dragoman-reviewer"


def page(asked: Asked) -> Page:
    """The first of the queue, or the one that is asked for."""
    queue = asked.project.queue(limit=_AHEAD).to_list()
    article, part = asked.extra("article"), asked.extra("part")
    now: dict[str, Any] | None = None
    if part:
        now = next((row for row in queue if (row["article"], row["part"]) == (article, part)), None)
        if now is None:
            raise Missing("This one was decided meanwhile: load the review again.")
    elif queue:
        now = queue[0]
    values: dict[str, Any] = {
        "now": now,
        "row": None,
        "ahead": len(queue),
        "precision": asked.project.precision().to_list(),
        "done": _last(asked),
        "maker": asked.request.cookies.get(_SIGNED, "") or asked.site.reviewer,
        "AUX": AUX,
        "STANCES": STANCES,
        "modes": ontology.MODES,
    }
    if now:
        method = "events" if now["of"] == "event" else "statements"
        rows = questions.by_number(asked.project, method, [now["number"]])
        values["row"] = rows[0] if rows else None
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
    article, part = form.get("article", ""), form.get("part", "")
    kind = form.get("kind", "")
    maker = form.get("maker", "").strip()[:80]
    note = form.get("note", "").strip()[:400]
    if not article or not part:
        raise StoreError("nothing to decide on: go back, and load the review again")
    fixes = _fixes(form, part)
    if kind == "accept" and fixes:
        kind = "fix"  # Enter in a field sends the form by its first button
    with asked.writing() as project:
        if kind == "fix":
            if not fixes:
                raise StoreError("nothing was changed: change a field, or accept")
            for field, value in fixes:
                project.correct(
                    article, f"{part}:{field}", after=value, kind="fix", maker=maker, note=note
                )
            # With what was put right the rest of it holds, and it leaves the queue.
            project.correct(article, part, kind="accept", maker=maker, note=note)
        elif kind in (*_KINDS, "undo"):
            project.correct(article, part, kind=kind, maker=maker, note=note)
        else:
            raise StoreError(f"{kind!r} is no decision: accept, reject, fix, skip or undo")
    to = "/review"
    if kind == "undo" and form.get("again"):
        to += "?" + urlencode({"article": article, "part": part})
    return Moved(to, cookies=((_SIGNED, maker, _YEAR),) if maker.isascii() else ())


def _fixes(form: Any, part: str) -> list[tuple[str, Any]]:
    """The fields that were changed in the form, and their new values as records have them."""
    out: list[tuple[str, Any]] = []
    for field in ("type", "aux") if part.startswith("event:") else ("stance",):
        now, was = form.get(f"new-{field}"), form.get(f"was-{field}")
        if now is not None and now != was:
            out.append((field, now))
    now, was = form.get("new-mode"), form.get("was-mode")
    if now is not None and now != was and part.startswith("event:"):
        out.append(("mode", now.replace(",", " ").split()))
    # The type is changed last: until then the part is called by the old one.
    return sorted(out, key=lambda pair: pair[0] == "type")


def queue_table(asked: Asked) -> Table:
    """The whole queue."""
    return asked.project.queue(limit=1000)


def corrections_table(asked: Asked) -> Table:
    """All corrections."""
    return asked.project.corrections()


VIEWS = (
    View("/review", page, queue_table, decided),
    View("/corrections", None, corrections_table),
)
