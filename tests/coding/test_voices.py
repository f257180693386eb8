"""Whose voice a speaker's phrase is: titles and their bearers, papers and who put them out."""

from __future__ import annotations

from coding.making import Scene, code
from dragoman.coding.view import View
from dragoman.coding.voices import bearer, governor, issuer

RAIN = "it/PRON/{0}/nsubj rained/VERB/{1}/ccomp ./PUNCT/{1}/punct"


def speaker(scene: Scene):
    coding = code(scene)
    (one,) = coding.statements[-1:]
    actors = {actor.id: actor for actor in coding.actors}
    return one.speaker.text, actors[one.speaker.actor].name


def test_a_title_read_as_a_second_subject_goes_to_the_name_after_it():
    scene = Scene(
        "First/ADJ/2/amod Minister/PROPN/7/nsubj of/ADP/4/case Atlantis/PROPN/2/nmod Rhys/PROPN/7/nsubj "
        "Bowen/PROPN/5/flat said/VERB/0/root " + RAIN.format(9, 7)
    ).name("Rhys", "Bowen", "PER")
    scene.content(7, 9, cue="said", speaker="Minister")
    assert speaker(scene)[1] == "Rhys Bowen"


def test_a_title_with_its_bearer_beside_it_is_the_bearer():
    scene = Scene(
        "The/DET/3/det harbour/NOUN/3/compound master/NOUN/8/nsubj ,/PUNCT/5/punct Olga/PROPN/3/appos "
        "Brandt/PROPN/5/flat ,/PUNCT/3/punct said/VERB/0/root " + RAIN.format(10, 8)
    ).name("Olga", "Brandt", "PER")
    scene.content(8, 10, cue="said", speaker="master")
    assert speaker(scene)[1] == "Olga Brandt"


def test_somebody_elses_name_in_the_phrase_is_not_the_bearer():
    scene = Scene(
        "A/DET/2/det spokesman/NOUN/6/nsubj for/ADP/4/case Olga/PROPN/2/nmod Brandt/PROPN/4/flat "
        "said/VERB/0/root " + RAIN.format(8, 6)
    ).name("Olga", "Brandt", "PER")
    view = View(scene.parse())
    assert bearer(view, scene.at("spokesman")) == scene.at("spokesman")


def test_subjects_of_two_verbs_are_two_people():
    scene = Scene(
        "The/DET/2/det general/NOUN/3/nsubj said/VERB/0/root Olga/PROPN/6/nsubj Brandt/PROPN/4/flat "
        "fled/VERB/3/ccomp ./PUNCT/3/punct"
    ).name("Olga", "Brandt", "PER")
    assert bearer(View(scene.parse()), scene.at("general")) == scene.at("general")


def test_a_paper_speaks_for_whoever_it_is_by():
    scene = Scene(
        "According/VERB/4/case to/ADP/1/fixed a/DET/4/det report/NOUN/9/obl by/ADP/6/case "
        "Greenpeace/PROPN/4/nmod ,/PUNCT/4/punct it/PRON/9/nsubj rained/VERB/0/root ./PUNCT/9/punct"
    ).name("Greenpeace", "Greenpeace", "ORG")
    scene.content(7, 9, cue="According", speaker="report")
    text, name = speaker(scene)
    assert name == "Greenpeace" and text.startswith("a report")


def test_a_part_of_a_paper_speaks_for_the_owner_of_the_paper():
    scene = Scene(
        "Part/NOUN/6/nsubj of/ADP/5/case Brandt/PROPN/5/nmod:poss 's/PART/3/case letter/NOUN/1/nmod "
        "said/VERB/0/root " + RAIN.format(8, 6)
    ).name("Brandt", "Brandt", "PER")
    scene.content(6, 8, cue="said", speaker="Part")
    assert speaker(scene)[1] == "Brandt"


def test_the_statement_is_that_in_which_somebody_spoke_before():
    scene = Scene(
        "Greenpeace/PROPN/2/nsubj mourned/VERB/0/root ./PUNCT/2/punct",
        "Greenpeace/PROPN/2/nsubj read/VERB/0/root a/DET/4/det statement/NOUN/2/obj ./PUNCT/2/punct",
        "The/DET/2/det statement/NOUN/3/nsubj said/VERB/0/root " + RAIN.format(5, 3),
    ).name("Greenpeace", "Greenpeace", "ORG")
    scene.content(11, 13, cue="said", speaker=("statement", 2))
    assert speaker(scene) == ("The statement", "Greenpeace")


def test_reports_of_nobody_stay_reports():
    scene = Scene(
        "Greenpeace/PROPN/2/nsubj published/VERB/0/root reports/NOUN/2/obj ./PUNCT/2/punct",
        "Early/ADJ/2/amod reports/NOUN/3/nsubj said/VERB/0/root " + RAIN.format(5, 3),
    ).name("Greenpeace", "Greenpeace", "ORG")
    view = View(scene.parse())
    assert issuer(view, scene.at("reports", 2)) is None


def test_who_is_no_paper_has_no_issuer():
    scene = Scene("The/DET/2/det court/NOUN/3/nsubj said/VERB/0/root " + RAIN.format(5, 3))
    assert issuer(View(scene.parse()), scene.at("court")) is None


def test_a_word_that_only_describes_gives_way_to_its_noun():
    scene = Scene(
        "Field/NOUN/2/compound notes/NOUN/5/nsubj posted/VERB/2/acl online/ADV/3/advmod said/VERB/0/root "
        + RAIN.format(7, 5)
    )
    view = View(scene.parse())
    assert {governor(view, scene.at(word)) for word in ("Field", "online")} == {scene.at("notes")}


def test_one_of_two_bodies_side_by_side_describes_nothing():
    scene = Scene(
        "City/NOUN/4/compound and/CCONJ/3/cc county/NOUN/1/conj officials/NOUN/5/nsubj said/VERB/0/root "
        + RAIN.format(7, 5)
    )
    view = View(scene.parse())
    assert governor(view, scene.at("City")) == scene.at("City")


def test_the_source_of_a_paper_is_not_the_paper():
    scene = Scene(
        "Reuters/PROPN/2/nsubj said/VERB/0/root its/PRON/4/nmod:poss source/NOUN/5/nsubj fled/VERB/2/ccomp "
        "./PUNCT/2/punct",
        "Its/PRON/2/nmod:poss source/NOUN/3/nsubj said/VERB/0/root " + RAIN.format(5, 3),
    ).name("Reuters", "Reuters", "ORG")
    scene.content(2, 5, cue="said", speaker="Reuters").content(9, 11, cue=("said", 2), speaker=("source", 2))
    text, name = speaker(scene)
    assert (text, name) == ("Its source", "source of Reuters")
