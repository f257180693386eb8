"""A small model, with weights drawn at random."""

from __future__ import annotations

import random
from typing import Any

import pytest

from annotated import RECORD, SETS

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


@pytest.fixture(scope="module")
def article() -> Any:
    """The small article with its word pieces, as a batch, and the vocabulary."""
    pytest.importorskip("torch", reason="needs PyTorch, which only training uses")
    from dragoman.language.wordpiece import WordPiece
    from training.batches import FRAME, Labels, batches, collate, encode, special_pieces, windows
    from training.news import document

    doc = document(RECORD)
    letters = dict.fromkeys("abcdefghijklmnopqrstuvwxyz0123456789" + "".join(doc.words).lower())
    vocabulary = ["[PAD]", *FRAME, "[MASK]", "[UNK]", *letters, *("##" + c for c in letters)]
    encoded = encode(doc, WordPiece(vocabulary))
    (batch,) = batches(windows([encoded], budget=None, rng=random.Random(1)), 4000, None)
    return encoded, collate(batch, Labels(SETS), None, special_pieces(vocabulary)), vocabulary


@pytest.fixture(scope="module")
def made(article: Any) -> Any:
    """What makes a model that can learn that article: its weights drawn by a seed, without dropout."""
    torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")
    from training import model as models

    def make(seed: int, sets: dict[str, list[str]] = SETS) -> Any:
        torch.manual_seed(seed)
        return models.Model(
            models.Config(
                labels=sets, hidden=48, layers=2, attention_heads=4, intermediate=96,
                vocabulary=len(article[2]), positions=512,
                arc=16, label=8, edge=16, chain=8, event=32, dropout=0.0, head_dropout=0.0,
            )
        ).eval()  # fmt: skip

    return make
