"""Names of Universal NER join EWT; names of GUM are read off its entities."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import SHARED
from training.names import LABELS, derive_names, join_names, project, read_names, spans_of, tags_of
from training.treebanks import DataError, Sentence, read_treebank

DATA = SHARED / "data"
needs_data = pytest.mark.skipif(
    not (DATA / "syntax").is_dir(), reason="needs the data sets in ../shared, beside the repository"
)


def parsed(
    rows: str, sent_id: str = "d-1", mentions: list[tuple[int, int, int, str, str]] | None = None
) -> Sentence:
    """A sentence of "word/UPOS/XPOS/head/relation" items, heads 0-based; lemmas keep a name's case."""
    cells = [row.split("/") for row in rows.split()]
    return Sentence(
        [c[0] for c in cells],
        "gum",
        sent_id,
        "d",
        upos=[c[1] for c in cells],
        xpos=[c[2] for c in cells],
        heads=[int(c[3]) for c in cells],
        deprels=[c[4] for c in cells],
        lemmas=[c[0] for c in cells],
        mentions=mentions,
    )


def uner(folder: Path, *sentences: tuple[str, str]) -> Path:
    path = folder / "names.iob2"
    blocks = []
    for sent_id, text in sentences:
        rows = [
            f"{i}\t{item.rpartition('/')[0]}\t{item.rpartition('/')[2]}"
            for i, item in enumerate(text.split(), 1)
        ]
        blocks.append("\n".join([f"# sent_id = {sent_id}", "# text = x", *rows]))
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    return path


def named(sentence: Sentence) -> list[tuple[str, str]]:
    return [
        (" ".join(sentence.words[first:last]), label) for first, last, label in spans_of(sentence.names or ())
    ]


def test_names_join_by_id_else_by_characters_else_by_words(tmp_path: Path) -> None:
    path = uner(
        tmp_path,
        ("d-1", "Anna/B-PER Berg/I-PER left/O"),
        ("d-2", "Anna-Berg/B-PER left/O"),
        ("d-3", "Sudia/B-LOC waits/O"),
        ("d-4", "Something/O else/O"),
    )
    tail = " left/VERB/VBD/-1/root"
    same = parsed("Anna/PROPN/NNP/2/nsubj Berg/PROPN/NNP/0/flat" + tail)
    split = parsed("Anna/PROPN/NNP/3/nsubj -/PUNCT/HYPH/0/punct Berg/PROPN/NNP/0/flat" + tail, "d-2")
    moved = parsed("Sudia/PROPN/NNP/1/nsubj waits/VERB/VBZ/-1/root", "d-9")
    lost = parsed("Gone/VERB/VBN/-1/root", "d-4")
    counts = join_names([same, split, moved, lost], path)
    assert named(same) == [("Anna Berg", "PER")]
    assert split.names == ["B-PER", "I-PER", "I-PER", "O"]
    assert named(moved) == [("Sudia", "LOC")]
    assert lost.names is None
    assert [counts[way] for way in ("id", "characters", "words", "unaligned")] == [1, 1, 1, 1]


def test_other_names_become_norp_only_where_they_are_demonyms(tmp_path: Path) -> None:
    path = uner(
        tmp_path,
        ("d-1", "Sudian/B-OTH troops/O ./B-O"),
        ("d-2", "the/B-OTH Wanderers/I-OTH sang/O of/O Galleon/B-OTH"),
        ("d-3", "Sudians/O met/O Sudian/O Norlanders/B-OTH"),
    )
    troops = parsed("Sudian/ADJ/JJ/1/amod troops/NOUN/NNS/-1/root ./PUNCT/./1/punct")
    band = parsed(
        "the/DET/DT/1/det Wanderers/PROPN/NNPS/2/nsubj sang/VERB/VBD/-1/root "
        "of/ADP/IN/4/case Galleon/PROPN/NNP/2/obl",
        "d-2",
    )
    missed = parsed(
        "Sudians/PROPN/NNPS/1/nsubj met/VERB/VBD/-1/root Sudian/ADJ/JJ/3/amod Norlanders/PROPN/NNPS/1/obj",
        "d-3",
    )
    counts = join_names([troops, band, missed], path)
    assert named(troops) == [("Sudian", "NORP")]
    assert named(band) == []
    assert named(missed) == [("Sudians", "NORP"), ("Sudian", "NORP"), ("Norlanders", "NORP")]
    assert (counts["norp"], counts["other"]) == (4, 2)


