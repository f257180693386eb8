"""The model as it is shipped: the same weights, less work.

What is asked of a window's words is asked of its own sentences' alone, not of those that are there to be looked at;
and what stays within a sentence (trees, edges, the layer for syntax) is worked out sentence by sentence, not
for all pairs of words of a window. ``training.export`` writes this form; `training.model` learns the other,
which takes whole windows, and says the same (``tests/training/test_shipped.py``).
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import model as models
from .model import FAR

INPUTS = ("pieces", "cases", "present", "first", "sentence", "own", "slots", "places")
#: a row for each own word, a block for each own sentence, a matrix for each window
BY_WORD = (
    "upos", "feats", "lemma", "deprel", "names", "type", "mode", "context", "aux", "inside", "no_pointer", "content",
    "cue", "stance", "kind", "sector",
)  # fmt: skip
BY_SENTENCE = ("arcs", "edges")
OUTPUTS = (*BY_WORD, *BY_SENTENCE, "chain")
BEST = frozenset({"upos", "feats", "lemma"})  # only the best label leaves the graph
EDGES = 8  # actor … addressee, cue, speaker
APART = -1e4


class _Sentences(models.Model):
    """The heads, over sentences."""

    def forward(self, batch: dict[str, Tensor]) -> dict[str, Tensor]:  # type: ignore[override]
        """``batch``: as for `training.model.Model`, and of the W own words of all windows ``own`` [W], each one's
        number among all words (``first`` laid out in one row); ``slots`` [S, L], the numbers among the W of each of
        the S sentences' words, -1 behind the last; ``places`` [W], each word's number among the S * L slots."""
        pieces, first, sentence = batch["pieces"], batch["first"], batch["sentence"]
        own, slots, places = batch["own"], batch["slots"], batch["places"]
        h, c = self.config.hidden, self.config
        states = self.encoder(pieces, batch["cases"], batch["present"])
        flat = [s.reshape(-1, h) for s in states]
        windows = torch.arange(pieces.shape[0], device=pieces.device) * pieces.shape[1]
        rows = first + windows[:, None]
        raw = self.meaning_mix([s[rows] for s in flat])
        told = raw.reshape(-1, h)[own]  # [W, H], as all of what is said of words
        mine = rows.reshape(-1)[own]

        held = slots >= 0
        filled = torch.where(held, slots, 0)
        n = slots.shape[1]
        place = torch.arange(n, device=pieces.device)
        steps = (place[None, :] - place[:, None]).clamp(-FAR, FAR) + FAR
        absent = torch.where(held, 0.0, APART)[:, None, :]  # [S, 1, L]

        def back(x: Tensor) -> Tensor:
            """[S, L, D] -> [W, D]"""
            return x.reshape(-1, x.shape[2])[places]

        syntax = self._deeper(self.syntax_mix([s[mine] for s in flat]), filled, absent, steps, places)
        out: dict[str, Tensor] = {k: head(syntax) for k, head in self.tags.items()}

        dep, head = self.arc_dep(syntax), self.arc_head(syntax)
        arcs = (dep @ self.arc)[filled] @ head[filled].transpose(1, 2)
        arcs = arcs + (self.arc_bias(head)[filled].transpose(1, 2) + absent)
        arcs = arcs + self.arc_distance.weight[steps][..., 0][None]
        arcs = arcs.masked_fill((place[None, :] == place[:, None])[None], APART)
        out["arcs"] = torch.cat([self.arc_root(dep)[filled], arcs], 2)
        governor = out["arcs"].argmax(2)  # [S, L], 0 the root
        number = torch.where(governor > 0, filled.gather(1, (governor - 1).clamp(min=0)) + 1, 0)
        ldep, lhead = self.label_dep(syntax), self.label_head(syntax)
        lhead = torch.cat([torch.zeros_like(lhead[:1]), lhead], 0)[number.reshape(-1)[places]]
        labels = (ldep @ self.label).view(ldep.shape[0], -1, c.label)
        out["deprel"] = (labels @ lhead[..., None])[..., 0] + self.label_bias(torch.cat([ldep, lhead], 1))

        out["names"] = self.names(told) + self.names_by_syntax(syntax)
        edges, columns = self._edges(told, filled, absent, steps)
        out["edges"] = edges
        out["no_pointer"] = self.no_pointer(told)
        chain, _ = self.chain(raw)
        real = sentence >= 0
        order = torch.arange(first.shape[1], device=pieces.device)
        before = (order[None, :] < order[:, None])[None] & real[:, None, :]
        out["chain"] = torch.cat([self.no_antecedent(raw), chain[:, 0] + torch.where(before, 0.0, APART)], 2)

        share = held.float()
        share = share / share.sum(1, keepdim=True)
        around = (share[:, None, :] @ told[filled])[:, 0]  # [S, H]
        window = real.float()[:, :, None]
        window = (raw * window).sum(1) / window.sum(1).clamp(min=1.0)  # [B, H]
        parts = self.parts
        u = (
            parts["own"](told)
            + parts["sentence"](around)[places // n]
            + parts["window"](window)[own // first.shape[1]]
        )
        for i, role in enumerate(("actor", "recipient")):
            weight = torch.sigmoid(edges[:, :, i])
            mean = (weight @ columns) / (1.0 + weight.sum(2, keepdim=True))
            u = u + parts[role](back(mean))
        u = F.gelu(u)
        for k, layer in self.event.items():
            out[k.removeprefix("to_")] = layer(u)
        q = self.quote(told)
        for k, layer in self.quoted.items():
            out[k] = layer(q)
        for k, layer in self.word.items():
            out[k] = layer(told)
        return out

    def _deeper(self, x: Tensor, filled: Tensor, absent: Tensor, steps: Tensor, places: Tensor) -> Tensor:
        """`training.model.Deeper`, [W, H]."""
        d = self.deeper
        h = x.shape[1]
        s, n = filled.shape
        qkv = d.qkv(d.norm1(x))[filled]
        q, k, v = qkv.view(s, n, 3, d.heads, h // d.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(h // d.heads)
        scores = scores + (d.distance.weight[steps].permute(2, 0, 1)[None] + absent[:, None])
        mixed = (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(s * n, h)[places]
        x = x + d.out(mixed)
        return x + d.down(F.gelu(d.up(d.norm2(x))))

    def _edges(self, x: Tensor, filled: Tensor, absent: Tensor, steps: Tensor) -> tuple[Tensor, Tensor]:
        """`training.model.Edges`, the first labels: [S, L, EDGES, L], and the columns' vectors [S, L, D]."""
        e = self.edges
        row, column = e.row(x), e.column(x)
        columns = column[filled]
        s, n = filled.shape
        # a word's labels side by side: one product a sentence
        left = (row @ e.weight[:, : EDGES * e.size])[filled].view(s, n * EDGES, e.size)
        scores = (left @ columns.transpose(1, 2)).view(s, n, EDGES, n)
        scores = scores + e.bias_row(row)[..., :EDGES][filled][..., None]
        ahead = e.bias_column(column)[..., :EDGES][filled].transpose(1, 2) + absent
        scores = scores + ahead[:, None]
        return scores + e.distance.weight[:, :EDGES][steps].transpose(1, 2)[None], columns


