"""Who did what to whom, from hand-made parses."""

from __future__ import annotations

import pytest

from coding.making import Scene, code
from dragoman.records import Coding


def sides(coding: Coding, number: int = 0) -> tuple[list[str], list[str]]:
    """Names of the actors and recipients of one event."""
    event = coding.events[number]
    return tuple([coding.actor(arg.actor).name for arg in args] for args in (event.actors, event.recipients))


def test_a_title_and_a_demonym_give_country_and_sector():
    scene = Scene(
        "Russian/ADJ/2/amod President/NOUN/5/nsubj Vladimir/PROPN/2/flat Putin/PROPN/2/flat "
        "criticised/VERB/0/root "
        "the/DET/7/det West/PROPN/5/obj ./PUNCT/5/punct"
    ).event("criticised", "ACCUSE", modes=["disapprove"], actor=["Putin"], recipient=["West"])
    coding = code(scene)
    assert sides(coding) == (["Vladimir Putin"], ["Western world"])
    actor = coding.actor(coding.events[0].actors[0].actor)
    assert (actor.id, actor.kind, actor.country, actor.sector) == (
        "vladimir-putin",
        "person",
        ("RUS",),
        ("GOV",),
    )
    assert coding.events[0].actors[0].text == "Russian President Vladimir Putin"
    assert coding.events[0].cameo and coding.events[0].quad == "verbal conflict"


def test_a_surname_and_a_pronoun_mean_the_full_name():
    scene = Scene(
        "Angela/PROPN/3/nsubj Merkel/PROPN/1/flat visited/VERB/0/root Kyiv/PROPN/3/obj ./PUNCT/3/punct",
        "Merkel/PROPN/2/nsubj met/VERB/0/root Oleh/PROPN/2/obj Sentsov/PROPN/3/flat ./PUNCT/2/punct",
        "She/PRON/2/nsubj praised/VERB/0/root Ukraine/PROPN/2/obj ./PUNCT/2/punct",
    )
    scene.name("Angela", "Merkel", "PER").name("Oleh", "Sentsov", "PER")
    scene.event("visited", "CONSULT", modes=["visit"], actor=["Merkel"], recipient=["Kyiv"])
    scene.event("met", "CONSULT", actor=[("Merkel", 2), "Sentsov"]).event(
        "praised", "SUPPORT", actor=["She"], recipient=["Ukraine"]
    )
    coding = code(scene)
    assert sides(coding, 1)[0] == ["Angela Merkel", "Oleh Sentsov"]
    assert sides(coding, 2) == (["Angela Merkel"], ["Ukraine"])
    assert [why.field for why in coding.events[2].why if "She" in why.rule] == ["actors"]


def test_a_capital_stands_for_its_government_and_says_so():
    scene = Scene(
        "Moscow/PROPN/2/nsubj recalled/VERB/0/root its/PRON/4/nmod:poss envoy/NOUN/2/obj ./PUNCT/2/punct"
    )
    coding = code(scene.event("recalled", "SANCTION", modes=["withdraw"], actor=["Moscow"]))
    assert sides(coding)[0] == ["Russia"]
    assert any("seat of government" in why.rule for why in coding.events[0].why)
    assert coding.actors[0].country == ("RUS",)
    assert coding.events[0].places == ()


def test_unnamed_groups_get_country_and_sector():
    scene = Scene(
        "Three/NUM/3/nummod Zambian/ADJ/3/amod protesters/NOUN/5/nsubj:pass were/AUX/5/aux:pass "
        "detained/VERB/0/root "
        "by/ADP/7/case police/NOUN/5/obl:agent ./PUNCT/5/punct"
    ).event("detained", "COERCE", modes=["arrest"], actor=["police"], recipient=["protesters"])
    coding = code(scene)
    event = coding.events[0]
    police, protesters = (coding.actor(args[0].actor) for args in (event.actors, event.recipients))
    assert (police.country, police.sector[0]) == (("ZMB",), "COP")
    assert (protesters.country, protesters.sector[0]) == (("ZMB",), "CVL")
    assert event.recipients[0].text == "Three Zambian protesters"


