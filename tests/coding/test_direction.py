"""Verbs that turn doer and sufferer round, and accounts that are passed on."""

from __future__ import annotations

import pytest

from coding.making import Scene, code
from dragoman.coding import Coder


def sides(event):
    return [arg.text for arg in event.actors], [arg.text for arg in event.recipients]


def coded(line, trigger, type_, **edges):
    (event,) = code(Scene(line).event(trigger, type_, **edges)).events
    return event


GOT = (
    "Fiji/PROPN/2/nsubj received|receive/VERB/0/root two/NUM/4/nummod ferries/NOUN/2/obj "
    "from/ADP/6/case Japan/PROPN/2/obl ./PUNCT/2/punct"
)


@pytest.mark.parametrize(
    "edges",
    [
        {"actor": ["Fiji"]},
        {"recipient": ["Fiji"]},
        {"actor": ["Fiji"], "recipient": ["Japan"]},
        {"actor": ["Japan"], "recipient": ["Fiji"]},
    ],
)
def test_who_receives_is_the_recipient_and_who_it_comes_from_the_actor(edges):
    event = coded(GOT, "received", "AID", **edges)
    assert sides(event) == (["Japan"], ["Fiji"])


def test_what_was_turned_says_why():
    event = coded(GOT, "received", "AID", actor=["Fiji"])
    assert any("its subject is whom the act is done to" in why.rule for why in event.why)
    straight = coded(GOT, "received", "AID", actor=["Japan"], recipient=["Fiji"])
    assert not any("its subject" in why.rule for why in straight.why)


def test_a_noun_of_act_under_a_verb_of_getting_is_turned():
    line = (
        "Peru/PROPN/2/nsubj drew|draw/VERB/0/root criticism/NOUN/2/obj from/ADP/6/case the/DET/6/det "
        "Vatican/PROPN/3/nmod ./PUNCT/2/punct"
    )
    event = coded(line, "criticism", "ACCUSE", actor=["Peru"])
    assert sides(event) == (["the Vatican"], ["Peru"])


def test_who_comes_under_fire_is_the_recipient():
    line = (
        "Kenya/PROPN/2/nsubj came|come/VERB/0/root under/ADP/4/case fire/NOUN/2/obl from/ADP/6/case "
        "Uganda/PROPN/2/obl ./PUNCT/2/punct"
    )
    assert sides(coded(line, "fire", "ACCUSE", actor=["Kenya"])) == (["Uganda"], ["Kenya"])


def test_without_a_doer_the_subject_still_changes_sides():
    line = "Kenya/PROPN/2/nsubj faces|face/VERB/0/root sanctions/NOUN/2/obj ./PUNCT/2/punct"
    assert sides(coded(line, "sanctions", "SANCTION", actor=["Kenya"])) == ([], ["Kenya"])


@pytest.mark.parametrize(
    ("line", "trigger", "edges", "expected"),
    [
        (
            "Chad/PROPN/2/nsubj bought|buy/VERB/0/root grain/NOUN/2/obj from/ADP/5/case Sudan/PROPN/2/obl "
            "./PUNCT/2/punct",
            "bought",
            {"actor": ["Chad"], "recipient": ["Sudan"]},
            (["Chad"], ["Sudan"]),
        ),
        (
            "Chad/PROPN/2/nsubj won|win/VERB/0/root in/ADP/4/case raids/NOUN/2/obl from/ADP/6/case "
            "Sudan/PROPN/4/nmod ./PUNCT/2/punct",
            "raids",
            {"actor": ["Chad"]},
            (["Chad"], []),
        ),
    ],
)
def test_other_verbs_and_other_places_are_left_alone(line, trigger, edges, expected):
    assert sides(coded(line, trigger, "COERCE", **edges)) == expected


HOSTED = "Oman/PROPN/2/nsubj hosted|host/VERB/0/root Qatar/PROPN/2/obj ./PUNCT/2/punct"
RECEIVED = (
    "Qatar/PROPN/3/nsubj:pass was/AUX/3/aux:pass received|receive/VERB/0/root by/ADP/5/case "
    "Oman/PROPN/3/obl:agent ./PUNCT/3/punct"
)


