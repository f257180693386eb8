"""How links within articles are judged."""

from __future__ import annotations

import json

from benchmarks import coreference
from benchmarks.coreference import Pairs, Reading, judged
from shared import needs_shared


def test_shares_of_pairs():
    assert Pairs(10, 5, 4).shares() == (80.0, 40.0, 100 * 8 / 15)
    assert Pairs(0, 0, 0).shares() == (0.0, 0.0, 0.0)


def test_all_pairs_of_a_group_count_and_unmarked_mentions_do_not(monkeypatch):
    monkeypatch.setattr(
        coreference, "odds", lambda view, made: {(0, 1): 3.0, (1, 2): 3.0, (0, 2): 3.0, (0, 3): 3.0}
    )
    made = [None] * 5
    found = judged([Reading(None, made, {0: "a", 1: "a", 2: "b", 4: "a"})])
    # linked: 0, 1 and 2 (3 is not marked, 4 stays alone); of one act: 0, 1 and 4
    assert found == Pairs(same=3, linked=3, right=1)


@needs_shared
def test_the_command_prints_every_set(capsys):
    assert coreference.main(["--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["articles"] for row in rows] == ["held out, reference", "held out, ours", "dev"]
    assert all(0 < row["right"] <= row["linked"] and row["right"] <= row["same"] for row in rows)
