"""What the other acts of a sentence say of a word: ``nbk=xcomp|;THREATEN`` of *storm* ("threatens to storm").

What somebody demands, threatens or promises is no act of its own, nor is the verb that a noun of act goes
with ("carried out a raid"); what he says has happened is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.coding.view import View

_DEEPEST = 6  #: words; a longer way through the tree is none
_LONGEST = 4  #: relations
_MOST = 3  #: acts of a sentence that are told apart


def features(view: View, token: int, near: Sequence[tuple[int, str]]) -> list[str]:
    """Of a word: its way through the tree to each act of ``near``, given by its head and its type."""
    tokens = view.tokens
    lemma, part = tokens[token].lemma.lower(), view.upos[token]
    out = [f"n={min(len(near), _MOST)}"]
    for head, kind in near:
        way = _way(view, token, head)
        if way is None:
            out += (f"far={kind}{'B' if head < token else 'A'}", f"farl={lemma};{kind}")
            continue
        other = tokens[head].lemma.lower()
        out += (
            f"nb={way}", f"nbk={way};{kind}", f"nl={lemma};{way}", f"nlk={lemma};{kind}",
            f"nlp={lemma};{way};{kind}", f"nbu={way};{kind};{part}",
            f"nh={other};{way}", f"nhl={other};{lemma}",
        )  # fmt: skip
    return out


def _way(view: View, token: int, other: int) -> str | None:
    """Relations up from one word and down to another; None where it is far."""
    above = [token]
    while len(above) < _DEEPEST and view.head(above[-1]) >= 0:
        above.append(view.head(above[-1]))
    depth = {word: number for number, word in enumerate(above)}
    down: list[str] = []
    here = other
    while here not in depth:
        down.append(view.tokens[here].deprel)
        here = view.head(here)
        if here < 0 or len(down) >= _DEEPEST:
            return None
    up = [view.tokens[word].deprel for word in above[: depth[here]]]
    return f"{'^'.join(up)}|{'v'.join(down[::-1])}" if len(up) + len(down) <= _LONGEST else None
