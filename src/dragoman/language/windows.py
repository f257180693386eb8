"""Which sentences the model sees together.

Each sentence is read once, in a window of neighbours, behind a little context: the headline and what
stands right before. Only the window's own sentences are decoded; the context is there to be looked at.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

BUDGET = 176  # word pieces of a window's own sentences; one longer sentence makes a window by itself
CONTEXT = 56  # word pieces of context
MAX_PIECES = 6  # word pieces kept of one word (links, hashes)


def plan_windows(
    sizes: Sequence[int],
    *,
    budget: int = BUDGET,
    context: int = CONTEXT,
    start: int = 0,
    title: bool = True,
    skipped: Container[int] = (),
) -> Iterator[tuple[list[int], int, int]]:
    """Windows over sentences of ``sizes`` word pieces, in order.

    Yields ``(context, first, last)``: sentence indices of the context, then the half-open range of the
    window's own sentences. ``start`` fills the first window beforehand by so many pieces, so that
    training sees other cuts of the same article. Sentences in ``skipped`` take no room in a window's range,
    whose caller leaves them out; right before a window they are context like any other.
    """
    first, total = -1, start
    for i, size in enumerate(sizes):
        if i in skipped:
            continue
        if first < 0:
            first = i
        elif total + size > budget:
            yield _context(sizes, first, context, title), first, i
            first, total = i, 0
        total += size
    if first >= 0:
        yield _context(sizes, first, context, title), first, len(sizes)


def _context(sizes: Sequence[int], first: int, room: int, title: bool) -> list[int]:
    chosen: list[int] = []
    if title and first > 0 and sizes[0] <= room // 2:
        chosen.append(0)
        room -= sizes[0]
    before: list[int] = []
    for i in range(first - 1, 0 if chosen else -1, -1):
        if sizes[i] > room:
            break
        before.append(i)
        room -= sizes[i]
    return chosen + before[::-1]


def grouped(sizes: Sequence[int], count: int) -> list[list[int]]:
    """Sentences of ``sizes`` words in one group, or in two: short and long ones, each padded to its longest.

    Gives their numbers. The cut is where the pairs of words, padding included, are fewest. No group is
    empty: a sentence that is alone is in both.

    >>> grouped([4, 40, 5, 38], 2)
    [[0, 2], [3, 1]]
    """
    if count == 1:
        return [list(range(len(sizes)))]
    order = sorted(range(len(sizes)), key=sizes.__getitem__)
    if len(order) == 1:
        return [order, order]
    largest = sizes[order[-1]] ** 2
    cut = min(range(1, len(order)), key=lambda k: k * sizes[order[k - 1]] ** 2 + (len(order) - k) * largest)
    return [order[:cut], order[cut:]]
