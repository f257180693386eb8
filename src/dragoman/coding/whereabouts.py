"""Which words of its sentence say where an act happened, where the language model drew no line to any.

A small logistic model over what the tree says of a word and an act: how the one hangs from the other, with
which preposition, what kind of place the word names, what kind of act it is. Its weights are in
``whereabouts.json``; ``python -m training.whereabouts SHARED`` fits them to annotated articles.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from dragoman.coding.confidence import log_odds
from dragoman.coding.geography import Geography
from dragoman.coding.spans import core_head
from dragoman.coding.view import Range, View
from dragoman.language.parse import Trigger

PATH = Path(__file__).with_name("whereabouts.json")
#: Prepositions that a place may have, and no other phrase is asked about where its word is no name.
WHERE = frozenset(
    """in at near outside inside across around throughout within off on from to into onto over along through
    beside behind between towards toward by past above under beneath round against amid of""".split()
)
_THERE = frozenset("there here nearby overseas abroad offshore".split())
_NAMED = frozenset(("country", "capital", "place"))
_MARKED = ("nmod:poss", "nsubj:pass", "nmod:desc")
#: How much the log odds of the model's own line count, and below what it is as good as none.
TRUST, FAINTEST = 0.3, 0.001
SURE = 0.5  #: from here on an act, and a line to its place, are taken for read
_STEPS = 5  #: how far up the tree two words may meet


def candidates(view: View, geography: Geography, trigger: Range) -> Iterator[int]:
    """Words of the trigger's sentence that may say where: last words of names of places, common nouns with a
    preposition of place, "there".
    """
    low, high = view.sentence(trigger[0])
    for token in range(low, high):
        if trigger[0] <= token < trigger[1]:
            continue
        number = geography.at[token]
        if number >= 0:
            mark = geography.marks[number]
            if mark.sort in _NAMED and mark.last - 1 == token:
                yield token
            continue
        name = view.name_at[token]
        if name >= 0:
            one = view.parse.names[name]
            if one.label in ("LOC", "ORG") and one.last - 1 == token:
                yield token
        elif (view.upos[token] == "NOUN" and cases(view, token)) or view.lower[token] in _THERE:
            yield token


def cases(view: View, token: int) -> list[str]:
    """The prepositions of a phrase."""
    return [
        view.lower[child]
        for child in view.children[core_head(view, token)]
        if view.deprel(child) == "case" and view.lower[child] in WHERE
    ]


def places_of(view: View) -> dict[int, list[Trigger]]:
    """By word, the acts that the language model places there."""
    out: dict[int, list[Trigger]] = {}
    for trigger in view.parse.triggers:
        if trigger.probability >= SURE:
            for link in trigger.edges.get("place", ()):
                if link.probability >= SURE:
                    out.setdefault(link.token, []).append(trigger)
    return out


def features(
    view: View,
    geography: Geography,
    kind: str,
    head: int,
    trigger: Range,
    token: int,
    placed: Mapping[int, Sequence[Trigger]],
) -> list[str]:
    """What is known of the act's word and the word that may say where; ``placed`` is of :func:`places_of`."""
    top = core_head(view, token)
    number = geography.at[token]
    name = view.name_at[token]
    sort = (
        geography.marks[number].sort
        if number >= 0
        else view.parse.names[name].label
        if name >= 0
        else view.lower[token]
        if view.lower[token] in _THERE
        else "noun"
    )
    relation = view.tokens[top].deprel
    link = relation if relation in _MARKED else view.deprel(top)
    case = next(iter(cases(view, token)), "-")
    path, busy = way(view, top, head, trigger)
    side = "<" if token < trigger[0] else ">"
    gap = abs(token - head)
    near = "1" if gap <= 2 else "2" if gap <= 5 else "3" if gap <= 10 else "4" if gap <= 20 else "5"
    low = view.sentence(trigger[0])[0]
    place = sort if sort in ("country", "noun") else "named"
    above = view.head(top)
    kinds = view.parse.kinds
    out = [
        f"sort {sort}",
        f"link {link}",
        f"case {case}",
        f"kind {kind}",
        f"path {path}",
        f"near {side}{near}",
        f"sort link {place} {link}",
        f"case link {case} {link}",
        f"kind link {kind} {link}",
        f"kind path {kind} {path}",
        f"case path {case} {path}",
        f"sort path {place} {path}",
        f"kind case {kind} {case}",
        f"sort case {place} {case}",
        f"busy {busy}",
        f"busy near {busy} {near}",
        f"first {token - low < 4} {place} {case}",
        f"upos {view.upos[head]} {link}",
    ]
    if above >= 0:
        out.append(f"above {view.tokens[above].lemma.lower()}")
    if kinds:
        out.append(f"read {sort} {kinds[token][0]}")
        if above >= 0:
            out.append(f"read above {kinds[above][0]} {case} {link}")
    other = next((one for one in placed.get(token, ()) if one.first != trigger[0]), None)
    if other is not None:
        between, _ = way(view, other.head, head, trigger)
        out += [f"shared {between}", f"shared {other.types[0][0]} {kind}", f"shared {kind}"]
    if number >= 0:
        out.append(f"main {sort} {geography.marks[number].code == geography.dominant}")
    if place == "noun":
        out.append(f"noun {view.tokens[token].lemma.lower()}")
    if view.parse.sentences[view.sentence_of(token)].title:
        out.append(f"title {place} {case}")
    return out


