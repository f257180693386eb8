"""Spans grown from heads with the tree, or predicted: which are closer to what annotators mark?

``python -m training.extents RUN SHARED`` takes the weights of a training run, keeps them as they are, teaches two
pointers on its news articles - from the last word of a phrase's core to the phrase's first and to its last word -
and compares them with `dragoman.coding.spans.phrase` on the articles held out and on the development
articles. Both are given the annotated core; what counts is whether the whole phrase comes out, by word.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dragoman.coding.spans import phrase
from dragoman.coding.view import View
from dragoman.language.runtime import Language
from dragoman.language.tokens import tokenize
from dragoman.language.wordpiece import WordPiece

from . import model as models
from .batches import encode, passes
from .news import NEWS, OURS, Index, document
from .phrases import core_end, trigger_head


@dataclass(slots=True)
class Phrase:
    """Token indices in the article: core, phrase [first, last), sentence [low, high), the event's trigger."""

    core: int
    first: int
    last: int
    low: int
    high: int
    trigger: tuple[int, int] | None


def words_of(record: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Offsets of the words of each sentence, as `training.news` cuts them."""
    text = record["article"]["text"]
    cut = [list(tokenize(text, a, b)) for a, b in record["sentences"]]
    return [sentence for sentence in cut if sentence]


def phrases(record: dict[str, Any]) -> list[Phrase]:
    """Every marked actor, recipient, place and account, and every speaker."""
    cut = words_of(record)
    text = record["article"]["text"]
    offsets = [word for sentence in cut for word in sentence]
    words = [text[a:b] for a, b in offsets]
    bounds, at = [], 0
    for sentence in cut:
        bounds += [(at, at + len(sentence))] * len(sentence)
        at += len(sentence)
    index = Index(offsets)
    found = {}

    def add(mark: dict[str, Any], trigger: tuple[int, int] | None) -> None:
        first, last = index.span(mark)
        low, high = bounds[first]
        if last <= high:
            found[first, last] = Phrase(first + core_end(words[first:last]), first, last, low, high, trigger)

    for event in record["events"]:
        first, last = index.span(event["trigger"])
        head = first + trigger_head(words[first:last])
        by = [event["by"]] if event.get("by") else []
        for mark in (*event["actors"], *event["recipients"], *event["places"], *by):
            add(mark, (first, last) if bounds[head] == bounds[index.span(mark)[0]] else None)
    for statement in record["statements"]:
        add(statement["speaker"], None)
    return [found[key] for key in sorted(found)]


class Extent(nn.Module):
    """Two pointers within the sentence, each bilinear with a bias for distance."""

    def __init__(self, hidden: int, size: int = 96):
        super().__init__()
        self.core, self.end = nn.Linear(hidden, 2 * size), nn.Linear(hidden, 2 * size)
        self.distance = nn.Embedding(2 * models.FAR + 1, 2)
        self.drop = nn.Dropout(0.3)
        nn.init.zeros_(self.distance.weight)

    def forward(self, x: Tensor, core: int) -> Tensor:
        """[N, H] words of a sentence and the core's place -> scores [2, N] of first and last word."""
        x = self.drop(x)
        a, b = self.core(x[core]).view(2, -1), self.end(x).view(len(x), 2, -1)
        steps = (torch.arange(len(x)) - core).clamp(-models.FAR, models.FAR) + models.FAR
        scores = torch.einsum("kd,nkd->kn", a, b) / a.shape[1] ** 0.5 + self.distance(steps).T
        place = torch.arange(len(x))
        return scores.masked_fill(torch.stack([place > core, place < core]), -1e4)


def features(model: models.Model, wordpiece: WordPiece, vocabulary: list[str], record: dict[str, Any]) -> Tensor:
    """[words, 2 H]: what the heads for meaning and for syntax read of every word."""
    d = document(record)
    kept: list[Tensor] = []
    hooks = [module.register_forward_hook(lambda _m, _i, out: kept.append(out)) for module in (model.deeper, model.meaning_mix)]
    rows: dict[int, Tensor] = {}
    for group, _, _ in passes(model, [encode(d, wordpiece)], vocabulary, pieces=2048):
        both = torch.cat(kept, 2)
        kept.clear()
        for k, window in enumerate(group):
            tokens = [t for i in (*window.context, *range(window.first, window.last)) for t in range(*d.sentences[i])]
            own = {t for i in range(window.first, window.last) for t in range(*d.sentences[i])}
            rows.update((t, both[k, p]) for p, t in enumerate(tokens) if t in own)
    for hook in hooks:
        hook.remove()
    return torch.stack([rows[t] for t in range(len(d.words))])


def read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def teach(items: list[tuple[Tensor, list[Phrase]]], *, epochs: int, seed: int = 1) -> Extent:
    """Pointers taught on (features, phrases) of articles."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    head = Extent(items[0][0].shape[1])
    optimizer = torch.optim.AdamW(head.parameters(), lr=1e-3, weight_decay=0.01)
    examples = [(x, p) for x, found in items for p in found]
    steps = epochs * len(examples) // 32
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: 1.0 - s / max(steps, 1))
    for step in range(steps):
        if step % (len(examples) // 32) == 0:
            rng.shuffle(examples)
        at = step % (len(examples) // 32) * 32
        loss = torch.zeros(())
        for x, p in examples[at : at + 32]:
            scores = head(x[p.low : p.high], p.core - p.low)
            loss = loss + F.cross_entropy(scores, torch.tensor([p.first - p.low, p.last - 1 - p.low]))
        optimizer.zero_grad()
        (loss / 32).backward()
        optimizer.step()
        schedule.step()
    return head.eval()


def compare(head: Extent, language: Language, records: list[dict[str, Any]], items: list[tuple[Tensor, list[Phrase]]]) -> dict[str, float]:
    """Per cent of phrases that come out whole, grown and predicted, and their words' F1."""
    whole = {"grown": 0, "predicted": 0}
    shared, size = dict(whole), dict(whole)
    n = words = 0
    for record, (x, found) in zip(records, items, strict=True):
        text = record["article"]["text"]
        view = View(language.read(text, language.cut(text, words_of(record))))
        for p in found:
            with torch.no_grad():
                first, last = head(x[p.low : p.high], p.core - p.low).argmax(1).tolist()
            spans = {"grown": phrase(view, p.core, p.trigger), "predicted": (p.low + first, p.low + last + 1)}
            n, words = n + 1, words + p.last - p.first
            for way, (a, z) in spans.items():
                whole[way] += (a, z) == (p.first, p.last)
                shared[way] += max(0, min(z, p.last) - max(a, p.first))
                size[way] += z - a
    out = {"phrases": float(n)}
    for way in whole:
        out[f"{way}, whole"] = round(100.0 * whole[way] / n, 1)
        out[f"{way}, words F1"] = round(200.0 * shared[way] / (size[way] + words), 1)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("run", type=Path, help="a training run: model.pt, vocab.txt, held-out.json")
    parser.add_argument("shared", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    o = parser.parse_args()
    model = models.load(o.run / "model.pt")
    vocabulary = (o.run / "vocab.txt").read_text(encoding="utf-8").split()
    wordpiece, language = WordPiece(vocabulary), Language.load()
    aside = set(json.loads((o.run / "held-out.json").read_text()))
    records = read([*(o.shared / "corpus" / f"{name}.jsonl" for name in NEWS), OURS])
    dev = read([o.shared / "corpus" / "dev.jsonl"])

    def items(some: list[dict[str, Any]]) -> list[tuple[Tensor, list[Phrase]]]:
        return [(features(model, wordpiece, vocabulary, r), phrases(r)) for r in some]

    head = teach(items([r for r in records if r["article"]["id"] not in aside]), epochs=o.epochs)
    for name, some in (("held out", [r for r in records if r["article"]["id"] in aside]), ("dev", dev)):
        print(name, json.dumps(compare(head, language, some, items(some))), flush=True)


if __name__ == "__main__":
    main()
