"""From the model's scores to a `Parse`, window by window."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.language.lemmas import apply_lemma_rule, irregular
from dragoman.language.parse import Content, Link, Name, Parse, Token, Trigger
from dragoman.language.sequence import best_tags, bio
from dragoman.language.tree import decode_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dragoman.language.runtime import Window, Words

    Array = NDArray[Any]

FAINT = 0.12  # triggers and links below this are not passed on
RARE = 0.25  # nor modes and contexts below this
ROLES = ("actor", "recipient", "place", "time", "by")
#: O, B(egins), C (goes on with the statement before), I(nside): what may stand before each
CONTENT_BEFORE = ((0, 1, 2, 3), (0, 1, 2, 3), (0, 1, 2, 3), (1, 2, 3))
SURE = 6.0  # a word whose best name tag scores so much below "no name" is none
MENTIONED = ("actor", "recipient", "by", "addressee", "speaker")


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(-1, keepdims=True))
    result: Array = e / e.sum(-1, keepdims=True)
    return result


def _log_softmax(x: Array) -> Array:
    top = x.max(-1, keepdims=True)
    result: Array = x - np.log(np.exp(x - top).sum(-1, keepdims=True)) - top
    return result


def _sigmoid(x: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-np.clip(x, -30.0, 30.0)))
    return result


class Decoder:
    """Collects what each window says about its own sentences."""

    def __init__(self, text: str, words: Words, labels: dict[str, list[str]], thresholds: dict[str, float]):
        self.text, self.words, self.labels, self.thresholds = text, words, labels, thresholds
        n = len(words.offsets)
        self.tokens: list[Token | None] = [None] * n
        self.names: list[Name] = []
        self.triggers: list[Trigger] = []
        self.contents: list[Content] = []
        self.antecedents: dict[int, Link] = {}
        self.mentioned: set[int] = set()  # tokens that end a name or that a trigger surely links to
        self.kinds: list[tuple[str, float]] = [("", 0.0)] * n
        self.sectors: list[tuple[str, float]] = [("", 0.0)] * n
        self.edge = {label: i for i, label in enumerate(labels["edge"])}
        self.first_tokens = [s.first for s in words.sentences]
        self.root = labels["deprel"].index("root")
        self.name_before = bio(labels["names"])

    def parse(self) -> Parse:
        """Everything, in text order."""
        return Parse(
            text=self.text,
            tokens=tuple(t for t in self.tokens if t is not None),
            sentences=tuple(self.words.sentences),
            names=tuple(sorted(self.names, key=lambda x: x.first)),
            triggers=tuple(sorted(self.triggers, key=lambda x: x.head)),
            contents=tuple(sorted(self.contents, key=lambda x: x.first)),
            antecedents=dict(sorted(self.antecedents.items())),
            kinds=tuple(self.kinds),
            sectors=tuple(self.sectors),
            thresholds=self.thresholds,
        )

    def read(self, window: Window, a: dict[str, Array]) -> None:
        """Decode the window's own sentences. ``a``: the model's outputs for it (padding behind)."""
        n = len(window.tokens)
        numbers = np.asarray(window.numbers)
        starts = [window.own, *(i for i in range(window.own + 1, n) if numbers[i] != numbers[i - 1])]
        ranges = list(zip(starts, [*starts[1:], n], strict=True))
        mentions: set[int] = set()
        types = _softmax(a["type"][:n])
        cue = _sigmoid(a["cue"][:n, 0])
        inside = _sigmoid(a["inside"][:n, 0])
        edges = a["edges"][:, :n, :n]
        for first, last in ranges:
            self._syntax(window, a, first, last)
            self._names(window, a, first, last)
            self._events(window, a, first, last, types, inside, edges, mentions)
            self._contents(window, a, first, last, cue, edges, mentions)
        self._actors(window, a, n)
        self._antecedents(window, a, n, mentions)

    def _syntax(self, window: Window, a: dict[str, Array], first: int, last: int) -> None:
        columns = np.concatenate([a["arcs"][first:last, :1], a["arcs"][first:last, first + 1 : last + 1]], 1)
        heads = decode_tree(columns)
        scores = a["deprel"][first:last].copy()
        for i, h in enumerate(heads):
            if h >= 0:
                scores[i, self.root] = -1e9
        relations = scores.argmax(1).tolist()
        upos, feats, rules = (a[k][first:last].tolist() for k in ("upos", "feats", "lemma"))
        labels = self.labels
        sentence = bisect_right(self.first_tokens, window.tokens[first]) - 1
        for i, h in enumerate(heads):
            token = window.tokens[first + i]
            start, end = self.words.offsets[token]
            word = self.text[start:end]
            part = labels["upos"][upos[i]]
            known = irregular(word) if part == "VERB" else None
            self.tokens[token] = Token(
                start,
                end,
                word,
                known or apply_lemma_rule(word, labels["lemma"][rules[i]]),
                part,
                labels["feats"][feats[i]],
                -1 if h < 0 else window.tokens[first + h],
                "root" if h < 0 else labels["deprel"][relations[i]],
                sentence,
            )

    def _names(self, window: Window, a: dict[str, Array], first: int, last: int) -> None:
        scores = a["names"][first:last]
        # the tags of words between two that are surely no names do not depend on the rest
        perhaps = [*(scores[:, 1:].max(1) > scores[:, 0] - SURE).tolist(), False]
        logs = _log_softmax(scores)
        begin = -1
        for i, maybe in enumerate(perhaps):
            if maybe and begin < 0:
                begin = i
            elif not maybe and begin >= 0:
                self._named(window, first + begin, best_tags(logs[begin:i].tolist(), self.name_before))
                begin = -1

    def _named(self, window: Window, first: int, tags: list[int]) -> None:
        labels = self.labels["names"]
        begin = -1
        for i, tag in enumerate([*(labels[k] for k in tags), "O"]):
            if begin >= 0 and tag[0] != "I":
                label = labels[tags[begin]][2:]
                self.names.append(Name(window.tokens[first + begin], window.tokens[first + i - 1] + 1, label))
                self.mentioned.add(window.tokens[first + i - 1])
                begin = -1
            if tag[0] == "B":
                begin = i

    def _events(
        self,
        window: Window,
        a: dict[str, Array],
        first: int,
        last: int,
        types: Array,
        inside: Array,
        edges: Array,
        mentions: set[int],
    ) -> None:
        chance = 1.0 - types[first:last, 0]
        heads = [first + i for i in np.nonzero(chance >= FAINT)[0].tolist()]
        kept: list[int] = []
        for head in sorted(heads, key=lambda i: (-chance[i - first], i)):
            # two words of one trigger are one: the surer stands for both
            if any(
                abs(head - other) <= 3
                and inside[min(head, other) : max(head, other) + 1].min() > 0.5
                and chance[head - first] < 0.6
                for other in kept
            ):
                continue
            kept.append(head)
        taken = set(kept)
        for head in sorted(kept):
            left = right = head
            while left > first and inside[left - 1] > 0.5 and left - 1 not in taken:
                left -= 1
            while right + 1 < last and inside[right + 1] > 0.5 and right + 1 not in taken:
                right += 1
            share = types[head, 1:] / max(1e-9, 1.0 - float(types[head, 0]))
            links: dict[str, tuple[Link, ...]] = {}
            for role in ROLES:
                found = self._links(window, _sigmoid(edges[self.edge[role], head, first:last]), first)
                links[role] = found
                if role in MENTIONED:
                    mentions.update(
                        first + link.token - window.tokens[first] for link in found if link.probability >= 0.3
                    )
                    self.mentioned.update(link.token for link in found if link.probability >= 0.5)
            self.triggers.append(
                Trigger(
                    window.tokens[left],
                    window.tokens[right] + 1,
                    window.tokens[head],
                    round(float(chance[head - first]), 4),
                    self._ranked(share, self.labels["type"][1:], 0.05),
                    self._ranked(_sigmoid(a["mode"][head]), self.labels["mode"], RARE),
                    self._ranked(_sigmoid(a["context"][head]), self.labels["context"], RARE),
                    dict(
                        zip(
                            self.labels["aux"],
                            (round(float(p), 4) for p in _softmax(a["aux"][head])),
                            strict=True,
                        )
                    ),
                    links,
                )
            )

    @staticmethod
    def _ranked(scores: Array, labels: Sequence[str], least: float) -> tuple[tuple[str, float], ...]:
        order = np.nonzero(scores >= least)[0].tolist()
        return tuple(
            (labels[k], round(float(scores[k]), 4)) for k in sorted(order, key=lambda k: (-scores[k], k))
        )

    @staticmethod
    def _links(window: Window, chances: Array, first: int) -> tuple[Link, ...]:
        order = np.nonzero(chances >= FAINT)[0].tolist()
        return tuple(
            Link(window.tokens[first + k], round(float(chances[k]), 4))
            for k in sorted(order, key=lambda k: (-chances[k], k))
        )

    def _contents(
        self,
        window: Window,
        a: dict[str, Array],
        first: int,
        last: int,
        cue: Array,
        edges: Array,
        mentions: set[int],
    ) -> None:
        scores = a["content"][first:last]
        logs = _log_softmax(scores)
        # a threshold of 0.5 leaves the scores as they are; others shift "outside"
        logs[:, 0] += np.log(self.thresholds["content"] / (1.0 - self.thresholds["content"]))
        tags = best_tags(logs.tolist(), CONTENT_BEFORE)
        chances = 1.0 - _softmax(scores)[:, 0]
        begin = -1
        for i, tag in enumerate([*tags, 0]):
            if begin >= 0 and tag != 3:
                self._content(
                    window,
                    a,
                    first,
                    last,
                    first + begin,
                    first + i,
                    tags[begin] == 2,
                    chances,
                    cue,
                    edges,
                    mentions,
                )
                begin = -1
            if tag in (1, 2):
                begin = i

    def _content(
        self,
        window: Window,
        a: dict[str, Array],
        first: int,
        last: int,
        begin: int,
        end: int,
        continues: bool,
        chances: Array,
        cue: Array,
        edges: Array,
        mentions: set[int],
    ) -> None:
        def point(label: str, which: int) -> Link | None:
            scores = edges[self.edge[label], begin:end, first:last].mean(0)
            if label == "cue":
                # being a word of saying at all is the larger part of being this content's
                scores = scores + np.log(np.clip(cue[first:last], 1e-3, 1.0))
            scores[begin - first : end - first] = -1e4
            none = a["no_pointer"][begin:end, which].mean()
            chance = _softmax(np.append(scores, none))
            best = int(chance[:-1].argmax())
            if chance[best] < max(0.25, 0.5 * float(chance[-1])):
                return None
            return Link(window.tokens[first + best], round(float(chance[best]), 4))

        said, speaker = point("cue", 0), point("speaker", 1)
        addressees: tuple[Link, ...] = ()
        if said is not None:
            row = _sigmoid(
                edges[self.edge["addressee"], said.token - window.tokens[first] + first, first:last]
            )
            addressees = self._links(window, row, first)
        for link in (speaker, *addressees):
            if link is not None and link.probability >= 0.3:
                mentions.add(first + link.token - window.tokens[first])
        stance = _softmax(a["stance"][begin:end].mean(0))
        self.contents.append(
            Content(
                window.tokens[begin],
                window.tokens[end - 1] + 1,
                round(float(chances[begin - first : end - first].mean()), 4),
                continues,
                said,
                speaker,
                addressees,
                {k: round(float(p), 4) for k, p in zip(self.labels["stance"], stance, strict=True)},
            )
        )

    def _actors(self, window: Window, a: dict[str, Array], n: int) -> None:
        for name, into in (("kind", self.kinds), ("sector", self.sectors)):
            chances = _softmax(a[name][:n])
            best = chances.argmax(1).tolist()
            labels = self.labels[name]
            for i in range(window.own, n):
                into[window.tokens[i]] = (labels[best[i]], round(float(chances[i, best[i]]), 4))

    def _antecedents(self, window: Window, a: dict[str, Array], n: int, mentions: set[int]) -> None:
        # pronouns, names, and whatever was linked before: phrases of the context too
        for i, token in enumerate(window.tokens):
            found = self.tokens[token]
            if token in self.mentioned or (found and found.upos == "PRON" and "PronType=Prs" in found.feats):
                mentions.add(i)
        ordered = sorted(mentions)
        scores = a["chain"]
        for position, i in enumerate(ordered):
            earlier = ordered[:position]
            if i < window.own or not earlier:
                continue
            row = np.concatenate([scores[i, :1], scores[i, [j + 1 for j in earlier]]])
            chance = _softmax(row)
            best = int(chance[1:].argmax())
            if chance[best + 1] > chance[0]:
                self.antecedents[window.tokens[i]] = Link(
                    window.tokens[earlier[best]], round(float(chance[best + 1]), 4)
                )
