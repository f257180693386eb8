"""Who speaks and acts for and against whom: as a matrix, as a signed network, and as a list of pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.store import Table
from dragoman.web import questions
from dragoman.web.copying import by_query, cited
from dragoman.web.drawing.network import Edge, Node, network
from dragoman.web.filtering import WHO
from dragoman.web.pages.dyad import SIDES
from dragoman.web.showing import actor_address, dyad_address, short
from dragoman.web.site import Asked, Page, View

SIZE = 50  # pairs of a page
_LEVELS = ("actor", "country")
_SIDE = 16  # rows and columns of the matrix
_DRAWN = 26  # actors of the network
_LINES = 60


@dataclass(slots=True)
class Position:
    """How often one supports and opposes another, in words (statements) and in acts of support, accusation
    and rejection."""

    a: str
    a_name: str
    b: str
    b_name: str
    says_for: int = 0
    says_against: int = 0
    acts_for: int = 0
    acts_against: int = 0

    @property
    def support(self) -> int:
        """Of both kinds."""
        return self.says_for + self.acts_for

    @property
    def against(self) -> int:
        """Of both kinds."""
        return self.says_against + self.acts_against

    @property
    def total(self) -> int:
        """All of them."""
        return self.support + self.against

    @property
    def side(self) -> str:
        """``for``, ``against``, or ``mixed`` where neither is twice the other."""
        if self.support >= 2 * self.against:
            return "for"
        return "against" if self.against >= 2 * self.support else "mixed"


def page(asked: Asked) -> Page:
    """See above."""
    level = asked.extra("level", _LEVELS, default="actor")
    found = positions(asked, level)
    number = asked.number("page", most=2000)
    rows, columns = _sides(found)
    return Page(
        "positions.html",
        {
            "level": level,
            "total": len(found),
            "pairs": found[(number - 1) * SIZE : number * SIZE],
            "page": number,
            "more": number * SIZE < len(found),
            "rows": rows,
            "columns": columns,
            "cells": {(one.a, one.b): one for one in found if one.a in dict(rows) and one.b in dict(columns)},
            "picture": asked.kept("picture", lambda: _picture(asked, found, level)),
            "link": lambda one: between(asked, one.a, one.b),
            "copies": [
                *by_query(asked, _said(asked, level), _acts(asked, level)),
                cited(asked, f"{len(found):,} pairs that take positions"),
            ],
        },
    )


def positions(asked: Asked, level: str) -> list[Position]:
    """Every pair of which one takes a side, those who do most often first."""
    key = ("positions", level, asked.filter.query())
    return asked.site.kept(key, asked.project, lambda: _read(asked, level))


def _read(asked: Asked, level: str) -> list[Position]:
    out: dict[tuple[str, str], Position] = {}
    for a, a_name, b, b_name, stance, count in questions.rows(asked.project, *_said(asked, level, True)):
        one = out.setdefault((a, b), Position(a, a_name, b, b_name))
        if stance == "+":
            one.says_for += int(count)
        else:
            one.says_against += int(count)
    for a, a_name, b, b_name, kind, count in questions.rows(asked.project, *_acts(asked, level, True)):
        one = out.setdefault((a, b), Position(a, a_name, b, b_name))
        if SIDES[kind] == "+":
            one.acts_for += int(count)
        else:
            one.acts_against += int(count)
    return sorted(out.values(), key=lambda one: (-one.total, one.a, one.b))


def _said(asked: Asked, level: str, quick: bool = False) -> tuple[str, list[Any]]:
    made = asked.chosen_said() if quick else asked.said()
    article = "JOIN articles a ON a.article = e.article " if questions.needs_article(made) else ""
    inner = (
        "SELECT s.actor AS one, b.actor AS other, e.stance AS turn, count(DISTINCT e.statement) AS n "
        "FROM statements e JOIN statement_spans s ON s.statement = e.statement AND s.role = 'speaker' "
        f"JOIN statement_about b ON b.statement = e.statement {article}"
        f"WHERE e.stance <> '0' AND s.actor IS NOT NULL AND {made.sql()} GROUP BY s.actor, b.actor, e.stance"
    )
    return _named(inner, level), made.values


def _acts(asked: Asked, level: str, quick: bool = False) -> tuple[str, list[Any]]:
    made = asked.chosen() if quick else asked.conditions()
    done = "" if asked.filter.values.get("status") else f" AND {questions.DONE}"
    article = "JOIN articles a ON a.article = e.article " if questions.needs_article(made) else ""
    kinds = ", ".join(f"'{kind}'" for kind in SIDES)
    inner = (
        "SELECT p.actor AS one, p.recipient AS other, e.type AS turn, count(*) AS n "
        f"FROM {'country' if level == 'country' else 'actor'}_pairs p JOIN events e ON e.event = p.event "
        f"{article}WHERE e.type IN ({kinds}) AND {made.sql()}{done} GROUP BY p.actor, p.recipient, e.type"
    )
    if level == "country":
        return (
            f"SELECT one AS a, one AS a_name, other AS b, other AS b_name, turn, n FROM ({inner}) AS p",
            made.values,
        )
    return _named(inner, level), made.values


def _named(inner: str, level: str) -> str:
    """The same between countries, or between actors with a name."""
    if level == "country":
        return (
            f"SELECT c.country AS a, c.country AS a_name, d.country AS b, d.country AS b_name, turn, "
            f"sum(n) AS n FROM ({inner}) AS p "
            "JOIN actor_countries c ON c.actor = p.one JOIN actor_countries d ON d.actor = p.other "
            "GROUP BY c.country, d.country, turn"
        )
    return (
        f"SELECT c.id AS a, max(c.name) AS a_name, d.id AS b, max(d.name) AS b_name, turn, "
        f"sum(n) AS n FROM ({inner}) AS p "
        "JOIN actors c ON c.actor = p.one JOIN actors d ON d.actor = p.other "
        "WHERE c.article IS NULL AND d.article IS NULL AND c.id <> d.id GROUP BY c.id, d.id, turn"
    )


def between(asked: Asked, a: str, b: str) -> str:
    """The address where the positions of the one towards the other are listed."""
    return f"{dyad_address(a, b, asked.filter.rest())}&only=positions&way=ab#list"


def _sides(found: Sequence[Position]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Rows and columns, keys and names: those towards whom most positions are taken, and who takes most of
    these."""
    taken: dict[str, int] = {}
    names: dict[str, str] = {}
    for one in found:
        taken[one.b] = taken.get(one.b, 0) + one.total
        names[one.a], names[one.b] = one.a_name, one.b_name
    columns = _first(taken)
    given: dict[str, int] = {}
    for one in found:
        if one.b in columns:
            given[one.a] = given.get(one.a, 0) + one.total
    return [(key, names[key]) for key in _first(given)], [(key, names[key]) for key in columns]


