"""Lemma rules: what they make of words, and that every pair of word and lemma has one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.lemmas import apply_lemma_rule, lemma_rule


@given(st.text(), st.text())
def test_rule_of_any_pair_gives_the_lemma_back(word: str, lemma: str) -> None:
    assert apply_lemma_rule(word, lemma_rule(word, lemma)) == lemma


@given(st.text(min_size=1), st.text(max_size=4), st.text(max_size=4))
def test_rule_of_pair_with_shared_beginning_gives_the_lemma_back(stem: str, end: str, other: str) -> None:
    assert apply_lemma_rule(stem + end, lemma_rule(stem + end, stem + other)) == stem + other


@given(st.text(), st.text(), st.text())
def test_rule_fits_or_leaves_any_other_word(word: str, lemma: str, other: str) -> None:
    assert isinstance(apply_lemma_rule(other, lemma_rule(word, lemma)), str)


def test_words_that_inflect_alike_share_a_rule() -> None:
    assert lemma_rule("cities", "city") == lemma_rule("Parties", "party") == lemma_rule("DIED", "dy")
    assert lemma_rule("Does", "do") == lemma_rule("goes", "go")
    assert lemma_rule("the", "the") == lemma_rule("The", "the") == lemma_rule("1999", "1999")


def test_names_keep_their_case() -> None:
    rule = lemma_rule("McCain", "McCain")
    assert apply_lemma_rule("DiCaprio", rule) == "DiCaprio"
    assert apply_lemma_rule("ENRON", lemma_rule("IRAQ", "Iraq")) == "Enron"


def test_irregular_form_is_a_whole_word() -> None:
    assert lemma_rule("was", "be") == "=be"
    assert apply_lemma_rule("Were", "=be") == "be"


def test_rule_that_does_not_fit_changes_only_case() -> None:
    assert apply_lemma_rule("As", "l-3+y") == "as"


@pytest.mark.parametrize("rule", ["", "l", "x-1+", "l-x+", "l-1"])
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="not a lemma rule"):
        apply_lemma_rule("word", rule)


def test_irregular_verbs_are_known_and_ambiguous_forms_left_alone():
    from dragoman.language.lemmas import irregular

    assert [irregular(w) for w in ("beat", "Withdrew", "SHOT", "found", "lay", "table")] == [
        "beat", "withdraw", "shoot", None, None, None,
    ]  # fmt: skip
