"""What each head is taught by, and how much each lesson weighs."""

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


def losses(model: Model, out: dict[str, Tensor], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each loss of one batch, unweighted; a head whose layer the batch lacks is left out."""
    found: dict[str, Tensor] = {}
    evented = batch["evented"] > 0
    if bool(evented.any()):
        found.update(_events(out, batch, evented))
    for head, target in (("upos", "upos"), ("feats", "feats"), ("lemma", "lemma"), ("names", "names"),
                         ("reported", "reported"), ("happening", "happening"), ("arcs", "arc"), ("deprel", "deprel")):
        mask = batch[target] != NONE
        if bool(mask.any()):
            found[target] = F.cross_entropy(out[head][mask], batch[target][mask])
    mask = batch["predicate"] != NONE
    if bool(mask.any()):
        found["predicate"] = F.binary_cross_entropy_with_logits(out["predicate"][..., 0][mask], batch["predicate"][mask].float())
    mask = ~batch["factuality"].isnan()
    if bool(mask.any()):
        found["factuality"] = F.smooth_l1_loss(out["factuality"][..., 0][mask], batch["factuality"][mask])
    _relations(model, out, batch, found)
    return found


def _events(out: dict[str, Tensor], batch: dict[str, Tensor], evented: Tensor) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    # about one word in twenty-five is a trigger: the sum over words is shared out among that many
    usual = max(float(evented.sum()) * 0.04, 1.0)
    logits = out["type"][evented].log_softmax(-1)
    found["type"] = -(batch["type"][evented] * logits).sum() / usual
    trigger = evented & (batch["type"][..., 0] < 0.5)
    if bool(trigger.any()):
        scale = 1.0 / usual
        found["mode"] = F.binary_cross_entropy_with_logits(out["mode"][trigger], batch["mode"][trigger], reduction="sum") * scale
        found["context"] = F.binary_cross_entropy_with_logits(
            out["context"][trigger], batch["context"][trigger], reduction="sum") * scale
        found["aux"] = F.cross_entropy(out["aux"][trigger], batch["aux"][trigger], reduction="sum") * scale
    found["inside"] = F.binary_cross_entropy_with_logits(
        out["inside"][..., 0][evented], batch["inside"][evented].float(), reduction="sum") / usual * 0.5
    found["content"] = F.cross_entropy(out["content"][evented], batch["content"][evented], label_smoothing=0.02) * 4.0
    found["cue"] = F.binary_cross_entropy_with_logits(
        out["cue"][..., 0][evented], batch["cue"][evented].float(), reduction="sum") / usual
    for head in ("stance", "kind", "sector"):
        mask = batch[head] != NONE
        if bool(mask.any()):
            found[head] = F.cross_entropy(out[head][mask], batch[head][mask])
    return found


def _relations(model: Model, out: dict[str, Tensor], batch: dict[str, Tensor], found: dict[str, Tensor]) -> None:
    sentence = batch["sentence"]
    rows = batch["rows"]
    if len(rows):
        b, label, i = rows.unbind(1)
        scores = out["edges"][b, label, i]
        mask = (sentence[b] == sentence[b, i][:, None]).float()
        each = (F.binary_cross_entropy_with_logits(scores, batch["row_targets"], reduction="none") * mask).sum(1)
        names = model.config.labels["edge"]
        events = torch.tensor([name in ("actor", "recipient", "place", "time", "by", "addressee") for name in names],
                              device=label.device)[label]
        # five rows a trigger: summed over them, then the mean over triggers
        if bool(events.any()):
            found["edge"] = each[events].mean() * 5.0
        if bool((~events).any()):
            taught = ~events
            found["role"] = each[taught].sum() / max(float(taught.sum()) / 12.0, 1.0)
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
