"""Sentences to prison, which are two acts in one word: a conviction, and being locked up.

The language model often reads one of them only. What counts is that the words name a term or a prison: a
fine, a suspended sentence and death are convictions alone.
"""

from __future__ import annotations

from dragoman.coding.view import View
from dragoman.language.parse import Trigger

_BOTH = ("SANCTION", "COERCE")
#: The mode of each where the model gives none.
MODES = {"SANCTION": "convict", "COERCE": "arrest"}
_SENTENCES = frozenset("sentence sentencing".split())
_TERMS = frozenset(
    """
    year years month months week weeks day days life prison jail imprisonment imprisoned jailed bars penal
    labour labor term incarceration
    """.split()
)
_OTHERWISE = frozenset("suspended probation death fine fined hanging execution parole".split())


def second(view: View, trigger: Trigger, kind: str) -> str:
    """The other act of a sentence to prison whose trigger is read as ``kind``; "" for everything else."""
    if kind not in _BOTH:
        return ""
    named = any(
        view.tokens[i].lemma.lower() in _SENTENCES or view.lower[i].startswith("sentenc")
        for i in range(trigger.first, trigger.last)
    )
    first, last = view.sentence(trigger.first)
    around = {part for i in range(first, last) for part in view.lower[i].split("-")}
    if not named or _TERMS.isdisjoint(around) or not _OTHERWISE.isdisjoint(around):
        return ""
    return _BOTH[1 - _BOTH.index(kind)]
