"""The gate lets go what surely tells of nothing, and what is let go is still there as words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding import Coder
from dragoman.language import Language
from dragoman.language.gate import PATH, Gate, beside, features
from dragoman.language.runtime import ModelError

EMPTY = "The cake is baked with butter, sugar, eggs and the zest of two lemons."
TITLE = "Police arrest protesters in Minsk"
FULL = "Police arrested two opposition leaders in Minsk on Sunday, the interior ministry said."
TEXT = f"{TITLE}\n\n{FULL} {EMPTY} {EMPTY} {EMPTY}"


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


def skipped(language: Language, text: str, title_end: int = 0) -> frozenset[int]:
    return language.gate.skipped(language.words(text, title_end), len(language.wordpiece.ids))


def test_a_recipe_is_let_go_and_news_is_not(language):
    recipe = " ".join([EMPTY, "Whisk the cream until it is stiff.", "Spread it on the sponge and chill."] * 3)
    news = " ".join([FULL, "The president said he would not resign.", "Troops opened fire on the crowd."] * 3)
    assert len(skipped(language, recipe)) > 4
    assert not skipped(language, news)


def test_the_headline_is_always_read(language):
    title = "Recipe: lemon cake with cream"
    assert 0 not in skipped(language, f"{title}\n\n{EMPTY} {EMPTY}", len(title))


def test_what_is_let_go_stays_as_words_in_their_places(language):
    class Shut(Gate):
        def skipped(self, words, vocabulary):
            return frozenset(range(2, len(words.sentences)))

    plain = language.parse(TEXT, len(TITLE))
    kept = language.__dict__.get("gate")
    language.__dict__["gate"] = Shut()
    try:
        parse = language.parse(TEXT, len(TITLE), fast=True)
    finally:
        language.__dict__.pop("gate")
        if kept is not None:
            language.__dict__["gate"] = kept
    assert parse.sentences == plain.sentences and len(parse.sentences) == 5
    assert [(t.start, t.end, t.text, t.sentence) for t in parse.tokens] == [
        (t.start, t.end, t.text, t.sentence) for t in plain.tokens
    ]
    bare = [t for t in parse.tokens if t.sentence >= 2]
    assert {(t.upos, t.head, t.deprel) for t in bare} == {("", -1, "")}
    assert all(t.upos for t in parse.tokens if t.sentence < 2)
    assert [t.head for t in parse.triggers] == [t.head for t in plain.triggers]


def test_fast_codes_the_same_event_and_other_presets_do_not_ask_the_gate(language):
    fast = Coder(preset="fast").code(FULL, title=TITLE, published="2020-08-10")
    assert ("COERCE", "arrest") in {(e.type, *e.mode) for e in fast.events}
    language.__dict__.pop("gate", None)
    Coder(preset="balanced").code(FULL, title=TITLE, published="2020-08-10")
    assert "gate" not in language.__dict__


def test_a_reader_of_ones_own_is_asked_as_ever(language):
    class Own:
        version = ""

        def parse(self, text: str, title_end: int = 0):
            return language.parse(text, title_end)

    assert Coder(language=Own(), preset="fast").code(FULL, published="2020-08-10").events


def test_a_missing_file_says_what_to_do(language, tmp_path):
    class Elsewhere(Language):
        def __init__(self):
            self.folder = tmp_path

    with pytest.raises(ModelError, match=r"gate\.npz: .*reinstall dragoman"):
        _ = Elsewhere().gate


def test_it_is_small():
    assert PATH.stat().st_size < 300_000


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30521), min_size=1, max_size=70), min_size=1, max_size=12))
def test_any_pieces_have_a_score_that_depends_on_nothing_but_the_article(pieces):
    gate = Gate()
    titles = [False] * len(pieces)
    scores = gate.scores(pieces, titles, 30522)
    assert scores.shape == (len(pieces),) and np.isfinite(scores).all()
    assert np.array_equal(scores, gate.scores(pieces, titles, 30522))
    assert all(x.max() < len(gate.weights) for x in features(pieces, titles, 30522))
    assert beside(np.zeros(len(pieces)), [1] * len(pieces)).shape == (len(pieces), 7)
