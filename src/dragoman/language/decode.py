"""From the model's scores to a `Parse`, one pass of the model after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
UNSURE = float(np.float32(0.6))  # a head above this is never a part of another's trigger
SURE = 6.0  # a word whose best name tag scores so much below "no name" is none
MENTIONED = ("actor", "recipient", "by", "addressee", "speaker")
CACHED_LEMMAS = 50_000


def _softmax(x: Array) -> Array:
    e = np.exp(x - np.maximum.reduce(x, -1, keepdims=True))
    result: Array = e / np.add.reduce(e, -1, keepdims=True)
    return result


def _log_softmax(x: Array) -> Array:
    top = np.maximum.reduce(x, -1, keepdims=True)
    result: Array = x - np.log(np.add.reduce(np.exp(x - top), -1, keepdims=True)) - top
    return result


def _sigmoid(x: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-np.minimum(np.maximum(x, -30.0), 30.0)))
    return result


def _mean(x: Array) -> Array:
    """Over the first axis; `ndarray.mean` asks many questions first."""
    result: Array = x.sum(0) / len(x)
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
    """What the model says in one pass, of the own sentences of all its windows.

    Args:
        words: by output, a row for each word of theirs (and whatever else the model told).
        arcs: of each sentence of n words, [n, 1 + n]: row a word, column 0 the root, the others its governor.
        governors: of each sentence, the likeliest of each word, -1 for the root.
        edges: of each sentence, [labels, n, n]: from the row's word to the column's.
        alone: [B, N], of all words of each window, padded: that nothing before it means the same.
        chain: [B, N, N], likewise: row a word, column one before it that means the same; to be added is what
            follows.
        distance: [2 F + 1]: what it counts for that the column's word stands F words behind the row's, or
            farther, and so on to F words ahead.
    """

    words: dict[str, Array]
    arcs: list[Array]
    governors: list[list[int]]
    edges: list[Array]
    alone: Array
    chain: Array
    distance: Array


class Quoting:
    """What is asked of words where some are a content.

    That they are (``chances``), the log of each being a word of saying (``cue``), that there is none or no
    speaker in the sentence (``none``), and their ``stance``.
    """

    def __init__(self, a: dict[str, Array]):
        self.chances = 1.0 - _softmax(a["content"])[:, 0]
        self.cue = np.log(np.minimum(np.maximum(_sigmoid(a["cue"][:, 0]), 1e-3), 1.0))
        self.none, self.stance = a["no_pointer"], a["stance"]


def _apart(heads: list[int], sure: list[float], inside: list[float]) -> list[int]:
    """Without those that are of one trigger with a surer one, which stands for both."""
    kept: list[int] = []
    for head in sorted(heads, key=lambda i: (-sure[i], i)):
        if sure[head] >= UNSURE or not any(
            abs(head - other) <= 3 and min(inside[min(head, other) : max(head, other) + 1]) > 0.5
            for other in kept
        ):
            kept.append(head)
    return sorted(kept)


def _extent(head: int, first: int, last: int, taken: list[int], inside: list[float]) -> tuple[int, int, int]:
    """First word, head and last word of a trigger in the sentence of that range."""
    left = right = head
    while left > first and inside[left - 1] > 0.5 and left - 1 not in taken:
        left -= 1
    while right + 1 < last and inside[right + 1] > 0.5 and right + 1 not in taken:
        right += 1
    return left, head, right


def _ranked(scores: Array, labels: Sequence[str], least: float) -> list[tuple[tuple[str, float], ...]]:
    """Of each row the labels that have at least so much, the likeliest first."""
    out: list[list[tuple[float, int, float]]] = [[] for _ in scores]
    at = np.nonzero(scores >= least)
    some = scores[at]
    for row, k, chance, told in zip(*(x.tolist() for x in at), (-some).tolist(), _rounded(some), strict=True):
        out[row].append((chance, k, told))
    return [tuple((labels[k], told) for _, k, told in sorted(row)) for row in out]


class Decoder:
    """Collects what each pass says about its windows' own sentences."""

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
        self.verb = labels["upos"].index("VERB") if "VERB" in labels["upos"] else -1
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

    def read(self, windows: Sequence[Window], scores: Scores) -> None:
        """Decode the own sentences of the windows of one pass."""
        a = scores.words
        own: list[int] = []
        ranges: list[tuple[int, int]] = []
        for window in windows:
            begin = len(own)
            own += window.tokens[window.own :]
            ranges += [(begin + first, begin + last) for first, last in window.ranges]
        mentions: set[int] = set()
        named = Greedy(a["names"], self.name_before)
        contents = _log_softmax(a["content"])
        # a threshold of 0.5 leaves the scores as they are; others shift "outside"
        contents[:, 0] += np.log(self.thresholds["content"] / (1.0 - self.thresholds["content"]))
        said = Greedy(contents, CONTENT_BEFORE)
        self._syntax(own, scores, ranges)
        self._events(own, a, ranges, scores.edges, mentions)
        quoting: Quoting | None = None
        for (first, last), edges in zip(ranges, scores.edges, strict=True):
            self._names(own, a["names"], named.tags(first, last), first, last)
            tags = said.tags(first, last)
            if tags is None:
                tags = best_tags(contents[first:last].tolist(), CONTENT_BEFORE)
            if any(tags):
                quoting = quoting or Quoting(a)
                self._contents(own, quoting, first, last, tags, edges, mentions)
        self._actors(own, a)
        # pronouns, names, and whatever was linked before: phrases of the context too
        known = self.mentioned | self.personal
        for window, alone, chain in zip(windows, scores.alone, scores.chain, strict=True):
            count = len(window.tokens)
            ordered = [
                i
                for i, token in enumerate(window.tokens)
                if token in known or (i >= window.own and token in mentions)
            ]
            if ordered:
                places = np.array(ordered, np.int64)
                self._antecedents(window, places, alone[:count], chain[:count, :count], scores.distance)

    def _syntax(self, own: list[int], scores: Scores, ranges: list[tuple[int, int]]) -> None:
        a = scores.words
        text, labels = self.text, self.labels
        relating = a["deprel"].copy()
        relating[:, self.root] = -1e9
        relations = [labels["deprel"][k] for k in relating.argmax(1).tolist()]
        heads: list[int] = []
        sentences: list[int] = []
        for (first, last), arcs, best in zip(ranges, scores.arcs, scores.governors, strict=True):
            begin = own[first]
            for i, h in enumerate(decode_tree(arcs, best), first):
                if h < 0:
                    relations[i] = "root"
                    heads.append(-1)
                else:
                    heads.append(begin + h)
            sentences += [bisect_right(self.first_tokens, begin) - 1] * (last - first)
        parts, feats = a["upos"].tolist(), a["feats"].tolist()
        starts, ends = zip(*[self.words.offsets[token] for token in own], strict=True)
        words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        rules, verb, personal = labels["lemma"], self.verb, self.is_personal
        lemmas = [
            _lemma(word, rules[rule], part == verb)
            for word, rule, part in zip(words, a["lemma"].tolist(), parts, strict=True)
        ]
        self.personal.update(
            token
            for token, part, feat in zip(own, parts, feats, strict=True)
            if part == self.pronoun and personal[feat]
        )
        upos, features = labels["upos"], labels["feats"]
        made = map(
            Token,
            starts,
            ends,
            words,
            lemmas,
            [upos[k] for k in parts],
            [features[k] for k in feats],
            heads,
            relations,
            sentences,
        )
        for token, one in zip(own, made, strict=True):
            self.tokens[token] = one

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
        ranges: list[tuple[int, int]],
        edges: list[Array],
        mentions: set[int],
    ) -> None:
        types = _softmax(a["type"])
        chances = 1.0 - types[:, 0]
        found = np.nonzero(chances >= FAINT)[0].tolist()
        sure, inside = chances.tolist(), _sigmoid(a["inside"][:, 0]).tolist()
        spans: list[tuple[int, int, int]] = []
        begins: list[int] = []
        linking: list[Array] = []
        for (first, last), scores in zip(ranges, edges, strict=True):
            heads = found[bisect_left(found, first) : bisect_left(found, last)]
            if heads:
                heads = _apart(heads, sure, inside)
                spans += [_extent(head, first, last, heads, inside) for head in heads]
                begins.append(own[first])
                linking.append(scores[self.roles[:, None], [head - first for head in heads]])
        if not spans:
            return
        kept = [head for _, head, _ in spans]
        # a type's share in there being an event at all
        shares = types[kept, 1:] / np.maximum(1e-9, 1.0 - types[kept, :1].astype(np.float64)).astype(
            np.float32
        )
        ranked = [
            _ranked(scores, self.labels[name][skip:], least)
            for name, scores, skip, least in (
                ("type", shares, 1, 0.05),
                ("mode", _sigmoid(a["mode"][kept]), 0, RARE),
                ("context", _sigmoid(a["context"][kept]), 0, RARE),
            )
        ]
        aux = _softmax(a["aux"][kept])
        told = [_rounded(row) for row in aux]
        for (left, head, right), share, modes, contexts, row, to in zip(
            spans, *ranked, told, self._participants(begins, linking), strict=True
        ):
            for role, some in to.items():
                if role in MENTIONED:
                    mentions.update(link.token for link in some if link.probability >= 0.3)
                    self.mentioned.update(link.token for link in some if link.probability >= 0.5)
            self.triggers.append(
                Trigger(
                    own[left],
                    own[right] + 1,
                    own[head],
                    round(sure[head], 4),
                    share,
                    modes,
                    contexts,
                    dict(zip(self.labels["aux"], row, strict=True)),
                    to,
                )
            )

    def _participants(self, begins: list[int], scores: list[Array]) -> list[dict[str, tuple[Link, ...]]]:
        """What each head links to, by role.

        Args:
            begins: the first token of each sentence that has heads.
            scores: of each of these sentences, [roles, heads, n].
        """
        shapes = np.array([one.shape for one in scores])
        sizes = shapes.prod(1)
        ends, heads = sizes.cumsum(), shapes[:, 1].cumsum()
        chances = _sigmoid(np.concatenate([one.ravel() for one in scores]))
        at = (chances >= FAINT).nonzero()[0]
        some = chances[at]
        # each hit's sentence, and what it is there: the k-th word to one of the heads in one of the roles
        sentence = ends.searchsorted(at, "right")
        row, k = np.divmod(at - (ends - sizes)[sentence], shapes[sentence, 2])
        role, head = np.divmod(row, shapes[sentence, 1])
        head += (heads - shapes[:, 1])[sentence]
        token = k + np.array(begins)[sentence]
        hits: dict[tuple[int, int], list[tuple[float, int, float]]] = {}
        for one, which, chance, place, told in zip(
            head.tolist(), role.tolist(), (-some).tolist(), token.tolist(), _rounded(some), strict=True
        ):
            hits.setdefault((one, which), []).append((chance, place, told))
        out: list[dict[str, tuple[Link, ...]]] = [dict.fromkeys(ROLES, ()) for _ in range(int(heads[-1]))]
        for (one, which), linked in hits.items():
            linked.sort()
            out[one][ROLES[which]] = tuple([Link(place, told) for _, place, told in linked])
        return out

    def _contents(
        self,
        own: list[int],
        quoting: Quoting,
        first: int,
        last: int,
        tags: list[int],
        edges: Array,
        mentions: set[int],
    ) -> None:
        begin = -1
        for i, tag in enumerate([*tags, 0], first):
            if begin >= 0 and tag != 3:
                continues = tags[begin - first] == 2
                self._content(own, quoting, (first, last), (begin, i), continues, edges, mentions)
                begin = -1
            if tag in (1, 2):
                begin = i

    def _content(
        self,
        own: list[int],
        quoting: Quoting,
        sentence: tuple[int, int],
        span: tuple[int, int],
        continues: bool,
        edges: Array,
        mentions: set[int],
    ) -> None:
        first, last = sentence
        begin, end = span

        def point(label: str, which: int) -> Link | None:
            chance = np.empty(last - first + 1, np.float32)
            chance[:-1] = _mean(edges[self.edge[label], begin - first : end - first])
            if label == "cue":
                # being a word of saying at all is the larger part of being this content's
                chance[:-1] += quoting.cue[first:last]
            chance[begin - first : end - first] = -1e4
            chance[-1] = _mean(quoting.none[begin:end, which])
            chance = _softmax(chance)
            best = int(np.argmax(chance[:-1]))
            if chance[best] < max(0.25, 0.5 * float(chance[-1])):
                return None
            return Link(own[first + best], round(float(chance[best]), 4))

        said, speaker = point("cue", 0), point("speaker", 1)
        addressees: tuple[Link, ...] = ()
        if said is not None:
            row = _sigmoid(edges[self.edge["addressee"], said.token - own[first]])
            order = np.nonzero(row >= FAINT)[0].tolist()
            addressees = tuple(
                Link(own[first] + k, round(float(row[k]), 4))
                for k in sorted(order, key=lambda k: (-row[k], k))
            )
        for link in (speaker, *addressees):
            if link is not None and link.probability >= 0.3:
                mentions.add(link.token)
        stance = _rounded(_softmax(_mean(quoting.stance[begin:end])))
        self.contents.append(
            Content(
                own[begin],
                own[end - 1] + 1,
                round(float(_mean(quoting.chances[begin:end])), 4),
                continues,
                said,
                speaker,
                addressees,
                dict(zip(self.labels["stance"], stance, strict=True)),
            )
        )

    def _actors(self, own: list[int], a: dict[str, Array]) -> None:
        for name, into in (("kind", self.kinds), ("sector", self.sectors)):
            scores, labels = a[name], self.labels[name]
            best = scores.argmax(1)
            # of a softmax only the largest is asked for
            top = scores[np.arange(len(own)), best]
            sure = _rounded(1.0 / np.exp(scores - top[:, None]).sum(1))
            found = zip([labels[k] for k in best.tolist()], sure, strict=True)
            for token, told in zip(own, found, strict=True):
                into[token] = told

    def _antecedents(
        self, window: Window, ordered: Array, alone: Array, chain: Array, distance: Array
    ) -> None:
        """Which of those words of a window mean the same as one before."""
        far = len(distance) // 2
        steps = np.minimum(np.maximum(ordered - ordered[:, None], -far), far) + far
        # [P, P], row a phrase, column one before it
        earlier = chain[ordered[:, None], ordered] + distance[steps]
        alone = alone[ordered]
        likely = earlier > alone[:, None]  # than that there is none
        for position in np.nonzero(np.tril(likely, -1).any(1))[0].tolist():
            i = int(ordered[position])
            if i < window.own:
                continue
            chance = _softmax(np.concatenate([alone[position : position + 1], earlier[position, :position]]))
            best = int(np.argmax(chance[1:]))
            if chance[best + 1] > chance[0]:
                self.antecedents[window.tokens[i]] = Link(
                    window.tokens[int(ordered[best])], round(float(chance[best + 1]), 4)
                )