class Shipped(nn.Module):
    """Inputs and outputs in the order of `INPUTS` and `OUTPUTS`."""

    def __init__(self, model: models.Model):
        super().__init__()
        self.model = _Sentences(model.config)
        self.model.load_state_dict(model.state_dict())
        self.model.eval()

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:
        out = self.model(dict(zip(INPUTS, given, strict=True)))
        return tuple(out[k].argmax(-1).to(torch.int32) if k in BEST else out[k] for k in OUTPUTS)


def example(vocabulary: int, sizes: tuple[tuple[int, int], ...] = ((40, 3), (31, 2))) -> tuple[Tensor, ...]:
    """Input of the right shape: random pieces, a word a piece but for every third. ``sizes``: each window's pieces
    and sentences, of which the first is context where there are more than two."""
    g = torch.Generator().manual_seed(0)
    t = max(a for a, _ in sizes)
    b = len(sizes)
    pieces = torch.zeros(b, t, dtype=torch.long)
    present = torch.zeros(b, t)
    words = [[i for i in range(a) if i % 3] for a, _ in sizes]
    n = max(map(len, words))
    first, sentence = torch.zeros(b, n, dtype=torch.long), torch.full((b, n), -1, dtype=torch.long)
    own: list[int] = []
    ranges: list[tuple[int, int]] = []
    for k, (a, sentences) in enumerate(sizes):
        pieces[k, :a] = torch.randint(0, vocabulary, (a,), generator=g)
        present[k, :a] = 1.0
        first[k, : len(words[k])] = torch.tensor(words[k])
        numbers = [i * sentences // len(words[k]) for i in range(len(words[k]))]
        sentence[k, : len(words[k])] = torch.tensor(numbers)
        for number in range(1 if sentences > 2 else 0, sentences):
            begin = len(own)
            own += [k * n + i for i, one in enumerate(numbers) if one == number]
            ranges.append((begin, len(own)))
    longest = max(last - begin for begin, last in ranges)
    slots = torch.full((len(ranges), longest), -1, dtype=torch.long)
    places = torch.zeros(len(own), dtype=torch.long)
    for k, (begin, last) in enumerate(ranges):
        slots[k, : last - begin] = torch.arange(begin, last)
        places[begin:last] = k * longest + torch.arange(last - begin)
    cases = torch.randint(0, 3, (b, t), generator=g)
    return pieces, cases, present, first, sentence, torch.tensor(own), slots, places