@pytest.mark.parametrize(
    ("row", "wrong"), [("1\tAnna", "2 columns"), ("1\tAnna\tPER", "tag 'PER'"), ("1\tA\tB-", "tag")]
)
def test_fault_is_told_with_its_line(tmp_path: Path, row: str, wrong: str) -> None:
    path = tmp_path / "names.iob2"
    path.write_text(f"# sent_id = d-1\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"names\.iob2:2: .*" + wrong):
        read_names(path)


def test_word_that_is_a_number_sign_is_a_word(tmp_path: Path) -> None:
    assert read_names(uner(tmp_path, ("d-1", "#/O 1/O"))) == [("d-1", ["#", "1"], ["O", "O"])]


PERSON = "person"


def test_names_of_entities_leave_titles_and_appositions_out() -> None:
    sentence = parsed(
        "President/NOUN/NN/1/nmod:desc Anna/PROPN/NNP/4/nsubj Berg/PROPN/NNP/1/flat ,/PUNCT/,/1/punct "
        "left/VERB/VBD/-1/root the/DET/DT/6/det Bank/PROPN/NNP/4/obj of/ADP/IN/8/case Sudia/PROPN/NNP/6/nmod "
        "in/ADP/IN/10/case Norland/PROPN/NNP/6/nmod",
        mentions=[(0, 4, 1, "1", PERSON), (5, 11, 6, "2", "organization"), (8, 9, 8, "3", "place")]
        + [(10, 11, 10, "4", "place")],
    )
    assert derive_names([sentence]) == Counter(PER=1, ORG=1, LOC=1)
    assert named(sentence) == [("Anna Berg", "PER"), ("Bank of Sudia", "ORG"), ("Norland", "LOC")]


def test_names_after_a_common_noun_and_in_a_list() -> None:
    sentence = parsed(
        "envoy/NOUN/NN/5/nsubj Anna/PROPN/NNP/0/flat Berg/PROPN/NNP/0/flat and/CCONJ/CC/4/cc "
        "Bo/PROPN/NNP/0/conj met/VERB/VBD/-1/root",
        mentions=[(0, 5, 0, "1", PERSON), (4, 5, 4, "2", PERSON)],
    )
    derive_names([sentence])
    assert named(sentence) == [("Anna Berg", "PER"), ("Bo", "PER")]


def test_capitalised_common_nouns_and_bare_titles_are_no_names() -> None:
    small = parsed("a/DET/DT/1/det nation/NOUN/NN/-1/root a/DET/DT/1/det nation/NOUN/NN/1/conj", "d-0", [])
    sentence = parsed(
        "The/DET/DT/1/det President/PROPN/NNP/2/nsubj loves/VERB/VBZ/-1/root our/PRON/PRP$/4/nmod:poss "
        "Nation/PROPN/NNP/2/obj",
        mentions=[(0, 2, 1, "1", PERSON), (3, 5, 4, "2", "place")],
    )
    derive_names([small, small, sentence])
    assert named(sentence) == []


def test_peoples_and_their_adjectives_are_norp_and_places_are_places() -> None:
    sentence = parsed(
        "Sudians/PROPN/NNPS/1/nsubj beat/VERB/VBD/-1/root Norland/PROPN/NNP/1/obj in/ADP/IN/5/case "
        "Norlandic/ADJ/JJ/5/amod rain/NOUN/NN/1/obl",
        mentions=[(0, 1, 0, "1", PERSON), (2, 3, 2, "2", "organization"), (4, 6, 5, "3", "abstract")],
    )
    derive_names([sentence])
    assert named(sentence) == [("Sudians", "NORP"), ("Norland", "ORG"), ("Norlandic", "NORP")]
    derive_names([sentence], places={"Norland"})
    assert named(sentence) == [("Sudians", "NORP"), ("Norland", "LOC"), ("Norlandic", "NORP")]


def test_sentence_without_mentions_stays_without_names() -> None:
    sentence = parsed("Anna/PROPN/NNP/-1/root")
    derive_names([sentence])
    assert sentence.names is None


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(("", *LABELS))), max_size=12))
def test_spans_and_tags_say_the_same(pieces: list[tuple[int, str]]) -> None:
    spans, at = [], 0
    for length, label in pieces:
        if label:
            spans.append((at, at + length, label))
        at += length
    assert spans_of(tags_of(at, spans)) == spans


@given(st.lists(st.text(st.characters(), min_size=1, max_size=4), min_size=1), st.data())
def test_projected_names_keep_their_characters(words: list[str], data: st.DataObject) -> None:
    tags = tags_of(len(words), [(0, data.draw(st.integers(1, len(words))), "ORG")])
    letters = project(tags, words, list("".join(words)))
    assert letters is not None and letters.count("B-ORG") == 1
    inside = sum(len(word) for word, tag in zip(words, tags, strict=True) if tag != "O")
    assert [tag != "O" for tag in letters] == [i < inside for i in range(len(letters))]
    assert project(tags, words, [*words, "x"]) is None


@needs_data
@pytest.mark.parametrize("part", ["train", "dev", "test"])
def test_nearly_every_sentence_of_ewt_has_its_names(part: str) -> None:
    sentences = read_treebank(DATA / f"syntax/en_ewt-ud-{part}.conllu.gz")
    counts = join_names(sentences, DATA / f"syntax/uner-ewt-{part}.iob2.gz")
    assert counts["unaligned"] <= 2
    labels = {label for s in sentences for _, _, label in spans_of(s.names or ())}
    assert labels == set(LABELS) if part == "train" else {"PER", "ORG", "LOC"}


@needs_data
def test_proper_nouns_of_gum_are_named_about_as_often_as_those_of_ewt() -> None:
    ewt = read_treebank(DATA / "syntax/en_ewt-ud-dev.conllu.gz")
    join_names(ewt, DATA / "syntax/uner-ewt-dev.iob2.gz")
    gum = read_treebank(DATA / "syntax/en_gum-by-dev.conllu.gz")
    derive_names(gum)

    def share(sentences: list[Sentence]) -> float:
        tags = [
            tag != "O"
            for s in sentences
            for tag, upos in zip(s.names or (), s.upos or (), strict=False)
            if upos == "PROPN"
        ]
        return sum(tags) / len(tags)

    assert abs(share(gum) - share(ewt)) < 0.1