def way(view: View, top: int, head: int, trigger: Range) -> tuple[str, int]:
    """How to get from the place to the act in the tree ("obl^" up from the place, "obj_" down to the act),
    and how many other acts lie on the way.
    """
    up = [top]
    while len(up) <= _STEPS and (above := view.head(up[-1])) >= 0:
        up.append(above)
    down = [head]
    while len(down) <= _STEPS and down[-1] not in up and (above := view.head(down[-1])) >= 0:
        down.append(above)
    if down[-1] not in up:
        return "far", 0
    meet = up.index(down[-1])
    rise, fall = up[:meet], down[:-1]
    busy = 0
    for node in (*rise[1:], down[-1], *fall[1:]) if meet else (down[-1], *fall[1:]):
        number = view.trigger_at.get(node)
        if number is not None and not trigger[0] <= node < trigger[1]:
            busy += view.parse.triggers[number].probability >= SURE
    steps = [view.deprel(node) + "^" for node in rise] + [view.deprel(node) + "_" for node in reversed(fall)]
    return " ".join(steps) if len(steps) <= 4 else f"{steps[0]} .. {len(steps)}", min(busy, 2)


class Whereabouts:
    """The fitted weights, and the probability from which on a word is taken to say where."""

    def __init__(
        self, weights: Mapping[str, float], bias: float, bar: float, scenes: Mapping[str, float]
    ) -> None:
        self.weights = weights
        self.scenes = scenes  #: of what speaks for a country (:mod:`dragoman.coding.scene`)
        self.bias = bias
        self.bar = bar

    @classmethod
    @cache
    def load(cls) -> Whereabouts:
        """The shipped ones."""
        data = json.loads(PATH.read_text("utf-8"))
        return cls(data["weights"], data["bias"], data["bar"], data["scenes"])

    def probability(self, known: Iterable[str], line: float = 0.0) -> float:
        """That a word with these features says where the act happened; ``line`` is the probability of the
        language model's own line to it.
        """
        total = self.bias + sum(self.weights.get(name, 0.0) for name in known)
        total += TRUST * (log_odds(max(line, FAINTEST)) - log_odds(FAINTEST))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def choose(
        self,
        view: View,
        geography: Geography,
        kind: str,
        trigger: Trigger,
        placed: Mapping[int, Sequence[Trigger]],
    ) -> tuple[int, float] | None:
        """The likeliest word of the sentence to say where, with its probability; None where none does."""
        lines = {link.token: link.probability for link in trigger.edges.get("place", ())}
        span = (trigger.first, trigger.last)
        best: tuple[int, float] | None = None
        for token in candidates(view, geography, span):
            known = features(view, geography, kind, trigger.head, span, token, placed)
            told = self.probability(known, lines.get(token, 0.0))
            if told >= self.bar and (best is None or told > best[1]):
                best = token, told
        return best
