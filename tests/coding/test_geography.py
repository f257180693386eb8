"""Where events happened: which of several places a name means, and what is known of it."""

from __future__ import annotations

import pytest

from coding.asking import meant
from coding.making import Scene, code
from dragoman.coding.geography import Geography
from dragoman.coding.toponyms import toponyms
from dragoman.coding.view import View
from dragoman.coding.whereabouts import Words
from dragoman.knowledge import Knowledge
from dragoman.language.parse import Name


def plain(sentence: str) -> str:
    """A sentence without a tree."""
    return " ".join(f"{word}//0/" for word in sentence.split())


def placed(*sentences: str, at: str, names=(), trigger="attacked"):
    """The place of an event whose place link goes to the word ``at``; every name in ``names`` is a LOC."""
    scene = Scene(*(plain(sentence) for sentence in sentences)).event(trigger, "ASSAULT", place=[at])
    for name in names:
        words = name.split()
        scene.name(words[0], words[-1], "LOC")
    (place,) = code(scene).events[0].places
    return place


def test_a_town_gets_its_country_position_and_geonames_id():
    place = placed("Gunmen attacked police in Kandahar .", at="Kandahar", names=["Kandahar"])
    assert (place.country, place.name, place.geonames) == ("AFG", "Kandahar", 1138336)
    assert abs(place.lat - 31.61) < 0.05 and abs(place.lon - 65.71) < 0.05


@pytest.mark.parametrize(
    ("sentence", "at", "names", "country", "near"),
    [
        ("Gunmen attacked police in Paris , Texas .", "Paris", ["Paris", "Texas"], "USA", (33.7, -95.6)),
        ("Gunmen attacked police in Paris .", "Paris", ["Paris"], "FRA", (48.9, 2.4)),
        (
            "Gunmen attacked police in Tripoli in Lebanon .",
            "Tripoli",
            ["Tripoli", "Lebanon"],
            "LBN",
            (34.4, 35.8),
        ),
        (
            "Gunmen attacked police in Tripoli in northern Lebanon .",
            "Tripoli",
            ["Tripoli", "Lebanon"],
            "LBN",
            (34.4, 35.8),
        ),
        ("Gunmen attacked Libyan police in Tripoli .", "Tripoli", ["Tripoli"], "LBY", (32.9, 13.2)),
        (
            "Gunmen attacked police in Hyderabad , Sindh .",
            "Hyderabad",
            ["Hyderabad", "Sindh"],
            "PAK",
            (25.4, 68.4),
        ),
        ("Gunmen attacked Indian police in Hyderabad .", "Hyderabad", ["Hyderabad"], "IND", (17.4, 78.5)),
        ("Gunmen attacked Spanish police in Cordoba .", "Cordoba", ["Cordoba"], "ESP", (37.9, -4.8)),
        ("Gunmen attacked Mexican police in Cordoba .", "Cordoba", ["Cordoba"], "MEX", (18.9, -96.9)),
        ("Gunmen attacked Venezuelan police in Valencia .", "Valencia", ["Valencia"], "VEN", (10.2, -68.0)),
        ("Gunmen attacked Spanish police in Valencia .", "Valencia", ["Valencia"], "ESP", (39.5, -0.4)),
        (
            "Gunmen attacked police in Birmingham , Alabama .",
            "Birmingham",
            ["Birmingham", "Alabama"],
            "USA",
            (33.5, -86.8),
        ),
        ("Gunmen attacked British police in Birmingham .", "Birmingham", ["Birmingham"], "GBR", (52.5, -1.9)),
        ("Gunmen attacked Costa Rican police in San José .", "José", ["San José"], "CRI", (9.9, -84.1)),
        ("Gunmen attacked Mozambican police in Pemba .", "Pemba", ["Pemba"], "MOZ", (-13.0, 40.5)),
        ("Gunmen attacked Tanzanian police in Pemba .", "Pemba", ["Pemba"], "TZA", (-5.2, 39.8)),
    ],
)
def test_words_around_and_countries_of_the_article_decide(sentence, at, names, country, near):
    place = placed(sentence, at=at, names=names)
    assert place.country == country
    assert abs(place.lat - near[0]) < 0.3 and abs(place.lon - near[1]) < 0.3


