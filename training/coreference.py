"""Train which mentions of an article are of one act (`dragoman.coding.coreference`): ``python -m training.coreference DATA``.

Every annotated article but the development and seed articles and those held out is coded; two acts that it read which annotators marked
as well are an example: one act to them (``ev``) or two. The articles are those that the language model learnt from, so that who takes part is
surer there than elsewhere. How good the weights are on articles that neither has seen, `benchmarks.coreference` says. Needs PyTorch.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from benchmarks.accuracy import SHARED
from benchmarks.coreference import Reading, read
from dragoman.coding import Coder
from dragoman.coding.coreference.features import features, looks, pairs, rarity
from dragoman.coding.coreference.linking import NAME, PATH
from dragoman.language import Language

from .news import HELD_OUT, held_out
from .reranker import articles, packed

FEWEST = 3  #: pairs that a feature must have been seen in
DROPPED = 0.2  #: share of the features that each look at a pair leaves out
BATCH, EPOCHS, RATE = 500, 3, 0.1
SEEDS = (1, 2, 3)


class Pair(NamedTuple):
    """Two mentions: what is to be seen, whether they are of one act, and what the pair counts."""

    features: list[str]
    same: bool
    weight: float


def examples(reading: Reading, weight: float) -> Iterator[Pair]:
    """The pairs that are compared of which annotators marked both."""
    view, made, acts = reading
    seen = sorted(looks(view, made), key=lambda look: (look.top, look.at))
    many, found = Counter(look.type for look in seen), rarity(seen)
    for a, b in pairs(seen):
        one, other = seen[a], seen[b]
        if one.at in acts and other.at in acts:
            same = acts[one.at] == acts[other.at]
            yield Pair(features(view, one, other, many[one.type], found), same, weight)


def fit(data: Sequence[Pair]) -> dict[str, np.ndarray]:
    """The weights as the arrays of ``weights.npz``: the mean of as many fits as there are seeds."""
    seen = Counter(feature for pair in data for feature in pair.features)
    kept = sorted(feature for feature, count in seen.items() if count >= FEWEST)
    number = {feature: i for i, feature in enumerate(kept)}
    rows = [([number[f] for f in pair.features if f in number], pair.same, pair.weight) for pair in data]
    return packed(NAME, kept, np.mean([_fitted(rows, len(kept), seed) for seed in SEEDS], axis=0), ("same",))


def _fitted(rows: Sequence[tuple[list[int], bool, float]], size: int, seed: int) -> np.ndarray:
    """One fit: [features, 1]. AdaGrad on the log loss; the mean of the weights over the last two passes."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    order = list(range(len(rows)))
    weights = torch.zeros(size, 1, requires_grad=True)
    optimizer = torch.optim.Adagrad([weights], lr=RATE)
    mean, steps = torch.zeros(size, 1), 0
    for epoch in range(EPOCHS):
        draw.shuffle(order)
        for begin in range(0, len(rows), BATCH):
            batch = [rows[at] for at in order[begin : begin + BATCH]]
            offsets = np.cumsum([0, *(len(ids) for ids, _, _ in batch)])[:-1]
            ids = torch.tensor([i for features_, _, _ in batch for i in features_])
            looked = (torch.rand(len(ids)) > DROPPED).float() / (1 - DROPPED)
            scores = torch.nn.functional.embedding_bag(
                ids, weights, torch.from_numpy(offsets), mode="sum", per_sample_weights=looked
            )
            same = torch.tensor([[float(same)] for _, same, _ in batch])
            counts = torch.tensor([[weight] for _, _, weight in batch])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, same, weight=counts)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if epoch >= EPOCHS - 2:
                steps += 1
                mean += (weights.detach() - mean) / steps
    return mean.numpy()


def main() -> None:
    """Train on everything and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=SHARED, help="the folder that holds corpus/ and the public sets")
    parser.add_argument("--to", type=Path, default=PATH)
    options = parser.parse_args()
    torch.set_num_threads(1)
    coder = Coder(language=Language.load())
    data: list[Pair] = []
    for record, weight in articles(options.data):
        if not held_out(record["article"]["id"], HELD_OUT):
            for reading in read([record], coder):
                data += examples(reading, weight)
    options.to.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.to, **fit(data))
    print(f"{len(data)} pairs, {sum(pair.same for pair in data)} of one act; {options.to}: {options.to.stat().st_size} bytes")


if __name__ == "__main__":
    main()
