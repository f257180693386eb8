"""What a coding costs beside the encoder: the gate that knows the marks."""

from __future__ import annotations

from benchmarks.coded import marked
from benchmarks.encoder import Oracle
from dragoman.language import Language


def test_a_gate_that_knows_the_marks_lets_go_what_bears_none_and_no_more():
    language = Language.load()
    text = "Police met in Kampala. It rained all day. The army shelled the town."
    oracle = Oracle()
    oracle.unmarked = frozenset((1,))
    words = language.words(text)
    skipped = oracle.skipped(words, len(language.wordpiece.ids))
    read = {k for window in language.windows(words, skipped) for k in window.tokens}
    assert [words.sentences[1].first in read, words.sentences[2].first in read] == [False, True]


def test_marks_are_all_offsets_but_those_of_whole_sentences():
    event = {
        "trigger": {"start": 3, "end": 9, "text": "struck"},
        "actors": [{"start": 0, "end": 2, "actor": "a"}],
        "sentence": {"start": 0, "end": 40},
        "by": None,
    }
    assert sorted(marked([event])) == [(0, 2), (3, 9)]