def test_georgia_is_the_state_in_an_article_about_the_united_states():
    place = placed(
        "The United States Congress and American voters are divided .",
        "Gunmen attacked police in Georgia .",
        at="Georgia",
        names=["United States", "Georgia"],
    )
    assert place.country == "USA"


def test_georgia_is_the_country_beside_its_neighbours_and_alone():
    alone = placed("Gunmen attacked police in Georgia .", at="Georgia", names=["Georgia"])
    assert (alone.country, alone.lat, alone.lon) == ("GEO", 42.16, 43.52)
    beside = placed(
        "The United States spoke .",
        "Gunmen attacked police in Georgia and Armenia .",
        at="Georgia",
        names=["United States", "Georgia", "Armenia"],
    )
    assert beside.country == "GEO"


@pytest.mark.parametrize(("town", "country"), [("Kinshasa", "COD"), ("Brazzaville", "COG")])
def test_the_congo_is_the_one_whose_capital_is_named(town, country):
    place = placed(f"{town} spoke .", "Gunmen attacked police in Congo .", at="Congo", names=[town, "Congo"])
    assert place.country == country


@pytest.mark.parametrize(("town", "country"), [("Seoul", "KOR"), ("Pyongyang", "PRK")])
def test_korea_is_the_one_whose_capital_is_named(town, country):
    place = placed(f"{town} spoke .", "Gunmen attacked police in Korea .", at="Korea", names=[town, "Korea"])
    assert place.country == country


@pytest.mark.parametrize(
    ("name", "country"), [("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Equatorial Guinea", "GNQ")]
)
def test_the_guineas_are_told_apart(name, country):
    last = name.split()[-1]
    assert placed(f"Gunmen attacked police in {name} .", at=last, names=[name]).country == country


def test_a_word_for_the_kind_tells_a_province_from_its_town():
    town = placed("Gunmen attacked police in Aleppo .", at="Aleppo", names=["Aleppo"])
    area = placed("Gunmen attacked police in Aleppo province .", at="Aleppo", names=["Aleppo"])
    assert town.country == area.country == "SYR" and town.geonames != area.geonames


def test_a_country_gives_its_middle_and_no_finer_place():
    place = placed("Gunmen attacked police in Kenya .", at="Kenya", names=["Kenya"])
    assert (place.country, place.lat, place.lon) == ("KEN", 0.55, 37.82)


def test_an_unnamed_place_has_a_country_but_no_position():
    place = placed("Gunmen attacked Kenyan police in a market .", at="market")
    assert (place.country, place.name, place.lat, place.geonames) == ("KEN", None, None, None)


def test_a_sea_has_a_position_but_no_country_of_its_own():
    place = placed("Gunmen attacked a ship in the Black Sea .", at="Sea", names=["Black Sea"])
    assert place.name == "Black Sea" and place.geonames is None and abs(place.lat - 43) < 1


def test_an_unknown_place_lies_where_the_text_says_and_is_nowhere_else():
    place = placed(
        "Gunmen attacked police in Springfield in Mali .", at="Springfield", names=["Springfield", "Mali"]
    )
    assert (place.country, place.name, place.lat) == ("MLI", "Springfield", None)


def test_the_reason_says_how_fine_the_place_is_and_where_it_comes_from():
    scene = Scene(plain("Gunmen attacked police in Kandahar .")).event(
        "attacked", "ASSAULT", place=["Kandahar"]
    )
    why = [str(w) for w in code(scene.name("Kandahar", "Kandahar", "LOC")).events[0].why]
    assert any("Kandahar to the city (GeoNames)" in w for w in why)


# places that the model did not link -----------------------------------------------------------------

