"""How much of what is annotated passes the shipped gate."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")

import numpy as np  # noqa: E402

from dragoman.language import Language  # noqa: E402
from shared import SHARED, needs_shared  # noqa: E402
from training.gate import Told, bar_for, read, second, told  # noqa: E402


def test_marks_of_events_and_statements_make_a_sentence_count():
    text = "It rained. Police arrested him. It was cold."
    mark = {"start": 18, "end": 26, "text": "arrested"}
    event = {"trigger": mark, "sentence": {"start": 0, "end": len(text)}}
    record = {"article": {"text": text, "title": ""}, "events": [event], "statements": []}
    assert told(Language.load(), "x", record).marked == [False, True, False]


def test_the_second_sum_follows_what_tells_sentences_apart():
    rows = np.random.default_rng(1).normal(size=(400, 3))
    beta = second(rows, rows[:, 1] + 0.1 * rows[:, 2] > 0)
    assert beta[2] > 3 * abs(beta[1]) and beta[2] > 3 * abs(beta[3])


def test_the_bar_is_that_of_the_set_which_needs_the_lower_one():
    high = Told("ours", [], [], [], [True] * 100)
    low = Told("train", [], [], [], [True] * 100)
    scores = [np.arange(100.0), np.arange(100.0) - 50.0]
    assert bar_for(scores, [high, low]) == -50.0


@needs_shared
def test_of_sentences_with_a_mark_on_dev_995_of_1000_pass():
    language = Language.load()
    marked = passed = 0
    for article in read(SHARED, language, ["dev"]):
        scores = language.gate.scores(article.pieces, article.titles, len(language.wordpiece.ids))
        low = (scores < language.gate.bar) & ~np.array(article.titles)
        marked += sum(article.marked)
        passed += int((~low & np.array(article.marked)).sum())
    assert marked > 250
    assert passed / marked >= 0.995
