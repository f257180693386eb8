"""The shipped model at work: text in, `Parse` out."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.language.parse import Parse, Sentence
from dragoman.language.sentences import split_sentences
from dragoman.language.standins import StandIns
from dragoman.language.tokens import tokenize
from dragoman.language.windows import MAX_PIECES, grouped, plan_windows
from dragoman.language.wordpiece import WordPiece, case_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dragoman.language.decode import Scores
    from dragoman.language.gate import Gate

    Arrays = dict[str, NDArray[Any]]

MODEL = Path(__file__).parent / "model"
BATCH = 1600  # word pieces, padding included, that go through the model together
CELLS = 250_000  # pairs of words, padding included, that are looked at in one batch's sentences
KEPT_WORDS = 20_000  # words whose pieces are kept from one article to the next
LONGEST_KEPT = 32  # characters of such a word
LONGEST = 440  # word pieces of one sentence; with its context it has to fit the encoder's 512 positions

#: what a threshold is where the model file carries none
THRESHOLDS = {
    "trigger": 0.5,
    "second_type": 0.35,
    "mode": 0.5,
    "context": 0.4,
    "actor": 0.5,
    "recipient": 0.5,
    "place": 0.5,
    "time": 0.5,
    "by": 0.5,
    "addressee": 0.5,
    "content": 0.5,
}


class ModelError(RuntimeError):
    """The model's files are missing or do not fit together."""


@dataclass(slots=True)
class Words:
    """A text cut up: token offsets, and each sentence's range of tokens."""

    offsets: list[tuple[int, int]]
    sentences: list[Sentence]
    pieces: list[Sequence[int]]
    cases: list[int]


@dataclass(slots=True)
class Window:
    """Tokens that the model sees together; those at ``own`` and after are decoded here."""

    tokens: list[int]  # document tokens, context first
    numbers: list[int]  # each token's sentence, counted within the window
    own: int
    size: int  # word pieces
    ranges: list[tuple[int, int]]  # of its own sentences among its own tokens

    @property
    def longest(self) -> int:
        """Words of the longest of its own sentences."""
        return max(last - first for first, last in self.ranges)


def opened(graph: Path) -> Any:
    """The graph of that file as onnxruntime runs it here."""
    import onnxruntime

    chosen = onnxruntime.SessionOptions()
    # one thread: the same bytes. Memory is kept from one batch to the next, and BATCH bounds it
    chosen.intra_op_num_threads = 1
    chosen.inter_op_num_threads = 1
    chosen.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(graph),
        chosen,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # slower than the sum and the layer norm apart
    )


