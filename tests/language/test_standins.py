"""Countries are read by stand-ins; the text stays what it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language import Language
from dragoman.language.runtime import MODEL
from dragoman.language.standins import PATH, StandIns

READ = StandIns.load().read


def test_the_first_country_named_is_read_as_the_first_of_the_list_in_all_its_forms():
    first, second = StandIns.load().standins[:2]
    told = "Poles and Egyptian officials met in Warsaw before Poland left Cairo".split()
    assert READ(told) == [
        first["people"],
        "and",
        second["adjective"],
        "officials",
        "met",
        "in",
        first["capital"],
        "before",
        first["name"],
        "left",
        second["capital"],
    ]


def test_capitals_count_and_small_letters_and_shared_words_do_not():
    assert READ(["EGYPT"]) == READ(["Egypt"]) != ["Egypt"]
    assert READ(["turkey"]) == ["turkey"]
    assert READ(["Congolese"]) == ["Congolese"]  # of two countries


def test_countries_that_change_places_are_read_alike():
    one = "Latvia accused Peru ; Peruvian officials said Latvians had lied".split()
    other = "Peru accused Latvia ; Latvian officials said Peruvians had lied".split()
    assert READ(one) == READ(other)


@given(st.lists(st.sampled_from([*StandIns.load().forms, "a", "US", "Guinea", "Ü"]), max_size=200))
def test_as_many_words_come_out(words):
    assert len(READ(words)) == len(words)
    assert READ(words) == READ(list(words))


@pytest.mark.skipif(not (MODEL / "dragoman.onnx").exists(), reason="no model in this checkout: `make model`")
def test_offsets_and_words_are_those_of_the_text():
    text = "Zambian police arrested two Malians in Lusaka on Friday."
    parse = Language.load().parse(text)
    assert [token.text for token in parse.tokens] == [text[t.start : t.end] for t in parse.tokens]
    assert "Zambian" in [token.text for token in parse.tokens]


def test_the_table_is_made_of_the_knowledge_tables():
    standins = pytest.importorskip("training.standins", reason="the sources are not in an installed package")
    assert json.loads(PATH.read_text("utf-8")) == json.loads(json.dumps(standins.table()))
