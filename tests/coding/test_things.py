"""Who suffers an act is somebody: what things, towns and troops on the move are to it."""

from __future__ import annotations

import pytest

from coding.making import Scene, code
from dragoman.coding.things import THINGS


def done(line, trigger, type_, recipient, names=(), **more):
    scene = Scene(line).event(trigger, type_, actor=[line.split("/")[0]], recipient=recipient, **more)
    for name in names:
        scene.name(name, name, "LOC")
    (event,) = code(scene).events
    return [arg.text for arg in event.recipients], [place.text for place in event.places]


def test_a_building_suffers_nothing():
    line = (
        "Rebels/NOUN/2/nsubj shelled|shell/VERB/0/root a/DET/4/det mosque/NOUN/2/obj in/ADP/6/case "
        "Kunduz/PROPN/4/nmod ./PUNCT/2/punct"
    )
    assert done(line, "shelled", "ASSAULT", ["mosque"], ["Kunduz"])[0] == []


def test_whose_the_thing_is_suffers():
    line = (
        "Police/NOUN/2/nsubj seized|seize/VERB/0/root the/DET/4/det editor/NOUN/6/nmod:poss 's/PART/4/case "
        "computers|computer/NOUN/2/obj ./PUNCT/2/punct"
    )
    assert done(line, "seized", "COERCE", ["computers"])[0] == ["the editor"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Rwandan/ADJ/4/amod homes|home/NOUN/2/obj", ["Rwandan homes"]),
        ("the/DET/4/det hospital/NOUN/2/obj", ["the hospital"]),
        ("four/NUM/4/nummod villages|village/NOUN/2/obj", ["four villages"]),
    ],
)
def test_what_stands_for_people_or_is_somebodys_stays(words, kept):
    line = f"Rebels/NOUN/2/nsubj burned|burn/VERB/0/root {words} ./PUNCT/2/punct"
    assert done(line, "burned", "ASSAULT", [words.split()[1].split("/")[0].split("|")[0]])[0] == kept


def test_a_town_is_where_and_nobody():
    line = "Rebels/NOUN/2/nsubj shelled|shell/VERB/0/root Kunduz/PROPN/2/obj ./PUNCT/2/punct"
    assert done(line, "shelled", "ASSAULT", ["Kunduz"], ["Kunduz"]) == ([], ["Kunduz"])


def test_troops_that_are_sent_are_no_party_and_troops_that_are_attacked_are():
    line = (
        "Belarus/PROPN/2/nsubj {}/VERB/0/root 3,000/NUM/4/nummod reservists|reservist/NOUN/2/obj "
        "./PUNCT/2/punct"
    )
    assert done(line.format("mobilised|mobilise"), "mobilised", "MOBILIZE", ["reservists"])[0] == []
    assert done(line.format("attacked|attack"), "attacked", "ASSAULT", ["reservists"])[0] == [
        "3,000 reservists"
    ]


def test_a_thing_is_not_a_body():
    assert not THINGS & set(
        "bank body court embassy factory fund ministry newspaper parliament school village".split()
    )
