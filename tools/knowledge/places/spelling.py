"""Which spellings of a place English news may use, and what it calls a division."""

from __future__ import annotations

import re

from dragoman.knowledge.gazetteer import key
from dragoman.knowledge.tables import fold

#: Words for kinds of divisions; "Zhytomyr Oblast" is also "Zhytomyr".
GENERIC = (
    "Province Oblast Region County State Governorate District Department Prefecture Division Municipality "
    "Emirate Republic Krai Okrug Canton Parish Voivodeship Territory Raion"
).split()
#: Words that name no place by themselves or together: "Northern", "Central Market", "Hall".
_COMMON = frozenset(
    """
    north south east west northern southern eastern western central middle upper lower inner outer new old
    great northeast northwest southeast southwest northeastern northwestern southeastern southwestern coast
    coastal hall park market camp square hotel court garden gardens house tower bridge church station airport
    center centre university border valley island islands river rivers bay
    port mount mountain lake lakes sea castle
    hill hills beach field fields forest fort gate green grove harbour harbor plain plains point road school
    spring springs street union view wood woods capital city town village area bank metro highlands lowlands
    """.split()
)
_BEHIND = re.compile(rf"^(.{{3,}}) (?:{'|'.join(GENERIC)})$")
_BEFORE = re.compile(rf"^(?:{'|'.join(GENERIC)}) of (?:the )?(.{{3,}})$")
# Marks that only romanisation puts there: macrons, dots and strokes below, half rings.
_ROMANISED = re.compile(
    "[\u0100\u0101\u0112\u0113\u012a\u012b\u014c\u014d\u016a\u016b\u02bb\u02bc\u02be\u02bf\u2018"
    "\u1e00-\u1e99\u0327\u0331\u0323]"
)


def plain(name: str) -> str:
    """The name without the marks of a romanisation ("Warīsān" is "Warisan"); others stay ("Córdoba")."""
    if _ROMANISED.search(name):
        return fold(name).replace("'", "").strip()
    return name.replace("\u2019", "'").strip()


def usable(alias: str) -> bool:
    """May a spelling stand in English news? Latin letters, a capital first, no code, four letters or more."""
    if len(alias) < 4 or not alias[0].isupper() or alias.isupper() or len(alias) > 40:
        return False
    flat = fold(alias)
    if not flat.isascii() or any(c.isdigit() or c in ',;/()&"|\t' for c in flat):
        return False
    words = flat.split()
    return len(words) <= 5 and not any(word in ("i", "in", "an") for word in words)


def telling(spelled: str) -> bool:
    """Does a key name a place when it stands alone?"""
    return not _COMMON.issuperset(spelled.split())


def short(name: str) -> str:
    """A division's name without the word for its kind."""
    if name == "District of Columbia":
        return name
    found = _BEHIND.match(name) or _BEFORE.match(name)
    return found.group(1) if found else name


def division_name(name: str, aliases: list[str], towns: list[str], known: dict[str, str]) -> str:
    """What English news calls a division: as the editors have it, else after its English long form, else
    after the largest town that shares its name, else as GeoNames has it.
    """
    for alias in [name, *aliases]:
        if key(alias) in known:
            return known[key(alias)]
    for alias in aliases:
        if short(alias) != alias:
            return plain(short(alias))
    spelled = {key(alias): alias for alias in aliases}
    for town in towns:
        if key(town) in spelled:
            return plain(town)
    return plain(short(name))
