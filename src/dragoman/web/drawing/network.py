"""Actors and what is between them, laid out by springs: those with much between them stand near."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from dragoman.web.drawing import placing
from dragoman.web.drawing.placing import Spot
from dragoman.web.showing import short

WIDTH, HEIGHT = 1080, 600
_ON_A_LINE = 20  # points of a line that are looked at when names are placed


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


@dataclass(frozen=True, slots=True)
class _Frame:
    """One way to draw it: for wide screens with all, for narrow ones with those who matter most."""

    kind: str
    width: int
    height: int
    margin: tuple[float, float]
    gap: float
    radii: tuple[float, float]
    letters: int  # of a name
    nodes: int


_FRAMES = (
    _Frame("wide-only", WIDTH, HEIGHT, (90, 34), 56, (5, 13), 28, 10**6),
    _Frame("narrow-only", 360, 480, (44, 24), 62, (4, 9), 16, 12),
)


def network(nodes: Sequence[Node], edges: Sequence[Edge], *, name: str) -> Markup:
    """The picture: each node and edge a link. The same nodes and edges always give the same picture.

    It is drawn twice, for wide and for narrow screens; style sheets show the one that fits.
    """
    if not nodes:
        return Markup("")
    return Markup("".join(_drawn(frame, nodes, edges, name) for frame in _FRAMES))


def _drawn(frame: _Frame, nodes: Sequence[Node], edges: Sequence[Edge], name: str) -> str:
    heavy = sorted(nodes, key=lambda node: (-node.weight, node.key))[: frame.nodes]
    held = {node.key for node in heavy}
    edges = [edge for edge in edges if edge.source in held and edge.target in held]
    if len(nodes) > frame.nodes and edges:  # those who have to do with none of the others make place
        held = {key for edge in edges for key in (edge.source, edge.target)}
        heavy = [node for node in heavy if node.key in held]
    nodes = [node for node in nodes if node.key in held]
    places = layout([node.key for node in nodes], edges, frame=frame)
    most = max((edge.weight for edge in edges), default=1) or 1
    parts = [
        f'<svg class="chart net {frame.kind}" viewBox="0 0 {frame.width} {frame.height}" role="group" '
        f'aria-label="{escape(name)}"><defs>'
    ]
    for colour in sorted({edge.colour for edge in edges}):
        parts.append(
            f'<marker id="{_arrow(frame, colour)}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" '
            f'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
            f'<path class="f{colour}" d="M0 0L8 4L0 8z"/></marker>'
        )
    parts.append("</defs>")
    top = max(node.weight for node in nodes) or 1
    least, more = frame.radii
    sizes = {node.key: least + more * math.sqrt(node.weight / top) for node in nodes}
    lines = []
    for edge in edges:
        if edge.source == edge.target:
            continue
        curve = _curve(places[edge.source], places[edge.target], sizes[edge.target] + 2)
        lines.append(_along(*curve))
        wide = 1 + 5 * math.sqrt(edge.weight / most)
        label = escape(edge.label)
        dash = ' stroke-dasharray="7 4"' if edge.dashed else ""
        (x, y), (mx, my), (tx, ty) = curve
        parts.append(
            f'<a href="{escape(edge.href)}" aria-label="{label}"><title>{label}</title>'
            f'<path class="edge s{edge.colour}" stroke-width="{wide:.1f}"{dash} '
            f'marker-end="url(#{_arrow(frame, edge.colour)})" '
            f'd="M{x:.1f} {y:.1f}Q{mx:.1f} {my:.1f} {tx:.1f} {ty:.1f}"/></a>'
        )
    shown = {node.key: short(node.name, frame.letters) for node in nodes}
    names = [(shown[node.key], places[node.key], sizes[node.key]) for node in heavy]
    beside = placing.labels(names, lines, width=frame.width, height=frame.height)
    spots = {node.key: label for node, label in zip(heavy, beside, strict=True)}
    for node in nodes:
        x, y = places[node.key]
        spot = spots[node.key]
        parts.append(
            f'<a class="node" href="{escape(node.href)}"><circle cx="{x:.1f}" cy="{y:.1f}" '
            f'r="{sizes[node.key]:.1f}"/><text x="{spot.x}" y="{spot.y}" text-anchor="{spot.anchor}">'
            f"{escape(shown[node.key])}</text><title>{escape(short(node.name, 60))}</title></a>"
        )
    parts.append("</svg>")
    return "".join(parts)


def _arrow(frame: _Frame, colour: int) -> str:
    return f"arrow-{frame.kind[0]}{colour}"


def layout(keys: Sequence[str], edges: Sequence[Edge], *, frame: _Frame = _FRAMES[0]) -> dict[str, Spot]:
    """Where each stands: see `placing.layout`."""
    most = max((edge.weight for edge in edges), default=1) or 1
    pulls = [(edge.source, edge.target, edge.weight / most) for edge in edges]
    return placing.layout(
        keys, pulls, width=frame.width, height=frame.height, margin=frame.margin, gap=frame.gap
    )


def _curve(start: Spot, end: Spot, gap: float) -> tuple[Spot, Spot, Spot]:
    """A bow from one to just before the other: its beginning, what pulls it aside, and its end.

    The way back bows to the other side.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    far = math.hypot(dx, dy) or 1.0
    middle = (start[0] + end[0]) / 2 - dy * 0.12, (start[1] + end[1]) / 2 + dx * 0.12
    bx, by = end[0] - middle[0], end[1] - middle[1]
    near = math.hypot(bx, by) or 1.0
    cut = min(gap, far / 2)
    return start, middle, (end[0] - bx / near * cut, end[1] - by / near * cut)


def _along(start: Spot, middle: Spot, end: Spot) -> list[Spot]:
    """Points of the bow."""
    out = []
    for step in range(1, _ON_A_LINE):
        t = step / _ON_A_LINE
        u, v, w = (1 - t) ** 2, 2 * t * (1 - t), t * t
        out.append((u * start[0] + v * middle[0] + w * end[0], u * start[1] + v * middle[1] + w * end[1]))
    return out
