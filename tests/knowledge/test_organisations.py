"""Bodies, institutions and the words for people: what no name of them may be."""

from __future__ import annotations

import re

from dragoman.knowledge import Knowledge
from dragoman.knowledge.tables import fold, items, rows

KNOW = Knowledge.load()
CODES = {row[0] for _, row in rows("countries.csv", ["iso3"])}


def test_no_common_noun_is_a_name_of_a_body() -> None:
    words = {word for _, cells in rows("roles.csv", ["word", "plural"]) for word in cells if word}
    for line, (name, aliases) in rows("organisations.csv", ["name", "aliases"]):
        for one in (name, *items(aliases)):
            assert one.lstrip("?") not in words or one.startswith("?"), (line, one)
    for word in ("union", "party", "court", "the opposition", "army", "police"):
        assert KNOW.organisation(word) is None, word


def test_no_country_nationality_or_capital_is_a_name_of_a_body() -> None:
    geographic = {
        fold(one)
        for _, (name, aliases, demonyms, capitals) in rows(
            "countries.csv", ["name", "aliases", "demonyms", "capitals"]
        )
        for one in (name, *items(aliases), *items(demonyms), *items(capitals))
    }
    for line, (name, aliases) in rows("organisations.csv", ["name", "aliases"]):
        for one in (name, *items(aliases)):
            assert one.startswith("?") or fold(one) not in geographic, (line, one)


def test_every_sovereign_state_has_a_parliament_and_most_a_police() -> None:
    table = {iso3: cells for _, (iso3, *cells) in rows("institutions.csv", ["iso3", "legislature", "police"])}
    assert set(table) <= CODES
    sovereign = {iso3 for _, (iso3, iso2, gw) in rows("countries.csv", ["iso3", "iso2", "gw"]) if iso2 and gw}
    assert len(sovereign) >= 190
    assert sovereign <= set(table)
    assert all(table[iso3][0] for iso3 in sovereign)
    assert sum(bool(table[iso3][1]) for iso3 in sovereign) > 0.9 * len(sovereign)


def test_cow_and_gleditsch_ward_numbers_are_of_one_state_each() -> None:
    for column in ("cow", "gw"):
        seen: dict[str, str] = {}
        for line, (iso3, iso2, number) in rows("countries.csv", ["iso3", "iso2", column]):
            assert re.fullmatch(r"\d{0,3}", number), line
            if number and iso2:
                assert seen.setdefault(number, iso3) == iso3, line


def test_ministries_and_services_are_of_known_countries_and_told_once() -> None:
    seen: set[tuple[str, str]] = set()
    for line, (iso3, body, name, source) in rows("branches.csv", ["iso3", "body", "name", "source"]):
        assert iso3 in CODES and name and source, line
        assert (iso3, body) not in seen, line
        seen.add((iso3, body))
    assert len(seen) > 150