@pytest.mark.parametrize(("line", "verb"), [(HOSTED, "hosted"), (RECEIVED, "received")])
@pytest.mark.parametrize("edges", [{"actor": ["Oman"], "recipient": ["Qatar"]}, {"actor": ["Qatar", "Oman"]}])
def test_the_guest_is_the_visitor_and_the_host_the_recipient(line, verb, edges):
    assert sides(coded(line, verb, "CONSULT", **edges)) == (["Qatar"], ["Oman"])


def hosting(guest, kind):
    scene = Scene(
        f"Oman/PROPN/2/nsubj hosts|host/VERB/0/root Qatar/PROPN/4/compound {guest}/NOUN/2/obj ./PUNCT/2/punct"
    ).event("hosts", "CONSULT", actor=["Oman"])
    kinds = [("country", 0.9)] * 3 + [(kind, 0.9), ("group", 0.9)]
    (event,) = code(scene, kinds=tuple(kinds)).events
    return sides(event)


def test_a_guest_that_was_not_linked_is_found_where_it_is_somebody():
    assert hosting("envoy", "person") == (["Qatar envoy"], ["Oman"])
    assert hosting("talks", "group") == (["Oman"], [])


def test_talks_that_are_hosted_are_no_guest():
    line = (
        "Oman/PROPN/2/nsubj hosted|host/VERB/0/root talks/NOUN/2/obj with/ADP/5/case "
        "Qatar/PROPN/3/nmod ./PUNCT/2/punct"
    )
    assert sides(coded(line, "hosted", "CONSULT", actor=["Qatar"], recipient=["Oman"])) == (
        ["Qatar"],
        ["Oman"],
    )


PASSED_ON = (
    "Priests/NOUN/2/nsubj said|say/VERB/0/root fishermen/NOUN/5/nsubj had/AUX/5/aux told|tell/VERB/2/ccomp "
    "them/PRON/5/obj that/SCONJ/9/mark soldiers/NOUN/9/nsubj burned|burn/VERB/5/ccomp boats/NOUN/9/obj "
    "./PUNCT/2/punct"
)


@pytest.mark.parametrize("by", ["Priests", "fishermen"])
def test_an_account_that_is_passed_on_is_that_of_whoever_saw_it(by):
    event = coded(PASSED_ON, "burned", "ASSAULT", actor=["soldiers"], by=[by])
    assert event.by.text == "fishermen"
    assert any("passes on" in why.rule for why in event.why) == (by == "Priests")


def test_an_account_told_at_first_hand_stays():
    line = (
        "Priests/NOUN/2/nsubj said|say/VERB/0/root soldiers/NOUN/4/nsubj burned|burn/VERB/2/ccomp "
        "boats/NOUN/4/obj ./PUNCT/2/punct"
    )
    assert coded(line, "burned", "ASSAULT", actor=["soldiers"], by=["Priests"]).by.text == "Priests"


def test_who_is_quoted_vouches_and_not_the_paper_that_quotes():
    line = (
        "Papers/NOUN/2/nsubj quoted|quote/VERB/0/root envoys/NOUN/2/obj as/SCONJ/5/mark "
        "saying|say/VERB/2/advcl that/SCONJ/8/mark soldiers/NOUN/8/nsubj fled|flee/VERB/5/ccomp "
        "./PUNCT/2/punct"
    )
    assert coded(line, "fled", "RETREAT", actor=["soldiers"], by=["Papers"]).by.text == "envoys"


def test_a_second_person_that_the_tree_hangs_from_a_name_is_no_part_of_the_first():
    line = (
        "President/PROPN/9/nsubj John/PROPN/1/flat Doe/PROPN/1/flat and/CCONJ/6/cc mayor/NOUN/6/compound "
        "Roe/PROPN/3/conj of/ADP/8/case Lima/PROPN/6/nmod met/VERB/0/root ./PUNCT/9/punct"
    )
    event = coded(line, "met", "CONSULT", actor=["Doe"])
    assert sides(event)[0] == ["President John Doe", "mayor Roe of Lima"]


CALLED = (
    "Norway/PROPN/2/nsubj telephoned|telephone/VERB/0/root Peru/PROPN/2/obj on/ADP/5/case Monday/PROPN/2/obl "
    "./PUNCT/2/punct"
)


def test_all_who_talk_with_each_other_are_doers():
    event = coded(CALLED, "telephoned", "CONSULT", modes=["phone"], actor=["Norway"], recipient=["Peru"])
    assert sides(event) == (["Norway", "Peru"], [])
    assert any("both sides of a talk" in why.rule for why in event.why)