def test_conjuncts_that_were_missed_are_joined():
    scene = Scene(
        "Kenya/PROPN/6/nsubj ,/PUNCT/3/punct Uganda/PROPN/1/conj and/CCONJ/5/cc Chad/PROPN/1/conj "
        "condemned/VERB/0/root "
        "the/DET/8/det coup/NOUN/6/obj ./PUNCT/6/punct"
    ).event("condemned", "ACCUSE", actor=["Kenya"])
    coding = code(scene)
    assert sides(coding)[0] == ["Kenya", "Uganda", "Chad"]
    assert any("coordination" in why.rule for why in coding.events[0].why)


def test_a_relative_clause_is_no_part_of_the_phrase():
    scene = Scene(
        "Soldiers/NOUN/5/nsubj who/PRON/3/nsubj mutinied/VERB/1/acl:relcl ,/PUNCT/3/punct freed/VERB/0/root "
        "the/DET/8/det jailed/ADJ/8/amod leader/NOUN/5/obj of/ADP/11/case the/DET/11/det "
        "party/NOUN/8/nmod ./PUNCT/5/punct"
    ).event("freed", "RETREAT", actor=["Soldiers"], recipient=["leader"])
    event = code(scene).events[0]
    assert event.actors[0].text == "Soldiers"
    assert event.recipients[0].text == "the jailed leader of the party"


def test_a_broken_tree_falls_back_on_the_surface():
    # Everything hangs from the trigger: the phrase must still not swallow it.
    scene = Scene(
        "The/DET/4/dep Malian/ADJ/4/dep army/NOUN/4/dep shelled/VERB/0/root northern/ADJ/4/dep "
        "villages/NOUN/4/dep ./PUNCT/4/punct"
    ).event("shelled", "ASSAULT", modes=["heavy-weapons"], actor=["army"], recipient=["villages"])
    event = code(scene).events[0]
    assert event.actors[0].end <= event.trigger.start < event.trigger.end <= event.recipients[0].start


def test_a_second_type_makes_a_second_event_with_its_own_modes():
    scene = Scene(
        "A/DET/2/det court/NOUN/3/nsubj jailed/VERB/0/root the/DET/5/det mayor/NOUN/3/obj ./PUNCT/3/punct"
    ).event(
        "jailed",
        "",
        types=[("SANCTION", 0.9), ("COERCE", 0.6)],
        modes=["convict", "arrest"],
        actor=["court"],
        recipient=["mayor"],
    )
    events = code(scene).events
    assert [(event.type, event.mode) for event in events] == [
        ("SANCTION", ("convict",)),
        ("COERCE", ("arrest",)),
    ]
    assert events[0].trigger == events[1].trigger


def test_below_the_threshold_there_is_no_event_and_no_argument():
    scene = Scene("Rebels/NOUN/2/nsubj attacked/VERB/0/root Goma/PROPN/2/obj ./PUNCT/2/punct")
    assert not code(scene.event("attacked", "ASSAULT", probability=0.3, actor=["Rebels"])).events
    scene.triggers.clear()
    scene.event("attacked", "ASSAULT")
    scene.triggers[0].edges["actor"] = (scene.link("Rebels", 0.2),)
    assert code(scene).events[0].actors == ()


def test_the_publication_day_is_never_the_events_date():
    scene = Scene(
        "Police/NOUN/2/nsubj arrested/VERB/0/root two/NUM/4/nummod men/NOUN/2/obj on/ADP/6/case "
        "Sunday/PROPN/2/obl ./PUNCT/2/punct"
    )
    scene.event("arrested", "COERCE", modes=["arrest"], actor=["Police"], recipient=["men"], time=["Sunday"])
    event = code(scene, published="2021-08-20").events[0]
    assert (event.date.value, event.date.granularity, event.times[0].text) == ("2021-08-15", "day", "Sunday")
    coding = code(scene, published=None)
    assert coding.events[0].date is None and coding.events[0].times[0].value == ""
    assert [reason.code for reason in coding.reasons] == ["no-date"]


