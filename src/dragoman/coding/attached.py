"""Which time belongs to which act, read off the tree: for times that the model linked to no act."""

from __future__ import annotations

from collections.abc import Container

from dragoman.coding.spans import top_of
from dragoman.coding.tense import SAYING
from dragoman.coding.view import Range, View

#: Verbs of saying and of giving a figure: "put the toll at 14 on Monday" tells when it was counted.
_TELLING = SAYING | frozenset("put give count list raise revise update estimate number".split())
#: How a time hangs from what it dates.
_ADVERBIAL = frozenset(("obl", "obl:tmod", "obl:unmarked", "advmod", "nmod:tmod", "nmod:unmarked"))
_NOMINAL = frozenset(
    ("nummod", "nmod", "nmod:poss", "nmod:tmod", "nmod:unmarked", "compound", "amod", "advmod", "obl")
)
_BEFORE = frozenset(("compound", "nummod", "amod", "nmod:unmarked"))
_ARGUMENTS = frozenset(("obj", "nsubj", "nsubj:pass"))


def dates(
    view: View, mark: Range, trigger: Range, acts: Container[int] = (), *, historical: bool = False
) -> bool:
    """Does the time at the tokens ``mark`` say when the act named at ``trigger`` was done?

    ``acts`` are the tokens that name acts: a time that hangs from one of these is its own. Of what is
    ``historical``, the year of what the act was done to is its own year too ("backed the 2008 campaign").
    """
    top = top_of(view, *mark, -1)
    if top < 0 or not view.treed(top):
        return False
    head = view.head(top)
    if head < 0:
        return False
    act = top_of(view, *trigger, -1)
    if head in range(*trigger) or head == act:
        relation = view.deprel(top)
        return relation in (_NOMINAL if view.upos[act] in ("NOUN", "PROPN") else _ADVERBIAL)
    if historical and _year_of_object(view, top, act):
        return True
    if view.deprel(top) not in _ADVERBIAL or view.upos[act] not in ("NOUN", "PROPN"):
        return False
    # "Soldiers shot at marchers on 10 January, the worst violence in years": the act sums up the clause.
    named = view.head(act)
    if view.deprel(act) == "appos" and view.deprel(named) in ("obj", "obl") and view.head(named) == head:
        return True
    # "Police made arrests on Monday": the time hangs from a verb that is no act of its own.
    carried = view.deprel(act) in _ARGUMENTS and view.head(act) == head
    return carried and head not in acts and view.tokens[head].lemma.lower() not in _TELLING


def hangs_from(view: View, mark: Range, verb: int) -> bool:
    """Does the time at the tokens ``mark`` say when what ``verb`` tells of was?"""
    top = top_of(view, *mark, -1)
    return top >= 0 and view.treed(top) and view.head(top) == verb and view.deprel(top) in _ADVERBIAL


def _year_of_object(view: View, top: int, act: int) -> bool:
    """Is the word a bare year before the object of the verb ``act`` ("the 2008 and 2012 campaigns")?"""
    if view.deprel(top) == "conj":
        top = view.head(top)
    noun = view.head(top)
    bare = len(view.lower[top]) == 4 and view.lower[top].isdigit()
    return bare and view.deprel(top) in _BEFORE and view.deprel(noun) == "obj" and view.head(noun) == act
