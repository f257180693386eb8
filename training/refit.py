"""Fit the heads of rare labels anew: ``python -m training.refit RUN DATA --out FOLDER``.

Teachers know rare labels least, and their doubts are learnt with the rest (`training.teachers`). Here everything else of a
model stays as it is, and what its heads say of modes, contexts and status of annotated triggers, and of tags, lemmas and
names of the treebanks' words, is fitted to annotation alone, from where they are.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from dragoman.language.wordpiece import WordPiece

from . import model as models
from .batches import NONE, Encoded, encode, passes
from .documents import treebank_documents
from .news import NEWS, OURS, REAL, document, read_news
from .printed import read_printed
from .train import keep_memory

HEADS = ("mode", "context", "aux")
EPOCHS, BATCH, RATE, DECAY = 24, 512, 1e-3, 0.01
TAGS = ("upos", "feats", "lemma", "names")
TAG_EPOCHS, TAG_BATCH = 4, 2048


@dataclass(frozen=True, slots=True)
class Acts:
    """Annotated triggers [A]: the 256 numbers that the model makes of each, its labels, and what it counts."""

    numbers: Tensor
    mode: Tensor
    context: Tensor
    aux: Tensor
    moded: Tensor
    counts: Tensor


def acts(model: models.Model, articles: list[Encoded], vocabulary: list[str], printed: set[str], real: float) -> Acts:
    """What the model makes of all triggers of the articles, as whole articles are read; a printed one counts ``real``."""
    seen: list[Tensor] = []
    hook = model.event["to_mode"].register_forward_pre_hook(lambda _, given: seen.append(given[0].detach()))
    rows: list[tuple[Tensor, ...]] = []
    try:
        for group, batch, _ in passes(model, articles, vocabulary):
            here = (batch["evented"] > 0) & (batch["type"][..., 0] < 0.5)
            weights = torch.tensor([real if w.encoded.document.id in printed else 1.0 for w in group])
            counts = weights[:, None].expand(here.shape)[here]
            rows.append((seen.pop()[here], *(batch[k][here] for k in ("mode", "context", "aux", "moded")), counts))
    finally:
        hook.remove()
    return Acts(*(torch.cat(column) for column in zip(*rows, strict=True)))


@dataclass(frozen=True, slots=True)
class Words:
    """Treebank words [W]: what syntax and what meaning are read from, [W, H] in half precision, and their labels."""

    syntax: Tensor
    meaning: Tensor
    labels: dict[str, Tensor]


def words(model: models.Model, documents: list[Encoded], vocabulary: list[str]) -> Words:
    """What the model makes of all annotated words of the treebanks' documents."""
    seen: dict[str, Tensor] = {}
    hooks = [
        layer.register_forward_pre_hook(lambda _, given, name=name: seen.update({name: given[0].detach()}))
        for name, layer in (("syntax", model.tags["upos"]), ("meaning", model.names))
    ]
    rows: list[tuple[Tensor, ...]] = []
    try:
        for _, batch, _ in passes(model, documents, vocabulary):
            here = (batch["upos"] != NONE) | (batch["names"] != NONE)
            rows.append((seen["syntax"][here].half(), seen["meaning"][here].half(), *(batch[k][here] for k in TAGS)))
    finally:
        for hook in hooks:
            hook.remove()
    syntax, meaning, *labels = (torch.cat(column) for column in zip(*rows, strict=True))
    return Words(syntax, meaning, dict(zip(TAGS, labels, strict=True)))


def told(model: models.Model, name: str, syntax: Tensor, meaning: Tensor) -> Tensor:
    """The scores of one head of words."""
    if name == "names":
        return model.names(meaning) + model.names_by_syntax(syntax)  # type: ignore[no-any-return]
    return model.tags[name](syntax)  # type: ignore[no-any-return]


