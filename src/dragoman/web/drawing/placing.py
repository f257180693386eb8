"""Where the nodes of a network stand, and where their names do: apart from each other, off the lines."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROUNDS, _APART, _TURNS = 220, 60, 5
#: Of a letter, in pixels of a font of 13: as wide as those of common fonts or a little wider.
_LETTER, _WIDE_LETTER, _TALL = 8.0, 13.5, 16.0
#: Costs of a name's place: outside the picture, over a circle or another name, over a line; and how much less
#: each place is liked than the one before it.
_OUTSIDE, _OVER, _CROSSED, _NEXT = 1000.0, 60.0, 4.0, 1.0

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name begins, ends or has its middle (``anchor``), at its base line."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: _Box) -> float:
        """0 where they are apart, else from a half to 1, by how much of the smaller one is common."""
        if self.right <= other.left or other.right <= self.left:
            return 0.0
        if self.bottom <= other.top or other.bottom <= self.top:
            return 0.0
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        least = min((one.right - one.left) * (one.bottom - one.top) for one in (self, other))
        return 0.5 + 0.5 * wide * high / max(least, 1e-9)

    def held(self, points: NDArray[np.float64]) -> int:
        """How many of the points (rows of x and y) are in it."""
        x, y = points[:, 0], points[:, 1]
        inside = (x > self.left) & (x < self.right) & (y > self.top) & (y < self.bottom)
        return int(inside.sum())


def width_of(text: str) -> float:
    """About how wide the text is, in pixels."""
    return sum(_WIDE_LETTER if unicodedata.east_asian_width(one) in "WF" else _LETTER for one in text)


def layout(
    keys: Sequence[str],
    pulls: Iterable[tuple[str, str, float]],
    *,
    width: float,
    height: float,
    margin: tuple[float, float],
    gap: float = 40.0,
) -> dict[str, Spot]:
    """Where each stands (Fruchterman and Reingold, 1991, from a spiral: nothing is left to chance).

    ``pulls`` are two keys and how strongly they are drawn to each other, 0 to 1; nobody stands nearer than
    ``gap`` to another where there is room.
    """
    import numpy as np

    count = len(keys)
    at = {key: number for number, key in enumerate(keys)}
    turns = np.arange(count) * 2.399963
    reach = np.sqrt((np.arange(count) + 0.5) / count)
    spots = np.stack([reach * np.cos(turns), reach * np.sin(turns)], axis=1)
    pulled = np.zeros((count, count))
    for one, other, force in pulls:
        if one != other:
            a, b = at[one], at[other]
            pulled[a, b] = pulled[b, a] = max(pulled[a, b], 0.4 + 0.6 * force)
    spring = 1.2 / math.sqrt(count)
    for turn in range(_ROUNDS):
        apart = spots[:, None] - spots[None]
        far = np.sqrt((apart**2).sum(axis=2)) + 1e-6
        push = spring**2 / far**2 - pulled * far / spring
        move = (apart * push[:, :, None]).sum(axis=1) - 0.6 * spots
        size = np.sqrt((move**2).sum(axis=1, keepdims=True)) + 1e-9
        spots = spots + move / size * np.minimum(size, 0.12 * (1 - turn / _ROUNDS))
    low, high = spots.min(axis=0), spots.max(axis=0)
    span = np.where(high - low > 1e-9, high - low, 1.0)
    edge = np.array(margin)
    room = np.array([width, height]) - 2 * edge
    shown = (spots - low) / span * room + edge
    for _ in range(_APART):
        apart = shown[:, None] - shown[None]
        far = np.sqrt((apart**2).sum(axis=2)) + 1e-6
        short = np.maximum(0.0, gap - far)
        np.fill_diagonal(short, 0.0)
        if not short.any():
            break
        shown = np.clip(
            shown + (apart / far[:, :, None] * short[:, :, None] * 0.5).sum(axis=1), edge, edge + room
        )
    if count == 1:
        shown = np.array([[width / 2, height / 2]])
    return {key: (round(float(x), 1), round(float(y), 1)) for key, (x, y) in zip(keys, shown, strict=True)}


def labels(
    names: Sequence[tuple[str, Spot, float]],
    lines: Iterable[Sequence[Spot]],
    *,
    width: float,
    height: float,
) -> list[Label]:
    """Where each name stands: beside, above or below its circle, wherever least is covered.

    ``names`` are a name, the middle of its circle and the circle's radius, those first that choose first;
    ``lines`` are points along what is drawn between the circles.
    """
    import numpy as np

    circles = [_Box(x - r - 1, y - r - 1, x + r + 1, y + r + 1) for _, (x, y), r in names]
    points = np.array([point for line in lines for point in line] or [(-1e6, -1e6)])
    choices = []
    for number, (name, (x, y), r) in enumerate(names):
        mine = []
        for place, (label, box) in enumerate(_places(x, y, r, width_of(name))):
            cost = place * _NEXT
            if box.left < 0 or box.top < 0 or box.right > width or box.bottom > height:
                cost += _OUTSIDE
            cost += _OVER * sum(box.over(other) for at, other in enumerate(circles) if at != number)
            cost += _CROSSED * box.held(points)
            mine.append((cost, label, box))
        choices.append(mine)
    chosen: dict[int, tuple[float, Label, _Box]] = {}
    for _ in range(_TURNS):  # each chooses again, now that it is known where the others stand
        for number, mine in enumerate(choices):
            others = [box for at, (_, _, box) in chosen.items() if at != number]
            costs = [cost + _OVER * sum(map(box.over, others)) for cost, _, box in mine]
            chosen[number] = mine[costs.index(min(costs))]
    return [chosen[number][1] for number in range(len(names))]


def _places(x: float, y: float, r: float, wide: float) -> list[tuple[Label, _Box]]:
    """What a name may choose from, the best liked first."""
    half, low = _TALL / 2, 4.0  # from the middle of the letters to their base line
    out = []
    for far in (0.0, 13.0):  # at the circle, or a little away from it
        for side, up in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
            slant = 0.75 if side and up else 1.0
            middle = y + up * (r * slant + half + 1 + far)
            if side:
                start = x + side * (r * slant + 4 + (0 if up else far))
                left = start if side > 0 else start - wide
                anchor = "start" if side > 0 else "end"
            else:
                start, left, anchor = x, x - wide / 2, "middle"
            label = Label(round(start, 1), round(middle + low, 1), anchor)
            out.append((label, _Box(left, middle - half, left + wide, middle + half)))
    return out
