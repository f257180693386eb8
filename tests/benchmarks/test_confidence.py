"""Reliability and yield, and their charts."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

pytest.importorskip("numpy")

from benchmarks.confidence import calibration_error, chart, reliability, yields


def test_error_is_none_where_shares_are_as_told_and_all_where_they_are_not() -> None:
    assert calibration_error([0.25] * 4, [True, False, False, False]) == pytest.approx(0)
    assert calibration_error([1.0] * 5, [False] * 5) == pytest.approx(1)
    assert calibration_error([0.9] * 10 + [0.1] * 10, [True] * 5 + [False] * 15) == pytest.approx(0.25)


def test_bins_hold_every_case_once_least_sure_first() -> None:
    told = [k / 100 for k in range(100)]
    bins = reliability(told, [k % 2 == 0 for k in range(100)])
    assert sum(n for _, _, n in bins) == 100
    assert [p for p, _, _ in bins] == sorted(p for p, _, _ in bins)
    assert {share for _, share, _ in bins} == {0.5}


def test_yield_grows_as_doubtful_cases_are_let_in() -> None:
    points = yields([1 - k / 20 for k in range(20)], [k < 12 for k in range(20)], 24)
    assert points[0] == (10 / 24, 1.0)
    assert points[-1] == (0.5, 0.6)


def test_chart_is_an_image_with_a_line_for_each_name() -> None:
    lines = {"type": [(0, 0), (1, 1)], "row": [(0.5, 0.4)]}
    image = chart("Reliability", "told", "right", lines, diagonal=True)
    root = ElementTree.fromstring(image)
    assert len(root.findall("{http://www.w3.org/2000/svg}polyline")) == 3
    assert {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")} >= {"type", "row", "told"}
