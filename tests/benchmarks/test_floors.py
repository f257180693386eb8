"""The gate fails below a floor, and no floor goes down without a reason that is kept."""

from __future__ import annotations

import datetime
import json

import pytest

from benchmarks.accuracy import gate
from benchmarks.floors import Floors, WouldLower

DAY = datetime.date(2024, 5, 1)


def pinned() -> Floors:
    floors = Floors()
    floors.pin({"dev": {"event": 56.0, "role": 44.0}, "seed": {"event": 51.0}})
    return floors


def test_what_reaches_its_floor_passes():
    assert pinned().below({"dev": {"event": 56.0, "role": 60.2}, "seed": {"event": 51.0}}) == []


def test_what_falls_below_is_named_with_both_figures():
    assert pinned().below({"dev": {"event": 54.9, "role": 44.0}}) == ["dev event: 54.9 is below the floor 56"]


def test_another_processor_may_flip_a_doubtful_mark():
    assert pinned().below({"dev": {"event": 55.1, "role": 44.0}}) == []


def test_a_floor_whose_figure_was_not_measured_is_missed():
    assert pinned().below({"dev": {"event": 57.0}}) == ["dev role: not measured, floor 44"]


def test_pinning_raises_floors_and_adds_new_ones():
    floors = pinned()
    floors.pin({"dev": {"event": 58.5, "role": 44.0, "whole": 20.0}})
    assert floors.floors == {"dev": {"event": 58.5, "role": 44.0, "whole": 20.0}, "seed": {"event": 51.0}}
    assert floors.lowered == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_pinning_refuses_to_lower_without_a_reason_and_then_changes_nothing(reason):
    floors = pinned()
    with pytest.raises(WouldLower, match=r"dev role: 44 to 43\.9"):
        floors.pin({"dev": {"event": 70.0, "role": 43.9}}, reason=reason)
    assert floors.floors == pinned().floors


def test_a_floor_lowered_with_a_reason_leaves_reason_date_and_figures():
    floors = pinned()
    floors.pin({"dev": {"event": 70.0, "role": 43.9}}, reason="the annotation was corrected", today=DAY)
    assert floors.floors["dev"] == {"event": 70.0, "role": 43.9}
    assert floors.lowered == [
        {"date": "2024-05-01", "reason": "the annotation was corrected", "floors": {"dev role": [44.0, 43.9]}}
    ]


def test_the_file_comes_back_as_it_was_written(tmp_path):
    path = tmp_path / "floors.json"
    floors = pinned()
    floors.pin({"seed": {"event": 50.0}}, reason="other articles", today=DAY)
    floors.save(path)
    assert Floors.load(path) == floors
    assert Floors.load(tmp_path / "none.json") == Floors()


def run_gate(tmp_path, capsys, measured, **how):
    path = tmp_path / "floors.json"
    pinned().save(path)
    before = path.read_text()
    status = gate(measured, Floors.load(path), path=path, **{"pin": False, "reason": "", **how})
    return status, capsys.readouterr(), path.read_text() != before, json.loads(path.read_text())


def test_the_gate_passes_fails_and_says_why(tmp_path, capsys):
    status, said, changed, _ = run_gate(tmp_path, capsys, {"dev": {"event": 56.0, "role": 44.0}})
    assert (status, changed) == (0, False) and "every floor holds" in said.out
    status, said, changed, _ = run_gate(tmp_path, capsys, {"dev": {"event": 50.0, "role": 44.0}})
    assert (status, changed) == (1, False) and "dev event: 50 is below the floor 56" in said.err


def test_the_gate_pins_only_upwards_unless_told_why(tmp_path, capsys):
    lower = {"dev": {"event": 50.0, "role": 44.0}}
    status, said, changed, _ = run_gate(tmp_path, capsys, lower, pin=True)
    assert (status, changed) == (1, False) and "--reason" in said.err
    status, _, changed, file = run_gate(tmp_path, capsys, lower, pin=True, reason="a rule was unsound")
    assert (status, changed) == (0, True)
    assert file["floors"]["dev"]["event"] == 50.0 and file["lowered"][0]["reason"] == "a rule was unsound"
