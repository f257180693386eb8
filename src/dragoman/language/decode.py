"""From the model's scores to a `Parse`, window by window."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.language.lemmas import apply_lemma_rule, irregular
from dragoman.language.parse import Content, Link, Name, Parse, Token, Trigger
from dragoman.language.sequence import Greedy, best_tags, bio
from dragoman.language.tree import decode_tree, is_tree

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
CACHED_LEMMAS = 50_000


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(-1, keepdims=True))
    result: Array = e / e.sum(-1, keepdims=True)
    return result


def _log_softmax(x: Array) -> Array:
    top = x.max(-1, keepdims=True)
    result: Array = x - np.log(np.exp(x - top).sum(-1, keepdims=True)) - top
    return result


def _sigmoid(x: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-np.minimum(np.maximum(x, -30.0), 30.0)))
    return result


def _rounded(x: Array) -> list[float]:
    """Single-precision numbers to four places, as `round` would. Times 10,000 they are exact in doubles."""
    result: list[float] = (np.rint(x.astype(np.float64) * 1e4) / 1e4).tolist()
    return result


@lru_cache(maxsize=CACHED_LEMMAS)
def _lemma(word: str, rule: str, verb: bool) -> str:
    return (irregular(word) if verb else None) or apply_lemma_rule(word, rule)


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
        self.personal: set[int] = set()  # personal pronouns
        self.kinds: list[tuple[str, float]] = [("", 0.0)] * n
        self.sectors: list[tuple[str, float]] = [("", 0.0)] * n
        self.edge = {label: i for i, label in enumerate(labels["edge"])}
        self.first_tokens = [s.first for s in words.sentences]
        self.root = labels["deprel"].index("root")
        self.name_before = bio(labels["names"])
        self.roles = np.array([self.edge[role] for role in ROLES])
        self.pronoun = labels["upos"].index("PRON") if "PRON" in labels["upos"] else -1
        self.is_personal = ["PronType=Prs" in feats for feats in labels["feats"]]

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

    def leave(self, sentence: int) -> None:
        """Words of a sentence that is not read: as they stand, without tags or a tree."""
        s = self.words.sentences[sentence]
        for token in range(s.first, s.last):
            start, end = self.words.offsets[token]
            word = self.text[start:end]
            self.tokens[token] = Token(start, end, word, word.lower(), "", "", -1, "", sentence)

    def read(self, window: Window, a: dict[str, Array]) -> None:
        """Decode the window's own sentences. ``a``: the model's outputs for it (padding behind)."""
        n = len(window.tokens)
        numbers = np.asarray(window.numbers)
        starts = [
            window.own,
            *(np.nonzero(numbers[window.own + 1 :] != numbers[window.own : -1])[0] + window.own + 1),
        ]
        ranges = [(int(first), int(last)) for first, last in zip(starts, [*starts[1:], n], strict=True)]
        mentions: set[int] = set()
        types = _softmax(a["type"][:n])
        cue = _sigmoid(a["cue"][:n, 0])
        inside = _sigmoid(a["inside"][:n, 0])
        edges = a["edges"][:, :n, :n]
        names = a["names"][:n]
        named = Greedy(names, self.name_before)
        contents = _log_softmax(a["content"][:n])
        # a threshold of 0.5 leaves the scores as they are; others shift "outside"
        contents[:, 0] += np.log(self.thresholds["content"] / (1.0 - self.thresholds["content"]))
        said = Greedy(contents, CONTENT_BEFORE)
        self._syntax(window, a, ranges)
        for first, last in ranges:
            self._names(window, names, named.tags(first, last), first, last)
            self._events(window, a, first, last, types, inside, edges, mentions)
            tags = said.tags(first, last)
            if tags is None:
                tags = best_tags(contents[first:last].tolist(), CONTENT_BEFORE)
            if any(tags):
                self._contents(window, a, first, last, tags, cue, edges, mentions)
        self._actors(window, a, n)
        self._antecedents(window, a, n, mentions)

    def _syntax(self, window: Window, a: dict[str, Array], ranges: list[tuple[int, int]]) -> None:
        n = len(window.tokens)
        # words of other sentences are out of reach already: best in the window is best in the sentence
        best = (a["arcs"][:n, : n + 1].argmax(1) - 1).tolist()
        scores = a["deprel"][:n].copy()
        scores[:, self.root] = -1e9
        relations = scores.argmax(1).tolist()
        upos, feats, rules = (a[k][:n].tolist() for k in ("upos", "feats", "lemma"))
        labels = self.labels
        offsets, text = self.words.offsets, self.text
        for first, last in ranges:
            heads = [h - first if h >= 0 else -1 for h in best[first:last]]
            if not (min(heads) >= -1 and max(heads) < last - first and is_tree(heads)):
                arcs = a["arcs"][first:last]
                heads = decode_tree(np.concatenate([arcs[:, :1], arcs[:, first + 1 : last + 1]], 1))
            sentence = bisect_right(self.first_tokens, window.tokens[first]) - 1
            for i, h in enumerate(heads, first):
                token = window.tokens[i]
                start, end = offsets[token]
                word = text[start:end]
                part = labels["upos"][upos[i]]
                if upos[i] == self.pronoun and self.is_personal[feats[i]]:
                    self.personal.add(token)
                self.tokens[token] = Token(
                    start,
                    end,
                    word,
                    _lemma(word, labels["lemma"][rules[i]], part == "VERB"),
                    part,
                    labels["feats"][feats[i]],
                    -1 if h < 0 else window.tokens[first + h],
                    "root" if h < 0 else labels["deprel"][relations[i]],
                    sentence,
                )

    def _names(self, window: Window, scores: Array, tags: list[int] | None, first: int, last: int) -> None:
        if tags is not None:
            if any(tags):
                self._named(window, first, tags)
            return
        scores = scores[first:last]
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
            chances = _sigmoid(edges[self.roles, head, first:last])
            for role, row, some in zip(ROLES, chances, np.any(chances >= FAINT, axis=1), strict=True):
                found = self._links(window, row, first) if some else ()
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
        tags: list[int],
        cue: Array,
        edges: Array,
        mentions: set[int],
    ) -> None:
        chances = 1.0 - _softmax(a["content"][first:last])[:, 0]
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
        own = window.tokens[window.own :]
        for name, into in (("kind", self.kinds), ("sector", self.sectors)):
            chances = _softmax(a[name][window.own : n])
            labels = self.labels[name]
            best = chances.argmax(1)
            sure = _rounded(chances[np.arange(len(own)), best])
            for token, k, chance in zip(own, best.tolist(), sure, strict=True):
                into[token] = (labels[k], chance)

    def _antecedents(self, window: Window, a: dict[str, Array], n: int, mentions: set[int]) -> None:
        # pronouns, names, and whatever was linked before: phrases of the context too
        mentions.update(
            i for i, token in enumerate(window.tokens) if token in self.mentioned or token in self.personal
        )
        ordered = sorted(mentions)
        scores = a["chain"]
        # where one phrase before scores more than none: [P, P], row a phrase, column one before it
        likely = scores[np.ix_(ordered, [j + 1 for j in ordered])] > scores[ordered, 0][:, None]
        for position in np.nonzero(np.tril(likely, -1).any(1))[0].tolist():
            i = ordered[position]
            earlier = ordered[:position]
            if i < window.own:
                continue
            row = np.concatenate([scores[i, :1], scores[i, [j + 1 for j in earlier]]])
            chance = _softmax(row)
            best = int(chance[1:].argmax())
            if chance[best + 1] > chance[0]:
                self.antecedents[window.tokens[i]] = Link(
                    window.tokens[earlier[best]], round(float(chance[best + 1]), 4)
                )
