"""Parts of the coder are left out by themselves, and what that costs is told with how sure it is."""

from __future__ import annotations

import pytest

from benchmarks.ablations import PARTS, Part, fall, main, without
from dragoman.language import standins
from dragoman.language.runtime import MODEL

needs_model = pytest.mark.skipif(
    not (MODEL / "dragoman.onnx").exists(), reason="no model in this checkout: `make model`"
)


def rows(*right):
    return [{"role": (n, 10, 10)} for n in right]


def test_what_a_part_brings_is_told_with_its_interval():
    brings, low, high = fall(rows(8, 6, 7, 9), rows(4, 6, 5, 5), "role")
    assert brings == pytest.approx(100 * (30 - 20) / 40)
    assert 0 <= low < brings < high


def test_where_nothing_differs_nothing_is_brought():
    assert fall(rows(5, 7), rows(5, 7), "role") == (0.0, 0.0, 0.0)


@needs_model
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_can_be_left_out_and_is_back_afterwards(part):
    from dragoman import Article

    text = "Kenyan police arrested two Ugandans in Nairobi. The arrest was condemned by Uganda."
    changed = standins.StandIns.changed
    with without(part) as coder:
        assert coder.code_article(Article(id="a", body=text, published="2021-08-20")).events
    assert standins.StandIns.changed is changed


@needs_model
def test_the_model_reads_other_windows_where_it_is_told_to(monkeypatch):
    seen = []
    from dragoman import Article
    from dragoman.language.runtime import Language

    run = Language.run
    monkeypatch.setattr(
        Language, "run", lambda self, words, batch: seen.append(len(batch)) or run(self, words, batch)
    )
    body = "Police arrested two men. Rebels shelled a town. Ministers met in Oslo."
    counts = []
    for windows in ({}, {"context": 0, "budget": 1}):
        seen.clear()
        with without(Part("x", windows=windows or {"context": 56})) as coder:
            coder.code_article(Article(id="a", body=body))
        counts.append(sum(seen))
    assert counts == [1, 3]


def test_an_unknown_part_is_answered_with_the_known_ones(capsys):
    assert main(["moonlight"]) == 2
    assert "second opinion" in capsys.readouterr().err
