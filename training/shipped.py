"""The model as it is shipped: the same weights, less work.

What is asked of a window's words is asked of its own sentences' alone, not of those that are there to be looked at;
and what stays within a sentence (trees, edges, the layer for syntax) is worked out sentence by sentence, not
for all pairs of words of a window. Sentences come in two groups, short and long, each padded to the longest of its
own: together they are 40 % of the pairs that all sentences padded alike would be. ``training.export`` writes this form;
`training.model` learns the other, which takes whole windows, and says the same (``tests/training/test_shipped.py``).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dragoman.language.windows import grouped

from . import model as models
from .model import FAR

GROUPS = ("", "_2")  # what is worked out sentence by sentence is given and told so often
SLOTS = tuple(f"slots{group}" for group in GROUPS)
INPUTS = ("pieces", "cases", "present", "first", "sentence", "own", "places", *SLOTS)
#: a row for each own word, a block for each own sentence, a matrix for each window
BY_WORD = (
    "upos", "feats", "lemma", "deprel", "names", "type", "mode", "context", "aux", "inside", "no_pointer", "content",
    "cue", "stance", "kind", "sector",
)  # fmt: skip
BY_SENTENCE = tuple(f"{name}{group}" for group in GROUPS for name in ("arcs", "edges"))
#: of each window's N words, a row a word: the score of having no antecedent, and of each other word as one, to which
#: what its distance counts for (``chain_distance``, from N - 1 words behind to as many ahead) is added where it is read
BY_WINDOW = ("alone", "chain")
OUTPUTS = (*BY_WORD, *BY_SENTENCE, *BY_WINDOW, "chain_distance")
BEST = frozenset({"upos", "feats", "lemma"})  # only the best label leaves the graph
EDGES = 8  # actor … addressee, cue, speaker
APART = -1e4


class _Group:
    """Sentences padded alike: ``slots`` [S, L], the number of each one's words among all W, -1 behind the last."""

    def __init__(self, slots: Tensor):
        self.held = slots >= 0
        self.filled = torch.where(self.held, slots, 0)
        self.place = torch.arange(slots.shape[1], device=slots.device)
        self.steps = (self.place[None, :] - self.place[:, None]).clamp(-FAR, FAR) + FAR
        self.absent = torch.where(self.held, 0.0, APART)[:, None, :]  # [S, 1, L]


