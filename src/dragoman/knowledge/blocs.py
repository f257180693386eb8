"""Which states a group of states has on a date: the European Union had Britain until 31 January 2020.

The table is ``data/blocs.csv``: the group, the words that stand for it before "states" or "leaders" ("Gulf",
"G7"), some members (ISO alpha-3), and the ISO dates of their first and last day in it. Parts of the world
that act together ("Baltic", "African") stand beside the bodies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .tables import items, rows

#: How many words the name of a group has at most.
LONGEST = 7


@dataclass(frozen=True, slots=True)
class Bloc:
    """A group of states: its name, and its members with their first and last day ("" for open ends)."""

    name: str
    terms: tuple[tuple[str, str, str], ...]

    def members(self, date: str | None = None) -> tuple[str, ...]:
        """ISO alpha-3 codes of those in it on a date (ISO, any granularity); of today's where that is None.

        >>> bloc("baltic").members("2019-05-01")
        ('EST', 'LTU', 'LVA')
        """
        return tuple(sorted({code for code, start, end in self.terms if _holds(start, end, date)}))


def _holds(start: str, end: str, date: str | None) -> bool:
    if not date:
        return not end
    size = len(date)
    return start[:size] <= date and (not end or date <= end)


@lru_cache(maxsize=1)
def _table() -> dict[str, Bloc]:
    words: dict[str, tuple[str, ...]] = {}
    terms: dict[str, list[tuple[str, str, str]]] = {}
    columns = ("name", "words", "iso3", "from", "to")
    for _, (name, said, codes, start, end) in rows("blocs.csv", columns):
        if said:
            words[name] = items(said)
        terms.setdefault(name, []).extend((code, start, end) for code in items(codes))
    made = {name: Bloc(name, tuple(members)) for name, members in terms.items()}
    return {said.casefold(): made[name] for name in made for said in (name, *words[name])}


def bloc(words: str) -> Bloc | None:
    """The group of states that words stand for, in any case and without an article; None for no group.

    >>> bloc("the EU"), bloc("EU").name
    (None, 'European Union')
    """
    return _table().get(words.casefold())