def test_a_reporters_word_is_kept_apart_from_the_accused():
    scene = Scene(
        "Kinshasa/PROPN/2/nsubj accused/VERB/0/root Kigali/PROPN/2/obj of/ADP/5/mark "
        "shelling/VERB/2/advcl a/DET/7/det camp/NOUN/5/obj ./PUNCT/2/punct"
    ).event("accused", "ACCUSE", modes=["allege"], actor=["Kinshasa"], recipient=["Kigali"])
    scene.event("shelling", "ASSAULT", actor=["Kigali"], by=["Kinshasa"])
    coding = code(scene)
    shelling = coding.events[1]
    assert coding.actor(shelling.actors[0].actor).name == "Rwanda"
    assert coding.actor(shelling.by.actor).country == ("COD",)


def test_two_mentions_of_one_arrest_are_one_happening():
    scene = Scene(
        "Police/NOUN/2/nsubj arrested/VERB/0/root Alexei/PROPN/2/obj Navalny/PROPN/3/flat ./PUNCT/2/punct",
        "The/DET/2/det arrest/NOUN/5/nsubj of/ADP/4/case Navalny/PROPN/2/nmod drew/VERB/0/root "
        "protests/NOUN/5/obj ./PUNCT/5/punct",
        "Police/NOUN/2/nsubj arrested/VERB/0/root Maria/PROPN/2/obj Kolesnikova/PROPN/3/flat ./PUNCT/2/punct",
    )
    scene.event("arrested", "COERCE", modes=["arrest"], actor=["Police"], recipient=["Navalny"])
    scene.event("arrest", "COERCE", modes=["arrest"], recipient=[("Navalny", 2)])
    scene.event(("arrested", 2), "COERCE", modes=["arrest"], actor=[("Police", 2)], recipient=["Kolesnikova"])
    first, second, third = code(scene).events
    assert first.event == second.event != third.event


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("the/DET/5/det 300/NUM/5/nummod", "", ["the 300 men and boys"]),
        ("the/DET/5/det 300/NUM/5/nummod", "two/NUM/8/nummod", ["the 300 men", "two boys"]),
        ("the/DET/5/det old/ADJ/5/amod", "", ["the old men", "boys"]),
    ],
)
def test_nouns_that_share_a_number_are_one_party(first, second, told):
    line = (
        f"Police/NOUN/2/nsubj arrested/VERB/0/root {first} men/NOUN/2/obj and/CCONJ/{8 if second else 7}/cc "
        f"{second} boys/NOUN/5/conj ./PUNCT/2/punct"
    )
    scene = Scene(line).event("arrested", "COERCE", actor=["Police"], recipient=["men", "boys"])
    (event,) = code(scene).events
    assert [arg.text for arg in event.recipients] == told


def test_at_least_stays_with_its_number():
    scene = Scene(
        "A/DET/2/det clash/NOUN/3/nsubj killed/VERB/0/root at/ADP/5/case least/ADJ/6/advmod "
        "four/NUM/7/nummod dockers/NOUN/3/obj ./PUNCT/3/punct"
    ).event("killed", "ASSAULT", recipient=["dockers"])
    assert code(scene).events[0].recipients[0].text == "at least four dockers"


