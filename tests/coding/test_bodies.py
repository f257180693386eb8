"""Which body is meant: ministries, embassies, police, armies and courts by their common names."""

from __future__ import annotations

from coding.test_resolution import actors, coded, meant


def test_an_embassy_is_that_of_the_country_before_it_and_lies_where_the_words_say():
    for text, trigger in (
        ("Protesters gathered in Rangoon. The Norwegian embassy in Rangoon complained.", "complained"),
        ("The Norwegian embassy in Rangoon closed. The embassy complained.", "complained"),
    ):
        word = "embassy#2" if text.count("embassy") == 2 else "embassy"
        actor = meant(text, trigger, word, places=("Rangoon",))
        assert (actor.name, actor.kind) == ("Embassy of Norway, Rangoon", "organisation"), text
        assert (actor.country, actor.sector) == (("NOR",), ("GOV",))


def test_an_embassy_without_a_town_is_in_the_capital_of_the_country_spoken_of():
    text = "Peru closed its border. Peru's president spoke in Lima. The Swedish embassy objected."
    assert meant(text, "objected", "embassy").name == "Embassy of Sweden, Lima"


def test_a_foreign_ministry_is_a_body_with_its_own_name():
    for text, name in (
        ("Kenya's foreign ministry objected.", "Ministry of Foreign Affairs (Kenya)"),
        ("The Indian foreign ministry objected.", "Ministry of External Affairs (India)"),
        ("The Ministry of Foreign Affairs in Bratislava objected.", "Ministry of Foreign Affairs (Slovakia)"),
    ):
        word = "Affairs" if "Affairs" in text else "ministry"
        actor = meant(text, "objected", word, places=("Bratislava",))
        assert (actor.name, actor.kind, actor.sector) == (name, "organisation", ("GOV",))


def test_ministries_take_the_name_their_country_gives_them():
    for text, name in (
        ("Russia's emergencies ministry objected.", "Ministry of Emergency Situations (Russia)"),
        ("Ukraine's interior ministry objected.", "Ministry of Internal Affairs (Ukraine)"),
        ("Japan's defence ministry objected.", "Ministry of Defense (Japan)"),
        ("Ghana's tourism ministry objected.", "Ministry of Tourism (Ghana)"),
        ("Zambia's ministry of public works objected.", "Ministry of Public Works (Zambia)"),
    ):
        assert meant(text, "objected", "ministry").name == name


def test_where_police_are_local_they_are_those_of_the_place():
    text = "A shop burned in Toledo, Ohio. Police objected."
    actor = meant(text, "objected", "Police", places=("Toledo", "Ohio"))
    assert actor.country == ("USA",) and actor.name in ("Toledo police", "Ohio police")
    actor = meant("A shop burned in Lyon. Police objected.", "objected", "Police", places=("Lyon",))
    assert actor.name == "French police"


def test_police_named_for_a_county_are_its_own():
    text = "Britain voted. Shropshire police objected."
    actor = meant(text, "objected", "police", places=("Shropshire",))
    assert (actor.name, actor.kind, actor.sector) == ("Shropshire police", "organisation", ("COP",))


def test_services_go_by_the_name_of_the_country_not_of_its_people():
    for text, word, name in (
        ("New Zealand's navy objected.", "navy", "Royal New Zealand Navy"),
        ("The Philippine coast guard objected.", "guard", "Philippine Coast Guard"),
        ("Botswana's soldiers objected.", "soldiers", "Botswana Defence Force"),
        ("China's air force objected.", "force", "People's Liberation Army Air Force"),
    ):
        assert meant(text, "objected", word).name == name


def test_the_regime_of_an_armed_movement_is_the_movement_and_a_partys_government_the_state():
    for text, word, name in (
        ("The Taliban regime objected.", "regime", "Taliban"),
        ("The Houthi administration objected.", "administration", "Houthi movement"),
    ):
        assert meant(text, "objected", word, published="2021-12-01").name == name
    assert meant("Britain's Labour government objected.", "objected", "government").name == "United Kingdom"