CLASH = "Rebels/NOUN/2/nsubj clashed/VERB/0/root in/ADP/4/case Basra/PROPN/2/obl ./PUNCT/2/punct"


def test_a_place_told_with_the_act_is_taken_without_a_link():
    coding = code(Scene(CLASH).event("clashed", "ASSAULT").name("Basra", "Basra", "LOC"))
    (place,) = coding.events[0].places
    assert (place.text, place.country) == ("Basra", "IRQ")
    assert any("the likeliest place that the sentence tells" in str(w) for w in coding.events[0].why)


def test_the_place_of_the_act_spoken_of_is_not_that_of_the_words():
    line = (
        "He/PRON/2/nsubj accused/VERB/0/root rebels/NOUN/2/obj of/ADP/5/case attacks/NOUN/3/nmod "
        "in/ADP/7/case Basra/PROPN/5/nmod ./PUNCT/2/punct"
    )
    scene = Scene(line).event("accused", "ACCUSE").event("attacks", "ASSAULT", place=["Basra"])
    accused, attacks = code(scene.name("Basra", "Basra", "LOC")).events
    assert ([place.text for place in accused.places], [place.text for place in attacks.places]) == (
        [],
        ["Basra"],
    )


def test_who_acts_is_not_where():
    line = "Basra/PROPN/2/nsubj attacked/VERB/0/root rebels/NOUN/2/obj ./PUNCT/2/punct"
    coding = code(Scene(line).event("attacked", "ASSAULT", actor=["Basra"]).name("Basra", "Basra", "LOC"))
    assert coding.events[0].places == ()


def test_what_the_act_is_named_after_is_its_place():
    line = (
        "The/DET/3/det Kabul/PROPN/3/compound bombing/NOUN/4/nsubj shocked/VERB/0/root many/ADJ/4/obj "
        "./PUNCT/4/punct"
    )
    (place,) = code(Scene(line).event("bombing", "ASSAULT").name("Kabul", "Kabul", "LOC")).events[0].places
    assert place.country == "AFG"


def test_the_dateline_is_no_place_of_the_event():
    line = (
        "BEIRUT/PROPN/5/dep —/PUNCT/5/punct Jets/NOUN/5/nsubj reportedly/ADV/5/advmod hit/VERB/0/root "
        "a/DET/7/det shed/NOUN/5/obj in/ADP/9/case Nabatieh/PROPN/5/obl ./PUNCT/5/punct"
    )
    scene = (
        Scene(line)
        .event("hit", "ASSAULT")
        .name("BEIRUT", "BEIRUT", "LOC")
        .name("Nabatieh", "Nabatieh", "LOC")
    )
    assert [place.text for place in code(scene).events[0].places] == ["Nabatieh"]


def test_a_faint_link_tips_the_scales():
    line = (
        "Rebels/NOUN/2/nsubj criticised/VERB/0/root judges/NOUN/2/obj of/ADP/5/case Basra/PROPN/3/nmod "
        "./PUNCT/2/punct"
    )
    for probability, count in ((0.0, 0), (0.5, 1)):
        scene = Scene(line).event("criticised", "ACCUSE").name("Basra", "Basra", "LOC")
        scene.triggers[0].edges["place"] = (scene.link("Basra", probability),)
        assert len(code(scene).events[0].places) == count


def test_an_act_is_where_another_of_its_sentence_is_found_to_be_done():
    line = (
        "Rebels/NOUN/2/nsubj clashed/VERB/0/root in/ADP/4/case Basra/PROPN/2/obl and/CCONJ/7/cc "
        "police/NOUN/7/nsubj shot/VERB/2/conj him/PRON/7/obj ./PUNCT/2/punct"
    )
    scene = Scene(line).event("clashed", "ASSAULT").event("shot", "ASSAULT").name("Basra", "Basra", "LOC")
    assert [[place.text for place in event.places] for event in code(scene).events] == [["Basra"], ["Basra"]]


RULED = (
    "The/DET/2/det government/NOUN/5/nsubj of/ADP/4/case Malta/PROPN/2/nmod banned/VERB/0/root "
    "marches/NOUN/5/obj ./PUNCT/5/punct"
)


