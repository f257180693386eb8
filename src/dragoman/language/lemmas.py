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


#: Forms of irregular verbs that belong to one verb only: a closed class, whose rare members are seen too
#: seldom to be learnt. Left out is what may be a form of another verb (*found*, *lay*, *saw*, *wound*).
_VERBS = """
beat beat beaten, become became, begin began begun, bend bent, bite bit bitten, bleed bled, blow blew
blown, break broke broken, bring brought, build built, burst burst, buy bought, cast cast, catch caught,
choose chose chosen, cling clung, come came, creep crept, cut cut, deal dealt, dig dug, draw drew drawn,
drink drank, drive drove driven, eat ate eaten, feed fed, fight fought, flee fled, fling flung, fly flew
flown, forbid forbade forbidden, forget forgot forgotten, forgive forgave forgiven, freeze froze frozen,
get got gotten, give gave given, go went gone, grow grew grown, hide hid hidden, hit hit, hold held, hurt
hurt, keep kept, know knew known, lead led, lend lent, let let, lose lost, make made, mean meant, meet
met, mislead misled, overcome overcame, overthrow overthrew overthrown, overtake overtook overtaken, pay
paid, put put, quit quit, rebuild rebuilt, ride rode ridden, ring rang rung, rise risen, run ran, say
said, seek sought, sell sold, send sent, shake shook shaken, shoot shot, shrink shrank shrunk, shut shut,
sing sang sung, sink sank sunk, sit sat, slay slew slain, sleep slept, slide slid, speak spoke spoken,
spend spent, split split, spread spread, stand stood, steal stole stolen, sting stung, strike struck
stricken, strive strove striven, swear swore sworn, sweep swept, swim swam swum, swing swung, take took
taken, teach taught, tell told, think thought, throw threw thrown, undergo underwent undergone,
understand understood, undertake undertook undertaken, uphold upheld, wear wore worn, weep wept, win won,
withdraw withdrew withdrawn, withhold withheld, withstand withstood, write wrote written
"""
_IRREGULAR = {form: verb[0] for verb in map(str.split, _VERBS.split(",")) for form in verb[1:]}


def irregular(word: str) -> str | None:
    """The verb that ``word`` can only be a form of, None for most words.

    >>> irregular("beat"), irregular("Fled"), irregular("found")
    ('beat', 'flee', None)
    """
    return _IRREGULAR.get(word.lower())
