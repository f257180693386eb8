"""Scales that make what the encoder's matrices are given fit eight bits (SmoothQuant, Xiao et al. 2023).

The shipped graph takes one int8 scale for all numbers that go into a matrix. A few of the encoder's channels are ten
times as large as the others, so that the others would be told apart by a handful of steps only. Each such channel is made
smaller and its row of the matrix larger by as much; the product is the same.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor, nn

from dragoman.language.wordpiece import WordPiece

from . import model as models
from .batches import encode, passes
from .news import OURS, Document, document

#: which matrices of a layer; what goes into ``out`` has no channel that stands out
MATRICES = ("qkv", "up", "down")
#: how much of a channel's size goes into the matrix, the rest staying in the numbers: on news, types' probabilities then
#: differ least from the float model's (by 0.0008 a word in all; without scales 0.0013, at 0.5 0.0019, at 1.0 0.0009)
STRENGTH = 0.8
#: how many of our own articles show how large the channels are
ARTICLES = 60


class Smoothed(nn.Module):
    """A linear layer whose input is scaled down, channel by channel, and whose weights are scaled up."""

    def __init__(self, linear: nn.Linear, scale: Tensor):
        super().__init__()
        self.weight = nn.Parameter((linear.weight * scale).detach())
        self.bias = nn.Parameter(linear.bias.detach().clone())
        self.down = nn.Parameter(1.0 / scale)

    def forward(self, x: Tensor) -> Tensor:
        return nn.functional.linear(x * self.down, self.weight, self.bias)


def channels(model: models.Model, vocabulary: list[str], *, path: Path = OURS) -> dict[tuple[int, str], Tensor]:
    """The largest absolute value of every channel that goes into each matrix, over some articles of ``path``."""
    largest: dict[tuple[int, str], Tensor] = {}

    def watch(key: tuple[int, str]):  # type: ignore[no-untyped-def]
        def seen(_: nn.Module, given: tuple[Tensor, ...]) -> None:
            now = given[0].detach().abs().flatten(0, -2).amax(0)
            largest[key] = torch.maximum(largest[key], now) if key in largest else now

        return seen

    hooks = [
        getattr(layer, name).register_forward_pre_hook(watch((number, name)))
        for number, layer in enumerate(model.encoder.layers) for name in MATRICES
    ]  # fmt: skip
    with path.open(encoding="utf-8") as lines:
        read = [document(json.loads(line)) for line, _ in zip(lines, range(ARTICLES), strict=False)]
    documents = [Document(d.id, d.source, d.words, d.sentences) for d in read]  # the words alone
    wordpiece = WordPiece(vocabulary)
    for _ in passes(model, [encode(d, wordpiece) for d in documents], vocabulary, pieces=1024):
        pass
    for hook in hooks:
        hook.remove()
    return largest


def smooth(model: models.Model, largest: dict[tuple[int, str], Tensor]) -> None:
    """Put scales into the model, in place. Its outputs stay what they are but for rounding."""
    for (number, name), channel in largest.items():
        layer = model.encoder.layers[number]
        linear = getattr(layer, name)
        rows = linear.weight.detach().abs().amax(0)
        scale = channel.clamp(min=1e-3) ** STRENGTH / rows.clamp(min=1e-3) ** (1 - STRENGTH)
        setattr(layer, name, Smoothed(linear, scale / scale.median()))
