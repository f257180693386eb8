"""A small model, with weights drawn at random."""

from __future__ import annotations

from typing import Any

import pytest

LABELS = {
    name: [f"{name}{k}" for k in range(size)]
    for name, size in {
        "upos": 3, "feats": 3, "lemma": 4, "deprel": 4, "names": 3, "type": 3, "mode": 2, "context": 2,
        "aux": 2, "content": 4, "stance": 3, "kind": 2, "sector": 3, "edge": 10, "happening": 2,
    }.items()
}  # fmt: skip


@pytest.fixture
def small() -> Any:
    torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")
    from training import model as models

    torch.manual_seed(3)
    return models.Model(
        models.Config(
            labels=LABELS, hidden=64, layers=3, attention_heads=4, intermediate=96, vocabulary=90,
            positions=64, arc=16, label=8, edge=16, chain=8, event=32,
        )
    ).eval()  # fmt: skip
