"""All places that a text names, whether or not anything happened there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.entities import tidy_name
from dragoman.coding.geography import Geography
from dragoman.coding.names import find_names
from dragoman.coding.view import Range, View
from dragoman.knowledge.gazetteer import Candidate

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge
    from dragoman.language.parse import Parse


@dataclass(frozen=True, slots=True)
class Toponym:
    """The name of a place in a text: characters ``start`` to ``end``, and what it is, None where that is
    unknown or open.
    """

    start: int
    end: int
    text: str
    place: Candidate | None


def toponyms(parse: Parse, knowledge: Knowledge) -> tuple[Toponym, ...]:
    """The names of places in a parsed text, in its order, none over another.

    Found are the names that the model reads as places and those of countries and capitals; names of bodies
    that hold a place's ("the Bank of England") and demonyms are none.
    """
    view = View(parse)

    def geo(name: str) -> bool:
        return bool(knowledge.country(name) or knowledge.demonym(name))

    def known(name: str) -> bool:
        return bool(
            geo(name) or knowledge.capital(name) or knowledge.seat(name) or knowledge.organisation(name)
        )

    def role(word: str) -> bool:
        found = knowledge.role(word)
        return found is not None and found.kind != "organisation"

    geography = Geography(view, knowledge, find_names(view, known, geo, role), {})
    spans: dict[Range, Candidate | None] = {}
    covered: set[int] = set()
    for name in parse.names:
        first = name.first + (view.lower[name.first] == "the" and name.last - name.first > 1)
        words = view.words((first, name.last))
        if (
            name.label != "LOC"
            or covered.intersection(range(first, name.last))
            or not _names(words, knowledge)
        ):
            continue
        spans[(first, name.last)] = _place(view, geography, (first, name.last))
        covered.update(range(first, name.last))
    for mark in geography.marks:
        inside = set(range(mark.first, mark.last))
        if mark.sort not in ("country", "capital", "place") or covered & inside:
            continue
        if mark.last < len(view.tokens) and view.tokens[mark.last].text == "$":
            continue  # a currency
        number = view.name_at[mark.first]
        label = parse.names[number].label if number >= 0 else ""
        if label in ("PER", "NORP") or (
            label == "ORG" and parse.names[number].last - parse.names[number].first > mark.last - mark.first
        ):
            continue
        spans[(mark.first, mark.last)] = _place(view, geography, (mark.first, mark.last))
        covered |= inside
    out = []
    for (first, last), place in sorted(spans.items()):
        start, end = view.tokens[first].start, view.tokens[last - 1].end
        out.append(Toponym(start, end, parse.text[start:end], place))
    return tuple(out)


def _names(words: str, knowledge: Knowledge) -> bool:
    """Is it the name of a place and no demonym or side of the sky?"""
    if knowledge.demonym(words) and not knowledge.country(words):
        return False
    return words.lower() not in _SIDES


_SIDES = frozenset(
    "north south east west northern southern eastern western central northeast southeast".split()
)


def _place(view: View, geography: Geography, span: Range) -> Candidate | None:
    mark = geography.at[span[0]]
    if mark >= 0:
        geo = geography.marks[mark]
        if (geo.first, geo.last) == span:
            return geography.place(geo, geography.hint(geo))
    text = tidy_name(view.words(span))
    found = geography.find(text)
    if found is None and mark >= 0:
        # "eastern Ukraine", "Mexico City metropolitan area": the name that the phrase is built on.
        return geography.place(geography.marks[mark])
    return found
