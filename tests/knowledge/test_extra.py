"""The user's own tables: rows win over ours, names can be taken away, and what is wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.knowledge import Knowledge, KnowledgeError

OURS = Knowledge.load()


def extra(folder: Path, **tables: str) -> Knowledge:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return Knowledge.load(extra=folder)


def test_a_new_person_comes_first_and_ours_stay_behind(tmp_path: Path) -> None:
    know = extra(
        tmp_path,
        people="name,aliases,country,title,sector,from,to\n"
        "Ada Merkel,Merkel,NLD,Mayor of Testdam,GOV,2019-01-01,\n",
    )
    person = know.person("Merkel", date="2015-01-01")
    assert person is not None and person.name == "Ada Merkel"
    first, *rest = know.candidates("Merkel", date="2020-01-01", kinds=["person"])
    assert (first.name, first.own, first.source, first.title) == (
        "Ada Merkel",
        True,
        "people.csv",
        "Mayor of Testdam",
    )
    assert know.person("Angela Merkel", date="2015-01-01") == OURS.person("Angela Merkel", date="2015-01-01")
    assert [(one.name, one.own) for one in rest] == [("Angela Merkel", False)]


def test_an_office_of_somebody_we_know_adds_to_his_offices_and_wins_on_its_days(tmp_path: Path) -> None:
    know = extra(
        tmp_path,
        offices="name,country,title,sector,from,to\n"
        "Barack Obama,USA,Guest of the Tests,CVL,2012-02-01,2012-03-01\n",
    )
    guest = know.person("Obama", date="2012-02-15")
    assert guest is not None and (guest.title, guest.sector) == ("Guest of the Tests", ("CVL",))
    before = know.person("Obama", date="2012-01-15")
    assert before is not None and before.sector == ("GOV",)
    assert before.title.startswith("President of the United States")


def test_bodies_countries_places_and_words(tmp_path: Path) -> None:
    know = extra(
        tmp_path,
        countries="iso3,name,aliases,demonyms\nATL,Atlantis,Old Atlantis,Atlantean|Atlanteans\n",
        organisations="name,aliases,country,sector\nAtlantean Front,AFX,ATL,REB\nHezbollah,,LBN,PTY\n",
        places="name,iso3,lat,lon,aliases\nPoseidonis,ATL,31.5,-24.25,Poseidon City\nTripoli,LBN,34,35,\n",
        roles="word,plural,sector\nhoplite,hoplitai,MIL\n",
    )
    country = know.country("Atlantis")
    assert country is not None and (country.iso3, country.historic) == ("ATL", False)
    assert know.demonym("Atlanteans") == "ATL"
    assert know.countries_in("rebels of the Old Atlantis".split()) == ["ATL"]
    front, party = know.organisation("the AFX"), know.organisation("Hizbollah")
    assert front is not None and front.country == ("ATL",)
    assert party is not None and (party.name, party.sector) == ("Hezbollah", ("PTY",))
    assert know.place_country("Poseidon City") == "ATL"
    assert know.place_country("Tripoli") == "LBN" and OURS.place_country("Tripoli") == "LBY"
    place, *others = know.candidates("Tripoli", kinds=["place"])
    assert (place.country, place.lat, place.lon, place.own) == (("LBN",), 34.0, 35.0, True)
    assert any(one.country == ("LBY",) for one in others)
    assert know.gazetteer.resolve("Poseidonis")[0].place.lat == 31.5
    hoplites = know.role("hoplitai")
    assert hoplites is not None and (hoplites.sector, hoplites.plural) == (("MIL",), True)


def test_names_and_entries_are_taken_away(tmp_path: Path) -> None:
    know = extra(
        tmp_path,
        organisations="name,aliases\nUnited Nations,-UN\n-Amnesty International,\n",
        people="name,aliases,country\nAngela Merkel,-Merkel,DEU\n",
    )
    assert OURS.organisation("UN") is not None and know.organisation("UN") is None
    assert know.organisation("United Nations") is not None
    assert know.organisation("Amnesty International") is None
    assert know.person("Merkel", date="2015-01-01") is None
    chancellor = know.person("Angela Merkel", date="2015-01-01")
    assert chancellor is not None and "GOV" in chancellor.sector


def test_a_country_is_renamed_and_keeps_its_names(tmp_path: Path) -> None:
    know = extra(tmp_path, countries="iso3,iso2,name\nTUR,TR,Türkiye\n")
    for name in ("Türkiye", "Turkey", "Turkiye"):
        country = know.country(name)
        assert country is not None and (country.name, country.iso3) == ("Türkiye", "TUR")
    assert know.demonym("Turkish") == "TUR" and know.capital("Ankara") == "TUR"
    assert know.country_by_code("TUR") is know.country("Turkey")


def test_the_version_tells_the_users_tables(tmp_path: Path) -> None:
    one = extra(tmp_path, roles="word,sector\nhoplite,MIL\n").version
    assert one.startswith(f"{OURS.version}.own.")
    assert extra(tmp_path, roles="word,sector\nhoplite,REB\n").version != one


@pytest.mark.parametrize(
    ("table", "text", "told"),
    [
        ("people", "name,country\nX Y,QQQ\n", "line 2: country is 'QQQ', no country's code"),
        ("people", "name,country,sector\nX Y,USA,SOLDIER\n", "line 2: sector is 'SOLDIER'; choose of"),
        ("people", "name,country,from\nX Y,USA,1.5.2020\n", "line 2: from is '1.5.2020'; write a date"),
        (
            "people",
            "name,country,from,to\nX Y,USA,2020,2019\n",
            "line 2: the office ends on 2019, before 2020",
        ),
        ("people", "name,country\n,USA\n", "line 2: no name"),
        ("people", "name\nX\n", "line 1: no column country"),
        ("people", "name,country\n-No Such Body,USA\n", "'No Such Body' is to be taken away"),
        ("people", "name,country,aliases\nAngela Merkel,DEU,-Nobody\n", "has no name 'Nobody'"),
        ("organisations", "name,kind\nX,club\n", "line 2: kind is 'club'; choose of organisation, group"),
        ("places", "name,iso3,lat,lon\nX,USA,91,0\n", "line 2: lat is '91'; write degrees"),
        ("places", "name,iso3,lat,lon\nX,USA,9,\n", "line 2: only one of lat and lon"),
        ("countries", "iso3,name\nusa,X\n", "line 2: iso3 is 'usa'"),
        ("person", "name,country\nX,USA\n", "no table has that name"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, table: str, text: str, told: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        extra(tmp_path, **{table: text})
    assert told in str(error.value)
    assert f"{table}.csv" in str(error.value)


def test_all_rows_that_are_wrong_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as error:
        extra(tmp_path, people="name,country\nA B,QQQ\nC D,USA\nE F,RRR\n")
    assert [line.split(": ")[0].rsplit(", ")[1] for line in str(error.value).splitlines()] == [
        "line 2",
        "line 4",
    ]


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no tables in it"):
        Knowledge.load(extra=tmp_path)
    with pytest.raises(KnowledgeError, match="no such folder"):
        Knowledge.load(extra=tmp_path / "none")


def test_the_shipped_tables_are_left_alone(tmp_path: Path) -> None:
    extra(tmp_path, organisations="name,aliases\nUnited Nations,-UN\n")
    assert Knowledge.load() is OURS
    assert OURS.organisation("UN") is not None
