"""What a party or armed group was on a date: in government, in opposition, in arms.

The Taliban were rebels until August 2021 and a government after it; Labour in Britain was the
opposition in 2020. The table is ``data/parties.csv``: a body (by its name in ``organisations.csv``),
its country, its sectors, and the ISO dates from and until which it had them.
"""

from __future__ import annotations

from functools import lru_cache

from .tables import items, rows

_COLUMNS = ("name", "country", "sector", "from", "to")
_Term = tuple[str, tuple[str, ...], str, str]  # name, sectors, first day, day after the last


def _holds(term: _Term, date: str) -> bool:
    """Whether ``date`` lies in the term, compared at the coarser of the granularities."""
    _, _, start, end = term
    size = min(len(date), len(start))
    if date[:size] < start[:size]:
        return False
    size = min(len(date), len(end))
    return not end or (date[:size] < end[:size] if size == 10 else date[:size] <= end[:size])


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, list[_Term]], dict[str, list[_Term]]]:
    """Terms by name of the body, and the terms in government by country."""
    by_name: dict[str, list[_Term]] = {}
    governing: dict[str, list[_Term]] = {}
    for _, (name, country, sector, start, end) in rows("parties.csv", _COLUMNS):
        term = (name, items(sector), start, end)
        by_name.setdefault(name, []).append(term)
        if "GOV" in term[1]:
            governing.setdefault(country, []).append(term)
    return by_name, governing


def ruling(country: str, date: str) -> tuple[str, ...]:
    """The parties in the government of ``country`` (ISO alpha-3) on ``date`` (ISO); may be empty.

    >>> ruling("IND", "2019-08-05")
    ('Bharatiya Janata Party',)
    """
    return tuple(term[0] for term in _table()[1].get(country, ()) if _holds(term, date))


def sectors(
    name: str, country: tuple[str, ...], sector: tuple[str, ...], date: str | None
) -> tuple[str, ...]:
    """The sectors of the body ``name`` on ``date``; ``sector``, its usual ones, where nothing is told.

    A party is PTY and GOV while it is in government, PTY and OPP while only others of its country
    are known to be.

    Args:
        name: as ``organisations.csv`` has it.
        country: ISO alpha-3 codes of its countries.
        sector: its sectors in ``organisations.csv``.
        date: ISO, any granularity; None or "" for no date.

    >>> sectors("Taliban", ("AFG",), ("REB",), "2020-05-01")
    ('REB',)
    >>> sectors("Taliban", ("AFG",), ("REB",), "2022-05-01")
    ('GOV',)
    """
    if not date:
        return sector
    terms = _table()[0].get(name, ())
    for term in terms:
        if _holds(term, date):
            return term[1]
    if sector == ("PTY",) and len(country) == 1:
        others = ruling(country[0], date)
        if others and name not in others:
            return ("PTY", "OPP")
    return sector
