"""From arc scores to a tree: the best one with a single root (Chu and Liu 1965, Edmonds 1967)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]


def decode_tree(scores: Scores, best: list[int] | None = None) -> list[int]:
    """Governors of the ``n`` words of one sentence; -1 for the root, of which there is exactly one.

    ``scores`` is [n, 1 + n]: row a word, column 0 the root, column 1 + j the word j as its governor;
    ``best``: the governor with the highest score of each word, where that is known already.
    """
    n = len(scores)
    if n == 1:
        return [-1]
    heads: list[int] = (scores.argmax(1) - 1).tolist() if best is None else best
    return heads if is_tree(heads) else _with_one_root(scores)


def is_tree(heads: list[int]) -> bool:
    """Whether these governors (-1 for a root) make a tree with one root."""
    return heads.count(-1) == 1 and not _cycle(heads)


def _cycle(heads: list[int]) -> list[int]:
    """Words of one cycle, or []."""
    state = [0] * len(heads)
    for start in range(len(heads)):
        path = []
        at = start
        while at >= 0 and state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if at >= 0 and state[at] == 1:
            return path[path.index(at) :]
        for word in path:
            state[word] = 2
    return []


def _with_one_root(scores: Scores) -> list[int]:
    import numpy as np

    n = len(scores)
    best_total, best_heads = -np.inf, [-1] + [0] * (n - 1)
    square = scores[:, 1:].astype(np.float64)
    np.fill_diagonal(square, -np.inf)
    most = square.max(1)
    everything = float(most.sum())
    # a root far from the likeliest cannot make up for it elsewhere often enough to be worth the time
    for root in np.argsort(-scores[:, 0], kind="stable")[: min(n, 5)].tolist():
        # even if every other word had the governor it likes best, cycles or not
        if float(scores[root, 0]) + everything - float(most[root]) < best_total - 1e-3:
            continue
        heads = _edmonds(square, root)
        total = float(scores[root, 0] + sum(square[i, h] for i, h in enumerate(heads) if h >= 0))
        if total > best_total:
            best_total, best_heads = total, heads
    return best_heads


def _edmonds(scores: NDArray[np.float64], root: int) -> list[int]:
    """Best arborescence out of ``root``; ``scores[i, j]``: j governs i."""
    import numpy as np

    n = len(scores)
    scores = scores.copy()
    scores[root] = -np.inf
    heads: list[int] = scores.argmax(1).tolist()
    heads[root] = -1
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [i for i in range(n) if i not in inside]
    gain = np.array([scores[i, heads[i]] for i in cycle])
    entering = scores[np.ix_(cycle, outside)] - gain[:, None]
    entry = entering.argmax(0)
    leaving = scores[np.ix_(outside, cycle)]
    leave = leaving.argmax(1)
    k = len(outside)
    small = np.full((k + 1, k + 1), -np.inf)
    small[:k, :k] = scores[np.ix_(outside, outside)]
    small[k, :k] = entering.max(0)
    small[:k, k] = leaving.max(1)
    np.fill_diagonal(small, -np.inf)
    reduced = _edmonds(small, outside.index(root))
    for position, word in enumerate(outside):
        h = reduced[position]
        if h == k:
            heads[word] = cycle[int(leave[position])]
        elif h >= 0:
            heads[word] = outside[h]
    broken = reduced[k]
    heads[cycle[int(entry[broken])]] = outside[broken]
    return heads
