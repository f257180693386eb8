"""Which mentions in one article speak of one happening, and what they lend each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.entities import slug
from dragoman.coding.view import View
from dragoman.records import Why

if TYPE_CHECKING:
    from dragoman.coding.events import Made
    from dragoman.coding.mentions import Mention

_ROLES = ("actors", "recipients")
_AGAIN = frozenset("the this that these those".split())
_WORDS = frozenset("ACCUSE REQUEST SUPPORT REJECT AGREE THREATEN CONSULT".split())


@dataclass(slots=True)
class _Group:
    """Mentions of one happening, and all that they say of it."""

    events: list[Made]
    parts: dict[str, set[int]]  # role -> entities, by identity
    modes: set[str]
    dates: set[str]
    places: set[str]
    stems: set[str]


def link(view: View, made: list[Made]) -> None:
    """Give every event its happening's slug. Changes ``made``.

    Two mentions are linked where type and status are the same and nobody who takes part in the one is
    gainsaid by the other: that is clear enough to say so, and merging can undo it.
    """
    groups: list[_Group] = []
    # a mention can only join a group in which one of its own takes part: those are looked up, not searched
    joined: dict[tuple[str, str, int], list[int]] = {}
    for event in made:
        keys = [(event.draft.type, event.draft.aux, part) for role in _ROLES for part in _parts(event, role)]
        candidates = sorted({number for key in keys for number in joined.get(key, ())}, reverse=True)
        found = next((number for number in candidates if _fits(view, groups[number], event)), None)
        if found is None:
            found = len(groups)
            groups.append(_Group([], {role: set() for role in _ROLES}, set(), set(), set(), set()))
        group = groups[found]
        group.events.append(event)
        for role in _ROLES:
            group.parts[role].update(_parts(event, role))
        group.modes.update(event.draft.modes)
        group.places.update(place.text for place in event.places)
        group.stems.add(_stem(view, event))
        if event.date:
            group.dates.add(event.date.value)
        for key in keys:
            numbers = joined.setdefault(key, [])
            if not numbers or numbers[-1] != found:
                numbers.append(found)
    taken: dict[str, int] = {}
    for group in groups:
        first = max(group.events, key=lambda e: bool(e.actors) + bool(e.recipients))
        words = [_short(first.actors), first.draft.type.lower(), _short(first.recipients)]
        base = "-".join(word for word in words if word)
        taken[base] = taken.get(base, 0) + 1
        name = base if taken[base] == 1 else f"{base}-{taken[base]}"
        for event in group.events:
            event.happening = name


def lend(view: View, made: list[Made]) -> None:
    """Give an act that is named again ("the shutdown …") and has nobody who does it there those of the last
    mention by the same word. Changes ``made``.
    """
    last: dict[tuple[str, str, str], Made] = {}
    for event in made:
        draft = event.draft
        key = (draft.type, draft.aux, _stem(view, event))
        before = last.get(key)
        if event.actors:
            last[key] = event
        elif before is not None and _named_again(view, draft.trigger.head) and _one_side(before, event):
            suffers = {id(mention.entity) for mention in event.recipients}
            event.actors.extend(mention for mention in before.actors if id(mention.entity) not in suffers)
            if event.actors:
                words = view.words(before.draft.range)
                event.why.append(Why("actors", f'those of the act named before by "{words}"'))


def _named_again(view: View, head: int) -> bool:
    return view.upos[head] == "NOUN" and any(view.lower[child] in _AGAIN for child in view.children[head])


def _one_side(before: Made, event: Made) -> bool:
    """Do both fall on the same people, as far as they say?"""
    said, told = ({id(mention.entity) for mention in one.recipients} for one in (before, event))
    return not said or not told or not said.isdisjoint(told)


def _short(mentions: list[Mention]) -> str:
    return slug(mentions[0].entity.name)[:30].strip("-") if mentions else ""


def _parts(event: Made, role: str) -> list[int]:
    return [id(mention.entity) for mention in getattr(event, role)]


def _fits(view: View, group: _Group, event: Made) -> bool:
    shared = 0
    for role in _ROLES:
        mine = _parts(event, role)
        if mine and group.parts[role]:
            if group.parts[role].isdisjoint(mine):
                return False
            shared += 1
    if not shared:
        return False
    modes = set(event.draft.modes)
    if modes and group.modes and modes.isdisjoint(group.modes):
        return False
    if event.date and group.dates and not any(_agree(event.date.value, date) for date in group.dates):
        return False
    if event.places and group.places and not any(place.text in group.places for place in event.places):
        return False
    # Words of saying repeat without speaking of the same act: those need the same word and the same sides.
    if event.draft.type in _WORDS:
        return shared == 2 or _stem(view, event) in group.stems
    return True


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _stem(view: View, event: Made) -> str:
    word = view.lower[event.draft.trigger.last - 1]
    return word[:5]
