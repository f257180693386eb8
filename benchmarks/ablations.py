"""What each part of the coder brings: ``python -m benchmarks.ablations [--json] [PART …]``.

Every part is left out by itself, the rest stays as shipped, and dev and the annotated articles that training
held out are coded again. Printed is F1 as shipped and how much it falls without the part (a minus: it rises),
with the middle 95 % of that over articles drawn again, the same ones for both (paired bootstrap, 1,000
draws). An interval that holds 0 tells nothing. Settings of the second opinion were chosen with both in sight.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

from benchmarks.coded import (
    DRAWS,
    SEED,
    Counts,
    Record,
    coded,
    f1,
    gold,
    make_coder,
    middle,
    per_article,
    total,
)
from training.news import OURS, held_out

FIGURES = ("event", "role", "whole", "statement", "attributed")


def _nothing(*_: Any, **__: Any) -> None:
    """In place of a step that changes what it is given."""


def _none(*_: Any) -> tuple[()]:
    """In place of a step that says what is to be changed."""
    return ()


def _same(_: Any, given: Any) -> Any:
    """In place of a step that returns what it was given, changed."""
    return given


def _head(_view: Any, token: int, _barred: Any = None) -> tuple[int, int]:
    """In place of the phrase around a word: the word."""
    return token, token + 1


@dataclass(frozen=True, slots=True)
class Part:
    """What is left out, and how: attributes by dotted name with what stands in for them."""

    name: str
    instead: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)  #: of the coder
    windows: dict[str, Any] = field(default_factory=dict)  #: of `plan_windows`


PARTS = (
    Part("second opinion", options={"reranking": False}),
    Part("countries read by stand-ins", {"dragoman.language.standins.StandIns.changed": _none}),
    Part("context before a window", windows={"context": 0}),
    Part("neighbours: each sentence alone", windows={"context": 0, "budget": 1}),
    Part("windows of 176 pieces: 96 instead", windows={"budget": 96}),
    Part("windows of 176 pieces: 320 instead", windows={"budget": 320}),
    Part("phrases: the head alone", {"dragoman.coding.mentions.phrase": _head}),
    Part("what verbs turn round", {"dragoman.coding.direction.turn": _nothing}),
    Part("what the tree completes", {"dragoman.coding.grammar.complete": _nothing}),
    Part("one deed of a clause, one event", {"dragoman.coding.coder.once": _same}),
    Part("no things as recipients", {"dragoman.coding.things.leave_out": _nothing}),
    Part("doers of the mention before", {"dragoman.coding.happenings.lend": _nothing}),
)


@contextmanager
def without(part: Part | None) -> Iterator[Any]:
    """A coder that lacks the part."""
    from dragoman import Coder
    from dragoman.language.windows import plan_windows

    if part is None:
        yield make_coder()
        return
    with ExitStack() as stack:
        for name, stand_in in part.instead.items():
            stack.enter_context(patch(name, stand_in))
        if part.windows:
            stack.enter_context(
                patch("dragoman.language.runtime.plan_windows", partial(plan_windows, **part.windows))
            )
        read_anew = part.windows or any(name.startswith("dragoman.language") for name in part.instead)
        yield Coder(**part.options) if read_anew else make_coder(**part.options)


def aside() -> list[Record]:
    """The annotated articles that training held out."""
    records = [record for name in ("train", "releases", "authored") for record in gold(name)]
    records += [json.loads(line) for line in OURS.read_text("utf-8").splitlines() if line]
    return [record for record in records if held_out(record["article"]["id"])]


def fall(
    shipped: Sequence[Counts], lacking: Sequence[Counts], name: str, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float, float]:
    """By how much F1 falls without the part, and the middle 95 % of that over articles drawn again."""

    def difference(chosen: Iterable[int]) -> float:
        numbers = list(chosen)
        one, other = (f1(*total([rows[k] for k in numbers], name)) or 0.0 for rows in (shipped, lacking))
        return one - other

    draw = random.Random(seed)
    everything = range(len(shipped))
    low, high = middle(difference(draw.choices(everything, k=len(shipped))) for _ in range(draws))
    return difference(everything), low, high


def measure(parts: Sequence[Part] = PARTS) -> dict[str, Any]:
    """F1 as shipped, by set and figure, and of each part what it brings with its interval."""
    sets = {"dev": gold("dev"), "held out": aside()}
    rows: dict[str, dict[str, list[Counts]]] = {}
    for part in (None, *parts):
        with without(part) as coder:
            rows[part.name if part else ""] = {
                name: per_article(records, coded(records, coder)) for name, records in sets.items()
            }
    shipped = rows.pop("")
    return {
        "articles": {name: len(records) for name, records in sets.items()},
        "shipped": {
            name: {figure: f1(*total(of, figure)) for figure in FIGURES} for name, of in shipped.items()
        },
        "brings": {
            part: {
                name: {figure: fall(shipped[name], of[name], figure) for figure in FIGURES} for name in sets
            }
            for part, of in rows.items()
        },
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.ablations", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", help="names of parts, or what they begin with; all without")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = parser.parse_args(arguments)
    parts = [part for part in PARTS if not chosen.parts or any(part.name.startswith(p) for p in chosen.parts)]
    if not parts:
        known = "; ".join(part.name for part in PARTS)
        print(f"ablations: no part begins so; there are: {known}", file=sys.stderr)
        return 2
    found = measure(parts)
    if chosen.json:
        print(json.dumps(found, indent=1))
        return 0
    for name, figures in found["shipped"].items():
        print(f"\n{name}, {found['articles'][name]} articles")
        print(f"  {'':36}" + "".join(f"{figure:>21}" for figure in FIGURES))
        print(f"  {'as shipped':36}" + "".join(f"{figures[figure]:21.1f}" for figure in FIGURES))
        for part, brings in found["brings"].items():
            cells = [
                f"{fallen:+.1f} ({low:+.1f} to {high:+.1f})" for fallen, low, high in brings[name].values()
            ]
            print(f"  {part:36}" + "".join(f"{cell:>21}" for cell in cells))
    return 0


if __name__ == "__main__":
    sys.exit(main())
