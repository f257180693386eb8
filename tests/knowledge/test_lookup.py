"""Look-ups in the shipped tables."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge import VERSION, Knowledge, fold

KNOW = Knowledge.load()


@pytest.mark.parametrize(
    ("text", "iso3", "name"),
    [
        ("United States", "USA", "United States"),
        ("U.S.", "USA", "United States"),
        ("America", "USA", "United States"),
        ("the Netherlands", "NLD", "Netherlands"),
        ("The Gambia", "GMB", "The Gambia"),
        ("Britain", "GBR", "United Kingdom"),
        ("Burma", "MMR", "Myanmar"),
        ("Côte d’Ivoire", "CIV", "Ivory Coast"),
        ("Cote d'Ivoire", "CIV", "Ivory Coast"),
        ("Türkiye", "TUR", "Turkey"),
        ("TURKEY", "TUR", "Turkey"),
        ("DR Congo", "COD", "Democratic Republic of the Congo"),
        ("Kosovo", "XKX", "Kosovo"),
        ("Soviet Union", "RUS", "Soviet Union"),
    ],
)
def test_country_names_and_aliases(text: str, iso3: str, name: str) -> None:
    found = KNOW.country(text)
    assert found is not None
    assert (found.iso3, found.name) == (iso3, name)


@pytest.mark.parametrize("text", ["turkey", "us", "chad", "British", "Atlantis", "", "china"])
def test_no_country_in_common_words(text: str) -> None:
    assert KNOW.country(text) is None


def test_states_of_the_past_are_told_apart() -> None:
    past, present = KNOW.country("Yugoslavia"), KNOW.country("Serbia")
    assert past is not None and present is not None
    assert past.historic and not present.historic
    assert past.iso3 == present.iso3 == "SRB"


def test_every_iso_code_has_one_country() -> None:
    codes = [c.iso3 for c in KNOW._countries if not c.historic]
    assert len(codes) >= 240
    assert len(set(codes)) == len(codes)
    assert all(KNOW.country(c.name) is c for c in KNOW._countries if not c.historic)
    assert all((found := KNOW.country_by_code(code)) is not None and found.iso3 == code for code in codes)


@pytest.mark.parametrize(
    ("word", "iso3"),
    [
        ("Russian", "RUS"),
        ("Russians", "RUS"),
        ("British", "GBR"),
        ("Briton", "GBR"),
        ("Filipino", "PHL"),
        ("Dutch", "NLD"),
        ("Scottish", "GBR"),
        ("Chechen", "RUS"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("SYRIAN", "SYR"),
        ("South Sudanese", "SSD"),
        ("polish", None),
        ("Russia", None),
    ],
)
def test_demonyms(word: str, iso3: str | None) -> None:
    assert KNOW.demonym(word) == iso3


def test_capitals_and_seats() -> None:
    assert KNOW.capital("Kyiv") == KNOW.capital("Kiev") == "UKR"
    assert KNOW.capital("Aleppo") is None
    assert KNOW.seat("the Kremlin") == KNOW.seat("KREMLIN") == "RUS"
    assert KNOW.seat("Élysée") == KNOW.seat("Elysee") == "FRA"
    assert KNOW.seat("Downing Street") == KNOW.seat("Whitehall") == "GBR"
    assert KNOW.seat("castle") is None


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Aleppo", "SYR"),
        ("northern Iraq", "IRQ"),
        ("Syria's Idlib province", "SYR"),
        ("Paris, Texas", "USA"),
        ("Paris", "FRA"),
        ("Atlanta, Georgia", "USA"),
        ("Tbilisi, Georgia", "GEO"),
        ("the Gaza Strip", "PSE"),
        ("Lagos", "NGA"),
        ("IDLIB", "SYR"),
        ("the British embassy", None),
        ("Wellington Street", None),
        ("the market", None),
        ("", None),
    ],
)
def test_where_a_place_lies(text: str, iso3: str | None) -> None:
    assert KNOW.place_country(text) == iso3


def test_countries_in_a_phrase_are_the_longest_names_in_order() -> None:
    words = "the South Sudanese army and US-backed Syrian rebels in Ivory Coast , said Syria".split()
    assert KNOW.countries_in(words) == ["SSD", "USA", "SYR", "CIV"]
    assert KNOW.countries_in("a Sino-Russian pact".split()) == ["CHN", "RUS"]
    assert KNOW.countries_in("he polished the china and told us".split()) == []
    assert KNOW.countries_in(["Russia", "'s", "army"]) == ["RUS"]


@pytest.mark.parametrize(
    ("text", "name", "country", "sector"),
    [
        ("the UN", "United Nations", (), ("IGO",)),
        ("Hezbollah", "Hezbollah", ("LBN",), ("REB",)),
        ("IRA", "Provisional Irish Republican Army", ("GBR", "IRL"), ("REB",)),
        ("the Taliban", "Taliban", ("AFG",), ("REB",)),
        ("State Department", "United States Department of State", ("USA",), ("GOV",)),
        ("Knesset", "Knesset", ("ISR",), ("LEG",)),
        ("FSB", "Federal Security Service", ("RUS",), ("SPY",)),
        ("Amnesty International", "Amnesty International", (), ("NGO",)),
        ("AFP", "Agence France-Presse", ("FRA",), ("JRN",)),
        ("ICC", "International Criminal Court", (), ("JUD", "IGO")),
    ],
)
def test_organisations(text: str, name: str, country: tuple[str, ...], sector: tuple[str, ...]) -> None:
    found = KNOW.organisation(text)
    assert found is not None
    assert (found.name, found.country, found.sector) == (name, country, sector)


def test_names_that_many_bodies_share_need_a_country() -> None:
    assert KNOW.organisation("Congress") is None
    american, indian = (
        KNOW.organisation("Congress", near=["USA"]),
        KNOW.organisation("Supreme Court", near=["IND"]),
    )
    assert american is not None and american.name == "United States Congress"
    assert indian is not None and indian.name == "Supreme Court of India"


def test_a_head_of_government_who_leads_a_party_is_government_first() -> None:
    knowledge = Knowledge.load()
    for name, date, first in (
        ("Boris Johnson", "2019-09-11", "GOV"),
        ("Tony Blair", "2003-03-18", "GOV"),
        ("Jeremy Corbyn", "2019-09-11", "OPP"),
        ("Helen Clark", "2001-08-30", "GOV"),
        ("Justin Trudeau", "2022-02-18", "GOV"),
    ):
        person = knowledge.person(name, date=date)
        assert person is not None and person.sector[0] == first, person


def test_people_bear_the_sector_of_the_day() -> None:
    for date, sector in (("2008-05-01", ("LEG",)), ("2012-01-01", ("GOV",)), ("2019-06", ("ELI",))):
        person = KNOW.person("Barack Obama", date=date)
        assert person is not None and (person.sector, person.country) == (sector, ("USA",)), date
    soldier = KNOW.person("Qasem Soleimani", date="2020-01-06")
    assert soldier is not None and soldier.sector == ("MIL",)
    before = KNOW.person("Xi Jinping", date="2001-01-01")
    assert before is not None and before.sector == ()


def test_surnames_go_to_who_is_in_office() -> None:
    def name(word: str, date: str | None, *near: str) -> str | None:
        person = KNOW.person(word, date=date, near=near)
        return person.name if person else None

    assert name("Bush", "1991-01-17") == "George H. W. Bush"
    assert name("Bush", "2003-03-20") == "George W. Bush"
    assert name("Bush", None) is None
    assert name("Assad", "1995-01-01") == "Hafez al-Assad"
    assert name("Assad", "2015-01-01") == "Bashar al-Assad"
    assert name("Johnson", "2020-01-01") == "Boris Johnson"
    # Heinz Fischer headed Austria and Jan Fischer the Czech government.
    assert name("Fischer", "2009-12-01") is None
    assert name("Fischer", "2009-12-01", "CZE") == name("Fischer", "2020-01-01", "CZE") == "Jan Fischer"
    assert name("Fischer", "2009-12-01", "AUT") == "Heinz Fischer"
    assert name("Merkel", "2024-01-01") == name("MERKEL", "2024") == "Angela Merkel"
    assert name("Erdoğan", "2020-01-01") == name("Erdogan", "2020-01-01") == "Recep Tayyip Erdoğan"


@pytest.mark.parametrize(
    ("phrase", "sector"),
    [
        ("soldiers", ("MIL",)),
        ("riot police", ("COP",)),
        ("prime ministers", ("GOV",)),
        ("senior army officers", ("MIL",)),
        ("Lawmakers", ("LEG",)),
        ("former president", ("ELI",)),
        ("the ousted governor", ("ELI",)),
        ("ex-minister", ("ELI",)),
        ("gunmen", ("UAF",)),
        ("refugees", ("REF",)),
        ("trade unions", ("LAB",)),
        ("spokesman", ()),
    ],
)
def test_roles(phrase: str, sector: tuple[str, ...]) -> None:
    role = KNOW.role(phrase)
    assert role is not None
    assert role.sector == sector


def test_roles_tell_number_and_leave_other_words_alone() -> None:
    one, many = KNOW.role("policeman"), KNOW.role("policemen")
    assert one is not None and many is not None
    assert (one.plural, many.plural) == (False, True)
    assert KNOW.role("banana") is None
    assert KNOW.role("") is None


def test_version_is_stated() -> None:
    assert VERSION.count(".") >= 1 and VERSION.replace(".", "").isdigit()


def test_load_gives_the_same_tables_each_time() -> None:
    assert Knowledge.load() is Knowledge.load()


@given(st.text(max_size=60))
def test_any_text_is_looked_up_without_error(text: str) -> None:
    for answer in (KNOW.place_country(text), KNOW.demonym(text), KNOW.capital(text), KNOW.seat(text)):
        assert answer is None or (len(answer) == 3 and answer.isupper())
    KNOW.country(text), KNOW.organisation(text, near=["USA"]), KNOW.role(text)
    KNOW.person(text, date=text)
    assert all(len(code) == 3 for code in KNOW.countries_in(text.split()))
    assert fold(fold(text)) == fold(text)


def test_a_long_phrase_takes_time_in_its_length() -> None:
    words = "the South African and North Korean envoys from New York City".split() * 2000
    start = time.process_time()
    assert KNOW.countries_in(words)[:2] == ["ZAF", "PRK"]
    assert time.process_time() - start < 3


def _known_as_geography(text: str) -> bool:
    return bool(KNOW.country(text) or KNOW.demonym(text) or KNOW.seat(text) or KNOW.capital(text))


_WORDS = st.sampled_from(
    "the The THE a of South Korea Korean Sudan United States Kingdom Arab Emirates New York Zealand Palace "
    "Élysée White House Kremlin Downing Street Papua Guinea Washington D.C. Sri Lanka US said met in".split()
)


@given(st.lists(_WORDS, min_size=1, max_size=5).map(" ".join) | st.text(max_size=20))
def test_one_look_tells_whether_a_text_is_geographic(text: str) -> None:
    assert KNOW.geographic(text) == _known_as_geography(text)


def test_one_look_tells_of_every_name_in_the_tables() -> None:
    names = list(KNOW.names.names())
    forms = [f"{before}{form}" for n in names[::7] for form in (n, n.title()) for before in ("", "the ")]
    differ = [form for form in forms if KNOW.geographic(form) != _known_as_geography(form)]
    assert not differ


def test_no_geographic_phrase_has_more_words_than_its_first_lets_expect() -> None:
    assert KNOW.longest("Police") == 1
    assert KNOW.longest("South") >= 2
    for phrase in ("South Korea", "The Hague", "the United States", "Côte d’Ivoire"):
        assert KNOW.geographic(phrase) and len(phrase.split()) <= KNOW.longest(phrase.split()[0])