def test_an_organ_of_a_state_rules_in_its_own_country():
    scene = Scene(RULED).event("banned", "COERCE", modes=["restrict"], actor=["government"])
    event = code(scene.name("Malta", "Malta", "LOC")).events[0]
    assert [(place.text, place.country) for place in event.places] == [("Malta", "MLT")]
    assert any("an organ of the state acts in its own country" in str(w) for w in event.why)


@pytest.mark.parametrize(
    ("type_", "modes", "aux"),
    [("COERCE", ["cyber"], ""), ("COERCE", ["restrict"], "negation"), ("REJECT", [], "")],
)
def test_what_reaches_abroad_or_is_not_done_is_not_placed_at_home(type_, modes, aux):
    scene = Scene(RULED).event("banned", type_, modes=modes, aux=aux, actor=["government"])
    assert code(scene.name("Malta", "Malta", "LOC")).events[0].places == ()


def test_what_is_done_to_what_is_another_countrys_is_not_placed_at_home():
    line = RULED.replace(
        "marches/NOUN/5/obj ./PUNCT/5/punct", "Libyan/ADJ/7/amod ships/NOUN/5/obj ./PUNCT/5/punct"
    )
    scene = Scene(line).event("banned", "COERCE", actor=["government"]).name("Malta", "Malta", "LOC")
    assert code(scene).events[0].places == ()


def test_a_country_by_its_name_alone_may_act_anywhere():
    line = "Malta/PROPN/2/nsubj seized/VERB/0/root a/DET/4/det ship/NOUN/2/obj ./PUNCT/2/punct"
    scene = Scene(line).event("seized", "COERCE", modes=["seize"], actor=["Malta"])
    assert code(scene.name("Malta", "Malta", "LOC")).events[0].places == ()


# the country of a place whose words do not tell it ------------------------------------------------------


def scene_of(*lines, trigger="arrested", kind="COERCE", place="square", names=(), **roles):
    scene = Scene(*lines).event(trigger, kind, place=[place], **roles)
    for name in names:
        scene.name(name, name, "LOC")
    return code(scene).events[0].places[0]


def test_an_embassy_lies_in_another_country_than_the_one_it_is_named_for():
    place = scene_of(
        "HARARE/PROPN/4/dep -/PUNCT/4/punct Police/NOUN/4/nsubj arrested/VERB/0/root him/PRON/4/obj "
        "at/ADP/9/case the/DET/9/det Dutch/ADJ/9/amod embassy/NOUN/4/obl ./PUNCT/4/punct",
        "Zimbabwe/PROPN/2/nsubj denied/VERB/0/root it/PRON/2/obj ./PUNCT/2/punct",
        place="embassy",
        names=["HARARE"],
        actor=["Police"],
    )
    assert place.country == "ZWE"


def test_a_place_without_a_name_lies_where_the_dateline_and_the_doers_are():
    place = scene_of(
        "LUSAKA/PROPN/4/dep -/PUNCT/4/punct Police/NOUN/4/nsubj arrested/VERB/0/root him/PRON/4/obj "
        "in/ADP/8/case the/DET/8/det square/NOUN/4/obl ./PUNCT/4/punct",
        names=["LUSAKA"],
        actor=["Police"],
    )
    assert (place.country, place.lat) == ("ZMB", None)


def test_a_small_place_of_a_country_that_is_not_spoken_of_is_not_meant():
    lines = [
        "LUSAKA/PROPN/4/dep -/PUNCT/4/punct Police/NOUN/4/nsubj arrested/VERB/0/root him/PRON/4/obj "
        "at/ADP/7/case Alameda/PROPN/4/obl ./PUNCT/4/punct",
        "Zambia/PROPN/2/nsubj denied/VERB/0/root it/PRON/2/obj ./PUNCT/2/punct",
    ]
    place = scene_of(*lines, place="Alameda", names=["LUSAKA", "Alameda", "Zambia"], actor=["Police"])
    assert (place.country, place.lat) == ("ZMB", None)


