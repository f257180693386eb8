"""The best sequence of tags for a sentence, where some tags may only follow others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAD = 1e-4  # a tag that leads by less than this is not sure


def best_tags(scores: Sequence[Sequence[float]], allowed: Sequence[Sequence[int]]) -> list[int]:
    """Viterbi: the tags with the highest sum of scores (log-probabilities, up to a constant a word).

    Args:
        scores: a row per word, a column per tag.
        allowed: for each tag those that may stand before it, in the order that decides a draw. A tag that
            may not follow every other may not begin a sentence either.

    >>> best_tags([[1.0, 0.9, 0.0], [0.0, 0.0, 2.0]], [[0, 1, 2], [0, 1, 2], [1, 2]])
    [1, 2]
    """
    if not scores:
        return []
    tags = range(len(allowed))
    free = [len(before) == len(allowed) for before in allowed]
    best = [score if free[t] else -1e9 for t, score in enumerate(scores[0])]
    back: list[list[int]] = []
    for row in scores[1:]:
        top = best.index(max(best))
        before = [top if free[t] else max(allowed[t], key=best.__getitem__) for t in tags]
        back.append(before)
        best = [best[b] + score for b, score in zip(before, row, strict=True)]
    tag = best.index(max(best))
    found = [tag]
    for before in reversed(back):
        tag = before[tag]
        found.append(tag)
    return found[::-1]


def bio(labels: Sequence[str]) -> list[list[int]]:
    """What may stand before each of ``labels``: I-X only after B-X or I-X."""
    everything = list(range(len(labels)))
    inside = [[k for k, other in enumerate(labels) if other in (f"B-{x[2:]}", x)] for x in labels]
    return [inside[k] if label[:2] == "I-" else everything for k, label in enumerate(labels)]


class Greedy:
    """Each word's best tag, and where these are the best sequence without a search.

    Where every word's best tag leads clearly and may follow the one before, no other sequence can score more;
    most sentences are like that.

    Args:
        scores: [N, K], a row per word; log-probabilities or scores, which need not be normalised.
        allowed: as in `best_tags`.
    """

    def __init__(self, scores: NDArray[Any], allowed: Sequence[Sequence[int]]):
        import numpy as np

        size = len(allowed)
        follows = np.zeros((size, size), bool)
        for tag, before in enumerate(allowed):
            follows[list(before), tag] = True
        best = scores.argmax(1)
        rows = np.arange(len(scores))
        rest = scores.copy()
        rest[rows, best] = -np.inf
        self._clear: NDArray[Any] = scores[rows, best] - rest.max(1) > LEAD
        self._fits = np.ones(len(scores), bool)
        self._fits[1:] = follows[best[:-1], best[1:]]
        self._free = [len(before) == size for before in allowed]
        self._best = best

    def tags(self, first: int, last: int) -> list[int] | None:
        """The best sequence for the words of that range, None where it takes a search."""
        if not (self._clear[first:last].all() and self._fits[first + 1 : last].all()):
            return None
        tags: list[int] = self._best[first:last].tolist()
        return tags if self._free[tags[0]] else None
