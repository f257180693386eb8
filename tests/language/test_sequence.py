"""Tags decoded as a sequence."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.sequence import Greedy, best_tags, bio

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


def test_no_name_goes_on_where_none_began():
    # word by word the best would be I-PER, I-LOC
    scores = [[0.0, -1.0, 3.0, -2.0, -3.0], [0.0, -5.0, -5.0, -5.0, 5.0]]
    assert [LABELS[k] for k in best_tags(scores, bio(LABELS))] == ["B-LOC", "I-LOC"]


def test_one_weak_word_does_not_cut_a_name_in_two():
    # "Board of Clerics": the middle word alone would be outside
    scores = [[-4.0, -0.1, -3.0, -4.0, -5.0], [-0.6, -5.0, -0.9, -6.0, -6.0], [-3.0, -1.0, -0.6, -6.0, -6.0]]
    assert [LABELS[k] for k in best_tags(scores, bio(LABELS))] == ["B-PER", "I-PER", "I-PER"]


def test_of_nothing_there_is_nothing():
    assert best_tags([], bio(LABELS)) == []


@given(st.lists(st.lists(st.floats(-20, 20, width=32), min_size=5, max_size=5), min_size=1, max_size=5))
def test_no_allowed_sequence_scores_higher(scores):
    before = bio(LABELS)

    def score(tags):
        if LABELS[tags[0]][0] == "I" or any(a not in before[b] for a, b in pairwise(tags)):
            return float("-inf")
        return sum(row[k] for row, k in zip(scores, tags, strict=True))

    best = max(score(tags) for tags in product(range(5), repeat=len(scores)))
    assert score(best_tags(scores, before)) >= best - 1e-6


@given(st.lists(st.lists(st.floats(-20, 20, width=32), min_size=5, max_size=5), min_size=1, max_size=6))
def test_what_needs_no_search_is_what_a_search_would_find(scores):
    before = bio(LABELS)
    tags = Greedy(np.array(scores, np.float32), before).tags(0, len(scores))
    assert tags is None or tags == best_tags(scores, before)


def test_only_doubtful_sentences_are_searched():
    clear = [[5.0, 0.0, 0.0, 0.0, 0.0], [0.0, 5.0, 0.0, 0.0, 0.0], [0.0, 0.0, 5.0, 0.0, 0.0]]
    broken = [[5.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 5.0, 0.0, 0.0]]  # I-PER after O
    level = [[5.0, 5.0, 0.0, 0.0, 0.0]]
    found = Greedy(np.array(clear + broken + level, np.float32), bio(LABELS))
    assert found.tags(0, 3) == [0, 1, 2]
    assert found.tags(3, 5) is None and found.tags(4, 5) is None and found.tags(5, 6) is None
