"""Actors and what is between them, laid out by springs: those with much between them stand near."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from dragoman.web.showing import short

WIDTH, HEIGHT = 960, 620
_MARGIN, _ROUNDS = 70, 220


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody; ``weight`` is how much there is of them, ``href`` where they are shown."""

    key: str
    name: str
    weight: float
    href: str


@dataclass(frozen=True, slots=True)
class Edge:
    """What goes from one to another. ``colour`` is the number of its class of colour; ``dashed`` tells it
    apart without colour."""

    source: str
    target: str
    weight: float
    colour: int
    dashed: bool
    href: str
    label: str


def network(nodes: Sequence[Node], edges: Sequence[Edge], *, name: str) -> Markup:
    """The picture: each node and edge a link. The same nodes and edges always give the same picture."""
    if not nodes:
        return Markup("")
    places = layout([node.key for node in nodes], edges)
    most = max((edge.weight for edge in edges), default=1) or 1
    parts = [
        f'<svg class="chart net" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(name)}">'
        "<defs>"
        + "".join(
            f'<marker id="arrow{n}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path class="f{n}" d="M0 0L8 4L0 8z"/></marker>'
            for n in range(5)
        )
        + "</defs>"
    ]
    top = max(node.weight for node in nodes) or 1
    sizes = {node.key: 5 + 13 * math.sqrt(node.weight / top) for node in nodes}
    for edge in edges:
        if edge.source == edge.target:
            continue
        path = _curve(places[edge.source], places[edge.target], sizes[edge.target] + 2)
        wide = 1 + 5 * math.sqrt(edge.weight / most)
        label = escape(edge.label)
        dash = ' stroke-dasharray="7 4"' if edge.dashed else ""
        parts.append(
            f'<a href="{escape(edge.href)}" aria-label="{label}"><title>{label}</title>'
            f'<path class="edge s{edge.colour}" stroke-width="{wide:.1f}"{dash} '
            f'marker-end="url(#arrow{edge.colour})" d="{path}"/></a>'
        )
    for node in nodes:
        x, y = places[node.key]
        label = escape(short(node.name, 60))
        anchor = "end" if x > WIDTH - 150 else "start"
        size = sizes[node.key]
        shift = -size - 4 if anchor == "end" else size + 4
        parts.append(
            f'<a class="node" href="{escape(node.href)}"><circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>'
            f'<text x="{x + shift:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">'
            f"{escape(short(node.name, 28))}</text><title>{label}</title></a>"
        )
    parts.append("</svg>")
    return Markup("".join(parts))


def _curve(start: tuple[float, float], end: tuple[float, float], gap: float) -> str:
    """A bow from one to just before the other; the way back bows to the other side."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    far = math.hypot(dx, dy) or 1.0
    middle = (start[0] + end[0]) / 2 - dy * 0.12, (start[1] + end[1]) / 2 + dx * 0.12
    bx, by = end[0] - middle[0], end[1] - middle[1]
    near = math.hypot(bx, by) or 1.0
    cut = min(gap, far / 2)
    x, y = end[0] - bx / near * cut, end[1] - by / near * cut
    return f"M{start[0]:.1f} {start[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {x:.1f} {y:.1f}"


def layout(keys: Sequence[str], edges: Sequence[Edge]) -> dict[str, tuple[float, float]]:
    """Where each stands (Fruchterman and Reingold, 1991, from a spiral: nothing is left to chance)."""
    import numpy as np

    count = len(keys)
    at = {key: number for number, key in enumerate(keys)}
    turns = np.arange(count) * 2.399963
    reach = np.sqrt((np.arange(count) + 0.5) / count)
    spots = np.stack([reach * np.cos(turns), reach * np.sin(turns)], axis=1)
    pulls = np.zeros((count, count))
    most = max((edge.weight for edge in edges), default=1) or 1
    for edge in edges:
        if edge.source != edge.target:
            one, other = at[edge.source], at[edge.target]
            pulls[one, other] = pulls[other, one] = max(pulls[one, other], 0.4 + edge.weight / most)
    spring = 1.2 / math.sqrt(count)
    for turn in range(_ROUNDS):
        apart = spots[:, None] - spots[None]
        far = np.sqrt((apart**2).sum(axis=2)) + 1e-6
        push = spring**2 / far**2 - pulls * far / spring
        move = (apart * push[:, :, None]).sum(axis=1) - 0.6 * spots
        size = np.sqrt((move**2).sum(axis=1, keepdims=True)) + 1e-9
        spots = spots + move / size * np.minimum(size, 0.12 * (1 - turn / _ROUNDS))
    low, high = spots.min(axis=0), spots.max(axis=0)
    scale = np.where(high - low > 1e-9, high - low, 1.0)
    room = np.array([WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN])
    shown = (spots - low) / scale * room + _MARGIN
    if count == 1:
        shown = np.array([[WIDTH / 2, HEIGHT / 2]])
    return {key: (round(float(x), 1), round(float(y), 1)) for key, (x, y) in zip(keys, shown, strict=True)}
