"""Whom words mean: ambiguous names, epithets, pronouns, groups and those who are not named."""

from __future__ import annotations

import pytest

from coding.asking import actors, coded, meant
from coding.making import Scene, code
from dragoman.coding import Coder
from shared import gold, needs_shared


def test_an_office_told_in_other_words_means_the_one_who_holds_it():
    text = (
        "President Vladimir Putin met Foreign Minister Heiko Maas in Sochi. "
        "The German minister left early. The Russian leader went on to Minsk."
    )
    people = ("Vladimir Putin", "Heiko Maas")
    assert meant(text, "left", "minister", people=people).name == "Heiko Maas"
    assert meant(text, "went", "leader", people=people).name == "Vladimir Putin"


def test_the_president_is_not_the_vice_president_who_was_spoken_of_last():
    text = (
        "President Joko Widodo flew to Bali. Vice President Jusuf Kalla stayed in Jakarta. "
        "The president spoke."
    )
    assert meant(text, "spoke", "president", people=("Joko Widodo", "Jusuf Kalla")).name == "Joko Widodo"


def test_the_runner_up_is_told():
    text = "Senator Ana Silva met Senator Rosa Pinto in Lisbon. The senator agreed."
    coding = coded(text, asks=[("agreed", "senator")], people=("Ana Silva", "Rosa Pinto"))
    (why,) = (why.rule for why in coding.events[-1].why if why.field == "actors")
    chosen, other = ("Ana Silva", "Rosa Pinto")
    assert why.startswith(f'"The senator" is {chosen}: epithet (') and f"next {other}" in why


def test_an_office_of_a_country_names_its_holder_on_the_day_of_the_article():
    text = "The French president visited Bamako."
    assert meant(text, "visited", "president", published="2016-05-05").name == "François Hollande"
    after = meant(text, "visited", "president", published="2018-05-05")
    assert (after.name, after.country, after.sector) == ("Emmanuel Macron", ("FRA",), ("GOV",))


def test_who_once_held_an_office_does_not_stand_for_it():
    text = "The former French president visited Bamako."
    assert meant(text, "visited", "president", published="2018-05-05").name != "Emmanuel Macron"


def test_two_of_one_surname_are_told_apart_by_their_titles():
    text = (
        "Senator Maria Kowalska met the mayor, Piotr Kowalski, and Governor Anna Nowak met Judge Jan Nowak. "
        "Judge Nowak objected. Governor Nowak agreed."
    )
    people = ("Maria Kowalska", "Piotr Kowalski", "Anna Nowak", "Jan Nowak")
    assert meant(text, "objected", "Nowak#3", people=people).name == "Jan Nowak"
    assert meant(text, "agreed", "Nowak#4", people=people).name == "Anna Nowak"


def test_two_of_one_surname_are_told_apart_by_mr_and_mrs():
    text = "Peter Adebayo and Mary Adebayo met the mayor. Mrs Adebayo objected. Mr Adebayo agreed."
    people = ("Peter Adebayo", "Mary Adebayo")
    assert meant(text, "objected", "Adebayo#3", people=people).name == "Mary Adebayo"
    assert meant(text, "agreed", "Adebayo#4", people=people).name == "Peter Adebayo"


def test_a_namesake_of_somebody_known_stays_who_the_article_says():
    actor = meant("Macron, a baker, objected in Lomé.", "objected", "Macron", people=("Macron",))
    assert (actor.name, actor.wikidata) == ("Macron", None)


@pytest.mark.parametrize(
    ("text", "trigger", "word", "code"),
    [
        ("Georgia asked Russia to leave Abkhazia, and Tbilisi protested.", "asked", "Georgia", "GEO"),
        ("Congolese soldiers left Kinshasa.", "left", "soldiers", "COD"),
        ("South Korean police left Seoul.", "left", "police", "KOR"),
        ("North Korean troops left Pyongyang.", "left", "troops", "PRK"),
        ("Soldiers of Equatorial Guinea left Malabo.", "left", "Soldiers", "GNQ"),
        ("Guinean soldiers left Conakry.", "left", "soldiers", "GIN"),
    ],
)
def test_countries_of_like_names_are_kept_apart(text, trigger, word, code):
    assert meant(text, trigger, word).country == (code,)


def test_the_south_is_the_country_of_that_name_that_the_article_is_about():
    text = "South Sudan and Sudan signed in Juba. The South agreed."
    assert meant(text, "agreed", "South#2").country == ("SSD",)


def test_a_capital_and_a_building_stand_for_the_government():
    text = "Kyiv objected, the Kremlin agreed and the White House hesitated."
    assert meant(text, "objected", "Kyiv").name == "Ukraine"
    assert meant(text, "agreed", "Kremlin").name == "Russia"
    assert meant(text, "hesitated", "House").name == "United States"


def test_police_of_a_town_in_texas_are_american():
    text = "Police in Paris, Texas, objected."
    assert meant(text, "objected", "Police", places=("Paris", "Texas")).country == ("USA",)