def test_a_name_that_only_one_country_bears_lies_there_though_it_is_open_which_of_its_towns_is_meant():
    # two towns of one size, far from each other, both in Iran
    lines = ["Gunmen attacked police in Abadeh .", "Iraq and Iran spoke to Iraq ."]
    place = placed(*lines, at="Abadeh", names=["Abadeh", "Iraq", "Iran"])
    assert (place.country, place.lat) == ("IRN", None)


def test_a_place_that_the_language_model_draws_a_line_to_is_asked_about_without_a_preposition():
    scene = Scene(
        "Villagers/NOUN/2/nsubj blocked/VERB/0/root the/DET/4/det square/NOUN/2/obj in/ADP/6/case "
        "Kenya/PROPN/2/obl ./PUNCT/2/punct"
    ).event("blocked", "PROTEST", place=["square"])
    view = View(scene.parse())
    trigger = view.parse.triggers[0]
    words = Words(view, Geography(view, Knowledge.load(), [], {}))
    span = (trigger.first, trigger.last)
    square = scene.at("square")
    assert square not in words.near(span) and square in words.near(span, [square])


def test_the_people_named_before_a_town_tell_its_country_wherever_it_is_named():
    lines = [
        "Men/NOUN/2/nsubj attacked/VERB/0/root the/DET/5/det Mozambican/ADJ/5/amod town/NOUN/2/obj "
        "of/ADP/7/case Palma/PROPN/5/nmod ./PUNCT/2/punct",
        "Police/NOUN/2/nsubj arrested/VERB/0/root him/PRON/2/obj in/ADP/5/case Palma/PROPN/2/obl "
        "./PUNCT/2/punct",
    ]
    scene = Scene(*lines).name("Palma", "Palma", "LOC").event("arrested", "COERCE", place=[("Palma", 2)])
    token = scene.at("Palma", 2)
    scene.names.append(Name(token, token + 1, "LOC"))
    (place,) = code(scene).events[0].places
    assert place.country == "MOZ"


# all names of places ----------------------------------------------------------------------------------


def test_all_places_of_a_text_are_found_with_what_they_are():
    scene = Scene(plain("Iranian envoys flew from Tehran to Paris , Texas , past the Bank of England ."))
    scene.name("Tehran", "Tehran", "LOC").name("Paris", "Paris", "LOC").name("Texas", "Texas", "LOC")
    scene.name("Bank", "England", "ORG")
    found = toponyms(scene.parse(), Knowledge.load())
    assert [(t.text, t.place and t.place.iso3) for t in found] == [
        ("Tehran", "IRN"),
        ("Paris", "USA"),
        ("Texas", "USA"),
    ]
    assert all(scene.text[t.start : t.end] == t.text for t in found)


# places without a name, and where acts go on ---------------------------------------------------------


def where(scene: Scene, number: int = 0) -> list[tuple[str, str]]:
    return [(place.text, place.country) for place in code(scene).events[number].places]


def test_what_is_its_own_lies_in_the_country_of_who_acts():
    scene = Scene(
        plain("Thai soldiers were in Laos ."),
        "Vietnam/PROPN/2/nsubj moved/VERB/0/root troops/NOUN/2/obj to/ADP/6/case its/PRON/6/nmod:poss "
        "coast/NOUN/2/obl ./PUNCT/2/punct",
    ).event("moved", "MOBILIZE", actor=["Vietnam"], recipient=[], place=["coast"])
    assert where(scene) == [("its coast", "VNM")]


