"""What several trained models say together, as a lesson for one.

Models that began from different places err in different places, and the mean of what they say is better than each. One
model can learn most of that from the mean's doubts (Hinton, Vinyals and Dean 2015), on annotated text and on
text that nobody has annotated for what the heads are about: the treebanks teach events too, that way.

A model knows the marks of the articles that it was trained on by heart, the wrong ones too. On those articles only
models that were trained without them have an opinion of their own (``training.train --leave-out``, ``--seen``).
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from . import model as models
from .losses import OF_EVENTS, usual_triggers

CLASSES = ("type", "aux", "content", "stance", "kind", "sector", "upos", "feats", "lemma", "names", "arcs", "deprel")
YES_OR_NO = ("mode", "context", "inside", "cue")
#: words that are a trigger with less than this probability teach nothing about participants, modes and status
DOUBTFUL = 0.1
#: in a run's folder, the articles that it was trained without in order to teach them
UNSEEN = "unseen.json"


class _Alike:
    """Models of one shape, asked at once."""

    def __init__(self, made: list[models.Model]):
        self.first = made[0]
        for layer in self.first.encoder.layers:
            layer.fused = False  # the fused kernel takes one model at a time
        self.parameters, self.buffers = torch.func.stack_module_state(made)  # type: ignore[arg-type]
        labels = self.first.config.labels["edge"]
        self.edges, self.cue = [labels.index(name) for name in OF_EVENTS], labels.index("cue")

    def __call__(self, batch: dict[str, Tensor], *, half: bool) -> dict[str, Tensor]:
        """What each says, in the first dimension."""
        def one(parameters: dict[str, Tensor], buffers: dict[str, Tensor]) -> dict[str, Tensor]:
            out: dict[str, Tensor] = torch.func.functional_call(self.first, (parameters, buffers), (batch,), {"half": half})
            return said(out, self.edges, self.cue)

        return torch.func.vmap(one)(self.parameters, self.buffers)  # type: ignore[no-any-return]


class Teachers:
    """Several models; those that were trained on an article count ``seen`` there."""

    def __init__(self, runs: list[Path], device: torch.device, *, seen: float = 1.0):
        by_shape: dict[str, list[tuple[Path, models.Model]]] = {}
        for run in runs:
            model = models.load(run / "model.pt").to(device)
            by_shape.setdefault(repr(replace(model.config, labels={})), []).append((run, model))
        made = [pair for group in by_shape.values() for pair in group]
        if len({tuple(map(tuple, m.config.labels.values())) for _, m in made}) != 1:
            raise ValueError("the teachers' label sets differ; train them on the same data")
        self.groups = [_Alike([m for _, m in group]) for group in by_shape.values()]
        self.device, self.seen = device, seen
        self.unseen = [frozenset(json.loads(f.read_text()) if (f := run / UNSEEN).exists() else ()) for run, _ in made]

    def weights(self, ids: list[str]) -> Tensor:
        """How much each model's word counts in each window [T, B]; over the models they add up to 1. A text that
        all or none were trained on, such as a treebank's, is taught by all alike."""
        rows = []
        for unseen in zip(*([id in known for id in ids] for known in self.unseen), strict=True):
            share = [1.0 if new or not any(unseen) else self.seen for new in unseen]
            rows.append([each / sum(share) for each in share])
        return torch.tensor(rows, device=self.device).T

    @torch.no_grad()
    def __call__(self, batch: dict[str, Tensor], *, half: bool, ids: list[str]) -> dict[str, Tensor]:
        """Mean probabilities: of classes [B, N, C], of yes-or-no heads [B, N, C], of events' edges [B, L, N, N], and
        of pointers to cue and to speaker [B, 2, N, N + 1] (the last: to none in the sentence). ``ids`` names the
        article of each window."""
        kept = {k: batch[k] for k in ("pieces", "cases", "present", "first", "sentence", "governor")}
        weights = self.weights(ids)
        total: dict[str, Tensor] = {}
        for group in self.groups:
            every = group(kept, half=half)
            mine, weights = weights.tensor_split([len(next(iter(every.values())))])
            for k, v in every.items():
                part = torch.einsum("tb,tb...->b...", mine, v)
                total[k] = total[k] + part if k in total else part
        return total


