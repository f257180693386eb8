"""Probabilities of what is coded, and presets that cut by them."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dragoman
from dragoman import Article, Coder, Coding
from dragoman.cli import PRESETS
from dragoman.coding.confidence import Calibration, log_odds
from dragoman.records import EVENT_CONFIDENCES, STATEMENT_CONFIDENCES

EXAMPLE = Path(dragoman.__file__).parent / "examples" / "harbour.txt"


@pytest.fixture(scope="module")
def example() -> Article:
    title, _, body = EXAMPLE.read_text(encoding="utf-8").partition("\n\n")
    return Article(id="harbour", title=title, body=body, published="2023-03-14")


def coded(article: Article, preset: str) -> Coding:
    return Coder(preset=preset).code_article(article)


def test_every_event_and_statement_tells_each_of_its_probabilities(example: Article) -> None:
    coding = coded(example, "balanced")
    assert coding.events and coding.statements
    for event in coding.events:
        told = event.confidences
        assert tuple(told) == EVENT_CONFIDENCES
        assert 0 <= told["row"] <= min(told["actors"], told["recipients"]) <= told["type"] <= 1
        assert event.confidence == told["type"] >= told["aux"]
    for statement in coding.statements:
        assert tuple(statement.confidences) == STATEMENT_CONFIDENCES
        assert statement.confidence == statement.confidences["said"] >= statement.confidences["speaker"]
    assert len({event.confidences["row"] for event in coding.events}) > 1


def test_probabilities_survive_writing_and_reading(example: Article) -> None:
    coding = coded(example, "balanced")
    again = Coding.from_dict(json.loads(json.dumps(coding.to_dict())))
    assert [event.confidences for event in again.events] == [event.confidences for event in coding.events]


def test_strict_gives_a_part_of_what_balanced_gives_and_recall_more(example: Article) -> None:
    strict, balanced, recall = (
        {(event.trigger.start, event.type) for event in coded(example, name).events} for name in PRESETS
    )
    assert strict < balanced <= recall
    cuts = Calibration.load().presets["strict"]
    for event in coded(example, "strict").events:
        assert all(event.confidences[name] >= least for name, least in cuts["events"].items())


def test_statements_assert_only_events_that_are_given(example: Article) -> None:
    coding = coded(example, "strict")
    ids = {event.id for event in coding.events}
    assert all(set(statement.asserts) <= ids for statement in coding.statements)


def test_actors_of_what_is_left_out_are_left_out(example: Article) -> None:
    coding = coded(example, "strict")
    used = {arg.actor for event in coding.events for arg in (*event.actors, *event.recipients)}
    used |= {event.by.actor for event in coding.events if event.by}
    for said in coding.statements:
        used |= {arg.actor for arg in (said.speaker, *said.addressees) if arg} | set(said.about)
    assert {actor.id for actor in coding.actors} == used


def test_command_line_offers_the_shipped_presets() -> None:
    assert set(PRESETS) == set(Calibration.load().presets)


def test_unknown_preset_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no preset 'lax': choose one of .*strict"):
        Coder(preset="lax")


@given(st.dictionaries(st.sampled_from(["trigger", "kind", "noun"]), st.floats(-1e6, 1e6), max_size=3))
def test_any_features_give_a_probability(features: dict[str, float]) -> None:
    for value in Calibration.load().event(features).values():
        assert 0 <= value <= 1


@given(st.floats(0, 1))
def test_log_odds_are_bounded_and_true_in_between(probability: float) -> None:
    found = log_odds(probability)
    assert -6 <= found <= 6
    if 0.01 < probability < 0.99:
        assert math.isclose(1 / (1 + math.exp(-found)), probability, rel_tol=1e-9)
