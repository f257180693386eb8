"""What somebody is called who is not named."""

from __future__ import annotations

import pytest

from tests.coding.asking import coded, meant


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Haiti's planning minister objected.", "minister", "planning minister of Haiti"),
        ("Guinea's former security chief objected.", "chief", "former security chief of Guinea"),
        ("Seoul's unification minister objected.", "minister", "unification minister of South Korea"),
        ("Nairobi's police chief objected.", "chief", "police chief of Nairobi"),
        ("The harbour union's treasurer objected.", "treasurer", "treasurer of harbour union"),
        ("The head of the police's own guards objected.", "head", "head of the police's own guards"),
        ("A Zambian minister objected.", "minister", "Zambian minister"),
        ("A village chief objected.", "chief", "village chief"),
    ],
)
def test_whose_somebody_is_comes_behind_what_he_is(text, word, name):
    assert meant(text, "objected", word).name == name


def test_an_office_of_state_is_that_of_the_country_spoken_of():
    text = "Armenia spoke again of Armenia. The health minister objected."
    actor = meant(text, "objected", "minister", published="1993-05-04")
    assert actor.name == "health minister of Armenia"
    text = "Armenia spoke again of Armenia. A health minister objected."
    assert meant(text, "objected", "minister", published="1993-05-04").name == "health minister"


def test_the_people_of_an_office_make_it_an_office_of_their_country():
    text = "Kenya spoke. The Zambian planning minister objected."
    assert meant(text, "objected", "minister", published="1993-05-04").name == "planning minister of Zambia"


def test_groups_stay_as_written():
    assert meant("Haiti's fishermen objected.", "objected", "fishermen").name == "Haiti's fishermen"


def test_ministers_of_two_countries_are_one_of_each():
    coding = coded(
        "The Thai and Lao transport ministers objected.",
        asks=[("objected", "ministers")],
        published="1993-05-04",
    )
    names = [coding.actor(arg.actor).name for arg in coding.events[0].actors]
    assert names == ["transport minister of Thailand", "transport minister of Laos"]
