"""Pairs of actors, and two actors through time: what each did to the other and said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman import ontology
from dragoman.store import StoreError, Table
from dragoman.web import questions
from dragoman.web.copying import called, cited, python, query, sql
from dragoman.web.drawing.timeline import Point, timeline
from dragoman.web.filtering import WHO
from dragoman.web.showing import VERBS, short, signed
from dragoman.web.site import Asked, Moved, Page, View

SIZE = 30  # acts and statements of a page
_PAIRS = 50  # pairs of a page
_LEVELS = ("country", "actor")
_MOST = 20_000  # of each kind and direction that are looked at, the latest
_APART = 250  # points that are drawn one by one; more are drawn together
_TOGETHER = 400
_NARROWING = ("from", "to", "at")
#: Acts that take a side, with the direction.
SIDES = {"SUPPORT": "+", "ACCUSE": "-", "REJECT": "-"}
_SETTINGS = {
    "dated": ("event", "published"),
    "only": ("acts", "statements", "positions"),
    "way": ("ab", "ba"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """An act or statement. ``day`` is that of the act, or else of publication, "" where neither is told;
    ``number`` is the event's or statement's, ``back`` is true of what the second does."""

    day: str
    number: int
    said: bool
    back: bool
    score: float
    colour: int
    side: str
    type: str


def dyads(asked: Asked) -> Page:
    """Who acts on whom, most often first."""
    level = asked.extra("level", _LEVELS, default="country")
    number = asked.number("page", most=2000)
    found = asked.kept("pairs", lambda: pairs(asked, level, _PAIRS + 1, (number - 1) * _PAIRS))
    return Page(
        "dyads.html",
        {
            "rows": found[:_PAIRS],
            "page": number,
            "more": len(found) > _PAIRS,
            "level": level,
            "copies": pair_copies(asked, level),
        },
    )


def pairs(asked: Asked, level: str, limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """Pairs of countries or of actors with a name: counts by quad class and the mean PLOVER score.

    Without a status in the filter only what is told to have happened counts.
    """
    select, values = _pairs(asked, level, quick=True)
    found = questions.rows(asked.project, f"{select} LIMIT ? OFFSET ?", [*values, limit, offset])
    return [
        {
            "a": a, "a_name": a_name, "b": b, "b_name": b_name, "events": int(n),
            "score": None if score is None else round(float(score) / int(n), 2),
            "quads": [int(q) for q in quads],
        }
        for a, a_name, b, b_name, n, score, *quads in found
    ]  # fmt: skip


def pair_copies(asked: Asked, level: str) -> list[tuple[str, str]]:
    """What to copy from a view of who acts on whom."""
    return [
        ("Python", python(asked, "dyads", {"level": level, **asked.filter.events()})),
        ("SQL", query(*_pairs(asked, level))),
        cited(asked, "who acts on whom"),
    ]


def _pairs(asked: Asked, level: str, *, quick: bool = False) -> tuple[str, list[Any]]:
    """The query behind `pairs`, and its values; ``quick`` by the numbers of events (see `Asked.chosen`)."""
    made = asked.chosen() if quick else asked.conditions()
    done = "" if asked.filter.values.get("status") else f" AND {questions.DONE}"
    article = "JOIN articles a ON a.article = e.article " if questions.needs_article(made) else ""
    counts = ", ".join(
        f"sum(CASE WHEN e.quad = '{quad}' THEN 1 ELSE 0 END) AS q{place}"
        for place, quad in enumerate(ontology.QUADS, 1)
    )
    inner = (
        f"SELECT p.actor AS one, p.recipient AS other, count(*) AS n, sum(e.score) AS score, {counts} "
        f"FROM {level}_pairs p JOIN events e ON e.event = p.event {article}WHERE {made.sql()}{done} "
        "GROUP BY p.actor, p.recipient"
    )
    if level == "country":
        select = (
            "SELECT one AS a, one AS a_name, other AS b, other AS b_name, n, score, q1, q2, q3, q4 "
            f"FROM ({inner}) AS p"
        )
    else:
        select = (
            "SELECT c.id AS a, max(c.name) AS a_name, d.id AS b, max(d.name) AS b_name, sum(n) AS n, "
            "sum(score) AS score, sum(q1) AS q1, sum(q2) AS q2, sum(q3) AS q3, sum(q4) AS q4 "
            f"FROM ({inner}) AS p JOIN actors c ON c.actor = p.one "
            "JOIN actors d ON d.actor = p.other "
            "WHERE c.article IS NULL AND d.article IS NULL AND c.id <> d.id GROUP BY c.id, d.id"
        )
    return f"{select} ORDER BY 5 DESC, 1, 3", made.values


def all_pairs(asked: Asked) -> Table:
    """Every pair."""
    level = asked.extra("level", _LEVELS, default="country")
    return asked.project.dyads(level=level, **asked.filter.events())


def page(asked: Asked) -> Page | Moved:
    """The actors ``a`` and ``b``: ids, names, or codes such as RUS and RUS:MIL."""
    a, b = asked.extra("a"), asked.extra("b")
    if not a or not b:
        return Page("dyad.html", {"a": a, "b": b, "empty": True})
    settings = {name: asked.extra(name, known) for name, known in _SETTINGS.items()}
    names = _called(asked, a), _called(asked, b)
    every = _moments(asked, a, b, settings["dated"])
    chosen = [one for one in every if _fits(one, settings)]
    listed = _narrowed(asked, chosen)
    number = asked.number("page", most=3000)
    shown = listed[(number - 1) * SIZE : number * SIZE]
    values = {
        "a": a,
        "b": b,
        "empty": False,
        "names": names,
        "settings": settings,
        "narrowed": any(asked.extra(name) for name in _NARROWING),
        "total": len(listed),
        "cut": len(every) >= _MOST,
        "undated": sum(not one.day for one in chosen),
        "rows": list(_rows(asked, shown)),
        "page": number,
        "more": number * SIZE < len(listed),
        "acts": signed(_SAID["+"]), "blames": signed(_SAID["-"]),
        **asked.kept("dyad", lambda: _drawn(asked, chosen, names, settings)),
        "copies": [
            ("Python", _python(asked, a, b)),
            ("SQL", sql(_between(asked, a, b), "events") + sql(_between(asked, b, a), "events")),
            cited(asked, f"{len(listed):,} acts and statements of {names[0]} and {names[1]}"),
        ],
    }  # fmt: skip
    return Page("dyad.html", values)


#: Where statements stand on the scale: with acts of support, of accusation, or in the middle.
_SAID = {"+": ontology.score("SUPPORT"), "-": ontology.score("ACCUSE"), "0": 0.0}


def _called(asked: Asked, key: str) -> str:
    found = questions.actor_row(asked.project, key)
    return short(str(found["name"]) if found else key, 120)


def _fits(one: Moment, settings: dict[str, str]) -> bool:
    if settings["way"] and one.back != (settings["way"] == "ba"):
        return False
    if settings["only"] == "positions":
        return one.side != ""
    return not settings["only"] or one.said == (settings["only"] == "statements")


def _narrowed(asked: Asked, chosen: Sequence[Moment]) -> list[Moment]:
    """Those of the time and score that a mark of the chart stands for."""
    since, until, at = (asked.extra(name) for name in _NARROWING)
    return [
        one
        for one in chosen
        if (not since or one.day >= since)
        and (not until or "" < one.day[: len(until)] <= until)
        and (not at or f"{one.score:g}" == at)
    ]


def _moments(asked: Asked, a: str, b: str, dated: str) -> list[Moment]:
    """All there is between the two, the latest first; what has no day last."""
    key = ("dyad", a, b, dated, asked.filter.query())
    return asked.site.kept(key, asked.project, lambda: list(_read(asked, a, b, dated)))


def _read(asked: Asked, a: str, b: str, dated: str) -> Iterator[Moment]:
    found = []
    day = "a.published"
    if dated != "published":
        day = "CASE WHEN e.granularity = 'day' THEN e.first_day ELSE a.published END"
    for back, one, other in ((False, a, b), (True, b, a)):
        if back and a == b:
            continue
        for row in questions.rows(asked.project, *_acts(asked, one, other, day)):
            number, at, score, quad, kind = row
            colour = ontology.QUADS.index(quad) + 1 if quad in ontology.QUADS else 0
            found.append(
                Moment(at or "", number, False, back, float(score or 0), colour, SIDES.get(kind, ""), kind)
            )
        for number, at, stance in questions.rows(asked.project, *_words(asked, one, other)):
            colour = {"+": 2, "-": 4}.get(stance, 0)
            side = "" if stance == "0" else stance
            found.append(Moment(at or "", number, True, back, _SAID[stance], colour, side, ""))
    yield from sorted(found, key=lambda one: (one.day, one.number), reverse=True)[:_MOST]


def _acts(asked: Asked, one: str, other: str, day: str) -> tuple[str, list[Any]]:
    made = _between(asked, one, other)
    select = f"SELECT e.event, {day}, e.score, e.quad, e.type {questions.from_events(made, article=True)}"
    return f"{select} ORDER BY e.event DESC LIMIT ?", [*made.values, _MOST]


def _between(asked: Asked, one: str, other: str) -> questions.Conditions:
    return questions.event_conditions(asked.project, {**_events(asked), "actor": one, "recipient": other})


def _words(asked: Asked, one: str, other: str) -> tuple[str, list[Any]]:
    asked_for = {**_statements(asked), "speaker": one, "about": other}
    made = questions.statement_conditions(asked.project, asked_for)
    select = f"SELECT e.statement, a.published, e.stance {questions.from_statements(made, article=True)}"
    return f"{select} ORDER BY e.statement DESC LIMIT ?", [*made.values, _MOST]


def _events(asked: Asked) -> dict[str, Any]:
    return asked.filter.events(without=WHO)


def _statements(asked: Asked) -> dict[str, Any]:
    return asked.filter.statements(without=WHO)


def _rows(asked: Asked, shown: Sequence[Moment]) -> Iterator[tuple[Moment, dict[str, Any]]]:
    events = questions.by_number(asked.project, "events", [one.number for one in shown if not one.said])
    said = questions.by_number(asked.project, "statements", [one.number for one in shown if one.said])
    found = {(False, row["event"]): row for row in events} | {(True, row["statement"]): row for row in said}
    for one in shown:
        if (one.said, one.number) in found:
            yield one, found[one.said, one.number]


def _drawn(
    asked: Asked, chosen: Sequence[Moment], names: tuple[str, str], settings: dict[str, str]
) -> dict[str, Any]:
    """The chart, and its figures by period of time."""
    dated = [one for one in chosen if one.day]
    if not dated:
        return {"chart": "", "periods": [], "together": 0}
    size = _size(dated)
    points = _apart(asked, dated, names) if len(dated) <= _APART else _together(asked, dated, names, size)
    periods = _periods(dated, size)
    lines = [
        [(_whole(period), row[f"{way}_score"]) for period, row in periods if row[f"{way}_score"] is not None]
        for way in ("ab", "ba")
    ]
    name = (
        f"Acts and statements of {short(names[0], 60)} and {short(names[1], 60)} on the scale from −10 to +10"
    )
    return {
        "chart": timeline(points, lines, name=name),
        "periods": periods[::-1][:400],
        "together": len(points) if len(dated) > _APART else 0,
    }


def _size(dated: Sequence[Moment]) -> int:
    """Characters of a day by which to count: 10, 7 or 4."""
    for size in (10, 7):
        if len({(one.day[:size], one.score, one.colour, one.said, one.back) for one in dated}) <= _TOGETHER:
            return size
    return 4


def _whole(period: str) -> str:
    """A day in the middle of the period."""
    return period + {4: "-07-01", 7: "-15"}.get(len(period), "")


def _apart(asked: Asked, dated: Sequence[Moment], names: tuple[str, str]) -> list[Point]:
    homes = {
        said: questions.homes(
            asked.project,
            "statements" if said else "events",
            [one.number for one in dated if one.said == said],
        )
        for said in (False, True)
    }
    out = []
    for one in dated:
        home = homes[one.said].get(one.number)
        if home:
            href = f"/articles/{home[0]}#card-{home[1]}"
            label = f"{one.day}: {_what(one, names)} ({signed(one.score)})"
            out.append(Point(one.day, one.score, one.colour, one.said, one.back, href, label))
    return out


def _together(asked: Asked, dated: Sequence[Moment], names: tuple[str, str], size: int) -> list[Point]:
    held: dict[tuple[str, float, int, bool, bool], list[Moment]] = {}
    for one in dated:
        held.setdefault((one.day[:size], one.score, one.colour, one.said, one.back), []).append(one)
    out = []
    for (period, score, colour, said, back), ones in sorted(held.items()):
        changes = {
            "from": period, "to": period, "at": f"{score:g}", "way": "ba" if back else "ab",
            "only": "statements" if said else "acts", "page": "",
        }  # fmt: skip
        href = f"/dyad{asked.filter.query(extra=True, **changes)}#list"
        label = f"{period}: {len(ones)} × {_what(ones[0], names)} ({signed(score)})"
        out.append(Point(_whole(period), score, colour, said, back, href, label, len(ones)))
    return out


def _what(one: Moment, names: tuple[str, str]) -> str:
    who, whom = (short(name, 60) for name in (names[::-1] if one.back else names))
    if one.said:
        return f"{who} {({'+': 'supports', '-': 'criticises'}).get(one.side, 'speaks about')} {whom}"
    return f"{who} {VERBS.get(one.type, one.type.lower())} {whom}"


def _periods(dated: Sequence[Moment], size: int) -> list[tuple[str, dict[str, Any]]]:
    """For each period: acts either way with their mean score, statements for and against either way."""
    out: dict[str, dict[str, Any]] = {}
    for one in dated:
        row = out.setdefault(one.day[:size], {"ab": [], "ba": [], "ab+": 0, "ab-": 0, "ba+": 0, "ba-": 0})
        way = "ba" if one.back else "ab"
        if not one.said:
            row[way].append(one.score)
        elif one.side:
            row[way + one.side] += 1
    for row in out.values():
        for way in ("ab", "ba"):
            row[f"{way}_score"] = round(sum(row[way]) / len(row[way]), 2) if row[way] else None
            row[way] = len(row[way])
    return sorted(out.items())


def _python(asked: Asked, a: str, b: str) -> str:
    lines = []
    for one, other in ((a, b), (b, a)):
        for method, given in (
            ("events", {"actor": one, "recipient": other, **_events(asked)}),
            ("statements", {"speaker": one, "about": other, **_statements(asked)}),
        ):
            asks = ", ".join(f"{name}={value!r}" for name, value in given.items())
            lines.append(f"news.{method}({asks}).to_pandas()")
    return called(asked, *lines)


def moments(asked: Asked) -> Table:
    """All between the two, as one table: acts and statements."""
    a, b = asked.extra("a"), asked.extra("b")
    if not a or not b:
        raise StoreError("no two actors: give them as a= and b=")
    settings = {name: asked.extra(name, known) for name, known in _SETTINGS.items()}
    columns: dict[str, type] = {
        "day": str, "what": str, "who": str, "whom": str, "type": str, "stance": str, "score": float,
        "event": int, "statement": int,
    }  # fmt: skip
    found = [one for one in _moments(asked, a, b, settings["dated"]) if _fits(one, settings)]
    found = _narrowed(asked, found)

    def rows() -> Iterator[dict[str, Any]]:
        for one in found:
            yield {
                "day": one.day or None, "what": "statement" if one.said else "event",
                "who": b if one.back else a, "whom": a if one.back else b,
                "type": one.type or None, "stance": (one.side or "0") if one.said else None,
                "score": None if one.said else one.score,
                "event": None if one.said else one.number, "statement": one.number if one.said else None,
            }  # fmt: skip

    return Table(columns, rows)


VIEWS = (View("/dyads", dyads, all_pairs), View("/dyad", page, moments))
__all__ = ["SIDES", "VIEWS", "Moment", "pairs"]