class _Sentences(models.Model):
    """The heads, over sentences."""

    projections: nn.ModuleList  # queries, keys, values of the layer for syntax: none has to be cut out

    def part(self) -> None:
        """Take its one projection apart into three."""
        joint = self.deeper.qkv
        parts = []
        for weight, bias in zip(joint.weight.chunk(3), joint.bias.chunk(3), strict=True):
            part = nn.Linear(weight.shape[1], weight.shape[0])
            part.weight = nn.Parameter(weight.detach().clone())
            part.bias = nn.Parameter(bias.detach().clone())
            parts.append(part)
        self.projections = nn.ModuleList(parts)

    def forward(self, batch: dict[str, Tensor]) -> dict[str, Tensor]:  # type: ignore[override]
        """``batch``: as for `training.model.Model`, and of the W own words of all windows ``own`` [W], each one's
        number among all words (``first`` laid out in one row); by group `SLOTS` [S, L], as `_Group` takes them;
        ``places`` [W], each word's number among the S * L slots of all groups laid out in one row."""
        pieces, first, sentence = batch["pieces"], batch["first"], batch["sentence"]
        own, places = batch["own"], batch["places"]
        h, c = self.config.hidden, self.config
        groups = [_Group(batch[name]) for name in SLOTS]
        states = self.encoder(pieces, batch["cases"], batch["present"])
        windows = torch.arange(pieces.shape[0], device=pieces.device) * pieces.shape[1]
        rows = first + windows[:, None]
        mixed = self._mixed(states)
        raw = mixed[rows]
        told = raw.reshape(-1, h)[own]  # [W, H], as all of what is said of words
        mine = rows.reshape(-1)[own] + pieces.shape[0] * pieces.shape[1]

        def back(parts: list[Tensor]) -> Tensor:
            """A [S * L, D] of each group -> [W, D]"""
            return torch.cat(parts, 0)[places]

        syntax = self._deeper(mixed[mine], groups, back)
        out: dict[str, Tensor] = {k: head(syntax) for k, head in self.tags.items()}

        dep, head = self.arc_dep(syntax), self.arc_head(syntax)
        # what a governor counts for by itself is part of what it is multiplied with
        left, root = dep @ self.arc + self.arc_bias.weight[0], self.arc_root(dep)
        distance = self.arc_distance.weight + self.arc_bias.bias
        numbers = []
        for name, g in zip(GROUPS, groups, strict=True):
            near = distance[g.steps][..., 0].masked_fill(g.place[None, :] == g.place[:, None], APART)
            arcs = left[g.filled] @ head[g.filled].transpose(1, 2) + near[None] + g.absent
            arcs = torch.cat([root[g.filled], arcs], 2)
            out[f"arcs{name}"] = arcs
            governor = arcs.argmax(2)  # [S, L], 0 the root
            number = torch.where(governor > 0, g.filled.gather(1, (governor - 1).clamp(min=0)) + 1, 0)
            numbers.append(number.reshape(-1, 1))
        ldep, lhead = self.label_dep(syntax), self.label_head(syntax)
        lhead = torch.cat([torch.zeros_like(lhead[:1]), lhead], 0)[back(numbers)[:, 0]]
        labels = (ldep @ self.label).view(ldep.shape[0], -1, c.label)
        out["deprel"] = (labels @ lhead[..., None]).squeeze(2) + self.label_bias(torch.cat([ldep, lhead], 1))

        out["names"] = self.names(told) + self.names_by_syntax(syntax)
        actors, recipients = self._edges(told, groups, out)
        out["no_pointer"] = self.no_pointer(told)
        out["alone"] = self.no_antecedent(raw)
        row, column = self.chain.row(raw), self.chain.column(raw)
        left = row @ self.chain.weight + self.chain.bias_column.weight[0]
        out["chain"] = left @ column.transpose(1, 2) + self.chain.bias_row(row)
        far = first.shape[1] - 1
        apart = (torch.arange(2 * far + 1, device=pieces.device) - far).clamp(-FAR, FAR) + FAR
        out["chain_distance"] = (self.chain.distance.weight + self.chain.bias_column.bias)[apart].reshape(-1)

        number = self._sentences(groups)[places]  # of each own word
        lengths = torch.cat([g.held.float().sum(1, keepdim=True) for g in groups])  # [S, 1]
        within = torch.arange(lengths.shape[0], device=pieces.device)[:, None] == number[None, :]
        around = (within.float() / lengths) @ told  # [S, H]
        window = (sentence >= 0).float()
        window = ((window / window.sum(1, keepdim=True).clamp(min=1.0))[:, None] @ raw)[:, 0]  # [B, H]
        parts = self.parts
        u = (
            parts["own"](told)
            + parts["sentence"](around)[number]
            + parts["window"](window)[own // first.shape[1]]
        )
        u = u + parts["actor"](back(actors))
        u = u + parts["recipient"](back(recipients))
        u = F.gelu(u)
        for k, layer in self.event.items():
            out[k.removeprefix("to_")] = layer(u)
        q = self.quote(told)
        for k, layer in self.quoted.items():
            out[k] = layer(q)
        for k, layer in self.word.items():
            out[k] = layer(told)
        return out

    def _mixed(self, states: list[Tensor]) -> Tensor:
        """Both means of the encoder's layers in one product, [2 * B * T, H]: for what is meant, then for syntax.

        Most pieces begin a word: cheaper than to pick these out of each layer."""
        shares = torch.stack([torch.softmax(mix.weights, 0) for mix in (self.meaning_mix, self.syntax_mix)])
        h = self.config.hidden
        layers = torch.cat([state.reshape(-1, h) for state in states]).view(len(states), -1)
        return (shares @ layers).view(-1, h)

    def _deeper(self, x: Tensor, groups: list[_Group], back: Callable[[list[Tensor]], Tensor]) -> Tensor:
        """`training.model.Deeper`, [W, H]."""
        d = self.deeper
        h = x.shape[1]
        given = d.norm1(x)
        query, key, value = (
            projection(given).view(-1, d.heads, h // d.heads) for projection in self.projections
        )
        mixed = []
        for g in groups:
            q, k, v = (x[g.filled].transpose(1, 2) for x in (query, key, value))
            scores = q @ k.transpose(-1, -2) / math.sqrt(h // d.heads)
            scores = scores + (d.distance.weight[g.steps].permute(2, 0, 1)[None] + g.absent[:, None])
            mixed.append((torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(-1, h))
        x = x + d.out(back(mixed))
        return x + d.down(F.gelu(d.up(d.norm2(x))))

    def _edges(
        self, x: Tensor, groups: list[_Group], out: dict[str, Tensor]
    ) -> tuple[list[Tensor], list[Tensor]]:
        """`training.model.Edges`, the first labels, into ``out``: [S, L, EDGES, L] of each group. Gives the means of
        those who act and of those acted upon, [S * L, D] of each group."""
        e = self.edges
        row, column = e.row(x), e.column(x)
        # what a column's word counts for by itself is part of what it is multiplied with
        left = row @ e.weight[:, : EDGES * e.size] + e.bias_column.weight[:EDGES].reshape(-1)
        behind = e.bias_row(row)[:, :EDGES]
        distance = e.distance.weight[:, :EDGES] + e.bias_column.bias[:EDGES]
        actors, recipients = [], []
        for name, g in zip(GROUPS, groups, strict=True):
            columns = column[g.filled]
            s, n = g.filled.shape
            # a word's labels side by side: one product a sentence
            scores = left[g.filled].view(s, n * EDGES, e.size) @ columns.transpose(1, 2)
            scores = scores.view(s, n, EDGES, n) + behind[g.filled][..., None]
            scores = scores + distance[g.steps].transpose(1, 2)[None]
            out[f"edges{name}"] = scores
            for i, means in enumerate((actors, recipients)):
                weight = torch.sigmoid(scores[:, :, i]) * g.held[:, None, :].float()
                mean = (weight @ columns) / (1.0 + weight.sum(2, keepdim=True))
                means.append(mean.reshape(-1, e.size))
        return actors, recipients

    @staticmethod
    def _sentences(groups: list[_Group]) -> Tensor:
        """Of each slot, as `forward` numbers them, its sentence's number among those of all groups."""
        rows, begin = [], 0
        for g in groups:
            s, n = g.filled.shape
            rows.append((torch.arange(s, device=g.place.device) + begin)[:, None].expand(s, n).reshape(-1))
            begin = begin + s
        return torch.cat(rows)


class Shipped(nn.Module):
    """Inputs and outputs in the order of `INPUTS` and `OUTPUTS`."""

    def __init__(self, model: models.Model):
        super().__init__()
        self.model = _Sentences(model.config)
        self.model.load_state_dict(model.state_dict())
        self.model.part()
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
    slots: list[Tensor] = []
    starts = torch.zeros(len(ranges), dtype=torch.long)
    filled = 0
    for group in grouped([last - begin for begin, last in ranges], len(GROUPS)):
        longest = max(ranges[k][1] - ranges[k][0] for k in group)
        slots.append(torch.full((len(group), longest), -1, dtype=torch.long))
        for row, k in enumerate(group):
            begin, last = ranges[k]
            slots[-1][row, : last - begin] = torch.arange(begin, last)
            starts[k] = filled + row * longest
        filled += len(group) * longest
    places = torch.cat([starts[k] + torch.arange(last - begin) for k, (begin, last) in enumerate(ranges)])
    cases = torch.randint(0, 3, (b, t), generator=g)
    return pieces, cases, present, first, sentence, torch.tensor(own), places, *slots
