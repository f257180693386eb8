"""Groups by whom they belong to and whom they are made of."""

from __future__ import annotations

import pytest

from dragoman.knowledge.blocs import bloc
from dragoman.knowledge.tables import rows
from tests.coding.asking import actors, coded, meant
from tests.coding.making import Scene, code


def test_what_is_a_part_of_a_body_shares_its_country_and_sector():
    text = "The Taliban came to Doha. Their representatives objected."
    actor = meant(text, "objected", "representatives", bodies=("Taliban",), links={"Their": ("Taliban", 0.9)})
    assert (actor.kind, actor.country, actor.sector) == ("group", ("AFG",), ("REB",))


def test_whom_somebody_receives_are_not_his_own():
    text = "Norway spoke of the Taliban again and hosted its representatives, who objected."
    actor = meant(text, "objected", "representatives", bodies=("Taliban",), links={"its": ("Norway", 0.9)})
    assert actor.country == ("NOR",)  # who objected is told as Norway's where Norway takes no part in it
    coding = coded(
        text,
        asks=[("hosted", "Norway"), ("objected", "representatives")],
        bodies=("Taliban",),
        links={"its": ("Norway", 0.9)},
        recipients={"hosted": "representatives"},
    )
    assert [actor.country for actor in actors(coding)] == [("AFG",)]


def test_allies_of_a_country_are_of_no_one_country_and_its_officials_are_its_own():
    assert meant("Russia's allies objected.", "objected", "allies").country == ()
    assert meant("Russia's officials objected.", "objected", "officials").country == ("RUS",)
    actor = meant("Russia spoke. Its allies objected.", "objected", "allies", links={"Its": ("Russia", 0.9)})
    assert (actor.name, actor.country) == ("allies of Russia", ())


def test_bare_allies_are_those_of_the_country_that_calls_on_them():
    coding = coded(
        "President Vladimir Putin called on allies.",
        asks=[("called", "Putin")],
        people=("Vladimir Putin",),
        recipients={"called": "allies"},
    )
    assert coding.actor(coding.events[0].recipients[0].actor).name == "allies of Russia"


def test_an_ally_named_by_its_people_is_the_country():
    text = "Eritrea spoke. Its Ethiopian allies objected to Eritrea."
    actor = meant(text, "objected", "allies", links={"Its": ("Eritrea", 0.9)})
    assert (actor.kind, actor.country) == ("country", ("ETH",))


@pytest.mark.parametrize(
    ("text", "word", "codes"),
    [
        ("Baltic states objected.", "states", {"EST", "LVA", "LTU"}),
        ("The three Baltic presidents objected.", "presidents", {"EST", "LVA", "LTU"}),
        ("Visegrad leaders objected.", "leaders", {"CZE", "HUN", "POL", "SVK"}),
        ("Gulf states objected.", "states", set()),
        ("The G7 ministers objected.", "ministers", set()),
        ("The permanent members of the Security Council objected.", "members", set()),
        ("Nordic prime ministers objected.", "ministers", set()),
        ("European governments objected in Peru.", "governments", set()),
        ("Peru listened. Fourteen governments objected.", "governments", set()),
    ],
)
def test_groups_of_few_states_have_their_countries_and_great_ones_none(text, word, codes):
    actor = meant(text, "objected", word)
    assert (actor.kind, set(actor.country), actor.sector) == ("group", codes, ("GOV",))


def test_two_allies_of_a_bloc_are_the_two_of_its_members_spoken_of_last():
    text = "Greece met Turkey, and Serbia watched. The two NATO allies agreed."
    coding = coded(text, asks=[("agreed", "allies")])
    assert [actor.name for actor in actors(coding)] == ["Greece", "Turkey"]


def test_presidents_of_two_countries_are_those_in_office_then():
    text = "The presidents of Guinea and Senegal agreed."
    coding = coded(text, asks=[("agreed", "presidents")], published="2015-03-03")
    assert [actor.name for actor in actors(coding)] == ["Alpha Condé", "Macky Sall"]


def test_governments_of_two_countries_are_both():
    coding = coded("The Turkish and Greek governments agreed.", asks=[("agreed", "governments")])
    assert [actor.name for actor in actors(coding)] == ["Turkey", "Greece"]


@pytest.mark.parametrize(
    ("text", "noun", "words", "codes"),
    [
        ("The French and German troops agreed.", "troops", "The French and German troops", ["FRA", "DEU"]),
        ("US and South Korean forces agreed.", "forces", "US and South Korean forces", ["USA", "KOR"]),
        ("The Thai and Lao ministers agreed.", "ministers", "The Thai and Lao ministers", ["THA", "LAO"]),
    ],
)
def test_forces_and_envoys_of_two_countries_are_each_countrys_own(text, noun, words, codes):
    coding = coded(text, asks=[("agreed", noun)])
    assert [actor.country for actor in actors(coding)] == [(code,) for code in codes]
    assert {arg.text for arg in coding.events[0].actors} == {words}