def test_letters_mean_no_body_of_a_country_that_nobody_spoke_of():
    text = "The Norwegian agency PAP reported it from Oslo."
    actor = meant(text, "reported", "PAP", bodies=("PAP",))
    assert (actor.name, actor.country) == ("PAP", ("NOR",))
    text = "The Polish agency PAP reported it from Warsaw."
    assert meant(text, "reported", "PAP", bodies=("PAP",)).name == "Polish Press Agency"


def test_both_leaders_are_two_who_take_part_each():
    text = "Angela Merkel met Vladimir Putin in Sochi. Both leaders agreed."
    coding = coded(text, asks=[("agreed", "leaders")], people=("Angela Merkel", "Vladimir Putin"))
    assert [actor.name for actor in actors(coding)] == ["Angela Merkel", "Vladimir Putin"]
    assert {arg.text for arg in coding.events[0].actors} == {"Both leaders"}


def test_the_two_countries_are_those_spoken_of_last():
    text = "Peru spoke for Brazil. Ecuador met Chile. The two countries agreed."
    coding = coded(text, asks=[("agreed", "countries")])
    assert [actor.name for actor in actors(coding)] == ["Ecuador", "Chile"]


def test_ministers_of_a_bloc_are_no_bloc():
    actor = meant("EU ministers agreed in Brussels.", "agreed", "ministers")
    assert (actor.kind, actor.country, actor.sector) == ("group", (), ("GOV",))


def test_the_gunman_is_not_the_official_who_was_spoken_of_last():
    text = "A gunman fired in Lima. Mayor Jorge Muñoz thanked the police. The gunman surrendered."
    actor = meant(text, "surrendered", "gunman#2", people=("Jorge Muñoz",))
    assert actor.name != "Jorge Muñoz"


def test_a_headline_names_further_on_whom_it_calls_by_office():
    text = "Judge Amina Diallo objected in Conakry on Monday."
    coding = coded(
        text, asks=[("halts", "judge")], title="Guinean judge halts vote", people=("Amina Diallo",)
    )
    assert actors(coding, 0)[0].name == "Amina Diallo"


def test_an_armys_helicopters_are_the_army_and_a_presidents_troops_the_states():
    assert meant("Colombian army helicopters fired.", "fired", "helicopters").name == (
        meant("The Colombian army fired.", "fired", "army").name
    )
    troops = meant(
        "President Bashar al-Assad's troops fired.", "fired", "troops", people=("Bashar al-Assad",)
    )
    assert (troops.country, troops.sector) == (("SYR",), ("MIL",))


def test_reported_words_that_open_with_a_pronoun_speak_of_who_speaks():
    text = "Ana Silva met Rosa Pinto in Lisbon. Silva said she would sue."
    coding = coded(
        text,
        asks=[("sue", "she")],
        people=("Ana Silva", "Rosa Pinto", "Silva"),
        speaker=("Silva#2", "she would sue"),
    )
    assert actors(coding)[0].name == "Ana Silva"


def test_he_is_nobody_with_a_womans_name():
    text = "Peter Mutua spoke in Nairobi. Elizabeth Wanjiru stood beside him. He agreed."
    assert meant(text, "agreed", "He", people=("Peter Mutua", "Elizabeth Wanjiru")).name == "Peter Mutua"


def test_we_of_an_officer_are_his_force():
    text = 'The Royal Canadian Mounted Police spokesman Derek Oakhampton said: "We agreed."'
    coding = coded(
        text,
        asks=[("agreed", "We")],
        people=("Derek Oakhampton",),
        bodies=("Royal Canadian Mounted Police",),
        speaker=("Oakhampton", '"We agreed."'),
    )
    assert actors(coding)[0].name == "Royal Canadian Mounted Police"


def test_an_unknown_name_is_kept_as_written_with_what_the_text_says_of_its_bearer():
    actor = meant(
        "Nigerian activist Chidera Okpara objected.", "objected", "Okpara", people=("Chidera Okpara",)
    )
    assert (actor.name, actor.kind, actor.country) == ("Chidera Okpara", "person", ("NGA",))
    assert actor.sector[0] in ("CVL", "NGO")


def test_people_of_a_body_of_many_states_are_of_no_country():
    actor = meant("Lena Berg of UNICEF objected in Dhaka.", "objected", "Berg", people=("Lena Berg",))
    assert (actor.country, actor.sector) == ((), ("IGO",))


def test_a_ministry_says_of_which_state_it_is():
    actor = meant("The Ministry of Health in Harare, Zimbabwe, objected.", "objected", "Health")
    assert (actor.name, actor.country) == ("Ministry of Health (Zimbabwe)", ("ZWE",))


def test_a_report_speaks_for_who_made_it():
    text = "A report by Amnesty International accused nobody."
    assert meant(text, "accused", "report", bodies=("Amnesty International",)).name == "Amnesty International"


