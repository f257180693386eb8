"""The measure of the tables counts what is there and draws the same sample each time."""

from __future__ import annotations

import pytest

from dragoman.knowledge.tables import COLUMNS, rows

measure = pytest.importorskip("tools.knowledge.measure", reason="needs the source tree's tools")


def test_sizes_are_those_of_the_tables() -> None:
    told = measure.sizes()
    assert told["countries"] >= 249
    assert told["people"] <= told["offices"]
    assert told["dated offices"] <= told["offices"]
    assert told["aliases"] > told["people"] + told["organisations"]
    assert told["organisations"] == sum(1 for _ in rows("organisations.csv", ["name"]))


def test_a_sample_is_the_same_for_the_same_seed_and_names_its_lines() -> None:
    first = measure.sample(5, 7)
    assert first == measure.sample(5, 7) != measure.sample(5, 8)
    table, line = first[0].split("\t")[0].split(":")
    assert table in COLUMNS and int(line) > 1
