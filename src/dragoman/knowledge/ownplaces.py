"""The user's places in front of the gazetteer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .entries import Spot
from .finding import Names
from .gazetteer import Candidate, Gazetteer, Ranked, key

_KINDS = {"city": "city", "region": "province", "division": "district"}
_OWN = 20.0  #: points that put the user's places before all others


class OwnPlaces(Gazetteer):
    """A gazetteer with the places of a user's places.csv that have coordinates before all others."""

    def __init__(self, ours: Gazetteer, own: dict[str, tuple[Candidate, ...]]) -> None:
        self._ours = ours
        self._towns = ours._towns
        self._own = own

    @classmethod
    def over(cls, ours: Gazetteer, names: Names) -> OwnPlaces:
        """``ours`` with the user's places of ``names`` before it."""
        own: dict[str, tuple[Candidate, ...]] = {}
        for number in names.numbers():
            if not names.own(number) or names.row(number)[0] != "l":
                continue
            spot = names.entry(number)
            if not isinstance(spot, Spot) or spot.lat is None:
                continue
            place = Candidate(
                f"own-{number - names.layer.count + 1}",
                spot.name,
                _KINDS[spot.kind],
                spot.iso3,
                "",
                spot.lat,
                spot.lon,
                0,
                False,
                spot.source,
            )
            for name in (spot.name, *spot.aliases):
                own[key(name)] = (*own.get(key(name), ()), place)
        return cls(ours, own)

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """The places that bear the name: the user's, then ours."""
        return (*self._own.get(key(name), ()), *self._ours.candidates(name))

    def resolve(
        self,
        name: str,
        *,
        near: Sequence[str] = (),
        within: str = "",
        kind_hint: str = "",
        around: Sequence[Candidate] = (),
    ) -> list[Ranked]:
        """As :meth:`Gazetteer.resolve`, with the user's places first."""
        ranked = super().resolve(name, near=near, within=within, kind_hint=kind_hint, around=around)
        own = {place.id for places in self._own.values() for place in places}
        made = [
            replace(one, score=round(one.score + _OWN, 2), reasons=("in your tables", *one.reasons))
            if one.place.id in own
            else one
            for one in ranked
        ]
        return sorted(made, key=lambda one: -one.score)
