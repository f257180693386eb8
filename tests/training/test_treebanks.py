"""CoNLL-U and its entity brackets come out as sentences, and faults are told with file and line."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from shared import SHARED
from training.treebanks import (
    FEATURES,
    SUBTYPES,
    DataError,
    Sentence,
    lemma_coverage,
    load_all,
    read_mentions,
    read_treebank,
    reduce_features,
    reduce_relation,
)

needs_data = pytest.mark.skipif(
    not (SHARED / "data" / "syntax").is_dir(),
    reason="needs the data sets in ../shared, beside the repository",
)

#: "Norland's envoy didn't come Tuesday (…)": an empty node, two multiword tokens, marked entities.
SMALL = """\
# newdoc id = GUM_news_envoy
# global.Entity = GRP-etype-infstat-centering-minspan-link-identity
# meta::genre = news
# sent_id = GUM_news_envoy-1
# text = Norland's envoy didn't come Tuesday.
1-2	Norland's	_	_	_	_	_	_	_	_
1	Norland	Norland	PROPN	NNP	Number=Sing	3	nmod:poss	3:nmod:poss	Entity=(2-person-new-cf1-3-coref(1-place-new-cf2-1-sgl-Nor%2Dland
2	's	's	PART	POS	_	1	case	1:case	Entity=1)
3	envoy	envoy	NOUN	NN	Degree=Pos|Number=Sing	6	nsubj	6:nsubj	Entity=2)
4-5	didn't	_	_	_	_	_	_	_	_
4	did	do	AUX	VBD	Mood=Ind|Tense=Past|VerbForm=Fin	6	aux	6:aux	_
5	n't	not	PART	RB	Polarity=Neg	6	advmod	6:advmod	_
6	come	come	VERB	VB	VerbForm=Inf	0	root	0:root	_
6.1	came	come	VERB	VBD	_	_	_	_	_
7	Tuesday	Tuesday	PROPN	NNP	Number=Sing	6	obl:tmod	6:obl:tmod	Entity=(3-time-new-cf3-1-sgl)|SpaceAfter=No
8	.	.	PUNCT	.	_	6	punct	6:punct	_

