"""What nobody did is told as not having taken place."""

from __future__ import annotations

import pytest

from coding.making import Scene, code


def aux(scene: Scene, number: int = 0) -> str:
    return code(scene).events[number].aux


def beaten(subject: str, place: int) -> Scene:
    """``subject`` *was beaten*, the word at ``place`` being the subject's head."""
    scene = Scene(f"{subject} was/AUX/{place + 2}/aux:pass beaten/VERB/0/root ./PUNCT/{place + 2}/punct")
    return scene.event("beaten", "ASSAULT")


@pytest.mark.parametrize(
    ("subject", "place"),
    [
        ("Nobody/PRON/3/nsubj:pass", 1),
        ("No/DET/2/det policeman/NOUN/4/nsubj:pass", 2),
        ("No/DET/2/det one/PRON/4/nsubj:pass", 2),
        ("Not/ADV/3/advmod one/NUM/3/nummod man/NOUN/5/nsubj:pass", 3),
        ("Neither/DET/2/det man/NOUN/4/nsubj:pass", 2),
    ],
)
def test_a_subject_that_is_none_denies_the_act(subject: str, place: int) -> None:
    assert aux(beaten(subject, place)) == "negation"


@pytest.mark.parametrize("subject", ["Somebody/PRON/3/nsubj:pass", "Everybody/PRON/3/nsubj:pass"])
def test_any_other_subject_does_not(subject: str) -> None:
    assert aux(beaten(subject, 1)) == ""


def test_the_reason_is_told() -> None:
    event = code(beaten("Nobody/PRON/3/nsubj:pass", 1)).events[0]
    assert [w.rule for w in event.why if w.field == "aux"] == ["nobody did it, or it was done to nobody"]


def test_the_subject_of_the_first_verb_is_that_of_those_joined_to_it() -> None:
    scene = Scene(
        "No/DET/2/det team/NOUN/4/nsubj:pass was/AUX/4/aux:pass threatened/VERB/0/root or/CCONJ/6/cc "
        "robbed/VERB/4/conj ./PUNCT/4/punct"
    ).event("robbed", "COERCE")
    assert aux(scene) == "negation"


def test_of_another_subject_nothing_is_denied() -> None:
    scene = Scene(
        "Nobody/PRON/2/nsubj came/VERB/0/root and/CCONJ/5/cc police/NOUN/5/nsubj "
        "left/VERB/2/conj ./PUNCT/2/punct"
    ).event("left", "RETREAT", actor=["police"])
    assert aux(scene) == ""


def met(object_: str) -> Scene:
    return Scene(f"Envoys/NOUN/2/nsubj met/VERB/0/root {object_} ./PUNCT/2/punct").event(
        "met", "CONSULT", actor=["Envoys"]
    )


def test_an_object_that_is_none_denies_the_act() -> None:
    assert aux(met("no/DET/4/det official/NOUN/2/obj")) == "negation"
    assert aux(met("nobody/PRON/2/obj")) == "negation"
    assert aux(met("an/DET/4/det official/NOUN/2/obj")) == ""


@pytest.mark.parametrize("word", ["but", "beyond", "except"])
def test_nobody_but_some_is_somebody(word: str) -> None:
    assert aux(met(f"nobody/PRON/2/obj {word}/ADP/5/case Iran/PROPN/3/nmod")) == ""


def test_words_of_no_force_are_said_all_the_same() -> None:
    scene = Scene("Envoys/NOUN/2/nsubj vowed/VERB/0/root no/DET/4/det force/NOUN/2/obj ./PUNCT/2/punct")
    assert aux(scene.event("vowed", "AGREE", actor=["Envoys"])) == ""


def test_those_of_a_no_are_somebody() -> None:
    scene = Scene(
        "Then/ADV/4/advmod No/DET/3/det campaigners/NOUN/4/nsubj marched/VERB/0/root ./PUNCT/4/punct"
    ).event("marched", "PROTEST", actor=["campaigners"])
    assert aux(scene) == ""


def test_a_refusal_that_nobody_joins_is_one() -> None:
    scene = Scene("None/PRON/2/nsubj refused/VERB/0/root it/PRON/2/obj ./PUNCT/2/punct")
    assert aux(scene.event("refused", "REJECT", actor=["None"])) == ""


def test_nobody_takes_no_part_but_none_of_the_marchers_do() -> None:
    coding = code(beaten("Nobody/PRON/3/nsubj:pass", 1).event("beaten", "ASSAULT", recipient=["Nobody"]))
    assert all(event.recipients == () for event in coding.events)
    scene = Scene(
        "None/PRON/6/nsubj:pass of/ADP/4/case the/DET/4/det marchers/NOUN/1/nmod was/AUX/6/aux:pass "
        "beaten/VERB/0/root ./PUNCT/6/punct"
    ).event("beaten", "ASSAULT", recipient=["None"])
    (event,) = code(scene).events
    assert [arg.text for arg in event.recipients] == ["None of the marchers"]
    assert event.aux == "negation"
