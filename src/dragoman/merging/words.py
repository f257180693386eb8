"""The words of an article as merging counts them, and how much each says about what the news is.

What a word weighs comes from a fixed list, never from the articles at hand: how alike two articles are is
then a matter of these two alone, and a day of news joins yesterday's as if both had come at once.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: The word pieces are listed from the most frequent to the rarest: rank says how rare a word is.
_FIRST_WORD = 1996
_LAST_WORD = 30522
#: What weighs less than this is in every article ("said", "president", "government").
LEAST_WEIGHT = 0.25
_PLAIN_ENDINGS = ("'s", "’s", "s'", "s’")
#: Words of news reports that are rarer elsewhere.
_TRADE = frozenset(
    "minister spokesman spokeswoman spokesperson officials statement reporters monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august september october "
    "november december capital authorities ministry agency accused killed injured wounded wednesday's "
    "yesterday confirmed sources reportedly".split()
)


def words(text: str) -> list[str]:
    """The words of a text in small letters, in order; the genitive's ending is dropped."""
    out = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word.endswith(_PLAIN_ENDINGS):
            word = word[:-2]
        out.append(word)
    return out


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    from dragoman.language.runtime import MODEL

    lines = (MODEL / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return {word: rank for rank, word in enumerate(lines) if rank >= _FIRST_WORD}


@lru_cache(maxsize=100_000)
def weight(word: str) -> float:
    """How much a word says of what an article is about: 0 ("the") to 1 (in no common list).

    From its rank in the model's list of word pieces, which goes from frequent to rare. Figures weigh little.
    """
    if word.isdigit():
        return 0.3 if len(word) > 1 else 0.0
    if len(word) < 3:
        return 0.0
    ranks = _ranks()
    rank = ranks.get(word)
    if rank is None and word.endswith("s"):
        rank = ranks.get(word[:-1])
    if rank is None:
        return 1.0
    share = math.log(max(rank - _FIRST_WORD, 1)) / math.log(_LAST_WORD - _FIRST_WORD)
    found = max(0.0, (share - 0.55) / 0.45)
    return found * 0.4 if word in _TRADE else found * 0.9


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without the endings of number and tense, roughly: enough to tell "arrests" from "bombing"."""
    for ending in (
        "ations",
        "ation",
        "ments",
        "ment",
        "ings",
        "ing",
        "ers",
        "ies",
        "ied",
        "ed",
        "es",
        "er",
        "s",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word
