"""The mentions of an article put together by what speaks for each pair."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.coding.coreference.features import compared, gainsaid
from dragoman.coding.reranking.loglinear import LogLinear

if TYPE_CHECKING:
    from dragoman.coding.events import Made
    from dragoman.coding.view import View

PATH = Path(__file__).with_name("weights.npz")
NAME = "coreference"
#: Two groups are joined where the mean of the log odds of all their pairs is above it: chosen on the articles
#: held out from the weights.
BAR = -0.5
#: What a pair counts for that is not compared.
APART = -5.0
#: The most that a pair counts for that is done to two who have names of their own: of 581 such pairs that
#: annotators marked 6 in 100 are of one act (seen once, on the reference's and a fifth of our articles).
GAINSAID = -1.5


@cache
def weights() -> LogLinear:
    """The shipped model of pairs.

    Raises:
        FileNotFoundError: it is not there (``python -m training.coreference DATA`` makes it).
    """
    import numpy as np

    with np.load(PATH, allow_pickle=False) as file:
        return LogLinear.of(file, NAME)


@cache
def digest() -> str:
    """The first digits of the SHA-256 of the shipped weights."""
    return hashlib.sha256(PATH.read_bytes()).hexdigest()[:12]


def odds(view: View, made: Sequence[Made]) -> dict[tuple[int, int], float]:
    """For each pair that is compared, the log odds that both are of one act; by their numbers in ``made``."""
    asked = compared(view, made)
    scores = weights().scores([features for _, _, features in asked])[:, 0].tolist()
    return {
        (one.at, other.at): min(score, GAINSAID) if gainsaid(one, other) else score
        for (one, other, _), score in zip(asked, scores, strict=True)
    }


def clusters(count: int, scores: Mapping[tuple[int, int], float], bar: float = BAR) -> list[list[int]]:
    """So many mentions, the closest groups joined first while the mean of their pairs is above the bar."""
    near: dict[int, dict[int, float]] = {number: {} for number in range(count)}
    for (one, other), score in scores.items():
        near[one][other] = near[other][one] = score - APART
    members = {number: [number] for number in range(count)}

    def mean(one: int, other: int) -> float:
        return near[one][other] / (len(members[one]) * len(members[other])) + APART

    heap: list[tuple[float, int, int, int, int]] = []
    for (one, other), score in scores.items():
        if score > bar:
            heap.append((-score, min(one, other), max(one, other), 1, 1))
    heapq.heapify(heap)
    while heap:
        _, one, other, mine, theirs = heapq.heappop(heap)
        stale = one not in members or other not in members
        if stale or (len(members[one]), len(members[other])) != (mine, theirs):
            continue
        members[one] += members.pop(other)
        for third, value in near.pop(other).items():
            near[third].pop(other, None)
            if third != one:
                near[one][third] = near[third][one] = near[one].get(third, 0.0) + value
        for third in near[one]:
            a, b = min(one, third), max(one, third)
            value = mean(a, b)
            if value > bar:
                heapq.heappush(heap, (-value, a, b, len(members[a]), len(members[b])))
    return sorted(sorted(group) for group in members.values())


def link(view: View, made: Sequence[Made]) -> list[list[Made]]:
    """The mentions by the act that they speak of, each group in the order of ``made``."""
    return [[made[at] for at in group] for group in clusters(len(made), odds(view, made))]
