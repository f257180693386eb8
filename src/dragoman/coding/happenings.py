"""Which mentions in one article speak of one happening, and what they lend each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.entities import Entity, slug
from dragoman.coding.view import View

if TYPE_CHECKING:
    from dragoman.coding.events import Made
    from dragoman.coding.mentions import Mention


def link(view: View, made: list[Made]) -> None:
    """Give every event its happening's slug. Changes ``made``.

    Two mentions are linked where type and status are the same and nobody who takes part in the one is
    gainsaid by the other: that is clear enough to say so, and merging can undo it.
    """
    groups: list[list[Made]] = []
    for event in made:
        best: list[Made] | None = None
        for group in reversed(groups):
            if _fits(view, group, event):
                best = group
                break
        if best is None:
            groups.append([event])
        else:
            best.append(event)
    taken: dict[str, int] = {}
    for group in groups:
        first = max(group, key=lambda e: bool(e.actors) + bool(e.recipients))
        words = [_short(first.actors), first.draft.type.lower(), _short(first.recipients)]
        base = "-".join(word for word in words if word)
        taken[base] = taken.get(base, 0) + 1
        name = base if taken[base] == 1 else f"{base}-{taken[base]}"
        for event in group:
            event.happening = name


def _short(mentions: list[Mention]) -> str:
    return slug(mentions[0].entity.name)[:30].strip("-") if mentions else ""


def _entities(event: Made, role: str) -> list[Entity]:
    return [mention.entity for mention in getattr(event, role)]


def _fits(view: View, group: list[Made], event: Made) -> bool:
    first = group[0]
    if first.draft.type != event.draft.type or _status(first) != _status(event):
        return False
    shared = 0
    for role in ("actors", "recipients"):
        mine = _entities(event, role)
        theirs = [entity for other in group for entity in _entities(other, role)]
        if mine and theirs:
            if not any(entity is other for entity in mine for other in theirs):
                return False
            shared += 1
    if not shared:
        return False
    modes = {mode for other in group for mode in other.draft.modes}
    if modes and event.draft.modes and not modes & set(event.draft.modes):
        return False
    dates = {other.date.value for other in group if other.date}
    if event.date and dates and not any(_agree(event.date.value, date) for date in dates):
        return False
    places = {place.text for other in group for place in other.places}
    if event.places and places and not any(place.text in places for place in event.places):
        return False
    # Words of saying repeat without speaking of the same act: those need the same word and the same sides.
    if event.draft.type in ("ACCUSE", "REQUEST", "SUPPORT", "REJECT", "AGREE", "THREATEN", "CONSULT"):
        return shared == 2 or any(_stem(view, other) == _stem(view, event) for other in group)
    return True


def _status(event: Made) -> str:
    return event.draft.aux


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _stem(view: View, event: Made) -> str:
    word = view.lower[event.draft.trigger.last - 1]
    return word[:5]
