"""Train the gate: ``python -m training.gate DATA [--to FOLDER]``.

Learns which sentences hold a mark of an event or a statement from DATA/corpus (train, authored, releases), our own
articles and the printed ones (`training.printed`), never from dev; writes ``gate.npz`` and prints how many of the
sentences with a mark pass and how many others do not, by cross-validation over articles and on dev, which has no
part in any choice.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from benchmarks.coded import marked
from dragoman.language.gate import PATH, Gate, beside, count, features
from dragoman.language.runtime import Language

from .news import NEWS, OURS
from .printed import read_printed

FOLDS = 5
RECALL = 0.9985  # of sentences with a mark, out of fold; a little above 99.5 % for what is new
STRICTEST = "train"  # printed news, marked most fully: of its sentences as many have to pass
WEIGHT = 4.0  # a sentence with a mark counts for so many without
EPOCHS, SIZE, RATE, DECAY = 12, 256, 0.02, 1e-4


@dataclass(slots=True)
class Told:
    """One article's sentences: features, lengths in word pieces, and whether each holds a mark."""

    source: str
    found: list[NDArray[Any]]
    pieces: list[list[int]]
    titles: list[bool]
    marked: list[bool]


def told(language: Language, source: str, record: dict[str, Any]) -> Told:
    article = record["article"]
    words = language.words(article["text"], len(article.get("title") or ""))
    marks = [span for part in ("events", "statements") for span in marked(record[part])]
    pieces = [[p for word in words.pieces[s.first : s.last] for p in word] for s in words.sentences]
    titles = [s.title for s in words.sentences]
    return Told(
        source,
        features(pieces, titles, len(language.wordpiece.ids)),
        pieces,
        titles,
        [any(a < s.end and b > s.start for a, b in marks) for s in words.sentences],
    )


def read(data: Path, language: Language, names: Sequence[str]) -> Iterator[Told]:
    for name in names:
        path = OURS if name == "ours" else data / "corpus" / f"{name}.jsonl"
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield told(language, name, json.loads(line))


def fit(articles: Sequence[Told], size: int) -> tuple[NDArray[Any], float]:
    """Logistic regression by Adam: a weight for each feature, and the constant."""
    torch.manual_seed(0)
    order = np.random.default_rng(0)
    sentences = [(x, y) for a in articles for x, y in zip(a.found, a.marked, strict=True)]
    weights = nn.EmbeddingBag(size, 1, mode="sum")
    nn.init.zeros_(weights.weight)
    bias = nn.Parameter(torch.ones(1))
    optimizer = torch.optim.Adam([*weights.parameters(), bias], lr=RATE)
    for _ in range(EPOCHS):
        order.shuffle(sentences)  # type: ignore[arg-type]
        for k in range(0, len(sentences), SIZE):
            part = sentences[k : k + SIZE]
            ids = torch.from_numpy(np.concatenate([x for x, _ in part]))
            starts = torch.from_numpy(np.cumsum([0, *(len(x) for x, _ in part[:-1])]))
            target = torch.tensor([float(y) for _, y in part])
            loss = nn.functional.binary_cross_entropy_with_logits(
                weights(ids, starts)[:, 0] + bias, target, weight=1.0 + (WEIGHT - 1.0) * target
            )
            loss = loss + DECAY * (weights.weight[ids.unique()] ** 2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        for group in optimizer.param_groups:
            group["lr"] *= 0.8
    return weights.weight.detach().numpy()[:, 0], float(bias.detach())


def first(weights: NDArray[Any], bias: float, article: Told) -> NDArray[Any]:
    return np.array([weights[x].sum() + bias for x in article.found])


def second(rows: NDArray[Any], marked: NDArray[Any]) -> NDArray[Any]:
    """Constant and weights of the second sum, by Newton's method."""
    x = np.concatenate([np.ones((len(rows), 1)), rows], 1)
    weight = np.where(marked, WEIGHT, 1.0)
    beta = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-(x @ beta)))
        gradient = x.T @ (weight * (p - marked)) + 1e-3 * beta
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(len(beta))
        beta -= np.linalg.solve(curve, gradient)
    return beta


