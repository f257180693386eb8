"""Train which mentions of an article are of one act (`dragoman.coding.coreference`): ``python -m training.coreference DATA``.

Every annotated article but the development and seed articles and those held out is coded; two acts that it read which annotators marked
as well are an example: one act to them (``ev``) or two. The articles are those that the language model learnt from, so that who takes part is
surer there than elsewhere. How good the weights are on articles that neither has seen, `benchmarks.coreference` says. Needs PyTorch.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks.accuracy import SHARED
from benchmarks.coreference import Reading, read
from dragoman.coding import Coder
from dragoman.coding.coreference.features import compared
from dragoman.coding.coreference.linking import NAME, PATH
from dragoman.language import Language

from . import reranker
from .news import HELD_OUT, held_out
from .reranker import Decision, Recipe, articles

RECIPE = Recipe(("same",), epochs=3, rate=0.1, batch=500, each=True)


def examples(reading: Reading, weight: float) -> Iterator[Decision]:
    """The pairs that are compared of which annotators marked both; right is the one outcome, or none."""
    view, made, acts = reading
    for one, other, features in compared(view, made):
        if one.at in acts and other.at in acts:
            yield Decision(features, (0,) if acts[one.at] == acts[other.at] else (), weight)


def fit(data: Sequence[Decision]) -> dict[str, np.ndarray]:
    """The weights as the arrays of ``weights.npz``."""
    return reranker.fit(NAME, data, recipe=RECIPE)


def main() -> None:
    """Train on everything and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=SHARED, help="the folder that holds corpus/ and the public sets")
    parser.add_argument("--to", type=Path, default=PATH)
    options = parser.parse_args()
    torch.set_num_threads(1)
    coder = Coder(language=Language.load())
    data: list[Decision] = []
    for record, weight in articles(options.data):
        if not held_out(record["article"]["id"], HELD_OUT):
            for reading in read([record], coder):
                data += examples(reading, weight)
    options.to.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.to, **fit(data))
    print(f"{len(data)} pairs, {sum(bool(pair.right) for pair in data)} of one act; {options.to}: {options.to.stat().st_size} bytes")


if __name__ == "__main__":
    main()
