"""Names that are spelled nearly as one that is not known, to be offered instead."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from .compiling import ANY_CASE, REACH, ROLE, ROLES
from .gazetteer import NAMES
from .tables import DATA, fold

if TYPE_CHECKING:
    from .lookup import Knowledge

_NEAR = 0.75  #: share of letters that must agree


def near_spellings(know: Knowledge, name: str, *, places: bool = False, most: int = 5) -> list[str]:
    """Names of the tables that are spelled nearly as ``name``, nearest first.

    ``places`` looks among the names of the gazetteer too. Takes a tenth of a second or so.
    """
    wanted = fold(name).upper()
    if not 2 < len(wanted) <= 80:
        return []
    scored: dict[str, float] = {}
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(wanted)
    letters = set(wanted)
    for other in known_names(know, places=places):
        capitals = other.upper()
        if abs(len(capitals) - len(wanted)) > 3 or len(letters.symmetric_difference(capitals)) > 4:
            continue
        matcher.set_seq1(capitals)
        if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
            continue
        score = matcher.ratio() + (0.05 if capitals[:1] == wanted[:1] else 0.0)
        if score >= _NEAR and capitals != wanted:
            scored[other] = max(score, scored.get(other, 0.0))
    return sorted(scored, key=lambda other: (-scored[other], other))[:most]


def known_names(know: Knowledge, *, places: bool = False) -> list[str]:
    """All names by which somebody or something is known, as the tables write them."""
    out: dict[str, None] = {}
    names = know.names
    layers = [names.layer] if names.overlay is None else [names.layer, names.overlay.board]
    for layer in layers:
        for capitals in layer.names():
            for posting in layer.postings(capitals):
                if posting.door not in (ROLE, ROLES, REACH):
                    out[capitals.title() if posting.form == ANY_CASE else posting.form] = None
    if places:
        for line in (DATA / NAMES).read_text(encoding="utf-8").splitlines()[1:]:
            out[line.split("\t", 1)[0].title()] = None
    return list(out)
