"""One person's name spelt in several ways: with initials or without, in other letters, short or in full."""

from __future__ import annotations

import re

from dragoman.coding.entities import plain

#: A middle initial: "Donald J. Trump".
INITIAL = re.compile(r" (?:[A-Z]\. ?)+(?=\S)")
JUNIOR = re.compile(r"\bJr\b|\bjunior\b")
MONARCHS = frozenset("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi".split())


def canonical(known: str, written: str) -> str:
    """The name to show for a person the knowledge base knows.

    Its own, with its accents; but where the article writes a full name in another transliteration
    ("Sergei" for "Sergey"), the article's. A monarch goes without the title.
    """
    first, _, rest = known.partition(" ")
    if (
        first in ("Queen", "King", "Emperor")
        and rest.split()[-1:]
        and rest.split()[-1].casefold() in MONARCHS
    ):
        return rest
    if " " in written and INITIAL.sub(" ", known) == written:
        return written
    said, own = plain(written).split(), plain(known).split()
    if 1 < len(said) < len(own) and (said[0], said[-1]) == (own[0], own[-1]):
        return INITIAL.sub(" ", written)  # "Ali Khamenei", though the tables have "Ali Hosseini Khamenei"
    spelt = INITIAL.sub(" ", written)
    if " " in spelt and plain(spelt) != plain(known) and len(spelt.split()) == len(known.split()):
        return spelt
    return known


def holds(full: list[str], short: list[str]) -> int | None:
    """Where the words of a short name stand in a full one, or None."""
    for start in range(len(full) - len(short) + 1):
        if full[start : start + len(short)] == short:
            return start
    # "Donald J. Trump" and "Donald Trump".
    if len(short) >= 2 and len(full) > len(short) and full[0] == short[0] and full[-1] == short[-1]:
        return len(full) - len(short)
    return None
