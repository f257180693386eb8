"""Examples for which mentions are of one act, and their fitting."""

import numpy as np
import pytest

from dragoman.coding.coreference.linking import NAME
from dragoman.coding.reranking.loglinear import LogLinear

torch = pytest.importorskip("torch", reason="PyTorch is not installed: python -m pip install torch")

from benchmarks.coreference import read  # noqa: E402
from dragoman import Coder  # noqa: E402
from training.coreference import examples, fit  # noqa: E402
from training.reranker import Decision  # noqa: E402

PAIRS = [Decision(["b", f"w={n % 2}", f"rare={n}"], (0,) * (n % 2), 1.0) for n in range(60)]


def test_what_pairs_of_one_act_have_in_common_speaks_for_one_act():
    model = LogLinear.of(fit(PAIRS), NAME)
    (apart,), (same,) = model.scores([["b", "w=0"], ["b", "w=1"]]).tolist()
    assert apart < 0 < same
    assert model.size <= 3  # what was seen once has no weight


def test_the_same_pairs_give_the_same_weights():
    first, second = fit(PAIRS), fit(PAIRS)
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[key], second[key]) for key in first)


def test_pairs_are_those_of_marked_mentions_only():
    text = (
        "Police arrested six men in Kano on Monday. "
        "The arrests angered the union, and workers went on strike."
    )
    spans = [(text.index(word), text.index(word) + len(word)) for word in ("arrested", "arrests")]
    events = [
        {"type": "COERCE", "event": "raid", "trigger": {"start": start, "end": end}} for start, end in spans
    ]
    record = {
        "article": {"id": "a", "published": "2015-05-12", "title": "", "text": text, "language": "en"},
        "events": events,
    }
    (reading,) = read([record], Coder())
    assert len(reading.made) > len(reading.acts) == 2
    (pair,) = examples(reading, 2.0)
    assert pair.right == (0,) and pair.weight == 2.0 and "b" in pair.features
