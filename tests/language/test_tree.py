"""The tree decoder against trying every tree."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dragoman.language.tree import decode_tree


def is_tree(heads):
    if heads.count(-1) != 1:
        return False
    for start in range(len(heads)):
        at, steps = start, 0
        while heads[at] != -1:
            at = heads[at]
            steps += 1
            if steps > len(heads):
                return False
    return True


def total(scores, heads):
    return sum(scores[i, h + 1] for i, h in enumerate(heads))


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 5).flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=st.floats(-8, 8, width=16)))
)
def test_the_best_tree_of_short_sentences_is_found(scores):
    n = len(scores)
    for i in range(n):
        scores[i, i + 1] = -1e4
    heads = decode_tree(scores)
    assert is_tree(heads)
    best = max(
        total(scores, h)
        for h in product(*[[-1, *(j for j in range(n) if j != i)] for i in range(n)])
        if is_tree(list(h))
    )
    assert total(scores, heads) >= best - 1e-3


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 60))
def test_long_sentences_give_one_root_and_no_cycle(seed, n):
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)
    scores[np.arange(n), np.arange(n) + 1] = -1e4
    assert is_tree(decode_tree(scores))


def test_a_greedy_cycle_is_broken_at_the_cheaper_place():
    #          root   0     1     2
    scores = np.array([[0, -99, 5, 0], [4, 6, -99, 0], [0, 0, 3, -99]], np.float32)
    assert decode_tree(scores) == [1, -1, 1]
