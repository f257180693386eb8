"""One deed told by two words of one clause is one event."""

from __future__ import annotations

import pytest

from coding.making import Scene, code


def told(scene):
    return [
        (event.trigger.text, [arg.text for arg in event.actors], [arg.text for arg in event.recipients])
        for event in code(scene).events
    ]


RAID = (
    "Gunmen/NOUN/2/nsubj stormed|storm/VERB/0/root the/DET/4/det camp/NOUN/2/obj ,/PUNCT/6/punct "
    "killing|kill/VERB/2/advcl five/NUM/8/nummod herders/NOUN/6/obj ./PUNCT/2/punct"
)


def test_the_harm_in_a_participle_is_the_deeds_and_so_is_who_is_hurt():
    scene = Scene(RAID).event("stormed", "ASSAULT", actor=["Gunmen"])
    scene.event("killing", "ASSAULT", actor=["Gunmen"], recipient=["herders"])
    assert told(scene) == [("stormed", ["Gunmen"], ["five herders"])]
    (event,) = code(scene).events
    assert '"killing" names the same act in one clause' in [why.rule for why in event.why]


def test_acts_of_two_clauses_stay_two():
    scene = Scene(
        "Gunmen/NOUN/2/nsubj stormed|storm/VERB/0/root the/DET/4/det camp/NOUN/2/obj and/CCONJ/6/cc "
        "killed|kill/VERB/2/conj five/NUM/8/nummod herders/NOUN/6/obj ./PUNCT/2/punct"
    )
    scene.event("stormed", "ASSAULT", actor=["Gunmen"])
    scene.event("killed", "ASSAULT", actor=["Gunmen"], recipient=["herders"])
    assert [trigger for trigger, _, _ in told(scene)] == ["stormed", "killed"]


def test_an_act_of_another_status_stays():
    scene = Scene(RAID).event("stormed", "ASSAULT", actor=["Gunmen"])
    scene.event("killing", "ASSAULT", aux="hypothetical", recipient=["herders"])
    assert len(told(scene)) == 2


@pytest.mark.parametrize(
    ("line", "triggers", "kept"),
    [
        (
            "The/DET/2/det attack/NOUN/3/nsubj wounded|wound/VERB/0/root two/NUM/5/nummod men/NOUN/3/obj "
            "./PUNCT/3/punct",
            ("attack", "wounded"),
            "attack",
        ),
        (
            "Two/NUM/2/nummod men/NOUN/3/nsubj died|die/VERB/0/root in/ADP/6/case an/DET/6/det "
            "ambush/NOUN/3/obl ./PUNCT/3/punct",
            ("died", "ambush"),
            "ambush",
        ),
        (
            "Two/NUM/2/nummod men/NOUN/4/nsubj:pass were/AUX/4/aux:pass killed|kill/VERB/0/root "
            "in/ADP/7/case an/DET/7/det ambush/NOUN/4/obl ./PUNCT/4/punct",
            ("killed", "ambush"),
            "killed",
        ),
    ],
)
def test_a_noun_for_the_deed_and_a_verb_for_the_harm_are_one_act(line, triggers, kept):
    scene = Scene(line)
    for trigger in triggers:
        scene.event(trigger, "ASSAULT", recipient=["men"])
    assert [(trigger, recipients) for trigger, _, recipients in told(scene)] == [
        (kept, ["two men" if kept == "attack" else "Two men"])
    ]