# sent_id = GUM_news_envoy-2
# text = He refused
1	He	he	PRON	PRP	Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs	2	nsubj:outer	2:nsubj	Entity=(2-person-giv:act-cf1-1-ana)
2	refused	refuse	VERB	VBD	Mood=Ind|Tense=Past|VerbForm=Fin	0	root	0:root	_
"""  # noqa: E501


def write(folder: Path, text: str, name: str = "en_gum-small.conllu") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_sentences_come_without_multiword_lines_and_empty_nodes(tmp_path: Path) -> None:
    first, second = read_treebank(write(tmp_path, SMALL))
    assert first.words == ["Norland", "'s", "envoy", "did", "n't", "come", "Tuesday", "."]
    assert first.spaces == [False, True, True, False, True, True, False, True]
    assert first.heads == [2, 0, 5, 5, 5, -1, 5, 5]
    assert (
        first.deprels is not None and first.deprels[0] == "nmod:poss" and first.deprels[6] == "obl:unmarked"
    )
    assert first.feats is not None and first.feats[2:4] == ["Number=Sing", "Mood=Ind|Tense=Past|VerbForm=Fin"]
    assert first.lemmas is not None and first.lemmas[4] == "not"
    assert (first.source, first.sent_id, first.document) == ("gum", "GUM_news_envoy-1", "GUM_news_envoy")
    assert (first.genre, first.text) == ("news", "Norland's envoy didn't come Tuesday.")
    assert second.document == "GUM_news_envoy" and second.deprels == ["nsubj", "root"]
    assert first.names is None and first.predicates is None and first.events is None


def test_entities_become_mentions(tmp_path: Path) -> None:
    first, second = read_treebank(write(tmp_path, SMALL))
    assert first.mentions == [(0, 3, 2, "2", "person"), (0, 2, 0, "1", "place"), (6, 7, 6, "3", "time")]
    assert second.mentions == [(0, 1, 0, "2", "person")]


def test_zipped_file_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "en_gum-small.conllu.gz"
    path.write_bytes(gzip.compress(SMALL.encode()))
    assert read_treebank(path) == read_treebank(write(tmp_path, SMALL))


def test_file_without_entities_has_no_mentions_layer(tmp_path: Path) -> None:
    sentences = read_treebank(
        write(tmp_path, SMALL.replace("# global.Entity", "# other"), "en_ewt-small.conllu")
    )
    assert [s.mentions for s in sentences] == [None, None]
    assert sentences[0].source == "ewt"


@pytest.mark.parametrize(
    ("old", "new", "line", "wrong"),
    [
        ("2	refused	refuse", "2	refused", 21, "9 columns"),
        ("2	refused	", "3	refused	", 21, "word 3 after word 1"),
        ("2	nsubj:outer", "9	nsubj:outer", 20, "head '9'"),
        ("0	root	0:root	_\n6.1", "5	root	0:root	_\n6.1", 7, "0 roots"),
        ("Entity=2)", "Entity=4)", 7, "entity 4 is closed"),
        ("Entity=2)", "_", 7, "entity 2 is opened but not closed"),
        ("4-5	didn't", "4-x	didn't", 10, "multiword token '4-x'"),
    ],
)
def test_fault_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, wrong: str) -> None:
    assert old in SMALL
    path = write(tmp_path, SMALL.replace(old, new))
    with pytest.raises(DataError) as error:
        read_treebank(path)
    # What concerns a whole sentence is told at its first word.
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert wrong in str(error.value)


def test_missing_and_broken_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing\.conllu\.gz: cannot be read"):
        read_treebank(tmp_path / "nothing.conllu.gz")
    broken = tmp_path / "broken.conllu.gz"
    broken.write_bytes(gzip.compress(SMALL.encode())[:-20])
    with pytest.raises(DataError, match=r"broken\.conllu\.gz: cannot be read"):
        read_treebank(broken)
    with pytest.raises(DataError, match="no folder syntax/"):
        load_all(tmp_path)


def test_same_entity_nested_in_itself_closes_inner_first() -> None:
    marks = ["(7-person-new(7-person-giv)", "", "7)"]
    assert read_mentions(marks, [-1, 0, 0]) == [(0, 3, 0, "7", "person"), (0, 1, 0, "7", "person")]


def test_closing_and_opening_at_one_word() -> None:
    marks = ["(1-place-new", "1)(2-person-new", "2)"]
    assert read_mentions(marks, [-1, 0, 1]) == [(0, 2, 0, "1", "place"), (1, 3, 1, "2", "person")]


@pytest.mark.parametrize("mark", ["(1-person", "1)", "(1)", "x", "(1-person))", "((1-person)"])
def test_broken_brackets_are_refused(mark: str) -> None:
    with pytest.raises(ValueError, match="entity"):
        read_mentions([mark, ""], [-1, 0])


def test_relations_and_features_are_reduced() -> None:
    assert reduce_relation("acl:relcl") == "acl:relcl"
    assert reduce_relation("advcl:relcl") == "advcl"
    assert reduce_relation("nmod:tmod") == reduce_relation("nmod:npmod") == "nmod:unmarked"
    assert reduce_features("Definite=Def|PronType=Art") == "PronType=Art"
    assert reduce_features("Tense=Past|Mood=Ind|Typo=Yes") == "Mood=Ind|Tense=Past"
    assert reduce_features("Degree=Pos") == reduce_features("_") == ""


def test_lemma_coverage_counts_rules() -> None:
    sentence = Sentence(["was", "goes", "does"], "ewt", "1", "d", lemmas=["be", "go", "do"])
    assert lemma_coverage([sentence], at_least=2) == (2, 1, pytest.approx(2 / 3))


@pytest.fixture(scope="module")
def sets() -> dict[str, list[Sentence]]:
    return load_all(SHARED)


@needs_data
def test_all_sets_come_whole(sets: dict[str, list[Sentence]]) -> None:
    assert {name: len(sentences) for name, sentences in sets.items()} == {
        "ewt_train": 12544,
        "ewt_dev": 2001,
        "ewt_test": 2077,
        "gum_train": 7531,
        "gum_dev": 1022,
        "meantime": 1368,
    }


@needs_data
def test_every_layer_fits_its_sentence(sets: dict[str, list[Sentence]]) -> None:
    labels = {"O"} | {f"{place}-{label}" for place in "BI" for label in ("PER", "ORG", "LOC", "NORP")}
    for sentences in sets.values():
        for s in sentences:
            size = len(s.words)
            for layer in (s.upos, s.feats, s.lemmas, s.heads, s.deprels, s.names, s.xpos, s.spaces):
                assert layer is None or len(layer) == size
            assert s.heads is None or (s.heads.count(-1) == 1 and max(s.heads) < size)
            assert all(":" not in relation or relation in SUBTYPES for relation in s.deprels or ())
            assert {f.split("=")[0] for feats in s.feats or () for f in feats.split("|") if f} <= FEATURES
            assert labels.issuperset(s.names or ())
            assert all(
                tag[0] != "I" or (i and s.names is not None and s.names[i - 1][2:] == tag[2:])
                for i, tag in enumerate(s.names or ())
            )
            assert all(0 <= first <= head < last <= size for first, last, head, _, _ in s.mentions or ())


@needs_data
def test_words_with_spaces_make_the_text(sets: dict[str, list[Sentence]]) -> None:
    whole = sum(
        "".join(w + " " * gap for w, gap in zip(s.words, s.spaces or (), strict=True)).strip() == s.text
        for s in sets["ewt_dev"]
    )
    assert whole / len(sets["ewt_dev"]) > 0.98


@needs_data
def test_few_lemma_rules_serve_nearly_all_words(sets: dict[str, list[Sentence]]) -> None:
    _, kept, share = lemma_coverage(sets["ewt_train"] + sets["gum_train"])
    assert kept <= 500 and share >= 0.99


@needs_data
def test_reading_twice_gives_the_same(sets: dict[str, list[Sentence]]) -> None:
    assert load_all(SHARED / "data") == sets


@needs_data
def test_command_prints_a_table() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "training.treebanks", str(SHARED)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = {
        line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()[:-1] if " in  " not in line
    }
    assert rows["sentences"] == ["12544", "2001", "2077", "7531", "1022", "1368"]
    assert "lemma rules" in done.stdout.splitlines()[-1]
