"""Who acts on whom, as a network: the pairs with most events."""

from __future__ import annotations

from typing import Any

from dragoman.store import Table
from dragoman.web.drawing.network import Edge, Node, network
from dragoman.web.pages.dyad import pair_copies, pairs
from dragoman.web.pages.positions import address
from dragoman.web.showing import dyad_address, short, signed
from dragoman.web.site import Asked, Page, View

_LEVELS = ("country", "actor")
_READ = 400  # pairs that are looked at
_DRAWN = 30  # actors that are drawn
_LINES = 60  # pairs that are drawn


def page(asked: Asked) -> Page:
    """See above. Colours are of the class of most of a pair's events; conflict is dashed."""
    level = asked.extra("level", _LEVELS, default="country")
    found = drawn(asked, level)
    return Page(
        "network.html",
        {
            "level": level,
            "pairs": found,
            "picture": asked.kept("picture", lambda: picture(asked, found, level)),
            "most": _LINES,
            "copies": pair_copies(asked, level),
        },
    )


def drawn(asked: Asked, level: str) -> list[dict[str, Any]]:
    """The pairs that have most events, of those who take part in most."""
    found = asked.kept("pairs", lambda: pairs(asked, level, _READ))
    found = [one for one in found if one["a"] != one["b"]]
    weights: dict[str, int] = {}
    for one in found:
        for side in ("a", "b"):
            weights[one[side]] = weights.get(one[side], 0) + one["events"]
    chosen = set(sorted(weights, key=lambda key: (-weights[key], key))[:_DRAWN])
    return [one for one in found if one["a"] in chosen and one["b"] in chosen][:_LINES]


def picture(asked: Asked, found: list[dict[str, Any]], level: str) -> object:
    """The network of the pairs."""
    weights: dict[str, float] = {}
    names: dict[str, str] = {}
    edges = []
    for one in found:
        for side in ("a", "b"):
            weights[one[side]] = weights.get(one[side], 0) + one["events"]
            names[one[side]] = one[f"{side}_name"]
        colour = max(range(4), key=lambda place: one["quads"][place]) + 1
        label = (
            f"{short(one['a_name'], 60)} → {short(one['b_name'], 60)}: {one['events']} "
            f"event{'s' * (one['events'] != 1)}, mean score {signed(one['score'])}"
        )
        href = dyad_address(one["a"], one["b"], asked.filter.rest())
        edges.append(Edge(one["a"], one["b"], one["events"], colour, colour > 2, href, label))
    nodes = [Node(key, names[key], weight, address(asked, key, level)) for key, weight in weights.items()]
    return network(nodes, edges, name="Who acts on whom")


def table(asked: Asked) -> Table:
    """The pairs that are drawn; those of all pairs are at ``/dyads``."""
    level = asked.extra("level", _LEVELS, default="country")
    columns: dict[str, type] = {
        "a": str, "a_name": str, "b": str, "b_name": str, "events": int, "score": float,
        "verbal_cooperation": int, "material_cooperation": int, "verbal_conflict": int,
        "material_conflict": int,
    }  # fmt: skip
    quads = list(columns)[-4:]
    rows = []
    for one in drawn(asked, level):
        row = {name: one[name] for name in columns if name in one}
        rows.append({**row, **dict(zip(quads, one["quads"], strict=True))})
    return Table(columns, lambda: iter(rows))


VIEWS = (View("/network", page, table),)