def test_an_unnamed_place_lies_where_the_sentence_begins():
    scene = Scene(
        plain("Gunmen attacked police in Nairobi ."),
        "In/ADP/2/case Kampala/PROPN/5/obl ,/PUNCT/5/punct crowds/NOUN/5/nsubj blocked/VERB/0/root "
        "a/DET/7/det road/NOUN/5/obj ./PUNCT/5/punct",
    ).event("attacked", "ASSAULT", actor=["Gunmen"], place=["Nairobi"])
    scene = scene.name("Nairobi", "Nairobi", "LOC").name("Kampala", "Kampala", "LOC")
    scene = scene.event("blocked", "PROTEST", actor=["crowds"], place=["road"])
    assert where(scene, 1) == [("a road", "UGA")]


def test_near_a_border_is_on_the_side_of_who_is_there():
    scene = Scene(
        "Kenyan/ADJ/2/amod police/NOUN/3/nsubj arrested/VERB/0/root him/PRON/3/obj at/ADP/8/case "
        "the/DET/8/det Somali/ADJ/8/amod border/NOUN/3/obl ./PUNCT/3/punct"
    ).event("arrested", "COERCE", actor=["police"], place=["border"])
    assert [country for _, country in where(scene)] == ["KEN"]


def test_an_act_goes_on_where_the_one_before_it_was_done():
    scene = Scene(
        "Gunmen/NOUN/2/nsubj attacked/VERB/0/root police/NOUN/2/obj in/ADP/5/case Kandahar/PROPN/2/obl "
        "and/CCONJ/7/cc killed/VERB/2/conj two/NUM/7/obj ./PUNCT/2/punct"
    ).event("attacked", "ASSAULT", actor=["Gunmen"], recipient=["police"], place=["Kandahar"])
    scene = scene.event("killed", "ASSAULT", actor=["Gunmen"], recipient=["two"])
    scene = scene.name("Kandahar", "Kandahar", "LOC")
    assert where(scene, 1) == [("Kandahar", "AFG")]


@pytest.mark.parametrize(("second", "expected"), [("Kandahar", [("Afghanistan", "AFG")]), ("Lahore", [])])
def test_a_headline_tells_where_if_all_acts_of_the_kind_are_there(second, expected):
    scene = Scene(
        "Afghanistan/PROPN/2/nsubj mourns/VERB/0/root after/ADP/4/case attack/NOUN/2/obl",
        "Gunmen/NOUN/2/nsubj shot/VERB/0/root police/NOUN/2/obj in/ADP/5/case Herat/PROPN/2/obl "
        "./PUNCT/2/punct",
        f"Gunmen/NOUN/2/nsubj killed/VERB/0/root men/NOUN/2/obj in/ADP/5/case {second}/PROPN/2/obl "
        "./PUNCT/2/punct",
        title=True,
    ).event("attack", "ASSAULT")
    scene = scene.event("shot", "ASSAULT", recipient=["police"], place=["Herat"])
    scene = scene.event("killed", "ASSAULT", recipient=["men"], place=[second])
    scene = scene.name("Herat", "Herat", "LOC").name(second, second, "LOC")
    assert where(scene) == expected


def test_a_town_that_may_be_one_of_two_is_left_open_and_the_reason_names_both():
    scene = Scene(plain("Gunmen attacked police in Springfield .")).event(
        "attacked", "ASSAULT", place=["Springfield"]
    )
    coding = code(scene.name("Springfield", "Springfield", "LOC"))
    (place,) = coding.events[0].places
    assert (place.name, place.lat, place.geonames) == ("Springfield", None, None)
    (reason,) = [reason for reason in coding.reasons if reason.code == "ambiguous"]
    assert "Missouri, USA" in reason.message and "Massachusetts, USA" in reason.message
    assert reason.message.endswith("left without coordinates.")


