"""The form that is shipped beside the one that learns: the same numbers for a window's own words."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")

from training.shipped import BEST, BY_WORD, EDGES, GROUPS, INPUTS, OUTPUTS, SLOTS, Shipped, example  # noqa: E402

FAR_BELOW = -1e3


@pytest.mark.parametrize("sizes", [((40, 3), (31, 2)), ((9, 1),), ((50, 6), (50, 2), (12, 4))])
def test_own_words_are_told_the_same_as_in_whole_windows(sizes, small):
    with torch.no_grad():
        for parameter in small.parameters():  # nothing starts out as zero
            parameter.add_(0.1 * torch.randn_like(parameter))
        given = example(90, sizes)
        batch = dict(zip(INPUTS, given, strict=True))
        whole = small({k: batch[k] for k in INPUTS[:5]}, only=EDGES)
        ours = dict(zip(OUTPUTS, Shipped(small)(*given), strict=True))
    own = batch["own"]
    n = batch["first"].shape[1]
    for name in BY_WORD:
        wanted = whole[name].flatten(0, 1)[own]
        if name in BEST:
            assert torch.equal(wanted.argmax(-1).int(), ours[name]), name
        else:
            assert torch.allclose(wanted, ours[name], atol=1e-4), name
    read = set()
    for group, slots in zip(GROUPS, SLOTS, strict=True):
        edges, arcs = ours[f"edges{group}"], ours[f"arcs{group}"]
        for k, row in enumerate(batch[slots]):
            numbers = own[row[row >= 0]]
            read.update(numbers.tolist())
            window, words = int(numbers[0]) // n, numbers % n
            size = len(words)
            wanted = whole["edges"][window][:, words][:, :, words]
            assert torch.allclose(wanted, edges[k, :size, :, :size].transpose(0, 1), atol=1e-4)
            columns = torch.cat([torch.zeros(1, dtype=torch.long), words + 1])
            wanted = whole["arcs"][window][words][:, columns]
            told = arcs[k, :size, : size + 1]  # no word governs itself: whatever is far below all others
            assert torch.allclose(wanted.clamp(min=FAR_BELOW), told.clamp(min=FAR_BELOW), atol=1e-4)
    assert read == set(own.tolist())
    place = torch.arange(n)
    chain = ours["chain"] + ours["chain_distance"][place[None, :] - place[:, None] + n - 1]
    before = (place[None, :] < place[:, None])[None] & (batch["sentence"] >= 0)[:, None]
    assert torch.allclose(whole["chain"][..., :1], ours["alone"], atol=1e-4)
    assert torch.allclose(whole["chain"][..., 1:][before], chain[before], atol=1e-4)
