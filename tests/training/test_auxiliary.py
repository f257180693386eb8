"""Roles, factuality and attribution join the sentences they were made on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from shared import SHARED
from training.auxiliary import join_attributions, join_factuality, join_predicates
from training.treebanks import DataError, Sentence, read_treebank

DATA = SHARED / "data"
needs_data = pytest.mark.skipif(
    not (DATA / "syntax").is_dir(), reason="needs the data sets in ../shared, beside the repository"
)


def sentence(text: str, sent_id: str, document: str = "d") -> Sentence:
    return Sentence(text.split(), "ewt", sent_id, document)


def zipped(folder: Path, *values: Any) -> Path:
    path = folder / "layer.json.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(value) for value in values).encode()))
    return path


def test_predicates_join_by_id_with_argument_heads(tmp_path: Path) -> None:
    met, empty, other = (
        sentence("The envoys met .", "d-1"),
        sentence("Indeed .", "d-2"),
        sentence("Oh .", "d-3"),
    )
    path = zipped(tmp_path, {"d-1": [[2, "meet.03", [[1, "ARG0", 0, 1]]]], "d-2": [], "x-1": []})
    counts = join_predicates([met, empty, other], path)
    assert met.predicates == [(2, "meet.03", [(1, "ARG0")])]
    assert empty.predicates == [] and other.predicates is None
    assert (counts["sentences"], counts["predicates"], counts["unknown"]) == (2, 1, 1)


@pytest.mark.parametrize("rows", [[[9, "meet.03", []]], [[2, "meet.03", [[-1, "ARG0", 0, 1]]]], [[2]], 5])
def test_predicates_that_do_not_fit_are_told_with_the_sentence(tmp_path: Path, rows: Any) -> None:
    with pytest.raises(DataError, match=r"layer\.json\.gz: sentence d-1: "):
        join_predicates([sentence("The envoys met .", "d-1")], zipped(tmp_path, {"d-1": rows}))


def test_factuality_leaves_out_documents_that_were_split_otherwise(tmp_path: Path) -> None:
    good = sentence("They may leave .", "a-1", "a")
    shifted, beside = sentence("Stop .", "b-1", "b"), sentence("They left .", "b-2", "b")
    path = zipped(tmp_path, {"a-1": [[2, -0.5]], "b-1": [[7, 1]], "b-2": [[1, 2.5]]})
    counts = join_factuality([good, shifted, beside], path)
    assert good.factuality == {2: -0.5}
    assert shifted.factuality is None and beside.factuality is None
    assert (counts["sentences"], counts["predicates"], counts["misaligned"]) == (1, 1, 2)


def test_attribution_stands_in_the_sentence_of_its_content(tmp_path: Path) -> None:
    first, second = sentence("She said : rain comes", "g-1", "g"), sentence("and wind .", "g-2", "g")
    silent = sentence("No .", "h-1", "h")
    relation = {
        "doc": "g",
        "negated": False,
        "source": [[0, 0]],
        "cue": [[0, 1]],
        "content": [[0, 3, 5], [1, 0, 2]],
    }
    counts = join_attributions([first, second, silent], zipped(tmp_path, relation, {**relation, "doc": "x"}))
    assert first.attributions == [{"source": [0], "cue": [1], "content": (3, 5), "negated": False}]
    assert second.attributions == [{"source": [], "cue": [], "content": (0, 2), "negated": False}]
    assert silent.attributions == []
    assert (counts["relations"], counts["pieces"], counts["without cue"], counts["unknown"]) == (1, 2, 1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"content": [[5, 0, 1]]},
        {"content": [[0, 0, 9]]},
        {"content": [[0, 2, 2]]},
        {"cue": [[0, 9]]},
        {"cue": None},
    ]
    + [{"content": [[-1, 0, 1]]}, {"source": [[0, -1]]}],
)
def test_attribution_that_does_not_fit_is_told_with_its_line(tmp_path: Path, change: dict[str, Any]) -> None:
    fine = {"doc": "g", "source": [[0, 0]], "cue": [[0, 1]], "content": [[0, 1, 2]]}
    with pytest.raises(DataError, match=r"layer\.json\.gz:2: "):
        join_attributions([sentence("She said so", "g-1", "g")], zipped(tmp_path, fine, fine | change))


def test_broken_json_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "layer.json.gz"
    path.write_bytes(gzip.compress(b'\n{"doc": '))
    with pytest.raises(DataError, match=r"layer\.json\.gz:2: not JSON"):
        join_attributions([], path)
    with pytest.raises(DataError, match=r"layer\.json\.gz:2: not JSON"):
        join_predicates([], path)


@pytest.fixture(scope="module")
def ewt() -> list[Sentence]:
    return [
        s
        for part in ("train", "dev", "test")
        for s in read_treebank(DATA / f"syntax/en_ewt-ud-{part}.conllu.gz")
    ]


@needs_data
def test_roles_stand_on_the_words_of_their_rolesets(ewt: list[Sentence]) -> None:
    counts = join_predicates(ewt, DATA / "events" / "propbank-ewt.json.gz")
    assert counts["unknown"] == 0 and counts["predicates"] > 50_000
    pairs = [
        (s.lemmas[token].lower(), roleset)
        for s in ewt
        if s.lemmas
        for token, roleset, _ in s.predicates or ()
    ]
    assert sum(lemma[:2] == roleset[:2] for lemma, roleset in pairs) / len(pairs) > 0.98


@needs_data
def test_factuality_stands_on_verbs(ewt: list[Sentence]) -> None:
    counts = join_factuality(ewt, DATA / "events" / "uds-factuality-ewt.json.gz")
    tags = [s.upos[token] for s in ewt if s.upos for token in s.factuality or ()]
    assert counts["misaligned"] < 20 and len(tags) > 27_000
    assert sum(tag in ("VERB", "AUX") for tag in tags) / len(tags) > 0.99


@needs_data
def test_attribution_cues_are_mostly_words_of_saying_and_thinking() -> None:
    gum = [s for part in ("train", "dev") for s in read_treebank(DATA / f"syntax/en_gum-by-{part}.conllu.gz")]
    counts = join_attributions(gum, DATA / "events" / "gum-attribution.jsonl.gz")
    assert counts["unknown"] == 0 and counts["relations"] == 1147
    cues = [s.lemmas[a["cue"][0]] for s in gum if s.lemmas for a in s.attributions or () if a["cue"]]
    assert (
        sum(cue in ("say", "think", "know", "believe", "tell", "ask", "hope") for cue in cues) / len(cues)
        > 0.4
    )
