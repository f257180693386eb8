"""Which words of its sentence say where an act happened, where the language model drew no line to any.

A small logistic model over what the tree says of a word and an act: how the one hangs from the other, with
which preposition, what kind of place the word names, what kind of act it is. Its weights are in
``whereabouts.json``; ``python -m training.whereabouts`` fits them to annotated articles.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
#: A word that weighs less than this by itself is not asked about: no act makes up for it.
HOPELESS = -5.0
SURE = 0.5  #: from here on an act, and a line to its place, are taken for read
_STEPS = 5  #: how far up the tree two words may meet


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a word that may say where, whatever the act: its phrase's governor, how that hangs
    from what, its preposition, what it names, and the features that come of these alone.
    """

    top: int
    link: str
    case: str
    place: str
    known: tuple[str, ...]


class Words:
    """The words of one article that may say where something happened, each read once."""

    def __init__(self, view: View, geography: Geography) -> None:
        self.view = view
        self.geography = geography
        self.placed: dict[int, list[Trigger]] = {}  #: by word, the acts that the language model places there
        for trigger in view.parse.triggers:
            if trigger.probability >= SURE:
                for link in trigger.edges.get("place", ()):
                    if link.probability >= SURE:
                        self.placed.setdefault(link.token, []).append(trigger)
        self._words: dict[int, Word] = {}
        self._near: dict[int, list[int]] = {}
        self.totals: dict[int, float] = {}  #: what the weights make of ``Word.known``, by word

    def place(self, token: int, trigger: Trigger) -> None:
        """Note that an act is done there."""
        self.placed.setdefault(token, []).append(trigger)

    def near(self, trigger: Range, lines: Iterable[int] = ()) -> list[int]:
        """Words of the trigger's sentence that may say where: last words of names of places, names and common
        nouns with a preposition of place, "there", and what the language model draws a line to.
        """
        number = self.view.sentence_of(trigger[0])
        if number not in self._near:
            self._near[number] = list(self._candidates(*self.view.sentence(trigger[0])))
        near = self._near[number]
        drawn = [token for token in lines if token not in near and self.view.sentence_of(token) == number]
        return [token for token in sorted(near + drawn) if not trigger[0] <= token < trigger[1]]

    def _candidates(self, low: int, high: int) -> Iterator[int]:
        view, geography = self.view, self.geography
        for token in range(low, high):
            number = geography.at[token]
            if number >= 0:
                mark = geography.marks[number]
                if mark.last - 1 == token and (mark.sort in _NAMED or cases(view, token)):
                    yield token
                continue
            name = view.name_at[token]
            if name >= 0:
                one = view.parse.names[name]
                if one.label in ("LOC", "ORG") and one.last - 1 == token:
                    yield token
            elif (view.upos[token] == "NOUN" and cases(view, token)) or view.lower[token] in _THERE:
                yield token

    def word(self, token: int) -> Word:
        """What is known of a word by itself."""
        found = self._words.get(token)
        if found is None:
            found = self._words[token] = self._read(token)
        return found

    def _read(self, token: int) -> Word:
        view, geography = self.view, self.geography
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
        place = sort if sort in ("country", "noun") else "named"
        above = view.head(top)
        kinds = view.parse.kinds
        out = [
            f"sort {sort}",
            f"link {link}",
            f"case {case}",
            f"sort link {place} {link}",
            f"case link {case} {link}",
            f"sort case {place} {case}",
            f"first {token - view.sentence(token)[0] < 4} {place} {case}",
        ]
        if above >= 0:
            out.append(f"above {view.tokens[above].lemma.lower()}")
        if kinds:
            out.append(f"read {sort} {kinds[token][0]}")
            if above >= 0:
                out.append(f"read above {kinds[above][0]} {case} {link}")
        if number >= 0:
            out.append(f"main {sort} {geography.marks[number].code == geography.dominant}")
        if place == "noun":
            out.append(f"noun {view.tokens[token].lemma.lower()}")
        if view.in_title(token):
            out.append(f"title {place} {case}")
        return Word(top, link, case, place, tuple(out))

    def between(self, kind: str, head: int, trigger: Range, token: int) -> list[str]:
        """What is known of a word and an act of that kind, named by ``head`` in ``trigger``."""
        word, view = self.word(token), self.view
        path, busy = way(view, word.top, head, trigger)
        gap = abs(token - head)
        near = "1" if gap <= 2 else "2" if gap <= 5 else "3" if gap <= 10 else "4" if gap <= 20 else "5"
        out = [
            f"kind {kind}",
            f"path {path}",
            f"near {'<' if token < trigger[0] else '>'}{near}",
            f"kind link {kind} {word.link}",
            f"kind path {kind} {path}",
            f"case path {word.case} {path}",
            f"sort path {word.place} {path}",
            f"kind case {kind} {word.case}",
            f"busy {busy}",
            f"busy near {busy} {near}",
            f"upos {view.upos[head]} {word.link}",
        ]
        other = next((one for one in self.placed.get(token, ()) if one.first != trigger[0]), None)
        if other is not None:
            shared, _ = way(view, other.head, head, trigger)
            out += [f"shared {shared}", f"shared {other.types[0][0]} {kind}", f"shared {kind}"]
        return out

    def features(self, kind: str, head: int, trigger: Range, token: int) -> list[str]:
        """All that is known of a word as the place of an act."""
        return [*self.word(token).known, *self.between(kind, head, trigger, token)]


def cases(view: View, token: int) -> list[str]:
    """The prepositions of a phrase."""
    return [
        view.lower[child]
        for child in view.children[core_head(view, token)]
        if view.lower[child] in WHERE and view.deprel(child) == "case"
    ]


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

    def weigh(self, known: Iterable[str]) -> float:
        """The weights of features added up."""
        weights = self.weights
        return sum([weights[name] for name in known if name in weights])

    def probability(self, total: float, line: float = 0.0) -> float:
        """That a word whose features weigh ``total`` says where the act happened; ``line`` is the probability
        of the language model's own line to it.
        """
        total += self.bias + TRUST * (log_odds(max(line, FAINTEST)) - log_odds(FAINTEST))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def choose(self, words: Words, kind: str, trigger: Trigger) -> tuple[int, float] | None:
        """The likeliest word of the sentence to say where, with its probability; None where none does."""
        span = (trigger.first, trigger.last)
        lines = {link.token: link.probability for link in trigger.edges.get("place", ())}
        near = words.near(span, lines)
        if not near:
            return None
        best: tuple[int, float] | None = None
        for token in near:
            alone = words.totals.get(token)
            if alone is None:
                alone = words.totals[token] = self.weigh(words.word(token).known)
            line = lines.get(token, 0.0)
            if not line and alone < HOPELESS:
                continue
            total = alone + self.weigh(words.between(kind, trigger.head, span, token))
            told = self.probability(total, line)
            if told >= self.bar and (best is None or told > best[1]):
                best = token, told
        return best
