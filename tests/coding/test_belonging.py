"""Of which country those are whom no table knows."""

from __future__ import annotations

import pytest

from dragoman.coding import belonging
from tests.coding.asking import actors, coded, meant


def test_who_suffers_where_the_article_places_it_is_of_there_though_it_speaks_more_of_another_country():
    text = "Chile spoke. Chile agreed. Chile left. In Peru miners objected and Peru arrested miners."
    assert meant(text, "objected", "miners", places=("Peru",)).country == ("PER",)


def test_what_the_words_themselves_tell_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(belonging, "weights", lambda: {"none": 50.0})
    assert meant("Kenyan nurses objected.", "objected", "nurses").country == ("KEN",)
    monkeypatch.setattr(belonging, "weights", lambda: {"rank 0 group": 50.0})
    assert meant("Russia's allies objected.", "objected", "allies").country == ()


def test_without_a_better_answer_the_rules_stand(monkeypatch):
    monkeypatch.setattr(belonging, "weights", dict)
    assert meant("Kenya spoke. Nurses objected.", "objected", "Nurses").country == ("KEN",)


def test_those_of_no_country_can_be_likelier(monkeypatch):
    monkeypatch.setattr(belonging, "weights", lambda: {"none head pilgrim": 9.0})
    assert meant("Kenya spoke. Pilgrims objected.", "objected", "Pilgrims").country == ()
    assert meant("Kenya spoke. Nurses objected.", "objected", "Nurses").country == ("KEN",)


def test_what_is_said_of_one_is_no_evidence_for_another(monkeypatch):
    """Both are settled by what the rules said of the other."""
    shipped = {"none head pilgrim": 9.0, "none": 5.0, "across recipient CONSULT unnamed": 9.0}
    monkeypatch.setattr(belonging, "weights", lambda: shipped)
    text = "Kenya spoke. Pilgrims met nurses."
    coding = coded(text, asks=[("met", "Pilgrims")], recipients={"met": "nurses"})
    assert [actor.country for actor in actors(coding)] == [()]
    assert coding.actor(coding.events[0].recipients[0].actor).country == ("KEN",)


@pytest.mark.parametrize("name", ["rule not told", "near in after 0", "none"])
def test_the_shipped_weights_are_there(name):
    assert belonging.weights()[name]