def test_a_country_within_a_phrase_for_two_does_not_take_part_besides():
    coding = coded("US and Iraqi troops agreed.", asks=[("agreed", "US"), ("agreed", "troops")])
    assert [actor.country for actor in actors(coding)] == [("USA",), ("IRQ",)]
    assert {actor.sector for actor in actors(coding)} == {("MIL",)}


@pytest.mark.parametrize(("noun", "count"), [("envoys", 2), ("traders", 1)])
def test_envoys_from_two_countries_are_two_and_their_people_one_group(noun, count):
    scene = Scene(
        f"Some/DET/2/det {noun}/NOUN/7/nsubj from/ADP/4/case Armenia/PROPN/2/nmod and/CCONJ/6/cc "
        "Turkey/PROPN/4/conj agreed/VERB/0/root ./PUNCT/7/punct"
    )
    scene.name("Armenia", "Armenia", "LOC").name("Turkey", "Turkey", "LOC")
    scene.event("agreed", "AGREE", actor=[noun])
    coding = code(scene)
    found = [coding.actor(arg.actor) for arg in coding.events[0].actors]
    assert len(found) == count
    assert sorted(code for actor in found for code in actor.country) == ["ARM", "TUR"]
    assert {arg.text for arg in coding.events[0].actors} == {f"Some {noun} from Armenia and Turkey"}


def test_people_of_the_two_countries_are_of_both():
    actor = meant("Peru met Chile. Surveyors of both countries agreed.", "agreed", "Surveyors")
    assert set(actor.country) == {"PER", "CHL"}


def test_a_counterpart_holds_elsewhere_what_the_possessor_holds():
    text = "Prime Minister David Cameron spoke. His Indian counterpart agreed."
    actor = meant(
        text,
        "agreed",
        "counterpart",
        people=("David Cameron",),
        links={"His": ("Cameron", 0.9)},
        published="2015-03-03",
    )
    assert actor.name == "Narendra Modi"
    text = "The Indian navy spoke. Its Sri Lankan counterpart agreed."
    actor = meant(text, "agreed", "counterpart", links={"Its": ("navy", 0.9)}, published="2015-03-03")
    assert actor.name == "Sri Lanka Navy"


def test_fighters_of_a_rebel_leader_are_his_movement():
    actor = meant(
        "Jonas Savimbi's men fired.", "fired", "men", people=("Jonas Savimbi",), published="1999-03-03"
    )
    assert actor.name == "UNITA"


def test_members_are_those_of_the_day():
    union = bloc("EU")
    assert union is not None and union is bloc("european union")
    assert "GBR" in union.members("2020-01-31") and "GBR" not in union.members("2020-02-01")
    assert len(union.members("2019")) == 28 and len(union.members()) == 27
    assert len(bloc("NATO").members("2024-03-07")) == 32 and len(bloc("NATO").members("1995-01-01")) == 16
    assert len(bloc("brics").members("2010-01-01")) == 4 and "RUS" not in bloc("G8").members("2015-01-01")
    assert bloc("Nowhere") is None


def test_every_row_of_the_blocs_has_known_countries_and_dates_in_order():
    from dragoman.knowledge import Knowledge

    know = Knowledge.load()
    for line, (_, codes, start, end, source) in rows("blocs.csv", ("name", "iso3", "from", "to", "source")):
        assert all(know.country_by_code(code) for code in codes.split("|")), line
        assert source and (not end or start < end), line


def test_where_representatives_are_does_not_tell_whose_they_are():
    scene = Scene(
        "Taliban/PROPN/2/nsubj praised/VERB/0/root Norway/PROPN/2/obj ./PUNCT/2/punct",
        "Norway/PROPN/2/nsubj praised/VERB/0/root its/PRON/4/nmod:poss representatives/NOUN/2/obj "
        "in/ADP/6/case Moscow/PROPN/4/nmod ./PUNCT/2/punct",
    )
    scene.name("Taliban", "Taliban", "ORG").name("Moscow", "Moscow", "LOC")
    scene.antecedents[scene.at("its")] = scene.link("Taliban")
    scene.event(("praised", 2), "SUPPORT", recipient=["representatives"])
    coding = code(scene, "2021-06-20")
    (made,) = [actor for actor in coding.actors if actor.name.startswith("representatives")]
    assert (made.name, made.country, made.sector) == ("representatives of Taliban", ("AFG",), ("REB",))
