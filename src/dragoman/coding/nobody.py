"""What nobody did, or did to nobody: *nobody was beaten*, *no shots were fired*, *they met no official*.

A subject, agent or object that is none denies the act. Of 369 annotated acts that have one, save those of
refusing, 346 are told as not having taken place (counted once, on the reference's articles and ours).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.coding.view import Range, View

_NONE = frozenset(("nobody", "none", "nothing", "no-one"))
_BUT = frozenset(("but", "beyond", "except", "save", "besides"))  #: "nobody but them" is somebody
_SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
_OTHERS = frozenset(("obj", "iobj", "obl:agent"))
#: Types of acts by words alone: "vowed no force" is a vow.
_WORDS = frozenset("ACCUSE AGREE CONCEDE REQUEST SUPPORT THREATEN".split())


def is_nobody(view: View, token: int) -> bool:
    """Is the word one for nobody: *nobody*, *no one*, *none*, *nothing*?"""
    words = view.lower
    return words[token] in _NONE or (words[token] == "one" and token > 0 and words[token - 1] == "no")


def is_bare(view: View, token: int) -> bool:
    """Is it nobody at all, not nobody out of some (*none of the marchers*, *nobody at the camp*)?"""
    return is_nobody(view, token) and not any(
        child > token and view.deprel(child) in ("nmod", "acl", "amod") for child in view.children[token]
    )


def denied(view: View, trigger: Range, top: int, kind: str) -> bool:
    """Does a subject, agent or object say that the act named by ``top`` did not take place?

    Acts of refusing are none that nobody does.
    """
    if kind == "REJECT" or not view.treed(top) or view.upos[top] != "VERB":
        return False
    own = True
    for _ in range(4):
        sides = [child for child in view.children[top] if not trigger[0] <= child < trigger[1]]
        if any(view.tokens[child].deprel in _SUBJECTS and _none(view, child) for child in sides):
            return True
        if own and any(view.tokens[child].deprel in _OTHERS and _void(view, child, kind) for child in sides):
            return True
        # "Not one team was threatened, robbed or turned back": the subject is that of all three
        if view.deprel(top) != "conj" or any(view.deprel(child) == "nsubj" for child in sides):
            return False
        own, top = False, view.head(top)
        if top < 0 or view.upos[top] != "VERB":
            return False
    return False


def _void(view: View, token: int, kind: str) -> bool:
    return _none(view, token) and (is_nobody(view, token) or kind not in _WORDS)


def _none(view: View, token: int) -> bool:
    """Is it nobody, or *no policeman*, *not one of them*, *neither side*?"""
    after = view.lower[token + 1] if token + 1 < len(view.lower) else ""
    if after in _BUT:
        return False
    if is_nobody(view, token):
        return True
    first, _ = view.sentence(token)
    for child in view.children[token]:
        if child > token:
            continue
        word = view.lower[child]
        # "No campaigners" inside a sentence are those of a No
        if word == "no" and view.deprel(child) in ("det", "advmod"):
            return child == first or view.tokens[child].text == "no"
        if word == "neither" or (word == "not" and view.deprel(child) != "cc"):
            return True
        if word == "one" and child > 0 and view.lower[child - 1] == "not":
            return True
    return False
