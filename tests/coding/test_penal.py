"""Sentences to prison: a conviction and being locked up."""

from __future__ import annotations

import pytest

from tests.coding.making import Scene, code


def read(last: str, *, type_: str = "SANCTION", modes=()):
    line = (
        "A/DET/2/det court/NOUN/3/nsubj sentenced|sentence/VERB/0/root Ada/PROPN/3/obj to/ADP/6/case "
        f"{last}/NOUN/3/obl ./PUNCT/3/punct"
    )
    coding = code(Scene(line).event("sentenced", type_, modes=modes, actor=["court"], recipient=["Ada"]))
    return sorted((event.type, event.mode) for event in coding.events)


@pytest.mark.parametrize("type_", ["SANCTION", "COERCE"])
@pytest.mark.parametrize("last", ["prison", "life", "six-year"])
def test_a_sentence_to_prison_is_a_conviction_and_being_locked_up(last, type_):
    assert read(last, type_=type_) == [("COERCE", ("arrest",)), ("SANCTION", ("convict",))]


@pytest.mark.parametrize("last", ["death", "probation", "court"])
def test_other_sentences_are_convictions_alone(last):
    assert read(last, modes=["convict"]) == [("SANCTION", ("convict",))]


def test_what_the_model_says_of_the_mode_counts_first():
    assert ("SANCTION", ("expel",)) in read("prison", modes=["expel"])


def test_both_acts_have_the_same_participants():
    line = (
        "Judges|judge/NOUN/2/nsubj gave|give/VERB/0/root Ada/PROPN/2/iobj a/DET/6/det prison/NOUN/6/compound "
        "sentence/NOUN/2/obj ./PUNCT/2/punct"
    )
    coding = code(Scene(line).event("sentence", "COERCE", actor=["Judges"], recipient=["Ada"]))
    one, other = coding.events
    assert {one.type, other.type} == {"SANCTION", "COERCE"}
    assert (one.actors, one.recipients) == (other.actors, other.recipients)