def said(out: dict[str, Tensor], edges: list[int], cue: int) -> dict[str, Tensor]:
    """A model's scores as probabilities, of the heads that teachers teach."""
    found = {k: out[k].float().softmax(-1) for k in CLASSES}
    found |= {k: out[k].float().sigmoid() for k in YES_OR_NO}
    found["edges"] = out["edges"][:, edges].float().sigmoid()
    found["pointers"] = _pointers(out, cue).float().softmax(-1)
    return found


def _pointers(out: dict[str, Tensor], cue: int) -> Tensor:
    return torch.cat([out["edges"][:, cue : cue + 2], out["no_pointer"].transpose(1, 2)[..., None]], -1)


def soft_losses(model: models.Model, out: dict[str, Tensor], batch: dict[str, Tensor], taught: dict[str, Tensor]) -> dict[str, Tensor]:
    """The losses of `training.losses`, by the teachers' probabilities in place of annotation.

    On every word of the batch, those of context too. What holds of triggers alone counts as much as the teachers think a
    word to be one; pointers and stance as much as they think it reported.
    """
    sentence = batch["sentence"]
    real = (sentence >= 0).float()
    usual, words = usual_triggers(real), real.sum().clamp(min=1.0)
    trigger = 1.0 - taught["type"][..., 0]
    trigger = torch.where(trigger < DOUBTFUL, 0.0, trigger) * real
    quoted = (1.0 - taught["content"][..., 0]) * real
    mention = taught["edges"][:, :2].amax((1, 2)) * real  # of a participant

    def classes(head: str) -> Tensor:
        return -(taught[head] * out[head].log_softmax(-1)).sum(-1)

    def yes_or_no(head: str) -> Tensor:
        return F.binary_cross_entropy_with_logits(out[head], taught[head], reduction="none").sum(-1)

    found = {
        "type": (classes("type") * real).sum() / usual,
        "mode": (yes_or_no("mode") * trigger).sum() / usual,
        "context": (yes_or_no("context") * trigger).sum() / usual,
        "aux": (classes("aux") * trigger).sum() / usual,
        "inside": (yes_or_no("inside") * real).sum() / usual * 0.5,
        "content": (classes("content") * real).sum() / words * 4.0,
        "cue": (yes_or_no("cue") * real).sum() / usual,
        "stance": (classes("stance") * quoted).sum() / quoted.sum().clamp(min=1.0),
    }
    for head in ("kind", "sector"):
        found[head] = (classes(head) * mention).sum() / mention.sum().clamp(min=1.0)
    for head in ("upos", "feats", "lemma", "names"):
        found[head] = (classes(head) * real).sum() / words
    found["arc"] = (classes("arcs") * real).sum() / words
    # labels are those under the annotated governor, which news lacks
    parsed = real * (batch["arc"] >= 0)
    found["deprel"] = (classes("deprel") * parsed).sum() / parsed.sum().clamp(min=1.0)
    same = (sentence[:, :, None] == sentence[:, None, :]).float()
    edges = [model.config.labels["edge"].index(name) for name in OF_EVENTS]
    each = F.binary_cross_entropy_with_logits(out["edges"][:, edges], taught["edges"], reduction="none")
    each = (each * same[:, None]).sum(3)  # [B, L, N]
    weight = trigger[:, None].expand_as(each).clone()
    weight[:, -1] = taught["cue"][..., 0] * real  # the addressee is a cue's
    found["edge"] = (each * weight).sum() / weight.sum().clamp(min=1.0) * len(OF_EVENTS)
    pointing = -(taught["pointers"] * _pointers(out, model.config.labels["edge"].index("cue")).log_softmax(-1)).sum(-1)
    found["pointer"] = (pointing * quoted[:, None]).sum() / quoted.sum().clamp(min=1.0)
    return found


def mixed(hard: dict[str, Tensor], soft: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Lessons of annotation and of teachers together; what the teachers leave out stays as annotated."""
    return {k: torch.lerp(v, soft[k], share) if k in soft else v for k, v in hard.items()} | {
        k: v * share for k, v in soft.items() if k not in hard}