def test_respectively_makes_an_event_of_each_pair():
    scene = Scene(
        "Chad/PROPN/4/nsubj and/CCONJ/3/cc Niger/PROPN/1/conj recalled/VERB/0/root envoys/NOUN/4/obj "
        "from/ADP/7/case Paris/PROPN/5/nmod and/CCONJ/9/cc Rome/PROPN/7/conj "
        "respectively/ADV/4/advmod ./PUNCT/4/punct"
    )
    scene.event("recalled", "SANCTION", actor=["Chad", "Niger"], recipient=["Paris", "Rome"])
    coding = code(scene)
    assert [sides(coding, k) for k in range(2)] == [(["Chad"], ["France"]), (["Niger"], ["Italy"])]
    assert len(coding.events) == 2 and len({event.event for event in coding.events}) == 2


def test_respectively_gives_a_sole_recipient_to_each_and_needs_lists_that_match():
    begin = "Chad/PROPN/4/nsubj and/CCONJ/3/cc Niger/PROPN/1/conj thanked/VERB/0/root "
    one = Scene(begin + "Peru/PROPN/4/obj respectively/ADV/4/advmod ./PUNCT/4/punct")
    one.event("thanked", "SUPPORT", actor=["Chad", "Niger"], recipient=["Peru"])
    assert [sides(code(one), k) for k in range(2)] == [(["Chad"], ["Peru"]), (["Niger"], ["Peru"])]
    three = Scene(
        begin + "Peru/PROPN/4/obj ,/PUNCT/7/punct Cuba/PROPN/5/conj and/CCONJ/9/cc Mali/PROPN/5/conj "
        "respectively/ADV/4/advmod ./PUNCT/4/punct"
    )
    three.event("thanked", "SUPPORT", actor=["Chad", "Niger"], recipient=["Peru", "Cuba", "Mali"])
    assert [len(side) for side in sides(code(three))] == [2, 3] and len(code(three).events) == 1


def test_an_act_named_again_has_the_doers_of_the_mention_before():
    scene = Scene(
        "Samoa/PROPN/2/nsubj announced|announce/VERB/0/root a/DET/4/det shutdown/NOUN/2/obj ./PUNCT/2/punct",
        "Voters/NOUN/2/nsubj welcomed|welcome/VERB/0/root the/DET/4/det shutdown/NOUN/2/obj ./PUNCT/2/punct",
        "Shops/NOUN/2/nsubj dreaded|dread/VERB/0/root a/DET/4/det shutdown/NOUN/2/obj ./PUNCT/2/punct",
    ).name("Samoa", "Samoa", "LOC")
    scene.event("shutdown", "COERCE", actor=["Samoa"]).event(("shutdown", 2), "COERCE")
    scene.event(("shutdown", 3), "COERCE")
    first, again, other = code(scene).events
    assert [arg.start for arg in again.actors] == [arg.start for arg in first.actors] == [0]
    assert other.actors == ()  # "a shutdown" is another one
    assert 'those of the act named before by "shutdown"' in [why.rule for why in again.why]


def test_what_hangs_from_a_word_before_the_noun_does_not_go_on_behind_it():
    scene = Scene(
        "Police/NOUN/2/nsubj sought|seek/VERB/0/root men/NOUN/2/obj who/PRON/5/nsubj beat/VERB/6/amod "
        "women/NOUN/2/obl and/CCONJ/8/cc fled|flee/VERB/5/conj abroad/ADV/8/advmod ./PUNCT/2/punct"
    ).event("beat", "ASSAULT", recipient=["women"])
    (event,) = code(scene).events
    assert [arg.text for arg in event.recipients] == ["women"]


def test_who_stands_inside_anothers_phrase_takes_no_part_of_its_own() -> None:
    scene = Scene(
        "Troops/NOUN/6/nsubj loyal/ADJ/1/amod to/ADP/5/case the/DET/5/det president/NOUN/2/obl "
        "arrested/VERB/0/root monks/NOUN/6/obj ./PUNCT/6/punct"
    ).event("arrested", "COERCE", actor=["Troops", "president"], recipient=["monks"])
    (event,) = code(scene).events
    assert [arg.text for arg in event.actors] == ["Troops loyal to the president"]