def test_an_islamist_regime_is_the_movement_in_arms_that_was_named():
    after = "The Taliban took Kabul. The hardline Islamist regime objected."
    assert meant(after, "objected", "regime", bodies=("Taliban",), published="2021-08-21").name == "Taliban"
    none = "Crowds filled Kabul. The hardline Islamist regime objected."
    assert meant(none, "objected", "regime", places=("Kabul",), published="2021-08-21").name != "Taliban"


def test_a_house_with_a_name_is_no_chamber_of_parliament():
    actor = meant("Crowds moved on. Guyana's Government House objected.", "objected", "House")
    assert "Representatives" not in actor.name


def test_names_of_two_fields_are_one_name():
    for text, word, name in (
        ("The Institute for Trade and Growth objected.", "Institute", "Institute for Trade and Growth"),
        ("The Ministry of Roads and Transport objected.", "Ministry", "Ministry of Roads and Transport"),
        ("The AU's Peace and Security Council objected.", "Council", "Peace and Security Council"),
        ("Teachers Against the Curfew objected.", "Teachers", "Teachers Against the Curfew"),
    ):
        assert meant(text, "objected", word, bodies=(name,)).name == name, text


def test_two_bodies_joined_by_and_stay_two():
    text = "He met the Ministry of Defence and President Petro. Kenya and the Security Council objected."
    assert meant(text, "objected", "Council").name == "United Nations Security Council"


def test_whose_a_treaty_is_is_the_owner_and_no_longer_name():
    text = "The European Union's Porto treaty objected."
    assert meant(text, "objected", "Union").name == "European Union"


def test_those_whom_a_body_sends_are_the_body():
    for text, word, name in (
        ("Agents of the FBI objected.", "Agents", "Federal Bureau of Investigation"),
        ("FBI agents objected.", "agents", "Federal Bureau of Investigation"),
        ("Helicopters of the Chilean navy objected.", "Helicopters", "Chilean Navy"),
        ("The Nairobi bureau of Al Jazeera objected.", "bureau", "Al Jazeera"),
        ("Gunmen of the Sinaloa Cartel objected.", "Gunmen", "Sinaloa Cartel"),
    ):
        assert meant(text, "objected", word, bodies=("FBI", "Al Jazeera", "Sinaloa Cartel")).name == name, (
            text
        )


def test_lawmakers_and_supporters_of_a_party_are_not_the_party():
    text = "Supporters of the Sinaloa Cartel objected."
    assert meant(text, "objected", "Supporters", bodies=("Sinaloa Cartel",)).kind == "group"


def test_state_media_are_those_of_the_country_spoken_of():
    for text, word, name in (
        ("Chad voted. State television objected.", "television", "Chadian state television"),
        ("Iran voted. State media objected.", "media", "Iranian state media"),
        ("North Korea's state news agency objected.", "agency", "Korean Central News Agency"),
    ):
        actor = meant(text, "objected", word)
        assert (actor.name, actor.kind, actor.sector[0]) == (name, "organisation", "JRN")


def test_a_name_that_any_state_may_have_says_whose_it_is():
    text = "Fiji's High Court met. Fiji's National Statistics Office objected."
    actor = meant(text, "objected", "Office", bodies=("National Statistics Office",))
    assert actor.name == "National Statistics Office (Fiji)"
    text = "Fiji voted. The Blue Heron Union objected."
    assert meant(text, "objected", "Union", bodies=("Blue Heron Union",)).name == "Blue Heron Union"


def test_united_nations_peacekeepers_are_the_mission_in_the_country_at_the_time():
    text = "Mali voted. U.N. peacekeepers objected."
    actor = meant(text, "objected", "peacekeepers", published="2016-05-01")
    assert (actor.name, actor.kind, actor.country, actor.sector[0]) == ("MINUSMA", "organisation", (), "IGO")
    text = "The United Nations met. Sierra Leone voted. The blue helmets objected. The mission agreed."
    for trigger, word in (("objected", "helmets"), ("agreed", "mission")):
        actor = actors(
            coded(text, asks=[("objected", "helmets"), ("agreed", "mission")], published="2001-02-03")
        )
        assert [one.name for one in actor] == ["United Nations Mission in Sierra Leone"], (trigger, word)


