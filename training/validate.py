"""How well a training run reads, word by word: ``python -m training.validate RUN DATA [--records FILE]``.

Scores the PyTorch model on the articles that were held out (or those of FILE) and on EWT's development set, without growing
phrases, resolving names or choosing thresholds, and so in seconds: to compare runs of one kind. What users get is measured by
``training.tune`` and ``benchmarks``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

import torch

from dragoman.language.wordpiece import WordPiece

from . import model as models
from .batches import NONE, Encoded, encode, passes
from .documents import treebank_documents
from .news import NEWS, OURS, read_news

#: figures, each a list of (right, found, in gold): F1 is taken of the sums
Counts = dict[str, list[int]]


def scores(model: models.Model, articles: Iterable[Encoded], vocabulary: list[str]) -> dict[str, float]:
    """F1 in per cent over the words of ``articles``: triggers, their types (``event``), actors and recipients of events
    rightly found (``role``), reported words; and how often status is right of events found (``aux``)."""
    names = model.config.labels["edge"]
    taking_part = [names.index("actor"), names.index("recipient")]
    counts: Counts = {k: [0, 0, 0] for k in ("trigger", "event", "role", "content", "aux")}

    def add(name: str, right: torch.Tensor, found: torch.Tensor, gold: torch.Tensor) -> None:
        for k, v in enumerate((right, found, gold)):
            counts[name][k] += int(v.sum())

    for _, batch, out in passes(model, list(articles), vocabulary):
        words = batch["evented"] > 0
        said = out["type"].argmax(-1)
        gold = (batch["type"][..., 0] < 0.5) & words
        found = (said > 0) & words
        typed = found & gold & (batch["type"].gather(-1, said[..., None])[..., 0] > 0)
        add("trigger", found & gold, found, gold)
        add("event", typed, found, gold)
        both = found & gold
        add("aux", both & (out["aux"].argmax(-1) == batch["aux"]), both, both)
        reported, told = (out["content"].argmax(-1) > 0) & words, batch["content"] > 0
        add("content", reported & told, reported, told)
        edges = torch.zeros_like(out["edges"][:, :2], dtype=torch.bool)
        b, label, i = batch["rows"].unbind(1)
        for k, number in enumerate(taking_part):
            these = label == number
            edges[b[these], k, i[these]] = batch["row_targets"][these] > 0
        drawn = (out["edges"][:, taking_part] > 0) & found[:, None, :, None]
        add("role", drawn & edges & typed[:, None, :, None], drawn, edges)
    return {k: round(200 * r / max(f + g, 1), 1) for k, (r, f, g) in counts.items()}


def syntax(model: models.Model, documents: Iterable[Encoded], vocabulary: list[str]) -> dict[str, float]:
    """Per cent of words whose part of speech and whose governor are right."""
    right, total = {"upos": 0, "arc": 0}, {"upos": 0, "arc": 0}
    for _, batch, out in passes(model, list(documents), vocabulary):
        for name, head in (("upos", "upos"), ("arc", "arcs")):
            told = batch[name] != NONE
            right[name] += int(((out[head].argmax(-1) == batch[name]) & told).sum())
            total[name] += int(told.sum())
    return {k: round(100 * right[k] / max(total[k], 1), 2) for k in right}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--records", type=Path, help="annotated articles (JSONL) in place of those held out")
    o = parser.parse_args()
    vocabulary = (o.run / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
    if o.records:
        documents = read_news(o.records)
    else:
        aside = set(json.loads((o.run / "held-out.json").read_text()))
        files = [*(o.data / "corpus" / f"{name}.jsonl" for name in NEWS), OURS]
        documents = [d for path in files for d in read_news(path) if d.id in aside]
    wordpiece = WordPiece(vocabulary)
    model = models.load(o.run / "model.pt")
    found = scores(model, [encode(d, wordpiece) for d in documents], vocabulary)
    print(f"{len(documents)} articles: " + ", ".join(f"{k} {v}" for k, v in found.items()))
    found = syntax(model, [encode(d, wordpiece) for d in treebank_documents(o.data)["ewt_dev"]], vocabulary)
    print("EWT dev: " + ", ".join(f"{k} {v}" for k, v in found.items()))


if __name__ == "__main__":
    main()
