"""Places as a text names them: what ties words to a country, and which place of a name is meant, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.knowledge.gazetteer import Candidate, Ranked, distance

#: By how much the likeliest place must lead those elsewhere, and how far off "elsewhere" is, in km.
MARGIN, ELSEWHERE = 0.3, 100.0
#: A place with fewer people than this is not meant where the article speaks of other countries only.
SMALL = 100_000
_POINTS = frozenset("city district".split())
#: The kind of place that a word behind its name tells.
AREA_KINDS = {
    "province": "province",
    "governorate": "province",
    "oblast": "province",
    "state": "province",
    "region": "province",
    "prefecture": "province",
    "county": "district",
    "district": "district",
    "city": "city",
    "town": "city",
}


@dataclass(frozen=True, slots=True)
class Geo:
    """Words that tie the text to a country. ``sort``: country, demonym, capital, seat or place."""

    first: int
    last: int
    code: str
    sort: str


@dataclass(frozen=True, slots=True)
class Within:
    """What a place is said to lie in: a name or an ISO code, "" where nothing is said.

    ``binds`` tells whether the place must then lie there.
    """

    name: str = ""
    binds: bool = False


def stray(place: Candidate, near: Sequence[str]) -> bool:
    """Is it a small place in a country that the article does not speak of? Its name then means another one,
    too small for the table.
    """
    return place.kind in _POINTS and place.population < SMALL and place.iso3 not in near


def told(ranked: Ranked) -> str:
    """A place as a doubt names it: "Tripoli (LBN, 7.1)"."""
    place = ranked.place
    lies = ", ".join(filter(None, (place.admin1, place.iso3)))
    return f"{place.name} ({lies}; {ranked.score:g})" if lies else f"{place.name} ({ranked.score:g})"


def settled(ranked: Sequence[Ranked]) -> tuple[Candidate | None, str]:
    """The first of ranked places where it leads all that lie elsewhere clearly enough, and the reasons."""
    if not ranked:
        return None, ""
    best = ranked[0]
    for other in ranked[1:]:
        if best.score - other.score >= MARGIN:
            break
        if distance(best.place, other.place) > ELSEWHERE:
            return None, ""
    return best.place, "; ".join(best.reasons) if len(ranked) > 1 else ""
