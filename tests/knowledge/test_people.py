"""Who is who on a date, and the tables of people themselves."""

from __future__ import annotations

import re

import pytest

from dragoman.knowledge import Knowledge
from dragoman.knowledge.tables import fold, items, rows

KNOW = Knowledge.load()
COLUMNS = ["name", "aliases", "country", "title", "sector", "from", "to", "wikidata", "source"]
OFFICES = [row for table in ("people.csv", "offices.csv") for _, row in rows(table, COLUMNS)]
CODES = {row[0] for _, row in rows("countries.csv", ["iso3"])}
SECTORS = set(
    "GOV MIL COP JUD LEG SPY PTY OPP REB UAF CRM CVL JRN BUS LAB AGR EDU MED REL NGO IGO REF ELI UNK".split()
)
DATE = re.compile(r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)?")


def test_there_are_enough_people_and_offices() -> None:
    assert len(OFFICES) >= 12_000
    assert len({(row[0], row[2]) for row in OFFICES}) >= 6_000
    assert sum(row[8] == "editors" for row in OFFICES) >= 12_000


def test_every_office_is_whole() -> None:
    for name, _, country, title, sector, start, end, wikidata, source in OFFICES:
        assert name == " ".join(name.split()) and name, name
        assert country in CODES, (name, country)
        assert title and set(items(sector)) <= SECTORS and sector, (name, title, sector)
        assert DATE.fullmatch(start) and DATE.fullmatch(end), (name, start, end)
        assert not (start and end) or end >= start[: len(end)], (name, start, end)
        assert re.fullmatch(r"(?:Q\d+)?", wikidata), (name, wikidata)
        assert source in {"editors", "oeda", "us-congress", "factbook", "wikidata"}, (name, source)


def test_nobody_takes_one_office_twice_on_one_day() -> None:
    seen: set[tuple[str, ...]] = set()
    for name, _, country, title, _, start, *_ in OFFICES:
        key = (fold(name), country, title, start)
        assert key not in seen, key
        seen.add(key)


def test_other_names_are_not_the_name_itself_and_come_once() -> None:
    for name, aliases, *_ in OFFICES:
        names = items(aliases)
        assert name not in names and len(set(names)) == len(names), name
        assert all(len(one) > 1 and one == one.strip() for one in names), name


@pytest.mark.parametrize(
    ("name", "date", "country", "title"),
    [
        ("Mohammad Javad Zarif", "2017-05-01", "IRN", "Foreign Minister of Iran"),
        ("Javad Zarif", "2017-05-01", "IRN", "Foreign Minister of Iran"),
        ("Angela Merkel", "2021-08", "DEU", "Chancellor of Germany"),
        ("Boris Johnson", "2019-08-01", "GBR", "Prime Minister of the United Kingdom"),
        ("Jean-Yves Le Drian", "2015-11-14", "FRA", "Defence Minister of France"),
        ("Jean-Yves Le Drian", "2020-01-10", "FRA", "Foreign Minister of France"),
        ("Nuri al-Maliki", "2010-05-05", "IRQ", "Prime Minister of Iraq"),
        ("Mohammed Morsi", "2013-01-05", "EGY", "President of Egypt"),
        ("Fuat Oktay", "2021-03-03", "TUR", "Vice President of Turkey"),
        ("Waker-uz-Zaman", "2024-08-06", "BGD", "Chief of Army Staff of Bangladesh"),
        ("Leon Panetta", "2012-06-06", "USA", "Secretary of Defense"),
        ("Mike Leavitt", "2006-01-01", "USA", "Secretary of Health and Human Services"),
        ("Gitanas Nausėda", "2022-02-24", "LTU", "President of Lithuania"),
        ("Yoon Young-kwan", "2003-06-01", "KOR", "Foreign Minister of South Korea"),
        ("Rangin Dadfar Spanta", "2008-08-08", "AFG", "Foreign Minister of Afghanistan"),
        ("Sadio Camara", "2023-04-01", "MLI", "Defence Minister of Mali"),
        ("Ngozi Okonjo-Iweala", "2012-02-02", "NGA", "Finance Minister of Nigeria"),
        ("Bernard Cazeneuve", "2015-01-08", "FRA", "Interior Minister of France"),
    ],
)
def test_who_holds_which_office_on_a_date(name: str, date: str, country: str, title: str) -> None:
    person = KNOW.person(name, date=date)
    assert person is not None
    assert (person.country, person.title) == ((country,), title)


def test_who_has_left_office_is_of_the_elite() -> None:
    person = KNOW.person("Boris Johnson", date="2024-12-01")
    assert person is not None and person.sector == ("ELI",) and person.title == ""


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Muammar Qaddafi", "Muammar Gaddafi"),
        ("Muammar Gadhafi", "Muammar Gaddafi"),
        ("Binyamin Netanyahu", "Benjamin Netanyahu"),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
        ("Mohamed al-Halbousi", "Mohamed al-Halbousi"),
        ("Ki-moon Ban", "Ban Ki-moon"),
        ("Orban Viktor", "Viktor Orbán"),
        ("Sergey Lavrov", "Sergei Lavrov"),
        ("Haider Abadi", "Haider al-Abadi"),
    ],
)
def test_other_spellings_lead_to_the_person(spelling: str, name: str) -> None:
    person = KNOW.person(spelling, date="2015-06-01")
    assert person is not None
    assert fold(person.name).split()[-1][-4:] == fold(name).split()[-1][-4:]


@pytest.mark.parametrize(
    "word",
    "Hope Paris Jordan Israel Chad Young Will Georgia Christian Muslim Islam March April Monday Green Speaker"
    " Justice Bishop Price Law Land Major Field Power Grace Berlin London Victoria Holland Ireland English"
    " French Moon Read Park Forest Hill Lake Rivers Stone Wood York".split(),
)
@pytest.mark.parametrize("date", ["1995-05-05", "2005-05-05", "2013-05-05", "2025-05-05"])
def test_ordinary_words_and_places_are_nobody(word: str, date: str) -> None:
    person = KNOW.person(word, date=date)
    assert person is None or any(
        re.match(r"(?:President|Prime Minister|Chancellor|Monarch|King|Premier) of ", office.title)
        for office in person.offices
    )


def test_who_is_known_from_a_directory_alone_needs_the_time_or_the_country() -> None:
    name = next(
        row[0]
        for row in OFFICES
        if row[8] == "oeda" and row[2] == "AFG" and row[6] < "2009" and row[5] > "2003"
        if sum(other[0] == row[0] for other in OFFICES) == 1
    )
    assert KNOW.person(name, date="2007-01-01") is not None
    assert KNOW.person(name, date="2025-01-01") is None
    assert KNOW.person(name, date="2025-01-01", near=["AFG"]) is not None