def bar_for(scores: Sequence[NDArray[Any]], articles: Sequence[Told]) -> float:
    """The highest bar that lets enough sentences with a mark pass, of all articles and of the strictest set."""
    bars = []
    for wanted in {None, STRICTEST} & {None, *(a.source for a in articles)}:
        passing = [
            s[np.array(a.marked)]
            for s, a in zip(scores, articles, strict=True)
            if wanted in (None, a.source) and any(a.marked)
        ]
        ranked = np.sort(np.concatenate(passing))
        bars.append(float(ranked[int((1.0 - RECALL) * len(ranked))]))
    return min(bars)


def report(name: str, scores: NDArray[Any], articles: Sequence[Told], bar: float | NDArray[Any]) -> None:
    marked = np.array([y for a in articles for y in a.marked])
    title = np.array([t for a in articles for t in a.titles])
    sizes = np.array([len(p) for a in articles for p in a.pieces])
    low = (scores < bar) & ~title
    passing = 1.0 - low[marked].mean() if marked.any() else float("nan")
    print(
        f"{name:28} {len(marked):6} sentences, {marked.sum():6} with a mark: {100 * passing:6.2f} % pass; skipped "
        f"{100 * low.mean():5.1f} % of all, {100 * low[~marked].mean():5.1f} % of those without, "
        f"{100 * sizes[low].sum() / sizes.sum():5.1f} % of word pieces"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--to", type=Path, default=PATH.parent)
    parser.add_argument("--leave-out", choices=NEWS, help="learn nothing from this set: to measure on it")
    o = parser.parse_args()
    torch.set_num_threads(1)
    language = Language.load()
    size = count(len(language.wordpiece.ids))
    articles = list(read(o.data, language, [name for name in (*NEWS, "ours") if name != o.leave_out]))
    articles += [told(language, "printed", record) for record in read_printed(o.data)]
    fold = np.arange(len(articles)) % FOLDS
    alone: list[NDArray[Any]] = [np.zeros(0)] * len(articles)
    for k in range(FOLDS):
        weights, bias = fit([a for a, f in zip(articles, fold, strict=True) if f != k], size)
        for i in np.nonzero(fold == k)[0]:
            alone[i] = first(weights, bias, articles[i])
    rows = [beside(s, [len(p) for p in a.pieces]) for s, a in zip(alone, articles, strict=True)]
    marked = [np.array(a.marked) for a in articles]

    # each fold's second sum and bar come from the other folds
    scores, bars = [np.zeros(0)] * len(articles), [np.zeros(0)] * len(articles)
    for k in range(FOLDS):
        others = np.nonzero(fold != k)[0]
        beta = second(np.concatenate([rows[i] for i in others]), np.concatenate([marked[i] for i in others]))
        bar = bar_for([rows[i] @ beta[1:] + beta[0] for i in others], [articles[i] for i in others])
        for i in np.nonzero(fold == k)[0]:
            scores[i] = rows[i] @ beta[1:] + beta[0]
            bars[i] = np.full(len(scores[i]), bar)
    for name in (None, *NEWS, "ours", "printed"):
        chosen = [i for i, a in enumerate(articles) if name in (None, a.source)]
        if not chosen:
            continue
        report(
            f"{name or 'all'}, out of fold",
            np.concatenate([scores[i] for i in chosen]),
            [articles[i] for i in chosen],
            np.concatenate([bars[i] for i in chosen]),
        )
    empty = [i for i, a in enumerate(articles) if not any(a.marked)]
    report(
        "articles without a mark",
        np.concatenate([scores[i] for i in empty]),
        [articles[i] for i in empty],
        np.concatenate([bars[i] for i in empty]),
    )

    beta = second(np.concatenate(rows), np.concatenate(marked))
    bar = bar_for([x @ beta[1:] + beta[0] for x in rows], articles)
    weights, bias = fit(articles, size)
    scale = float(np.abs(weights).max()) / 127.0
    o.to.mkdir(parents=True, exist_ok=True)
    path = o.to / "gate.npz"
    np.savez_compressed(
        path,
        weights=np.rint(weights / scale).astype(np.int8),
        scale=np.float64(scale),
        bias=np.float64(bias),
        second=beta,
        bar=np.float64(bar),
    )
    gate = Gate(path)
    for name in ("dev", *([o.leave_out] if o.leave_out else ())):
        unseen = list(read(o.data, language, [name]))
        held = [gate.scores(a.pieces, a.titles, len(language.wordpiece.ids)) for a in unseen]
        report(name, np.concatenate(held), unseen, gate.bar)
    print(f"{path}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
