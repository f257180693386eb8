"""Which mentions in one article speak of one happening, and what they lend each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding import coreference
from dragoman.coding.entities import slug
from dragoman.coding.view import View
from dragoman.records import Why

if TYPE_CHECKING:
    from dragoman.coding.events import Made
    from dragoman.coding.mentions import Mention

_AGAIN = frozenset("the this that these those".split())


def link(view: View, made: list[Made]) -> None:
    """Give every event its happening's slug. Changes ``made``.

    Which mentions are of one happening `dragoman.coding.coreference` says; merging can undo it.
    """
    taken: dict[str, int] = {}
    for group in coreference.link(view, made):
        first = max(group, key=lambda event: bool(event.actors) + bool(event.recipients))
        words = [_short(first.actors), first.draft.type.lower(), _short(first.recipients)]
        base = "-".join(word for word in words if word)
        taken[base] = taken.get(base, 0) + 1
        name = base if taken[base] == 1 else f"{base}-{taken[base]}"
        for event in group:
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


def _stem(view: View, event: Made) -> str:
    word = view.lower[event.draft.trigger.last - 1]
    return word[:5]
