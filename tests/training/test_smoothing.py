"""Scales leave what the model says as it is, and even out what its matrices are given."""

import copy
import random

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")

from annotated import RECORD, SETS  # noqa: E402
from dragoman.language.wordpiece import WordPiece  # noqa: E402
from training import model as models  # noqa: E402
from training.batches import Labels, batches, collate, encode, windows  # noqa: E402
from training.news import document  # noqa: E402
from training.smoothing import MATRICES, Smoothed, channels, smooth  # noqa: E402

SPECIAL = {"[CLS]": 1, "[SEP]": 2, "[MASK]": 3}


@pytest.fixture(scope="module")
def setting():
    torch.manual_seed(2)
    encoded_words = document(RECORD)
    letters = dict.fromkeys("abcdefghijklmnopqrstuvwxyz0123456789" + "".join(encoded_words.words).lower())
    vocabulary = ["[PAD]", *SPECIAL, "[UNK]", *letters, *("##" + c for c in letters)]
    model = models.Model(models.Config(
        labels=SETS, hidden=48, layers=2, attention_heads=4, intermediate=96, vocabulary=len(vocabulary),
        positions=512, arc=16, label=8, edge=16, chain=8, event=32,
    )).eval()  # fmt: skip
    with torch.no_grad():  # one channel ten times as large as the others
        model.encoder.layers[0].norm1.weight[7] *= 12.0
    encoded = encode(encoded_words, WordPiece(vocabulary))
    (batch,) = batches(windows([encoded], budget=None, rng=random.Random(1)), 4000, None)
    return model, collate(batch, Labels(SETS), None, SPECIAL), vocabulary


def test_the_model_says_the_same(setting):
    model, batch, vocabulary = setting
    scaled = copy.deepcopy(model)
    largest = channels(scaled, vocabulary)
    assert set(largest) == {(layer, name) for layer in range(2) for name in MATRICES}
    smooth(scaled, largest)
    with torch.no_grad():
        before, after = model(batch), scaled(batch)
    assert isinstance(scaled.encoder.layers[0].up, Smoothed)
    for name, scores in before.items():
        assert torch.allclose(scores, after[name], atol=2e-4), name


def test_a_channel_that_stands_out_no_longer_does(setting):
    model, batch, vocabulary = setting
    scaled = copy.deepcopy(model)
    smooth(scaled, channels(scaled, vocabulary))
    seen = {}
    plain = model.encoder.layers[0].up
    plain.register_forward_pre_hook(lambda _, x: seen.update(before=x[0].abs().amax((0, 1))))
    up = scaled.encoder.layers[0].up
    up.register_forward_pre_hook(lambda _, x: seen.update(after=(x[0] * up.down).abs().amax((0, 1))))
    with torch.no_grad():
        model(batch)
        scaled(batch)
    before, after = (seen[k].max() / seen[k].median() for k in ("before", "after"))
    assert before > 5 > 3 > after