def fit_tags(model: models.Model, given: Words, *, seed: int = 1) -> None:
    """Fit the heads of words, in place, as `fit` does those of acts; dropped is what training drops of each."""
    draw = torch.Generator().manual_seed(seed)
    light, heavy = model.config.syntax_dropout, model.config.head_dropout
    for name in TAGS:
        label = given.labels[name]
        known = (label != NONE).nonzero()[:, 0]
        if not len(known):
            continue
        heads = [model.names, model.names_by_syntax] if name == "names" else [model.tags[name]]
        descent = _Descent([p for head in heads for p in head.parameters()], TAG_EPOCHS * -(-len(known) // TAG_BATCH))
        for _ in range(TAG_EPOCHS):
            for at in known[torch.randperm(len(known), generator=draw)].split(TAG_BATCH):
                syntax, meaning = given.syntax[at].float(), given.meaning[at].float()
                syntax = syntax * (torch.rand(syntax.shape, generator=draw) > light) / (1 - light)
                meaning = meaning * (torch.rand(meaning.shape, generator=draw) > heavy) / (1 - heavy)
                descent.step(F.cross_entropy(told(model, name, syntax, meaning), label[at]))
        descent.finish()


class _Descent:
    """Steps down, ever smaller; what is kept is the mean of the weights over the second half of them."""

    def __init__(self, parameters: list[torch.nn.Parameter], steps: int):
        self.parameters, self.steps, self.taken = parameters, steps, 0
        self.means = [p.detach().clone() for p in parameters]
        self.optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)

    def step(self, loss: Tensor) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = RATE * (1 - self.taken / self.steps)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.taken += 1
        for mean, p in zip(self.means, self.parameters, strict=True):
            mean.lerp_(p.detach(), 1 / max(self.taken - self.steps // 2, 1))

    def finish(self) -> None:
        with torch.no_grad():
            for mean, p in zip(self.means, self.parameters, strict=True):
                p.copy_(mean)


def loss(name: str, scores: Tensor, given: Acts, at: Tensor) -> Tensor:
    """One head's loss over the acts numbered ``at``, each counted as it counts."""
    if name == "aux":
        each = F.cross_entropy(scores, given.aux[at], reduction="none")
    else:
        target = getattr(given, name)[at]
        each = F.binary_cross_entropy_with_logits(scores, target, reduction="none").sum(-1)
        if name == "mode":
            each = each * given.moded[at]
    return (each * given.counts[at]).sum() / given.counts[at].sum()


def fit(model: models.Model, given: Acts, *, seed: int = 1) -> None:
    """Fit the heads, in place; the mean of their weights over the second half of the looks is kept."""
    draw = torch.Generator().manual_seed(seed)
    size, steps = len(given.counts), EPOCHS * -(-len(given.counts) // BATCH)
    dropped = model.config.head_dropout  # of an act's numbers at each look, as in training
    for name in HEADS:
        head = model.event[f"to_{name}"]
        descent = _Descent(list(head.parameters()), steps)
        for _ in range(EPOCHS):
            for at in torch.randperm(size, generator=draw).split(BATCH):
                kept = torch.rand(len(at), given.numbers.shape[1], generator=draw) > dropped
                descent.step(loss(name, head(given.numbers[at] * kept / (1 - dropped)), given, at))
        descent.finish()


def main() -> None:
    keep_memory()
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--real", type=float, default=5.0, help="what a printed article counts, of an invented one")
    parser.add_argument("--out", type=Path, required=True)
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    vocabulary = (o.run / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
    aside = set(json.loads((o.run / "held-out.json").read_text()))
    by_file = {name: read_news(o.data / "corpus" / f"{name}.jsonl") for name in NEWS}
    ours = read_news(OURS) + (marked := [document(record) for record in read_printed(o.data)])
    printed = {d.id for name in REAL for d in by_file[name]} | {d.id for d in marked}
    wordpiece = WordPiece(vocabulary)
    articles = [encode(d, wordpiece, 0) for name in NEWS for d in by_file[name] if d.id not in aside]
    articles += [encode(d, wordpiece, 1) for d in ours if d.id not in aside]
    model = models.load(o.run / "model.pt")
    given = acts(model, articles, vocabulary, printed, o.real)
    print(f"{len(articles)} articles, {len(given.counts)} acts", flush=True)
    every = torch.arange(len(given.counts))
    for when in ("before", "after"):
        if when == "after":
            fit(model, given)
        with torch.no_grad():
            told = {k: float(loss(k, model.event[f"to_{k}"](given.numbers), given, every)) for k in HEADS}
        print(when, *(f"{k} {v:.3f}" for k, v in told.items()), flush=True)
    treebanks = [encode(d, wordpiece) for d in treebank_documents(o.data)["train"]]
    fit_tags(model, words(model, treebanks, vocabulary))
    models.save(model, o.out / "model.pt")
    for name in ("vocab.txt", "held-out.json"):
        shutil.copy(o.run / name, o.out / name)


if __name__ == "__main__":
    main()
