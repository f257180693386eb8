"""Scales leave what the model says as it is, and even out what its matrices are given."""

import copy

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")

from training.smoothing import MATRICES, Smoothed, channels, smooth  # noqa: E402


@pytest.fixture(scope="module")
def setting(article, made):
    _, batch, vocabulary = article
    model = made(2)
    with torch.no_grad():  # one channel ten times as large as the others
        model.encoder.layers[0].norm1.weight[7] *= 12.0
    return model, batch, vocabulary


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
