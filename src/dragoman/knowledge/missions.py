"""Which mission of the United Nations was in a country on a date: "U.N. peacekeepers in Bamako" were MINUSMA.

The table is ``data/missions.csv``: the country, the mission by its name in ``organisations.csv``, and the ISO
dates of its first and last day.
"""

from __future__ import annotations

from functools import lru_cache

from .tables import rows


@lru_cache(maxsize=1)
def _table() -> dict[str, list[tuple[str, str, str]]]:
    """Country -> (mission, first day, last day or "" where it goes on)."""
    out: dict[str, list[tuple[str, str, str]]] = {}
    for _, (iso3, name, start, end) in rows("missions.csv", ("iso3", "name", "from", "to")):
        out.setdefault(iso3, []).append((name, start, end))
    return out


def mission(country: str, date: str | None) -> str:
    """The United Nations' mission in ``country`` (ISO alpha-3) on ``date`` (ISO); "" for none or no date.

    Of several, the one that came last.

    >>> mission("MLI", "2016-05-01")
    'MINUSMA'
    """
    found = ""
    for name, start, end in _table().get(country, ()) if date else ():
        assert date
        if start[: len(date)] <= date and (not end or date <= end):
            found = name
    return found
