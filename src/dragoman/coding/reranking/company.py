"""What the other acts of a sentence say of a word: ``nbk=xcomp|;THREATEN`` of *storm* ("threatens to storm").

What somebody demands, threatens or promises is no act of its own, nor is the verb that a noun of act goes
with ("carried out a raid"); what he says has happened is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.coding.spans import way

if TYPE_CHECKING:
    from dragoman.coding.view import View

_DEEPEST = 5  #: words up or down; a longer way through the tree is none
_LONGEST = 4  #: relations
_MOST = 3  #: acts of a sentence that are told apart


def features(view: View, token: int, near: Sequence[tuple[int, str]]) -> list[str]:
    """Of a word: its way through the tree to each act of ``near``, given by its head and its type."""
    tokens = view.tokens
    lemma, part = tokens[token].lemma.lower(), view.upos[token]
    out = [f"n={min(len(near), _MOST)}"]
    for head, kind in near:
        path = _way(view, token, head)
        if path is None:
            out += (f"far={kind}{'B' if head < token else 'A'}", f"farl={lemma};{kind}")
            continue
        other = tokens[head].lemma.lower()
        out += (
            f"nb={path}", f"nbk={path};{kind}", f"nl={lemma};{path}", f"nlk={lemma};{kind}",
            f"nlp={lemma};{path};{kind}", f"nbu={path};{kind};{part}",
            f"nh={other};{path}", f"nhl={other};{lemma}",
        )  # fmt: skip
    return out


def _way(view: View, token: int, other: int) -> str | None:
    """Relations up from one word and down to another; None where it is far."""
    found = way(view, token, other, _DEEPEST)
    if found is None or sum(map(len, found)) > _LONGEST:
        return None
    up, down = ([view.tokens[word].deprel for word in part] for part in found)
    return f"{'^'.join(up)}|{'v'.join(down)}"
