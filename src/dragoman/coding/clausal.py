"""The time of an act that has none of its own, by the clause that it stands in.

*Police raided the paper on Monday and arrested its editor*: the arrest is Monday's as well. Of 65 acts dated
so that annotators gave a time, 60 have that one (counted once, on the reference's articles and a
quarter of our own); most such acts they leave without a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.tense import SAYING, tense_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.coding.view import View

#: What begins a clause that tells of the same time: "… to demand", "as thousands marched".
_SAME_TIME = frozenset(("to", "as", "while", "when"))
#: Types of acts that are done by saying so: "said on Monday that it would send aid".
_DONE_BY_SAYING = frozenset("AGREE CONCEDE REJECT REQUEST SUPPORT THREATEN".split())
_HIGHEST = 4  #: clauses that are gone up


def timed_with(view: View, top: int, kind: str) -> Iterator[int]:
    """The words, nearest first, whose time is that of the act named by ``top``, an act of type ``kind``."""
    here = top
    for _ in range(_HIGHEST):
        if not view.treed(here) or not _of_one_time(view, here, kind):
            return
        here = view.head(here)
        yield here


def _of_one_time(view: View, token: int, kind: str) -> bool:
    """Does the clause of ``token`` tell of the time of that above it?"""
    head = view.head(token)
    if head < 0 or view.upos[token] != "VERB" or view.upos[head] != "VERB":
        return False
    relation = view.deprel(token)
    if relation in ("conj", "xcomp"):
        return True
    begins = {view.lower[child] for child in view.children[token] if view.deprel(child) == "mark"}
    if relation == "advcl":
        return begins <= _SAME_TIME
    said = relation == "ccomp" and view.tokens[head].lemma.lower() in SAYING
    return said and kind in _DONE_BY_SAYING and tense_at(view, token) != "past"
