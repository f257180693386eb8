"""Happenings: what many reports tell of, and one with its reports, accounts, figures and history."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from dragoman import ontology
from dragoman.store import Table
from dragoman.store.happenings import row_of
from dragoman.web import questions
from dragoman.web.copying import called, cited, python, query, sql
from dragoman.web.pages import facets
from dragoman.web.site import Asked, Missing, Moved, Page, View, signed

_SIZE = 40
_COLUMNS = (
    "h.happening, h.type, h.mode, h.status, h.denied, h.first_day, h.last_day, h.reports, h.sources, "
    "h.events, h.first, h.last, h.summary"
)
_ORDER = "ORDER BY h.sources DESC, h.reports DESC, coalesce(h.first, ''), h.happening"
#: How a status is told of one report.
_TOLD = {
    "reported": "as done", "claimed": "as claimed", "denied": "as not done", "planned": "as planned",
    "possible": "as possible",
}  # fmt: skip


def listed(asked: Asked) -> Page:
    """The happenings of the filter, those told by most first."""
    number = asked.number("page", most=2500)
    made, source, values = _chosen(asked)
    narrower = asked.kept_facets(lambda: facets.of_happenings(asked, made))
    total = sum(count for _, count in dict(narrower)["status"])
    rows = asked.kept("happenings", lambda: _rows(asked, source, values, number))
    _, told, named = _chosen(asked, quick=False)
    values_of = {
        "rows": rows,
        "total": total,
        "page": number,
        "more": number * _SIZE < total,
        "facets": narrower,
        "copies": [
            ("Python", python(asked, "happenings", asked.filter.events())),
            ("SQL", query(f"SELECT h.* {told} {_ORDER}", named)),
            cited(asked, f"{total:,} happenings"),
        ],
    }
    return Page("happenings.html", values_of)


def _chosen(asked: Asked, *, quick: bool = True) -> tuple[questions.Conditions, str, list[Any]]:
    """The conditions on events, and the happenings that are asked for, as a query goes on, with its values.

    A status is that of the happening. What people read is asked for by what they asked (not ``quick``), and
    not by the numbers of what was found.
    """
    made = (asked.chosen if quick else asked.conditions)(without=("status",))
    return made, *questions.from_happenings(made, asked.filter.values.get("status", ()))


def _rows(asked: Asked, source: str, values: list[Any], number: int) -> list[dict[str, Any]]:
    found = questions.rows(
        asked.project,
        f"SELECT {_COLUMNS} {source} {_ORDER} LIMIT ? OFFSET ?",
        [*values, _SIZE, (number - 1) * _SIZE],
    )
    return [{**(row := row_of(one)), "quad": ontology.quad(row["type"])} for one in found]


def one(asked: Asked) -> Page:
    """The happening of the name in the address."""
    card = _card(asked)
    numbers = [mention["event"] for mention in card["mentions"]]
    number = asked.number("page", most=2500)
    reasons = {mention["event"]: mention["why"] for mention in card["mentions"]}
    rows = questions.by_number(asked.project, "events", numbers[(number - 1) * _SIZE : number * _SIZE])
    homes = _homes(asked, card)
    name = card["happening"]
    values = {
        "one": card,
        "quad": ontology.quad(card["type"]),
        "history": [told for row in card["history"] if (told := _changed(row))],
        "rows": rows,
        "page": number,
        "more": number * _SIZE < len(numbers),
        "reasons": reasons,
        "homes": homes,
        "copies": [
            ("Python", called(asked, f"news.happening({name!r})")),
            ("SQL", sql(questions.event_conditions(asked.project, {"happening": name}), "events")),
            cited(asked, f"{card['reports']:,} reports of happening {name}"),
        ],
    }
    return Page("happening.html", values)


def _card(asked: Asked) -> dict[str, Any]:
    card = asked.project.happening(asked.request.path_params["name"])
    if card is None:
        raise Missing("No such happening here: it may have been joined with another.")
    return card


def _homes(asked: Asked, card: dict[str, Any]) -> dict[str, int]:
    """The number of each article, by the id it was given."""
    numbers = [mention["event"] for mention in card["mentions"]]
    found = questions.rows(
        asked.project,
        "SELECT DISTINCT a.given_id, a.article FROM events e JOIN articles a ON a.article = e.article "
        f"WHERE e.event IN ({questions.marks(numbers) or 'NULL'})",
        numbers,
    )
    return {key: int(number) for key, number in found}


def _changed(row: dict[str, Any]) -> dict[str, Any]:
    """A change from report to report: how it is told (``said``), and how it ``was`` before, "" if not."""
    field, before, now = row["field"], row["from"], row["to"]
    by = f" by {row['by']}" if row["by"] else ""
    if field == "status":
        said = f"{_TOLD[now]}{by if now in ('claimed', 'denied') else ''}"
        was = _TOLD[before] if before else ""
    elif field == "actor":
        said, was = f"by {now}", f"by {before}" if before else ""
    else:
        said = f"{now:,} {field}" if isinstance(now, int) else f"{field}: {now}"
        was = ""
        if before is not None:
            was = f"{before:,}" if isinstance(before, int) else str(before)
        said += f", says {row['by']}" if row["by"] else ""
    return {**row, "said": said, "was": was}


def reports(asked: Asked) -> Table:
    """The events of one happening."""
    return asked.project.events(happening=_card(asked)["happening"])


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
    return Moved(f"/happenings/{quote(to, safe='')}", cookies=signed(maker))


def table(asked: Asked) -> Table:
    """All happenings of the filter."""
    return asked.project.happenings(**asked.filter.events())


VIEWS = (
    View("/happenings", listed, table),
    View("/happenings/{name:str}", one, reports, decided),
)
