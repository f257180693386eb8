"""Examples for the log-linear models, and their fitting."""

import pytest

from dragoman.coding.reranking.loglinear import Models

torch = pytest.importorskip("torch", reason="PyTorch is not installed: python -m pip install torch")

from training.reranker import OUTCOMES, Decision, Decisions, write  # noqa: E402


def decisions() -> Decisions:
    found = Decisions()
    for name, outcomes in OUTCOMES.items():
        for number in range(40):
            right = number % len(outcomes)
            getattr(found, name).append(Decision(["b", f"w={right}", f"rare={number}"], (right,), 1.0))
    return found


def test_what_was_seen_often_is_learnt_what_was_seen_once_is_not(tmp_path):
    path = tmp_path / "weights.npz"
    write(decisions(), path)
    models = Models.load(path)
    for name in ("acts", "status"):
        model = getattr(models, name)
        for right in range(2):
            (row,) = model.scores([["b", f"w={right}", "rare=1"]]).tolist()
            assert row.index(max(row)) == right
        assert model.size <= 1 + len(OUTCOMES[name])


def test_the_same_decisions_give_the_same_bytes(tmp_path):
    for name in "ab":
        write(decisions(), tmp_path / f"{name}.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