def test_who_is_visited_stays_the_recipient():
    event = coded(CALLED, "telephoned", "CONSULT", modes=["visit"], actor=["Norway"], recipient=["Peru"])
    assert sides(event) == (["Norway"], ["Peru"])
    line = CALLED.replace("telephoned|telephone", "visited|visit")
    assert sides(coded(line, "visited", "CONSULT", actor=["Norway"], recipient=["Peru"])) == (
        ["Norway"],
        ["Peru"],
    )


LOST = (
    "The/DET/2/det army/NOUN/3/nsubj lost|lose/VERB/0/root the/DET/5/det port/NOUN/3/obj to/ADP/8/case "
    "Fulani/PROPN/8/compound gunmen/NOUN/3/obl in/ADP/10/case May/PROPN/3/obl ./PUNCT/3/punct"
)


@pytest.mark.parametrize(
    "edges",
    [{"actor": ["army"]}, {"actor": ["army", "gunmen"]}, {"recipient": ["gunmen"]}, {"actor": ["gunmen"]}],
)
def test_what_is_lost_to_somebody_is_taken_by_him(edges):
    assert sides(coded(LOST, "lost", "COERCE", **edges)) == (["Fulani gunmen"], ["The army"])


def test_of_people_lost_to_somebody_they_are_those_it_is_done_to():
    event = coded(LOST.replace("port/NOUN", "men/NOUN"), "lost", "ASSAULT", actor=["army"], recipient=["men"])
    assert sides(event) == (["Fulani gunmen"], ["the men"])


def test_a_place_falls_to_who_takes_it():
    line = "Goma/PROPN/2/nsubj fell|fall/VERB/0/root to/ADP/4/case rebels/NOUN/2/obl ./PUNCT/2/punct"
    assert sides(coded(line, "fell", "COERCE", recipient=["rebels"])) == (["rebels"], [])


def test_who_falls_to_his_death_is_not_taken_by_it():
    line = (
        "Miners/NOUN/2/nsubj fell|fall/VERB/0/root to/ADP/5/case their/PRON/5/nmod:poss deaths/NOUN/2/obl "
        "./PUNCT/2/punct"
    )
    assert sides(coded(line, "fell", "ASSAULT", recipient=["Miners"])) == ([], ["Miners"])


def test_what_is_lost_in_words_alone_is_left():
    line = (
        "Peru/PROPN/2/nsubj lost|lose/VERB/0/root its/PRON/4/nmod:poss appeal/NOUN/2/obj to/ADP/6/case "
        "Chile/PROPN/2/obl ./PUNCT/2/punct"
    )
    assert sides(coded(line, "lost", "REJECT", actor=["Peru"])) == (["Peru"], [])


def test_who_plays_host_is_visited():
    line = (
        "Qatar/PROPN/2/nsubj played|play/VERB/0/root host/NOUN/2/obj on/ADP/5/case Monday/PROPN/2/obl "
        "to/ADP/7/case Chad/PROPN/2/obl ./PUNCT/2/punct"
    )
    for word in ("played", "host"):
        event = coded(line, word, "CONSULT", actor=["Qatar"], recipient=["Chad"])
        assert sides(event) == (["Chad"], ["Qatar"])


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "Lawyers told the court that a nurse had described to them how police beat the students.",
            "a nurse",
        ),
        ("The embassy says that a driver confided to it that soldiers had shot a priest.", "a driver"),
        ("Lawyers told the court that police beat the students.", "Lawyers"),
    ],
)
def test_the_account_is_that_of_whoever_saw_it_however_it_was_passed_on(text, by):
    events = [event for event in Coder().code(text, published="2014-03-04").events if event.type == "ASSAULT"]
    assert [event.by.text for event in events] == [by]


def test_who_will_not_receive_somebody_refuses():
    line = (
        "Chad/PROPN/4/nsubj will/AUX/4/aux not/PART/4/advmod receive/VERB/0/root their/PRON/6/nmod:poss "
        "delegation/NOUN/4/obj ./PUNCT/4/punct"
    )
    event = coded(line, "receive", "REJECT", actor=["Chad"], recipient=["delegation"])
    assert sides(event) == (["Chad"], ["their delegation"])
