"""From the model's scores to a `Parse`, window by window."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.language.lemmas import apply_lemma_rule, irregular
from dragoman.language.parse import Content, Link, Name, Parse, Token, Trigger
from dragoman.language.sequence import Greedy, best_tags, bio
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


@dataclass(slots=True)
class Scores:
    """What the model says of one window's own sentences.

    Args:
        words: by output, a row for each word of theirs.
        arcs: of each sentence of n words, [n, 1 + n]: row a word, column 0 the root, the others its governor.
        edges: of each sentence, [labels, n, n]: from the row's word to the column's.
        alone: [M], of all words of the window: that nothing before it means the same.
        chain: [M, M], of all words of the window: row a word, column one before it that means the same; to be
            added is what follows.
        distance: [2 F + 1]: what it counts for that the column's word stands F words behind the row's, or
            farther, and so on to F words ahead.
    """

    words: dict[str, Array]
    arcs: list[Array]
    edges: list[Array]
    alone: Array
    chain: Array
    distance: Array


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

    def read(self, window: Window, scores: Scores) -> None:
        """Decode the window's own sentences."""
        a = scores.words
        own = window.tokens[window.own :]
        ranges = window.ranges
        mentions: set[int] = set()
        types = _softmax(a["type"])
        cue = _sigmoid(a["cue"][:, 0])
        inside = _sigmoid(a["inside"][:, 0])
        named = Greedy(a["names"], self.name_before)
        contents = _log_softmax(a["content"])
        # a threshold of 0.5 leaves the scores as they are; others shift "outside"
        contents[:, 0] += np.log(self.thresholds["content"] / (1.0 - self.thresholds["content"]))
        said = Greedy(contents, CONTENT_BEFORE)
        self._syntax(window, scores, ranges)
        for (first, last), edges in zip(ranges, scores.edges, strict=True):
            self._names(own, a["names"], named.tags(first, last), first, last)
            self._events(own, a, first, last, types, inside, edges, mentions)
            tags = said.tags(first, last)
            if tags is None:
                tags = best_tags(contents[first:last].tolist(), CONTENT_BEFORE)
            if any(tags):
                self._contents(own, a, first, last, tags, cue, edges, mentions)
        self._actors(own, a)
        self._antecedents(window, scores, mentions)

    def _syntax(self, window: Window, scores: Scores, ranges: list[tuple[int, int]]) -> None:
        a = scores.words
        relating = a["deprel"].copy()
        relating[:, self.root] = -1e9
        relations = relating.argmax(1).tolist()
        upos, feats, rules = (a[k].tolist() for k in ("upos", "feats", "lemma"))
        labels = self.labels
        parts, relation_names = labels["upos"], labels["deprel"]
        offsets, text, tokens, own = self.words.offsets, self.text, self.tokens, window.tokens[window.own :]
        for (first, _), arcs in zip(ranges, scores.arcs, strict=True):
            heads = decode_tree(arcs)
            begin = own[first]
            sentence = bisect_right(self.first_tokens, begin) - 1
            for i, h in enumerate(heads, first):
                token = own[i]
                start, end = offsets[token]
                word = text[start:end]
                part = parts[upos[i]]
                if upos[i] == self.pronoun and self.is_personal[feats[i]]:
                    self.personal.add(token)
                tokens[token] = Token(
                    start,
                    end,
                    word,
                    _lemma(word, labels["lemma"][rules[i]], part == "VERB"),
                    part,
                    labels["feats"][feats[i]],
                    -1 if h < 0 else begin + h,
                    "root" if h < 0 else relation_names[relations[i]],
                    sentence,
                )

    def _names(self, own: list[int], scores: Array, tags: list[int] | None, first: int, last: int) -> None:
        if tags is not None:
            if any(tags):
                self._named(own, first, tags)
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
                self._named(own, first + begin, best_tags(logs[begin:i].tolist(), self.name_before))
                begin = -1

    def _named(self, own: list[int], first: int, tags: list[int]) -> None:
        labels = self.labels["names"]
        begin = -1
        for i, tag in enumerate([*(labels[k] for k in tags), "O"]):
            if begin >= 0 and tag[0] != "I":
                label = labels[tags[begin]][2:]
                self.names.append(Name(own[first + begin], own[first + i - 1] + 1, label))
                self.mentioned.add(own[first + i - 1])
                begin = -1
            if tag[0] == "B":
                begin = i

    def _events(
        self,
        own: list[int],
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
            chances = _sigmoid(edges[self.roles, head - first])
            for role, row, some in zip(ROLES, chances, np.any(chances >= FAINT, axis=1), strict=True):
                found = self._links(own[first], row) if some else ()
                links[role] = found
                if role in MENTIONED:
                    mentions.update(link.token for link in found if link.probability >= 0.3)
                    self.mentioned.update(link.token for link in found if link.probability >= 0.5)
            self.triggers.append(
                Trigger(
                    own[left],
                    own[right] + 1,
                    own[head],
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
    def _links(begin: int, chances: Array) -> tuple[Link, ...]:
        order = np.nonzero(chances >= FAINT)[0].tolist()
        return tuple(
            Link(begin + k, round(float(chances[k]), 4))
            for k in sorted(order, key=lambda k: (-chances[k], k))
        )

    def _contents(
        self,
        own: list[int],
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
                    own,
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
        own: list[int],
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
            scores = edges[self.edge[label], begin - first : end - first].mean(0)
            if label == "cue":
                # being a word of saying at all is the larger part of being this content's
                scores = scores + np.log(np.clip(cue[first:last], 1e-3, 1.0))
            scores[begin - first : end - first] = -1e4
            none = a["no_pointer"][begin:end, which].mean()
            chance = _softmax(np.append(scores, none))
            best = int(chance[:-1].argmax())
            if chance[best] < max(0.25, 0.5 * float(chance[-1])):
                return None
            return Link(own[first + best], round(float(chance[best]), 4))

        said, speaker = point("cue", 0), point("speaker", 1)
        addressees: tuple[Link, ...] = ()
        if said is not None:
            row = _sigmoid(edges[self.edge["addressee"], said.token - own[first]])
            addressees = self._links(own[first], row)
        for link in (speaker, *addressees):
            if link is not None and link.probability >= 0.3:
                mentions.add(link.token)
        stance = _softmax(a["stance"][begin:end].mean(0))
        self.contents.append(
            Content(
                own[begin],
                own[end - 1] + 1,
                round(float(chances[begin - first : end - first].mean()), 4),
                continues,
                said,
                speaker,
                addressees,
                {k: round(float(p), 4) for k, p in zip(self.labels["stance"], stance, strict=True)},
            )
        )

    def _actors(self, own: list[int], a: dict[str, Array]) -> None:
        for name, into in (("kind", self.kinds), ("sector", self.sectors)):
            chances = _softmax(a[name])
            labels = self.labels[name]
            best = chances.argmax(1)
            sure = _rounded(chances[np.arange(len(own)), best])
            for token, k, chance in zip(own, best.tolist(), sure, strict=True):
                into[token] = (labels[k], chance)

    def _antecedents(self, window: Window, scores: Scores, mentions: set[int]) -> None:
        # pronouns, names, and whatever was linked before: phrases of the context too
        mentions = mentions | self.mentioned | self.personal
        ordered = np.array([i for i, token in enumerate(window.tokens) if token in mentions], np.int64)
        far = len(scores.distance) // 2
        steps = np.minimum(np.maximum(ordered - ordered[:, None], -far), far) + far
        # [P, P], row a phrase, column one before it
        earlier = scores.chain[ordered[:, None], ordered] + scores.distance[steps]
        alone = scores.alone[ordered]
        likely = earlier > alone[:, None]  # than that there is none
        for position in np.nonzero(np.tril(likely, -1).any(1))[0].tolist():
            i = int(ordered[position])
            if i < window.own:
                continue
            chance = _softmax(np.concatenate([alone[position : position + 1], earlier[position, :position]]))
            best = int(chance[1:].argmax())
            if chance[best + 1] > chance[0]:
                self.antecedents[window.tokens[i]] = Link(
                    window.tokens[int(ordered[best])], round(float(chance[best + 1]), 4)
                )
