"""What each head is taught by, and how much each lesson weighs.

Nothing here asks the device for a number, so that a GPU is never waited for: what a batch lacks is masked, not
skipped.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .batches import NONE
from .model import Model

#: weight of each loss; those of events are per trigger, those of syntax per word
WEIGHTS = {
    "type": 1.5, "mode": 0.5, "context": 0.15, "aux": 0.5, "inside": 0.4, "edge": 1.0, "content": 1.0, "cue": 0.4,
    "stance": 0.4, "pointer": 0.6, "chain": 0.4, "kind": 0.2, "sector": 0.5, "role": 0.1, "arc": 4.0, "deprel": 3.0,
    "upos": 3.0, "feats": 1.5, "lemma": 1.5, "names": 5.0, "predicate": 0.3, "factuality": 0.15, "reported": 0.3,
    "happening": 0.2,
}  # fmt: skip

#: edges from a trigger or cue; the others are PropBank's, attribution's and MEANTIME's
OF_EVENTS = ("actor", "recipient", "place", "time", "by", "addressee")
#: share of words that are triggers, about: sums over words are shared out among that many
TRIGGERS = 0.04


def losses(model: Model, out: dict[str, Tensor], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each loss of one batch, unweighted; that of a layer that the batch lacks is 0."""
    found = _events(out, batch)
    for head, target in (("upos", "upos"), ("feats", "feats"), ("lemma", "lemma"), ("names", "names"),
                         ("reported", "reported"), ("happening", "happening"), ("arcs", "arc"), ("deprel", "deprel")):
        found[target] = _mean(out[head], batch[target])
    mask = (batch["predicate"] != NONE).float()
    found["predicate"] = _binary(out["predicate"][..., 0], batch["predicate"], mask) / mask.sum().clamp(min=1.0)
    known = ~batch["factuality"].isnan()
    apart = F.smooth_l1_loss(out["factuality"][..., 0], batch["factuality"].nan_to_num(), reduction="none")
    found["factuality"] = (apart * known).sum() / known.sum().clamp(min=1)
    _relations(model, out, batch, found)
    return found


def usual_triggers(words: Tensor) -> Tensor:
    """How many triggers so many words usually hold; ``words`` is a mask."""
    return (words.sum() * TRIGGERS).clamp(min=1.0)


def _total(scores: Tensor, target: Tensor, smoothing: float = 0.0) -> Tensor:
    """Cross entropy summed over the words that have a target."""
    return F.cross_entropy(
        scores.flatten(0, -2), target.flatten(), ignore_index=NONE, reduction="sum", label_smoothing=smoothing)


def _mean(scores: Tensor, target: Tensor, smoothing: float = 0.0) -> Tensor:
    return _total(scores, target, smoothing) / (target != NONE).sum().clamp(min=1)


def _binary(scores: Tensor, target: Tensor, mask: Tensor) -> Tensor:
    """Binary cross entropy summed over what the mask leaves."""
    each = F.binary_cross_entropy_with_logits(scores, target.float().clamp(min=0.0), reduction="none")
    return (each * mask).sum()


def _events(out: dict[str, Tensor], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    evented = (batch["evented"] > 0).float()
    usual = usual_triggers(evented)
    trigger = (evented * (batch["type"][..., 0] < 0.5))[..., None]
    return {
        "type": -(batch["type"] * out["type"].log_softmax(-1)).sum() / usual,
        "mode": _binary(out["mode"], batch["mode"], trigger * batch["moded"][..., None]) / usual,
        "context": _binary(out["context"], batch["context"], trigger) / usual,
        "aux": _total(out["aux"], batch["aux"]) / usual,
        "inside": _binary(out["inside"][..., 0], batch["inside"], evented) / usual * 0.5,
        "content": _mean(out["content"], batch["content"], 0.02) * 4.0,
        "cue": _binary(out["cue"][..., 0], batch["cue"], evented) / usual,
        **{head: _mean(out[head], batch[head]) for head in ("stance", "kind", "sector")},
    }


def _relations(model: Model, out: dict[str, Tensor], batch: dict[str, Tensor], found: dict[str, Tensor]) -> None:
    sentence = batch["sentence"]
    rows = batch["rows"]
    if len(rows):
        b, label, i = rows.unbind(1)
        mask = (sentence[b] == sentence[b, i][:, None]).float()
        each = F.binary_cross_entropy_with_logits(out["edges"][b, label, i], batch["row_targets"], reduction="none")
        each = (each * mask).sum(1)
        names = model.config.labels["edge"]
        events = torch.zeros_like(label, dtype=torch.bool)
        for name in OF_EVENTS:
            events |= label == names.index(name)
        # five rows a trigger: summed over them, then the mean over triggers
        found["edge"] = (each * events).sum() / events.sum().clamp(min=1) * 5.0
        found["role"] = (each * ~events).sum() / ((~events).sum() / 12.0).clamp(min=1.0)
    pointers = batch["pointers"]
    if len(pointers):
        cue_label = model.config.labels["edge"].index("cue")
        b, i = pointers[:, 0], pointers[:, 1]
        n = sentence.shape[1]
        total = out["edges"].new_zeros(())
        for k in range(2):
            none = out["no_pointer"][b, i, k]
            scores = torch.cat([out["edges"][b, cue_label + k, i], none[:, None]], 1)
            target = torch.where(pointers[:, 2 + k] < 0, n, pointers[:, 2 + k])
            total = total + (F.cross_entropy(scores, target, reduction="none") * batch["pointer_weights"]).sum()
        found["pointer"] = total / batch["pointer_weights"].sum()
    chains = batch["chains"]
    if len(chains):
        b, i = chains.unbind(1)
        scores = out["chain"][b, i]
        allowed = torch.cat([torch.ones_like(batch["mention"][b][:, :1]), batch["mention"][b]], 1) > 0
        scores = scores.masked_fill(~allowed, -1e4).log_softmax(-1)
        none = (batch["chain_targets"].sum(1, keepdim=True) == 0).float()
        target = torch.cat([none, batch["chain_targets"]], 1) > 0
        found["chain"] = -scores.masked_fill(~target, -1e4).logsumexp(-1).clamp(min=-1e3).mean()


def total(found: dict[str, Tensor]) -> Tensor:
    """The weighted sum."""
    return torch.stack([v * WEIGHTS[k] for k, v in found.items()]).sum()
