"""Where the core of an annotated phrase ends, without a tree.

The annotated news marks phrases ("the outgoing leader of the party"); the model's edges end at one
word, the last of the phrase's core (*leader*). A name's core is all of it (*Trump* in "President
Donald Trump"), so that the same rule serves names and common nouns.
"""

from __future__ import annotations

from collections.abc import Sequence

_LEADING = frozenset(
    "the a an this that these those its his her their our your my some any all both each every several many "
    "at least most more than about around nearly almost over up to some as in on from of by since during until "
    "before after between within under with for against into across through and or but also".split()
)
_STOP = frozenset(
    "of in on at from for to by with against into across through over under near around between among within without "
    "outside inside along behind beyond during since until before after as about including like than via toward towards "
    "per who whom whose which that where when while and or but nor , ; : ( ) [ ] — – - -- ... / who's".split()
)
_QUOTES = frozenset("\" ' “ ” ‘ ’ « » `` ''".split())
_PARTICLES = frozenset(
    "on for to up out in off with against of by at from over down away back into upon about through after under".split()
)


def core_end(words: Sequence[str]) -> int:
    """Index in ``words`` (not empty) of the last word of the phrase's core."""
    n = len(words)
    i = 0
    while i < n - 1 and (words[i].lower() in _LEADING or words[i] in _QUOTES):
        i += 1
    last = i
    for j in range(i + 1, n):
        word = words[j]
        low = word.lower()
        if low in _STOP:
            # a hyphen between two words of one compound does not end it ("ex-minister", "Al-Shabaab")
            if word == "-" and j + 1 < n:
                continue
            break
        if low in ("'s", "’s", "'", "’") or word in _QUOTES:
            continue
        if (
            j > i
            and word.islower()
            and low.endswith(("ed", "ing"))
            and (j + 1 == n or words[j + 1].lower() in _STOP)
            and words[j - 1].lower() not in _LEADING
            and j + 1 < n
        ):
            break
        last = j
    return last


def trigger_head(words: Sequence[str]) -> int:
    """Index in ``words`` (not empty) of the word that stands for a trigger: *called* in "called on",
    *talks* in "held talks"."""
    stop = len(words)
    for j in range(1, len(words)):
        if words[j].lower() in _PARTICLES:
            stop = j
            break
    last = stop - 1
    while last > 0 and (words[last].lower() in ("dead", "the", "a", "an", "-") or words[last] in _QUOTES):
        last -= 1
    return last
