"""Floors on annotated articles: what coding makes of a perfect parse without a tree."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.judge import judge
from coding.oracle import parse_of
from dragoman.coding import Coder
from dragoman.records import Article
from shared import SHARED, gold, needs_shared


@needs_shared
@pytest.mark.parametrize(
    ("corpus", "floors"),
    [
        # Floors are a point or so below what was measured.
        ("train", {"role": 91, "resolved": 63, "whole": 47, "coded": 50, "statement": 99, "attributed": 73}),
        (
            "authored",
            {"role": 95, "resolved": 54, "whole": 41, "coded": 45, "statement": 99, "attributed": 64},
        ),
    ],
)
def test_given_the_right_structure_the_right_people_are_found(corpus, floors):
    records: dict[str, Any] = {record["article"]["id"]: record for record in gold(f"corpus/{corpus}")}
    coder, coded = Coder(), {}
    for name, record in records.items():
        coding = coder.code_parse(Article.from_dict(record["article"]), parse_of(record))
        assert not coding.misfits()
        coded[name] = coding.to_dict()
    figures = judge(SHARED).score(records, coded, 0)[0]["f1"]
    reached = {name: figures[name]["f1"] for name in floors}
    assert all(reached[name] >= floor for name, floor in floors.items()), reached
