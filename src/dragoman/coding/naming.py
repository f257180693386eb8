"""What somebody is called who is not named: "Haiti's planning minister" is the planning minister of Haiti.

Whoever is told by an office or by whose he is has one name, however the article words it: what he is, then
"of", then whose. That of groups says how they were described and stays as written.
"""

from __future__ import annotations

from dragoman.coding.entities import Entity, tidy_name
from dragoman.coding.geography import Geography
from dragoman.coding.view import DETERMINERS, View
from dragoman.knowledge import Knowledge

_POSSESSIVE = frozenset(("'s", "’s"))
#: Offices that a state has one of, so that it is whose they are.
_OF_STATE = frozenset("minister premier president king queen emir sultan monarch".split())
#: Words of offices that lie in a capital without being the country's.
_LOCAL = frozenset("mayor governor police prefect sheriff council councillor bishop archbishop".split())
_MORE = frozenset(("of", "for", "in", "at", "to", "from", "on", "with"))


def turned(view: View, geography: Geography, knowledge: Knowledge, first: int, last: int) -> str:
    """The name of whoever the tokens from ``first`` to ``last`` describe, turned round: what, of whom.

    "" where they say not whose he is, or say it that way already.
    """
    for mark in range(first + 1, last - 1):
        if view.lower[mark] in _MORE:
            return ""
        if view.lower[mark] in _POSSESSIVE:
            break
    else:
        return _demonym(view, geography, knowledge, first, last)
    what = view.words((mark + 1, last))
    if any(view.lower[i] in _MORE or view.lower[i] in _POSSESSIVE for i in range(mark + 1, last)):
        return ""
    local = any(view.lower[i] in _LOCAL for i in range(mark + 1, last))
    return f"{what} of {_whose(view, geography, knowledge, first, mark, local=local)}"


def _whose(
    view: View, geography: Geography, knowledge: Knowledge, first: int, last: int, *, local: bool
) -> str:
    """The possessor's name; of a country that of the tables, of its capital too unless it is ``local``."""
    number = geography.at[first]
    if number >= 0:
        geo = geography.marks[number]
        if (geo.first, geo.last) == (first, last) and (
            geo.sort in ("country", "seat") or (geo.sort == "capital" and not local)
        ):
            country = knowledge.country_by_code(geo.code)
            if country is not None:
                return country.name
    while first < last - 1 and view.lower[first] in DETERMINERS:
        first += 1
    return tidy_name(view.words((first, last)))


def _demonym(view: View, geography: Geography, knowledge: Knowledge, first: int, last: int) -> str:
    """ "the Zambian farm minister": the farm minister of Zambia; "a Zambian minister" is one of several."""
    opening = view.lower[first - 1] if first else ""
    number = geography.at[first]
    if opening != "the" or number < 0 or view.lower[last - 1] not in _OF_STATE:
        return ""
    geo = geography.marks[number]
    if geo.sort not in ("demonym", "country") or geo.last >= last:
        return ""
    country = knowledge.country_by_code(geo.code)
    what = view.words((geo.last, last))
    return f"{what} of {country.name}" if country is not None and what.islower() else ""


def of_state(view: View, first: int, token: int, last: int) -> bool:
    """Is it an office that each state has one of, without a word of whose: "the health minister"?"""
    opening = view.lower[first - 1] if first else ""
    single = view.lower[token] in _OF_STATE and last - token == 1
    return single and opening == "the" and (token > first or view.lower[token] != "minister")


def finish(entity: Entity, knowledge: Knowledge) -> None:
    """Say of an office of state of which it is, now that this is known. Changes ``entity``."""
    if not entity.office or len(entity.country) != 1 or entity.sector[:1] not in (["GOV"], ["ELI"]):
        return
    country = knowledge.country_by_code(entity.country[0])
    if country is not None:
        entity.name = f"{entity.name} of {country.name}"
