"""Candidates: ranked, with reasons, and in agreement with the look-ups that give one answer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge import Knowledge, fold
from dragoman.knowledge.spelling import near_spellings

KNOW = Knowledge.load()
NAMES = sorted(KNOW.names.names())
random.Random(3).shuffle(NAMES)
DATES = st.one_of(
    st.none(),
    st.dates().map(str),
    st.integers(1950, 2030).map(str),
    st.text(max_size=12),
)
NEAR = st.lists(st.sampled_from(["USA", "LBN", "FRA", "RUS", "QQQ"]), max_size=3)
WRITTEN = st.one_of(
    st.text(max_size=40),
    st.sampled_from(NAMES[:3000]),
    st.sampled_from(NAMES[:3000]).map(str.title),
    st.sampled_from(NAMES[:3000]).map(lambda name: f"the {name.title()}"),
    st.sampled_from(
        ["Bush", "Congress", "Georgia", "Tripoli", "the UN", "Assad", "Labour", "Russians", "Jordan"]
    ),
)


@given(WRITTEN, DATES, NEAR)
def test_the_first_of_a_kind_is_what_the_look_up_answers(
    name: str, date: str | None, near: list[str]
) -> None:
    person = KNOW.person(name, date=date, near=near)
    if person is not None:
        first = KNOW.candidates(name, date=date, near=near, kinds=["person"])[0]
        assert (first.name, first.country, first.sector) == (person.name, person.country, person.sector)
        assert first.wikidata == person.wikidata
    body = KNOW.organisation(name, near=near)
    if body is not None:
        first = KNOW.candidates(name, near=near, kinds=["organisation", "group"])[0]
        assert (first.name, first.kind, first.country, first.sector) == (
            body.name,
            body.kind,
            body.country,
            body.sector,
        )
    country = KNOW.country(name)
    if country is not None:
        first = KNOW.candidates(name, kinds=["country"])[0]
        assert (first.name, first.country) == (country.name, (country.iso3,))
    code = KNOW.demonym(name)
    if code is not None and country is None:
        assert KNOW.candidates(name, kinds=["country"])[0].country == (code,)


@given(WRITTEN, DATES, NEAR)
def test_candidates_are_ranked_and_say_why(name: str, date: str | None, near: list[str]) -> None:
    found = KNOW.candidates(name, date=date, near=near)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert 0 < one.score <= 1
        assert one.name and one.source
        assert all(one.reasons) and (one.reasons or one.kind == "place")
        assert all(len(code) == 3 and code.isupper() for code in one.country)
        assert one.to_dict()["name"] == one.name
    assert found == KNOW.candidates(name, date=date, near=near)


@given(st.sampled_from(NAMES))
def test_case_of_headlines_and_accents_make_no_difference(capitals: str) -> None:
    found = KNOW.names.find(capitals)
    assert KNOW.names.find(fold(capitals)) is found
    for posting in KNOW.names.postings(capitals):
        if posting.door in "pu" and len(capitals) > 2 and capitals.isupper():
            assert found.people, posting
        if posting.door == "c":
            assert KNOW.country(posting.form) is not None


def test_several_meanings_are_all_there() -> None:
    georgia = KNOW.candidates("Georgia")
    assert {(one.kind, one.country) for one in georgia} >= {("country", ("GEO",)), ("place", ("USA",))}
    assert georgia[0].kind == "country"
    bush = KNOW.candidates("Bush", date="1991-01-17", kinds=["person"])
    assert [one.name for one in bush][:2] == ["George H. W. Bush", "George W. Bush"]
    courts = KNOW.candidates("Supreme Court", kinds=["organisation"])
    assert len(courts) > 5 and KNOW.organisation("Supreme Court") is None
    assert {one.kind for one in KNOW.candidates("the Kremlin", kinds=["country"])} == {"country"}


def test_kinds_are_checked() -> None:
    with pytest.raises(ValueError, match="no kind town: choose of country"):
        KNOW.candidates("Tripoli", kinds=["town"])
    assert KNOW.candidates("Tripoli", kinds=[]) == []


def test_near_spellings() -> None:
    assert "Merkel" in near_spellings(KNOW, "Mekrel")
    assert "Hezbollah" in near_spellings(KNOW, "Hesbollah")
    assert near_spellings(KNOW, "") == near_spellings(KNOW, "Q" * 5000) == []
    assert near_spellings(KNOW, "Xqzwvj") == []
