"""Which sentences surely tell of nothing: read off their word pieces, long before the encoder.

A sum of weights of a sentence's word pieces and of pairs of neighbours, then a second one with its neighbours
and the rest of the article beside it. `training.gate` makes the weights and chooses the bar, so that of the
sentences that hold a mark of an event or a statement 99.5 % pass.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dragoman.language.runtime import Words

PATH = Path(__file__).parent / "model" / "gate.npz"
PAIRS = 1 << 16  # cells that pairs of pieces share
LENGTHS = 32  # sentences are told apart by length, two pieces a step, up to here
EDGE = 0  # stands before a sentence's first piece and after its last: the padding's id, no word's
CLIP = 6.0  # no sentence is surer than that
BEYOND = 2.0  # what is taken for a sentence before the first and after the last


def features(pieces: Sequence[Sequence[int]], titles: Sequence[bool], vocabulary: int) -> list[NDArray[Any]]:
    """Numbers of each sentence's features: its pieces, its pairs, its length, whether it is the headline."""
    import numpy as np

    out = []
    for sentence, title in zip(pieces, titles, strict=True):
        framed = np.array([EDGE, *sentence, EDGE], np.int64)
        pairs = (framed[:-1] * 40503 + framed[1:] * 2654435761 % (1 << 31)) % PAIRS
        length = min(len(sentence) // 2, LENGTHS - 1)
        own = [vocabulary + PAIRS + length, vocabulary + PAIRS + LENGTHS + int(title)]
        out.append(np.concatenate([framed[1:-1], vocabulary + pairs, own]))
    return out


def count(vocabulary: int) -> int:
    """How many features there are."""
    return vocabulary + PAIRS + LENGTHS + 2


def beside(scores: NDArray[Any], lengths: Sequence[int]) -> NDArray[Any]:
    """[S] scores of an article's sentences -> [S, 7]: a sentence's own, the one's before and the one's after,
    the others' mean, its length, whether it is the first and the last."""
    import numpy as np

    n = len(scores)
    clipped = np.clip(scores, -CLIP, CLIP)
    before, after = np.append(BEYOND, clipped[:-1]), np.append(clipped[1:], BEYOND)
    others = (clipped.sum() - clipped) / (n - 1) if n > 1 else np.full(n, BEYOND)
    first, last = np.zeros(n), np.zeros(n)
    first[0] = last[-1] = 1.0
    return np.stack([clipped, before, after, others, np.sqrt(lengths), first, last], 1)


class Gate:
    """The shipped weights at work.

    Raises:
        OSError, ValueError, KeyError: the file is missing or broken.
    """

    def __init__(self, path: Path = PATH):
        import numpy as np

        with np.load(path, allow_pickle=False) as kept:
            self.weights = kept["weights"].astype(np.int32)  # int8 in the file
            self.scale, self.bias, self.bar = (float(kept[name]) for name in ("scale", "bias", "bar"))
            self.second = kept["second"].astype(np.float64)

    def first(self, found: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """Each sentence's score by itself, from its `features`."""
        import numpy as np

        starts = np.cumsum([0, *(len(x) for x in found[:-1])])
        scores: NDArray[Any] = np.add.reduceat(self.weights[np.concatenate(found)], starts)
        return scores * self.scale + self.bias

    def scores(
        self, pieces: Sequence[Sequence[int]], titles: Sequence[bool], vocabulary: int
    ) -> NDArray[Any]:
        """The score of each sentence of one article, the higher the likelier that it tells of something."""
        if not pieces:
            import numpy as np

            return np.zeros(0)
        alone = self.first(features(pieces, titles, vocabulary))
        scores: NDArray[Any] = beside(alone, [len(p) for p in pieces]) @ self.second[1:] + self.second[0]
        return scores

    def skipped(self, words: Words, vocabulary: int) -> frozenset[int]:
        """Numbers of the sentences that need not be read. The headline always is."""
        pieces = [[p for word in words.pieces[s.first : s.last] for p in word] for s in words.sentences]
        titles = [s.title for s in words.sentences]
        low = self.scores(pieces, titles, vocabulary) < self.bar
        return frozenset(k for k in low.nonzero()[0].tolist() if not titles[k])