class Language:
    """The language model. `load` is cheap to call again: one instance is kept per process."""

    def __init__(self, folder: Path = MODEL):
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        except (OSError, ValueError) as error:
            raise ModelError(
                f"{folder}: the language model cannot be read ({error}); "
                "reinstall dragoman, or build it with `make model`"
            ) from error
        self.version: str = meta["version"]
        self.labels: dict[str, list[str]] = meta["labels"]
        self.thresholds: dict[str, float] = THRESHOLDS | meta["thresholds"]
        vocabulary = [w for w in vocabulary if w]
        self.wordpiece = WordPiece(vocabulary)
        self.standins = StandIns.load()
        self._spelled: dict[str, tuple[tuple[int, ...], int]] = {}
        self.folder = folder
        self.frame = (vocabulary.index("[CLS]"), vocabulary.index("[SEP]"))
        try:
            self.session = opened(folder / "dragoman.onnx")
        except Exception as error:
            raise ModelError(
                f"{folder / 'dragoman.onnx'}: onnxruntime cannot load the model ({error}); reinstall dragoman"
            ) from error
        self.outputs = [o.name for o in self.session.get_outputs()]
        # sentences are worked out in one group, or in two; what is asked and told of each has its ending
        self.groups = [
            given.name.removeprefix("slots")
            for given in self.session.get_inputs()
            if given.name.startswith("slots")
        ]

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Language:
        """The shipped model. Raises `ModelError` where its files are missing or damaged."""
        return Language()

    def words(self, text: str, title_end: int = 0) -> Words:
        """Sentences and tokens of ``text``; characters before ``title_end`` are its headline."""
        offsets: list[tuple[int, int]] = []
        sentences: list[Sentence] = []
        for a, b in split_sentences(text, title_end):
            first = len(offsets)
            offsets.extend(tokenize(text, a, b))
            if len(offsets) > first:
                sentences.append(Sentence(first, len(offsets), a, b, title=b <= title_end))
        return self._encoded(text, offsets, sentences)

    def _encoded(self, text: str, offsets: list[tuple[int, int]], sentences: list[Sentence]) -> Words:
        known, look = self._spelled.get, self._spell
        strings = [text[a:b] for a, b in offsets]
        found = [known(word) or look(word) for word in strings]
        pieces: list[Sequence[int]] = [one[0] for one in found]
        for index, word in self.standins.changed(strings):
            pieces[index] = (known(word) or look(word))[0]
        for s in sentences:
            # hashes, tables, other scripts: keep the start of each word rather than lose the sentence
            for most in (2, 1):
                if sum(map(len, pieces[s.first : s.last])) > LONGEST:
                    pieces[s.first : s.last] = [p[:most] for p in pieces[s.first : s.last]]
        return Words(offsets, sentences, pieces, [one[1] for one in found])

    def _spell(self, word: str) -> tuple[tuple[int, ...], int]:
        """Pieces and case of a word that has not been met of late."""
        spelled = tuple(self.wordpiece.encode(word)[:MAX_PIECES]), case_of(word)
        if len(self._spelled) >= KEPT_WORDS:
            self._spelled.clear()
        if len(word) <= LONGEST_KEPT:
            self._spelled[word] = spelled
        return spelled

    @cached_property
    def gate(self) -> Gate:
        """What tells which sentences need not be read. Raises `ModelError` where its file is missing."""
        from dragoman.language.gate import Gate

        path = self.folder / "gate.npz"
        try:
            return Gate(path)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"{path}: the gate's weights cannot be read ({error}); reinstall dragoman, or make them "
                "with `python -m training.gate`"
            ) from error

    def windows(self, words: Words, skipped: Collection[int] = ()) -> list[Window]:
        """The text's windows, in order, without the sentences of those numbers."""
        lengths = list(map(len, words.pieces))
        sizes = [sum(lengths[s.first : s.last]) for s in words.sentences]
        out = []
        for context, first, last in plan_windows(sizes, skipped=skipped):
            tokens: list[int] = []
            numbers: list[int] = []
            own = 0
            ranges: list[tuple[int, int]] = []
            kept = [k for k in range(first, last) if k not in skipped]
            for number, k in enumerate([*context, *kept]):
                s = words.sentences[k]
                if k == first and number == len(context):
                    own = len(tokens)
                if number >= len(context):
                    ranges.append((len(tokens) - own, len(tokens) - own + s.last - s.first))
                tokens.extend(range(s.first, s.last))
                numbers.extend([number] * (s.last - s.first))
            # two more for [CLS] and [SEP], which the encoder expects around every text
            size = sum(sizes[k] for k in (*context, *kept)) + 2
            out.append(Window(tokens, numbers, own, size, ranges))
        return out

    def batches(self, windows: Sequence[Window]) -> list[list[Window]]:
        """Neighbouring windows of one article that go through the model together. Never those of two
        articles: int8 scales are taken over a batch, and an article must not feel its neighbours."""
        out: list[list[Window]] = []
        size = sentences = longest = 0
        for w in windows:
            size = max(size, w.size)
            sentences += len(w.ranges)
            longest = max(longest, w.longest)
            if out and size * (len(out[-1]) + 1) <= BATCH and sentences * longest**2 <= CELLS:
                out[-1].append(w)
            else:
                out.append([w])
                size, sentences, longest = w.size, len(w.ranges), w.longest
        return out

    def run(self, words: Words, batch: Sequence[Window]) -> Arrays:
        """One pass. Arrays as `training.export` names them, a row a window."""
        return dict(zip(self.outputs, self.session.run(None, self.inputs(words, batch)), strict=True))

    def inputs(self, words: Words, batch: Sequence[Window]) -> Arrays:
        """What the graph is given: pieces, cases, present [B, T]; first, sentence [B, N]; and of the W words
        to be decoded own [W], places [W] and slots [S, L] by group, as ``training.shipped`` explains them."""
        import numpy as np

        b, t, n = len(batch), max(w.size for w in batch), max(len(w.tokens) for w in batch)
        pieces, cases = np.zeros((b, t), np.int64), np.zeros((b, t), np.int64)
        present = np.zeros((b, t), np.float32)
        first, sentence = np.zeros((b, n), np.int64), np.full((b, n), -1, np.int64)
        for k, w in enumerate(batch):
            spelled = [words.pieces[token] for token in w.tokens]
            lengths = np.array(list(map(len, spelled)))
            pieces[k, 0], pieces[k, w.size - 1] = self.frame
            pieces[k, 1 : w.size - 1] = list(chain.from_iterable(spelled))
            cases[k, 1 : w.size - 1] = np.repeat([words.cases[token] for token in w.tokens], lengths)
            present[k, : w.size] = 1.0
            first[k, : len(lengths)] = np.cumsum(lengths) - lengths + 1
            sentence[k, : len(lengths)] = w.numbers
        own = [np.arange(k * n + w.own, k * n + len(w.tokens)) for k, w in enumerate(batch)]
        sizes = np.array([last - first for w in batch for first, last in w.ranges])
        begin = np.cumsum(sizes) - sizes  # of each sentence among all own words
        moved = np.zeros(len(sizes), np.int64)  # how far its words lie behind that among the slots
        slots: Arrays = {}
        filled = 0
        for ending, numbers in zip(self.groups, grouped(sizes.tolist(), len(self.groups)), strict=True):
            place = np.arange(sizes[numbers].max())
            moved[numbers] = filled + np.arange(len(numbers)) * len(place) - begin[numbers]
            held = place < sizes[numbers, None]
            slots[f"slots{ending}"] = np.where(held, begin[numbers, None] + place, -1)
            filled += held.size
        return {
            "pieces": pieces,
            "cases": cases,
            "present": present,
            "first": first,
            "sentence": sentence,
            "own": np.concatenate(own),
            "places": np.arange(sizes.sum()) + np.repeat(moved, sizes),
            **slots,
        }

    def scores(self, batch: Sequence[Window], arrays: Arrays) -> Scores:
        """What a pass of the model says of its windows, sentence by sentence where it is told so."""
        from dragoman.language.decode import Scores

        lengths = [last - first for w in batch for first, last in w.ranges]
        arcs: list[NDArray[Any]] = [arrays["chain"]] * len(lengths)
        edges = arcs.copy()
        governors: list[list[int]] = [[]] * len(lengths)
        for ending, numbers in zip(self.groups, grouped(lengths, len(self.groups)), strict=True):
            own_arcs, own_edges = arrays[f"arcs{ending}"], arrays[f"edges{ending}"].transpose(0, 2, 1, 3)
            best = (own_arcs.argmax(2) - 1).tolist()
            for row, number in enumerate(numbers):
                m = lengths[number]
                governors[number] = best[row][:m]
                arcs[number] = own_arcs[row, :m, : m + 1]
                edges[number] = own_edges[row, :, :m, :m]
        return Scores(
            arrays, arcs, governors, edges, arrays["alone"][..., 0], arrays["chain"], arrays["chain_distance"]
        )

    def encode_only(self, text: str, title_end: int = 0) -> None:
        """Nothing but the model's passes over ``text``: what a coding's cost is measured against."""
        words = self.words(text, title_end)
        for batch in self.batches(self.windows(words)):
            self.run(words, batch)

    def parse(self, text: str, title_end: int = 0, *, fast: bool = False) -> Parse:
        """Read one article. ``text`` is its title, a blank line and its body; ``title_end`` the title's
        length, 0 where there is none. Every token's offsets index ``text``. ``fast``: sentences that surely
        tell of nothing are not read, and windows go one by one, without padding."""
        return self.read(text, self.words(text, title_end), fast=fast)

    def read(self, text: str, words: Words, *, fast: bool = False) -> Parse:
        """As `parse`, of a text that is cut up already (a treebank's own words, say)."""
        from dragoman.language.decode import Decoder

        decoder = Decoder(text, words, self.labels, self.thresholds)
        skipped = self.gate.skipped(words, len(self.wordpiece.ids)) if fast else frozenset()
        for sentence in sorted(skipped):
            decoder.leave(sentence)
        windows = self.windows(words, skipped)
        for batch in [[window] for window in windows] if fast else self.batches(windows):
            decoder.read(batch, self.scores(batch, self.run(words, batch)))
        return decoder.parse()

    def cut(self, text: str, sentences: Sequence[Sequence[tuple[int, int]]]) -> Words:
        """``text`` with the offsets of its words given, sentence by sentence."""
        offsets = [word for sentence in sentences for word in sentence]
        ranges: list[Sentence] = []
        for sentence in sentences:
            first = ranges[-1].last if ranges else 0
            ranges.append(Sentence(first, first + len(sentence), sentence[0][0], sentence[-1][1]))
        return self._encoded(text, offsets, ranges)