def _first(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda key: (-counts[key], key))[:_SIDE]


def _picture(asked: Asked, found: Sequence[Position], level: str) -> object:
    weights: dict[str, float] = {}
    names: dict[str, str] = {}
    for one in found:
        if one.a != one.b:
            for key, name in ((one.a, one.a_name), (one.b, one.b_name)):
                weights[key] = weights.get(key, 0) + one.total
                names[key] = name
    chosen = set(sorted(weights, key=lambda key: (-weights[key], key))[:_DRAWN])
    lines = [one for one in found if one.a in chosen and one.b in chosen and one.a != one.b][:_LINES]
    seen = dict.fromkeys(key for one in lines for key in (one.a, one.b))
    edges = [
        Edge(
            one.a, one.b, one.total, {"for": 2, "against": 4}.get(one.side, 3), one.side == "against",
            between(asked, one.a, one.b),
            f"{short(one.a_name, 60)} → {short(one.b_name, 60)}: {one.support} for, {one.against} against",
        )
        for one in lines
    ]  # fmt: skip
    nodes = [Node(key, names[key], weights[key], address(asked, key, level)) for key in seen]
    return network(nodes, edges, name="Who supports and who opposes whom")


def address(asked: Asked, key: str, level: str) -> str:
    """Where an actor is shown, or the acts of a country, under the same filter."""
    if level == "actor":
        return actor_address(key) + asked.filter.rest()
    return "/events" + asked.filter.query(without=WHO, involving=key)


def table(asked: Asked) -> Table:
    """Every pair with its four counts."""
    found = positions(asked, asked.extra("level", _LEVELS, default="actor"))
    columns: dict[str, type] = {
        "a": str, "a_name": str, "b": str, "b_name": str, "says_for": int, "says_against": int,
        "acts_for": int, "acts_against": int,
    }  # fmt: skip

    def rows() -> Iterator[dict[str, Any]]:
        for one in found:
            yield {name: getattr(one, name) for name in columns}

    return Table(columns, rows)


VIEWS = (View("/positions", page, table),)