@needs_shared
def test_the_named_actors_of_the_seed_article_are_known_by_name_country_and_sector():
    (record,) = gold("seed/gold")
    wanted = {a["name"]: a for a in record["actors"] if a["kind"] in ("person", "country", "organisation")}
    names = [name for name in wanted if name in record["article"]["text"]]
    found = {}
    for name in names:
        coding = coded(
            f"{name} met them.", asks=[("met", name.split()[-1])], published=record["article"]["published"]
        )
        found[name] = actors(coding)[0]
    assert {name: (a.name, a.country) for name, a in found.items()} == {
        name: (name, tuple(wanted[name]["country"])) for name in names
    }


def test_the_foreign_secretary_is_not_the_foreign_minister_whom_he_met():
    text = (
        "Foreign Secretary Boris Johnson met Russian Foreign Minister Sergei Lavrov in New York. The Foreign "
        "Secretary pressed Russia to stop the bombing of Aleppo. The foreign minister rejected the appeal."
    )
    coding = Coder().code(text, published="2016-09-22")
    names = {actor.id: actor.name for actor in coding.actors}
    who = {event.trigger.text: [names[arg.actor] for arg in event.actors] for event in coding.events}
    assert who["pressed"] == ["Boris Johnson"] and who["rejected"] == ["Sergei Lavrov"]


def test_a_body_linked_with_those_who_are_its_members_does_not_run_in_circles():
    coding = coded(
        "Members of the Court met in Oslo.",
        asks=[("met", "Court")],
        bodies=("Court",),
        links={"Court": ("Members", 0.9)},
    )
    assert len(coding.events) == 1


def test_the_two_countries_are_those_that_the_article_speaks_of_most():
    text = "Peru warned Ecuador. Peru's army left. Ecuador spoke. France met Peru. Both countries left."
    coding = coded(text, asks=[("left#2", "countries")])
    assert [actor.name for actor in actors(coding)] == ["Peru", "Ecuador"]
    coding = coded(text.replace("Both countries", "Both"), asks=[("left#2", "Both")])
    assert [actor.name for actor in actors(coding)] == ["Peru", "Ecuador"]


def test_a_seat_that_stands_for_another_body_is_none_of_the_two_countries():
    text = "Peru warned Ecuador. Brussels urged both."
    coding = coded(text, asks=[("urged", "Brussels")], recipients={"urged": "both"})
    names = [coding.actor(arg.actor).name for arg in coding.events[0].recipients]
    assert names == ["Peru", "Ecuador"]


def test_each_country_is_both_of_them_and_each_family_is_not():
    text = "Peru warned Ecuador. Each country agreed. Each family agreed."
    assert [a.name for a in actors(coded(text, asks=[("agreed", "country")]))] == ["Peru", "Ecuador"]
    assert [a.name for a in actors(coded(text, asks=[("agreed#2", "family")]))] == ["family"]


def test_the_koreas_are_two():
    coding = coded("The Koreas agreed.", asks=[("agreed", "Koreas")])
    assert [actor.name for actor in actors(coding)] == ["South Korea", "North Korea"]


def test_both_presidents_are_those_of_the_countries_spoken_of():
    text = "France warned Russia. Russia left. France agreed. Both presidents agreed."
    coding = coded(text, asks=[("agreed#2", "presidents")], published="2019-06-20")
    assert [actor.name for actor in actors(coding)] == ["Emmanuel Macron", "Vladimir Putin"]


def test_a_seat_stands_for_the_european_union_where_belgium_is_not_spoken_of():
    assert meant("Brussels objected.", "objected", "Brussels").name == "European Union"
    assert meant("Belgium spoke. Brussels objected.", "objected", "Brussels").name == "Belgium"


def test_the_north_and_the_south_of_korea_are_countries():
    text = "Seoul spoke. The North objected to the South."
    assert meant(text, "objected", "North").country == ("PRK",)
    assert meant(text, "objected", "South").country == ("KOR",)
    assert meant("Italy spoke. The North objected.", "objected", "North").country != ("PRK",)


def test_departments_named_as_one_country_names_them_are_its_own():
    text = "Iraq spoke of Iraq. The Defense Department objected. The Foreign Office agreed."
    assert meant(text, "objected", "Department", bodies=("Defense Department",)).country == ("USA",)
    assert meant(text, "agreed", "Office", bodies=("Foreign Office",)).country == ("GBR",)
    text = "Pakistan spoke of Pakistan. The Foreign Office agreed."
    assert meant(text, "agreed", "Office", bodies=("Foreign Office",)).country == ("PAK",)


def test_none_of_them_are_they():
    scene = Scene(
        "Kenyan/ADJ/2/amod rebels|rebel/NOUN/3/nsubj fled|flee/VERB/0/root ./PUNCT/3/punct",
        "None/NOUN/4/nsubj of/ADP/3/case them/PRON/1/nmod objected/VERB/0/root ./PUNCT/4/punct",
    )
    scene.antecedents[scene.at("them")] = scene.link("rebels")
    scene.event("fled", "RETREAT", actor=["rebels"]).event("objected", "REJECT", actor=["None"])
    coding = code(scene)
    assert [actor.name for actor in coding.actors] == ["Kenyan rebels"]