@pytest.mark.parametrize(
    ("sentence", "at", "names", "country", "near"),
    [
        ("Gunmen attacked Buffalo , New York .", "York", ["Buffalo", "New York"], "USA", (42.9, -75.5)),
        ("Gunmen attacked Atlanta , Georgia .", "Georgia", ["Atlanta", "Georgia"], "USA", (32.8, -83.5)),
        (
            "Gunmen attacked police in the state of Washington .",
            "Washington",
            ["Washington"],
            "USA",
            (47, -120),
        ),
        (
            "Gunmen attacked police in Washington , Oregon and California .",
            "Washington",
            ["Washington", "Oregon", "California"],
            "USA",
            (47, -120),
        ),
        (
            "Gunmen attacked police in Cabanatuan in Nueva Ecija .",
            "Cabanatuan",
            ["Cabanatuan", "Nueva Ecija"],
            "PHL",
            (15.5, 121.0),
        ),
        (
            "Gunmen attacked police in Glendale and later Santa Monica .",
            "Glendale",
            ["Glendale", "Santa Monica"],
            "USA",
            (34.1, -118.3),
        ),
        (
            "Australia and Australians mourned . Gunmen attacked police on the Gold Coast .",
            "Coast",
            ["Gold Coast"],
            "AUS",
            (-28.0, 153.4),
        ),
    ],
)
def test_what_stands_around_a_name_tells_a_province_from_a_town(sentence, at, names, country, near):
    place = placed(*sentence.replace(" . ", " .\t").split("\t"), at=at, names=names)
    assert place.country == country
    assert place.lat is not None and abs(place.lat - near[0]) < 1.5 and abs(place.lon - near[1]) < 2


def test_a_name_told_with_its_kind_once_is_of_that_kind_throughout():
    scene = Scene(
        plain("Kenya mourned in Nyanza province ."), plain("France mourned . Gunmen attacked Nyanza .")
    )
    scene.event("attacked", "ASSAULT", place=[("Nyanza", 2)]).name("Nyanza", "Nyanza", "LOC")
    second = scene.at("Nyanza", 2)
    scene.names.append(Name(second, second + 1, "LOC"))
    (place,) = code(scene).events[0].places
    assert (place.country, place.name) == ("KEN", "Nyanza Province")


def test_a_county_and_an_island_hold_their_towns():
    gazetteer = Knowledge.load().gazetteer
    assert gazetteer.resolve("Scott County", within="Indiana")[0].place.admin1 == "Indiana"
    assert "it lies there, as the text says" in gazetteer.resolve("Kabanjahe", within="Sumatra")[0].reasons
    assert (
        "it lies there, as the text says" in gazetteer.resolve("Cabanatuan", within="Nueva Ecija")[0].reasons
    )
    assert gazetteer.resolve("Austin", within="Scott County")[0].score < 0


@pytest.mark.parametrize(
    ("type_", "aux", "codes"), [("ASSAULT", "", ["UKR"]), ("ACCUSE", "", []), ("ASSAULT", "negation", [])]
)
def test_force_on_what_is_another_countrys_is_done_there(type_, aux, codes):
    scene = Scene(
        "Belarus/PROPN/2/nsubj struck|strike/VERB/0/root Ukraine/PROPN/5/nmod:poss 's/PART/3/case "
        "ports|port/NOUN/2/obj ./PUNCT/2/punct"
    ).event("struck", type_, aux=aux, actor=["Belarus"])
    for name in ("Belarus", "Ukraine"):
        scene.name(name, name, "LOC")
    assert [place.country for place in code(scene).events[0].places] == codes


def test_force_on_ones_own_is_not_placed_by_it():
    scene = Scene(
        "Ukraine/PROPN/2/nsubj seized|seize/VERB/0/root its/PRON/4/nmod:poss ports|port/NOUN/2/obj "
        "./PUNCT/2/punct"
    ).event("seized", "COERCE", actor=["Ukraine"])
    scene.name("Ukraine", "Ukraine", "LOC")
    assert code(scene).events[0].places == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Police in Lima, Ohio, met.", "USA"),
        ("Police in Athens, Georgia, met.", "USA"),
        ("Police in Lima, Peru, met.", "PER"),
        ("Police in Lima met.", "PER"),
    ],
)
def test_a_town_named_like_a_capital_is_where_the_words_behind_it_say(text, code):
    actor = meant(text, "met", "Police", places=("Lima", "Athens", "Ohio", "Georgia", "Peru"))
    assert actor.country == (code,)
