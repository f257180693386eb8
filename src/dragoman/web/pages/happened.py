"""Happenings: what many reports tell of, and one with its reports, accounts, figures and history."""

from __future__ import annotations

from itertools import islice
from typing import Any
from urllib.parse import quote

from dragoman import ontology
from dragoman.store import Table
from dragoman.web import questions
from dragoman.web.copying import copies
from dragoman.web.site import Asked, Missing, Moved, Page, View

_SIZE = 40


def listed(asked: Asked) -> Page:
    """The happenings of the filter, those told by most first."""
    number = asked.number("page", most=500)
    asked.conditions()  # says so where something of the filter is wrong

    def make() -> list[dict[str, Any]]:
        found = asked.project.happenings(limit=number * _SIZE + 1, **asked.filter.events())
        return list(islice(iter(found), (number - 1) * _SIZE, None))

    rows = asked.kept("happenings", make)
    values = {
        "rows": [{**row, "quad": ontology.quad(row["type"])} for row in rows[:_SIZE]],
        "page": number,
        "more": len(rows) > _SIZE,
        "copies": copies(asked, found="happenings", method="happenings"),
    }
    return Page("happenings.html", values)


def one(asked: Asked) -> Page:
    """The happening of the name in the address."""
    card = asked.project.happening(asked.request.path_params["name"])
    if card is None:
        raise Missing("No such happening here: it may have been joined with another.")
    numbers = [mention["event"] for mention in card["mentions"]]
    reasons = {mention["event"]: mention["why"] for mention in card["mentions"]}
    rows = questions.by_number(asked.project, "events", numbers)
    homes = {row["article"]: row["number"] for row in rows}
    values = {
        "one": card,
        "quad": ontology.quad(card["type"]),
        "rows": rows,
        "reasons": reasons,
        "homes": homes,
    }
    return Page("happening.html", values)


def decided(asked: Asked) -> Moved:
    """Take reports out of a happening, or put another one with it."""
    name = asked.request.path_params["name"]
    maker, note = asked.form.get("maker", "")[:80], asked.form.get("note", "")[:400]
    with asked.writing() as project:
        if asked.form.get("do") == "join":
            names = project.join(name, asked.form.get("other", "").strip()[:40], maker=maker, note=note)
        else:
            chosen = [int(key[6:]) for key in asked.form if key.startswith("event-") and key[6:].isdigit()]
            names = project.split(name, chosen, maker=maker, note=note)
    to = name if name in names or not names else names[0]
    return Moved(f"/happenings/{quote(to, safe='')}")


def table(asked: Asked) -> Table:
    """All happenings of the filter."""
    return asked.project.happenings(**asked.filter.events())


VIEWS = (
    View("/happenings", listed, table),
    View("/happenings/{name:str}", one, post=decided),
)
