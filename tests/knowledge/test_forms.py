"""Names of bodies in forms that no table lists."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge import Knowledge
from dragoman.knowledge.forms import organisation, spellings

KNOW = Knowledge.load()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("World Trade Organisation", "World Trade Organization"),
        ("U.N.E.S.C.O.", "UNESCO"),
        ("Thailand's Constitutional Court", "Constitutional Court of Thailand"),
        ("Thai Constitutional Court", "Constitutional Court of Thailand"),
        ("the Constitutional Court of Thailand", "Constitutional Court of Thailand"),
        ("Peru's Constitutional Court", "Constitutional Court of Peru"),
        ("Kenyan Supreme Court", "Supreme Court of Kenya"),
        ("Brazilian Workers Party", "Workers' Party (Brazil)"),
        ("Portugal's Socialist Party", "Socialist Party (Portugal)"),
        ("South Korean National Intelligence Service", "National Intelligence Service (South Korea)"),
        ("National Assembly of Burundi", "National Assembly (Burundi)"),
        ("Japanese Foreign Ministry", "Ministry of Foreign Affairs (Japan)"),
    ],
)
def test_bodies_are_known_by_rule(text: str, name: str) -> None:
    found = KNOW.organisation(text) or organisation(KNOW, text)
    assert found is not None
    assert name in (found.name, *found.aliases)


@pytest.mark.parametrize(
    "text",
    ["Thai food", "the Thai", "Thailand", "German shepherds", "union", "Kenyan union", "French Open", ""],
)
def test_other_phrases_name_no_body(text: str) -> None:
    assert organisation(KNOW, text) is None


def test_a_body_is_of_the_country_its_name_says() -> None:
    found = organisation(KNOW, "Ugandan Democratic Party")
    assert found is not None and found.country == ("UGA",)
    assert organisation(KNOW, "Maltese Politburo") is None


@given(st.text(max_size=80))
def test_any_text_is_looked_up_without_error(text: str) -> None:
    found = organisation(KNOW, text)
    assert found is None or found.name
    assert all(form != text for form in spellings(text))


def test_long_texts_take_no_time() -> None:
    start = time.process_time()
    for _ in range(200):
        organisation(KNOW, "of the " * 5000)
        organisation(KNOW, "A" * 100 + " of (" * 4)
    assert time.process_time() - start < 2
