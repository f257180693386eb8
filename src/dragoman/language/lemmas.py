"""Lemmas as edit rules: a closed set of labels that a model can choose from.

A rule is one of

* ``C-K+S``: set the case of the word (``l`` lower, ``k`` keep, ``t`` title, ``u`` upper), take the
  last K characters off and add S: ``l-3+y`` makes *Cities* into *city*;
* ``=LEMMA``: the lemma whatever the word, for irregular forms: ``=be`` for *was*.

The same rule serves all words that inflect alike, so a few hundred rules cover a treebank.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_EDIT = re.compile(r"([lktu])-([0-9]{1,4})\+(.*)", re.DOTALL)


def _keep(word: str) -> str:
    return word


def _title(word: str) -> str:
    return word[:1].upper() + word[1:].lower()


# In order of preference: lower first, so that "Does" and "does" share one rule.
_CASES: dict[str, Callable[[str], str]] = {"l": str.lower, "k": _keep, "t": _title, "u": str.upper}


def _shared(one: str, other: str) -> int:
    """How many characters two words begin alike with."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def lemma_rule(word: str, lemma: str) -> str:
    """The rule that makes ``lemma`` of ``word``: ``apply_lemma_rule(word, rule) == lemma`` always.

    Of the edits that do, the one that changes fewest characters; ``=LEMMA`` where word and lemma
    share no beginning.
    """
    best = ""
    best_cost = 0
    for letter, change in _CASES.items():
        cased = change(word)
        shared = _shared(cased, lemma)
        strip = len(cased) - shared
        cost = strip + len(lemma) - shared
        if (shared or cased == lemma) and strip <= 9999 and (not best or cost < best_cost):
            best, best_cost = f"{letter}-{strip}+{lemma[shared:]}", cost
    return best or f"={lemma}"


@lru_cache(maxsize=4096)
def _read(rule: str) -> tuple[Callable[[str], str], int, str]:
    found = _EDIT.fullmatch(rule)
    if found is None:
        raise ValueError(f"not a lemma rule: {rule!r} (expected C-K+S with C one of l k t u, or =LEMMA)")
    return _CASES[found[1]], int(found[2]), found[3]


def apply_lemma_rule(word: str, rule: str) -> str:
    """The lemma that ``rule`` makes of ``word``.

    A rule that takes off more characters than the word has does not fit it: the word then comes
    back with its case set and nothing else done, as a guess that does no harm.

    Raises:
        ValueError: ``rule`` is not a rule.
    """
    if rule.startswith("="):
        return rule[1:]
    change, strip, add = _read(rule)
    cased = change(word)
    if strip > len(cased):
        return cased
    return cased[: len(cased) - strip] + add
