"""What parties and armed groups were on a date."""

from __future__ import annotations

import re

import pytest

from dragoman.knowledge import Knowledge
from dragoman.knowledge.missions import mission
from dragoman.knowledge.parties import ruling, sectors
from dragoman.knowledge.tables import items, rows

KNOW = Knowledge.load()


@pytest.mark.parametrize(
    ("name", "country", "date", "expected"),
    [
        ("Taliban", "AFG", "2020-05-01", ("REB",)),
        ("Taliban", "AFG", "2021-10", ("GOV",)),
        ("Labour Party", "GBR", "2020-02-01", ("PTY", "OPP")),
        ("Labour Party", "GBR", "2024-08-01", ("PTY", "GOV")),
        ("Republican Party", "USA", "2017-06-01", ("PTY", "GOV")),
        ("Republican Party", "USA", "2022", ("PTY", "OPP")),
        ("FARC", "COL", "2010-01-01", ("REB",)),
        ("FARC", "COL", "2018-01-01", ("PTY",)),
        ("Hamas", "PSE", "2000-01-01", ("REB",)),
        ("Hamas", "PSE", "2014-07-10", ("REB", "GOV")),
        ("Sudan People's Liberation Movement", "SSD", "1995", ("REB",)),
        ("Sudan People's Liberation Movement", "SSD", "2014-01-01", ("PTY", "GOV")),
        ("HTS", "SYR", "2024-12-20", ("GOV",)),
        ("Respect and Freedom Party", "HUN", "2025-01-01", ("PTY", "OPP")),
    ],
)
def test_sectors_are_those_of_the_day(name: str, country: str, date: str, expected: tuple[str, ...]) -> None:
    body = KNOW.organisation(name, near=[country])
    assert body is not None
    assert sectors(body.name, body.country, body.sector, date) == expected


def test_without_a_date_or_a_term_the_usual_sectors_stand() -> None:
    assert sectors("Taliban", ("AFG",), ("REB",), None) == ("REB",)
    assert sectors("Taliban", ("AFG",), ("REB",), "") == ("REB",)
    assert sectors("Nobody's Party", ("XXX",), ("PTY",), "2020-01-01") == ("PTY",)
    assert sectors("Oxfam", (), ("NGO",), "2020-01-01") == ("NGO",)


def test_coalitions_rule_together() -> None:
    assert set(ruling("GBR", "2012-01-01")) == {"Conservative Party", "Liberal Democrats"}
    assert ruling("XXX", "2012-01-01") == ()
    assert ruling("USA", "2025-01-20") == ruling("USA", "2025-02")


def test_every_row_names_a_known_body_and_no_two_terms_overlap() -> None:
    known: dict[str, set[str]] = {}
    for _, (name, country) in rows("organisations.csv", ["name", "country"]):
        known.setdefault(name, set()).update(items(country))
    last: dict[str, str] = {}
    for line, (name, country, start, end) in rows("parties.csv", ["name", "country", "from", "to"]):
        assert country in known.get(name, ()), (line, name)
        for date in (start, end):
            assert re.fullmatch(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?", date), (line, name)
        assert start and (not end or start < end), (line, name)
        assert last.get(f"{name} {country}", "") <= start, (line, name)
        last[f"{name} {country}"] = end or "9999"


def test_missions_of_the_united_nations_are_known_bodies_with_dates_in_order() -> None:
    for line, (iso3, name, start, end) in rows("missions.csv", ["iso3", "name", "from", "to"]):
        body = Knowledge.load().organisation(name)
        assert body is not None and body.name == name and body.sector[0] == "IGO", line
        assert len(iso3) == 3 and start and (not end or start < end), line


def test_a_mission_is_there_only_while_it_lasted() -> None:
    assert mission("RWA", "1994-05-01") == "United Nations Assistance Mission for Rwanda"
    assert mission("RWA", "2005-05-01") == mission("RWA", None) == mission("CHE", "2005-05-01") == ""
    assert mission("MLI", "2013") == "MINUSMA"
