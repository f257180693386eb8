"""Fitting the probabilities that codings carry."""

from __future__ import annotations

import random

import pytest

np = pytest.importorskip("numpy")

from dragoman.coding.confidence import Calibration  # noqa: E402
from training.calibrate import cut, fit  # noqa: E402


def test_fit_finds_the_model_that_made_the_data() -> None:
    rng = random.Random(7)
    features = [{"a": rng.gauss(0, 2), "b": float(rng.random() < 0.5)} for _ in range(4000)]
    true = Calibration({"x": {"": -1.0, "a": 1.5, "b": 0.8}}, {})
    right = [rng.random() < true.probability("x", one) for one in features]
    found = fit(features, right, [1.0] * len(right))
    assert found[""] == pytest.approx(-1.0, abs=0.2)
    assert found["a"] == pytest.approx(1.5, abs=0.2)
    assert found["b"] == pytest.approx(0.8, abs=0.25)
    assert fit(features, right, [1.0] * len(right)) == found


def test_cut_is_the_lowest_that_keeps_the_promise() -> None:
    told = [k / 100 for k in range(100)]
    right = [k >= 50 for k in range(100)]
    assert cut(told, right, 1.0) == 0.5
    assert cut(told, right, 0.8) == pytest.approx(0.38)


def test_cut_takes_in_cases_of_one_probability_together() -> None:
    told = [0.9] * 20 + [0.5] * 20
    right = [True] * 20 + [True] * 10 + [False] * 10
    assert cut(told, right, 0.9) == 0.9


def test_no_cut_where_too_few_cases_would_be_left() -> None:
    assert cut([0.9, 0.1, 0.1], [True, False, False], 0.9) is None