def test_peacekeepers_of_a_nation_or_where_there_is_no_mission_are_a_group():
    text = "Mali voted. Bangladeshi peacekeepers objected."
    assert meant(text, "objected", "peacekeepers", published="2016-05-01").country == ("BGD",)
    text = "Peru voted. U.N. peacekeepers objected."
    assert "Mission" not in meant(text, "objected", "peacekeepers", published="2016-05-01").name


def test_the_ruling_party_is_the_one_that_governs_on_the_day():
    text = "Greece voted. The governing party objected."
    assert meant(text, "objected", "party", published="1998-03-01").name == "PASOK"
    text = "India voted. The ruling party objected."
    actor = meant(text, "objected", "party", published="2019-08-05")
    assert (actor.name, actor.country) == ("Bharatiya Janata Party", ("IND",)) and "PTY" in actor.sector


def test_the_opposition_is_the_one_opposition_party_that_the_story_names():
    text = "Kenya's Orange Democratic Movement met in Nairobi. The opposition objected."
    told = meant(
        text, "objected", "opposition", published="2010-01-05", bodies=("Orange Democratic Movement",)
    )
    assert told.kind in ("group", "organisation")
    assert meant("Peru voted. The opposition objected.", "objected", "opposition").country == ("PER",)


def test_the_chambers_of_an_american_state_are_its_own():
    text = "Idaho voted on a bill. The state Senate objected."
    actor = meant(text, "objected", "Senate", places=("Idaho",))
    assert (actor.name, actor.sector, actor.country) == ("Idaho Senate", ("LEG",), ("USA",))
    text = "The bill passed in Virginia. The state House objected."
    assert meant(text, "objected", "House", places=("Virginia",)).name == "Virginia House of Delegates"


def test_the_parliament_of_a_region_is_not_that_of_its_country():
    for text, word, name in (
        ("Spain voted. The Catalan parliament objected.", "parliament", "Parliament of Catalonia"),
        ("Spain voted. The Catalan government objected.", "government", "Government of Catalonia"),
    ):
        actor = meant(text, "objected", word)
        assert (actor.name, actor.country, actor.kind) == (name, ("ESP",), "organisation")


def test_an_appeals_court_is_not_the_supreme_court_spoken_of():
    text = "The Supreme Court of Kenya met in Nairobi. The appeals court objected."
    actor = meant(text, "objected", "court", bodies=("Supreme Court of Kenya",))
    assert "Supreme" not in actor.name and actor.country == ("KEN",)


def test_a_chamber_is_that_of_the_country_spoken_of_though_anothers_is_named_further_on():
    text = "Guam voted. The governor of Guam waited. The Senate objected. The U.S. Senate kept silent."
    actor = meant(text, "objected", "Senate", places=("Guam",), bodies=("Senate", "U.S. Senate"))
    assert actor.country != ("USA",)


def test_members_of_a_union_are_states_of_no_one_country():
    text = "Ghana spoke. Leaders of African Union member states objected in Accra."
    actor = meant(text, "objected", "Leaders", bodies=("African Union",), places=("Accra",))
    assert (actor.country, actor.sector) == ((), ("GOV",))


def test_the_office_of_a_prosecutor_is_a_body_and_not_he():
    text = "The Manhattan district attorney's office objected. Prosecutor Rex Doe spoke in New York."
    actor = meant(text, "objected", "office", people=("Rex Doe",), places=("Manhattan", "New York"))
    assert (actor.name, actor.kind) == ("New York County District Attorney", "organisation")


def test_police_of_a_capital_go_by_their_proper_name():
    actor = meant("India voted. New Delhi police objected.", "objected", "police", places=("New Delhi",))
    assert actor.name == "Delhi Police"


def test_a_movement_read_as_a_person_is_the_movement():
    actor = meant("Yemen burned. The Houthis objected.", "objected", "Houthis", people=("Houthis",))
    assert (actor.name, actor.kind, actor.sector[0]) == ("Houthi movement", "organisation", "REB")


def test_a_magazine_called_by_a_word_is_one_within_a_sentence_and_not_where_one_begins():
    assert meant("In America, Time objected.", "objected", "Time").name == "Time"
