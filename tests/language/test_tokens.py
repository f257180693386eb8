"""Words: which characters of a text are a word, for any text, and as the treebanks have them."""

from __future__ import annotations

import gzip
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.tokens import tokenize
from shared import SHARED

# Any characters, lone surrogates and control characters too; and the ones that the rules turn on.
ANYTHING = st.text(st.characters(), max_size=200)
PIECES = (
    "don't~he's~can~not~cannot~U.S.~Mr.~Inc.~J.~a.m~.~..~...~!~?!~--~-~–~—~'~’~‘~\"~“~”~''~``~(~)~[~]~$5~US$~%~"
    "1,200.5~10:30~20-year-old~non-profit~a@b.co~http://x.org/a?b=1).~www.~@~#~word~Über~e\u0301~日本~\x00~\u200b~"
    "\ud800~'s~n't~'em~and/or~9/11~AT&T~5pm~ ~\n~\t~\u00a0"
)
NEWSLIKE = st.lists(st.sampled_from(PIECES.split("~")), max_size=40).map("".join)


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokenize(text)]


@given(ANYTHING | NEWSLIKE)
def test_words_are_in_order_and_cover_all_but_white_space(text: str) -> None:
    spans = tokenize(text)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join(text[start:end] for start, end in spans) == "".join(text.split())
    assert not any(character.isspace() for start, end in spans for character in text[start:end])


@given(NEWSLIKE, NEWSLIKE, NEWSLIKE)
def test_words_of_a_range_are_those_of_its_text(before: str, text: str, after: str) -> None:
    shift = len(before)
    found = tokenize(before + text + after, shift, shift + len(text))
    assert "".join((before + text + after)[start:end] for start, end in found) == "".join(text.split())
    if not before[-1:].strip() and not after[:1].strip():
        assert found == [(start + shift, end + shift) for start, end in tokenize(text)]


@given(NEWSLIKE)
def test_same_text_gives_same_words_again(text: str) -> None:
    assert tokenize(text) == tokenize(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't think he'll say we can't.", "I|do|n't|think|he|'ll|say|we|ca|n't|."),
        ("They couldn’t’ve cannot gonna", "They|could|n’t|’ve|can|not|gon|na"),
        ("Putin's and the workers' aims", "Putin|'s|and|the|workers|'|aims"),
        (
            "O'Connor, Ba'athists and a coup d'état at two o'clock",
            "O'Connor|,|Ba'athists|and|a|coup|d'état|at|two|o'clock",
        ),
        ("the 20-year-old US-led non-profit", "the|20|-|year|-|old|US|-|led|non-profit"),
        ("mid-July, anti-U.S. protests", "mid-July|,|anti|-|U.S.|protests"),
        ("$5 and US$3.4bn, 50% of £1,200.50", "$|5|and|US$|3.4|bn|,|50|%|of|£|1,200.50"),
        ("Mr. Smith of the U.S. Army, J. K. Rowling", "Mr.|Smith|of|the|U.S.|Army|,|J.|K.|Rowling"),
        ("at 10:30 a.m. on 3/8/2000, the 1980s, the 3rd", "at|10:30|a.m.|on|3/8/2000|,|the|1980s|,|the|3rd"),
        ("1,2 and 3 of 12,000,000", "1|,|2|and|3|of|12,000,000"),
        ("“Why?!” he said... ‘outside values’", "“|Why|?!|”|he|said|...|‘|outside|values|’"),
        ("a word – or -- two—three", "a|word|–|or|--|two|—|three"),
        ("(see http://a.org/b?c=1), mail x.y@z.co.uk.", "(|see|http://a.org/b?c=1|)|,|mail|x.y@z.co.uk|."),
        ("on bbc.co.uk/news or @POTUS", "on|bbc.co.uk/news|or|@POTUS"),
        ("AT&T and/or s/he", "AT&T|and|/|or|s/he"),
        ("'Tis 'em", "'T|is|'em"),
        ("\ufeffIn Mosul\u200e, cafe\u0301s", "\ufeff|In|Mosul|\u200e,|cafe\u0301s"),
    ],
)
def test_words_as_the_treebanks_write_them(text: str, expected: str) -> None:
    assert words(text) == expected.split("|")


def test_full_stop_leaves_an_abbreviation_where_the_range_ends() -> None:
    assert words("Apple Inc. grew") == ["Apple", "Inc.", "grew"]
    assert words("He works for Apple Inc.") == ["He", "works", "for", "Apple", "Inc", "."]
    assert words('He said: "I work for Apple Inc."')[-3:] == ["Inc", ".", '"']
    assert words("He left the U.S.") == ["He", "left", "the", "U.S."]


def test_no_is_an_abbreviation_only_before_a_number() -> None:
    assert words("No. 5 is alive") == ["No.", "5", "is", "alive"]
    assert words("No. He is not") == ["No", ".", "He", "is", "not"]


@pytest.mark.parametrize(
    "part",
    ['"', "'", "a'", "a.", "Mr.", "http://", "a@", "1,", "123-", "non-", "=-", ".", "\u0301", "\x00", "A&"],
)
def test_a_long_run_without_spaces_takes_linear_time(part: str) -> None:
    def seconds(length: int) -> float:
        text = part * (length // len(part))
        began = time.perf_counter()
        tokenize(text)
        return time.perf_counter() - began

    short = min(seconds(20_000) for _ in range(2))
    # Ten times the length: quadratic work would take a hundred times as long.
    assert seconds(200_000) < 40 * short + 0.2


def _treebank(name: str) -> list[tuple[str, set[tuple[int, int]]]]:
    """Sentences of a treebank file with their words, those that multiword tokens are split into too."""
    out: list[tuple[str, set[tuple[int, int]]]] = []
    text, at, until = "", 0, 0
    spans: set[tuple[int, int]] = set()
    with gzip.open(SHARED / "data" / "syntax" / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# text = "):
                text, at, until, spans = line[9:].rstrip("\n"), 0, 0, set()
            elif line[0].isdigit():
                number, form = line.split("\t")[:2]
                if not number.isdigit():
                    continue
                while at < len(text) and text[at].isspace():
                    at += 1
                until = at
                for character in form:
                    if not character.isspace():
                        while until < len(text) and text[until].isspace():
                            until += 1
                        until += 1
                spans.add((at, until))
                at = until
            elif not line.strip() and spans:
                out.append((text, spans))
                spans = set()
    return out


@pytest.mark.skipif(not (SHARED / "data" / "syntax").is_dir(), reason="needs the treebanks in ../shared")
@pytest.mark.parametrize(
    ("name", "floor"), [("en_ewt-ud-dev.conllu.gz", 0.985), ("en_gum-by-dev.conllu.gz", 0.99)]
)
def test_words_agree_with_a_treebank(name: str, floor: float) -> None:
    right = found = wanted = 0
    for text, gold in _treebank(name):
        ours = set(tokenize(text))
        right += len(ours & gold)
        found += len(ours)
        wanted += len(gold)
    assert 2 * right / (found + wanted) >= floor
